// SPDX-License-Identifier: Apache-2.0
// Supporting prices over paths: the program of support_prices.hpp with a row for each demand and
// each supply that has a price, and columns for more and for less over each way. Ways that would
// pay at the prices found are added until there are none.
#include <algorithm>
#include <cmath>

#include "flow/path_program.hpp"
#include "flow/support_prices.hpp"
#include "flow/tie_break.hpp"

namespace isthmus::flow {
namespace {

constexpr std::size_t kMostRounds = 500;
constexpr std::int32_t kNoRow = -1;

class PathPrices {
  public:
    PathPrices(PathBlock& paths, const std::vector<double>& steps, std::string_view solver,
               const Solution& solution)
        : paths_(paths), steps_(steps), solver_name_(solver), solution_(solution) {
        add_rows();
        add_curves();
        for (const Way& way : paths.ways()) largest_ = std::max(largest_, way.cost);
        for (std::size_t row = 0; row < weight_.size(); ++row) {
            for (const double sign : {1.0, -1.0}) {
                program_.add_column(kPriceBox * largest_, 0, kInfinity);
                program_.add_entry(row, sign);
            }
        }
    }

    /// The prices highest (`sign` +1) or lowest (-1) in the weighted sum.
    LpStatus find(double sign, RowPrices& prices) {
        for (std::size_t row = 0; row < weight_.size(); ++row) {
            program_.row_lower[row] = program_.row_upper[row] = sign * weight_[row];
        }
        const auto solver = make_lp_solver(solver_name_, program_);
        for (const Way& way : paths_.ways()) add_changes(*solver, way);
        for (std::size_t round = 0; round < kMostRounds; ++round) {
            const LpSolution lp = solver->solve();
            if (lp.status != LpStatus::kOptimal) return lp.status;
            prices = row_prices(lp);
            const auto added = paths_.find_ways(prices, false);
            if (added.empty()) return LpStatus::kOptimal;
            for (const std::size_t i : added) add_changes(*solver, paths_.ways()[i]);
        }
        return LpStatus::kFailed;
    }

  private:
    std::int32_t add_balance() {
        const double weight = generic_weight(weight_.size());
        weight_.push_back(weight);
        return static_cast<std::int32_t>(program_.add_row(weight, weight));
    }

    void add_rows() {
        const Problem& problem = paths_.problem();
        const Block& block = paths_.block();
        for (std::size_t i = 0; i < block.demands.size(); ++i) demand_row_.push_back(add_balance());
        for (std::size_t i = 0; i < block.supplies.size(); ++i) {
            const bool priced = !paths_.is_free(i) && !paths_.is_shut(i);
            supply_row_.push_back(priced ? add_balance() : kNoRow);
        }
        for (std::size_t i = 0; i < block.resources.size(); ++i) {
            const Resource& resource = paths_.resource(i);
            double load = 0;
            for (const ResourceUse& use : resource.uses) load += use.use * solution_.flow[use.arc];
            load_.push_back(load);
            std::int32_t row = kNoRow;
            if (resource.has_curve) {
                row = static_cast<std::int32_t>(program_.add_row(0, 0));
            } else if (load >= resource.limit || is_at(load, resource.limit)) {
                row = static_cast<std::int32_t>(program_.add_row(-kInfinity, 0));
            }
            resource_row_.push_back(row);
        }
        for (const ObligationId id : block.obligations) {
            const Obligation& obligation = problem.obligations[id];
            double sum = 0;
            for (const DeliveryId delivery : obligation.deliveries) {
                sum += solution_.delivery[delivery];
            }
            const bool least =
                obligation.lower > 0 && (sum <= obligation.lower || is_at(sum, obligation.lower));
            const bool most = sum >= obligation.upper || is_at(sum, obligation.upper);
            obligation_row_.push_back(least || most
                                          ? static_cast<std::int32_t>(program_.add_row(
                                                least ? 0 : -kInfinity, most ? 0 : kInfinity))
                                          : kNoRow);
        }
    }

    /// `sign` +1: more costs; -1: more benefits. More of it enters its row with `entry`.
    void add_curve(const Curve& curve, double quantity, double step, double sign, std::int32_t row,
                   double entry) {
        const double above = sign * curve.marginal(std::min(curve.limit, quantity + step));
        const double below = sign * curve.marginal(std::max(0.0, quantity - step));
        const double slack = kTieBreak * (1 + std::abs(above));
        const double up = std::max(above, below) + slack;
        const double down = std::min(above, below) - slack;
        largest_ = std::max({largest_, std::abs(up), std::abs(down)});
        const auto place = static_cast<std::size_t>(row);
        if (quantity < curve.limit && !is_at(quantity, curve.limit)) {
            program_.add_column(up, 0, kInfinity);
            program_.add_entry(place, entry);
        }
        if (quantity > 0 && !is_at(quantity, 0)) {
            program_.add_column(-down, 0, kInfinity);
            program_.add_entry(place, -entry);
        }
    }

