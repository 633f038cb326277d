// SPDX-License-Identifier: Apache-2.0
#include "dependence/outage_reach.hpp"

#include <algorithm>

namespace isthmus::dependence {

using flow::ArcId;
using flow::VertexId;

OutageReach::OutageReach(const Part& part)
    : market_(part.market),
      out_(part.market.problem.vertices.size()),
      in_(part.market.problem.vertices.size()) {
    for (const ArcId id : market_.problem.arcs.ids()) {
        const flow::Arc& arc = market_.problem.arcs[id];
        if (arc.upper <= 0) continue;
        out_[arc.from].push_back(id);
        in_[arc.to].push_back(id);
    }
}

bool OutageReach::at_shut_node(VertexId vertex, const OutageSet& outages) const {
    return std::any_of(outages.begin(), outages.end(), [&](const Outage& outage) {
        return !outage.is_link() && outage.node == market_.vertices[vertex].node;
    });
}

void OutageReach::spread(std::vector<VertexId> from, bool along, const std::vector<bool>& shut,
                         std::vector<bool>& seen) const {
    for (const VertexId vertex : from) seen[vertex.index()] = true;
    while (!from.empty()) {
        const VertexId at = from.back();
        from.pop_back();
        for (const ArcId id : along ? out_[at] : in_[at]) {
            const flow::Arc& arc = market_.problem.arcs[id];
            const VertexId next = along ? arc.to : arc.from;
            if (shut[id.index()] || seen[next.index()]) continue;
            seen[next.index()] = true;
            from.push_back(next);
        }
    }
}

std::vector<bool> OutageReach::useful(const OutageSet& outages) const {
    const flow::Problem& problem = market_.problem;
    std::vector<bool> shut(problem.arcs.size());
    for (const ArcId id : problem.arcs.ids()) {
        const world::LinkId link = market_.arcs[id].link;
        const bool out = std::any_of(outages.begin(), outages.end(), [&](const Outage& outage) {
            return outage.is_link() && outage.link == link;
        });
        shut[id.index()] = out || at_shut_node(problem.arcs[id].from, outages) ||
                           at_shut_node(problem.arcs[id].to, outages);
    }
    std::vector<VertexId> sources, sinks;
    for (const flow::SupplyCurve& supply : problem.supplies) {
        if (supply.curve.limit > 0 && !at_shut_node(supply.vertex, outages)) {
            sources.push_back(supply.vertex);
        }
    }
    for (const flow::Delivery& delivery : problem.deliveries) {
        if (delivery.upper > 0 && !at_shut_node(delivery.vertex, outages)) {
            sinks.push_back(delivery.vertex);
        }
    }
    std::vector<bool> ahead(problem.vertices.size()), behind(problem.vertices.size());
    spread(std::move(sources), true, shut, ahead);
    spread(std::move(sinks), false, shut, behind);

    std::vector<bool> result;
    result.reserve(problem.arcs.size() + problem.supplies.size() + problem.deliveries.size());
    for (const ArcId id : problem.arcs.ids()) {
        const flow::Arc& arc = problem.arcs[id];
        result.push_back(!shut[id.index()] && ahead[arc.from.index()] && behind[arc.to.index()]);
    }
    for (const flow::SupplyCurve& supply : problem.supplies) {
        result.push_back(!at_shut_node(supply.vertex, outages) && behind[supply.vertex.index()]);
    }
    for (const flow::Delivery& delivery : problem.deliveries) {
        result.push_back(!at_shut_node(delivery.vertex, outages) && ahead[delivery.vertex.index()]);
    }
    return result;
}

} // namespace isthmus::dependence
