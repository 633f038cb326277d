// SPDX-License-Identifier: Apache-2.0
#include "report/naming.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/units.hpp"

namespace isthmus::report {

std::string actor_name(const world::World& world, world::ActorId id) {
    return id.valid() ? world.actors[id].name : std::string();
}

std::string party_names(const world::World& world, const std::vector<world::Party>& parties) {
    std::vector<std::string> names;
    for (const world::Party& party : parties) {
        names.push_back(party.actor.valid() ? world.actors[party.actor].name
                                            : world.blocs[party.bloc].name);
    }
    return join(names, ", ");
}

std::string node_name(const world::World& world, world::NodeId id) {
    return id.valid() ? world.nodes[id].name : std::string();
}

Ends ends_of(const world::World& world, world::LinkId link, bool backward) {
    const world::Link& of = world.links[link];
    return backward ? Ends{of.to, of.from} : Ends{of.from, of.to};
}

std::vector<std::string> claim_ids(const world::World& world,
                                   const std::vector<world::ClaimId>& claims) {
    std::vector<std::string> ids;
    for (const world::ClaimId claim : claims) ids.push_back(world.claims[claim].id);
    return ids;
}

void add_claims(std::vector<world::ClaimId>& to, const std::vector<world::ClaimId>& from) {
    for (const world::ClaimId claim : from) {
        if (std::find(to.begin(), to.end(), claim) == to.end()) to.push_back(claim);
    }
}

std::string table_cell(const world::World& world, std::string_view table, std::size_t row,
                       std::string_view column) {
    const world::Table& rows = world.tables.at(table);
    return row < rows.rows.size() ? rows.cell(rows.rows[row], column) : std::string();
}

std::string canonical_unit(std::string_view dimension) {
    for (const Unit& unit : all_units()) {
        if (unit.dimension == dimension && unit.factor == 1) return unit.name;
    }
    return std::string(dimension);
}

const Unit* price_unit_of(std::string_view flow_dimension) {
    const std::string stem(flow_dimension.substr(0, flow_dimension.rfind("_flow")));
    for (const Unit& unit : all_units()) {
        if (unit.dimension == stem + "_price") return &unit;
    }
    return nullptr;
}

namespace {

/// For links that no row of link_status covers on a day: the last row before it, or the first after
/// it.
void fill_gaps(const world::World& world, Day day, IdVector<world::LinkTag, Standing>& standings,
               const IdVector<world::LinkTag, char>& covered) {
    IdVector<world::LinkTag, const world::LinkStatus*> before(world.links.size(), nullptr);
    IdVector<world::LinkTag, const world::LinkStatus*> after(world.links.size(), nullptr);
    for (const world::LinkStatus& row : world.link_status) {
        if (row.status == world::Status::kClosed) continue;
        auto& last = before[row.link];
        auto& next = after[row.link];
        if (row.period.last < day && (!last || row.period.last > last->period.last)) last = &row;
        if (row.period.first > day && (!next || row.period.first < next->period.first)) next = &row;
    }
    for (const auto link : world.links.ids()) {
        if (covered[link] != 0) continue;
        Standing& standing = standings[link];
        if (before[link]) {
            const auto& row = *before[link];
            standing.since = table_cell(world, "link_status", row.provenance.row, "to");
            standing.note = "In service until " + standing.since;
            standing.claims = row.provenance.claims;
        } else if (after[link]) {
            const auto& row = *after[link];
            standing.note = "In service from " +
                            table_cell(world, "link_status", row.provenance.row, "from") + " on";
            standing.claims = row.provenance.claims;
            standing.ahead = true;
        } else {
            standing.note = "No service on record";
        }
    }
}

} // namespace

IdVector<world::LinkTag, Standing> standings(const flow::Market& market) {
    const world::World& world = *market.world;
    const Day last = Period::of_year(market.year).last;
    IdVector<world::LinkTag, Standing> result(world.links.size());
    for (const auto link : world.links.ids()) {
        result[link].status = market.service[link].status;
        result[link].open_share = market.service[link].open_share;
    }
    IdVector<world::LinkTag, char> covered(world.links.size(), 0);
    for (const world::LinkStatus& row : world.link_status) {
        if (!row.period.contains(last)) continue;
        covered[row.link] = 1;
        Standing& standing = result[row.link];
        standing.since = table_cell(world, "link_status", row.provenance.row, "from");
        standing.by = actor_name(world, row.by);
        standing.note = row.provenance.note;
        standing.claims = row.provenance.claims;
    }
    fill_gaps(world, last, result, covered);
    for (const world::Restriction& row : world.restrictions) {
        if (row.kind != world::RestrictionKind::kClosure || !row.period.contains(last)) continue;
        for (const world::LinkId link : row.links) {
            Standing& standing = result[link];
            standing.status = world::Status::kClosed;
            standing.ahead = false;
            standing.since = table_cell(world, "restrictions", row.provenance.row, "from");
            standing.by = party_names(world, row.imposed_by);
            standing.note = row.name;
            standing.claims = row.provenance.claims;
        }
    }
    return result;
}

std::vector<world::ClaimId> capacity_claims(const flow::Market& market, world::LinkId link,
                                            world::CommodityId commodity) {
    const Period year = Period::of_year(market.year);
    std::vector<world::ClaimId> claims;
    for (const world::Capacity& row : market.world->capacities) {
        if (row.link == link && row.commodity == commodity && row.period.overlaps(year)) {
            add_claims(claims, row.provenance.claims);
        }
    }
    return claims;
}

} // namespace isthmus::report
