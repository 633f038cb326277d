// SPDX-License-Identifier: Apache-2.0
#include "game/axioms.hpp"

#include "game/shapley.hpp"
#include "game/test_games.hpp"
#include "game/unions.hpp"

namespace isthmus::game {
namespace {

constexpr double kRounding = 1e-12; ///< relative to the largest value

std::vector<double> banzhaf(const ValueTable& table) {
    return power_values(table).banzhaf;
}
std::vector<double> equal_split(const ValueTable& table) {
    return std::vector<double>(table.players(),
                               table[table.grand()] / static_cast<double>(table.players()));
}
std::vector<double> position(const ValueTable& table, const CooperationGraph& graph) {
    return position_value(table, graph).value();
}
const CooperationGraph kTwoComponents{{0, 1}, {1, 2}, {0, 2}, {2, 3}, {4, 5}};

TEST(Axioms, ShapleyFulfilsThoseThatCharacteriseIt) {
    for (const ValueTable& game :
         {test::random_game(9, 1), test::random_superadditive_game(7, 2), test::council_of_six(),
          test::glove_game(3, 4), test::savings_game(test::skane_water())}) {
        const std::vector<double> value = shapley(game);
        EXPECT_LT(efficiency_violation(game, value), kRounding);
        EXPECT_LT(symmetry_violation(game, value), kRounding);
        EXPECT_LT(null_player_violation(game, value), kRounding);
        EXPECT_LT(balanced_contributions_violation(game, shapley), kRounding);
    }
    EXPECT_LT(additivity_violation(test::random_game(10, 1), test::random_game(10, 2, 50), shapley),
              kRounding);
}

TEST(Axioms, BanzhafIsAdditiveButNotEfficient) {
    const ValueTable game = test::council_of_six();
    EXPECT_LT(symmetry_violation(game, banzhaf(game)), kRounding);
    EXPECT_LT(null_player_violation(game, banzhaf(game)), kRounding);
    EXPECT_LT(additivity_violation(game, test::random_game(6, 5), banzhaf), kRounding);
    EXPECT_GT(efficiency_violation(game, banzhaf(game)), 0.1);
    EXPECT_LT(balanced_contributions_violation(game, banzhaf), kRounding);
}

TEST(Axioms, EqualSplitBreaksNullPlayerAndBalancedContributions) {
    const ValueTable game = test::council_of_six();
    EXPECT_LT(efficiency_violation(game, equal_split(game)), kRounding);
    EXPECT_NEAR(null_player_violation(game, equal_split(game)), 1.0 / 6, kRounding);
    // Without Skane's largest saver there is less to split than without its smallest.
    const ValueTable savings = test::savings_game(test::skane_water());
    EXPECT_GT(balanced_contributions_violation(savings, equal_split), 0.04);
}

TEST(Axioms, VerifiersMeasureTheError) {
    const ValueTable game = test::council_of_six();
    std::vector<double> value = shapley(game);
    value[5] += 0.25; // Luxembourg
    EXPECT_NEAR(efficiency_violation(game, value), 0.25, kRounding);
    EXPECT_NEAR(null_player_violation(game, value), 0.25, kRounding);
    value[1] -= 0.125;
    EXPECT_NEAR(symmetry_violation(game, value), 0.125, kRounding);
    const ValueRule squared = [](const ValueTable& table) {
        std::vector<double> payoff = shapley(table);
        for (double& x : payoff) x *= x;
        return payoff;
    };
    EXPECT_GT(additivity_violation(game, game, squared), 0.05);
}

TEST(Axioms, OwenIsEfficientAndPaysUnionsTheirShapleyValue) {
    const std::vector<Coalition> partition{0b000000111, 0b000011000, 0b111100000};
    const ValueTable game = test::random_game(9, 6);
    const UnionValues values = union_values(game, partition);
    EXPECT_LT(efficiency_violation(game, values.owen), kRounding);
    EXPECT_LT(quotient_game_violation(game, partition, values.owen, shapley), kRounding);
    EXPECT_GT(quotient_game_violation(game, partition, shapley(game), shapley), 1e-3);
    // Banzhaf-Owen has neither (Owen 1981).
    EXPECT_GT(efficiency_violation(game, values.banzhaf_owen), 1e-3);
    EXPECT_GT(quotient_game_violation(game, partition, values.banzhaf_owen, banzhaf), 1e-3);
}

TEST(Axioms, MyersonIsComponentEfficientAndFair) {
    const ValueTable game = test::random_game(6, 7);
    EXPECT_LT(component_efficiency_violation(game, kTwoComponents, myerson(game, kTwoComponents)),
              kRounding);
    EXPECT_LT(fairness_violation(game, kTwoComponents, myerson), kRounding);
    EXPECT_GT(component_efficiency_violation(game, kTwoComponents, shapley(game)), 1e-3);
    EXPECT_GT(fairness_violation(game, kTwoComponents, position), 1e-3);
}

TEST(Axioms, PositionValueIsComponentEfficientWithBalancedLinkContributions) {
    const ValueTable game = test::random_game(6, 8);
    EXPECT_LT(component_efficiency_violation(game, kTwoComponents, position(game, kTwoComponents)),
              kRounding);
    EXPECT_LT(balanced_link_contributions_violation(game, kTwoComponents, position), kRounding);
    EXPECT_GT(balanced_link_contributions_violation(game, kTwoComponents, myerson), 1e-3);
}

TEST(Axioms, GameWithoutAPlayerKeepsTheOthersInOrder) {
    const ValueTable game =
        test::game_of(4, [](Coalition coalition) { return static_cast<double>(coalition); });
    const ValueTable rest = game_without(game, 1);
    EXPECT_EQ(rest.players(), 3u);
    EXPECT_EQ(rest[0b001], 0b0001);
    EXPECT_EQ(rest[0b010], 0b0100);
    EXPECT_EQ(rest[0b110], 0b1100);
}

TEST(Axioms, GameOfNothingHasNoViolation) {
    const ValueTable game(4);
    EXPECT_EQ(efficiency_violation(game, shapley(game)), 0);
    EXPECT_EQ(balanced_contributions_violation(game, shapley), 0);
}

} // namespace
} // namespace isthmus::game
