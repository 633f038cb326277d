// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare_market.hpp"

#include <algorithm>

#include "base/date.hpp"

namespace isthmus::report {

using flow::ArcId;
using flow::DeliveryId;
using flow::PathFlow;
using flow::SupplyId;

ComparedMarket::ComparedMarket(const flow::Equilibrium& equilibrium)
    : equilibrium_(equilibrium),
      out_(equilibrium.market.vertices.size()),
      deliveries_(equilibrium.market.vertices.size()),
      resources_(equilibrium.market.arcs.size()),
      obligations_(equilibrium.market.deliveries.size()) {
    const flow::Problem& problem = market().problem;
    for (const ArcId id : problem.arcs.ids()) {
        if (problem.arcs[id].upper > 0) out_[problem.arcs[id].from].push_back(id);
    }
    for (const DeliveryId id : problem.deliveries.ids()) {
        if (problem.deliveries[id].upper > 0) {
            deliveries_[problem.deliveries[id].vertex].push_back(id);
        }
    }
    for (const auto id : problem.resources.ids()) {
        for (const flow::ResourceUse& use : problem.resources[id].uses) {
            resources_[use.arc].push_back(id);
        }
    }
    for (const auto id : problem.obligations.ids()) {
        for (const DeliveryId delivery : problem.obligations[id].deliveries) {
            obligations_[delivery].push_back(id);
        }
    }
    for (const SupplyId id : market().supplies.ids()) {
        const flow::MarketSupply& supply = market().supplies[id];
        supplies_[{world().commodities[supply.commodity].id, world().nodes[supply.node].id,
                   world().actors[supply.actor].id}]
            .push_back(id);
    }
}

double ComparedMarket::load(flow::ResourceId resource) const {
    double sum = 0;
    for (const flow::ResourceUse& use : market().problem.resources[resource].uses) {
        sum += use.use * equilibrium_.solution.flow[use.arc];
    }
    return sum;
}

const IdVector<world::LinkTag, Standing>& ComparedMarket::standing() const {
    if (!standing_) standing_ = standings(market());
    return *standing_;
}

const flow::LinkConsents& ComparedMarket::consents() const {
    if (!consents_) consents_ = flow::consents_on(world(), reference_day(market().year));
    return *consents_;
}

Way ComparedMarket::way(const PathFlow& path) const {
    const flow::MarketSupply& supply = market().supplies[path.supply];
    const flow::MarketDemand& demand =
        market().demands[market().problem.deliveries[path.delivery].demand];
    Way result{world().commodities[supply.commodity].id,
               world().actors[supply.actor].id,
               world().nodes[supply.node].id,
               world().nodes[demand.node].id,
               world().actors[demand.actor].id,
               {}};
    for (const ArcId arc : path.arcs) {
        const flow::MarketArc& of = market().arcs[arc];
        if (of.link.valid()) result.steps.push_back({world().links[of.link].id, of.backward});
    }
    return result;
}

bool ComparedMarket::search(const Way& way, flow::VertexId at, std::size_t step,
                            PathFlow& path) const {
    const flow::Problem& problem = market().problem;
    if (step == way.steps.size()) {
        for (const DeliveryId id : deliveries_[at]) {
            const flow::MarketDemand& demand = market().demands[problem.deliveries[id].demand];
            if (world().nodes[demand.node].id == way.destination &&
                world().actors[demand.actor].id == way.consumer) {
                path.delivery = id;
                return true;
            }
        }
    }
    for (const ArcId id : out_[at]) {
        const flow::MarketArc& of = market().arcs[id];
        // Arcs without a link only lead into the copy of a layer (flow/withdrawal.hpp).
        const bool enters = !of.link.valid();
        const bool follows = !enters && step < way.steps.size() &&
                             of.backward == way.steps[step].backward &&
                             world().links[of.link].id == way.steps[step].link;
        if (!enters && !follows) continue;
        path.arcs.push_back(id);
        if (search(way, problem.arcs[id].to, follows ? step + 1 : step, path)) return true;
        path.arcs.pop_back();
    }
    return false;
}

std::optional<PathFlow> ComparedMarket::find(const Way& way) const {
    const auto supplies = supplies_.find({way.commodity, way.origin, way.supplier});
    if (supplies == supplies_.end()) return std::nullopt;
    for (const SupplyId id : supplies->second) {
        PathFlow path{id, {}, {}, 0, 0};
        if (market().problem.supplies[id].curve.limit <= 0) continue;
        if (search(way, market().problem.supplies[id].vertex, 0, path)) return path;
    }
    return std::nullopt;
}

flow::DemandId ComparedMarket::demand(const Way& way) const {
    for (const auto id : market().demands.ids()) {
        const flow::MarketDemand& demand = market().demands[id];
        if (world().commodities[demand.commodity].id == way.commodity &&
            world().nodes[demand.node].id == way.destination &&
            world().actors[demand.actor].id == way.consumer &&
            (!demand.origin.valid() || world().nodes[demand.origin].id == way.origin)) {
            return id;
        }
    }
    return {};
}

SupplyId ComparedMarket::supply(const Way& way) const {
    const auto supplies = supplies_.find({way.commodity, way.origin, way.supplier});
    return supplies == supplies_.end() ? SupplyId() : supplies->second.front();
}

namespace {

/// Takes as much of a way off the flows that are left as they hold, at most `most` entering.
void take(const flow::Problem& problem, PathFlow& path, double most, flow::Solution& left) {
    double kept = 1;
    double entering = std::min(most, left.supply[path.supply]);
    for (const ArcId id : path.arcs) {
        entering = std::min(entering, left.flow[id] / kept);
        kept *= 1 - problem.arcs[id].loss;
    }
    entering = std::max(0.0, std::min(entering, left.delivery[path.delivery] / kept));
    path.entering = entering;
    path.delivered = entering * kept;
    left.supply[path.supply] -= entering;
    left.delivery[path.delivery] -= path.delivered;
    for (const ArcId id : path.arcs) {
        left.flow[id] -= entering;
        entering *= 1 - problem.arcs[id].loss;
    }
}

/// What taking off leaves by rounding would otherwise be decomposed as if it were goods.
void drop_rounding(const flow::Solution& whole, flow::Solution& left) {
    constexpr double kRounding = 1e-9; // of the largest quantity, as in flow::path_flows
    double largest = 0;
    for (const double quantity : whole.flow) largest = std::max(largest, quantity);
    for (const double quantity : whole.supply) largest = std::max(largest, quantity);
    const auto clean = [&](auto& quantities) {
        for (double& quantity : quantities) {
            if (quantity < kRounding * largest) quantity = 0;
        }
    };
    clean(left.flow);
    clean(left.supply);
    clean(left.delivery);
}

} // namespace

std::vector<PathFlow> ways_like(const ComparedMarket& market, const ComparedMarket& reference,
                                const std::vector<PathFlow>& reference_paths) {
    const flow::Problem& problem = market.market().problem;
    flow::Solution left = market.equilibrium().solution;
    std::vector<PathFlow> result;
    for (const PathFlow& before : reference_paths) {
        std::optional<PathFlow> path = market.find(reference.way(before));
        if (!path) continue;
        take(problem, *path, before.entering, left);
        if (path->delivered > 0) result.push_back(std::move(*path));
    }
    drop_rounding(market.equilibrium().solution, left);
    const std::vector<PathFlow> rest = flow::path_flows(problem, left);
    result.insert(result.end(), rest.begin(), rest.end());
    return result;
}

} // namespace isthmus::report
