// SPDX-License-Identifier: Apache-2.0
// Internal to the module: names, units and legal standing of a world's things as the views show
// them.
#pragma once

#include <string>
#include <vector>

#include "base/units.hpp"
#include "flow/equilibrium.hpp"

namespace isthmus::report {

std::string actor_name(const world::World& world, world::ActorId id);
std::string party_names(const world::World& world, const std::vector<world::Party>& parties);
std::string node_name(const world::World& world, world::NodeId id);
/// The ends of a link in the direction of a flow.
struct Ends {
    world::NodeId from, to;
};
Ends ends_of(const world::World& world, world::LinkId link, bool backward);

std::vector<std::string> claim_ids(const world::World& world,
                                   const std::vector<world::ClaimId>& claims);
/// Adds claims that are not there yet, keeping the order.
void add_claims(std::vector<world::ClaimId>& to, const std::vector<world::ClaimId>& from);

/// A cell as the world's table has it, for example a date with the precision given there.
std::string table_cell(const world::World& world, std::string_view table, std::size_t row,
                       std::string_view column);

/// The unit of a dimension in which canonical quantities are stated; the dimension itself where
/// there is none.
std::string canonical_unit(std::string_view dimension);
/// The first unit of price for a dimension of flows ("mass_flow": USD/t), or nullptr.
const Unit* price_unit_of(std::string_view flow_dimension);

/// Where a link stands at the end of a market's year: the first thing said of it (rule 8 of the
/// design).
struct Standing {
    world::Status status = world::Status::kClosed;
    double open_share = 0;
    std::string since; ///< with the precision of the source; empty: since before the records
    std::string by;    ///< who restricted or closed it; empty where nobody is named
    std::string note;
    bool ahead = false; ///< service begins later only
    std::vector<world::ClaimId> claims;
};
/// By link. A closure in force outweighs the row of link_status. Where no row covers the day, the
/// note says when service ended or is to begin.
IdVector<world::LinkTag, Standing> standings(const flow::Market& market);

/// Claims of the capacities of a link and commodity in the market's year.
std::vector<world::ClaimId> capacity_claims(const flow::Market& market, world::LinkId link,
                                            world::CommodityId commodity);

} // namespace isthmus::report
