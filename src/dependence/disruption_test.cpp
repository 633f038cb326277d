// SPDX-License-Identifier: Apache-2.0
#include "dependence/disruption.hpp"

#include <gtest/gtest.h>

#include "dependence/outage_cases.hpp"
#include "dependence/test_networks.hpp"
#include "flow/payoff.hpp"
#include "flow/shut.hpp"

namespace isthmus::dependence {
namespace {

// Prices are exact up to the tie-break (1e-7 of a cost), quantities up to steps far smaller.
constexpr double kNear = 1e-4;

Disruption done(Result<Disruption> result) {
    if (!result) {
        for (const Diagnostic& item : result.diagnostics().items()) {
            ADD_FAILURE() << item.to_string();
        }
        return {};
    }
    return std::move(result).value();
}

double loss_of(const OutageEffect& effect, const world::World& world, const std::string& state) {
    for (const StateLoss& row : effect.states) {
        if (world.actors[row.state].id == state) return row.loss;
    }
    return 0;
}

TEST(Disruption, TwoWaysByHand) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    const Outage near = link_outage(world, "near"), far = link_outage(world, "far");
    const Disruption result = done(disruption(base, {{near}, {far}, {near, far}}));
    EXPECT_NEAR(result.base_welfare, kTwoWaysWelfare, kNear);
    ASSERT_EQ(result.effects.size(), 3);
    const std::vector<double> welfare{950, 640, 0}, gas{10, 4, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        const OutageEffect& effect = result.effects[i];
        EXPECT_TRUE(effect.used);
        EXPECT_NEAR(effect.welfare_loss, kTwoWaysWelfare - welfare[i], kNear);
        ASSERT_EQ(effect.unserved.size(), 1);
        EXPECT_NEAR(effect.unserved[0].unserved / bcm(world), kTwoWaysGas - gas[i], kNear);
        EXPECT_NEAR(effect.unserved[0].consumed_base / bcm(world), kTwoWaysGas, kNear);
        EXPECT_TRUE(effect.certificate.holds());
    }
    // Price 200 - 10 q: from 86.67 to 100.
    const DemandEffect* rise = result.effects[0].largest_price_rise();
    ASSERT_NE(rise, nullptr);
    EXPECT_NEAR(rise->price_effect() * bcm(world), 100 - (200 - 10 * kTwoWaysGas), kNear);
    EXPECT_EQ(result.effects[2].largest_price_rise(), nullptr);
    // The near link carries 4 of 34/3.
    EXPECT_NEAR(result.effects[0].flow_share, 12.0 / 34, 1e-6);
    EXPECT_NEAR(result.effects[2].flow_share, 1, 1e-6);
}

// Without the near link the consumer loses 5 q^2, from q = 34/3 to 10; the seller 2.5 q^2 and the
// rent of the near link (4 times 20), but gains the rent of the far one (10 times 20): the seller's
// state is better off.
TEST(Disruption, StatesGainAndLoseByHand) {
    const world::World world = two_ways().build();
    const Disruption result = done(disruption(solved(world), {{link_outage(world, "near")}}));
    const OutageEffect& effect = result.effects.at(0);
    const double buyer = 5 * (kTwoWaysGas * kTwoWaysGas - 100);
    EXPECT_NEAR(loss_of(effect, world, "b"), buyer, kNear);
    EXPECT_NEAR(loss_of(effect, world, "a"), buyer / 2 + 80 - 200, kNear);
    EXPECT_EQ(effect.states_hurt(), 1);
}

TEST(Disruption, WhatCarriesNothingChangesNothing) {
    flow::TestWorld rows = two_ways();
    rows.node("elsewhere", "b", 20);
    rows.link("dear", "field", "elsewhere", "gas", 5, 500, "forward");
    rows.link("on", "elsewhere", "market", "gas", 5, 500, "forward");
    const world::World world = rows.build();
    const Disruption result = done(n_minus_1(solved(world)));
    std::size_t unused = 0;
    for (const OutageEffect& effect : result.effects) {
        const std::string& id = outage_id(world, effect.outages.front());
        const bool other = id == "dear" || id == "on" || id == "elsewhere";
        EXPECT_EQ(effect.used, !other) << id;
        if (!other) continue;
        ++unused;
        EXPECT_EQ(effect.welfare_loss, 0);
        EXPECT_TRUE(effect.demands.empty() && effect.unserved.empty() && effect.states.empty());
    }
    EXPECT_EQ(unused, 3);
}

TEST(Disruption, FilterNarrows) {
    const world::World world = random_network(3).build();
    const Baseline base = solved(world);
    OutageFilter filter;
    filter.nodes = false;
    filter.mode = world::Mode::kRail;
    for (const Outage& outage : outages_in_service(base, filter)) {
        EXPECT_EQ(outage_id(world, outage)[0], 'r');
    }
    filter = {};
    filter.links = false;
    filter.territory = world.find<world::ActorTag>("actors", "b");
    for (const Outage& outage : outages_in_service(base, filter)) {
        EXPECT_TRUE(outage_id(world, outage) == "n2" || outage_id(world, outage) == "n3");
    }
    filter = {};
    filter.commodity = world.find<world::CommodityTag>("commodities", "containers");
    for (const Outage& outage : outages_in_service(base, filter)) {
        EXPECT_NE(outage_id(world, outage)[0], 'g');
    }
}

// Each effect is what solving the market without the outage gives, and states' losses add up to the
// loss of welfare.
TEST(Disruption, RandomNetworksAgreeWithSolvingByItself) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const world::World world = random_network(seed).build();
        const Baseline base = solved(world);
        const Disruption result = done(n_minus_1(base));
        for (const OutageEffect& effect : result.effects) {
            double loss = 0;
            for (const Part& part : base.parts) {
                const ShutPart left = shut(part, effect.outages);
                const auto outcome = solve_again(left.market, {}, flow::PriceRule::kAny);
                ASSERT_TRUE(outcome);
                loss += part.welfare - outcome.value().welfare;
            }
            EXPECT_NEAR(effect.welfare_loss, loss, 1e-6 * result.base_welfare)
                << seed << " " << outage_id(world, effect.outages.front());
            double states = 0;
            for (const StateLoss& row : effect.states) states += row.loss;
            EXPECT_NEAR(states, effect.welfare_loss, 1e-6 * result.base_welfare);
        }
    }
}

