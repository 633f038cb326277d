// SPDX-License-Identifier: Apache-2.0
#include "game/kohlberg.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "game/nucleolus.hpp"
#include "game/test_bnf_games.hpp"
#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::game_of;
using test::Random;
using test::sized_random_game;

bool is_prenucleolus(const ValueTable& table, const std::vector<double>& payoff) {
    const auto report = kohlberg_prenucleolus(table, payoff);
    return report.ok() && report.value().holds;
}

bool is_nucleolus(const ValueTable& table, const std::vector<double>& payoff) {
    const auto report = kohlberg_nucleolus(table, payoff);
    return report.ok() && report.value().holds;
}

std::vector<double> sorted_excesses(const ValueTable& table, const std::vector<double>& payoff) {
    std::vector<double> excesses;
    for (Coalition s = 1; s < table.grand(); ++s) excesses.push_back(excess(table, payoff, s));
    std::sort(excesses.begin(), excesses.end(), std::greater<>());
    return excesses;
}

/// The lexicographic order up to rounding: -1 where a comes first.
int compare(const std::vector<double>& a, const std::vector<double>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::abs(a[i] - b[i]) > 1e-9) return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

TEST(Kohlberg, PublishedVectors) {
    const auto games = test::bnf_games();
    if (games.empty()) GTEST_SKIP() << "no shared cases";
    std::size_t yes = 0;
    std::size_t no = 0;
    for (const test::BnfGame& game : games) {
        EXPECT_TRUE(is_nucleolus(game.table, game.nucleolus)) << game.id;
        for (const test::BnfVector& other : game.others) {
            EXPECT_EQ(is_nucleolus(game.table, other.payoff), other.is_nucleolus) << game.id;
            ++(other.is_nucleolus ? yes : no);
        }
    }
    EXPECT_GT(yes, 10U);
    EXPECT_GT(no, 40U);
}

TEST(Kohlberg, AcceptsTheSolutionAndNothingNearby) {
    Random random(21);
    for (int trial = 0; trial < 60; ++trial) {
        const std::size_t players = 2 + random.below(7);
        ValueTable table = sized_random_game(players, trial % 2 == 0 ? 3 : 1000, random);
        table[table.grand()] *= 2;
        const auto solved = prenucleolus(table);
        ASSERT_TRUE(solved.ok());
        std::vector<double> payoff = solved.value().payoff;
        EXPECT_TRUE(is_prenucleolus(table, payoff)) << trial;
        const std::size_t giver = random.below(players);
        const double step = 1e-5 * std::max(1.0, std::abs(table[table.grand()]));
        payoff[giver] -= step;
        payoff[(giver + 1) % players] += step;
        EXPECT_FALSE(is_prenucleolus(table, payoff)) << trial;
    }
}

TEST(Kohlberg, TransferImprovesWhatFails) {
    Random random(22);
    std::size_t failed = 0;
    for (int trial = 0; trial < 60; ++trial) {
        const std::size_t players = 3 + random.below(4);
        const ValueTable table = sized_random_game(players, 10, random);
        std::vector<double> payoff(players);
        double left = table[table.grand()];
        for (std::size_t i = 0; i + 1 < players; ++i) {
            payoff[i] = static_cast<double>(random.below(20));
            left -= payoff[i];
        }
        payoff.back() = left;
        const auto checked = kohlberg_prenucleolus(table, payoff);
        ASSERT_TRUE(checked.ok());
        const KohlbergReport& report = checked.value();
        if (report.holds) continue;
        ++failed;
        ASSERT_EQ(report.failure, KohlbergFailure::kNotBalanced);
        ASSERT_FALSE(report.unbalanced.empty());
        ASSERT_EQ(report.transfer.size(), players);
        double sum = 0;
        for (const double amount : report.transfer) sum += amount;
        EXPECT_NEAR(sum, 0, 1e-9);
        for (const Coalition coalition : report.unbalanced) {
            EXPECT_NEAR(excess(table, payoff, coalition), report.levels.back(), 1e-6);
        }
        std::vector<double> better = payoff;
        for (std::size_t i = 0; i < players; ++i) better[i] += 1e-3 * report.transfer[i];
        EXPECT_EQ(compare(sorted_excesses(table, better), sorted_excesses(table, payoff)), -1);
    }
    EXPECT_GT(failed, 40U);
}

