// SPDX-License-Identifier: Apache-2.0
// A game with transferable utility in characteristic function form, all 2^n values in memory.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "game/coalition.hpp"

namespace isthmus::game {

/// Most players of a table: 2^28 values of 8 bytes are 2 GiB.
inline constexpr std::size_t kMaxTablePlayers = 28;

/// v(S) by the bits of S, in million USD a year where the game comes from a world; v of nobody is
/// 0.
class ValueTable {
  public:
    /// All values 0. `players` is at most kMaxTablePlayers.
    explicit ValueTable(std::size_t players)
        : players_(players), values_(std::size_t{1} << players) {}

    std::size_t players() const { return players_; }
    std::size_t size() const { return values_.size(); }
    Coalition grand() const { return grand_coalition(players_); }
    double operator[](Coalition coalition) const { return values_[coalition]; }
    double& operator[](Coalition coalition) { return values_[coalition]; }
    std::span<const double> values() const { return values_; }
    std::span<double> values() { return values_; }

  private:
    std::size_t players_;
    std::vector<double> values_;
};

} // namespace isthmus::game
