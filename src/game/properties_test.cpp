// SPDX-License-Identifier: Apache-2.0
#include "game/properties.hpp"

#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

/// v(S+i) - v(S) - own_i at worst, over all i and S.
double worst_joining(const ValueTable& table, bool own) {
    double worst = 0;
    for (Coalition s = 0; s < table.size(); ++s) {
        for_each_player(table.grand() & ~s, [&](std::size_t i) {
            const double alone = own ? table[player_bit(i)] : 0;
            worst = std::max(worst, table[s] + alone - table[s | player_bit(i)]);
        });
    }
    return worst;
}
double worst_convexity(const ValueTable& table) {
    double worst = 0;
    for (Coalition s = 0; s < table.size(); ++s) {
        for (Coalition t = 0; t < table.size(); ++t) {
            if (coalition_size(s & ~t) != 1 || coalition_size(t & ~s) != 1) continue;
            worst = std::max(worst, table[s] + table[t] - table[s | t] - table[s & t]);
        }
    }
    return worst;
}
double worst_superadditivity(const ValueTable& table) {
    double worst = 0;
    for (Coalition s = 1; s < table.size(); ++s) {
        for (Coalition t = 1; t < table.size(); ++t) {
            if ((s & t) == 0) worst = std::max(worst, table[s] + table[t] - table[s | t]);
        }
    }
    return worst;
}
double square(Coalition coalition) {
    const double size = static_cast<double>(coalition_size(coalition));
    return size * size;
}

TEST(Properties, GloveGameIsSuperadditiveButNotConvex) {
    const ValueTable game = test::glove_game(1, 2);
    EXPECT_TRUE(check_monotone(game).holds);
    EXPECT_TRUE(check_zero_monotone(game).holds);
    EXPECT_TRUE(check_superadditive(game).holds);
    EXPECT_EQ(cooperation_surplus(game), 1);
    const PropertyCheck convex = check_convex(game);
    EXPECT_FALSE(convex.holds);
    // The left glove brings 1 to one right glove, and nothing more to the other.
    EXPECT_EQ(convex.violation, 1);
    EXPECT_EQ(convex.one | convex.other, game.grand());
    EXPECT_EQ(convex.one & convex.other, Coalition{1});
    EXPECT_EQ(symmetric_players(game), (std::vector<Coalition>{0b110}));
}

TEST(Properties, BankruptcyGamesAreConvex) {
    // Curiel, Maschler & Tijs 1987.
    for (const double estate : {100.0, 200.0, 450.0}) {
        const ValueTable game = test::bankruptcy_game(estate, {100, 200, 300, 50});
        EXPECT_TRUE(check_convex(game).holds);
        EXPECT_TRUE(check_superadditive(game).holds);
    }
}

TEST(Properties, TennesseeValleySavingsAreConvexAndSkanesAreNot) {
    EXPECT_TRUE(check_convex(test::savings_game(test::tennessee_valley())).holds);
    EXPECT_FALSE(check_convex(test::savings_game(test::skane_water())).holds);
    EXPECT_TRUE(check_zero_monotone(test::savings_game(test::skane_water())).holds);
}

TEST(Properties, CouncilOfSixHasANullPlayerAndTwoClasses) {
    const ValueTable game = test::council_of_six();
    EXPECT_EQ(null_players(game), Coalition{0b100000});
    EXPECT_EQ(symmetric_players(game), (std::vector<Coalition>{0b000111, 0b011000}));
}

TEST(Properties, DummiesBringTheirOwn) {
    const ValueTable game = test::game_of(4, [](Coalition coalition) {
        return (is_subset(0b0011, coalition) ? 10 : 0) + (contains(coalition, 3) ? 7 : 0);
    });
    EXPECT_EQ(null_players(game), Coalition{0b0100});
    EXPECT_EQ(dummy_players(game), Coalition{0b1100});
    EXPECT_EQ(cooperation_surplus(game), 10);
}

