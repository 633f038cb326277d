// SPDX-License-Identifier: Apache-2.0
#include "flow/path_program.hpp"

#include <algorithm>
#include <cmath>

#include "flow/path_active_set.hpp"
#include "flow/refine.hpp"
#include "flow/support_prices.hpp"

namespace isthmus::flow {
namespace {

// A round of refinement or of new paths; far more than any block has needed.
constexpr std::size_t kMostRounds = 500;
// Flows below this are the rounding of the solver.
constexpr double kZero = 1e-8;
// What missing a unit of an obligation costs, in the largest price of the block: beyond what any
// way can cost, so that it is missed only where it cannot be met.
constexpr double kMissing = 1e4;
// An obligation that is missed by more than this (relative to it plus one) cannot be met.
constexpr double kMet = 1e-7;
// Refinements after which the exact optimum is sought from the program's flows.
constexpr std::size_t kFirstTry = 2, kSecondTry = 5;

class QuantityProgram {
  public:
    QuantityProgram(const Problem& problem, const Block& block, const SolveOptions& options)
        : paths_(problem, block),
          options_(options),
          solver_name_(options.solver.empty() ? lp_solver_names().front()
                                              : std::string_view(options.solver)) {}

    BlockResult run(Solution& solution) {
        BlockResult result;
        result.status = optimise(result);
        if (result.status != LpStatus::kOptimal) return result;
        state_error(result);
        result.rows = program_.rows();
        result.columns = first_way_ + paths_.ways().size();
        write_quantities(solution);
        if (options_.prices == PriceRule::kAny) {
            write_row_prices(paths_, prices_, true, solution);
        } else {
            result.status = find_path_prices(paths_, fine_steps(), solver_name_, solution);
        }
        return result;
    }

  private:
    struct CurveColumns {
        const Curve* curve;
        double sign;       ///< +1: the steps cost, -1: they benefit
        std::size_t first; ///< column
        std::size_t step;  ///< place in fine_steps()
        Window window;
        double quantity = 0;
    };
    static constexpr std::int32_t kNoRow = -1;

    void build_program() {
        add_rows();
        add_curves();
        add_missing();
        first_way_ = program_.columns();
    }

    std::int32_t add_row(double low, double high) {
        return static_cast<std::int32_t>(program_.add_row(low, high));
    }

    void add_rows() {
        const Block& block = paths_.block();
        for (std::size_t i = 0; i < block.demands.size(); ++i) add_row(0, 0);
        for (std::size_t i = 0; i < block.supplies.size(); ++i) {
            const bool priced = !paths_.is_free(i) && !paths_.is_shut(i);
            supply_row_.push_back(priced ? add_row(0, 0) : kNoRow);
        }
        for (std::size_t i = 0; i < block.resources.size(); ++i) {
            const Resource& resource = paths_.resource(i);
            resource_row_.push_back(resource.has_curve ? add_row(0, 0)
                                                       : add_row(-kInfinity, resource.limit));
        }
        for (const ObligationId id : block.obligations) {
            const Obligation& obligation = paths_.problem().obligations[id];
            obligation_row_.push_back(add_row(obligation.lower, obligation.upper));
        }
    }

    void add_curve(const Curve& curve, double sign, std::size_t row, double entry,
                   std::size_t step) {
        curves_.push_back({&curve, sign, program_.columns(), step, {}, 0});
        for (const Step& each : steps(curve, {})) {
            program_.add_column(sign * each.value, 0, each.width);
            program_.add_entry(row, entry);
        }
        largest_ = std::max(
            {largest_, std::abs(curve.marginal(0)), std::abs(curve.marginal(curve.limit))});
    }

    void add_curves() {
        const Block& block = paths_.block();
        std::size_t step = 0;
        for (std::size_t i = 0; i < block.demands.size(); ++i) {
            add_curve(paths_.demand_curve(i), -1, i, -1, step++);
        }
        for (std::size_t i = 0; i < block.supplies.size(); ++i, ++step) {
            if (supply_row_[i] == kNoRow) continue;
            add_curve(paths_.supply_curve(i), 1, static_cast<std::size_t>(supply_row_[i]), 1, step);
        }
        for (std::size_t i = 0; i < block.resources.size(); ++i, ++step) {
            const Resource& resource = paths_.resource(i);
            if (!resource.has_curve) continue;
            add_curve(resource.curve, 1, static_cast<std::size_t>(resource_row_[i]), -1, step);
        }
    }

    void add_missing() {
        for (const ArcId id : paths_.block().arcs) {
            largest_ = std::max(largest_, paths_.problem().arcs[id].cost);
        }
        for (std::size_t i = 0; i < obligation_row_.size(); ++i) {
            const Obligation& obligation =
                paths_.problem().obligations[paths_.block().obligations[i]];
            missing_.push_back(program_.columns());
            program_.add_column(kMissing * largest_, 0, std::max(0.0, obligation.lower));
            program_.add_entry(static_cast<std::size_t>(obligation_row_[i]), 1);
        }
    }

