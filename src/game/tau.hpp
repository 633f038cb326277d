// SPDX-License-Identifier: Apache-2.0
// Tau value: the compromise between what a player may hope for and what it can insist on.
//
// Tijs (1981), "Bounds for the core and the tau-value". The utopia payoff of player i is what its
// leaving costs everyone, M_i = v(N) - v(N-i). Its minimal right is the most that it can keep in
// some coalition after it has paid the others their utopia payoffs,
//     m_i = max over S with i of  v(S) - sum of M_j over the other members j.
// A game is quasi-balanced where m_i <= M_i for all i and sum m_i <= v(N) <= sum M_i; every game
// with a core is. Then tau = m + a (M - m) with the a in [0, 1] that makes it efficient. O(2^n).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "game/value_table.hpp"

namespace isthmus::game {

/// How far a condition of quasi-balancedness may be missed, relative to the largest utopia payoff,
/// minimal right or v(N): values in doubles leave about as much.
inline constexpr double kTauTolerance = 1e-9;

struct TauValue {
    std::vector<double> utopia;        ///< M, by player
    std::vector<double> minimal_right; ///< m, by player
    /// Nothing where the game is not quasi-balanced.
    std::optional<std::vector<double>> tau;
    /// By how much the conditions are missed, 0 where they hold: the largest m_i - M_i, whose it
    /// is, sum m - v(N), and v(N) - sum M.
    double right_above_utopia = 0;
    std::optional<std::size_t> player_above_utopia;
    double rights_above_total = 0;
    double total_above_utopia = 0;
};
TauValue tau_value(const ValueTable& table);

} // namespace isthmus::game
