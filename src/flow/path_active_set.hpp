// SPDX-License-Identifier: Apache-2.0
// The exact optimum of a block over paths from a feasible start nearby.
//
// Method. A primal active-set method for a convex piecewise quadratic program (Nocedal & Wright
// 2006, section 16.5) over the flows of the ways, with the balances substituted. The working set
// says which ways carry goods, which capacities and obligations bind, and on which piece of its
// curve each quantity lies. Each step solves the equality-constrained problem on the working set,
// goes as far towards its solution as the other constraints allow, and takes up what blocks; at a
// solution it lets go of what is held against its will, and adds ways that would pay
// (path_block.hpp). Where neither is left, the point is the optimum, with prices that prove it.
//
// The linear systems are symmetric and made quasi-definite by small proximal terms (Vanderbei 1995;
// Rockafellar 1976), which vanish as the iterates settle.
//
// Limits: linear curves (power 1). From a start far away, or where ties keep it going in circles,
// it gives up, and the caller falls back on linear programs.
#pragma once

#include "flow/path_block.hpp"

namespace isthmus::flow {

/// Whether all curves are linear between their bounds.
bool has_linear_curves(const PathBlock& paths);

/// Moves the flows of the block's ways from a feasible start to the optimum, with tie-breaks, and
/// writes its prices. False where it gives up; the flows are then feasible but mean nothing.
bool find_exact_flows(PathBlock& paths, RowPrices& prices);

} // namespace isthmus::flow
