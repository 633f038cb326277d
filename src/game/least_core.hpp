// SPDX-License-Identifier: Apache-2.0
// The least core: the payoffs x with x(N) = v(N) whose largest excess over all coalitions but
// nobody and everyone is smallest (Maschler, Peleg & Shapley 1979). That excess,
// epsilon, is where the strong epsilon-core starts to be non-empty (Shapley & Shubik 1966).
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

struct LeastCore {
    double epsilon = 0;         ///< in the unit of the table; 0 for fewer than two players
    std::vector<double> payoff; ///< one of its points
    /// Coalitions whose excess is epsilon at every point of the least core, and their weights: the
    /// dual solution, sum of weights 1, weight on every player the same. The coalitions are
    /// independent. Empty for fewer than two players.
    std::vector<Coalition> tight;
    std::vector<double> weights;
};

/// E706: a value that is not finite, an unknown solver, or one that fails.
Result<LeastCore> least_core(const ValueTable& table, std::string_view solver = {});

} // namespace isthmus::game
