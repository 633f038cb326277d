// SPDX-License-Identifier: Apache-2.0
#include "flow/market_corrections.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "flow/equilibrium.hpp"
#include "flow/test_calibration.hpp"

namespace isthmus::flow {
namespace {

double flow_over(const world::World& world, const Equilibrium& answer, const std::string& link,
                 world::FlowDirection way = world::FlowDirection::kBoth) {
    const NamedFlow flow{world.find<world::LinkTag>("links", link), world::CommodityId(0), way, {}};
    double sum = 0;
    for (const ArcId arc : arcs_of(answer.market, flow)) sum += answer.solution.flow[arc];
    return sum;
}

Equilibrium solved(const world::World& world, int year = 2020) {
    auto answer = equilibrium(world, year);
    EXPECT_TRUE(answer.ok());
    return std::move(answer).value();
}

// 10 f/6 more than 190 at 6 over the northern line and 180 at 4 over the southern one: both cost
// 200 there, which is what 10 units leave between supply at 100 and demand at 300.
TEST(MarketCorrections, ByHand) {
    TwoLines made;
    correct(made, "north", 6, 190, 190);
    correct(made, "south", 4, 180, 90);
    const world::World world = made.build();
    const Equilibrium answer = solved(world);
    EXPECT_NEAR(flow_over(world, answer, "north"), 6, 1e-5);
    EXPECT_NEAR(flow_over(world, answer, "south"), 4, 1e-5);
    // Benefit 600 q - 15 q^2, supply 5 q^2, transport 10 and 20 a unit, corrections their
    // integrals: 190 f^2 / 12 at 6, and 90 f + 90 f^2 / 8 at 4.
    const double corrections = 190 * 36 / 12.0 + 90 * 4 + 90 * 16 / 8.0;
    EXPECT_NEAR(answer.welfare, 6000 - 1500 - 500 - 60 - 80 - corrections, 1e-2);
    EXPECT_LT(answer.adding_up_error, 1e-6);
    // What shippers pay beyond that goes to no actor: 190 * 6 - 570, 180 * 4 - 540.
    const Payoff& nobody = answer.payoffs.back();
    EXPECT_FALSE(nobody.actor.valid());
    EXPECT_NEAR(nobody.correction, 570 + 180, 1e-2);
    for (const Payoff& row : answer.payoffs) {
        EXPECT_EQ(row.congestion_rent, 0);
        if (row.actor.valid()) {
            EXPECT_EQ(row.correction, 0);
        }
    }
    EXPECT_TRUE(binding_constraints(answer).empty());
    EXPECT_EQ(link_flows(answer).front().rent, 0);
}

TEST(MarketCorrections, WithoutSlopeIsACost) {
    TwoLines made;
    correct(made, "north", 0, 30, 0); // 40 against 20
    const world::World world = made.build();
    const Equilibrium answer = solved(world);
    EXPECT_NEAR(flow_over(world, answer, "south"), 14.5, 1e-5);
    EXPECT_EQ(flow_over(world, answer, "north"), 0);
}

TEST(MarketCorrections, HoldsFromItsFirstDay) {
    TwoLines made;
    made.add("supply", {{"node", "field"},
                        {"commodity", "gas"},
                        {"actor", "seller"},
                        {"year", "2019"},
                        {"quantity", "10"},
                        {"capacity", "40"},
                        {"unit", "bcm/a"},
                        {"price", "100"},
                        {"price_unit", "USD/1000m3"},
                        {"elasticity", "1"}});
    made.add("demand", {{"node", "market"},
                        {"commodity", "gas"},
                        {"actor", "buyer"},
                        {"year", "2019"},
                        {"quantity", "10"},
                        {"unit", "bcm/a"},
                        {"price", "300"},
                        {"price_unit", "USD/1000m3"},
                        {"elasticity", "-1"}});
    correct(made, "north", 0, 30, 0);
    const world::World world = made.build();
    EXPECT_NEAR(flow_over(world, solved(world, 2019), "north"), 14.75, 1e-5);
    EXPECT_EQ(flow_over(world, solved(world, 2020), "north"), 0);
}

// A way out of all cycles may be paid for: 10 - 30 makes q = (600 + 20) / 40.
TEST(MarketCorrections, OneWayMayBePaidFor) {
    TwoLines made;
    correct(made, "north", 0, -30, 0);
    const world::World world = made.build();
    const Equilibrium answer = solved(world);
    EXPECT_NEAR(flow_over(world, answer, "north"), 15.5, 1e-5);
    EXPECT_LT(answer.adding_up_error, 1e-6);
}

// Over a line that goes both ways goods would go round for ever at -20 there and -20 back. The cost
// stops at zero, at any flow: q = 600 / 40, and nothing comes back.
TEST(MarketCorrections, NothingGoesRound) {
    for (const double slope : {0.0, 15.0}) {
        for (const char* direction : {"both", "forward"}) {
            TestWorld made;
            made.state("seller").state("buyer").node("field", "seller").node("market", "buyer", 10);
            made.link("line", "field", "market", "gas", 100, 10);
            made.gas_supply("field", "seller", 10, 100, 1, 40);
            made.gas_demand("market", "buyer", 10, 300, -1);
            correct(made, "line", 20, -30, slope, direction);
            const world::World world = made.build();
            const Equilibrium answer = solved(world);
            using Way = world::FlowDirection;
            EXPECT_NEAR(flow_over(world, answer, "line", Way::kForward), 15, 1e-5);
            EXPECT_EQ(flow_over(world, answer, "line", Way::kBackward), 0);
            for (const Arc& arc : answer.market.problem.arcs) EXPECT_GE(arc.cost, 0);
        }
    }
}

// Three one-way lines in a circle are a cycle, too.
TEST(MarketCorrections, CyclesOfOneWayLinksCount) {
    TestWorld made;
    made.state("seller").state("buyer");
    made.node("a", "seller").node("b", "seller", 5).node("c", "buyer", 10);
    made.link("ab", "a", "b", "gas", 100, 10, "forward");
    made.link("bc", "b", "c", "gas", 100, 10, "forward");
    made.link("ca", "c", "a", "gas", 100, 10, "forward");
    made.gas_supply("a", "seller", 10, 100, 1, 40).gas_demand("c", "buyer", 10, 300, -1);
    for (const char* link : {"ab", "bc", "ca"}) correct(made, link, 0, -50, 0);
    const world::World world = made.build();
    const Equilibrium answer = solved(world);
    EXPECT_NEAR(flow_over(world, answer, "bc"), 15, 1e-5);
    EXPECT_NEAR(flow_over(world, answer, "ca"), 0, 1e-6);
}

// Two corrections of one flow, of all goods and of one owner's, add up.
TEST(MarketCorrections, OwnersAreToldApart) {
    TwoLines made;
    made.state("other").gas_supply("field", "other", 10, 100, 1, 40);
    made.add("corrections", {{"link", "north"},
                             {"commodity", "gas"},
                             {"supplier", "other"},
                             {"flow", "0"},
                             {"unit", "bcm/a"},
                             {"correction", "5"},
                             {"price_unit", "USD/1000m3"}});
    correct(made, "north", 0, 7, 0);
    const world::World world = made.build();
    const auto market = build_market(world, 2020);
    ASSERT_TRUE(market.ok());
    std::vector<double> costs;
    for (const ArcId id : market.value().arcs.ids()) {
        if (world.links[market.value().arcs[id].link].id != "north") continue;
        costs.push_back(market.value().problem.arcs[id].cost);
    }
    std::sort(costs.begin(), costs.end());
    EXPECT_EQ(costs, (std::vector<double>{17, 22}));
}

} // namespace
} // namespace isthmus::flow
