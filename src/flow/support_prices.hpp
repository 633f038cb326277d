// SPDX-License-Identifier: Apache-2.0
// The prices that support given quantities, as intervals.
//
// Problem. Quantities x solve the block; the prices that support them are the solutions of
// complementary slackness, a polyhedron. Maximise and minimise sum w_v pi_v over it, with generic
// weights w in [1, 2). For one commodity without shared capacities the polyhedron is a lattice
// (potentials of a network), so that the two answers are the highest and the lowest price of every
// vertex at once; with shared capacities they are two well-defined extreme points.
//
// Method. The dual of that program is solved: the cheapest small change of the quantities that
// withdraws (puts in) w_v at every vertex, where each quantity may only move as its bounds allow,
// each curve at its marginal value on that side. All numbers are of order one. Quantities are
// optimal only up to the tie-break and the steps (solve.hpp), so costs of change are widened by
// those; this keeps the polyhedron from being empty. Prices are kept inside a box, since a vertex
// whose supply cannot change has none.
#pragma once

#include <vector>

#include "flow/linear_program.hpp"
#include "flow/problem.hpp"

namespace isthmus::flow {

/// Prices are sought within this multiple of the largest value or cost of the block.
inline constexpr double kPriceBox = 4;

/// A quantity this near to a bound (relative to the bound plus one) is at it: the rounding of the
/// solver's feasibility.
inline constexpr double kAtBound = 1e-8;
bool is_at(double quantity, double bound);

/// How far the quantities of a block are from exact.
struct QuantityTolerance {
    double tie_break = 0; ///< relative to an arc's cost plus one
    /// Width of the fine steps: supplies, demands, loaded resources of the block.
    std::vector<double> curve_steps;
};

/// Writes prices, intervals and rents of the block into `solution`; its quantities must be there.
LpStatus find_support_prices(const Problem& problem, const Block& block,
                             const QuantityTolerance& tolerance, std::string_view solver,
                             Solution& solution);

} // namespace isthmus::flow
