// SPDX-License-Identifier: Apache-2.0
#include "game/problem_piece.hpp"

#include <algorithm>

namespace isthmus::game {

using flow::ArcId;
using flow::DeliveryId;
using flow::DemandId;
using flow::ObligationId;
using flow::Problem;
using flow::ResourceId;
using flow::SupplyId;
using flow::VertexId;

namespace {

/// Vertices on a way over the open arcs of the block: from `seen` onwards, or against the arcs.
void spread(const Problem& problem, const std::vector<ArcId>& arcs, bool against,
            std::vector<bool>& seen) {
    std::vector<std::vector<std::size_t>> next(problem.vertices.size());
    for (const ArcId id : arcs) {
        const std::size_t from = problem.arcs[id].from.index();
        const std::size_t to = problem.arcs[id].to.index();
        next[against ? to : from].push_back(against ? from : to);
    }
    std::vector<std::size_t> stack;
    for (std::size_t vertex = 0; vertex < seen.size(); ++vertex) {
        if (seen[vertex]) stack.push_back(vertex);
    }
    while (!stack.empty()) {
        const std::size_t vertex = stack.back();
        stack.pop_back();
        for (const std::size_t neighbour : next[vertex]) {
            if (seen[neighbour]) continue;
            seen[neighbour] = true;
            stack.push_back(neighbour);
        }
    }
}

template <typename Tag> std::vector<Id<Tag>> only(const std::vector<Id<Tag>>& ids, auto&& keep) {
    std::vector<Id<Tag>> result;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(result), keep);
    return result;
}

} // namespace

flow::Block whole(const Problem& problem) {
    return {problem.vertices.ids(),   problem.arcs.ids(),       problem.supplies.ids(),
            problem.demands.ids(),    problem.deliveries.ids(), problem.resources.ids(),
            problem.obligations.ids()};
}

flow::Block useful_part(const Problem& problem, const flow::Block& block, const OpenParts& open) {
    const auto arcs = only(block.arcs, [&](ArcId id) { return open.arcs[id.index()]; });
    std::vector<bool> ahead(problem.vertices.size()), behind(problem.vertices.size());
    for (const SupplyId id : block.supplies) {
        if (open.supplies[id.index()]) ahead[problem.supplies[id].vertex.index()] = true;
    }
    for (const DeliveryId id : block.deliveries) {
        const flow::Delivery& delivery = problem.deliveries[id];
        if (open.demands[delivery.demand.index()]) behind[delivery.vertex.index()] = true;
    }
    spread(problem, arcs, false, ahead);
    spread(problem, arcs, true, behind);
    const auto useful = [&](VertexId id) { return ahead[id.index()] && behind[id.index()]; };

    flow::Block result;
    result.vertices = only(block.vertices, useful);
    result.arcs = only(arcs, [&](ArcId id) {
        return useful(problem.arcs[id].from) && useful(problem.arcs[id].to);
    });
    result.supplies = only(block.supplies, [&](SupplyId id) {
        return open.supplies[id.index()] && useful(problem.supplies[id].vertex);
    });
    std::vector<bool> used_arc(problem.arcs.size()), used_delivery(problem.deliveries.size()),
        served(problem.demands.size());
    for (const ArcId id : result.arcs) used_arc[id.index()] = true;
    result.deliveries = only(block.deliveries, [&](DeliveryId id) {
        const flow::Delivery& delivery = problem.deliveries[id];
        return open.demands[delivery.demand.index()] && useful(delivery.vertex);
    });
    for (const DeliveryId id : result.deliveries) {
        used_delivery[id.index()] = true;
        served[problem.deliveries[id].demand.index()] = true;
    }
    result.demands = only(block.demands, [&](DemandId id) { return served[id.index()]; });
    result.resources = only(block.resources, [&](ResourceId id) {
        const auto& uses = problem.resources[id].uses;
        return std::any_of(uses.begin(), uses.end(),
                           [&](const flow::ResourceUse& use) { return used_arc[use.arc.index()]; });
    });
    result.obligations = only(block.obligations, [&](ObligationId id) {
        const auto& deliveries = problem.obligations[id].deliveries;
        return std::any_of(deliveries.begin(), deliveries.end(),
                           [&](DeliveryId delivery) { return used_delivery[delivery.index()]; });
    });
    return result;
}

ProblemPiece piece(const Problem& problem, const flow::Block& block) {
    ProblemPiece result;
    std::vector<VertexId> vertex_of(problem.vertices.size());
    for (const VertexId id : block.vertices) {
        vertex_of[id.index()] = result.problem.vertices.push_back(problem.vertices[id]);
        result.vertices.push_back(id);
    }
    std::vector<ArcId> arc_of(problem.arcs.size());
    for (const ArcId id : block.arcs) {
        flow::Arc arc = problem.arcs[id];
        arc.from = vertex_of[arc.from.index()];
        arc.to = vertex_of[arc.to.index()];
        arc_of[id.index()] = result.problem.arcs.push_back(arc);
        result.arcs.push_back(id);
    }
    for (const SupplyId id : block.supplies) {
        flow::SupplyCurve supply = problem.supplies[id];
        supply.vertex = vertex_of[supply.vertex.index()];
        result.problem.supplies.push_back(supply);
        result.supplies.push_back(id);
    }
    std::vector<DemandId> demand_of(problem.demands.size());
    for (const DemandId id : block.demands) {
        demand_of[id.index()] = result.problem.demands.push_back(problem.demands[id]);
        result.demands.push_back(id);
    }
    std::vector<DeliveryId> delivery_of(problem.deliveries.size());
    for (const DeliveryId id : block.deliveries) {
        flow::Delivery delivery = problem.deliveries[id];
        delivery.vertex = vertex_of[delivery.vertex.index()];
        delivery.demand = demand_of[delivery.demand.index()];
        delivery_of[id.index()] = result.problem.deliveries.push_back(delivery);
    }
    for (const ResourceId id : block.resources) {
        flow::Resource resource = problem.resources[id];
        std::erase_if(resource.uses, [&](const flow::ResourceUse& use) {
            return !arc_of[use.arc.index()].valid();
        });
        for (flow::ResourceUse& use : resource.uses) use.arc = arc_of[use.arc.index()];
        result.problem.resources.push_back(std::move(resource));
    }
    for (const ObligationId id : block.obligations) {
        flow::Obligation obligation = problem.obligations[id];
        std::erase_if(obligation.deliveries,
                      [&](DeliveryId delivery) { return !delivery_of[delivery.index()].valid(); });
        for (DeliveryId& delivery : obligation.deliveries) {
            delivery = delivery_of[delivery.index()];
        }
        result.problem.obligations.push_back(std::move(obligation));
    }
    return result;
}

} // namespace isthmus::game
