// SPDX-License-Identifier: Apache-2.0
// An independent check of a solution: it reads the problem and the solution only, shares no code
// with the solver, and uses the curves themselves, not their steps.
//
// - Primal residual: the largest violation of a balance or bound, relative to the largest flow.
// - Dual residual: the most that a used activity loses, or an unused one would gain, a unit,
// relative
//   to the largest price (complementary slackness, quantity by quantity).
// - Gap: what the prices say welfare could be at most, less what it is, relative to the sum of all
//   values that change hands. Gains a unit within the dual tolerance count at the quantities that
//   there are, since the prices are exact for costs that differ by no more than that.
#pragma once

#include "flow/problem.hpp"

namespace isthmus::flow {

/// What a certificate allows. The solver's tolerance is 1e-9 on single rows; tie-breaks add up to
/// 1e-6 of a cost over a long way (tie_break.hpp), steps less than that (solve.hpp).
inline constexpr double kCertificateTolerance = 1e-5;

struct Certificate {
    double primal_residual = 0;
    double dual_residual = 0;
    double gap = 0;
    double welfare = 0;       ///< objective recomputed from quantities
    double welfare_bound = 0; ///< what no feasible quantities can exceed, from prices
    double scale = 0;

    bool holds(double tolerance = kCertificateTolerance) const {
        return primal_residual <= tolerance && dual_residual <= tolerance && gap <= tolerance;
    }
};

Certificate certify(const Problem& problem, const Solution& solution);

} // namespace isthmus::flow
