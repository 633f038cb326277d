// SPDX-License-Identifier: Apache-2.0
// Verifiers: how far a proposed value is from the axioms that characterise it. Each returns its
// largest violation relative to the scale of the game (the largest |v(S)|; 1 where all
// v are 0), so that rounding shows as some 1e-15 and a wrong value as a number near 1.
//
//     Shapley       efficiency, symmetry, null player, additivity (Shapley 1953);
//                   efficiency and balanced contributions (Myerson 1980)
//     Owen          efficiency, quotient game (Owen 1977)
//     Myerson       component efficiency, fairness (Myerson 1977)
//     position      component efficiency, balanced link contributions (Slikker 2005)
//
// What is recomputed on subgames uses the rule that is under test, so that the same verifier serves
// another rule and shows which axiom it breaks.
#pragma once

#include <functional>
#include <vector>

#include "game/graph_games.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// Payoffs by player for a game, and for a game with a graph.
using ValueRule = std::function<std::vector<double>(const ValueTable&)>;
using GraphValueRule =
    std::function<std::vector<double>(const ValueTable&, const CooperationGraph&)>;

/// sum x_i = v(N).
double efficiency_violation(const ValueTable& table, const std::vector<double>& payoff);
/// x_i = x_j for symmetric players.
double symmetry_violation(const ValueTable& table, const std::vector<double>& payoff);
/// x_i = 0 for null players.
double null_player_violation(const ValueTable& table, const std::vector<double>& payoff);
/// f(v + w) = f(v) + f(w), for two games of the same players.
double additivity_violation(const ValueTable& one, const ValueTable& other, const ValueRule& rule);
/// f_i(N) - f_i(N-j) = f_j(N) - f_j(N-i) for all pairs.
double balanced_contributions_violation(const ValueTable& table, const ValueRule& rule);

/// The members of each union together get f of the union in the game between the unions; with
/// shapley as `rule`, the quotient-game property of the Owen value.
double quotient_game_violation(const ValueTable& table, const std::vector<Coalition>& partition,
                               const std::vector<double>& payoff, const ValueRule& rule);

/// The members of each component of the graph share its worth.
double component_efficiency_violation(const ValueTable& table, const CooperationGraph& graph,
                                      const std::vector<double>& payoff);
/// Both ends of a link lose the same when it goes.
double fairness_violation(const ValueTable& table, const CooperationGraph& graph,
                          const GraphValueRule& rule);
/// The losses of i from the going of each link of j add up to those of j from the links of i.
double balanced_link_contributions_violation(const ValueTable& table, const CooperationGraph& graph,
                                             const GraphValueRule& rule);

/// The game without one player; those above it move down by one.
ValueTable game_without(const ValueTable& table, std::size_t player);

} // namespace isthmus::game
