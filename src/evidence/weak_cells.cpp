// SPDX-License-Identifier: Apache-2.0
#include "evidence/weak_cells.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/claim_values.hpp"

namespace isthmus::evidence {
namespace {

using world::ClaimId;

/// What claims call the property that a column holds of the thing in another column.
struct HeldProperty {
    std::string_view table, column, thing, property;
};
constexpr std::array kHeld{
    HeldProperty{"capacities", "capacity", "link", "capacity"},
    HeldProperty{"links", "length", "id", "length"},
    HeldProperty{"costs", "tariff", "link", "tariff"},
    HeldProperty{"costs", "cost", "link", "cost"},
    HeldProperty{"observations", "value", "link", "throughput"},
    HeldProperty{"supply", "quantity", "node", "production"},
    HeldProperty{"supply", "quantity", "node", "gas_production"},
    HeldProperty{"demand", "quantity", "node", "consumption"},
    HeldProperty{"projects", "cost", "id", "capex"},
    HeldProperty{"contracts", "maximum", "id", "contract_volume"},
};

/// Statements of documents by subject and property, objects apart.
using Statements = std::map<std::pair<std::string, std::string>, std::vector<ClaimId>>;

/// A column of what a row is about, whatever its dates, and the topics of the claims that its cells
/// say: what claims call the thing there.
using Slot = std::tuple<std::string, std::string, std::size_t>;
using Slots = std::map<Slot, std::set<std::size_t>>;

Slots slots_of(const world::World& world, const Topics& topics, const ClaimUses& uses) {
    Slots slots;
    for (const ClaimId id : world.claims.ids()) {
        for (const ClaimUse& use : uses[id]) {
            if (!use.column || !number_of(world.claims[id])) continue;
            slots[{use.table, identity_of(world, use), *use.column}].insert(topics.of(id));
        }
    }
    return slots;
}

bool is_statement(const world::World& world, ClaimId id) {
    const world::Claim& claim = world.claims[id];
    return claim.plausibility == world::ClaimPlausibility::kPlausible && number_of(claim) &&
           world::evidence_of(world, id) == world::Evidence::kStated;
}

Statements statements_of(const world::World& world, const Topics& topics) {
    Statements statements;
    for (const ClaimId id : world.claims.ids()) {
        if (!is_statement(world, id) || !world.claims[id].object.empty()) continue;
        statements[{topics.subject(id), world.claims[id].property}].push_back(id);
    }
    return statements;
}

struct CellPlace {
    const world::World& world;
    const world::Table& table;
    const world::Row& row;
    std::size_t index = 0, column = 0;

