// SPDX-License-Identifier: Apache-2.0
#include "game/shapley.hpp"

#include <array>
#include <numeric>
#include <span>
#include <utility>

namespace isthmus::game {
namespace {

/// Low players of a block. 512 values are 4 KiB: the block, its weights and one accumulator stay in
/// the first cache.
constexpr std::size_t kBlockPlayers = 9;
constexpr std::size_t kBlock = std::size_t{1} << kBlockPlayers;
constexpr std::size_t kLanes = 16; ///< of a sum: independent chains, in fixed order
/// Blocks added to one accumulator before it is emptied into its total, to keep sums short.
constexpr std::size_t kFlush = 512;

/// Coalitions between two additions to the totals by size, to keep sums short.
constexpr std::size_t kMarginalPart = 4096;

using Block = std::array<double, kBlock>;

template <std::size_t Size> double pairwise_sum(std::array<double, Size> lanes) {
    for (std::size_t half = Size / 2; half > 0; half /= 2) {
        for (std::size_t lane = 0; lane < half; ++lane) lanes[lane] += lanes[lane + half];
    }
    return lanes[0];
}

/// Adds a block of values to `sum` elementwise, and its own sums by lane to `weighted` and `plain`.
void add_block(const double* __restrict values, const double* __restrict weight,
               double* __restrict sum, double* __restrict weighted, double* __restrict plain) {
    for (std::size_t start = 0; start < kBlock; start += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const double value = values[start + lane];
            sum[start + lane] += value;
            plain[lane] += value;
            weighted[lane] += weight[start + lane] * value;
        }
    }
}

/// g(s) of the header for s = 0 .. n; 0 for nobody and everybody, whose terms are common to all.
std::vector<double> shapley_weights(std::size_t players) {
    std::vector<double> weight(players + 1, 0.0);
    // g(1) = 1 / (n-1), g(s+1) = g(s) s / (n-s-1).
    if (players < 2) return weight;
    weight[1] = 1 / static_cast<double>(players - 1);
    for (std::size_t size = 1; size + 1 < players; ++size) {
        weight[size + 1] =
            weight[size] * static_cast<double>(size) / static_cast<double>(players - size - 1);
    }
    return weight;
}

/// Adds to `sum[i]` the entries whose index has bit i, for all i, and returns the sum of them all.
/// Entries are as many as coalitions of `sum.size()` players.
double add_bit_sums(std::vector<double> entries, std::span<double> sum) {
    for (std::size_t bit = sum.size(); bit-- > 0;) {
        const std::size_t half = std::size_t{1} << bit;
        std::vector<double> upper(entries.begin() + static_cast<std::ptrdiff_t>(half),
                                  entries.begin() + static_cast<std::ptrdiff_t>(2 * half));
        for (std::size_t i = 0; i < half; ++i) entries[i] += upper[i];
        for (std::size_t rest = half / 2; rest > 0; rest /= 2) {
            for (std::size_t i = 0; i < rest; ++i) upper[i] += upper[i + rest];
        }
        sum[bit] += upper[0];
    }
    return entries[0];
}

/// Sums over the coalitions that hold a player, for each player.
struct PlayerSums {
    std::vector<double> weighted, plain;
    double all_plain = 0; ///< over all coalitions
};

/// Tables too small for blocks.
PlayerSums sums_of_small_table(const ValueTable& table, const std::vector<double>& weight) {
    const std::size_t players = table.players();
    PlayerSums sums{std::vector<double>(players), std::vector<double>(players)};
    for (Coalition coalition = 0; coalition < table.size(); ++coalition) {
        const double value = table[coalition];
        const double weighted = weight[coalition_size(coalition)] * value;
        sums.all_plain += value;
        for_each_player(coalition, [&](std::size_t player) {
            sums.plain[player] += value;
            sums.weighted[player] += weighted;
        });
    }
    return sums;
}

/// The blocks with one number of high players, added up elementwise in two stages.
struct BlockClass {
    Block weight{}, part{}, total{};
    std::size_t in_part = 0;

