// SPDX-License-Identifier: Apache-2.0
// Blocks solved over paths.
//
// Problem. Over arcs a program has a balance for each layer and place; over paths it has a row for
// each demand, each supply and each capacity (Ford & Fulkerson 1958). Layers meet only in supplies,
// demands, shared capacities and obligations.
//
// Method. Column generation (Tomlin 1966; Dantzig & Wolfe 1960): the program is solved over the
// paths known so far; with the prices of supplies and the rents of the capacities as tolls, a
// shortest-path tree of each layer (path_block.hpp) finds paths that would pay; when there are
// none, the optimum over known paths is the optimum over all. Steps are refined as in solve.hpp,
// and supporting prices found as in support_prices.hpp, both over paths. The price of a place is
// the least at which a unit can be there. Paths that are given as hints are known from the start.
//
// Limits: no injections, no bounds on single arcs but 0 (shut), no costs below zero, with the
// rising costs of loads counted; other blocks are solved over arcs.
#pragma once

#include "flow/path_block.hpp"
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

/// Internal: writes the middle of the prices that support the quantities in `solution` and in the
/// flows of the ways, which are those of the block; `steps` are the widths of the fine steps of
/// demands, then supplies, then resources (0 where there is no curve).
LpStatus find_path_prices(PathBlock& paths, const std::vector<double>& steps,
                          std::string_view solver, Solution& solution);

/// Internal: writes prices that belong to rows: labels as the prices of places.
void write_row_prices(PathBlock& paths, const RowPrices& prices, bool with_tie_break,
                      Solution& solution);

} // namespace isthmus::flow
