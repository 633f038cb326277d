// SPDX-License-Identifier: Apache-2.0
#include "game/coalition_span.hpp"

#include "base/random.hpp"

#include <utility>

namespace isthmus::game {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t multiply_residues(std::uint64_t a, std::uint64_t b) {
    const Wide product = Wide{a} * b;
    const auto low = static_cast<std::uint64_t>(product) & kSpanModulus;
    return add_residues(low, static_cast<std::uint64_t>(product >> 61));
}

/// By Fermat: a^(p-2).
std::uint64_t invert_residue(std::uint64_t a) {
    std::uint64_t result = 1;
    for (std::uint64_t exponent = kSpanModulus - 2; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) result = multiply_residues(result, a);
        a = multiply_residues(a, a);
    }
    return result;
}

/// target -= factor * row.
void subtract(std::vector<std::uint64_t>& target, std::uint64_t factor,
              const std::vector<std::uint64_t>& row) {
    if (factor == 0) return;
    const std::uint64_t minus = negate_residue(factor);
    for (std::size_t i = 0; i < target.size(); ++i) {
        target[i] = add_residues(target[i], multiply_residues(minus, row[i]));
    }
}

} // namespace

CoalitionSpan::CoalitionSpan(std::size_t players)
    : players_(players), row_of_pivot_(players), functional_(players) {
    choose_functional();
}

CoalitionSpan::Residues CoalitionSpan::reduced(Coalition coalition) const {
    Residues vector(players_);
    for_each_player(coalition, [&](std::size_t player) { vector[player] = 1; });
    for (std::size_t pivot = 0; pivot < players_; ++pivot) {
        if (!row_of_pivot_[pivot].empty()) subtract(vector, vector[pivot], row_of_pivot_[pivot]);
    }
    return vector;
}

bool CoalitionSpan::contains(Coalition coalition) const {
    for (const std::uint64_t residue : reduced(coalition)) {
        if (residue != 0) return false;
    }
    return true;
}

bool CoalitionSpan::add(Coalition coalition) {
    Residues vector = reduced(coalition);
    std::size_t pivot = 0;
    while (pivot < players_ && vector[pivot] == 0) ++pivot;
    if (pivot == players_) return false;
    const std::uint64_t inverse = invert_residue(vector[pivot]);
    for (std::uint64_t& residue : vector) residue = multiply_residues(residue, inverse);
    for (Residues& row : row_of_pivot_) {
        if (!row.empty()) subtract(row, row[pivot], vector);
    }
    row_of_pivot_[pivot] = std::move(vector);
    ++rank_;
    choose_functional();
    return true;
}

void CoalitionSpan::choose_functional() {
    for (std::size_t player = 0; player < players_; ++player) {
        const std::uint64_t index = rank_ * kMaxPlayers + player + 1;
        functional_[player] = row_of_pivot_[player].empty()
                                  ? 1 + splitmix64(index * kSplitMixStep) % (kSpanModulus - 1)
                                  : 0;
    }
    for (std::size_t pivot = 0; pivot < players_; ++pivot) {
        const Residues& row = row_of_pivot_[pivot];
        if (row.empty()) continue;
        std::uint64_t sum = 0;
        for (std::size_t player = 0; player < players_; ++player) {
            if (!row_of_pivot_[player].empty()) continue;
            sum = add_residues(sum, multiply_residues(row[player], functional_[player]));
        }
        functional_[pivot] = negate_residue(sum);
    }
}

} // namespace isthmus::game
