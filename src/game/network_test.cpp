// SPDX-License-Identifier: Apache-2.0
#include "game/network.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "game/oracle.hpp"
#include "game/test_problems.hpp"

namespace isthmus::game {
namespace {

CoalitionNetwork line(double width, double value, double capacity, double cost) {
    CoalitionNetwork network;
    network.players = 2;
    network.nodes.push_back(network_node(1, {{width, value}}, {}));
    network.nodes.push_back(network_node(2, {}, {{width, value + 10}}));
    network.arcs.push_back({0, 1, capacity, cost, 0, 3});
    return network;
}

TEST(NetworkNode, MergesSupplyAndDemandByPrice) {
    const NetworkNode node = network_node(5, {{3, 10}, {2, 20}, {0, 25}}, {{4, 30}, {1, 20}});
    EXPECT_EQ(node.consent, Coalition{5});
    EXPECT_EQ(node.supplied, 5);
    EXPECT_EQ(node.self_surplus, 3 * 20 + 1 * 10);
    ASSERT_EQ(node.steps.size(), 3U);
    const std::vector<std::pair<double, double>> expected{{4, 30}, {3, 20}, {3, 10}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(node.steps[i].width, expected[i].first);
        EXPECT_EQ(node.steps[i].value, expected[i].second);
    }
}

TEST(NetworkNode, IsWorthItsSupplyAndDemandAtNodesOfTheirOwn) {
    TestRandom random(3);
    for (int round = 0; round < 20; ++round) {
        CoalitionNetwork merged, apart;
        merged.players = apart.players = 3;
        for (std::size_t i = 0; i < 3; ++i) {
            std::vector<flow::Step> supply, demand;
            for (double price = random.number(1, 30); supply.size() < 4; price += 7) {
                supply.push_back({random.number(1, 5), price});
            }
            for (double price = random.number(20, 60); demand.size() < 4; price -= 5) {
                demand.push_back({random.number(1, 5), price});
            }
            merged.nodes.push_back(network_node(player_bit(i), supply, demand));
            apart.nodes.push_back(network_node(player_bit(i), supply, {}));
            apart.nodes.push_back(network_node(player_bit(i), {}, demand));
            apart.arcs.push_back({2 * i, 2 * i + 1, 100, 0, 0, 0});
            apart.arcs.push_back({2 * i + 1, 2 * i, 100, 0, 0, 0});
        }
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t j = (i + 1) % 3;
            const double capacity = random.number(1, 9), cost = random.number(0, 6);
            merged.arcs.push_back({i, j, capacity, cost, 0, 0});
            apart.arcs.push_back({2 * i + 1, 2 * j + 1, capacity, cost, 0, 0});
        }
        const auto of_merged = make_oracle(merged);
        const auto of_apart = make_oracle(apart);
        for (Coalition coalition = 0; coalition < 8; ++coalition) {
            const double expected = of_apart->welfare(coalition);
            EXPECT_NEAR(of_merged->welfare(coalition), expected, 1e-7 * (1 + expected));
        }
    }
}

TEST(AsNetwork, MarketsOfOnePlaceWithDifferentConsents) {
    CoalitionProblem part;
    part.players = 3;
    const flow::Region region = flow::add_region(part.problem, 1, 1, 11, 1);
    const auto other = part.problem.demands.push_back({flow::linear(9, -1, 9)});
    part.problem.deliveries.push_back({region.vertex, other, 2});
    part.supply_consent.push_back(1);
    part.demand_consent.push_back(2);
    part.demand_consent.push_back(4);
    const auto network = as_network(part);
    ASSERT_TRUE(network.has_value());
    EXPECT_EQ(network->nodes.size(), 3U);
    EXPECT_EQ(network->arcs.size(), 2U);
    EXPECT_FALSE(network->lossy());
    const auto oracle = make_oracle(*network);
    EXPECT_NEAR(oracle->welfare(Coalition{3}), 25, step_error(part));
    // Two units are delivered at most, where 4 would be taken.
    EXPECT_NEAR(oracle->welfare(Coalition{5}), 2 * (9 - 1) - 2 - 2, step_error(part));
    EXPECT_EQ(oracle->welfare(Coalition{6}), 0);
}

TEST(AsNetwork, DemandThatTwoLayersServe) {
    CoalitionProblem part;
    part.players = 2;
    flow::Problem& problem = part.problem;
    const flow::Region one = flow::add_region(problem, 1, 1, 11, 1);
    const auto vertex = problem.vertices.push_back({});
    problem.supplies.push_back({vertex, flow::linear(1, 1, 1000)});
    problem.deliveries.push_back({vertex, one.demand, flow::kInfinity});
    part.supply_consent.push_back(1);
    part.supply_consent.push_back(2);
    part.demand_consent.push_back(0);
    const auto network = as_network(part);
    ASSERT_TRUE(network.has_value());
    const auto oracle = make_oracle(*network);
    EXPECT_NEAR(oracle->welfare(Coalition{1}), 25, step_error(part));
    EXPECT_NEAR(oracle->welfare(Coalition{2}), 25, step_error(part));
    // p = 1 + q/2 meets 11 - q at 20/3.
    EXPECT_NEAR(oracle->welfare(Coalition{3}), 100.0 / 3, step_error(part));
}

TEST(AsNetwork, RefusesWhatIsNoNetwork) {
    const CoalitionProblem part = random_network_problem(1);
    ASSERT_TRUE(as_network(part).has_value());
    CoalitionProblem changed = part;
    changed.problem.obligations.push_back({0, 1, {flow::DeliveryId(0)}});
    EXPECT_FALSE(as_network(changed).has_value());
    changed = part;
    changed.problem.vertices[flow::VertexId(0)].injection = 1;
    EXPECT_FALSE(as_network(changed).has_value());
    changed = part;
    changed.problem.arcs[flow::ArcId(0)].lower = 0.1;
    EXPECT_FALSE(as_network(changed).has_value());
    changed = part;
    changed.problem.arcs[flow::ArcId(0)].cost = -1;
    EXPECT_FALSE(as_network(changed).has_value());
    changed = part;
    flow::Resource resource;
    resource.uses = {{flow::ArcId(0), 1}, {flow::ArcId(1), 1}, {flow::ArcId(2), 1}};
    resource.limit = flow::kInfinity;
    changed.problem.resources.push_back(resource);
    EXPECT_TRUE(as_network(changed).has_value());
    resource.limit = 3;
    changed.problem.resources.push_back(resource);
    EXPECT_FALSE(as_network(changed).has_value());
    changed = part;
    resource.uses.resize(1);
    resource.has_curve = true;
    changed.problem.resources.push_back(resource);
    EXPECT_FALSE(as_network(changed).has_value());
}

TEST(NetworkScale, StatedUnitsAreChecked) {
    CoalitionNetwork network = line(2.125, 10.25, 1.5, 0.75);
    network.quantity_unit = 0.125;
    network.price_unit = 0.25;
    const auto scale = network_scale(network);
    ASSERT_TRUE(scale.ok());
    EXPECT_EQ(scale.value().quantity, 0.125);
    EXPECT_EQ(scale.value().price, 0.25);
    EXPECT_EQ(scale.value().rounding_error, 0);

    network.quantity_unit = 0.5;
    const auto coarse = network_scale(network);
    ASSERT_FALSE(coarse.ok());
    ASSERT_EQ(coarse.diagnostics().items().size(), 1U);
    const Diagnostic& item = coarse.diagnostics().items().front();
    EXPECT_EQ(item.id, "E703");
    EXPECT_EQ(item.column, "quantity_unit");
    EXPECT_EQ(item.found, "2.125");
    EXPECT_EQ(item.expected, "a whole multiple of 0.5");
    EXPECT_EQ(item.hint, "a unit of 1e-08 fits");

    network.quantity_unit = 1e-10;
    network.price_unit = -1;
    const auto fine = network_scale(network);
    ASSERT_FALSE(fine.ok());
    EXPECT_EQ(fine.diagnostics().items().size(), 2U);
}

TEST(NetworkScale, ChoosesTheFinestPowerOfTenThatFits) {
    const auto scale = network_scale(line(2.5, 100, 1.5, 0.75));
    ASSERT_TRUE(scale.ok());
    EXPECT_DOUBLE_EQ(scale.value().quantity, 1e-8); // 2.5 + 2.5 + 1.5 < 10.7
    EXPECT_DOUBLE_EQ(scale.value().price, 1e-6);    // 110 + 0.75 < 1073
    EXPECT_EQ(scale.value().rounding_error, 0);
    EXPECT_FALSE(network_scale(line(2.5, 100, flow::kInfinity, 1)).ok());
    EXPECT_FALSE(network_scale(line(2.5, 1e25, 1, 1)).ok());
}

TEST(NetworkScale, RoundingErrorBoundsWhatRoundingDoes) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        auto network = as_network(random_network_problem(seed, {4, 5, false, true}));
        ASSERT_TRUE(network.has_value());
        // A seller without buyers and a way that nobody takes, so large that units are coarse.
        const std::size_t nodes = network->nodes.size();
        network->nodes.push_back(network_node(0, {{1e7, 10}}, {}));
        network->arcs.push_back({nodes, nodes, 0, 1e6, 0, 0});
        const auto scale = network_scale(*network);
        ASSERT_TRUE(scale.ok());
        const auto [quantity, price, error] = scale.value();
        EXPECT_EQ(quantity, 0.01);
        EXPECT_EQ(price, 0.001);
        EXPECT_GT(error, 0);
        CoalitionNetwork rounded = *network;
        const auto round = [](double& number, double unit) {
            number = std::round(number / unit) * unit;
        };
        for (NetworkNode& node : rounded.nodes) {
            round(node.supplied, quantity);
            for (flow::Step& step : node.steps) {
                round(step.width, quantity);
                round(step.value, price);
            }
        }
        for (NetworkArc& arc : rounded.arcs) {
            round(arc.capacity, quantity);
            round(arc.cost, price);
        }
        const auto exact = make_oracle(*network);
        const auto coarse = make_oracle(rounded);
        double worst = 0;
        for (Coalition coalition = 0; coalition < 16; ++coalition) {
            worst =
                std::max(worst, std::abs(coarse->welfare(coalition) - exact->welfare(coalition)));
        }
        EXPECT_GT(worst, 0);
        EXPECT_LE(worst, error);
    }
}

} // namespace
} // namespace isthmus::game
