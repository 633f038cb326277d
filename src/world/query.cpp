// SPDX-License-Identifier: Apache-2.0
// Questions to a world: who is covered, who controls, and what the numbers rest on.
#include <algorithm>

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

std::size_t count_numbers(const Table& table, const Row& row) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        const bool is_number = table.schema->columns[i].type == ColumnType::kNumber;
        if (is_number && !row.cells[i].empty()) ++count;
    }
    return count;
}

void add_row(EvidenceSummary& summary, const World& world, const Table& table, std::size_t row) {
    const std::vector<const Claim*> claims =
        cited_claims(world, table.cell(table.rows[row], "claims"));
    if (claims.empty()) return;
    Evidence weakest = Evidence::kStated;
    bool all_recalled = true;
    for (const Claim* claim : claims) {
        const Evidence one = evidence(world, *claim);
        weakest = std::max(weakest, one);
        all_recalled = all_recalled && one == Evidence::kRecalled;
    }
    if (all_recalled) summary.recalled_rows.emplace_back(table.schema->name, row);
    const std::size_t numbers = count_numbers(table, table.rows[row]);
    summary.numbers += numbers;
    switch (weakest) {
    case Evidence::kStated:
        summary.stated += numbers;
        break;
    case Evidence::kDerived:
        summary.derived += numbers;
        break;
    case Evidence::kEstimate:
        summary.estimate += numbers;
        break;
    case Evidence::kRecalled:
        summary.recalled += numbers;
        break;
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
