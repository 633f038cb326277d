// SPDX-License-Identifier: Apache-2.0
#include "game/tau.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace isthmus::game {
namespace {

/// Low players of a block of the table; smaller tables are one block.
constexpr std::size_t kBlockPlayers = 10;

/// Sum of `payoff` over the members, for all coalitions of `payoff.size()` players.
std::vector<double> sums_by_coalition(const std::vector<double>& payoff) {
    std::vector<double> sum(std::size_t{1} << payoff.size());
    for (Coalition coalition = 1; coalition < sum.size(); ++coalition) {
        sum[coalition] = sum[coalition & (coalition - 1)] + payoff[first_player(coalition)];
    }
    return sum;
}

/// The largest entry whose index has bit i, for i below `bits`.
std::vector<double> largest_by_bit(const std::vector<double>& entries, std::size_t bits) {
    std::vector<double> largest(bits, -std::numeric_limits<double>::infinity());
    for (std::size_t index = 1; index < entries.size(); ++index) {
        for_each_player(
            index, [&](std::size_t bit) { largest[bit] = std::max(largest[bit], entries[index]); });
    }
    return largest;
}

/// For each player, the largest v(S) - sum of payoff over S, S with the player: the largest of each
/// block serves the high players, the largest at each place of a block the low ones.
std::vector<double> largest_excess_with(const ValueTable& table,
                                        const std::vector<double>& payoff) {
    const std::size_t low = std::min(table.players(), kBlockPlayers);
    const auto middle = payoff.begin() + static_cast<std::ptrdiff_t>(low);
    const std::vector<double> low_sum = sums_by_coalition({payoff.begin(), middle});
    const std::vector<double> high_sum = sums_by_coalition({middle, payoff.end()});
    const double none = -std::numeric_limits<double>::infinity();
    std::vector<double> of_place(low_sum.size(), none), of_block(high_sum.size(), none);
    for (std::size_t block = 0; block < high_sum.size(); ++block) {
        const double* values = table.values().data() + block * low_sum.size();
        for (std::size_t place = 0; place < low_sum.size(); ++place) {
            const double excess = values[place] - low_sum[place] - high_sum[block];
            of_place[place] = std::max(of_place[place], excess);
            of_block[block] = std::max(of_block[block], excess);
        }
    }
    std::vector<double> largest = largest_by_bit(of_place, low);
    const std::vector<double> high = largest_by_bit(of_block, table.players() - low);
    largest.insert(largest.end(), high.begin(), high.end());
    return largest;
}

double largest_size(const std::vector<double>& numbers, double start) {
    for (const double number : numbers) start = std::max(start, std::abs(number));
    return start;
}

} // namespace

TauValue tau_value(const ValueTable& table) {
    const std::size_t players = table.players();
    const double total = table[table.grand()];
    TauValue result;
    for (std::size_t i = 0; i < players; ++i) {
        result.utopia.push_back(total - table[table.grand() & ~player_bit(i)]);
    }
    result.minimal_right = largest_excess_with(table, result.utopia);
    for (std::size_t i = 0; i < players; ++i) result.minimal_right[i] += result.utopia[i];

    const double tolerance =
        kTauTolerance *
        largest_size(result.minimal_right, largest_size(result.utopia, std::abs(total)));
    const auto missed = [&](double by) { return by > tolerance ? by : 0.0; };
    for (std::size_t i = 0; i < players; ++i) {
        const double by = missed(result.minimal_right[i] - result.utopia[i]);
        if (by <= result.right_above_utopia) continue;
        result.right_above_utopia = by;
        result.player_above_utopia = i;
    }
    const double least =
        std::accumulate(result.minimal_right.begin(), result.minimal_right.end(), 0.0);
    const double most = std::accumulate(result.utopia.begin(), result.utopia.end(), 0.0);
    result.rights_above_total = missed(least - total);
    result.total_above_utopia = missed(total - most);
    if (result.player_above_utopia || result.rights_above_total > 0 ||
        result.total_above_utopia > 0) {
        return result;
    }
    // Where both bounds meet, any share of their difference, which is nothing, will do.
    const double share =
        most - least > tolerance ? std::clamp((total - least) / (most - least), 0.0, 1.0) : 0.0;
    result.tau.emplace();
    for (std::size_t i = 0; i < players; ++i) {
        result.tau->push_back(result.minimal_right[i] +
                              share * (result.utopia[i] - result.minimal_right[i]));
    }
    return result;
}

} // namespace isthmus::game
