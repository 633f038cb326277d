// SPDX-License-Identifier: Apache-2.0
// Blocks of origin-destination flow, solved over paths.
//
// Problem. Freight has one origin for each layer, from which goods are free for the asking, and
// demands at destinations; layers meet only in shared capacities. Over arcs the program has a
// balance for each layer and place; over paths it has a row for each demand and each capacity (Ford
// & Fulkerson 1958).
//
// Method. Column generation (Tomlin 1966): the program is solved over the paths known so far; with
// the rents of the capacities as tolls, a shortest-path tree from each origin (Dijkstra 1959) finds
// paths that would pay; when there are none, the optimum over known paths is the optimum over all.
// Steps are refined as in solve.hpp, and supporting prices found as in support_prices.hpp, both
// over paths. The price of a place is the toll-inclusive distance from the origin.
//
// Limits: no losses, no obligations, no bounds on single arcs, costs at or above zero; other blocks
// are solved over arcs.
#pragma once

#include "flow/problem.hpp"
#include "flow/solve.hpp"

namespace isthmus::flow {

/// Whether the block has the form above.
bool is_path_block(const Problem& problem, const Block& block);

/// What solving one block came to.
struct BlockResult {
    LpStatus status = LpStatus::kFailed;
    std::size_t rounds = 0, rows = 0, columns = 0;
    double price_error = 0, welfare_error = 0;
};

/// Writes quantities and prices of the block into `solution`.
BlockResult solve_over_paths(const Problem& problem, const Block& block,
                             const SolveOptions& options, Solution& solution);

} // namespace isthmus::flow
