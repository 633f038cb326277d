// SPDX-License-Identifier: Apache-2.0
// Values of players who can cooperate only along the links of a graph: Myerson and position value.
//
// Myerson (1977), "Graphs and cooperation in games": a coalition falls into its connected
// components, and the value is the Shapley value of the restricted game
//     v^g(S) = sum of v(C) over the components C of S in g.
// Invariants: the members of a component of g share its worth, and both ends of a link lose the
// same when the link goes.
//
// Position value (Meessen 1988; Borm, Owen & Tijs 1992): the links are the players. A set A of
// links is worth r(A) = sum over the components C of all players in (N, A) of v(C) - sum of v(i) in
// C; the Shapley value of each link goes half to either end, and each player has v(i) besides.
#pragma once

#include <cstddef>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// Two players who can cooperate directly.
struct CooperationLink {
    std::size_t one = 0, other = 0;

    friend bool operator==(const CooperationLink&, const CooperationLink&) = default;
};
/// Links with different ends below the number of players; one given twice counts once.
using CooperationGraph = std::vector<CooperationLink>;

/// Most links of an exact position value: their game has 2^links values.
inline constexpr std::size_t kMaxPositionLinks = 24;

/// The graph in which every two of `players` are linked.
CooperationGraph complete_graph(std::size_t players);
/// Components of the graph among the members of `within`, in the order of their lowest players.
std::vector<Coalition> components(std::size_t players, const CooperationGraph& graph,
                                  Coalition within);

/// v^g for all coalitions. O(2^n) fills, each of as many steps as the component's diameter.
ValueTable graph_restricted_game(const ValueTable& table, const CooperationGraph& graph);
/// By player. With the complete graph, the Shapley value.
std::vector<double> myerson(const ValueTable& table, const CooperationGraph& graph);

/// r(A) for all sets of links, bit l for the l-th of `links` (distinct, at most kMaxPositionLinks).
ValueTable link_game(const ValueTable& table, const CooperationGraph& links);
/// By player. E712: more than kMaxPositionLinks different links.
Result<std::vector<double>> position_value(const ValueTable& table, const CooperationGraph& graph);

} // namespace isthmus::game
