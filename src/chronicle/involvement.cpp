// SPDX-License-Identifier: Apache-2.0
#include "chronicle/involvement.hpp"

#include <algorithm>

namespace isthmus::chronicle {

using world::ActorId;
using world::LinkId;
using world::Party;
using world::World;

namespace {

bool is_member(const World& world, ActorId actor, world::BlocId bloc, const Period& when) {
    return std::any_of(world.memberships.begin(), world.memberships.end(), [&](const auto& row) {
        return row.bloc == bloc && row.actor == actor &&
               row.role == world::MembershipRole::kMember && row.period.overlaps(when);
    });
}

bool stands_for(const World& world, const Party& party, const Party& side, const Period& when) {
    if (same(party, side)) return true;
    if (!side.actor.valid()) return false;
    if (party.actor.valid()) return world.actors[party.actor].home == side.actor;
    return is_member(world, side.actor, party.bloc, when);
}

/// Adds the parties through which a side is there; none where it is named itself.
void add_through(std::vector<Party>& through, const std::vector<Party>& parties,
                 const Party& side) {
    if (std::any_of(parties.begin(), parties.end(),
                    [&](const Party& party) { return same(party, side); })) {
        return;
    }
    for (const Party& party : parties) {
        const bool known = std::any_of(through.begin(), through.end(),
                                       [&](const Party& other) { return same(other, party); });
        if (!known) through.push_back(party);
    }
}

void add_state(std::vector<ActorId>& states, const World& world, ActorId actor) {
    if (actor.valid()) states.push_back(world.state_of(actor));
}

} // namespace

bool same(const Party& a, const Party& b) {
    return a.actor == b.actor && a.bloc == b.bloc;
}

std::string party_id(const World& world, const Party& party) {
    return party.actor.valid() ? world.actors[party.actor].id : world.blocs[party.bloc].id;
}

Party state_of(const World& world, const Party& party) {
    return party.actor.valid() ? Party{world.state_of(party.actor), {}} : party;
}

std::vector<Party> standing_for(const World& world, const std::vector<Party>& parties,
                                const Party& side, const Period& when) {
    std::vector<Party> result;
    std::copy_if(parties.begin(), parties.end(), std::back_inserter(result),
                 [&](const Party& party) { return stands_for(world, party, side, when); });
    return result;
}

Involvement between(const World& world, const std::vector<Party>& from,
                    const std::vector<Party>& towards, const Sides& sides, const Period& when) {
    if (sides.empty()) return {true, {}};
    Involvement result;
    if (sides.size() == 1) {
        for (const auto* parties : {&from, &towards}) {
            const auto standing = standing_for(world, *parties, sides[0], when);
            if (standing.empty()) continue;
            result.involved = true;
            add_through(result.through, standing, sides[0]);
        }
        return result;
    }
    for (const std::size_t first : {0U, 1U}) {
        const auto acting = standing_for(world, from, sides[first], when);
        const auto meant = standing_for(world, towards, sides[1 - first], when);
        if (acting.empty() || meant.empty()) continue;
        result.involved = true;
        add_through(result.through, acting, sides[first]);
        add_through(result.through, meant, sides[1 - first]);
    }
    return result;
}

Involvement among(const World& world, const std::vector<Party>& parties, const Sides& sides,
                  const Period& when) {
    if (sides.empty()) return {true, {}};
    Involvement result;
    const auto first = standing_for(world, parties, sides[0], when);
    if (first.empty()) return result;
    add_through(result.through, first, sides[0]);
    result.involved = true;
    if (sides.size() == 1) return result;
    const auto second = standing_for(world, parties, sides[1], when);
    add_through(result.through, second, sides[1]);
    const bool one_and_the_same =
        first.size() == 1 && second.size() == 1 && same(first.front(), second.front());
    result.involved = !second.empty() && !one_and_the_same;
    return result;
}

std::vector<ActorId> link_states(const World& world, LinkId link, const Period& when) {
    std::vector<ActorId> states;
    for (const world::NodeId node : {world.links[link].from, world.links[link].to}) {
        for (const world::Control& row : world.control) {
            if (row.territory == world.nodes[node].territory &&
                row.capacity == world::ControlCapacity::kDeFacto && row.period.overlaps(when)) {
                add_state(states, world, row.actor);
            }
        }
    }
    for (const world::Consent& row : world.consents) {
        if (row.link == link && row.period.overlaps(when)) add_state(states, world, row.actor);
    }
    for (const world::LinkStatus& row : world.link_status) {
        if (row.link == link && row.period.overlaps(when)) add_state(states, world, row.by);
    }
    std::sort(states.begin(), states.end());
    states.erase(std::unique(states.begin(), states.end()), states.end());
    return states;
}

bool concerns(const World& world, LinkId link, const Sides& sides, const Period& when) {
    if (sides.empty()) return true;
    const std::vector<ActorId> states = link_states(world, link, when);
    return std::all_of(sides.begin(), sides.end(), [&](const Party& side) {
        return side.actor.valid() &&
               std::binary_search(states.begin(), states.end(), world.state_of(side.actor));
    });
}

std::vector<LinkId> links_of(const World& world, const world::RowName& thing) {
    if (thing.table == "links") return {world.find<world::LinkTag>("links", thing.id)};
    if (thing.table == "corridors") {
        return world.corridors[world.find<world::CorridorTag>("corridors", thing.id)].links;
    }
    if (thing.table == "restrictions") {
        return world.restrictions[world.find<world::RestrictionTag>("restrictions", thing.id)]
            .links;
    }
    if (thing.table != "projects") return {};
    const auto project = world.find<world::ProjectTag>("projects", thing.id);
    std::vector<LinkId> links = world.projects[project].links;
    for (const world::ProjectCapacity& row : world.project_capacities) {
        const bool known = std::find(links.begin(), links.end(), row.link) != links.end();
        if (row.project == project && !known) links.push_back(row.link);
    }
    return links;
}

LinkEffects effects_of(const World& world, const std::vector<world::RowName>& opens,
                       const std::vector<world::RowName>& closes) {
    LinkEffects effects;
    const auto add = [&](std::vector<LinkId>& to, const world::RowName& thing) {
        for (const LinkId link : links_of(world, thing)) {
            if (std::find(to.begin(), to.end(), link) == to.end()) to.push_back(link);
        }
    };
    for (const world::RowName& thing : opens) {
        add(thing.table == "restrictions" ? effects.shuts : effects.opens, thing);
    }
    for (const world::RowName& thing : closes) {
        add(thing.table == "restrictions" ? effects.opens : effects.shuts, thing);
    }
    return effects;
}

std::string name_of(const World& world, const world::RowName& thing) {
    const world::Table& table = world.tables.at(thing.table);
    const auto rows = world.index.find(thing.table);
    if (rows == world.index.end()) return thing.id;
    const auto row = rows->second.find(thing.id);
    if (row == rows->second.end()) return thing.id;
    const std::string name = table.cell(table.rows[row->second], "name");
    return name.empty() ? thing.id : name;
}

std::optional<Date> table_date(const World& world, std::string_view table, std::size_t row,
                               std::string_view column) {
    const world::Table& rows = world.tables.at(table);
    return parse_date(rows.cell(rows.rows[row], column));
}

std::optional<world::Evidence> row_evidence(const World& world,
                                            const world::Provenance& provenance) {
    std::optional<world::Evidence> weakest;
    for (const world::ClaimId claim : provenance.claims) {
        const world::Evidence evidence = world::evidence_of(world, claim);
        if (!weakest || evidence > *weakest) weakest = evidence;
    }
    return weakest;
}

std::vector<std::string> source_ids(const World& world, const std::vector<world::ClaimId>& claims) {
    std::vector<std::string> ids;
    for (const world::ClaimId claim : claims) {
        const std::string& id = world.sources[world.claims[claim].source].id;
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
}

} // namespace isthmus::chronicle