    std::vector<LpEntry> entries(const Way& way) const {
        std::vector<LpEntry> result;
        result.push_back({static_cast<std::int32_t>(paths_.demand_of(way.delivery)), 1});
        if (supply_row_[way.supply] != kNoRow) {
            result.push_back({supply_row_[way.supply], -way.intake});
        }
        for (const auto& [resource, use] : paths_.uses(way)) {
            result.push_back({resource_row_[resource], use});
        }
        for (const std::size_t i : paths_.obligations_of(way.delivery)) {
            result.push_back({obligation_row_[i], 1});
        }
        return result;
    }

    void add_new_ways(LpSolver& solver) {
        for (; ways_in_program_ < paths_.ways().size(); ++ways_in_program_) {
            const Way& way = paths_.ways()[ways_in_program_];
            solver.add_column(way.cost + way.tie_break, 0, kInfinity, entries(way));
        }
    }

    /// Prices before anything is known: the highest that buyers pay, the lowest that sellers take.
    RowPrices first_prices() const {
        RowPrices prices;
        const Block& block = paths_.block();
        for (std::size_t i = 0; i < block.demands.size(); ++i) {
            prices.demand.push_back(paths_.demand_curve(i).marginal(0));
        }
        for (std::size_t i = 0; i < block.supplies.size(); ++i) {
            prices.supply.push_back(paths_.supply_curve(i).marginal(0));
        }
        prices.rent.assign(block.resources.size(), 0);
        prices.obligation.assign(block.obligations.size(), 0);
        return prices;
    }

    RowPrices row_prices() const {
        RowPrices prices;
        const auto dual = [&](std::int32_t row) {
            return row == kNoRow ? 0 : lp_.row_dual[static_cast<std::size_t>(row)];
        };
        for (std::size_t i = 0; i < paths_.block().demands.size(); ++i) {
            prices.demand.push_back(lp_.row_dual[i]);
        }
        for (const std::int32_t row : supply_row_) prices.supply.push_back(dual(row));
        for (std::size_t i = 0; i < resource_row_.size(); ++i) {
            const double rent = -dual(resource_row_[i]);
            prices.rent.push_back(paths_.resource(i).has_curve ? rent : std::max(0.0, rent));
        }
        for (const std::int32_t row : obligation_row_) prices.obligation.push_back(dual(row));
        return prices;
    }

    LpStatus optimise(BlockResult& result) {
        const bool can_be_exact = has_linear_curves(paths_);
        if (options_.hints != nullptr) {
            paths_.take(*options_.hints);
            if (can_be_exact && find_exact_flows(paths_, prices_)) return exact();
        }
        build_program();
        std::size_t refinements = 0;
        const auto solver = make_lp_solver(solver_name_, program_);
        paths_.find_ways(first_prices(), true);
        add_new_ways(*solver);
        for (result.rounds = 1; result.rounds < kMostRounds; ++result.rounds) {
            lp_ = solver->solve();
            if (lp_.status != LpStatus::kOptimal) return lp_.status;
            prices_ = row_prices();
            const bool added = !paths_.find_ways(prices_, true).empty();
            add_new_ways(*solver);
            if (added) continue;
            take_flows();
            const bool is_near = refinements == kFirstTry || refinements == kSecondTry;
            if (can_be_exact && is_near && nothing_missing()) {
                if (find_exact_flows(paths_, prices_)) return exact();
                add_new_ways(*solver);
            }
            ++refinements;
            if (!refine(*solver)) break;
        }
        if (result.rounds == kMostRounds) return LpStatus::kFailed;
        if (!nothing_missing()) return LpStatus::kInfeasible;
        take_flows();
        return LpStatus::kOptimal;
    }

    /// The curves themselves were used, so that their steps do not matter.
    LpStatus exact() {
        curves_.clear();
        return LpStatus::kOptimal;
    }

    void take_flows() {
        for (std::size_t i = 0; i < paths_.ways().size(); ++i) {
            const bool known = i < ways_in_program_;
            paths_.ways()[i].flow = known ? std::max(0.0, lp_.value[first_way_ + i]) : 0;
        }
    }

    bool nothing_missing() const {
        for (std::size_t i = 0; i < missing_.size(); ++i) {
            const double lower = paths_.problem().obligations[paths_.block().obligations[i]].lower;
            if (lp_.value[missing_[i]] > kMet * (1 + lower)) return false;
        }
        return true;
    }

    /// Narrows or moves windows; false when all are fine.
    bool refine(LpSolver& solver) {
        bool changed = false;
        for (CurveColumns& each : curves_) {
            each.quantity = 0;
            for (std::size_t i = 0; i < kStepCount; ++i) each.quantity += lp_.value[each.first + i];
            const auto window =
                refined(*each.curve, each.window, each.quantity, options_.curve_tolerance);
            if (!window) continue;
            each.window = *window;
            const auto finer = steps(*each.curve, each.window);
            for (std::size_t i = 0; i < kStepCount; ++i) {
                solver.set_column(each.first + i, each.sign * finer[i].value, 0, finer[i].width);
            }
            changed = true;
        }
        return changed;
    }

