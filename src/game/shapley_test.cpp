// SPDX-License-Identifier: Apache-2.0
#include "game/shapley.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::expect_near;

constexpr double kRounding = 1e-12; ///< what is promised, relative to the largest value

TEST(Shapley, GloveGameOfOneLeftAndTwoRight) {
    const ValueTable game = test::glove_game(1, 2);
    expect_near(shapley(game), {4.0 / 6, 1.0 / 6, 1.0 / 6}, kRounding);
    expect_near(power_values(game).banzhaf, {3.0 / 4, 1.0 / 4, 1.0 / 4}, kRounding);
}

TEST(Shapley, AirportSharesEachPieceOfRunwayAmongItsUsers) {
    // Littlechild & Owen 1973: the k-th cheapest pays its part of each piece up to its own.
    const std::vector<double> cost{1, 3, 4, 10};
    const double first = 1.0 / 4, second = first + 2.0 / 3, third = second + 1.0 / 2;
    expect_near(shapley(test::airport_game(cost)), {first, second, third, third + 6}, kRounding);
}

TEST(Shapley, BankruptcyIsRecursiveCompletion) {
    // O'Neill 1982: for claims 100, 200, 300 the value is the Rabbi's recursive completion.
    expect_near(shapley(test::bankruptcy_game(200, {100, 200, 300})),
                {100.0 / 3, 250.0 / 3, 250.0 / 3}, 200 * kRounding);
}

TEST(Shapley, TennesseeValley) {
    // Straffin & Heaney 1981.
    expect_near(shapley(test::tennessee_valley()), {117829, 100756.5, 193998.5},
                412584 * kRounding);
}

TEST(Shapley, SkaneWater) {
    // Young, Okada & Hashimoto 1982, rounded there to 0.01 million crowns so as to add up.
    const std::vector<double> published{20.01, 10.71, 6.61, 10.37, 16.94, 19.18};
    expect_near(shapley(test::skane_water()), published, 0.0075);
}

TEST(Shapley, SecurityCouncil) {
    // Shapley-Shubik: 421/2145 for a permanent member, 4/2145 for another; normalised Banzhaf
    // 0.1669 and 0.01654 (848 swings each against 84).
    const PowerValues power = power_values(test::security_council());
    const std::vector<double> normalised = normalised_banzhaf(power.banzhaf, 1);
    for (std::size_t i = 0; i < 15; ++i) {
        EXPECT_NEAR(power.shapley[i], (i < 5 ? 421.0 : 4.0) / 2145, kRounding);
        EXPECT_NEAR(power.banzhaf[i], (i < 5 ? 848.0 : 84.0) / 16384, kRounding);
        EXPECT_NEAR(normalised[i], (i < 5 ? 848.0 : 84.0) / 5080, kRounding);
    }
}

TEST(Shapley, CouncilOfSixGivesLuxembourgNothing) {
    // Brams & Affuso 1976: Shapley-Shubik 14, 14, 14, 9, 9, 0 of 60, Banzhaf 5, 5, 5, 3, 3, 0
    // of 21.
    const PowerValues power = power_values(test::council_of_six());
    expect_near(power.shapley, {14.0 / 60, 14.0 / 60, 14.0 / 60, 9.0 / 60, 9.0 / 60, 0}, kRounding);
    expect_near(normalised_banzhaf(power.banzhaf, 1),
                {5.0 / 21, 5.0 / 21, 5.0 / 21, 3.0 / 21, 3.0 / 21, 0}, kRounding);
}

TEST(Shapley, PublishedFivePlayerGames) {
    const auto path = std::filesystem::path(ISTHMUS_SHARED_DIR) / "cases/coop/bnf_n5.json";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
    std::ifstream stream(path);
    const auto cases = nlohmann::json::parse(stream);
    ASSERT_EQ(cases.size(), 40u);
    for (const auto& entry : cases) {
        SCOPED_TRACE(entry["id"].get<std::string>());
        const auto values = entry["v"].get<std::vector<double>>();
        const ValueTable game =
            test::game_of(5, [&](Coalition coalition) { return values[coalition]; });
        const PowerValues power = power_values(game);
        const auto exact_shapley = test::exact_shapley(game);
        const auto exact_banzhaf = test::exact_banzhaf(game);
        for (std::size_t i = 0; i < 5; ++i) {
            const auto shapley_value = test::Fraction::parse(entry["shapley"][i]);
            const auto banzhaf_value = test::Fraction::parse(entry["banzhaf"][i]);
            EXPECT_TRUE(exact_shapley[i] == shapley_value);
            EXPECT_TRUE(exact_banzhaf[i] == banzhaf_value);
            EXPECT_NEAR(power.shapley[i], shapley_value.to_double(), 1000 * kRounding);
            EXPECT_NEAR(power.banzhaf[i], banzhaf_value.to_double(), 1000 * kRounding);
        }
    }
}

