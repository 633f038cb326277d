// SPDX-License-Identifier: Apache-2.0
#include "game/generalised_kernel.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>

#include "game/oracle.hpp"
#include "game/test_games.hpp"
#include "game/test_network_file.hpp"

namespace isthmus::game {
namespace {

using test::Random;

std::vector<flow::Step> random_steps(Random& random, double low, double high) {
    std::vector<flow::Step> steps(1 + random.below(4));
    for (flow::Step& step : steps) {
        step = {random.between(1, 30, 0.5), random.between(low, high, 1)};
    }
    return steps;
}

Coalition random_consent(Random& random, std::size_t players) {
    Coalition consent = 0;
    for (std::size_t owners = random.below(4); owners > 0; --owners) {
        consent |= player_bit(random.below(players));
    }
    return consent;
}

/// Dense in cycles, ties, junctions, and parts that need nobody, one or several players.
CoalitionNetwork random_network(Random& random, double largest_loss) {
    CoalitionNetwork network;
    network.players = 3 + random.below(5);
    const std::size_t nodes = 3 + random.below(10);
    for (std::size_t v = 0; v < nodes; ++v) {
        const Coalition consent = random_consent(random, network.players);
        std::vector<flow::Step> supply, demand;
        if (random.below(3) == 0) supply = random_steps(random, 5, 80);
        if (random.below(2) == 0) demand = random_steps(random, 40, 200);
        network.nodes.push_back(network_node(consent, supply, demand));
    }
    const std::size_t arcs = nodes + random.below(3 * nodes);
    for (std::size_t a = 0; a < arcs; ++a) {
        NetworkArc arc;
        arc.from = random.below(nodes);
        arc.to = random.below(nodes);
        if (arc.from == arc.to) continue;
        arc.capacity = random.between(1, 40, 0.5);
        arc.cost = random.between(0, 20, 1);
        if (random.below(3) > 0 && largest_loss > 0) {
            arc.loss = random.between(0, largest_loss, largest_loss / 20);
        }
        arc.consent = random_consent(random, network.players);
        network.arcs.push_back(arc);
    }
    return network;
}

/// Few markets of one step each between many lossy pipes: prices are often set by cycles.
CoalitionNetwork cyclic_network(Random& random) {
    CoalitionNetwork network;
    network.players = 2 + random.below(3);
    const std::size_t nodes = 6 + random.below(8);
    for (std::size_t v = 0; v < nodes; ++v) {
        std::vector<flow::Step> supply, demand;
        const double width = random.between(5, 15, 0.25);
        if (v % 4 == 0) supply = {{width, random.between(0, 20, 1)}};
        if (v % 4 == 1) demand = {{width, random.between(80, 200, 1)}};
        network.nodes.push_back(
            network_node(player_bit(random.below(network.players)), supply, demand));
    }
    for (std::size_t a = 0; a < 5 * nodes; ++a) {
        const std::size_t from = random.below(nodes), to = random.below(nodes);
        if (from == to) continue;
        const Coalition consent = network.nodes[from].consent | network.nodes[to].consent;
        network.arcs.push_back({from, to, random.between(1, 8, 0.25), random.between(0, 9, 0.5),
                                random.between(0, 0.2, 0.005), consent});
    }
    return network;
}

using CheckedKernel = GeneralisedNetworkKernel<1, true>;

/// Visits every coalition along the tree of additions in the order of players; `expect` gets the
/// packed coalition and its value.
template <typename Kernel, typename Expect>
void visit_all(Kernel& kernel, const typename Kernel::State& state, std::uint32_t coalition,
               int next, int players, const Expect& expect) {
    expect(coalition, kernel.value(state));
    for (int player = next; player < players; ++player) {
        auto child = std::make_unique<typename Kernel::State>();
        kernel.copy(*child, state);
        ASSERT_TRUE(kernel.add(*child, coalition, player));
        visit_all(kernel, *child, coalition | 1U << player, player + 1, players, expect);
    }
}

/// Largest difference from the oracle over all coalitions, relative to the largest value.
double difference_from_oracle(const CoalitionNetwork& network) {
    const auto prepared = prepare_lossy(network);
    auto kernel = std::make_unique<CheckedKernel>(prepared);
    const auto oracle = make_oracle(network);
    const double nobody = oracle->welfare(0);
    double difference = 0, largest = 1;
    auto state = std::make_unique<CheckedKernel::State>();
    kernel->start(*state);
    visit_all(*kernel, *state, 0, 0, prepared.players, [&](std::uint32_t packed, double value) {
        const double expected = oracle->welfare(expand(packed, prepared.relevant)) - nobody;
        difference = std::max(difference, std::abs(value - expected));
        largest = std::max(largest, std::abs(expected));
    });
    EXPECT_EQ(kernel->broken(), 0U);
    return difference / largest;
}

TEST(GeneralisedKernel, AgreesWithTheLinearProgramOnRandomLossyNetworks) {
    Random random(1);
    for (int round = 0; round < 150; ++round) {
        const CoalitionNetwork network = random_network(random, 0.1);
        EXPECT_LT(difference_from_oracle(network), 1e-9) << round;
    }
}

TEST(GeneralisedKernel, AgreesWithTheLinearProgramWhereLossesAreLarge) {
    Random random(2);
    for (int round = 0; round < 150; ++round) {
        const CoalitionNetwork network = random_network(random, 0.9);
        EXPECT_LT(difference_from_oracle(network), 1e-9) << round;
    }
}

TEST(GeneralisedKernel, AgreesWithTheLinearProgramWhereCyclesSetPrices) {
    Random random(7);
    for (int round = 0; round < 200; ++round) {
        const CoalitionNetwork network = cyclic_network(random);
        EXPECT_LT(difference_from_oracle(network), 1e-9) << round;
    }
}

TEST(GeneralisedKernel, AgreesWithTheLinearProgramWithoutLosses) {
    Random random(3);
    for (int round = 0; round < 100; ++round) {
        const CoalitionNetwork network = random_network(random, 0);
        EXPECT_LT(difference_from_oracle(network), 1e-9) << round;
    }
}

// Two places joined by two pipes of which the lossy one is cheaper. Both are in use within their
// capacities only where the price at the one place is set by the cycle that they close.
TEST(GeneralisedKernel, PricesByACycleWhereNoMarketDoes) {
    CoalitionNetwork network;
    network.players = 1;
    network.nodes = {network_node(1, {{10, 0}}, {}), network_node(1, {}, {{9.5, 100}})};
    network.arcs = {{0, 1, 8, 0, 0.1, 1}, {0, 1, 10, 5, 0, 1}};
    // Sold out at 10 and served at 9.5: x + y = 10, 0.9 x + y = 9.5, so x = y = 5 costs 25.
    const auto prepared = prepare_lossy(network);
    auto kernel = std::make_unique<CheckedKernel>(prepared);
    auto state = std::make_unique<CheckedKernel::State>();
    kernel->start(*state);
    ASSERT_TRUE(kernel->add(*state, 0, 0));
    EXPECT_EQ(kernel->broken(), 0U);
    EXPECT_NEAR(kernel->value(*state), 950 - 25, 1e-9);
}

TEST(GeneralisedKernel, TakesAHubOfManyArcs) {
    Random random(4);
    CoalitionNetwork network;
    network.players = 5;
    network.nodes.push_back(network_node(0, {}, {}));
    for (std::size_t v = 1; v < 60; ++v) {
        const Coalition owner = player_bit(random.below(network.players));
        const bool sells = v % 2 == 0;
        network.nodes.push_back(sells ? network_node(owner, random_steps(random, 5, 80), {})
                                      : network_node(owner, {}, random_steps(random, 40, 200)));
        for (const double loss : {0.0, 0.03}) {
            const double capacity = random.between(1, 20, 0.5), cost = random.between(0, 9, 1);
            network.arcs.push_back(sells ? NetworkArc{v, 0, capacity, cost, loss, owner}
                                         : NetworkArc{0, v, capacity, cost, loss, owner});
        }
    }
    EXPECT_LT(difference_from_oracle(network), 1e-9);
}

/// Every coalition's value does not depend on the order in which its players came.
TEST(GeneralisedKernel, AnyChainLeadsToTheSameValue) {
    Random random(5);
    for (int round = 0; round < 50; ++round) {
        const CoalitionNetwork network = random_network(random, 0.1);
        const auto prepared = prepare_lossy(network);
        auto kernel = std::make_unique<CheckedKernel>(prepared);
        auto up = std::make_unique<CheckedKernel::State>();
        auto down = std::make_unique<CheckedKernel::State>();
        kernel->start(*up);
        kernel->start(*down);
        std::uint32_t low = 0, high = 0;
        for (int player = 0; player < prepared.players; ++player) {
            const int other = prepared.players - 1 - player;
            ASSERT_TRUE(kernel->add(*up, low, player));
            ASSERT_TRUE(kernel->add(*down, high, other));
            low |= 1U << player;
            high |= 1U << other;
        }
        const double value = kernel->value(*up);
        EXPECT_NEAR(kernel->value(*down), value, 1e-9 * (1 + std::abs(value))) << round;
    }
}

/// The same chain gives the same bits, whatever a state held before and in any size of kernel.
TEST(GeneralisedKernel, TheSameChainGivesTheSameBits) {
    Random random(6);
    for (int round = 0; round < 30; ++round) {
        const CoalitionNetwork network = random_network(random, 0.1);
        const auto prepared = prepare_lossy(network);
        auto small = std::make_unique<GeneralisedKernel<1>>(prepared);
        auto large = std::make_unique<GeneralisedKernel<3>>(prepared);
        auto one = std::make_unique<GeneralisedKernel<1>::State>();
        auto other = std::make_unique<GeneralisedKernel<3>::State>();
        const auto run = [&](auto& kernel, auto& state) {
            kernel.start(state);
            std::uint32_t coalition = 0;
            for (int player = 0; player < prepared.players; ++player) {
                EXPECT_TRUE(kernel.add(state, coalition, player));
                coalition |= 1U << player;
            }
            return kernel.value(state);
        };
        const double first = run(*small, *one);
        EXPECT_EQ(run(*small, *one), first) << round;
        EXPECT_EQ(run(*large, *other), first) << round;
    }
}

TEST(GeneralisedKernel, AgreesWithTheLinearProgramOnAllCoalitionsOfTwelveCountries) {
    std::ifstream file(std::filesystem::path(ISTHMUS_SHARED_DIR) / "coalitions/ref/small1l.txt");
    if (!file) GTEST_SKIP() << "no small1l";
    EXPECT_LT(difference_from_oracle(read_network_file(file)), 1e-9);
}

class StoredValues : public testing::TestWithParam<const char*> {};

/// Values that HiGHS gave for the lossy instances, by coalition.
TEST_P(StoredValues, AreMet) {
    const std::filesystem::path folder =
        std::filesystem::path(ISTHMUS_SHARED_DIR) / "coalitions" / "ref";
    const std::string name = GetParam();
    std::ifstream file(folder / (name + ".txt")), values(folder / (name + ".values.txt"));
    if (!file || !values) GTEST_SKIP() << "no " << name;
    const auto prepared = prepare_lossy(read_network_file(file));
    auto kernel = std::make_unique<CheckedKernel>(prepared);
    auto state = std::make_unique<CheckedKernel::State>();
    std::uint32_t coalition = 0;
    std::size_t compared = 0;
    for (double expected = 0; values >> coalition >> expected; ++compared) {
        kernel->start(*state);
        std::uint32_t joined = 0;
        for_each_player(coalition, [&](std::size_t player) {
            ASSERT_TRUE(kernel->add(*state, joined, static_cast<int>(player)));
            joined |= 1U << player;
        });
        EXPECT_NEAR(kernel->value(*state), expected, 1e-9 * (1 + expected)) << coalition;
    }
    EXPECT_GT(compared, 50U);
    EXPECT_EQ(kernel->broken(), 0U);
}
INSTANTIATE_TEST_SUITE_P(GeneralisedKernel, StoredValues,
                         testing::Values("small1l", "small1", "medium1"));

} // namespace
} // namespace isthmus::game
