// SPDX-License-Identifier: Apache-2.0
#include "game/oracle.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "game/test_problems.hpp"

namespace isthmus::game {
namespace {

// Relative to the value plus one: two runs of a solver with a tolerance of 1e-9.
constexpr double kSame = 1e-7;

void expect_near(double found, double expected, const char* what) {
    EXPECT_NEAR(found, expected, kSame * (1 + std::abs(expected))) << what;
}

/// What a coalition adds to what nobody opens.
double value(WelfareOracle& oracle, Coalition coalition) {
    return oracle.welfare(coalition) - oracle.welfare(Coalition{0});
}

TEST(ValueSteps, KinksEndSteps) {
    const flow::Curve curve = flow::demand_curve(10, 100, -0.5, 250);
    const auto steps = value_steps(curve);
    ASSERT_EQ(steps.size(), kValueSteps + 1);
    EXPECT_DOUBLE_EQ(steps.front().value, 250);
    EXPECT_DOUBLE_EQ(steps.front().width, curve.quantity_at(250));
    double quantity = 0, area = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        quantity += steps[i].width;
        area += steps[i].width * steps[i].value;
        EXPECT_NEAR(area, curve.integral(quantity), 1e-9 * area);
        if (i > 0) {
            EXPECT_LT(steps[i].value, steps[i - 1].value);
        }
    }
    EXPECT_NEAR(quantity, curve.limit, 1e-12 * curve.limit);
}

TEST(ValueSteps, FlatCurvesAreOneStep) {
    flow::Curve curve;
    curve.constant = 7;
    curve.limit = 3;
    const auto steps = value_steps(curve);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(steps[0].width, 3);
    EXPECT_EQ(steps[0].value, 7);
    curve.limit = 0;
    EXPECT_TRUE(value_steps(curve).empty());
}

TEST(ValueSteps, PowersKeepTheIntegral) {
    flow::Curve curve;
    curve.constant = 2;
    curve.slope = 0.5;
    curve.power = 4;
    curve.highest = 40;
    curve.limit = 5;
    double quantity = 0, area = 0;
    for (const flow::Step& step : value_steps(curve)) {
        quantity += step.width;
        area += step.width * step.value;
        EXPECT_NEAR(area, curve.integral(quantity), 1e-9 * (1 + area));
    }
    EXPECT_NEAR(quantity, 5, 1e-12);
}

TEST(Oracle, TwoRegionsByHand) {
    // A seller at 1 for 10 units, a buyer at 5 for 4: surplus 16, with everyone's consent.
    CoalitionProblem part;
    part.players = 3;
    flow::Problem& problem = part.problem;
    const auto from = problem.vertices.push_back({});
    const auto to = problem.vertices.push_back({});
    flow::Curve supply, demand;
    supply.constant = 1;
    supply.limit = 10;
    demand.constant = 5;
    demand.limit = 4;
    demand.falling = true;
    problem.supplies.push_back({from, supply});
    const auto buyer = problem.demands.push_back({demand});
    problem.deliveries.push_back({to, buyer, flow::kInfinity});
    flow::add_arc(problem, from, to, 1);
    part.supply_consent.push_back(1);
    part.demand_consent.push_back(2);
    part.arc_consent.push_back(4);
    const auto oracle = make_oracle(part);
    for (Coalition coalition = 0; coalition < 8; ++coalition) {
        expect_near(oracle->welfare(coalition), coalition == 7 ? 12 : 0, "v");
    }
    EXPECT_EQ(part.relevant_players(), Coalition{7});
}

TEST(Oracle, CoalitionsThatTradeEachWithinItself) {
    CoalitionProblem part = random_network_problem(5, {4, 6, false, true});
    const auto oracle = make_oracle(part);
    const std::vector<Coalition> apart{3, 12};
    const double together = oracle->welfare(Coalition{15});
    const double both = oracle->welfare(apart);
    EXPECT_LE(both, together + kSame * (1 + together));
    EXPECT_GE(both + kSame * (1 + both), oracle->welfare(Coalition{3}));
    EXPECT_GE(both + kSame * (1 + both), oracle->welfare(Coalition{12}));
}

TEST(Oracle, LowerBoundsOfObligationsAreLeftOutAndUpperOnesStand) {
    CoalitionProblem part;
    part.players = 1;
    const flow::Region region = flow::add_region(part.problem, 1, 1, 11, 1); // q 5, surplus 25
    part.supply_consent.push_back(1);
    part.demand_consent.push_back(1);
    part.problem.obligations.push_back({8, 2, {region.delivery}});
    const auto oracle = make_oracle(part);
    EXPECT_NEAR(oracle->welfare(Coalition{1}), 2 * 10 - 4, step_error(part) + 1e-6);
    EXPECT_EQ(oracle->welfare(Coalition{0}), 0);
}

TEST(Oracle, NetworkAndProblemAgree) {
    for (std::uint64_t seed = 0; seed < 24; ++seed) {
        const CoalitionProblem part = random_network_problem(seed, {4, 5, seed % 2 == 0, true});
        const auto network = as_network(part);
        ASSERT_TRUE(network.has_value());
        EXPECT_EQ(network->players, part.players);
        const auto of_problem = make_oracle(part);
        const auto of_network = make_oracle(*network);
        for (Coalition coalition = 0; coalition < 16; ++coalition) {
            expect_near(value(*of_network, coalition), value(*of_problem, coalition), "v");
        }
    }
}

TEST(Oracle, AgreesWithTheEquilibriumWithinTheErrorOfSteps) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        CoalitionProblem part = random_network_problem(seed);
        // A capacity that arcs of several links share, so that the part is no network.
        TestRandom random(seed + 100);
        flow::Resource shared;
        shared.limit = random.number(1, 15);
        for (const flow::ArcId id : part.problem.arcs.ids()) {
            if (random.below(3) == 0) shared.uses.push_back({id, random.number(0.5, 2)});
        }
        if (shared.uses.size() > 2) {
            part.problem.resources.push_back(shared);
            EXPECT_FALSE(as_network(part).has_value());
        }
        const double error = step_error(part);
        const auto oracle = make_oracle(part);
        for (const Coalition coalition : {Coalition{15}, Coalition{random.below(16)}}) {
            const flow::Problem problem = opened(part, coalition);
            const flow::Solved solved = flow::solve(problem);
            ASSERT_EQ(solved.status, flow::LpStatus::kOptimal);
            const double expected = welfare(problem, solved.solution);
            const double found = oracle->welfare(coalition);
            EXPECT_LE(found, expected + kSame * (1 + expected));
            EXPECT_GE(found, expected - error - kSame * (1 + expected));
        }
    }
}

} // namespace
} // namespace isthmus::game
