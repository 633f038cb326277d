// SPDX-License-Identifier: Apache-2.0
#include "game/graph_games.hpp"

#include "game/shapley.hpp"
#include "game/test_games.hpp"

namespace isthmus::game {
namespace {

using test::expect_near;

constexpr double kRounding = 1e-12; ///< relative to the largest value

/// Components by repeated passes over the links.
std::vector<Coalition> components_by_labels(std::size_t players, const CooperationGraph& graph,
                                            Coalition within) {
    std::vector<std::size_t> label(players);
    for (std::size_t i = 0; i < players; ++i) label[i] = i;
    for (std::size_t pass = 0; pass < players; ++pass) {
        for (const CooperationLink& link : graph) {
            if (!contains(within, link.one) || !contains(within, link.other)) continue;
            label[link.one] = label[link.other] = std::min(label[link.one], label[link.other]);
        }
    }
    std::vector<Coalition> result;
    for (std::size_t first = 0; first < players; ++first) {
        Coalition component = 0;
        for (std::size_t i = 0; i < players; ++i) {
            if (contains(within, i) && label[i] == first) component |= player_bit(i);
        }
        if (component != 0) result.push_back(component);
    }
    return result;
}
double worth_of_components(const ValueTable& table, const CooperationGraph& graph,
                           Coalition within) {
    double sum = 0;
    for (const Coalition component : components_by_labels(table.players(), graph, within)) {
        sum += table[component];
    }
    return sum;
}

/// A link between every two players with the probability `percent`, some given twice.
CooperationGraph random_graph(std::size_t players, std::uint64_t seed, std::size_t percent) {
    test::Random random(seed);
    CooperationGraph graph;
    for (const CooperationLink& link : complete_graph(players)) {
        if (random.below(100) >= percent) continue;
        graph.push_back(link);
        if (random.below(4) == 0) graph.push_back({link.other, link.one});
    }
    return graph;
}

/// The game between the links of Borm, Owen & Tijs by definition.
ValueTable link_game_by_definition(const ValueTable& table, const CooperationGraph& links) {
    return test::game_of(links.size(), [&](Coalition chosen) {
        CooperationGraph graph;
        for_each_player(chosen, [&](std::size_t link) { graph.push_back(links[link]); });
        double worth = worth_of_components(table, graph, table.grand());
        for (std::size_t i = 0; i < table.players(); ++i) worth -= table[player_bit(i)];
        return worth;
    });
}

TEST(Myerson, MajorityOverABroker) {
    // Players 0 and 2 can only meet through 1: the restricted game pays whoever holds the broker.
    const ValueTable game = test::weighted_majority_game(2, {1, 1, 1});
    const CooperationGraph line{{0, 1}, {1, 2}};
    expect_near(myerson(game, line), {1.0 / 6, 4.0 / 6, 1.0 / 6}, kRounding);
    expect_near(position_value(game, line).value(), {1.0 / 4, 1.0 / 2, 1.0 / 4}, kRounding);
}

TEST(Myerson, UnanimityOfTheEndsOfALine) {
    // Both links and all three players are needed: links share equally, players share equally.
    const ValueTable game = test::unanimity_game(3, 0b101);
    const CooperationGraph line{{0, 1}, {1, 2}};
    expect_near(myerson(game, line), {1.0 / 3, 1.0 / 3, 1.0 / 3}, kRounding);
    expect_near(position_value(game, line).value(), {1.0 / 4, 1.0 / 2, 1.0 / 4}, kRounding);
}

TEST(Myerson, CompleteGraphGivesShapleyAndNoLinkGivesOnesOwn) {
    const ValueTable game = test::random_game(10, 2);
    expect_near(myerson(game, complete_graph(10)), shapley(game), 1e3 * kRounding);
    std::vector<double> alone;
    for (std::size_t i = 0; i < 10; ++i) alone.push_back(game[player_bit(i)]);
    expect_near(myerson(game, {}), alone, 1e4 * kRounding);
    EXPECT_EQ(position_value(game, {}).value(), alone);
}

TEST(Myerson, RestrictedGameIsTheSumOverComponents) {
    for (const std::size_t percent : {10u, 25u, 60u}) {
        const ValueTable game = test::random_game(10, percent);
        const CooperationGraph graph = random_graph(10, percent, percent);
        const ValueTable restricted = graph_restricted_game(game, graph);
        for (Coalition coalition = 0; coalition < game.size(); ++coalition) {
            ASSERT_EQ(restricted[coalition], worth_of_components(game, graph, coalition))
                << percent << " " << coalition;
        }
    }
}

TEST(Myerson, ComponentsOfMoreThanEightPlayers) {
    // A line through all bytes of the tables, with a player missing in the middle.
    CooperationGraph line;
    for (std::size_t i = 1; i < 28; ++i) line.push_back({i - 1, i});
    const Coalition within = grand_coalition(28) & ~player_bit(13);
    EXPECT_EQ(
        components(28, line, within),
        (std::vector<Coalition>{grand_coalition(13), grand_coalition(28) & ~grand_coalition(14)}));
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const CooperationGraph graph = random_graph(26, seed, 5);
        const Coalition some = test::Random(seed).next() & grand_coalition(26);
        EXPECT_EQ(components(26, graph, some), components_by_labels(26, graph, some));
    }
}

TEST(PositionValue, LinkGameIsTheDefinition) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        const ValueTable game = test::random_game(6, seed);
        CooperationGraph links = complete_graph(6);
        for (std::size_t gone = 0; gone < 5; ++gone) {
            links.erase(links.begin() +
                        static_cast<std::ptrdiff_t>((seed + 2 * gone) % links.size()));
        }
        const ValueTable found = link_game(game, links);
        const ValueTable expected = link_game_by_definition(game, links);
        for (Coalition chosen = 0; chosen < found.size(); ++chosen) {
            ASSERT_EQ(found[chosen], expected[chosen]) << chosen;
        }
    }
}

TEST(PositionValue, HalfOfEachLinksShapleyValueToEitherEnd) {
    const ValueTable game = test::random_game(5, 8);
    const CooperationGraph links{{0, 1}, {1, 2}, {2, 3}, {0, 3}, {1, 3}};
    std::vector<double> expected(5);
    for (std::size_t i = 0; i < 5; ++i) expected[i] = game[player_bit(i)];
    const auto of_link = test::shapley_by_definition(link_game_by_definition(game, links));
    for (std::size_t link = 0; link < links.size(); ++link) {
        expected[links[link].one] += of_link[link] / 2;
        expected[links[link].other] += of_link[link] / 2;
    }
    expect_near(position_value(game, links).value(), expected, 1e3 * kRounding);
    // The same links turned round and repeated.
    expect_near(position_value(game, {{3, 1}, {1, 0}, {2, 1}, {1, 2}, {3, 2}, {3, 0}}).value(),
                expected, 1e3 * kRounding);
}

TEST(PositionValue, RefusesMoreLinksThanItCanDo) {
    const ValueTable game = test::random_game(8, 1);
    const auto refused = position_value(game, complete_graph(8));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.diagnostics().items().at(0).id, "E712");
    EXPECT_EQ(refused.diagnostics().items().at(0).found, "28 links");
    EXPECT_EQ(refused.diagnostics().items().at(0).expected, "at most 24");
}

} // namespace
} // namespace isthmus::game
