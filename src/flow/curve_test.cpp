// SPDX-License-Identifier: Apache-2.0
#include "flow/curve.hpp"

#include <gtest/gtest.h>

namespace isthmus::flow {
namespace {

// Demand of 100 at price 20 with elasticity -0.5: slope 20 / (-0.5 * 100) = -0.4, intercept 60,
// price 0 at 150.
Curve demand() {
    return demand_curve(100, 20, -0.5, kInfinity);
}

// Supply of 50 at price 10 with elasticity 0.5: slope 10 / 25 = 0.4, intercept -10, so floor 4
// holds up to 35.
Curve supply() {
    return supply_curve(50, 10, 0.5, 4, 80);
}

TEST(Curve, DemandPassesThroughItsReferencePoint) {
    EXPECT_DOUBLE_EQ(demand().marginal(100), 20);
    EXPECT_DOUBLE_EQ(demand().marginal(0), 60);
    EXPECT_DOUBLE_EQ(demand().limit, 150);
    EXPECT_DOUBLE_EQ(demand().integral(100), (60.0 + 20.0) / 2 * 100);
}

TEST(Curve, ChokePriceCutsTheStartOfDemand) {
    const Curve choked = demand_curve(100, 20, -0.5, 30); // linear part reaches 30 at q = 75
    EXPECT_DOUBLE_EQ(choked.marginal(10), 30);
    EXPECT_DOUBLE_EQ(choked.integral(100), 75 * 30 + 25 * 25);
    EXPECT_DOUBLE_EQ(choked.quantity_at(31), 0);
    EXPECT_DOUBLE_EQ(choked.quantity_at(30), 75);
    EXPECT_DOUBLE_EQ(choked.quantity_at(20), 100);
}

TEST(Curve, FloorHoldsTheStartOfSupply) {
    EXPECT_DOUBLE_EQ(supply().marginal(0), 4);
    EXPECT_DOUBLE_EQ(supply().marginal(50), 10);
    EXPECT_DOUBLE_EQ(supply().integral(50), 35 * 4 + 15 * 7);
    EXPECT_DOUBLE_EQ(supply().quantity_at(3.9), 0);
    EXPECT_DOUBLE_EQ(supply().quantity_at(10), 50);
    EXPECT_DOUBLE_EQ(supply().quantity_at(100), 80);
}

TEST(Curve, FlatSupplyGivesAllOrNothing) {
    Curve flat;
    flat.constant = 5;
    flat.limit = 7;
    EXPECT_DOUBLE_EQ(flat.quantity_at(4.9), 0);
    EXPECT_DOUBLE_EQ(flat.quantity_at(5), 7);
    EXPECT_DOUBLE_EQ(flat.integral(7), 35);
}

void expect_steps_integrate(const Curve& curve, const Window& window) {
    const auto list = steps(curve, window);
    ASSERT_EQ(list.size(), kStepCount);
    double quantity = 0, value = 0, before = list.front().value;
    for (const Step& step : list) {
        EXPECT_GE(step.width, 0);
        if (curve.rising()) {
            EXPECT_GE(step.value, before - 1e-12);
        } else {
            EXPECT_LE(step.value, before + 1e-12);
        }
        before = step.value;
        quantity += step.width;
        value += step.width * step.value;
        EXPECT_NEAR(value, curve.integral(quantity), 1e-9 * (1 + std::abs(value)));
    }
    EXPECT_NEAR(quantity, curve.limit, 1e-9);
}

TEST(Curve, StepsAreMonotoneAndExactAtTheirEnds) {
    Curve delay; // a link's travel time, t0 (1 + 0.15 (q/c)^4) with t0 = 6 and c = 25
    delay.constant = 6;
    delay.slope = 6 * 0.15 / (25.0 * 25 * 25 * 25);
    delay.power = 4;
    delay.limit = 100;
    for (const Curve& curve : {demand(), supply(), demand_curve(100, 20, -0.5, 30), delay}) {
        expect_steps_integrate(curve, {});
        expect_steps_integrate(curve, {curve.limit / 3, curve.limit / 100});
        expect_steps_integrate(curve, {0, curve.limit / 1e5});
        expect_steps_integrate(curve, {curve.limit, curve.limit / 7});
    }
}

} // namespace
} // namespace isthmus::flow
