// SPDX-License-Identifier: Apache-2.0
#include "game/tau.hpp"

#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::expect_near;

constexpr double kRounding = 1e-12; ///< relative to the largest value

/// m by definition.
std::vector<double> minimal_rights_by_definition(const ValueTable& table,
                                                 const std::vector<double>& utopia) {
    std::vector<double> right(table.players(), -1e300);
    for (Coalition coalition = 1; coalition < table.size(); ++coalition) {
        for_each_player(coalition, [&](std::size_t i) {
            double rest = table[coalition];
            for_each_player(coalition & ~player_bit(i), [&](std::size_t j) { rest -= utopia[j]; });
            right[i] = std::max(right[i], rest);
        });
    }
    return right;
}

TEST(Tau, BankruptcyIsTheAdjustedProportionalRule) {
    // Curiel, Maschler & Tijs 1987: everyone first gets what the others' claims leave, then shares
    // the rest by the claims that are left, cut at the rest. For claims 100, 200, 300:
    struct Row {
        double estate;
        std::vector<double> awards;
    };
    const std::vector<Row> rows{
        {100, {100.0 / 3, 100.0 / 3, 100.0 / 3}},
        {200, {40, 80, 80}},
        {300, {50, 100, 150}},
        {400, {60, 120, 220}},
    };
    for (const Row& row : rows) {
        const TauValue value = tau_value(test::bankruptcy_game(row.estate, {100, 200, 300}));
        ASSERT_TRUE(value.tau.has_value());
        expect_near(*value.tau, row.awards, row.estate * kRounding);
    }
}

TEST(Tau, GloveGameGivesAllToTheScarceSide) {
    const TauValue value = tau_value(test::glove_game(1, 2));
    ASSERT_TRUE(value.tau.has_value());
    EXPECT_EQ(value.utopia, (std::vector<double>{1, 0, 0}));
    EXPECT_EQ(value.minimal_right, (std::vector<double>{1, 0, 0}));
    expect_near(*value.tau, {1, 0, 0}, kRounding);
}

TEST(Tau, MajorityIsNotQuasiBalanced) {
    // Every player can be replaced: utopia is 0, and nobody is owed the 1 there is to share.
    const TauValue value = tau_value(test::weighted_majority_game(2, {1, 1, 1}));
    EXPECT_FALSE(value.tau.has_value());
    EXPECT_EQ(value.utopia, (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(value.minimal_right, (std::vector<double>{1, 1, 1}));
    EXPECT_EQ(value.right_above_utopia, 1);
    EXPECT_EQ(value.player_above_utopia, 0u);
    EXPECT_EQ(value.rights_above_total, 2);
    EXPECT_EQ(value.total_above_utopia, 1);
}

TEST(Tau, TwoPlayersSplitTheSurplus) {
    ValueTable game(2);
    game[1] = 3;
    game[2] = 5;
    game[3] = 20;
    expect_near(tau_value(game).tau.value(), {9, 11}, 20 * kRounding);
}

TEST(Tau, AdditiveGameGivesEachItsOwn) {
    const ValueTable game =
        test::game_of(4, [](Coalition coalition) { return 3.0 * static_cast<double>(coalition); });
    expect_near(tau_value(game).tau.value(), {3, 6, 12, 24}, 45 * kRounding);
}

TEST(Tau, ConvexGamesAreQuasiBalancedWithTheirOwnWorthAsRights) {
    // Tijs 1981: in a convex game m_i = v(i).
    for (const std::size_t players : {3u, 6u, 11u, 12u}) {
        const ValueTable game = test::random_convex_game(players, players);
        const double scale = game[game.grand()];
        const TauValue value = tau_value(game);
        ASSERT_TRUE(value.tau.has_value());
        for (std::size_t i = 0; i < players; ++i) {
            EXPECT_NEAR(value.minimal_right[i], game[player_bit(i)], scale * kRounding);
            EXPECT_GE((*value.tau)[i], value.minimal_right[i] - scale * kRounding);
            EXPECT_LE((*value.tau)[i], value.utopia[i] + scale * kRounding);
        }
        EXPECT_NEAR(std::accumulate(value.tau->begin(), value.tau->end(), 0.0), scale,
                    scale * kRounding);
    }
}

TEST(Tau, MinimalRightsAreTheDefinition) {
    for (const std::size_t players : {1u, 5u, 10u, 13u}) {
        const ValueTable game = test::random_game(players, 3);
        const TauValue value = tau_value(game);
        expect_near(value.minimal_right, minimal_rights_by_definition(game, value.utopia),
                    1e5 * kRounding);
    }
}

} // namespace
} // namespace isthmus::game
