// SPDX-License-Identifier: Apache-2.0
#include "flow/solve.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "flow/block_program.hpp"
#include "flow/path_program.hpp"
#include "flow/refine.hpp"
#include "flow/support_prices.hpp"
#include "flow/tie_break.hpp"

namespace isthmus::flow {
namespace {

// A window narrows every other round at least unless it moves; a curve cannot move more often than
// it has windows.
constexpr std::size_t kMostRounds = 60;
// Flows below this are the rounding of the solver's feasibility tolerance.
constexpr double kZeroFlow = 1e-8;

class BlockSolve {
  public:
    BlockSolve(const Problem& problem, const Block& block, const SolveOptions& options)
        : problem_(problem),
          block_(block),
          options_(options),
          solver_name_(options.solver.empty() ? lp_solver_names().front()
                                              : std::string_view(options.solver)),
          program_(problem, block),
          solver_(make_lp_solver(solver_name_, program_.program())) {}

    BlockResult run(Solution& solution) {
        BlockResult result;
        result.rows = program_.program().rows();
        result.columns = program_.program().columns();
        add_tie_break();
        LpSolution lp = solver_->solve();
        while (lp.status == LpStatus::kOptimal && ++result.rounds < kMostRounds &&
               refine(lp.value)) {
            lp = solver_->solve();
        }
        result.status = lp.status;
        if (lp.status != LpStatus::kOptimal) return result;
        program_.read_quantities(lp.value, solution);
        for (const ArcId id : block_.arcs) snap(solution.flow[id]);
        for (const DeliveryId id : block_.deliveries) snap(solution.delivery[id]);
        state_error(lp.value, result);
        result.status = find_prices(solution);
        return result;
    }

  private:
    static void snap(double& value) {
        if (std::abs(value) < kZeroFlow) value = 0;
    }

    void add_tie_break() {
        const LinearProgram& program = program_.program();
        for (std::size_t i = 0; i < block_.arcs.size(); ++i) {
            const ArcId arc = block_.arcs[i];
            const double cost = problem_.arcs[arc].cost + tie_break_cost(problem_, arc);
            const std::size_t column = program_.arc_column(i);
            solver_->set_column(column, cost, program.lower[column], program.upper[column]);
        }
    }

    /// Narrows or moves windows; false when all are fine.
    bool refine(const std::vector<double>& value) {
        bool changed = false;
        for (std::size_t i = 0; i < program_.curve_count(); ++i) {
            const auto window =
                refined(program_.curve(i), program_.window(i), program_.curve_quantity(i, value),
                        options_.curve_tolerance);
            if (!window) continue;
            program_.set_window(i, *window, *solver_);
            changed = true;
        }
        return changed;
    }

    void state_error(const std::vector<double>& value, BlockResult& result) const {
        for (std::size_t i = 0; i < program_.curve_count(); ++i) {
            const StepError error = step_error(program_.curve(i), program_.window(i),
                                               program_.curve_quantity(i, value));
            result.price_error = std::max(result.price_error, error.price);
            result.welfare_error += error.welfare;
        }
    }

    LpStatus find_prices(Solution& solution) const {
        QuantityTolerance tolerance{kTieBreak, {}};
        for (std::size_t i = 0; i < program_.curve_count(); ++i) {
            tolerance.curve_steps.push_back(fine_step_width(program_.curve(i), program_.window(i)));
        }
        return find_support_prices(problem_, block_, tolerance, solver_name_, solution);
    }

    const Problem& problem_;
    const Block& block_;
    const SolveOptions& options_;
    std::string_view solver_name_;
    BlockProgram program_;
    std::unique_ptr<LpSolver> solver_;
};

Solution empty_solution(const Problem& problem) {
    Solution solution;
    solution.flow = IdVector<ArcTag, double>(problem.arcs.size());
    solution.supply = IdVector<SupplyTag, double>(problem.supplies.size());
    solution.demand = IdVector<DemandTag, double>(problem.demands.size());
    solution.delivery = IdVector<DeliveryTag, double>(problem.deliveries.size());
    solution.price = IdVector<VertexTag, double>(problem.vertices.size());
    solution.price_low = solution.price_high = solution.price;
    solution.demand_price = IdVector<DemandTag, double>(problem.demands.size());
    solution.demand_price_low = solution.demand_price_high = solution.demand_price;
    solution.resource_rent = IdVector<ResourceTag, double>(problem.resources.size());
    solution.obligation_rent = IdVector<ObligationTag, double>(problem.obligations.size());
    return solution;
}

} // namespace

Solved solve(const Problem& problem, const SolveOptions& options) {
    const std::vector<Block> parts = blocks(problem);
    Solved solved;
    solved.solution = empty_solution(problem);
    std::vector<BlockResult> results(parts.size());
    // Threads take blocks from a counter and write to places of their own, so that their number
    // changes nothing.
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < parts.size(); i = next++) {
            const bool over_paths =
                options.formulation == Formulation::kAutomatic && is_path_block(problem, parts[i]);
            if (over_paths) {
                results[i] = solve_over_paths(problem, parts[i], options, solved.solution);
            }
            // What rounding spoils over paths may still be found over arcs.
            if (!over_paths || (results[i].status != LpStatus::kOptimal &&
                                results[i].status != LpStatus::kInfeasible)) {
                results[i] = BlockSolve(problem, parts[i], options).run(solved.solution);
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < options.threads && i < parts.size(); ++i)
            helpers.emplace_back(work);
        work();
    }
    solved.status = LpStatus::kOptimal;
    solved.statistics.blocks = parts.size();
    for (std::size_t i = 0; i < results.size(); ++i) {
        const BlockResult& result = results[i];
        solved.statistics.rows += result.rows;
        solved.statistics.columns += result.columns;
        solved.statistics.rounds = std::max(solved.statistics.rounds, result.rounds);
        solved.statistics.price_error = std::max(solved.statistics.price_error, result.price_error);
        solved.statistics.welfare_error += result.welfare_error;
        if (result.status != LpStatus::kOptimal && solved.status == LpStatus::kOptimal) {
            solved.status = result.status;
            solved.failed_block = i;
        }
    }
    return solved;
}

} // namespace isthmus::flow