    void add_curves() {
        const Block& block = paths_.block();
        auto step = steps_.begin();
        for (std::size_t i = 0; i < block.demands.size(); ++i) {
            add_curve(paths_.demand_curve(i), solution_.demand[block.demands[i]], *step++, -1,
                      demand_row_[i], -1);
        }
        for (std::size_t i = 0; i < block.supplies.size(); ++i, ++step) {
            if (supply_row_[i] == kNoRow) continue;
            add_curve(paths_.supply_curve(i), solution_.supply[block.supplies[i]], *step, 1,
                      supply_row_[i], 1);
        }
        for (std::size_t i = 0; i < block.resources.size(); ++i, ++step) {
            const Resource& resource = paths_.resource(i);
            if (!resource.has_curve) continue;
            add_curve(resource.curve, load_[i], *step, 1, resource_row_[i], -1);
        }
    }

    std::vector<LpEntry> entries(const Way& way, double sign) const {
        std::vector<LpEntry> result;
        result.push_back({demand_row_[paths_.demand_of(way.delivery)], sign});
        if (supply_row_[way.supply] != kNoRow) {
            result.push_back({supply_row_[way.supply], -sign * way.intake});
        }
        for (const auto& [resource, use] : paths_.uses(way)) {
            if (resource_row_[resource] != kNoRow) {
                result.push_back({resource_row_[resource], sign * use});
            }
        }
        for (const std::size_t i : paths_.obligations_of(way.delivery)) {
            if (obligation_row_[i] != kNoRow) result.push_back({obligation_row_[i], sign});
        }
        return result;
    }

    /// Generic weights lie in [1, 2), so twice the tie-break covers the cost that the quantities
    /// are optimal for.
    void add_changes(LpSolver& solver, const Way& way) const {
        solver.add_column(way.cost + 2 * way.slack, 0, kInfinity, entries(way, 1));
        if (way.flow > 0) {
            solver.add_column(-way.cost + 2 * way.slack, 0, kInfinity, entries(way, -1));
        }
    }

    RowPrices row_prices(const LpSolution& lp) const {
        RowPrices prices;
        const auto dual = [&](std::int32_t row) {
            return row == kNoRow ? 0 : lp.row_dual[static_cast<std::size_t>(row)];
        };
        for (const std::int32_t row : demand_row_) prices.demand.push_back(dual(row));
        for (const std::int32_t row : supply_row_) prices.supply.push_back(dual(row));
        for (std::size_t i = 0; i < resource_row_.size(); ++i) {
            const double rent = -dual(resource_row_[i]);
            prices.rent.push_back(paths_.resource(i).has_curve ? rent : std::max(0.0, rent));
        }
        for (const std::int32_t row : obligation_row_) prices.obligation.push_back(dual(row));
        return prices;
    }

    PathBlock& paths_;
    const std::vector<double>& steps_;
    std::string_view solver_name_;
    const Solution& solution_;
    LinearProgram program_;
    std::vector<double> weight_, load_;
    std::vector<std::int32_t> demand_row_, supply_row_, resource_row_, obligation_row_;
    double largest_ = 1;
};

/// The middle of two sets of prices that both support the quantities.
void take_middle(const Block& block, const Solution& other, Solution& solution) {
    const auto middle = [](double a, double b) { return (a + b) / 2; };
    for (const VertexId id : block.vertices) {
        solution.price_low[id] = std::min(solution.price[id], other.price[id]);
        solution.price_high[id] = std::max(solution.price_high[id], other.price_high[id]);
        solution.price[id] = middle(solution.price[id], other.price[id]);
    }
    for (const DemandId id : block.demands) {
        const double a = solution.demand_price[id], b = other.demand_price[id];
        solution.demand_price_low[id] = std::min(a, b);
        solution.demand_price_high[id] = std::max(a, b);
        solution.demand_price[id] = middle(a, b);
    }
    for (const ResourceId id : block.resources) {
        solution.resource_rent[id] = middle(solution.resource_rent[id], other.resource_rent[id]);
    }
    for (const ObligationId id : block.obligations) {
        solution.obligation_rent[id] =
            middle(solution.obligation_rent[id], other.obligation_rent[id]);
    }
}

} // namespace

LpStatus find_path_prices(PathBlock& paths, const std::vector<double>& steps,
                          std::string_view solver, Solution& solution) {
    PathPrices prices(paths, steps, solver, solution);
    RowPrices top, bottom;
    for (const auto& [sign, found] : {std::pair(1.0, &top), std::pair(-1.0, &bottom)}) {
        const LpStatus status = prices.find(sign, *found);
        if (status != LpStatus::kOptimal) return status;
    }
    Solution other = solution;
    write_row_prices(paths, top, false, solution);
    write_row_prices(paths, bottom, false, other);
    take_middle(paths.block(), other, solution);
    return LpStatus::kOptimal;
}

} // namespace isthmus::flow