    void state_error(BlockResult& result) const {
        for (const CurveColumns& each : curves_) {
            const StepError error = step_error(*each.curve, each.window, each.quantity);
            result.price_error = std::max(result.price_error, error.price);
            result.welfare_error += error.welfare;
        }
    }

    std::vector<double> fine_steps() const {
        const Block& block = paths_.block();
        std::vector<double> result(
            block.demands.size() + block.supplies.size() + block.resources.size(), 0);
        for (const CurveColumns& each : curves_) {
            result[each.step] = fine_step_width(*each.curve, each.window);
        }
        return result;
    }

    void write_quantities(Solution& solution) {
        const Problem& problem = paths_.problem();
        const Block& block = paths_.block();
        for (std::size_t i = 0; i < paths_.ways().size(); ++i) {
            Way& way = paths_.ways()[i];
            if (way.flow < kZero) way.flow = 0;
            if (way.flow == 0) continue;
            double here = way.flow * way.intake;
            solution.supply[block.supplies[way.supply]] += here;
            for (const ArcId id : way.arcs) {
                solution.flow[id] += here;
                here *= 1 - problem.arcs[id].loss;
            }
            solution.delivery[block.deliveries[way.delivery]] += way.flow;
            solution.demand[block.demands[paths_.demand_of(way.delivery)]] += way.flow;
        }
    }

    PathBlock paths_;
    const SolveOptions& options_;
    std::string_view solver_name_;
    LinearProgram program_;
    std::vector<std::int32_t> supply_row_, resource_row_, obligation_row_;
    std::vector<CurveColumns> curves_;
    std::vector<std::size_t> missing_; ///< column by obligation
    std::size_t first_way_ = 0, ways_in_program_ = 0;
    double largest_ = 1;
    LpSolution lp_;
    RowPrices prices_;
};

} // namespace

void write_row_prices(PathBlock& paths, const RowPrices& prices, bool with_tie_break,
                      Solution& solution) {
    const Problem& problem = paths.problem();
    const Block& block = paths.block();
    std::vector<double> labels(problem.vertices.size(), kInfinity);
    paths.label(prices, with_tie_break, labels);
    double highest = 1;
    for (const VertexId id : block.vertices) {
        if (std::isfinite(labels[id.index()])) highest = std::max(highest, labels[id.index()]);
    }
    for (const double price : prices.demand) highest = std::max(highest, price);
    for (const VertexId id : block.vertices) {
        const double label = labels[id.index()];
        const bool reached = std::isfinite(label);
        // What cannot get to a place has no price there; any that is high enough supports that.
        solution.price[id] = solution.price_low[id] = reached ? label : kPriceBox * highest;
        solution.price_high[id] = label;
    }
    for (std::size_t i = 0; i < block.demands.size(); ++i) {
        double& price = solution.demand_price[block.demands[i]];
        price = prices.demand[i];
    }
    for (std::size_t i = 0; i < block.deliveries.size(); ++i) {
        const Delivery& delivery = problem.deliveries[block.deliveries[i]];
        if (delivery.upper <= 0) continue;
        double most = labels[delivery.vertex.index()];
        for (const std::size_t o : paths.obligations_of(i)) most -= prices.obligation[o];
        double& price = solution.demand_price[delivery.demand];
        price = std::min(price, most);
    }
    for (const DemandId id : block.demands) {
        solution.demand_price_low[id] = solution.demand_price_high[id] = solution.demand_price[id];
    }
    for (std::size_t i = 0; i < block.resources.size(); ++i) {
        solution.resource_rent[block.resources[i]] = prices.rent[i];
    }
    for (std::size_t i = 0; i < block.obligations.size(); ++i) {
        solution.obligation_rent[block.obligations[i]] = prices.obligation[i];
    }
}

bool is_path_block(const Problem& problem, const Block& block) {
    if (block.supplies.empty() || block.demands.empty()) return false;
    for (const VertexId id : block.vertices) {
        if (problem.vertices[id].injection != 0) return false;
    }
    IdVector<ArcTag, double> least(problem.arcs.size());
    for (const ArcId id : block.arcs) {
        const Arc& arc = problem.arcs[id];
        if (arc.lower != 0 || (arc.upper != 0 && std::isfinite(arc.upper))) return false;
        least[id] = arc.cost;
    }
    for (const ResourceId id : block.resources) {
        const Resource& resource = problem.resources[id];
        if (!resource.has_curve) continue;
        for (const ResourceUse& use : resource.uses) {
            least[use.arc] += use.use * std::min(0.0, resource.curve.marginal(0));
        }
    }
    for (const ArcId id : block.arcs) {
        if (least[id] < 0) return false;
    }
    return std::all_of(block.deliveries.begin(), block.deliveries.end(), [&](DeliveryId id) {
        const double upper = problem.deliveries[id].upper;
        return upper == 0 || !std::isfinite(upper);
    });
}

BlockResult solve_over_paths(const Problem& problem, const Block& block,
                             const SolveOptions& options, Solution& solution) {
    return QuantityProgram(problem, block, options).run(solution);
}

} // namespace isthmus::flow
