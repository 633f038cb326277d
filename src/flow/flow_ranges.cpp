// SPDX-License-Identifier: Apache-2.0
// Ranges over the optimal face: with the prices of one solution, an activity that would lose at the
// margin stays where it is in every optimal solution, and a capacity with a rent stays full; what
// is left is a linear program without costs.
#include <algorithm>
#include <cmath>
#include <map>

#include "flow/solve.hpp"

namespace isthmus::flow {
namespace {

// A margin (relative to the largest price) within which an activity counts as indifferent, and a
// rent above which a capacity counts as scarce: above the residuals of certified prices, below
// differences of stated costs.
constexpr double kIndifferent = 1e-5;
// Where a quantity may move on the face at all, it may leave its place by this without being
// infeasible (absolute).
constexpr double kFaceTolerance = 1e-6;

/// The optimal face of one block: quantities of curves are fixed, since they are unique but for
/// flat parts.
class Face {
  public:
    Face(const Problem& problem, const Solution& solution, const Block& block) {
        std::map<VertexId, std::size_t> vertex_row;
        std::vector<double> demanded(problem.demands.size());
        for (const VertexId id : block.vertices) {
            double right = -problem.vertices[id].injection;
            vertex_row[id] = lp_.add_row(right, right);
        }
        for (const SupplyId id : block.supplies) {
            const std::size_t row = vertex_row[problem.supplies[id].vertex];
            lp_.row_lower[row] -= solution.supply[id];
            lp_.row_upper[row] -= solution.supply[id];
        }
        std::map<DemandId, std::size_t> demand_row;
        for (const DemandId id : block.demands) {
            demand_row[id] = lp_.add_row(solution.demand[id], solution.demand[id]);
        }
        add_resources(problem, solution, block);
        add_obligations(problem, solution, block);
        for (std::size_t row = 0; row < lp_.rows(); ++row) {
            lp_.row_lower[row] -= kFaceTolerance;
            lp_.row_upper[row] += kFaceTolerance;
        }
        scale_ = 1;
        for (const VertexId id : block.vertices) scale_ = std::max(scale_, solution.price[id]);
        for (const ArcId id : block.arcs) add_arc(problem, solution, id, vertex_row);
        for (const DeliveryId id : block.deliveries) {
            const Delivery& delivery = problem.deliveries[id];
            double margin =
                solution.price[delivery.vertex] - solution.demand_price[delivery.demand];
            for (const auto& [row, rent] : obligation_uses_[id]) margin -= rent;
            add_column(margin, solution.delivery[id], 0, delivery.upper);
            lp_.add_entry(vertex_row[delivery.vertex], -1);
            lp_.add_entry(demand_row[delivery.demand], 1);
            for (const auto& [row, rent] : obligation_uses_[id]) lp_.add_entry(row, 1);
        }
        solver_ = make_lp_solver(lp_solver_names().front(), lp_);
    }

    bool has(ArcId arc) const { return column_.contains(arc); }

    FlowRange range(const std::vector<ArcId>& sum, const Solution& solution) {
        double now = 0;
        bool movable = false;
        for (const ArcId arc : sum) {
            now += solution.flow[arc];
            const std::size_t column = column_.at(arc);
            movable = movable || lp_.upper[column] > lp_.lower[column];
        }
        if (!movable) return {now, now};
        const double low = extreme(sum, 1, now);
        const double high = extreme(sum, -1, now);
        return {std::min(low, now), std::max(high, now)};
    }

  private:
    void add_resources(const Problem& problem, const Solution& solution, const Block& block) {
        for (const ResourceId id : block.resources) {
            const Resource& resource = problem.resources[id];
            const double rent = solution.resource_rent[id];
            double load = 0;
            for (const ResourceUse& use : resource.uses) load += use.use * solution.flow[use.arc];
            const bool fixed = resource.has_curve || rent > kIndifferent;
            const std::size_t row = lp_.add_row(fixed ? load : -kInfinity,
                                                fixed ? load : std::max(resource.limit, load));
            for (const ResourceUse& use : resource.uses) {
                resource_uses_[use.arc].push_back({row, use.use, rent});
            }
        }
    }

    void add_obligations(const Problem& problem, const Solution& solution, const Block& block) {
        for (const ObligationId id : block.obligations) {
            const Obligation& obligation = problem.obligations[id];
            const double rent = solution.obligation_rent[id];
            double sum = 0;
            for (const DeliveryId delivery : obligation.deliveries)
                sum += solution.delivery[delivery];
            const bool fixed = std::abs(rent) > kIndifferent;
            const std::size_t row =
                lp_.add_row(fixed ? sum : obligation.lower, fixed ? sum : obligation.upper);
            for (const DeliveryId delivery : obligation.deliveries) {
                obligation_uses_[delivery].push_back({row, rent});
            }
        }
    }

    void add_arc(const Problem& problem, const Solution& solution, ArcId id,
                 const std::map<VertexId, std::size_t>& vertex_row) {
        const Arc& arc = problem.arcs[id];
        double margin =
            arc.cost + solution.price[arc.from] - (1 - arc.loss) * solution.price[arc.to];
        for (const auto& use : resource_uses_[id]) margin += use.use * use.rent;
        column_[id] = add_column(margin, solution.flow[id], arc.lower, arc.upper);
        lp_.add_entry(vertex_row.at(arc.from), -1);
        lp_.add_entry(vertex_row.at(arc.to), 1 - arc.loss);
        for (const auto& use : resource_uses_[id]) lp_.add_entry(use.row, use.use);
    }

    std::size_t add_column(double margin, double now, double lower, double upper) {
        const bool movable = std::abs(margin) <= kIndifferent * scale_;
        return lp_.add_column(0, movable ? lower : now, movable ? upper : now);
    }

    double extreme(const std::vector<ArcId>& sum, double cost, double now) {
        const auto set_costs = [&](double value) {
            for (const ArcId arc : sum) {
                const std::size_t column = column_.at(arc);
                solver_->set_column(column, value, lp_.lower[column], lp_.upper[column]);
            }
        };
        set_costs(cost);
        const LpSolution solution = solver_->solve();
        set_costs(0);
        if (solution.status != LpStatus::kOptimal) return now;
        double value = 0;
        for (const ArcId arc : sum) value += solution.value[column_.at(arc)];
        return value;
    }

    struct Use {
        std::size_t row;
        double use, rent;
    };
    LinearProgram lp_;
    double scale_ = 1;
    std::map<ArcId, std::size_t> column_;
    std::map<ArcId, std::vector<Use>> resource_uses_;
    std::map<DeliveryId, std::vector<std::pair<std::size_t, double>>> obligation_uses_;
    std::unique_ptr<LpSolver> solver_;
};

} // namespace

std::vector<FlowRange> flow_ranges(const Problem& problem, const Solution& solution,
                                   const std::vector<std::vector<ArcId>>& sums) {
    std::vector<FlowRange> result(sums.size());
    for (const Block& block : blocks(problem)) {
        if (block.arcs.empty()) continue;
        Face face(problem, solution, block);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            if (!sums[i].empty() && face.has(sums[i].front())) {
                result[i] = face.range(sums[i], solution);
            }
        }
    }
    return result;
}

} // namespace isthmus::flow
