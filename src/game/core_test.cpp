// SPDX-License-Identifier: Apache-2.0
#include "game/core.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "flow/linear_program.hpp"
#include "game/coalition_span.hpp"
#include "game/least_core.hpp"
#include "game/test_bnf_games.hpp"
#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::game_of;
using test::Random;
using test::sized_random_game;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// What it takes to satisfy every coalition but everyone, all rows at once: the core is not empty
/// where v(N) is enough.
double cost_of_stability(const ValueTable& table) {
    flow::LinearProgram program;
    for (Coalition s = 1; s < table.grand(); ++s) program.add_row(table[s], kInfinity);
    for (std::size_t player = 0; player < table.players(); ++player) {
        program.add_column(1, -kInfinity, kInfinity);
        for (Coalition s = 1; s < table.grand(); ++s) {
            if (contains(s, player)) program.add_entry(s - 1, 1);
        }
    }
    return flow::make_lp_solver("clp", program)->solve().objective;
}

double largest_excess_by_definition(const ValueTable& table, const std::vector<double>& payoff) {
    double largest = -kInfinity;
    for (Coalition s = 1; s < table.grand(); ++s) {
        largest = std::max(largest, excess(table, payoff, s));
    }
    return largest;
}

TEST(Core, Majority) {
    // Two of three divide 1: the least core is the equal division, the pairs are the witness.
    const ValueTable table =
        game_of(3, [](Coalition coalition) { return coalition_size(coalition) >= 2 ? 1.0 : 0.0; });
    const auto found = core(table);
    ASSERT_TRUE(found.ok());
    const CoreReport& report = found.value();
    EXPECT_TRUE(report.empty);
    EXPECT_NEAR(report.epsilon, 1.0 / 3, 1e-12);
    EXPECT_NEAR(report.epsilon_share, 1.0 / 3, 1e-12);
    std::vector<Coalition> pairs = report.witness.coalitions;
    std::sort(pairs.begin(), pairs.end());
    EXPECT_EQ(pairs, (std::vector<Coalition>{3, 5, 6}));
    for (const double weight : report.witness.weights) EXPECT_NEAR(weight, 0.5, 1e-12);
    EXPECT_NEAR(report.witness.excess, 0.5, 1e-12);
}

TEST(Core, Gloves) {
    const ValueTable table = game_of(3, [](Coalition coalition) {
        return contains(coalition, 0) && coalition_size(coalition) > 1 ? 1.0 : 0.0;
    });
    const auto found = core(table);
    ASSERT_TRUE(found.ok());
    EXPECT_FALSE(found.value().empty);
    EXPECT_TRUE(found.value().witness.coalitions.empty());
    EXPECT_NEAR(found.value().epsilon, 0, 1e-12);
    EXPECT_NEAR(found.value().payoff[0], 1, 1e-12);
    EXPECT_TRUE(core_membership(table, found.value().payoff).member);

    const CoreMembership equal = core_membership(table, std::vector<double>(3, 1.0 / 3));
    EXPECT_FALSE(equal.member);
    EXPECT_EQ(equal.blocking.coalition, 3U);
    EXPECT_NEAR(equal.blocking.excess, 1.0 / 3, 1e-12);
    const CoreMembership wasteful = core_membership(table, std::vector<double>{2, 0, 0});
    EXPECT_FALSE(wasteful.member);
    EXPECT_NEAR(wasteful.undistributed, -1, 1e-12);
}

