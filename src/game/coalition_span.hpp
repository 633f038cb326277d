// SPDX-License-Identifier: Apache-2.0
// The linear span of coalitions' indicator vectors, in exact arithmetic modulo p = 2^61 - 1.
//
// A minor of 0/1 vectors of up to 28 players is below (n+1)^((n+1)/2) / 2^n < 2^43 (Hadamard's
// bound), so that none vanishes modulo p unless it is zero: ranks are those over the rationals.
// Membership for whole tables goes by one random functional h that vanishes on the span: S in the
// span gives h(S) = 0 always, S outside gives h(S) = 0 with chance 1/p (4e-19), below 2e-10 for all
// 2^28 coalitions together.
#pragma once

#include <cstdint>
#include <vector>

#include "game/coalition.hpp"

namespace isthmus::game {

/// p, the Mersenne prime of the residues.
inline constexpr std::uint64_t kSpanModulus = (std::uint64_t{1} << 61) - 1;

constexpr std::uint64_t add_residues(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t sum = a + b;
    return sum >= kSpanModulus ? sum - kSpanModulus : sum;
}
constexpr std::uint64_t negate_residue(std::uint64_t a) {
    return a == 0 ? 0 : kSpanModulus - a;
}

class CoalitionSpan {
  public:
    /// The span of nothing. `players` is at most kMaxTablePlayers.
    explicit CoalitionSpan(std::size_t players);

    std::size_t players() const { return players_; }
    std::size_t rank() const { return rank_; }
    /// False, and no change, where the coalition is in the span already.
    bool add(Coalition coalition);
    bool contains(Coalition coalition) const;
    /// contains() by the functional: quick, and wrong with chance 1/p where true.
    bool vanishes_on(Coalition coalition) const {
        std::uint64_t sum = 0;
        for_each_player(coalition,
                        [&](std::size_t player) { sum = add_residues(sum, functional_[player]); });
        return sum == 0;
    }
    /// h by player; the same for the same coalitions added in the same order.
    const std::vector<std::uint64_t>& functional() const { return functional_; }

  private:
    using Residues = std::vector<std::uint64_t>;

    Residues reduced(Coalition coalition) const;
    void choose_functional();

    std::size_t players_;
    std::size_t rank_ = 0;
    std::vector<Residues>
        row_of_pivot_; ///< reduced echelon form; empty where the player is no pivot
    Residues functional_;
};

} // namespace isthmus::game
