// SPDX-License-Identifier: Apache-2.0
// Shapley and Banzhaf values of all players from a table of coalition values.
//
// Shapley (1953), "A value for n-person games", and the Banzhaf value (Penrose 1946; Banzhaf 1965;
// for games with transferable utility Owen 1975): the mean marginal contribution v(S+i) - v(S) of
// player i, over all orders in which the players can arrive, and over all coalitions of the others.
//
// Both are linear in v, and what differs between players is only a sum over the coalitions that
// hold them:
//
//     shapley_i = sum over S with i, S != N, of g(|S|) v(S)  +  c,   g(s) = (s-1)! (n-s-1)! /
//     (n-1)! banzhaf_i = (2 sum over S with i of v(S)  -  sum over S of v(S)) / 2^(n-1)
//
// where c is the same for all and follows from efficiency. One pass over the table gives all these
// sums with O(2^n) additions: it is cut into blocks by the low players; the (weighted) sum of a
// block serves the high players, and the blocks added up elementwise, apart by the number of high
// players, serve the low ones.
//
// Rounding: no sum is longer than about 512 terms before it goes into the next; the error stays
// below 1e-13 of the largest |v(S)|. The value of a null player is thus 0 up to that. Sums
// run in a fixed number of lanes, so that the bytes do not depend on the machine's vector width.
#pragma once

#include <cstddef>
#include <vector>

#include "game/value_table.hpp"

namespace isthmus::game {

/// By player, in the unit of the table.
struct PowerValues {
    std::vector<double> shapley;
    std::vector<double> banzhaf; ///< raw: they do not add up to v(N)
};
PowerValues power_values(const ValueTable& table);

/// power_values(table).shapley.
std::vector<double> shapley(const ValueTable& table);

/// Raw Banzhaf values scaled to add up to `total`, v(N) as a rule; all 0 where their sum is 0.
std::vector<double> normalised_banzhaf(const std::vector<double>& banzhaf, double total);

/// The mean marginal contribution of `player` to the coalitions of s others, s = 0 .. n-1; the mean
/// of these n numbers is its Shapley value.
std::vector<double> marginal_contributions_by_size(const ValueTable& table, std::size_t player);

} // namespace isthmus::game
