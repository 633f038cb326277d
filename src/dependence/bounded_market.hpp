// SPDX-License-Identifier: Apache-2.0
// What is left of a withdrawn market when all flows are bounded by their former level. Whatever
// carried nothing is left out, so that it is small.
#pragma once

#include <map>
#include <vector>

#include "dependence/part_base.hpp"

namespace isthmus::dependence {

struct BoundedMarket {
    flow::Market market;
    std::vector<flow::PathFlow> open; ///< the ways that are left, in it
    /// What its parts are in the withdrawn market.
    IdVector<flow::ArcTag, flow::ArcId> arcs;
    IdVector<flow::SupplyTag, flow::SupplyId> supplies;
    IdVector<flow::DemandTag, flow::DemandId> demands;
    IdVector<flow::DeliveryTag, flow::DeliveryId> deliveries;
};

BoundedMarket bounded_market(const PartBase& base, const flow::Market& withdrawn,
                             const std::vector<flow::PathFlow>& open);

} // namespace isthmus::dependence
