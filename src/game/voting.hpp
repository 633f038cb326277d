// SPDX-License-Identifier: Apache-2.0
// Power in weighted voting games, exactly: how often a voter turns a losing coalition into a
// winning one.
//
//     swings of i by size   h_i(s) = |{S : i not in S, |S| = s, S loses, S + i wins}|
//     Shapley-Shubik        sum over s of h_i(s) s! (n-s-1)! / n!     (Shapley & Shubik 1954)
//     Banzhaf, raw          h_i = sum over s of h_i(s)                (Banzhaf 1965)
//     Banzhaf, normalised   h_i / sum over j of h_j
//     Penrose               h_i / 2^(n-1), the Banzhaf value          (Penrose 1946)
//
// Method: generating functions. The coefficients of the product over all voters of
// (1 + y x1^w1 ... xd^wd) count the coalitions by size and weights (Mann & Shapley 1962 for
// Shapley-Shubik; Brams & Affuso 1976 for Banzhaf; several weights at once: Bilbao, Fernandez,
// Jimenez & Lopez 2000 and 2002). Division by one voter's factor leaves the coalitions of the
// others, among which the swings are counted. Kronecker substitution makes it one polynomial in one
// variable; a measure in which all voters weigh the same is read off the size and takes no
// dimension. Voters with equal weights are counted once.
//
// Exactness: counts are integers modulo 2^(64 k), k from 1 to 8 the smallest that holds 2^n, so
// that no subtraction or sum can overflow; indices are ratios of exact counts with no cancellation,
// rounded at the end.
//
// Cost: with T_k the sum of the weights in measure k divided by their greatest common divisor,
// (n+1) (T_1+1) ... (T_d+1) cells of 8 to 64 bytes, twice; time is cells times kinds of voters.
// Where one quota q decides alone, (n+1) min(q, T-q+1) cells do: what reaches the quota needs no
// count, and the dual game [T-q+1; weights] has the same swings between the complements.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/coalition.hpp"

namespace isthmus::game {

/// Most voters of a voting game: 2^n coalitions must fit VoteCount.
inline constexpr std::size_t kMaxVoters = 511;

/// An exact number of coalitions.
class VoteCount {
  public:
    static constexpr std::size_t kLimbs = 8;

    VoteCount() = default;
    explicit VoteCount(std::uint64_t number) { limbs_[0] = number; }
    /// The lowest limb first; at most kLimbs of them.
    template <std::size_t n> explicit VoteCount(const std::array<std::uint64_t, n>& limbs) {
        static_assert(n <= kLimbs);
        for (std::size_t i = 0; i < n; ++i) limbs_[i] = limbs[i];
    }

    VoteCount& operator+=(const VoteCount& other);
    /// `other` is not above this number.
    VoteCount& operator-=(const VoteCount& other);
    bool operator==(const VoteCount& other) const = default;
    bool is_zero() const { return *this == VoteCount{}; }
    /// To a relative error of 2^-52.
    double to_double() const;
    /// In decimal digits.
    std::string to_string() const;

  private:
    std::array<std::uint64_t, kLimbs> limbs_{};
};

/// A coalition wins if it holds all of `vetoes` and there is an alternative all of whose quotas it
/// reaches. One alternative is a conjunction (the Council of Nice: votes, members, population); two
/// make rules such as that of Lisbon (members and population, or all members but three).
struct VotingGame {
    std::size_t voters = 0;
    std::vector<std::vector<std::int64_t>> weights; ///< by measure and voter, not negative
    std::vector<std::vector<std::int64_t>> quotas;  ///< by alternative and measure; 0: no condition
    std::vector<std::size_t> vetoes;                ///< voters without whom nothing passes
};
/// [quota; weights]: a coalition wins with weights that sum to `quota` or more.
VotingGame weighted_game(std::vector<std::int64_t> weights, std::int64_t quota);

/// Whether a coalition wins; at most kMaxPlayers voters.
bool wins(const VotingGame& game, Coalition coalition);

struct VotingPower {
    std::vector<double> shapley_shubik;     ///< sums to 1
    std::vector<double> banzhaf_normalised; ///< sums to 1
    std::vector<double> penrose;            ///< probability of a swing when all votes are even
    std::vector<VoteCount> swings;          ///< raw Banzhaf counts
    std::vector<std::vector<VoteCount>> swings_by_size; ///< by voter and size of the others
    VoteCount winning;                                  ///< winning coalitions
    std::vector<bool> has_veto;                         ///< everybody else together loses
    std::size_t cells = 0;                              ///< coefficients of the polynomial
};

/// Memory that voting_power may use, in bytes, unless told otherwise.
inline constexpr std::size_t kVotingMemory = std::size_t{1} << 30;

/// Errors: E708 where the game is none (no voters, a number of weights that is not the number of
/// voters, negative weights, a quota that is negative or above the sum, an alternative without any
/// quota in a game without vetoes, a veto of nobody); E707 where it is too big, with the memory
/// that it would need.
Result<VotingPower> voting_power(const VotingGame& game, std::size_t memory = kVotingMemory);

} // namespace isthmus::game