TEST(Properties, WorstViolationsAreThoseOfTheDefinitions) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(seed);
        const ValueTable game = test::random_game(2 + seed % 7, seed);
        const PropertyCheck monotone = check_monotone(game);
        EXPECT_EQ(monotone.violation, worst_joining(game, false));
        EXPECT_EQ(monotone.holds, monotone.violation == 0);
        const PropertyCheck zero = check_zero_monotone(game);
        EXPECT_EQ(zero.violation, worst_joining(game, true));
        EXPECT_EQ(zero.violation, game[zero.one] + game[zero.other] - game[zero.one | zero.other]);
        const PropertyCheck convex = check_convex(game);
        EXPECT_EQ(convex.violation, worst_convexity(game));
        EXPECT_EQ(convex.violation, game[convex.one] + game[convex.other] -
                                        game[convex.one | convex.other] -
                                        game[convex.one & convex.other]);
        const PropertyCheck super = check_superadditive(game);
        EXPECT_EQ(super.violation, worst_superadditivity(game));
        EXPECT_EQ(super.evidence, Evidence::kExact);
        EXPECT_EQ(super.one & super.other, Coalition{0});
        EXPECT_EQ(super.violation,
                  game[super.one] + game[super.other] - game[super.one | super.other]);
    }
}

TEST(Properties, RandomGamesMadeToHoldHold) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const ValueTable superadditive = test::random_superadditive_game(8, seed);
        EXPECT_TRUE(check_superadditive(superadditive).holds);
        EXPECT_TRUE(check_zero_monotone(superadditive).holds);
        EXPECT_FALSE(check_convex(superadditive).holds);
        EXPECT_TRUE(check_convex(test::random_convex_game(8, seed)).holds);
    }
}

TEST(Properties, OnePairThatDoesNotGoTogetherIsFoundInALargeGame) {
    // 18 players: above the size of a part, so that all kinds of pairs are needed.
    const ValueTable convex = test::game_of(18, square);
    EXPECT_TRUE(check_convex(convex).holds);
    EXPECT_TRUE(check_monotone(convex).holds);
    EXPECT_EQ(check_superadditive(convex).evidence, Evidence::kImplied);
    EXPECT_TRUE(check_superadditive(convex).holds);
    const Coalition second = player_bit(17);
    for (const Coalition pair : {Coalition{0b11}, second | 1, second | player_bit(5),
                                 second | player_bit(16), player_bit(15) | player_bit(16)}) {
        // Two players bring each other 2 wherever they meet; these two only -1.
        const ValueTable game = test::game_of(18, [&](Coalition coalition) {
            return square(coalition) - (is_subset(pair, coalition) ? 3 : 0);
        });
        const PropertyCheck check = check_convex(game);
        EXPECT_FALSE(check.holds);
        EXPECT_EQ(check.violation, 1);
        EXPECT_EQ((check.one | check.other) & ~(check.one & check.other), pair);
        if (pair != (second | 1)) continue;
        const PropertyCheck super = check_superadditive(game);
        EXPECT_EQ(super.evidence, Evidence::kSampled);
        EXPECT_EQ(super.violation, 1);
        EXPECT_EQ(super.one | super.other, pair);
    }
}

TEST(Properties, APairThatOnlyAThirdSetsAtOddsIsFoundInALargeGame) {
    const Coalition strong = player_bit(17) | player_bit(16), weak = player_bit(5);
    const PropertyCheck check = check_convex(test::game_of(18, [&](Coalition coalition) {
        return square(coalition) + (is_subset(strong, coalition) ? 10 : 0) -
               (is_subset(strong | weak, coalition) ? 3 : 0);
    }));
    EXPECT_EQ(check.violation, 1);
    EXPECT_EQ(check.one | check.other, strong | weak | (check.one & check.other));
    EXPECT_TRUE(is_subset(weak, check.one) != is_subset(weak, check.other));
}

