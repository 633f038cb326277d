// SPDX-License-Identifier: Apache-2.0
// Claims and what contradicts them.
#include "cli/explain_rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/units.hpp"

namespace isthmus::cli {
namespace {

using report::Cell;
using report::CellKind;

/// What two claims must share to be about the same thing.
using Topic = std::tuple<std::string, std::string, std::string>;

Topic topic_of(const world::Claim& claim) {
    return {claim.subject, claim.property, claim.object};
}

/// A claim dated with one date speaks of that date alone.
Period period_of(const world::Claim& claim) {
    const auto from = parse_date(claim.from);
    const auto to = parse_date(claim.to);
    return Period::between(from, to);
}

/// Two numbers in the unit of the first, where that can be.
struct Numbers {
    double first = 0, second = 0;
};
std::optional<Numbers> comparable(const world::Claim& first, const world::Claim& second) {
    const auto a = parse_number(trim(first.value));
    const auto b = parse_number(trim(second.value));
    if (!a || !b) return std::nullopt;
    if (first.unit == second.unit) return Numbers{*a, *b};
    const Unit* from = find_unit(second.unit);
    const Unit* to = find_unit(first.unit);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const Conversion factor = conversion(*from, *to, {});
    if (!factor.problem.empty()) return std::nullopt;
    return Numbers{*a, *b * factor.factor};
}

/// Numbers that differ by less are the same number after conversion.
constexpr double kSame = 1e-6;

/// Whether one holds until the date from which the other does: a change, not a contradiction.
bool succeeds(const world::Claim& first, const world::Claim& second) {
    const bool lasting = first.from != first.to && second.from != second.to;
    return lasting && !first.to.empty() && first.to == second.from;
}

bool contradict(const world::Claim& first, const world::Claim& second) {
    if (first.value.empty() || second.value.empty()) return false;
    if (!period_of(first).overlaps(period_of(second))) return false;
    if (succeeds(first, second) || succeeds(second, first)) return false;
    if (const auto numbers = comparable(first, second)) {
        const double larger = std::max(std::abs(numbers->first), std::abs(numbers->second));
        return std::abs(numbers->first - numbers->second) > kSame * larger;
    }
    return trim(first.value) != trim(second.value) || first.unit != second.unit;
}

bool is_estimate(const world::World& world, world::ClaimId id) {
    return world::evidence_of(world, id) == world::Evidence::kEstimate;
}

std::string evidence_name(const world::World& world, world::ClaimId id) {
    return std::string(world::to_string(world::evidence_of(world, id)));
}

std::string spoken(const world::Claim& claim) {
    return claim.unit.empty() ? claim.value : claim.value + " " + claim.unit;
}

std::string dates(const world::Claim& claim) {
    if (claim.from == claim.to) return claim.from;
    return claim.from + ".." + claim.to;
}

void add_pair(report::ResultTable& table, const world::World& world, world::ClaimId one,
              world::ClaimId other) {
    const world::Claim& first = world.claims[one];
    const world::Claim& second = world.claims[other];
    const auto numbers = comparable(first, second);
    const Cell difference = numbers && numbers->first != 0
                                ? Cell(100 * (numbers->second - numbers->first) / numbers->first)
                                : Cell();
    table.rows.push_back({{first.subject, first.property, first.id, spoken(first), dates(first),
                           evidence_name(world, one), second.id, spoken(second), dates(second),
                           evidence_name(world, other), difference},
                          {}});
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
         {"evidence", "Evidence", "", CellKind::kText, 0, ""},
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
    report::ResultTable table{
        "contradictions",
        "Contradictions",
        "Claims about the same property of the same subject at overlapping dates, with another "
        "value; two estimates are left out. No difference is given where units do not convert.",
        {{"subject", "Subject", "", CellKind::kText, 0, ""},
         {"property", "Property", "", CellKind::kText, 0, ""},
         {"claim", "Claim", "", CellKind::kText, 0, ""},
         {"value", "Value", "", CellKind::kText, 0, ""},
         {"dates", "Dates", "", CellKind::kText, 0, ""},
         {"evidence", "Evidence", "", CellKind::kText, 0, ""},
         {"against", "Against", "", CellKind::kText, 0, "The other claim"},
         {"against_value", "Value", "", CellKind::kText, 0, ""},
         {"against_dates", "Dates", "", CellKind::kText, 0, ""},
         {"against_evidence", "Evidence", "", CellKind::kText, 0, ""},
         {"difference", "Difference", "%", CellKind::kNumber, 1, "Of the other from the first"}},
        {}};
    std::map<Topic, std::vector<world::ClaimId>> topics;
    for (const world::ClaimId id : world.claims.ids())
        topics[topic_of(world.claims[id])].push_back(id);
    std::set<std::pair<world::ClaimId, world::ClaimId>> told;
    for (const world::ClaimId id : claims) {
        for (const world::ClaimId other : topics[topic_of(world.claims[id])]) {
            if (other == id || !contradict(world.claims[id], world.claims[other])) continue;
            if (is_estimate(world, id) && is_estimate(world, other)) continue;
            if (told.insert(std::minmax(id, other)).second) add_pair(table, world, id, other);
        }
    }
    return table;
}

} // namespace isthmus::cli
