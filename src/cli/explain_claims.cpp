// SPDX-License-Identifier: Apache-2.0
// Claims and what contradicts them.
#include "cli/explain_rows.hpp"

#include <string>

#include "report/views_evidence.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;

std::string evidence_name(const world::World& world, world::ClaimId id) {
    if (world.claims[id].plausibility == world::ClaimPlausibility::kImplausible) {
        return "implausible";
    }
    return std::string(world::to_string(world::evidence_of(world, id)));
}

} // namespace

report::ResultTable claim_table(const world::World& world,
                                const std::vector<world::ClaimId>& claims) {
    report::ResultTable table{
        "claims",
        "Claims",
        "Estimates and recalled values are nobody's statement: see the notes.",
        {{"id", "Claim", "", CellKind::kText, 0, "Id of the claim"},
         {"subject", "Subject", "", CellKind::kText, 0, ""},
         {"property", "Property", "", CellKind::kText, 0, ""},
         {"value", "Value", "", CellKind::kText, 0, "As the source has it"},
         {"unit", "Unit", "", CellKind::kText, 0, ""},
         {"from", "From", "", CellKind::kText, 0, ""},
         {"to", "To", "", CellKind::kText, 0, ""},
         {"object", "Object", "", CellKind::kText, 0, "Second party"},
         {"evidence", "Evidence", "", CellKind::kText, 0, "Implausible: nothing rests on it"},
         {"source", "Source", "", CellKind::kText, 0, "Id of the source"},
         {"title", "Title", "", CellKind::kText, 0, "Of the source"},
         {"locator", "Where", "", CellKind::kText, 0, "In the source"},
         {"note", "Note", "", CellKind::kText, 0, ""}},
        {}};
    for (const world::ClaimId id : claims) {
        const world::Claim& claim = world.claims[id];
        const world::Source& source = world.sources[claim.source];
        table.rows.push_back({{claim.id, claim.subject, claim.property, claim.value, claim.unit,
                               claim.from, claim.to, claim.object, evidence_name(world, id),
                               source.id, source.title, claim.locator, claim.note},
                              {}});
    }
    return table;
}

report::ResultTable contradiction_table(const world::World& world,
                                        const std::vector<world::ClaimId>& claims) {
    const evidence::Contradictions all(world);
    report::ResultTable table = report::contradiction_table(world, all, all.of(claims));
    const std::size_t basis = table.column("basis"), why = table.column("why");
    for (report::ResultRow& row : table.rows) {
        const std::string& differs = *row.cells[basis].text();
        if (!differs.empty()) row.cells[why] = differs + "; " + *row.cells[why].text();
    }
    // What `evidence conflicts` says in full.
    for (const char* column :
         {"source", "against_source", "factor", "comparison", "basis", "goes_first", "rule"}) {
        const auto at = static_cast<std::ptrdiff_t>(table.column(column));
        table.columns.erase(table.columns.begin() + at);
        for (report::ResultRow& row : table.rows) row.cells.erase(row.cells.begin() + at);
    }
    return table;
}

} // namespace isthmus::cli
