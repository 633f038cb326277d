// SPDX-License-Identifier: Apache-2.0
#include "flow/problem.hpp"

#include <map>
#include <numeric>

namespace isthmus::flow {
namespace {

/// Disjoint sets over vertices first and demands after them.
class Sets {
  public:
    explicit Sets(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t find(std::size_t item) {
        while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
        return item;
    }
    void join(std::size_t a, std::size_t b) {
        a = find(a);
        b = find(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::size_t> parent_;
};

} // namespace

std::vector<Block> blocks(const Problem& problem) {
    const std::size_t vertex_count = problem.vertices.size();
    Sets sets(vertex_count + problem.demands.size());
    for (const Arc& arc : problem.arcs) sets.join(arc.from.index(), arc.to.index());
    for (const Delivery& delivery : problem.deliveries) {
        sets.join(delivery.vertex.index(), vertex_count + delivery.demand.index());
    }
    for (const Resource& resource : problem.resources) {
        for (const ResourceUse& use : resource.uses) {
            sets.join(problem.arcs[resource.uses.front().arc].from.index(),
                      problem.arcs[use.arc].from.index());
        }
    }
    for (const Obligation& obligation : problem.obligations) {
        for (const DeliveryId id : obligation.deliveries) {
            sets.join(problem.deliveries[obligation.deliveries.front()].vertex.index(),
                      problem.deliveries[id].vertex.index());
        }
    }

    std::map<std::size_t, std::size_t> block_of_root;
    std::vector<Block> result;
    const auto block_of = [&](std::size_t item) -> Block& {
        const auto [place, added] = block_of_root.try_emplace(sets.find(item), result.size());
        if (added) result.emplace_back();
        return result[place->second];
    };
    for (const VertexId id : problem.vertices.ids()) block_of(id.index()).vertices.push_back(id);
    for (const ArcId id : problem.arcs.ids()) {
        block_of(problem.arcs[id].from.index()).arcs.push_back(id);
    }
    for (const SupplyId id : problem.supplies.ids()) {
        block_of(problem.supplies[id].vertex.index()).supplies.push_back(id);
    }
    for (const DemandId id : problem.demands.ids()) {
        block_of(vertex_count + id.index()).demands.push_back(id);
    }
    for (const DeliveryId id : problem.deliveries.ids()) {
        block_of(problem.deliveries[id].vertex.index()).deliveries.push_back(id);
    }
    for (const ResourceId id : problem.resources.ids()) {
        const auto& uses = problem.resources[id].uses;
        if (uses.empty()) continue;
        block_of(problem.arcs[uses.front().arc].from.index()).resources.push_back(id);
    }
    for (const ObligationId id : problem.obligations.ids()) {
        const auto& deliveries = problem.obligations[id].deliveries;
        if (deliveries.empty()) continue;
        block_of(problem.deliveries[deliveries.front()].vertex.index()).obligations.push_back(id);
    }
    return result;
}

} // namespace isthmus::flow
