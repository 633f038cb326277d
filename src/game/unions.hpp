// SPDX-License-Identifier: Apache-2.0
// Values of players who belong to a-priori unions (blocs): Owen and Banzhaf-Owen.
//
// Owen (1977), "Values of games with a priori unions": the mean marginal contribution over the
// orders of arrival in which the members of each union follow one another. Banzhaf-Owen (Owen
// 1981): over the coalitions made of whole other unions and any part of one's own. With m unions,
// B the union of player i and b = |B|, both are sums over sets R of other unions and parts T of B:
//
//     sum over R, T without i of  p(|R|) q(|T|) (v(R + T + i) - v(R + T)),
//     Owen           p(r) = r! (m-r-1)! / m!   q(t) = t! (b-t-1)! / b!
//     Banzhaf-Owen   p(r) = 2^-(m-1)           q(t) = 2^-(b-1)
//
// so each is the Shapley (Banzhaf) value of the game w(T) = sum over R of p(|R|) (v(R+T) - v(R))
// that the members of B play among themselves. It reads 2^(m-1+b) coalitions of v for a union, in
// all far fewer than 2^n: values may be computed one at a time instead of a table.
//
// Invariants: Owen is efficient, and a union's members together get the Shapley value of the union
// in the game between the unions (quotient game). With unions of one, or one union of all, Owen is
// Shapley.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/coalition.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// The given unions, and a union of one for each player that is in none of them, in the order of
/// their lowest players. E711: an empty union, a union with players that the game does not have, or
/// a player in two unions.
Result<std::vector<Coalition>> union_partition(std::size_t players,
                                               const std::vector<Coalition>& unions);

/// v(S), asked for once or more for any S.
using CoalitionValue = std::function<double(Coalition)>;

/// How many values the two functions below ask for, v of nobody included: sum of 2^(m-1+b).
double union_value_count(const std::vector<Coalition>& partition);

/// By player. `partition` is one of all players (union_partition), its unions of at most
/// kMaxTablePlayers members.
struct UnionValues {
    std::vector<double> owen, banzhaf_owen;
};
UnionValues union_values(std::size_t players, const std::vector<Coalition>& partition,
                         const CoalitionValue& value);
UnionValues union_values(const ValueTable& table, const std::vector<Coalition>& partition);

/// The game between the unions: u(R) = v(all members of the unions in R).
ValueTable quotient_game(const ValueTable& table, const std::vector<Coalition>& partition);

} // namespace isthmus::game
