// SPDX-License-Identifier: Apache-2.0
// Derivatives of a result with respect to every number of the world's tables at once.
//
// Method. A market's equilibrium maximises a concave V(theta) over quantities x with prices pi as
// multipliers; L(x, pi; theta) is its Lagrangian (flow/problem.hpp), and by the envelope theorem
// (Milgrom & Segal 2002, section 2; Samuelson 1947, chapter 3) dV/dtheta = dL/dtheta at the
// solution, in closed form: minus the flow for an arc's cost, the rent for a capacity, the integral
// of a curve's change for supply and demand, the multiplier for a contract's bound.
//   Let R(x, pi; theta) be a result and W(eps, theta) the value of the saddle point of L + eps R.
// At eps = 0, dW/deps = R; so, the order of derivatives being free,
//     dR/dtheta = d/deps [dL/dtheta at the saddle point for eps] + the direct dR/dtheta.
// One result thus takes a few solves of a market tilted by a small eps R, whatever the number of
// parameters. Only the slope of R counts, so that the tilt is linear, and is an ordinary market
// again: a weight on a flow lowers a cost, a weight on a price moves a curve to one side, a weight
// on a rent widens a capacity, a weight on a multiplier moves a contract's bound. (This is the
// adjoint of the sensitivity system of Fiacco 1983, chapter 3, solved by the market's own solver,
// which also holds where the optimum is degenerate.)
//
// Reciprocity. For R a flow or price, dR/dtheta is a second derivative of W: the effect of link a's
// cost on the flow over b equals that of b's cost on a (Samuelson's symmetry); the tests hold that.
//
// Differences. On either side of 0 they are taken between two tilts, eps and 2 eps. Where the
// optimum leaves a flow, a price or a rent open (it is an interval), any tilt at all jumps to an
// end of it; the difference of two tilts leaves the jump out, and is the derivative of that end.
// The mean of both sides is shown: the derivative, or, of an interval, that of its middle.
//
// Limits. At a kink the two sides differ (slope_below, slope_above), and a step of some per cent
// may do something else than a derivative says: explanation.hpp solves again. Payoffs: a quota that
// binds several actors' purchases counts as if all were in the result, and price caps count by
// their direct effect alone. Dates, names and choices are no numbers.
#pragma once

#include <vector>

#include "base/diagnostics.hpp"
#include "provenance/parameter.hpp"
#include "provenance/result.hpp"

namespace isthmus::provenance {

/// Tilts are this share of typical prices or quantities: far above what tie-breaks and steps leave
/// open (flow/tie_break.hpp), far below what a table's numbers are known to.
inline constexpr double kTilt = 1e-3;

struct Derivative {
    Parameter parameter;
    double number = 0; ///< of the cell, in its unit
    /// Of the result (canonical) per unit of the cell.
    double slope = 0;
    /// The same by the tilts on one side alone; far apart at a kink.
    double slope_below = 0, slope_above = 0;
};

/// Every number that the year's markets depend on, in the order of tables, rows and columns; those
/// that can be told not to matter have slope 0. Errors: E520, E521 from a tilted market.
Result<std::vector<Derivative>> gradient(const world::World& world, int year,
                                         const ResultName& name, const SolvedResult& base,
                                         const ResultOptions& options = {});

} // namespace isthmus::provenance