TEST(Shapley, AgreesWithTheDefinitionsAtEverySize) {
    for (std::size_t players = 0; players <= 14; ++players) {
        SCOPED_TRACE(players);
        const ValueTable game = test::random_game(players, 100 + players, 10'000'000);
        const PowerValues power = power_values(game);
        const double tolerance = 1e7 * kRounding;
        if (players <= 7) expect_near(power.shapley, test::shapley_by_definition(game), tolerance);
        expect_near(power.shapley, test::shapley_by_subsets(game), tolerance);
        expect_near(power.banzhaf, test::banzhaf_by_definition(game), tolerance);
    }
}

TEST(Shapley, AgreesWithExactFractions) {
    for (const std::size_t players : {8u, 9u, 11u}) {
        const ValueTable game = test::random_game(players, players, 10'000'000);
        const PowerValues power = power_values(game);
        const auto shapley_value = test::exact_shapley(game);
        const auto banzhaf_value = test::exact_banzhaf(game);
        for (std::size_t i = 0; i < players; ++i) {
            EXPECT_NEAR(power.shapley[i], shapley_value[i].to_double(), 1e7 * kRounding);
            EXPECT_NEAR(power.banzhaf[i], banzhaf_value[i].to_double(), 1e7 * kRounding);
        }
    }
}

TEST(Shapley, ManyPlayersKeepTheirPrecision) {
    // 2^21 values up to 1e7, enough for accumulators to be emptied. v(S) = (sum of w)^2 is a sum of
    // games of one and of two players, so both values of i are w_i times the sum of all w.
    constexpr std::size_t kPlayers = 21;
    std::vector<double> weight;
    for (std::size_t i = 0; i < kPlayers; ++i) {
        weight.push_back(static_cast<double>((i * 5) % kPlayers * 15)); // the first is null
    }
    ValueTable game(kPlayers);
    for (Coalition coalition = 1; coalition < game.size(); ++coalition) {
        const Coalition rest = coalition & (coalition - 1);
        game[coalition] = game[rest] + weight[first_player(coalition)];
    }
    for (double& value : game.values()) value *= value;
    const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
    const PowerValues power = power_values(game);
    for (std::size_t i = 0; i < kPlayers; ++i) {
        EXPECT_NEAR(power.shapley[i], weight[i] * sum, sum * sum * kRounding);
        EXPECT_NEAR(power.banzhaf[i], weight[i] * sum, sum * sum * kRounding);
    }
}

TEST(Shapley, UnanimitySharesEquallyAmongTheCarrier) {
    const Coalition carrier = player_bit(0) | player_bit(5) | player_bit(9) | player_bit(16);
    const PowerValues power = power_values(test::unanimity_game(17, carrier));
    for (std::size_t i = 0; i < 17; ++i) {
        const bool member = contains(carrier, i);
        EXPECT_NEAR(power.shapley[i], member ? 1.0 / 4 : 0, kRounding);
        EXPECT_NEAR(power.banzhaf[i], member ? 1.0 / 8 : 0, kRounding);
    }
}

TEST(Shapley, SameBytesTwice) {
    const ValueTable game = test::random_game(13, 7);
    EXPECT_EQ(power_values(game).shapley, power_values(game).shapley);
    EXPECT_EQ(power_values(game).banzhaf, power_values(game).banzhaf);
}

TEST(Shapley, NormalisedBanzhafOfAGameWithoutValueIsZero) {
    EXPECT_EQ(normalised_banzhaf({0, 0}, 5), (std::vector<double>{0, 0}));
    EXPECT_EQ(normalised_banzhaf({1, 3}, 8), (std::vector<double>{2, 6}));
}

TEST(MarginalContributions, BySizeOfAMajorityAndOfAGloveGame) {
    // A dictator always adds 1; the left glove adds nothing alone, then a pair.
    EXPECT_EQ(marginal_contributions_by_size(test::unanimity_game(3, 1), 0),
              (std::vector<double>{1, 1, 1}));
    EXPECT_EQ(marginal_contributions_by_size(test::glove_game(1, 2), 0),
              (std::vector<double>{0, 1, 1}));
    EXPECT_EQ(marginal_contributions_by_size(test::glove_game(1, 2), 1),
              (std::vector<double>{0, 0.5, 0}));
}

TEST(MarginalContributions, AverageToTheShapleyValue) {
    const ValueTable game = test::random_game(13, 5);
    const std::vector<double> expected = shapley(game);
    for (std::size_t player = 0; player < 13; ++player) {
        const std::vector<double> by_size = marginal_contributions_by_size(game, player);
        ASSERT_EQ(by_size.size(), 13u);
        const double mean = std::accumulate(by_size.begin(), by_size.end(), 0.0) / 13;
        EXPECT_NEAR(mean, expected[player], 1000 * kRounding);
    }
}

} // namespace
} // namespace isthmus::game
