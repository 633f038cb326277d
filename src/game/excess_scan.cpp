// SPDX-License-Identifier: Apache-2.0
#include "game/excess_scan.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace isthmus::game {
namespace {

constexpr std::size_t kLowPlayers = 10; ///< 1,024 sums are 8 KiB: they stay in the first cache
constexpr std::size_t kLanes = 2;       ///< of the baseline vectors of every 64-bit processor
constexpr std::size_t kChains = 4; ///< maxima side by side: one alone waits for its own last step
constexpr double kNone = -std::numeric_limits<double>::infinity();

using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));
using ResidueLanes = std::uint64_t __attribute__((vector_size(kLanes * sizeof(std::uint64_t))));

/// max over s of values[s] - sums[s]; `count` is a multiple of kLanes * kChains. At the speed of
/// memory for tables beyond the caches, so that wider vectors would gain little.
double largest_difference(const double* values, const double* sums, std::size_t count) {
    const auto difference = [=](std::size_t s) {
        Lanes value, sum;
        std::memcpy(&value, values + s, sizeof value);
        std::memcpy(&sum, sums + s, sizeof sum);
        return value - sum;
    };
    const auto larger = [](Lanes a, Lanes b) { return a > b ? a : b; };
    Lanes first{kNone, kNone}, second = first, third = first, fourth = first;
    for (std::size_t s = 0; s < count; s += kLanes * kChains) {
        first = larger(difference(s), first);
        second = larger(difference(s + kLanes), second);
        third = larger(difference(s + 2 * kLanes), third);
        fourth = larger(difference(s + 3 * kLanes), fourth);
    }
    const Lanes all = larger(larger(first, second), larger(third, fourth));
    return std::max(all[0], all[1]);
}

/// The same over the s whose residue is not `settled`; `count` is a multiple of kLanes. kNone where
/// there is none.
double largest_free_difference(const double* values, const double* sums,
                               const std::vector<std::uint64_t>& residues, std::uint64_t settled) {
    const Lanes none{kNone, kNone};
    const ResidueLanes excluded{settled, settled};
    Lanes largest = none;
    for (std::size_t s = 0; s < residues.size(); s += kLanes) {
        Lanes value, sum;
        ResidueLanes residue;
        std::memcpy(&value, values + s, sizeof value);
        std::memcpy(&sum, sums + s, sizeof sum);
        std::memcpy(&residue, residues.data() + s, sizeof residue);
        value = residue != excluded ? value - sum : none;
        largest = value > largest ? value : largest;
    }
    return std::max(largest[0], largest[1]);
}

/// sums[S] = sum of the weights of the members of S; `combine` adds.
template <typename Number, typename Combine>
void subset_sums(std::span<const Number> weights, std::vector<Number>& sums, Combine combine) {
    sums[0] = Number{};
    for (std::size_t player = 0; player < weights.size(); ++player) {
        const std::size_t half = std::size_t{1} << player;
        for (std::size_t s = 0; s < half; ++s) sums[half + s] = combine(sums[s], weights[player]);
    }
}

double plus(double a, double b) {
    return a + b;
}

/// Largest |v(S)| and |v(S) - x(S)| over the table.
struct Magnitudes {
    double value = 0, difference = 0;
};

Magnitudes magnitudes(const ValueTable& table, std::span<const double> payoff) {
    const std::size_t low = std::min(table.players(), kLowPlayers);
    std::vector<double> low_sums(std::size_t{1} << low), high_sums(table.size() >> low);
    subset_sums(payoff.first(low), low_sums, plus);
    subset_sums(payoff.subspan(low), high_sums, plus);
    Magnitudes largest;
    const double* value = table.values().data();
    for (const double high : high_sums) {
        for (const double sum : low_sums) {
            largest.value = std::max(largest.value, std::abs(*value));
            largest.difference = std::max(largest.difference, std::abs(*value - (high + sum)));
            if (!std::isfinite(*value)) return {*value, *value};
            ++value;
        }
    }
    return largest;
}

} // namespace

