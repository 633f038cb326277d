// SPDX-License-Identifier: Apache-2.0
// What dated rows amount to in a year, and who earns what on a link.
#include <gtest/gtest.h>

#include "flow/equilibrium.hpp"
#include "flow/market_year.hpp"
#include "flow/test_world.hpp"

namespace isthmus::flow {
namespace {

using world::World;

/// A seller at p = 10 q, a pipe that costs 20 with a tariff of 50, and a buyer at p = 350 - 10 q:
/// 10 at 150 moves, or less.
TestWorld one_pipe() {
    TestWorld world;
    world.state("seller").state("transit").state("buyer");
    world.node("s", "seller").node("t", "transit", 2).node("b", "buyer", 4);
    world.gas_supply("s", "seller", 10, 100, 1, 30).gas_demand("b", "buyer", 20, 150, -0.75);
    world.link("st", "s", "t", "gas", 50, 0, "forward");
    world.add("links", {{"id", "tb"},
                        {"name", "tb"},
                        {"mode", "pipeline"},
                        {"from_node", "t"},
                        {"to_node", "b"},
                        {"direction", "forward"},
                        {"length", "500"}});
    world.add("link_status", {{"link", "tb"}, {"status", "open"}});
    world.add("capacities",
              {{"link", "tb"}, {"commodity", "gas"}, {"capacity", "10"}, {"unit", "bcm/a"}});
    world.add("costs", {{"link", "tb"},
                        {"commodity", "gas"},
                        {"cost", "20"},
                        {"tariff", "50"},
                        {"unit", "USD/1000m3"}});
    world.add("consents", {{"link", "tb"}, {"actor", "transit"}, {"capacity", "territory"}});
    return world;
}

Equilibrium solved(const World& world) {
    Result<Equilibrium> result = equilibrium(world, 2020);
    EXPECT_TRUE(result.ok());
    if (!result) return {};
    return std::move(result).value();
}

Payoff payoff_of(const std::vector<Payoff>& payoffs, const World& world, const std::string& actor) {
    for (const Payoff& row : payoffs) {
        if (row.actor.valid() && world.actors[row.actor].id == actor) return row;
    }
    return {};
}

// Full at 10: the seller's price is 100, the buyer's 250; of the 150 between, 50 are tariff (20 of
// it cost) and 100 rent.
TEST(Market, TariffMarginAndRentGoToTheTerritoryWithoutOwners) {
    const World world = one_pipe().build();
    const Equilibrium result = solved(world);
    const Payoff transit = payoff_of(result.payoffs, world, "transit");
    EXPECT_NEAR(transit.transport_margin, 300, 0.01);
    EXPECT_NEAR(transit.congestion_rent, 1000, 0.1);
}

TEST(Market, OwnersShareMarginAndRent) {
    TestWorld base = one_pipe();
    base.add("actors", {{"id", "firm"}, {"name", "Firm"}, {"kind", "company"}, {"home", "seller"}});
    base.add("ownership", {{"link", "tb"}, {"actor", "firm"}, {"share", "0.75"}});
    base.add("ownership", {{"link", "tb"}, {"actor", "transit"}, {"share", "0.25"}});
    const World world = base.build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(payoff_of(result.payoffs, world, "firm").congestion_rent, 750, 0.1);
    EXPECT_NEAR(payoff_of(result.payoffs, world, "transit").congestion_rent, 250, 0.1);
    const Payoff home = payoff_of(result.payoffs_by_state, world, "seller");
    EXPECT_NEAR(home.congestion_rent, 750, 0.1) << "a firm counts for its home state";
}

TEST(Market, FeesArePaidToTheirActorForTheirPartOfTheYear) {
    TestWorld base = one_pipe();
    base.add("fees", {{"link", "tb"},
                      {"commodity", "gas"},
                      {"actor", "buyer"},
                      {"from", "2020-07-02"}, // 183 of the 366 days
                      {"fee", "10"},
                      {"unit", "USD/1000m3"}});
    const World world = base.build();
    const Equilibrium result = solved(world);
    EXPECT_NEAR(payoff_of(result.payoffs, world, "buyer").fees, 0.5 * 10 * 10, 0.01);
    EXPECT_NEAR(payoff_of(result.payoffs, world, "transit").congestion_rent, 950, 0.1);
}

TEST(Market, TransitBanStopsTheTargetsGoodsOnTheLinks) {
    TestWorld base = one_pipe();
    base.state("other").node("o", "other", 1).gas_supply("o", "other", 2, 200, 1, 5);
    base.link("ot", "o", "t", "gas", 50, 0, "forward");
    base.add("restrictions", {{"id", "ban"},
                              {"name", "Ban"},
                              {"kind", "transit_ban"},
                              {"imposed_by", "transit"},
                              {"target", "seller"},
                              {"links", "tb"}});
    const World world = base.build();
    const Equilibrium result = solved(world);
    for (const LinkFlow& row : link_flows(result)) {
        const std::string& id = world.links[row.link].id;
        if (id == "st") {
            EXPECT_NEAR(row.flow, 0, 1e-6);
        }
        // The other seller, at p = 100 q, gets 350 - 10 q - 50 = 100 q: q = 300 / 110.
        if (id == "tb") {
            EXPECT_NEAR(row.flow, 300.0 / 110, 1e-4);
        }
    }
}

TEST(Market, ExportBanBindsTheImposersOwnGoods) {
    TestWorld base = one_pipe();
    base.add("restrictions", {{"id", "ban"},
                              {"name", "Ban"},
                              {"kind", "export_ban"},
                              {"imposed_by", "seller"},
                              {"target", "buyer"},
                              {"commodity", "gas"}});
    const World world = base.build();
    EXPECT_NEAR(solved(world).welfare, 0, 1e-6);
}

TEST(Market, BlocStandsForItsMembersOnTheFirstOfJuly) {
    for (const auto& [joined, flow] :
         {std::pair("2020-06-30", 0.0), std::pair("2020-07-02", 10.0)}) {
        TestWorld base = one_pipe();
        base.add("blocs", {{"id", "bloc"}, {"name", "Bloc"}, {"kind", "political"}});
        base.add("memberships",
                 {{"actor", "buyer"}, {"bloc", "bloc"}, {"role", "member"}, {"from", joined}});
        base.add("restrictions", {{"id", "e"},
                                  {"name", "Embargo"},
                                  {"kind", "embargo"},
                                  {"imposed_by", "bloc"},
                                  {"target", "seller"},
                                  {"commodity", "gas"}});
        const World world = base.build();
        const Equilibrium result = solved(world);
        double sum = 0;
        for (const LinkFlow& row : link_flows(result)) {
            if (world.links[row.link].id == "tb") sum += row.flow;
        }
        EXPECT_NEAR(sum, flow, 1e-4) << joined;
    }
}

TEST(Market, SeriesAreLinearBetweenTheirYears) {
    world::Supply early, late;
    early.year = 2000;
    early.quantity = 10;
    early.price = 100;
    late.year = 2010;
    late.quantity = 30;
    late.price = 50;
    const std::vector<const world::Supply*> anchors{&late, &early};
    using State = YearRow<world::Supply>::State;
    EXPECT_EQ(at_year(anchors, 1999).state, State::kNotYet);
    EXPECT_EQ(at_year(anchors, 2011).state, State::kMissing);
    EXPECT_DOUBLE_EQ(at_year(anchors, 2000).row.quantity, 10);
    EXPECT_DOUBLE_EQ(at_year(anchors, 2004).row.quantity, 18);
    EXPECT_DOUBLE_EQ(at_year(anchors, 2004).row.price, 80);
    EXPECT_DOUBLE_EQ(at_year(anchors, 2010).row.quantity, 30);
}

// 40 until the end of March (91 of 366 days), 80 afterwards.
TEST(Market, CapacityIsTheMeanOverTheYear) {
    TestWorld base = one_pipe();
    base.link("spur", "s", "b", "gas", 40, 5, "forward");
    const World plain = base.build();
    EXPECT_DOUBLE_EQ(MarketYear(plain, 2020)
                         .capacities(plain.find<world::LinkTag>("links", "spur"))
                         .front()
                         .limit,
                     40);
    TestWorld grown = one_pipe();
    grown.add("links", {{"id", "spur"},
                        {"name", "spur"},
                        {"mode", "pipeline"},
                        {"from_node", "s"},
                        {"to_node", "b"},
                        {"direction", "forward"},
                        {"length", "1000"}});
    grown.add("link_status", {{"link", "spur"}, {"status", "open"}, {"from", "2010"}});
    grown.add("consents", {{"link", "spur"}, {"actor", "seller"}, {"capacity", "operator"}});
    grown.add("costs",
              {{"link", "spur"}, {"commodity", "gas"}, {"cost", "5"}, {"unit", "USD/1000m3"}});
    grown.add("capacities", {{"link", "spur"},
                             {"commodity", "gas"},
                             {"to", "2020-03"},
                             {"capacity", "40"},
                             {"unit", "bcm/a"}});
    grown.add("capacities", {{"link", "spur"},
                             {"commodity", "gas"},
                             {"from", "2020-04"},
                             {"capacity", "80"},
                             {"unit", "bcm/a"}});
    const World world = grown.build();
    const auto spur = world.find<world::LinkTag>("links", "spur");
    EXPECT_NEAR(MarketYear(world, 2020).capacities(spur).front().limit,
                (91 * 40.0 + 275 * 80.0) / 366, 1e-9);
    EXPECT_TRUE(MarketYear(world, 2005).capacities(spur).empty()) << "not built yet";
}

} // namespace
} // namespace isthmus::flow
