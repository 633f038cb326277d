// SPDX-License-Identifier: Apache-2.0
#include "dependence/shortfall.hpp"

#include <gtest/gtest.h>

#include "dependence/test_networks.hpp"

namespace isthmus::dependence {
namespace {

using Method = ShortfallOptions::Method;

Shortfall done(const Result<Shortfall>& result) {
    if (!result) {
        ADD_FAILURE() << result.diagnostics().items().at(0).to_string();
        return {};
    }
    return result.value();
}

// Losses 0, 10, 100 with probabilities 0.9, 0.06, 0.04. At 0.95 the value at risk is 10, and the
// worst 5 percent are 4 percent of 100 and 1 percent of 10.
TEST(RiskMeasures, JumpsByHand) {
    const RiskMeasures of = risk_measures({{100, 0.04}, {0, 0.9}, {10, 0.06}}, 0.95);
    EXPECT_DOUBLE_EQ(of.mean, 4.6);
    EXPECT_DOUBLE_EQ(of.value_at_risk, 10);
    EXPECT_NEAR(of.expected_shortfall, (4 + 0.1) / 0.05, 1e-9);
    // At a level where the distribution jumps: P(L <= 0) = 0.9.
    EXPECT_DOUBLE_EQ(risk_measures({{0, 0.9}, {10, 0.1}}, 0.9).value_at_risk, 0);
    EXPECT_NEAR(risk_measures({{0, 0.9}, {10, 0.1}}, 0.9).expected_shortfall, 10, 1e-9);
}

ShortfallOptions two_ways_options(const world::World& world) {
    ShortfallOptions options;
    options.probabilities.named = {{link_outage(world, "near"), 0.1},
                                   {link_outage(world, "far"), 0.2}};
    options.threads = 1;
    options.method = Method::kEnumeration;
    options.mass = 1;
    return options;
}

// None with 0.72; near 0.08, far 0.18, both 0.02. P(L <= loss of far) = 0.98 >= 0.95.
TEST(Shortfall, TwoWaysByHand) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    const Shortfall result = done(expected_shortfall(base, two_ways_options(world)));
    const double near = kTwoWaysWelfare - 950, far = kTwoWaysWelfare - 640, both = kTwoWaysWelfare;
    const double mean = 0.08 * near + 0.18 * far + 0.02 * both;
    EXPECT_NEAR(result.mean.value, mean, 1e-3);
    EXPECT_NEAR(result.mean.low, mean, 1e-3);
    EXPECT_NEAR(result.mean.high, mean, 1e-3);
    EXPECT_NEAR(result.value_at_risk.value, far, 1e-3);
    EXPECT_NEAR(result.expected_shortfall.value, (0.02 * both + 0.03 * far) / 0.05, 1e-3);
    EXPECT_NEAR(result.mass, 1, 1e-12);
    EXPECT_NEAR(result.expected_outages, 0.3, 1e-12);
    ASSERT_EQ(result.states.size(), 3);
    EXPECT_NEAR(result.states[0].probability, 0.02, 1e-12);
    EXPECT_EQ(result.states[0].outages.size(), 2);
}

TEST(Shortfall, PartOfTheMassBoundsTheRest) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const world::World world = random_network(seed).build();
        const Baseline base = solved(world);
        ShortfallOptions options;
        options.method = Method::kEnumeration;
        options.probabilities.all = 0.1;
        options.probabilities.modes[world::Mode::kRail] = 0.2;
        options.threads = 1;
        options.mass = 1;
        const Shortfall whole = done(expected_shortfall(base, options));
        for (const double mass : {0.5, 0.9}) {
            options.mass = mass;
            const Shortfall part = done(expected_shortfall(base, options));
            EXPECT_GE(part.mass, mass);
            EXPECT_LT(part.mass, 1);
            const auto holds = [](const Interval& of, double truth) {
                EXPECT_LE(of.low, truth + 1e-3);
                EXPECT_GE(of.high, truth - 1e-3);
                EXPECT_LE(of.low, of.value);
                EXPECT_LE(of.value, of.high);
            };
            holds(part.mean, whole.mean.value);
            holds(part.value_at_risk, whole.value_at_risk.value);
            holds(part.expected_shortfall, whole.expected_shortfall.value);
        }
    }
}

// Sampling agrees with enumeration within its interval, and is the same on any number of threads.
TEST(Shortfall, SamplingAgreesWithEnumeration) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    ShortfallOptions options = two_ways_options(world);
    const Shortfall exact = done(expected_shortfall(base, options));
    options.method = Method::kSampling;
    options.samples = 4000;
    options.confidence = 0.999;
    const Shortfall one = done(expected_shortfall(base, options));
    const auto holds = [](const Interval& of, double truth) {
        EXPECT_LE(of.low, truth);
        EXPECT_GE(of.high, truth);
        EXPECT_LT(of.high - of.low, 0.5 * truth);
    };
    holds(one.mean, exact.mean.value);
    EXPECT_DOUBLE_EQ(one.value_at_risk.value, exact.value_at_risk.value);
    holds(one.expected_shortfall, exact.expected_shortfall.value);
    options.threads = 3;
    const Shortfall three = done(expected_shortfall(base, options));
    EXPECT_EQ(one.mean.value, three.mean.value);
    EXPECT_EQ(one.expected_shortfall.value, three.expected_shortfall.value);
    options.seed = 2;
    EXPECT_NE(done(expected_shortfall(base, options)).mean.value, one.mean.value);
}

TEST(Shortfall, CertainAndImpossibleOutages) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    ShortfallOptions options = two_ways_options(world);
    options.probabilities.named = {{link_outage(world, "near"), 1}, {link_outage(world, "far"), 0}};
    for (const Method method : {Method::kEnumeration, Method::kSampling}) {
        options.method = method;
        options.samples = 10;
        const Shortfall result = done(expected_shortfall(base, options));
        EXPECT_NEAR(result.mean.value, kTwoWaysWelfare - 950, 1e-3);
        EXPECT_NEAR(result.expected_shortfall.value, kTwoWaysWelfare - 950, 1e-3);
    }
}

TEST(Shortfall, RefusesBadOptions) {
    const world::World world = two_ways().build();
    const Baseline base = solved(world);
    ShortfallOptions bad[4];
    bad[0].probabilities.all = 1.5;
    bad[1].level = 1;
    bad[2].samples = 0;
    bad[3].probabilities.modes[world::Mode::kRail] = -0.1;
    for (const ShortfallOptions& options : bad) {
        const auto result = expected_shortfall(base, options);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.diagnostics().items().at(0).id, "E816");
    }
}

} // namespace
} // namespace isthmus::dependence