TEST(Properties, OneLossByJoiningIsFoundInALargeGame) {
    // All gain by joining, but player 16 those two.
    const Coalition two = player_bit(17) | 0b1000;
    const ValueTable disliked = test::game_of(18, [&](Coalition coalition) {
        const bool gains = is_subset(two, coalition) && coalition != (two | player_bit(16));
        return static_cast<double>(coalition_size(coalition)) + (gains ? 1.5 : 0);
    });
    EXPECT_EQ(check_monotone(disliked).violation, 0.5);
    EXPECT_EQ(check_monotone(disliked).one, two);
    EXPECT_EQ(check_monotone(disliked).other, player_bit(16));
    EXPECT_EQ(check_zero_monotone(disliked).violation, 1.5);
    for (const Coalition loss : {Coalition{0b1010}, player_bit(17) | 0b1000}) {
        ValueTable game = test::game_of(18, square);
        game[loss] = 0.75;
        const PropertyCheck check = check_monotone(game);
        EXPECT_EQ(check.violation, 0.25);
        EXPECT_EQ(check.one | check.other, loss);
    }
}

TEST(Properties, SuperadditivityBeyondAllPairsLooksAtSinglesAndSplitsAndASample) {
    const std::size_t players = 17;
    const Coalition some = 0b00000101010101111, others = grand_coalition(players) & ~some;
    const auto size = [](Coalition coalition) {
        return static_cast<double>(coalition_size(coalition));
    };
    // Only `some` and player 16 lose by joining.
    PropertyCheck check = check_superadditive(test::game_of(players, [&](Coalition coalition) {
        const bool gains = is_subset(some, coalition) && coalition != (some | player_bit(16));
        return size(coalition) + (gains ? 1 : 0);
    }));
    EXPECT_EQ(check.violation, 1);
    EXPECT_EQ(check.one, some);
    EXPECT_EQ(check.other, player_bit(16));
    // Only `some` and all the others do.
    check = check_superadditive(test::game_of(players, [&](Coalition coalition) {
        if (is_subset(some, coalition)) return size(coalition) + 5;
        return size(coalition) + (is_subset(others, coalition) ? 2 : 0);
    }));
    EXPECT_EQ(check.violation, 2);
    EXPECT_EQ(check.one | check.other, grand_coalition(players));
    EXPECT_TRUE(check.one == some || check.other == some);
    // Singles and splits gain, any other two lose: the sample has to find it, the same every time.
    const ValueTable game = test::game_of(players, [&](Coalition coalition) {
        if (size(coalition) < 2) return 0.0;
        return coalition == grand_coalition(players) ? 1000 : 10 + size(coalition);
    });
    EXPECT_TRUE(check_zero_monotone(game).holds);
    check = check_superadditive(game);
    EXPECT_EQ(check.evidence, Evidence::kSampled);
    EXPECT_EQ(check.violation, 10);
    const PropertyCheck again = check_superadditive(game);
    EXPECT_EQ(check.one, again.one);
    EXPECT_EQ(check.other, again.other);
}

TEST(Properties, RoundingIsNoViolation) {
    ValueTable game = test::game_of(6, square);
    game[0b11] -= 2 + 1e-9; // just below v(1) + v(2)
    EXPECT_TRUE(check_superadditive(game).holds);
    EXPECT_TRUE(check_convex(game).holds);
    PropertyOptions strict;
    strict.tolerance = 0;
    EXPECT_FALSE(check_superadditive(game, strict).holds);
    EXPECT_FALSE(check_convex(game, strict).holds);
}

TEST(Properties, StoppingAtTheFirstViolationFindsOne) {
    PropertyOptions any;
    any.stop_at_first = true;
    const ValueTable game = test::random_game(17, 1);
    for (const PropertyCheck& check :
         {check_monotone(game, any), check_convex(game, any), check_superadditive(game, any)}) {
        EXPECT_FALSE(check.holds);
        EXPECT_GT(check.violation, 0);
    }
}

} // namespace
} // namespace isthmus::game
