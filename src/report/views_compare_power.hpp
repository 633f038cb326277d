// SPDX-License-Identifier: Apache-2.0
// Leverage and dependence of several sides beside each other (views_compare.hpp). The equilibria
// say what the sides are called; leverages and dependences are of the same players, one for each
// side.
#pragma once

#include <vector>

#include "dependence/dependence.hpp"
#include "flow/equilibrium.hpp"
#include "game/leverage.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// compare_leverage: what each player's Shapley value adds to what it has alone, and its share of
/// all gains; largest change first.
ResultTable compare_leverage(const std::vector<const flow::Equilibrium*>& equilibria,
                             const std::vector<const game::Leverage*>& leverages);

/// compare_dependence: sensitivity and vulnerability of each ordered pair, largest change of
/// vulnerability first; pairs in which neither changes are left out.
ResultTable compare_dependence(const std::vector<const flow::Equilibrium*>& equilibria,
                               const std::vector<const dependence::Dependence*>& dependences);

} // namespace isthmus::report