double value_scale(const ValueTable& table) {
    std::vector<double> alone;
    for (std::size_t player = 0; player < table.players(); ++player) {
        alone.push_back(table[player_bit(player)]);
    }
    const Magnitudes largest = magnitudes(table, alone);
    if (largest.value == 0) return 1;
    return std::max(largest.difference, kScaleFloor * largest.value);
}

double excess(const ValueTable& table, std::span<const double> payoff, Coalition coalition) {
    double sum = 0;
    for_each_player(coalition, [&](std::size_t player) { sum += payoff[player]; });
    return table[coalition] - sum;
}

CoalitionExcess largest_excess(const ValueTable& table, std::span<const double> payoff) {
    ExcessScan scan(table);
    CoalitionSpan trivial(table.players());
    trivial.add(table.grand());
    scan.settle(trivial);
    scan.move_to(payoff);
    CoalitionExcess worst{kNone, 0};
    for (const CoalitionExcess& found : scan.above(kNone)) {
        if (found.excess > worst.excess) worst = found;
    }
    return worst;
}

ExcessScan::ExcessScan(const ValueTable& table)
    : table_(table),
      low_players_(std::min(table.players(), kLowPlayers)),
      payoff_(table.players()),
      low_payoff_(std::size_t{1} << low_players_),
      high_payoff_(table.size() >> low_players_),
      low_residue_(low_payoff_.size(), 1),
      high_residue_(high_payoff_.size()),
      bound_(high_payoff_.size(), std::numeric_limits<double>::infinity()) {}

void ExcessScan::move_to(std::span<const double> payoff) {
    double low_growth = 0;
    for (std::size_t player = 0; player < low_players_; ++player) {
        low_growth += std::max(0.0, payoff_[player] - payoff[player]);
    }
    for (std::size_t block = 0; block < bound_.size(); ++block) {
        bound_[block] += high_payoff_[block] + low_growth;
    }
    payoff_.assign(payoff.begin(), payoff.end());
    const std::span<const double> all(payoff_);
    subset_sums(all.first(low_players_), low_payoff_, plus);
    subset_sums(all.subspan(low_players_), high_payoff_, plus);
    for (std::size_t block = 0; block < bound_.size(); ++block) {
        bound_[block] -= high_payoff_[block];
    }
}

void ExcessScan::settle(const CoalitionSpan& span) {
    const std::span<const std::uint64_t> all(span.functional());
    subset_sums(all.first(low_players_), low_residue_, add_residues);
    subset_sums(all.subspan(low_players_), high_residue_, add_residues);
}

CoalitionExcess ExcessScan::read_block(std::size_t block, double level) {
    ++blocks_read_;
    const std::size_t count = low_payoff_.size();
    const double* values = table_.values().data() + block * count;
    const double high = high_payoff_[block];
    if (count % (kLanes * kChains) == 0) {
        const double bound = largest_difference(values, low_payoff_.data(), count) - high;
        if (bound <= level) return {bound, 0};
    }
    const std::uint64_t settled = negate_residue(high_residue_[block]);
    const double worst = largest_free_difference(values, low_payoff_.data(), low_residue_, settled);
    if (worst - high <= level) return {worst - high, 0};
    std::size_t place = 0;
    while (values[place] - low_payoff_[place] != worst || low_residue_[place] == settled) ++place;
    return {worst - high, block * count + place};
}

std::vector<CoalitionExcess> ExcessScan::above(double level) {
    std::vector<CoalitionExcess> found;
    for (std::size_t block = 0; block < bound_.size(); ++block) {
        if (bound_[block] <= level) continue;
        const CoalitionExcess worst = read_block(block, level);
        bound_[block] = worst.excess;
        if (worst.excess > level) found.push_back(worst);
    }
    return found;
}

} // namespace isthmus::game
