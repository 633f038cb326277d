// SPDX-License-Identifier: Apache-2.0
#include "game/excess_scan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::game_of;
using test::Random;
using test::sized_random_game;

/// Rank over the reals, by elimination with whole numbers small enough to be exact in doubles.
std::size_t real_rank(const std::vector<Coalition>& coalitions, std::size_t players) {
    std::vector<std::vector<double>> rows;
    for (const Coalition coalition : coalitions) {
        auto& row = rows.emplace_back(players);
        for_each_player(coalition, [&](std::size_t player) { row[player] = 1; });
    }
    std::size_t rank = 0;
    for (std::size_t column = 0; column < players; ++column) {
        std::size_t pivot = rank;
        while (pivot < rows.size() && std::abs(rows[pivot][column]) < 1e-9) ++pivot;
        if (pivot >= rows.size()) continue;
        std::swap(rows[rank], rows[pivot]);
        for (std::size_t row = rank + 1; row < rows.size(); ++row) {
            const double factor = rows[row][column] / rows[rank][column];
            for (std::size_t i = 0; i < players; ++i) rows[row][i] -= factor * rows[rank][i];
        }
        ++rank;
    }
    return rank;
}

TEST(CoalitionSpan, IsTheSpanOverTheReals) {
    Random random(31);
    for (int trial = 0; trial < 20; ++trial) {
        const std::size_t players = 2 + random.below(6);
        CoalitionSpan span(players);
        std::vector<Coalition> added;
        while (span.rank() < players) {
            const Coalition next = random.below(grand_coalition(players)) + 1;
            const bool in_span = span.contains(next);
            added.push_back(next);
            EXPECT_EQ(span.add(next), !in_span);
            EXPECT_EQ(span.rank(), real_rank(added, players));
            for (Coalition s = 0; s <= grand_coalition(players); ++s) {
                ASSERT_EQ(span.vanishes_on(s), span.contains(s));
                if (s % 7 != 3) continue;
                auto with = added;
                with.push_back(s);
                ASSERT_EQ(span.contains(s), real_rank(with, players) == span.rank());
            }
        }
    }
}

TEST(ExcessScan, FindsTheWorstOfEveryBlock) {
    Random random(32);
    const std::size_t players = 13;
    const std::size_t block_size = 1024;
    const ValueTable table = sized_random_game(players, 1000, random);
    ExcessScan scan(table);
    CoalitionSpan span(players);
    span.add(table.grand());
    for (std::uint64_t move = 0; move < 40; ++move) {
        if (move % 4 == 3) span.add(random.below(table.grand()) + 1);
        scan.settle(span);
        std::vector<double> payoff(players);
        for (double& share : payoff)
            share = 400 + static_cast<double>(random.below(200 / (1 + move)));
        scan.move_to(payoff);
        const double level = move % 5 == 0 ? -std::numeric_limits<double>::infinity()
                                           : 6000 - static_cast<double>(random.below(2000));
        const auto found = scan.above(level);
        std::size_t place = 0;
        for (Coalition begin = 0; begin < table.size(); begin += block_size) {
            CoalitionExcess worst{level, 0};
            for (Coalition s = begin; s < begin + block_size; ++s) {
                const double here = excess(table, payoff, s);
                if (here > worst.excess && !span.contains(s)) worst = {here, s};
            }
            if (worst.coalition == 0) continue;
            ASSERT_LT(place, found.size()) << move;
            EXPECT_NEAR(found[place].excess, worst.excess, 1e-9);
            EXPECT_EQ(found[place].coalition, worst.coalition);
            ++place;
        }
        EXPECT_EQ(place, found.size());
    }
    EXPECT_LT(scan.blocks_read(), 40U * 8);
}

TEST(ValueScale, IsWhatCooperationChanges) {
    Random random(34);
    for (const std::size_t players : {1U, 2U, 5U, 12U}) {
        ValueTable table = sized_random_game(players, 100, random);
        double largest = 0;
        for (Coalition s = 1; s < table.size(); ++s) {
            double alone = 0;
            for_each_player(s, [&](std::size_t player) { alone += table[player_bit(player)]; });
            largest = std::max(largest, std::abs(table[s] - alone));
        }
        if (players > 1) {
            EXPECT_EQ(value_scale(table), largest);
        }
        for (Coalition s = 1; s < table.size(); ++s) {
            for_each_player(s, [&](std::size_t) { table[s] += 512; });
        }
        if (players > 1) {
            EXPECT_EQ(value_scale(table), largest);
        }
        table[table.grand()] = -std::numeric_limits<double>::infinity();
        EXPECT_FALSE(std::isfinite(value_scale(table)));
    }
    EXPECT_EQ(value_scale(ValueTable(3)), 1);
}

TEST(ExcessScan, LargestExcessByDefinition) {
    Random random(33);
    for (const std::size_t players : {2U, 3U, 10U, 12U}) {
        const ValueTable table = sized_random_game(players, 1000, random);
        const std::vector<double> payoff(players, 700);
        CoalitionExcess worst{-std::numeric_limits<double>::infinity(), 0};
        for (Coalition s = 1; s < table.grand(); ++s) {
            if (excess(table, payoff, s) > worst.excess) worst = {excess(table, payoff, s), s};
        }
        EXPECT_EQ(largest_excess(table, payoff).coalition, worst.coalition);
        EXPECT_EQ(largest_excess(table, payoff).excess, worst.excess);
    }
}

} // namespace
} // namespace isthmus::game
