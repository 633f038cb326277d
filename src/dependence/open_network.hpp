// SPDX-License-Identifier: Apache-2.0
// The links that may carry one commodity in a year, by direction, whatever supply, demand and
// restrictions on goods make of them.
#pragma once

#include <vector>

#include "flow/market_year.hpp"

namespace isthmus::dependence {

/// A link in one direction, with the tightest of its own limits that cover it.
struct OpenLink {
    world::LinkId link;
    world::NodeId from, to;
    double capacity = 0; ///< canonical a year that enters
};

inline std::vector<OpenLink> open_links(const flow::MarketYear& year,
                                        world::CommodityId commodity) {
    const world::World& world = year.world();
    std::vector<OpenLink> result;
    for (const world::LinkId id : world.links.ids()) {
        const world::Link& link = world.links[id];
        double forward = 0, backward = 0;
        const auto tighten = [](double& limit, double other) {
            limit = limit > 0 && limit < other ? limit : other;
        };
        for (const flow::YearCapacity& capacity : year.capacities(id)) {
            if (capacity.commodity != commodity) continue;
            const bool both = link.direction == world::LinkDirection::kBoth;
            if (capacity.direction != world::FlowDirection::kBackward) {
                tighten(forward, capacity.limit);
            }
            if (capacity.direction != world::FlowDirection::kForward && both) {
                tighten(backward, capacity.limit);
            }
        }
        if (forward > 0) result.push_back({id, link.from, link.to, forward});
        if (backward > 0) result.push_back({id, link.to, link.from, backward});
    }
    return result;
}

} // namespace isthmus::dependence
