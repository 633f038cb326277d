// SPDX-License-Identifier: Apache-2.0
#include "flow/equilibrium.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "flow/path_program.hpp"
#include "flow/test_world.hpp"

namespace isthmus::flow {
namespace {

using world::World;

// Prices are exact up to the tie-break (1e-7 of a cost), so the parts add up to a little less than
// that.
constexpr double kAddsUp = 1e-7;

Equilibrium solved(const World& world, int year = 2020, const EquilibriumOptions& options = {}) {
    Result<Equilibrium> result = equilibrium(world, year, options);
    if (!result) {
        for (const Diagnostic& item : result.diagnostics().items())
            ADD_FAILURE() << item.to_string();
        return {};
    }
    return std::move(result).value();
}

double flow_over(const Equilibrium& equilibrium, const std::string& link) {
    double sum = 0;
    const World& world = *equilibrium.market.world;
    for (const LinkFlow& row : link_flows(equilibrium)) {
        if (world.links[row.link].id == link) sum += row.flow;
    }
    return sum;
}

double price_at(const Equilibrium& equilibrium, const std::string& node) {
    const World& world = *equilibrium.market.world;
    for (const NodePrice& row : node_prices(equilibrium)) {
        if (world.nodes[row.node].id == node) {
            return world.commodities[row.commodity].shown_price(row.price);
        }
    }
    return NAN;
}

Payoff payoff_of(const Equilibrium& equilibrium, const std::string& actor) {
    for (const Payoff& row : equilibrium.payoffs_by_state) {
        if (row.actor.valid() && equilibrium.market.world->actors[row.actor].id == actor)
            return row;
    }
    return {};
}

// docs/tutorial works the same numbers by hand. With h the price at the hub: the field sends q = (h
// - 70) / 10; the east takes (370 - h) / 50; the terminal gives (h + 30) / 100; the west takes (570
// - h) / 50 in all. Balance at the hub: (h - 70) / 10 = (370 - h) / 50 + (570 - h) / 50 - (h + 30)
// / 100, so h = 170.
TEST(Equilibrium, TutorialWorldByHand) {
    const Result<World> loaded = world::load(std::string(ISTHMUS_SOURCE_DIR) + "/worlds/tutorial");
    ASSERT_TRUE(loaded.ok());
    const Equilibrium result = solved(loaded.value(), 2024);
    EXPECT_NEAR(flow_over(result, "trunk"), 10, 1e-4);
    EXPECT_NEAR(flow_over(result, "eastern"), 4, 1e-4);
    EXPECT_NEAR(flow_over(result, "western"), 6, 1e-4);
    EXPECT_NEAR(flow_over(result, "regasification"), 2, 1e-4);
    EXPECT_NEAR(price_at(result, "field"), 150, 1e-2);
    EXPECT_NEAR(price_at(result, "east"), 200, 1e-2);
    EXPECT_NEAR(price_at(result, "west"), 220, 1e-2);
    EXPECT_NEAR(payoff_of(result, "northland").producer_surplus, 500, 0.05);
    EXPECT_NEAR(payoff_of(result, "overseas").producer_surplus, 200, 0.05);
    EXPECT_NEAR(payoff_of(result, "eastland").consumer_surplus, 400, 0.05);
    EXPECT_NEAR(payoff_of(result, "westland").consumer_surplus, 1600, 0.1);
    EXPECT_NEAR(payoff_of(result, "middleland").transport_margin, 120, 0.05);
    EXPECT_NEAR(result.welfare, 2820, 0.1);
    EXPECT_LT(result.adding_up_error, kAddsUp);
}

std::string numbered(const std::string& stem, std::size_t index) {
    return stem + std::to_string(index);
}

/// Two sellers, one buyer: p = 100 at 10 with elasticity 1 (p = 10 q) each, demand p = 300 - 10 q.
TestWorld two_sellers() {
    TestWorld world;
    world.state("north").state("south").state("buyer");
    world.node("n", "north").node("s", "south", 2).node("b", "buyer", 4);
    world.gas_supply("n", "north", 10, 100, 1, 30).gas_supply("s", "south", 10, 100, 1, 30);
    world.gas_demand("b", "buyer", 15, 150, -1);
    world.link("nb", "n", "b", "gas", 50, 0, "forward");
    world.link("sb", "s", "b", "gas", 50, 0, "forward");
    return world;
}

// 10 q = 300 - 20 q: each sells 10 at 100.
TEST(Equilibrium, SellersShareTheMarket) {
    const World world = two_sellers().build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(flow_over(result, "nb"), 10, 1e-4);
    EXPECT_NEAR(flow_over(result, "sb"), 10, 1e-4);
    EXPECT_NEAR(price_at(result, "b"), 100, 1e-2);
    EXPECT_EQ(result.market.layers.size(), 1u) << "nothing tells the sellers apart";
}

// With the north under embargo the south sells 15 at 150.
TEST(Equilibrium, EmbargoStopsTheTargetsGoodsOnly) {
    const World world = two_sellers()
                            .add("restrictions", {{"id", "e"},
                                                  {"name", "Embargo"},
                                                  {"kind", "embargo"},
                                                  {"imposed_by", "buyer"},
                                                  {"target", "north"},
                                                  {"commodity", "gas"},
                                                  {"from", "2019"}})
                            .build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(flow_over(result, "nb"), 0, 1e-6);
    EXPECT_NEAR(flow_over(result, "sb"), 15, 1e-4);
    EXPECT_NEAR(price_at(result, "b"), 150, 1e-2);
}

// A quota of 4 on the north: 10 q = 300 - 10 (q + 4), q = 13, price 130; the north gets 40 and the
// buyer the difference.
TEST(Equilibrium, QuotaRentGoesToTheBuyer) {
    const World world = two_sellers()
                            .add("restrictions", {{"id", "q"},
                                                  {"name", "Quota"},
                                                  {"kind", "quota"},
                                                  {"imposed_by", "buyer"},
                                                  {"target", "north"},
                                                  {"commodity", "gas"},
                                                  {"value", "4"},
                                                  {"unit", "bcm/a"}})
                            .build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(flow_over(result, "nb"), 4, 1e-5);
    EXPECT_NEAR(price_at(result, "b"), 130, 1e-2);
    EXPECT_NEAR(payoff_of(result, "buyer").contract_transfer, 4 * (130 - 40), 0.05);
    EXPECT_LT(result.adding_up_error, kAddsUp);
}

// A cap of 60 on the north's price: quantities stay, 40 a unit moves from the north to the buyer.
TEST(Equilibrium, PriceCapMovesMoneyOnly) {
    const World world = two_sellers()
                            .add("restrictions", {{"id", "cap"},
                                                  {"name", "Cap"},
                                                  {"kind", "price_cap"},
                                                  {"imposed_by", "buyer"},
                                                  {"target", "north"},
                                                  {"commodity", "gas"},
                                                  {"value", "60"},
                                                  {"unit", "USD/1000m3"}})
                            .build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(flow_over(result, "nb"), 10, 1e-4);
    EXPECT_NEAR(payoff_of(result, "buyer").price_cap_transfer, 400, 0.1);
    EXPECT_NEAR(payoff_of(result, "north").price_cap_transfer, -400, 0.1);
}

// A surcharge of 30 on the north's goods: 10 s = p, 10 n = p - 30, p = 300 - 10 n - 10 s give p =
// 110, s = 11, n = 8.
TEST(Equilibrium, SurchargeFallsOnTheTarget) {
    const World world = two_sellers()
                            .add("restrictions", {{"id", "sur"},
                                                  {"name", "Surcharge"},
                                                  {"kind", "surcharge"},
                                                  {"imposed_by", "buyer"},
                                                  {"target", "north"},
                                                  {"commodity", "gas"},
                                                  {"links", "nb;sb"},
                                                  {"value", "30"},
                                                  {"unit", "USD/1000m3"}})
                            .build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(flow_over(result, "nb"), 8, 1e-4);
    EXPECT_NEAR(flow_over(result, "sb"), 11, 1e-4);
    EXPECT_NEAR(price_at(result, "b"), 110, 1e-2);
}

TEST(Equilibrium, ClosureForHalfTheYearHalvesTheCapacity) {
    TestWorld base = two_sellers();
    base.add("restrictions", {{"id", "shut"},
                              {"name", "Shut"},
                              {"kind", "closure"},
                              {"imposed_by", "south"},
                              {"links", "nb"},
                              {"from", "2020-07-02"},
                              {"to", "2020-12-31"}});
    const World world = base.build();
    const Result<Market> market = build_market(world, 2020);
    ASSERT_TRUE(market.ok());
    bool found = false;
    for (const ResourceId id : market.value().resources.ids()) {
        const auto link = market.value().resources[id].link;
        if (!link.valid() || world.links[link].id != "nb") continue;
        found = true;
        EXPECT_NEAR(market.value().problem.resources[id].limit, 25, 1e-9); // 183 of 366 days
    }
    EXPECT_TRUE(found);
}

TEST(Equilibrium, MinimumTakeThatCannotBeMetIsExplained) {
    TestWorld base = two_sellers();
    base.add("contracts", {{"id", "take"},
                           {"name", "North to buyer"},
                           {"seller", "north"},
                           {"buyer", "buyer"},
                           {"commodity", "gas"},
                           {"minimum", "40"},
                           {"unit", "bcm/a"}});
    const World world = base.build();
    const Result<Equilibrium> result = equilibrium(world, 2020);
    ASSERT_FALSE(result.ok());
    ASSERT_EQ(result.diagnostics().items().size(), 1u);
    const Diagnostic& item = result.diagnostics().items().front();
    EXPECT_EQ(item.id, "E510");
    EXPECT_EQ(item.file, "contracts.csv");
    EXPECT_EQ(item.found, "North to buyer: minimum take of 40 bcm/a in 2020");
    EXPECT_EQ(item.expected, "at most the 30 bcm/a that can reach buyer");
}

TEST(Equilibrium, MissingYearsAndCostsAreErrorsNotZeros) {
    const World world = two_sellers().build();
    const Result<Equilibrium> late = equilibrium(world, 2021); // the series end in 2020
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.diagnostics().items().size(), 3u);
    EXPECT_EQ(late.diagnostics().items().front().id, "E501");
    const Result<Equilibrium> outside = equilibrium(world, 1900);
    ASSERT_FALSE(outside.ok());
    EXPECT_EQ(outside.diagnostics().items().front().id, "E503");
}

/// Containers from a to c by rail over b, or by a dearer direct line; track a-b shared with nothing
/// else.
TestWorld freight() {
    TestWorld world;
    world.state("east").state("west");
    world.node("a", "east").node("b", "east", 3).node("c", "west", 6);
    world.link("ab", "a", "b", "containers", 100, 400).link("bc", "b", "c", "containers", 30, 400);
    world.link("ac", "a", "c", "containers", 100, 1000, "forward");
    world.add("freight_demand", {{"origin", "a"},
                                 {"destination", "c"},
                                 {"commodity", "containers"},
                                 {"shipper", "east"},
                                 {"actor", "west"},
                                 {"year", "2020"},
                                 {"quantity", "50"},
                                 {"unit", "kTEU/a"},
                                 {"price", "1000"},
                                 {"price_unit", "USD/TEU"},
                                 {"elasticity", "-1"}});
    return world;
}

// 50 are wanted at 1000: 30 go over b for 800, the rest direct for 1000; the scarce 30 earn 200
// each, 6 MUSD.
TEST(Equilibrium, FreightTakesTheCheaperWayUntilItIsFull) {
    const World world = freight().build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(flow_over(result, "bc"), 30, 1e-5);
    EXPECT_NEAR(flow_over(result, "ac"), 20, 1e-3);
    EXPECT_NEAR(price_at(result, "c"), 1000, 0.1);
    EXPECT_NEAR(payoff_of(result, "east").congestion_rent, 6, 0.01);
    EXPECT_NEAR(payoff_of(result, "west").consumer_surplus, 0.5 * 50 * 1000 / 1000, 0.01);
}

// The track b-c in tonnes: 200 kt a year are 20 thousand containers of 10 t.
TEST(Equilibrium, CapacityGroupCountsContainersInTonnes) {
    TestWorld base = freight();
    base.add("capacity_groups", {{"id", "track"}, {"name", "Track"}});
    base.add("group_members", {{"group", "track"}, {"link", "bc"}, {"commodity", "containers"}});
    base.add("group_capacities", {{"group", "track"}, {"capacity", "0.2"}, {"unit", "Mt/a"}});
    const World world = base.build();
    EXPECT_NEAR(flow_over(solved(world), "bc"), 20, 1e-5);
}

/// Random states in a ring with shortcuts, gas and containers, restrictions and a contract.
World random_world(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto number = [&](double low, double high) {
        const double share = static_cast<double>(random()) / 4294967295.0;
        return std::round((low + (high - low) * share) * 100) / 100;
    };
    TestWorld world;
    const std::size_t count = 4 + random() % 4;
    for (std::size_t i = 0; i < count; ++i) {
        world.state(numbered("s", i));
        world.node(numbered("n", i), numbered("s", i), static_cast<double>(i));
        world.gas_supply(numbered("n", i), numbered("s", i), number(5, 20), number(50, 150),
                         number(0.3, 2), number(20, 40));
        world.gas_demand(numbered("n", i), numbered("s", i), number(5, 25), number(80, 300),
                         -number(0.2, 1));
    }
    for (std::size_t i = 0; i < 2 * count; ++i) {
        const std::size_t from = i % count;
        const std::size_t to = i < count ? (i + 1) % count : (i + 2) % count;
        world.link(numbered("gas", i), numbered("n", from), numbered("n", to), "gas", number(1, 15),
                   number(1, 40));
        world.link(numbered("rail", i), numbered("n", from), numbered("n", to), "containers",
                   number(5, 40), number(100, 900));
    }
    for (std::size_t i = 0; i + 2 < count; ++i) {
        world.add("freight_demand", {{"origin", numbered("n", i)},
                                     {"destination", numbered("n", i + 2)},
                                     {"commodity", "containers"},
                                     {"shipper", numbered("s", i)},
                                     {"actor", numbered("s", i + 2)},
                                     {"year", "2020"},
                                     {"quantity", format_number(number(5, 30))},
                                     {"unit", "kTEU/a"},
                                     {"price", format_number(number(500, 2000))},
                                     {"price_unit", "USD/TEU"},
                                     {"elasticity", format_number(-number(0.3, 1.5))}});
    }
    TestWorld::Cells restriction = {
        {"id", "r"}, {"name", "r"}, {"imposed_by", "s0"}, {"target", "s1"}, {"commodity", "gas"}};
    if (random() % 2 == 0) {
        restriction.insert(restriction.end(), {{"kind", "embargo"}});
    } else {
        restriction.insert(restriction.end(),
                           {{"kind", "quota"}, {"value", "2"}, {"unit", "bcm/a"}});
    }
    world.add("restrictions", restriction);
    world.add("contracts", {{"id", "k"},
                            {"name", "k"},
                            {"seller", "s3"},
                            {"buyer", "s2"},
                            {"commodity", "gas"},
                            {"minimum", "0.5"},
                            {"unit", "bcm/a"}});
    return world.build();
}

TEST(Equilibrium, RandomWorldsBalanceAndAddUp) {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const World world = random_world(seed);
        const Equilibrium result = solved(world);
        ASSERT_TRUE(result.certificate.holds()) << "seed " << seed;
        ASSERT_LT(result.adding_up_error, kAddsUp) << "seed " << seed;
        double supplied = 0, consumed = 0;
        for (const NodePrice& row : node_prices(result)) {
            if (row.origin.valid()) continue;
            supplied += row.supplied;
            consumed += row.consumed;
        }
        EXPECT_NEAR(supplied, consumed, 1e-6) << "seed " << seed;
    }
}

