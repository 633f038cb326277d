// SPDX-License-Identifier: Apache-2.0
#include "dependence/survival.hpp"

#include <gtest/gtest.h>

#include "dependence/test_networks.hpp"

namespace isthmus::dependence {
namespace {

flow::TestWorld& store(flow::TestWorld& world, const std::string& node, const std::string& actor,
                       const std::string& volume) {
    return world.add("storage", {{"node", node},
                                 {"commodity", "gas"},
                                 {"actor", actor},
                                 {"volume", volume},
                                 {"unit", "bcm"}});
}

OutageEffect effect_of(const Baseline& base, const OutageSet& outages) {
    DisruptionOptions options;
    options.states = false;
    const auto result = disruption(base, {outages}, options);
    EXPECT_TRUE(result);
    return result ? result.value().effects.at(0) : OutageEffect();
}

// Without the far link 34/3 - 4 = 22/3 bcm a year go unserved; 2020 has 366 days, so 2 bcm last
// 2 * 366 * 3 / 22 = 99.8 days.
TEST(Survival, StoreAtTheMarketByHand) {
    flow::TestWorld rows = two_ways();
    store(rows, "market", "b", "2");
    const world::World world = rows.build();
    const Baseline base = solved(world);
    const auto times = survival_times(base, effect_of(base, {link_outage(world, "far")}));
    ASSERT_EQ(times.size(), 1);
    EXPECT_EQ(world.actors[times[0].state].id, "b");
    EXPECT_NEAR(times[0].unserved / bcm(world), 22.0 / 3, 1e-4);
    EXPECT_NEAR(times[0].consumed / bcm(world), 34.0 / 3, 1e-4);
    EXPECT_NEAR(times[0].days, 2 * 366.0 * 3 / 22, 1e-3);
    ASSERT_EQ(times[0].stores.size(), 1);
    EXPECT_TRUE(times[0].has_stores);
}

// A store counts where open links lead from it to the market: not over the link that is out, not
// against a one-way link, not for another state, not once its node is out.
TEST(Survival, OnlyConnectedStoresCount) {
    flow::TestWorld rows = two_ways();
    rows.state("c").node("depot", "b", 20).node("cut-off", "b", 21);
    rows.link("depot-market", "depot", "market", "gas", 1, 900, "forward");
    rows.link("market-cut-off", "market", "cut-off", "gas", 1, 900, "forward");
    store(rows, "depot", "b", "1");
    store(rows, "cut-off", "b", "3");
    store(rows, "market", "c", "7");
    const world::World world = rows.build();
    const Baseline base = solved(world);
    const Outage far = link_outage(world, "far");

    const auto open = survival_times(base, effect_of(base, {far}));
    ASSERT_EQ(open.size(), 1);
    EXPECT_NEAR(open[0].volume, 1 * bcm(world), 1e-6 * bcm(world));
    EXPECT_NEAR(open[0].unconnected, 3 * bcm(world), 1e-6 * bcm(world));
    EXPECT_NEAR(open[0].days, 366.0 * 3 / 22, 1e-3);

    OutageEffect shut = effect_of(base, {far});
    shut.outages.push_back(link_outage(world, "depot-market"));
    EXPECT_EQ(survival_times(base, shut).at(0).days, 0);
    EXPECT_TRUE(survival_times(base, shut).at(0).has_stores);
    shut.outages.back() = node_outage(world, "depot");
    EXPECT_EQ(survival_times(base, shut).at(0).volume, 0);
}

TEST(Survival, NoRowIsNotZeroDays) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    const auto times = survival_times(base, effect_of(base, {link_outage(world, "near")}));
    ASSERT_EQ(times.size(), 1);
    EXPECT_FALSE(times[0].has_stores);
}

} // namespace
} // namespace isthmus::dependence
