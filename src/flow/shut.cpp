// SPDX-License-Identifier: Apache-2.0
#include "flow/shut.hpp"

#include <algorithm>

namespace isthmus::flow {

void shut_link(Market& market, world::LinkId link) {
    for (const ArcId id : market.arcs.ids()) {
        if (market.arcs[id].link == link) market.problem.arcs[id].upper = 0;
    }
}

void shut_node(Market& market, world::NodeId node) {
    Problem& problem = market.problem;
    const auto here = [&](VertexId vertex) { return market.vertices[vertex].node == node; };
    for (Arc& arc : problem.arcs) {
        if (here(arc.from) || here(arc.to)) arc.upper = 0;
    }
    for (SupplyCurve& supply : problem.supplies) {
        if (here(supply.vertex)) supply.curve.limit = 0;
    }
    for (Delivery& delivery : problem.deliveries) {
        if (here(delivery.vertex)) delivery.upper = 0;
    }
}

void excuse_minimum_takes(Market& market, const std::vector<PathFlow>& left) {
    IdVector<DeliveryTag, double> delivered(market.problem.deliveries.size());
    for (const PathFlow& path : left) delivered[path.delivery] += path.delivered;
    for (Obligation& obligation : market.problem.obligations) {
        if (obligation.lower <= 0) continue;
        double sum = 0;
        for (const DeliveryId id : obligation.deliveries) sum += delivered[id];
        obligation.lower = std::min(obligation.lower, sum);
    }
}

} // namespace isthmus::flow
