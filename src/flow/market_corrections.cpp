// SPDX-License-Identifier: Apache-2.0
#include "flow/market_corrections.hpp"

#include <algorithm>

namespace isthmus::flow {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Strongly connected components of the arcs (Tarjan 1972), without recursion.
class Components {
  public:
    explicit Components(const Problem& problem) : problem_(problem) {
        const std::size_t count = problem.vertices.size();
        out_.resize(count);
        order_.assign(count, kNone);
        low_.assign(count, 0);
        component_.assign(count, kNone);
        for (const ArcId id : problem.arcs.ids()) {
            out_[problem.arcs[id].from.index()].push_back(id);
        }
    }

    /// By vertex.
    std::vector<std::size_t> run() {
        for (std::size_t vertex = 0; vertex < out_.size(); ++vertex) {
            if (order_[vertex] == kNone) visit_from(vertex);
        }
        return component_;
    }

  private:
    struct Visit {
        std::size_t vertex;
        std::size_t next_arc;
    };

    void enter(std::size_t vertex) {
        order_[vertex] = low_[vertex] = entered_++;
        open_.push_back(vertex);
        visits_.push_back({vertex, 0});
    }

    void visit_from(std::size_t start) {
        enter(start);
        while (!visits_.empty()) {
            const std::size_t vertex = visits_.back().vertex;
            if (visits_.back().next_arc < out_[vertex].size()) {
                const ArcId arc = out_[vertex][visits_.back().next_arc++];
                const std::size_t head = problem_.arcs[arc].to.index();
                if (order_[head] == kNone) {
                    enter(head);
                } else if (component_[head] == kNone) {
                    low_[vertex] = std::min(low_[vertex], order_[head]);
                }
            } else {
                leave(vertex);
            }
        }
    }

    void leave(std::size_t vertex) {
        visits_.pop_back();
        if (!visits_.empty()) {
            std::size_t& parent = low_[visits_.back().vertex];
            parent = std::min(parent, low_[vertex]);
        }
        if (low_[vertex] != order_[vertex]) return;
        std::size_t member = kNone;
        while (member != vertex) {
            member = open_.back();
            open_.pop_back();
            component_[member] = components_;
        }
        ++components_;
    }

    const Problem& problem_;
    std::vector<std::vector<ArcId>> out_;
    std::vector<std::size_t> order_, low_, component_, open_;
    std::vector<Visit> visits_;
    std::size_t entered_ = 0, components_ = 0;
};

/// The most that can flow over each arc: its own and shared capacities, and what its layer has.
std::vector<double> most_flow(const Market& market) {
    std::vector<double> supply(market.layers.size());
    for (const SupplyId id : market.supplies.ids()) {
        supply[market.supplies[id].layer.index()] += market.problem.supplies[id].curve.limit;
    }
    std::vector<double> most;
    for (const ArcId id : market.arcs.ids()) {
        most.push_back(
            std::min(market.problem.arcs[id].upper, supply[market.arcs[id].layer.index()]));
    }
    for (const Resource& resource : market.problem.resources) {
        for (const ResourceUse& use : resource.uses) {
            if (resource.has_curve || use.use <= 0) continue;
            double& limit = most[use.arc.index()];
            limit = std::min(limit, resource.limit / use.use);
        }
    }
    return most;
}

void add_rise(Market& market, const world::Correction& row, const std::vector<ArcId>& arcs,
              double base, const std::vector<double>& most) {
    Resource resource;
    resource.has_curve = true;
    resource.curve.constant = row.correction - row.slope - base;
    resource.curve.slope = row.slope / row.flow;
    resource.curve.lowest = 0;
    for (const ArcId id : arcs) {
        resource.uses.push_back({id, 1});
        resource.curve.limit += most[id.index()];
    }
    market.problem.resources.push_back(std::move(resource));
    market.resources.push_back({row.link, row.commodity, row.direction, {}});
}

} // namespace

std::vector<ArcId> arcs_of(const Market& market, const NamedFlow& flow) {
    const world::World& world = *market.world;
    std::vector<ArcId> result;
    for (const ArcId id : market.arcs.ids()) {
        const MarketArc& arc = market.arcs[id];
        const Layer& layer = market.layers[arc.layer];
        if (arc.link != flow.link || layer.commodity != flow.commodity) continue;
        if (flow.direction != world::FlowDirection::kBoth &&
            (flow.direction == world::FlowDirection::kBackward) != arc.backward) {
            continue;
        }
        const auto supplies = [&](world::ActorId actor) {
            return world.state_of(actor) == world.state_of(flow.supplier);
        };
        if (!flow.supplier.valid() ||
            std::any_of(layer.suppliers.begin(), layer.suppliers.end(), supplies)) {
            result.push_back(id);
        }
    }
    return result;
}

std::vector<bool> arcs_on_cycles(const Market& market) {
    const std::vector<std::size_t> component = Components(market.problem).run();
    std::vector<bool> result;
    for (const Arc& arc : market.problem.arcs) {
        result.push_back(component[arc.from.index()] == component[arc.to.index()]);
    }
    return result;
}

double correction_floor(const Market& market, const std::vector<ArcId>& arcs,
                        const std::vector<bool>& on_cycle) {
    double floor = kInfinity;
    for (const ArcId id : arcs) {
        if (on_cycle[id.index()]) {
            floor = std::min(floor, std::max(0.0, market.problem.arcs[id].cost));
        }
    }
    return floor;
}

void add_corrections(Market& market, const std::vector<world::Correction>& corrections) {
    const Day day = reference_day(market.year);
    std::vector<bool> on_cycle;
    std::vector<double> most;
    for (const world::Correction& row : corrections) {
        if (!row.period.contains(day)) continue;
        if (on_cycle.empty()) {
            on_cycle = arcs_on_cycles(market);
            most = most_flow(market);
        }
        const std::vector<ArcId> arcs = arcs_of(market, flow_named_by(row));
        if (arcs.empty()) continue;
        const bool rises = row.slope > 0 && row.flow > 0;
        const double base = std::max(rises ? row.correction - row.slope : row.correction,
                                     -correction_floor(market, arcs, on_cycle));
        for (const ArcId id : arcs) {
            market.problem.arcs[id].cost += base;
            market.arcs[id].price.correction += base;
        }
        if (rises) add_rise(market, row, arcs, base, most);
    }
}

} // namespace isthmus::flow