    void flush() {
        for (std::size_t i = 0; i < kBlock; ++i) total[i] += part[i];
        part.fill(0);
        in_part = 0;
    }
};

PlayerSums sums_by_blocks(const ValueTable& table, const std::vector<double>& weight) {
    const std::size_t players = table.players();
    const std::size_t high_players = players - kBlockPlayers;
    std::vector<BlockClass> classes(high_players + 1);
    for (std::size_t high = 0; high <= high_players; ++high) {
        for (std::size_t i = 0; i < kBlock; ++i) {
            classes[high].weight[i] = weight[high + coalition_size(i)];
        }
    }
    std::vector<double> weighted_of_block(table.size() >> kBlockPlayers);
    std::vector<double> plain_of_block(weighted_of_block.size());
    for (std::size_t block = 0; block < weighted_of_block.size(); ++block) {
        BlockClass& place = classes[coalition_size(block)];
        std::array<double, kLanes> weighted{}, plain{};
        add_block(table.values().data() + block * kBlock, place.weight.data(), place.part.data(),
                  weighted.data(), plain.data());
        weighted_of_block[block] = pairwise_sum(weighted);
        plain_of_block[block] = pairwise_sum(plain);
        if (++place.in_part == kFlush) place.flush();
    }

    std::vector<double> weighted(kBlock), plain(kBlock);
    for (BlockClass& place : classes) {
        place.flush();
        for (std::size_t i = 0; i < kBlock; ++i) {
            plain[i] += place.total[i];
            weighted[i] += place.weight[i] * place.total[i];
        }
    }
    PlayerSums sums{std::vector<double>(players), std::vector<double>(players)};
    const auto low = [](std::vector<double>& all) { return std::span(all).first(kBlockPlayers); };
    const auto high = [](std::vector<double>& all) {
        return std::span(all).subspan(kBlockPlayers);
    };
    add_bit_sums(std::move(weighted), low(sums.weighted));
    sums.all_plain = add_bit_sums(std::move(plain), low(sums.plain));
    add_bit_sums(std::move(weighted_of_block), high(sums.weighted));
    add_bit_sums(std::move(plain_of_block), high(sums.plain));
    return sums;
}

} // namespace

PowerValues power_values(const ValueTable& table) {
    const std::size_t players = table.players();
    PowerValues result{std::vector<double>(players), std::vector<double>(players)};
    if (players == 0) return result;
    const std::vector<double> weight = shapley_weights(players);
    const PlayerSums sums = players < kBlockPlayers ? sums_of_small_table(table, weight)
                                                    : sums_by_blocks(table, weight);
    const double others = static_cast<double>(table.size() / 2);
    double weighted_total = 0;
    for (const double sum : sums.weighted) weighted_total += sum;
    const double common =
        (table[table.grand()] - table[0] - weighted_total) / static_cast<double>(players);
    for (std::size_t i = 0; i < players; ++i) {
        result.shapley[i] = sums.weighted[i] + common;
        result.banzhaf[i] = (2 * sums.plain[i] - sums.all_plain) / others;
    }
    return result;
}

std::vector<double> shapley(const ValueTable& table) {
    return power_values(table).shapley;
}

std::vector<double> normalised_banzhaf(const std::vector<double>& banzhaf, double total) {
    const double sum = std::accumulate(banzhaf.begin(), banzhaf.end(), 0.0);
    std::vector<double> scaled(banzhaf.size());
    if (sum == 0) return scaled;
    for (std::size_t i = 0; i < banzhaf.size(); ++i) scaled[i] = banzhaf[i] / sum * total;
    return scaled;
}

std::vector<double> marginal_contributions_by_size(const ValueTable& table, std::size_t player) {
    const std::size_t players = table.players();
    const Coalition joining = player_bit(player);
    std::vector<double> total(players), part(players), count(players);
    for (Coalition coalition = 0; coalition < table.size(); ++coalition) {
        if (!contains(coalition, player)) {
            const std::size_t size = coalition_size(coalition);
            part[size] += table[coalition | joining] - table[coalition];
            ++count[size];
        }
        if ((coalition + 1) % kMarginalPart == 0 || coalition + 1 == table.size()) {
            for (std::size_t size = 0; size < players; ++size) {
                total[size] += part[size];
                part[size] = 0;
            }
        }
    }
    for (std::size_t size = 0; size < players; ++size) total[size] /= count[size];
    return total;
}

} // namespace isthmus::game