// Freight over paths against the same market over arcs: two formulations, two certificates, one
// answer.
TEST(Equilibrium, PathsAndArcsAgree) {
    std::size_t path_blocks = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        const World world = random_world(seed);
        EquilibriumOptions over_arcs;
        over_arcs.solve.formulation = Formulation::kArcs;
        const Equilibrium paths = solved(world);
        const Equilibrium arcs = solved(world, 2020, over_arcs);
        for (const Block& block : blocks(paths.market.problem)) {
            path_blocks += is_path_block(paths.market.problem, block);
        }
        EXPECT_NEAR(paths.welfare, arcs.welfare, 1e-7 * arcs.welfare) << "seed " << seed;
        for (const DemandId id : paths.market.demands.ids()) {
            EXPECT_NEAR(paths.solution.demand[id], arcs.solution.demand[id], 1e-3)
                << "seed " << seed;
            EXPECT_NEAR(paths.solution.demand_price[id], arcs.solution.demand_price[id],
                        1e-3 * (1 + arcs.solution.demand_price[id]))
                << "seed " << seed;
        }
    }
    EXPECT_GE(path_blocks, 60u) << "freight is no longer solved over paths";
}

// Two ways of equal cost: which one is shown must not change because a line is added elsewhere.
TEST(Equilibrium, TiesDoNotMoveWhenAnotherLinkIsAdded) {
    const auto with_ties = [](bool spur) {
        TestWorld world = two_sellers();
        for (int i = 0; i < 6; ++i) {
            world.node(numbered("x", static_cast<std::size_t>(i)), "north", 1);
        }
        if (spur) world.node("far", "south", 3).link("spur", "s", "far", "gas", 1, 1);
        for (std::size_t i = 0; i < 6; ++i) {
            world.link(numbered("nx", i), "n", numbered("x", i), "gas", 50, 0, "forward");
            world.link(numbered("xb", i), numbered("x", i), "b", "gas", 50, 0, "forward");
        }
        return world.build();
    };
    const World plain = with_ties(false);
    const World grown = with_ties(true);
    const Equilibrium before = solved(plain);
    const Equilibrium after = solved(grown);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_NEAR(flow_over(before, numbered("nx", i)), flow_over(after, numbered("nx", i)),
                    1e-6);
    }
}

TEST(Equilibrium, SeparateLayersGiveTheSameMarket) {
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        const World world = random_world(seed);
        EquilibriumOptions apart;
        apart.market.separate_suppliers = true;
        const Equilibrium together = solved(world);
        const Equilibrium separate = solved(world, 2020, apart);
        EXPECT_GE(separate.market.layers.size(), together.market.layers.size());
        EXPECT_NEAR(together.welfare, separate.welfare, 1e-5 * together.welfare) << "seed " << seed;
    }
}

} // namespace
} // namespace isthmus::flow