TEST(Kohlberg, NucleolusIsNotAlwaysThePrenucleolus) {
    Random random(23);
    std::size_t differing = 0;
    for (int trial = 0; trial < 60; ++trial) {
        const std::size_t players = 3 + random.below(4);
        ValueTable table =
            game_of(players, [&](Coalition) { return static_cast<double>(random.below(60)) - 20; });
        table[table.grand()] = 20.0 * static_cast<double>(players);
        const auto free = prenucleolus(table);
        const auto within = nucleolus(table);
        ASSERT_TRUE(free.ok() && within.ok());
        if (within.value().payoff.empty()) continue;
        EXPECT_TRUE(is_prenucleolus(table, free.value().payoff));
        EXPECT_TRUE(is_nucleolus(table, within.value().payoff)) << trial;
        double distance = 0;
        for (std::size_t i = 0; i < players; ++i) {
            distance += std::abs(free.value().payoff[i] - within.value().payoff[i]);
        }
        if (distance < 1e-3) continue;
        ++differing;
        EXPECT_FALSE(is_prenucleolus(table, within.value().payoff));
        const auto refused = kohlberg_nucleolus(table, free.value().payoff);
        ASSERT_TRUE(refused.ok());
        EXPECT_EQ(refused.value().failure, KohlbergFailure::kNotIndividual);
    }
    EXPECT_GT(differing, 3U);
}

TEST(Kohlberg, ManyTies) {
    const ValueTable nothing(12);
    std::vector<double> payoff(12);
    EXPECT_TRUE(is_prenucleolus(nothing, payoff));
    payoff[3] = 1;
    payoff[7] = -1;
    EXPECT_FALSE(is_prenucleolus(nothing, payoff));
    const ValueTable sizes = game_of(11, [](Coalition coalition) {
        const auto size = static_cast<double>(coalition_size(coalition));
        return size == 5 ? 100.0 : size;
    });
    payoff.assign(11, 1);
    EXPECT_TRUE(is_prenucleolus(sizes, payoff));
    EXPECT_TRUE(is_nucleolus(sizes, payoff));
    payoff[0] = 1.01;
    payoff[10] = 0.99;
    EXPECT_FALSE(is_prenucleolus(sizes, payoff));
}

TEST(Kohlberg, Refusals) {
    ValueTable table =
        game_of(3, [](Coalition coalition) { return coalition_size(coalition) >= 2 ? 1.0 : 0.0; });
    const auto wasteful = kohlberg_nucleolus(table, std::vector<double>(3, 0.3));
    ASSERT_TRUE(wasteful.ok());
    EXPECT_EQ(wasteful.value().failure, KohlbergFailure::kNotEfficient);
    const auto robbed = kohlberg_nucleolus(table, std::vector<double>{-0.5, 0.75, 0.75});
    ASSERT_TRUE(robbed.ok());
    EXPECT_EQ(robbed.value().failure, KohlbergFailure::kNotIndividual);
    KohlbergOptions unknown;
    unknown.solver = "no such solver";
    EXPECT_FALSE(kohlberg_prenucleolus(table, std::vector<double>(3, 1.0 / 3), unknown).ok());
    table[6] = std::nan("");
    EXPECT_FALSE(kohlberg_nucleolus(table, std::vector<double>(3, 1.0 / 3)).ok());
    ValueTable one(1);
    one[1] = 2;
    EXPECT_TRUE(is_nucleolus(one, {2}));
}

} // namespace
} // namespace isthmus::game
