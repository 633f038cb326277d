// SPDX-License-Identifier: Apache-2.0
// Prenucleolus and nucleolus: the payoff whose excesses e(S, x) = v(S) - x(S), largest first, are
// lexicographically smallest, over all x with x(N) = v(N), or over the imputations (Schmeidler
// 1969).
//
// By the lexicographic linear programs of Maschler, Peleg & Shapley (1979): minimise the
// largest excess, settle the coalitions that are tight at every optimum, go on with those outside
// the span of the settled ones, until the rank is n; at most n - 1 stages. Coalitions that are
// tight at every optimum are taken from positive dual weights: at least one of them is outside the
// span.
// At the end all tight rows together determine x and the levels of excess, and are solved once more
// directly, which leaves rounding errors only.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/excess_program.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// One stage: coalitions whose excess is `excess` at every payoff that is optimal so far, and
/// players held at v({i}). They are what the payoff hangs on.
struct NucleolusLevel {
    double excess = 0;
    std::vector<Coalition> coalitions;
    std::vector<std::size_t> players;
};

/// The unit of all money is that of the table.
struct Nucleolus {
    std::vector<double> payoff; ///< by player; empty where no imputation exists
    std::vector<NucleolusLevel> levels;
    std::size_t programs = 0; ///< linear programs solved
    bool refined = false;     ///< solved once more directly
};

/// E706: a value that is not finite, an unknown solver, or one that fails.
Result<Nucleolus> prenucleolus(const ValueTable& table, std::string_view solver = {});
/// Empty payoff where v(N) < sum of v({i}): there are no imputations.
Result<Nucleolus> nucleolus(const ValueTable& table, std::string_view solver = {});

} // namespace isthmus::game
