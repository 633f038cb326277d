// SPDX-License-Identifier: Apache-2.0
// Ranges over the optimal face: with the prices of one solution, an activity that would lose at the
// margin stays where it is in every optimal solution, and a capacity with a rent stays full. What
// is left is a small linear program in the changes of the indifferent activities, at which no
// change is always feasible. Quantities of curves stay as they are: they are unique but for flat
// parts.
#include <algorithm>
#include <cmath>
#include <map>

#include "flow/solve.hpp"

namespace isthmus::flow {
namespace {

// A margin, relative to the prices that make it plus one, within which an activity is indifferent,
// and a rent above which a capacity is scarce: above the tie-break summed over a long way, below
// differences of stated costs.
constexpr double kIndifferent = 3e-6;

class Face {
  public:
    Face(const Problem& problem, const Solution& solution, const Block& block)
        : problem_(problem), solution_(solution) {
        for (const ResourceId id : block.resources) add_resource(id);
        for (const ObligationId id : block.obligations) add_obligation(id);
        for (const ArcId id : block.arcs) add_arc(id);
        for (const DeliveryId id : block.deliveries) add_delivery(id);
        solver_ = make_lp_solver(lp_solver_names().front(), lp_);
    }

    FlowRange range(const std::vector<ArcId>& sum) {
        double now = 0;
        std::vector<std::size_t> columns;
        for (const ArcId arc : sum) {
            now += solution_.flow[arc];
            const auto column = column_.find(arc);
            if (column != column_.end()) columns.push_back(column->second);
        }
        if (columns.empty()) return {now, now};
        return {now + std::min(0.0, extreme(columns, 1)),
                now + std::max(0.0, extreme(columns, -1))};
    }

  private:
    struct Use {
        std::size_t row;
        double use, rent;
    };

    /// The row of a balance that some change may touch.
    template <typename Key> std::size_t balance(std::map<Key, std::size_t>& rows, const Key& key) {
        const auto [place, added] = rows.try_emplace(key, lp_.rows());
        if (added) lp_.add_row(0, 0);
        return place->second;
    }

    void add_resource(ResourceId id) {
        const Resource& resource = problem_.resources[id];
        const double rent = solution_.resource_rent[id];
        double load = 0;
        for (const ResourceUse& use : resource.uses) load += use.use * solution_.flow[use.arc];
        const bool full = resource.has_curve || rent > kIndifferent;
        const double room = full ? 0 : std::max(0.0, resource.limit - load);
        const std::size_t row = lp_.add_row(full ? 0 : -kInfinity, room);
        for (const ResourceUse& use : resource.uses) {
            arc_uses_[use.arc].push_back({row, use.use, rent});
        }
    }

    void add_obligation(ObligationId id) {
        const Obligation& obligation = problem_.obligations[id];
        const double rent = solution_.obligation_rent[id];
        double sum = 0;
        for (const DeliveryId delivery : obligation.deliveries) sum += solution_.delivery[delivery];
        const bool fixed = std::abs(rent) > kIndifferent;
        const std::size_t row = lp_.add_row(fixed ? 0 : std::min(0.0, obligation.lower - sum),
                                            fixed ? 0 : std::max(0.0, obligation.upper - sum));
        for (const DeliveryId delivery : obligation.deliveries) {
            delivery_uses_[delivery].push_back({row, 1, rent});
        }
    }

    void add_arc(ArcId id) {
        const Arc& arc = problem_.arcs[id];
        const double before = solution_.price[arc.from];
        double margin = arc.cost + before - (1 - arc.loss) * solution_.price[arc.to];
        for (const Use& use : arc_uses_[id]) margin += use.use * use.rent;
        if (std::abs(margin) > kIndifferent * (1 + std::abs(arc.cost) + std::abs(before))) return;
        const std::size_t from = balance(vertex_row_, arc.from);
        const std::size_t to = balance(vertex_row_, arc.to);
        const double flow = solution_.flow[id];
        column_[id] = lp_.add_column(0, arc.lower - flow, arc.upper - flow);
        lp_.add_entry(from, -1);
        lp_.add_entry(to, 1 - arc.loss);
        for (const Use& use : arc_uses_[id]) lp_.add_entry(use.row, use.use);
    }

    void add_delivery(DeliveryId id) {
        const Delivery& delivery = problem_.deliveries[id];
        const double before = solution_.price[delivery.vertex];
        double margin = before - solution_.demand_price[delivery.demand];
        for (const Use& use : delivery_uses_[id]) margin -= use.rent;
        if (std::abs(margin) > kIndifferent * (1 + std::abs(before))) return;
        const std::size_t place = balance(vertex_row_, delivery.vertex);
        const std::size_t served = balance(demand_row_, delivery.demand);
        const double quantity = solution_.delivery[id];
        lp_.add_column(0, -quantity, delivery.upper - quantity);
        lp_.add_entry(place, -1);
        lp_.add_entry(served, 1);
        for (const Use& use : delivery_uses_[id]) lp_.add_entry(use.row, use.use);
    }

    /// The least (cost 1) or greatest (cost -1) change of a sum.
    double extreme(const std::vector<std::size_t>& columns, double cost) {
        const auto set_costs = [&](double value) {
            for (const std::size_t column : columns) {
                solver_->set_column(column, value, lp_.lower[column], lp_.upper[column]);
            }
        };
        set_costs(cost);
        const LpSolution changes = solver_->solve();
        set_costs(0);
        if (changes.status == LpStatus::kUnbounded) return -cost * kInfinity;
        return changes.status == LpStatus::kOptimal ? cost * changes.objective : 0;
    }

    const Problem& problem_;
    const Solution& solution_;
    LinearProgram lp_;
    std::map<VertexId, std::size_t> vertex_row_;
    std::map<DemandId, std::size_t> demand_row_;
    std::map<ArcId, std::size_t> column_;
    std::map<ArcId, std::vector<Use>> arc_uses_;
    std::map<DeliveryId, std::vector<Use>> delivery_uses_;
    std::unique_ptr<LpSolver> solver_;
};

} // namespace

std::vector<FlowRange> flow_ranges(const Problem& problem, const Solution& solution,
                                   const std::vector<std::vector<ArcId>>& sums) {
    const std::vector<Block> parts = blocks(problem);
    IdVector<ArcTag, std::size_t> block_of(problem.arcs.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (const ArcId id : parts[i].arcs) block_of[id] = i;
    }
    std::vector<std::vector<std::size_t>> sums_of(parts.size());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (!sums[i].empty()) sums_of[block_of[sums[i].front()]].push_back(i);
    }
    std::vector<FlowRange> result(sums.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (sums_of[i].empty()) continue;
        Face face(problem, solution, parts[i]);
        for (const std::size_t sum : sums_of[i]) result[sum] = face.range(sums[sum]);
    }
    return result;
}

} // namespace isthmus::flow
