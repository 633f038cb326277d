// SPDX-License-Identifier: Apache-2.0
#include "game/unions.hpp"

#include <set>

#include "game/shapley.hpp"
#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::expect_near;

constexpr double kRounding = 1e-12; ///< relative to the largest value
using Unions = std::vector<Coalition>;

/// Orders in which the members of each union follow one another.
std::vector<double> owen_by_definition(const ValueTable& table, const Unions& partition) {
    return test::mean_over_orders(table, [&](const std::vector<std::size_t>& order) {
        for (const Coalition own : partition) {
            std::size_t first = order.size(), last = 0;
            for (std::size_t place = 0; place < order.size(); ++place) {
                if (!contains(own, order[place])) continue;
                first = std::min(first, place);
                last = place;
            }
            if (last - first + 1 != coalition_size(own)) return false;
        }
        return true;
    });
}

/// Coalitions S without i that split no union but i's own, each with equal weight.
std::vector<double> banzhaf_owen_by_definition(const ValueTable& table, const Unions& partition) {
    std::vector<double> value(table.players());
    for (std::size_t i = 0; i < table.players(); ++i) {
        double count = 0;
        for (Coalition coalition = 0; coalition < table.size(); ++coalition) {
            bool counts = !contains(coalition, i);
            for (const Coalition own : partition) {
                if (contains(own, i)) continue;
                counts = counts && ((coalition & own) == 0 || is_subset(own, coalition));
            }
            if (!counts) continue;
            ++count;
            value[i] += table[coalition | player_bit(i)] - table[coalition];
        }
        value[i] /= count;
    }
    return value;
}

TEST(Unions, GloveGameWithTheRightHandsUnited) {
    // Owen 1977: as one, the two right gloves share the pair equally with the left one.
    const ValueTable game = test::glove_game(1, 2);
    const UnionValues values = union_values(game, {0b001, 0b110});
    expect_near(values.owen, {0.5, 0.25, 0.25}, kRounding);
    // By hand: 1/2 for the left glove; a right one adds only when the left is in and it comes
    // first.
    expect_near(values.banzhaf_owen, {0.5, 0.25, 0.25}, kRounding);
}

TEST(Unions, MajorityOfThreeWithABloc) {
    // [2; 1, 1, 1] with a bloc of two: they decide alone.
    const UnionValues values =
        union_values(test::weighted_majority_game(2, {1, 1, 1}), {0b011, 0b100});
    expect_near(values.owen, {0.5, 0.5, 0}, kRounding);
    expect_near(values.banzhaf_owen, {0.5, 0.5, 0}, kRounding);
}

TEST(Unions, AgreeWithTheDefinitionsForManyPartitions) {
    const std::vector<Unions> partitions{
        {0b1111111},
        {1, 2, 4, 8, 16, 32, 64},
        {0b0000111, 0b0011000, 0b1100000},
        {0b1010101, 0b0101010},
        {0b1000001, 0b0011110, 0b0100000},
    };
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const ValueTable game = test::random_game(7, seed);
        for (const Unions& partition : partitions) {
            const UnionValues values = union_values(game, partition);
            expect_near(values.owen, owen_by_definition(game, partition), 1e3 * kRounding);
            expect_near(values.banzhaf_owen, banzhaf_owen_by_definition(game, partition),
                        1e3 * kRounding);
        }
    }
}

TEST(Unions, SingletonsAndTheGrandUnionGiveShapley) {
    const ValueTable game = test::random_game(11, 3);
    const Unions singletons = union_partition(11, {}).value();
    EXPECT_EQ(singletons.size(), 11u);
    expect_near(union_values(game, singletons).owen, shapley(game), 1e3 * kRounding);
    expect_near(union_values(game, singletons).banzhaf_owen, power_values(game).banzhaf,
                1e3 * kRounding);
    expect_near(union_values(game, {game.grand()}).owen, shapley(game), 1e3 * kRounding);
}

TEST(Unions, ReadOnlyWhatTheyNeed) {
    const std::size_t players = 12;
    const ValueTable game = test::random_game(players, 4);
    const Unions partition = union_partition(players, {0b1111, 0b11110000, 0b111100000000}).value();
    std::set<Coalition> asked;
    const UnionValues values = union_values(players, partition, [&](Coalition coalition) {
        asked.insert(coalition);
        return game[coalition];
    });
    EXPECT_EQ(union_value_count(partition), 192);
    EXPECT_LE(asked.size(), 192u);
    EXPECT_EQ(values.owen, union_values(game, partition).owen);
}

TEST(Unions, PartitionAddsWhoIsLeftAndRefusesOverlap) {
    EXPECT_EQ(union_partition(5, {0b11000, 0b00010}).value(),
              (Unions{0b00001, 0b00010, 0b00100, 0b11000}));
    const auto overlap = union_partition(4, {0b0011, 0b0110});
    ASSERT_FALSE(overlap.ok());
    EXPECT_EQ(overlap.diagnostics().items().at(0).id, "E711");
    EXPECT_EQ(overlap.diagnostics().items().at(0).found, "player 2");
    EXPECT_FALSE(union_partition(4, {0}).ok());
    EXPECT_FALSE(union_partition(4, {0b10000}).ok());
}

TEST(Unions, QuotientGameIsPlayedByWholeUnions) {
    const ValueTable game = test::random_game(6, 9);
    const Unions partition{0b000101, 0b111010};
    const ValueTable quotient = quotient_game(game, partition);
    EXPECT_EQ(quotient.players(), 2u);
    EXPECT_EQ(quotient[1], game[0b000101]);
    EXPECT_EQ(quotient[2], game[0b111010]);
    EXPECT_EQ(quotient[3], game[game.grand()]);
}

} // namespace
} // namespace isthmus::game
