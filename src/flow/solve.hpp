// SPDX-License-Identifier: Apache-2.0
// Solves a spatial price equilibrium by linear programs with refined steps.
//
// Method. Each block (problem.hpp) is solved with even steps; then the steps are made narrower
// around each curve's quantity (by 6 each round, or moved where the quantity left the window) until
// the price range of a fine step is below `curve_tolerance` of the price there plus one. The
// program is convex, so every round ends at the optimum of its steps, and the last differs from the
// optimum of the curves by at most the stated error.
//
// One answer for every solver (rule 13 of the design). Where flows are not unique, costs raised by
// a generic amount (tie_break.hpp) choose among the optimal vertices. The prices that
// support the quantities are found as intervals (support_prices.hpp); the price reported is the
// middle of two extreme ones, which supports the quantities as well because supporting prices form
// a convex set.
//
// Complexity: one dual simplex from scratch and some 10 to 20 warm ones a block; blocks run in
// parallel and the answer does not depend on the number of threads.
#pragma once

#include <string>
#include <string_view>

#include "flow/linear_program.hpp"
#include "flow/path_flows.hpp"
#include "flow/problem.hpp"

namespace isthmus::flow {

/// A price range of two fine steps that is good enough, relative to the price plus one: beyond what
/// any source states.
inline constexpr double kCurveTolerance = 1e-8;

/// Blocks are solved over paths (path_program.hpp) where they have that form, unless arcs are asked
/// for.
enum class Formulation { kAutomatic, kArcs };

/// Which prices support the quantities: the middle of their interval, or whatever the solver ended
/// with, which is quicker and enough to certify quantities.
enum class PriceRule { kMiddle, kAny };

struct SolveOptions {
    std::string solver; ///< empty: the default of this build
    double curve_tolerance = kCurveTolerance;
    Formulation formulation = Formulation::kAutomatic;
    PriceRule prices = PriceRule::kMiddle;
    unsigned threads = 2;
    /// Ways to try first, such as those of a problem that differs little; may be null. They change
    /// the time, not the answer. Ways over shut arcs or deliveries are skipped.
    const std::vector<PathFlow>* hints = nullptr;
};

struct SolveStatistics {
    std::size_t blocks = 0, rows = 0, columns = 0;
    std::size_t rounds = 0; ///< of the block that needed most
    /// Bound on what steps instead of curves can change: the price of any curve, and total welfare.
    double price_error = 0, welfare_error = 0;
};

struct Solved {
    LpStatus status = LpStatus::kFailed;
    std::size_t failed_block = 0; ///< where the status is not optimal
    Solution solution;
    SolveStatistics statistics;
};

Solved solve(const Problem& problem, const SolveOptions& options = {});

/// Range of a sum of arc flows over all optimal solutions.
struct FlowRange {
    double low = 0, high = 0;
};
/// For each list of arcs (all in one block each), the range of the sum of their flows over the
/// optimal face that `solution` and its prices span.
std::vector<FlowRange> flow_ranges(const Problem& problem, const Solution& solution,
                                   const std::vector<std::vector<ArcId>>& sums);

} // namespace isthmus::flow
