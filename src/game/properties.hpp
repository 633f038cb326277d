// SPDX-License-Identifier: Apache-2.0
// Properties of a game: superadditivity, monotonicity, zero-monotonicity, convexity, essentialness,
// null and dummy players, symmetric players; each with a witness where it fails.
//
// With v(nobody) = 0, S and T coalitions, i and j players outside them (Peleg & Sudhoelter 2007,
// chapter 2; Shapley 1971 for convexity):
//
//     monotone         v(S+i) >= v(S)
//     zero-monotone    v(S+i) >= v(S) + v(i)
//     superadditive    v(S+T) >= v(S) + v(T) for disjoint S and T
//     convex           v(S+i+j) - v(S+j) >= v(S+i) - v(S)
//     essential        v(N) > sum of v(i)
//     null, dummy i    v(S+i) = v(S); v(S+i) = v(S) + v(i)
//     symmetric i, j   v(S+i) = v(S+j)
//
// convex => superadditive => zero-monotone. The pairs of players decide convexity exactly, in
// n^2 2^n / 8 comparisons. Superadditivity needs 3^n / 2: beyond kMaxPartitionPlayers it is proved
// by convexity where the game is convex, else looked for among the joinings of a single player, the
// splits of everybody and a fixed random sample; a violation found is certain, its absence is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/value_table.hpp"

namespace isthmus::game {

/// How a finding is known.
enum class Evidence {
    kExact,   ///< every case was looked at
    kImplied, ///< it follows from another property, checked exactly
    kSampled, ///< no violation among the cases looked at, or a violation of which worse may exist
};

/// Most players for which all ordered pairs of disjoint coalitions are looked at: 3^16 / 2 are 21
/// million, some hundredths of a second.
inline constexpr std::size_t kMaxPartitionPlayers = 16;

struct PropertyOptions {
    /// Violations up to this times the largest |v(S)| are rounding: values of an engine in doubles
    /// or of an LP solver are good to about as much.
    double tolerance = 1e-9;
    bool stop_at_first = false; ///< any violation will do, not the worst
    /// Random pairs of disjoint coalitions of a game too large for all of them.
    std::size_t sample = std::size_t{1} << 20;
    std::uint64_t seed = 1;
};

/// `one` and `other` are the worst case: (S, {i}) for monotonicity and zero-monotonicity, (S, T)
/// for superadditivity; for convexity (S+i, S+j), whose union and intersection are the other two.
struct PropertyCheck {
    bool holds = true;
    Evidence evidence = Evidence::kExact;
    double violation = 0; ///< by how much the inequality fails at worst, in the unit of value; >= 0
    Coalition one = 0, other = 0;
};

PropertyCheck check_monotone(const ValueTable& table, const PropertyOptions& options = {});
PropertyCheck check_zero_monotone(const ValueTable& table, const PropertyOptions& options = {});
PropertyCheck check_convex(const ValueTable& table, const PropertyOptions& options = {});
PropertyCheck check_superadditive(const ValueTable& table, const PropertyOptions& options = {});

/// v(N) - sum of v(i): what cooperation of all is worth. The game is essential where it is above
/// the tolerance times the scale.
double cooperation_surplus(const ValueTable& table);

/// Players who never add anything, and those who never add but their own v(i).
Coalition null_players(const ValueTable& table, const PropertyOptions& options = {});
Coalition dummy_players(const ValueTable& table, const PropertyOptions& options = {});
/// Classes of two players or more who can be exchanged for each other, by their lowest player.
std::vector<Coalition> symmetric_players(const ValueTable& table,
                                         const PropertyOptions& options = {});

/// The largest |v(S)|: what tolerances are relative to.
double largest_value(const ValueTable& table);

} // namespace isthmus::game