TEST(Core, WitnessOrPayoffOnRandomGames) {
    Random random(11);
    std::size_t empty = 0;
    for (int trial = 0; trial < 120; ++trial) {
        const std::size_t players = 2 + random.below(5);
        ValueTable table = sized_random_game(players, trial % 2 == 0 ? 3 : 100, random);
        table[table.grand()] = std::floor(table[table.grand()] * 1.8);
        const auto found = core(table);
        ASSERT_TRUE(found.ok());
        const CoreReport& report = found.value();
        const double missing = cost_of_stability(table) - table[table.grand()];
        EXPECT_EQ(report.empty, missing > 1e-6) << trial;
        EXPECT_NEAR(largest_excess_by_definition(table, report.payoff), report.epsilon, 1e-6);
        EXPECT_EQ(core_membership(table, report.payoff).member, !report.empty);
        if (!report.empty) continue;
        ++empty;
        const BalancedCollection& witness = report.witness;
        ASSERT_EQ(witness.weights.size(), witness.coalitions.size());
        EXPECT_GT(*std::min_element(witness.weights.begin(), witness.weights.end()), 0);
        EXPECT_LT(witness.imbalance, 1e-8);
        EXPECT_GT(witness.excess, 0);
        EXPECT_LE(witness.excess, missing + 1e-6);
        const double weight = std::accumulate(witness.weights.begin(), witness.weights.end(), 0.0);
        EXPECT_NEAR(witness.excess, report.epsilon * weight, 1e-6);
        // Minimal: a balanced collection is if its coalitions are independent (Shapley 1967).
        CoalitionSpan span(players);
        for (const Coalition coalition : witness.coalitions) EXPECT_TRUE(span.add(coalition));
    }
    EXPECT_GT(empty, 20U);
    EXPECT_LT(empty, 100U);
}

TEST(Core, AssignmentGamesHaveOne) {
    // Shapley & Shubik 1971. Sellers are players 0 to 3, buyers 4 to 8; by the best match of the
    // lowest seller.
    Random random(12);
    for (int trial = 0; trial < 10; ++trial) {
        std::vector<double> gain(36);
        for (double& amount : gain) {
            amount = random.below(2) == 0 ? 0.0 : static_cast<double>(random.below(50));
        }
        ValueTable table(9);
        for (Coalition coalition = 1; coalition < table.size(); ++coalition) {
            const std::size_t seller = first_player(coalition);
            const Coalition others = coalition & (coalition - 1);
            table[coalition] = table[others];
            if (seller >= 4) continue;
            for_each_player(others & ~Coalition{15}, [&](std::size_t buyer) {
                const double matched =
                    gain[seller * 9 + buyer - 4] + table[others & ~player_bit(buyer)];
                table[coalition] = std::max(table[coalition], matched);
            });
        }
        const auto found = core(table);
        ASSERT_TRUE(found.ok());
        EXPECT_FALSE(found.value().empty);
        EXPECT_TRUE(core_membership(table, found.value().payoff).member);
    }
}

TEST(Core, FewPlayers) {
    ValueTable one(1);
    one[1] = 4;
    const auto alone = core(one);
    ASSERT_TRUE(alone.ok());
    EXPECT_FALSE(alone.value().empty);
    EXPECT_EQ(alone.value().payoff, std::vector<double>{4});
    EXPECT_TRUE(core(ValueTable(0)).ok());
    ValueTable two(2);
    two[1] = 2;
    two[2] = 3;
    two[3] = 4;
    const auto apart = core(two);
    ASSERT_TRUE(apart.ok());
    EXPECT_TRUE(apart.value().empty);
    EXPECT_NEAR(apart.value().epsilon, 0.5, 1e-12);
    EXPECT_NEAR(apart.value().witness.excess, 1, 1e-12);
}

TEST(Core, ValuesThatAreNotFinite) {
    ValueTable table(4);
    table[7] = kInfinity;
    ASSERT_FALSE(core(table).ok());
    EXPECT_EQ(core(table).diagnostics().items().front().id, "E706");
}

TEST(LeastCore, PublishedElements) {
    const auto games = test::bnf_games();
    if (games.empty()) GTEST_SKIP() << "no shared cases";
    for (const test::BnfGame& game : games) {
        const auto found = least_core(game.table);
        ASSERT_TRUE(found.ok());
        // Of the other vectors the second and the third are of the least core of imputations.
        const double published = largest_excess_by_definition(game.table, game.others[1].payoff);
        const double nucleolus = largest_excess_by_definition(game.table, game.nucleolus);
        EXPECT_NEAR(published, nucleolus, 1e-9) << game.id;
        EXPECT_LE(found.value().epsilon, published + 1e-9) << game.id;
        double weight = 0;
        for (std::size_t i = 0; i < found.value().tight.size(); ++i) {
            const Coalition coalition = found.value().tight[i];
            weight += found.value().weights[i];
            EXPECT_NEAR(excess(game.table, found.value().payoff, coalition), found.value().epsilon,
                        1e-6);
        }
        EXPECT_NEAR(weight, 1, 1e-8);
    }
}

} // namespace
} // namespace isthmus::game