    const world::Column& of() const { return table.schema->columns[column]; }
};

/// Whether the claim speaks of the row's time: a claim without an end of that time alone where rows
/// are years, since flows change from year to year.
bool same_time(const CellPlace& at, const world::Claim& claim) {
    const Period row = period_of(at.table, at.row);
    const bool yearly = at.table.schema->find_column("year").has_value();
    if (claim.from.empty() && claim.to.empty()) return !yearly;
    const bool single = yearly && claim.to.empty();
    const auto from = parse_date(claim.from);
    const Period time = single ? Period::between(from, from) : period_of(claim);
    return row.overlaps(time);
}

/// Ids that the row cites, and the words of its note and of the notes of what it cites.
struct Known {
    std::set<ClaimId> cited;
    std::string notes;
};
Known known_to(const CellPlace& at) {
    Known known;
    if (const auto note = at.table.schema->find_column("note")) {
        known.notes = at.table.cell(at.row, *note);
    }
    for (const ClaimId id : world::cited_claims(at.world, at.table, at.row)) {
        known.cited.insert(id);
        known.notes += " " + at.world.claims[id].note;
    }
    return known;
}

/// What statements are looked for in.
struct Evidenced {
    const Topics& topics;
    Statements statements;
    Slots slots;
};

std::set<ClaimId> candidates_for(const CellPlace& at, const Evidenced& known) {
    std::set<ClaimId> candidates;
    const ClaimUse place{at.table.schema->name, at.index, at.column};
    const auto slot = known.slots.find({place.table, identity_of(at.world, place), at.column});
    if (slot != known.slots.end()) {
        for (const std::size_t topic : slot->second) {
            const auto& same = known.topics.claims(topic);
            candidates.insert(same.begin(), same.end());
        }
    }
    for (const HeldProperty& held : kHeld) {
        if (held.table != place.table || held.column != at.of().name) continue;
        const auto found =
            known.statements.find({at.table.cell(at.row, held.thing), std::string(held.property)});
        if (found == known.statements.end()) continue;
        candidates.insert(found->second.begin(), found->second.end());
    }
    return candidates;
}

std::vector<ClaimId> better_claims(const CellPlace& at, const Evidenced& evidenced) {
    const std::set<ClaimId> candidates = candidates_for(at, evidenced);
    if (candidates.empty()) return {};
    const Known known = known_to(at);
    const std::string unit = world::unit_of(at.table, at.row, at.of());
    std::vector<ClaimId> better;
    for (const ClaimId id : candidates) {
        const world::Claim& claim = at.world.claims[id];
        if (!is_statement(at.world, id) || !same_time(at, claim)) continue;
        if (known.cited.contains(id) || known.notes.find(claim.id) != std::string::npos) continue;
        if (!unit.empty() && !same_kind(claim.unit, unit)) continue;
        better.push_back(id);
    }
    std::stable_sort(better.begin(), better.end(), [&](ClaimId a, ClaimId b) {
        const Ranking ranking = rank(at.world, a, b);
        return ranking.rule != Rule::kNone && ranking.first;
    });
    return better;
}

/// A number of the row that rests on less than a computation from documents.
std::optional<world::Evidence> weakness_of(const CellPlace& at) {
    if (at.of().type != world::ColumnType::kNumber || at.row.cells[at.column].empty()) {
        return std::nullopt;
    }
    const auto rests_on = world::evidence_of(at.world, at.table, at.row, at.column);
    return rests_on && *rests_on >= world::Evidence::kEstimate ? rests_on : std::nullopt;
}

} // namespace

std::vector<WeakCell> weak_cells(const world::World& world, const Topics& topics,
                                 const ClaimUses& uses) {
    const Evidenced evidenced{topics, statements_of(world, topics), slots_of(world, topics, uses)};
    std::vector<WeakCell> weak;
    for (const world::TableSchema& schema : world::schema()) {
        if (!schema.find_column("claims")) continue;
        const world::Table& table = world.tables.at(schema.name);
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            for (std::size_t i = 0; i < schema.columns.size(); ++i) {
                const CellPlace at{world, table, table.rows[row], row, i};
                const auto rests_on = weakness_of(at);
                if (!rests_on) continue;
                auto better = better_claims(at, evidenced);
                if (better.empty()) continue;
                weak.push_back({schema.name, row, i, *rests_on, std::move(better)});
            }
        }
    }
    return weak;
}

Diagnostics weak_cell_warnings(const world::World& world, const std::vector<WeakCell>& cells) {
    Diagnostics warnings;
    for (const WeakCell& cell : cells) {
        const world::Table& table = world.tables.at(cell.table);
        const world::Row& row = table.rows[cell.row];
        const world::Claim& claim = world.claims[cell.better.front()];
        const std::string more =
            cell.better.size() == 1 ? "" : fmt::format(" and {} more", cell.better.size() - 1);
        warnings.add({"W970", row.origin.file, row.origin.line,
                      table.schema->columns[cell.column].name,
                      fmt::format("{} {} ({})", row.cells[cell.column],
                                  world::unit_of(table, row, table.schema->columns[cell.column]),
                                  world::to_string(cell.evidence)),
                      fmt::format("{} as {} has it{}", spoken_value(claim), claim.id, more),
                      fmt::format("source {}", world.sources[claim.source].id)});
    }
    return warnings;
}

} // namespace isthmus::evidence