TEST(Disruption, SameOnAnyNumberOfThreads) {
    const world::World world = random_network(11).build();
    const Baseline base = solved(world);
    DisruptionOptions options;
    options.threads = 1;
    const Disruption one = done(n_minus_1(base, {}, options));
    options.threads = 3;
    const Disruption three = done(n_minus_1(base, {}, options));
    ASSERT_EQ(one.effects.size(), three.effects.size());
    for (std::size_t i = 0; i < one.effects.size(); ++i) {
        EXPECT_EQ(one.effects[i].welfare_loss, three.effects[i].welfare_loss);
        ASSERT_EQ(one.effects[i].states.size(), three.effects[i].states.size());
        for (std::size_t j = 0; j < one.effects[i].states.size(); ++j) {
            EXPECT_EQ(one.effects[i].states[j].loss, three.effects[i].states[j].loss);
        }
    }
}

TEST(Chokepoints, ScoreIsShareOfWelfareAndRanksFollow) {
    const world::World world = two_ways().build();
    const Disruption result = done(n_minus_1(solved(world)));
    const std::vector<Chokepoint> rows = chokepoints(result);
    ASSERT_EQ(rows.size(), 4);
    // Field and market alike lose everything; then far (403.33), then near (93.33).
    EXPECT_NEAR(rows[0].score, 100, 1e-6);
    EXPECT_NEAR(rows[1].score, 100, 1e-6);
    EXPECT_EQ(outage_id(world, rows[2].outage), "far");
    EXPECT_EQ(rows[2].rank, 3);
    EXPECT_NEAR(rows[2].score, 100 * (kTwoWaysWelfare - 640) / kTwoWaysWelfare, 1e-6);
    EXPECT_NEAR(rows[2].largest_unserved_share, (kTwoWaysGas - 4) / kTwoWaysGas, 1e-6);
    EXPECT_EQ(outage_id(world, rows[3].outage), "near");
    EXPECT_EQ(rows[3].states_hurt, 1);
}

} // namespace
} // namespace isthmus::dependence
