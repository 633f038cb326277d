// SPDX-License-Identifier: Apache-2.0
// The core: payoffs x with x(N) = v(N) and x(S) >= v(S) for every coalition. It is not empty
// exactly if no balanced collection of coalitions, with weights w_S > 0 that sum to 1 over those of
// each player, has sum w_S v(S) > v(N) (Bondareva 1963; Shapley 1967). Either side of the answer
// has a witness that can be checked without the program that found it: a payoff, or a collection.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/excess_scan.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// The core counts as empty from this much times value_scale() of epsilon on: ten times what
/// the linear program may be off. Games on the edge (assignment games) have epsilon = 0.
inline constexpr double kCoreTolerance = 1e-8;

struct BalancedCollection {
    std::vector<Coalition> coalitions;
    std::vector<double> weights;
    double excess = 0;    ///< sum w_S v(S) - v(N)
    double imbalance = 0; ///< largest | sum of the weights over a player's coalitions - 1 |
};

struct CoreReport {
    bool empty = false;
    /// The strong epsilon-core is non-empty from here on: what every coalition must lose by leaving
    /// (above 0), or could at most be given beside (below 0).
    double epsilon = 0;
    double epsilon_share = 0;   ///< of |v(N)|; 0 where that is 0
    std::vector<double> payoff; ///< of the least core, so that it is in the core if there is one
    /// Of an empty core: a minimal balanced collection that shows it. No coalitions otherwise.
    BalancedCollection witness;
};

/// E706: a value that is not finite, an unknown solver, or one that fails.
Result<CoreReport> core(const ValueTable& table, std::string_view solver = {});

/// How a payoff stands to the core.
struct CoreMembership {
    bool member = false;      ///< up to kCoreTolerance
    double undistributed = 0; ///< v(N) - x(N)
    CoalitionExcess
        blocking; ///< the coalition with the largest excess, which blocks where it is > 0
};
/// For two players or more.
CoreMembership core_membership(const ValueTable& table, std::span<const double> payoff);

} // namespace isthmus::game
