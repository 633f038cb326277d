// SPDX-License-Identifier: Apache-2.0
// Questions to a world: who is covered, who controls, and what the numbers rest on.
#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "world/world.hpp"

namespace isthmus::world {

namespace {

bool is_member(const World& world, ActorId actor, BlocId bloc, Day day) {
    return std::any_of(
        world.memberships.begin(), world.memberships.end(), [&](const Membership& membership) {
            return membership.bloc == bloc && membership.actor == actor &&
                   membership.role == MembershipRole::kMember && membership.period.contains(day);
        });
}

/// From strong to weak.
enum class Evidence { kStated, kDerived, kEstimate, kRecalled };

Evidence evidence(const World& world, const Claim& claim) {
    const SourceKind kind = world.sources[claim.source].kind;
    if (kind == SourceKind::kRecalled) return Evidence::kRecalled;
    if (kind == SourceKind::kEstimate || claim.confidence == Confidence::kEstimate) {
        return Evidence::kEstimate;
    }
    return claim.confidence == Confidence::kDerived ? Evidence::kDerived : Evidence::kStated;
}

std::vector<const Claim*> cited_claims(const World& world, const std::string& list) {
    std::vector<const Claim*> claims;
    std::string_view rest = list;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        std::string_view id = rest.substr(0, end);
        while (id.starts_with(' ')) id.remove_prefix(1);
        while (id.ends_with(' ')) id.remove_suffix(1);
        const ClaimId claim = world.find<ClaimTag>("claims", id);
        if (claim.valid()) claims.push_back(&world.claims[claim]);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return claims;
}

/// The unit in which a number stands: the column's own, or the one that the row names; empty for compound ones.
std::string unit_of(const Table& table, const Row& row, const Column& column) {
    if (!column.unit.starts_with('@')) return column.unit;
    const auto named = table.schema->find_column(std::string_view(column.unit).substr(1));
    return named ? table.cell(row, *named) : std::string();
}

/// Whether the claim says this number, in this unit where both name one.
bool states(const Claim& claim, double number, const std::string& unit) {
    if (!unit.empty() && !claim.unit.empty() && claim.unit != unit) return false;
    const auto value = parse_number(claim.value);
    return value && *value == number;
}

/// A number rests on the claims that state it; where none does, on the weakest claim of its row.
Evidence evidence_of(const World& world, const std::vector<const Claim*>& claims, double number,
                     const std::string& unit) {
    Evidence weakest = Evidence::kStated;
    std::optional<Evidence> best;
    for (const Claim* claim : claims) {
        const Evidence one = evidence(world, *claim);
        weakest = std::max(weakest, one);
        if (states(*claim, number, unit)) best = best ? std::min(*best, one) : one;
    }
    return best.value_or(weakest);
}

void add_number(EvidenceSummary& summary, Evidence evidence) {
    ++summary.numbers;
    switch (evidence) {
    case Evidence::kStated: ++summary.stated; break;
    case Evidence::kDerived: ++summary.derived; break;
    case Evidence::kEstimate: ++summary.estimate; break;
    case Evidence::kRecalled: ++summary.recalled; break;
    }
}

void add_row(EvidenceSummary& summary, const World& world, const Table& table, std::size_t index) {
    const Row& row = table.rows[index];
    const std::vector<const Claim*> claims = cited_claims(world, table.cell(row, "claims"));
    if (claims.empty()) return;
    const bool all_recalled = std::all_of(claims.begin(), claims.end(), [&](const Claim* claim) {
        return evidence(world, *claim) == Evidence::kRecalled;
    });
    if (all_recalled) summary.recalled_rows.emplace_back(table.schema->name, index);
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        const Column& column = table.schema->columns[i];
        if (column.type != ColumnType::kNumber || row.cells[i].empty()) continue;
        const double number = parse_number(row.cells[i]).value_or(0);
        add_number(summary, evidence_of(world, claims, number, unit_of(table, row, column)));
    }
}

} // namespace

bool World::covers(const std::vector<Party>& parties, ActorId actor, Day day) const {
    const ActorId state = state_of(actor);
    return std::any_of(parties.begin(), parties.end(), [&](const Party& party) {
        if (party.actor.valid()) return party.actor == actor || party.actor == state;
        return is_member(*this, actor, party.bloc, day) || is_member(*this, state, party.bloc, day);
    });
}

ActorId World::state_of(ActorId actor) const {
    const ActorId home = actors[actor].home;
    return home.valid() ? home : actor;
}

ActorId World::controller(TerritoryId territory, Day day) const {
    for (const Control& row : control) {
        if (row.territory == territory && row.capacity == ControlCapacity::kDeFacto &&
            row.period.contains(day)) {
            return row.actor;
        }
    }
    return {};
}

EvidenceSummary summarise_evidence(const World& world) {
    EvidenceSummary summary;
    for (const TableSchema& schema : schema()) {
        if (!schema.find_column("claims")) continue;
        const Table& table = world.tables.at(schema.name);
        for (std::size_t i = 0; i < table.rows.size(); ++i) add_row(summary, world, table, i);
    }
    return summary;
}

} // namespace isthmus::world
