// SPDX-License-Identifier: Apache-2.0
#include "flow/hindcast.hpp"

#include <gtest/gtest.h>

#include "flow/test_calibration.hpp"

namespace isthmus::flow {
namespace {

HindcastFlow row(std::size_t commodity, double before, double after, double predicted) {
    HindcastFlow flow;
    flow.of.commodity = world::CommodityId(commodity);
    flow.before = before;
    flow.after = after;
    flow.predicted = predicted;
    flow.uncorrected = after;
    return flow;
}

const HindcastScore& score(const std::vector<HindcastScore>& scores, HindcastScope scope,
                           world::CommodityId commodity) {
    for (const HindcastScore& each : scores) {
        if (each.scope == scope && each.commodity == commodity) return each;
    }
    ADD_FAILURE() << "no such score";
    return scores.front();
}

// Errors 2 and 1 of 40, persistence 10 and 0; the second commodity 5 of 50 against 50 of 50.
TEST(HindcastScores, ByHand) {
    std::vector<HindcastFlow> flows{row(0, 20, 30, 28), row(0, 10, 10, 11), row(1, 100, 50, 55)};
    flows[1].tied = true;
    const auto scores = hindcast_scores(flows);
    const HindcastScore& first = score(scores, HindcastScope::kAll, world::CommodityId(0));
    EXPECT_DOUBLE_EQ(first.error, 3 / 40.0);
    EXPECT_DOUBLE_EQ(first.persistence_error, 10 / 40.0);
    EXPECT_DOUBLE_EQ(first.uncorrected_error, 0);
    EXPECT_EQ(first.model_wins, 1);
    EXPECT_EQ(first.persistence_wins, 1);
    EXPECT_DOUBLE_EQ(*first.level_correlation, 1);
    EXPECT_DOUBLE_EQ(*first.change_correlation, 1); // 8 and 1 against 10 and 0
    const HindcastScore& all = score(scores, HindcastScope::kAll, {});
    EXPECT_EQ(all.flows, 3);
    EXPECT_DOUBLE_EQ(all.error, (2 * 3 / 40.0 + 5 / 50.0) / 3);
    EXPECT_DOUBLE_EQ(all.persistence_error, (2 * 10 / 40.0 + 1) / 3);
    EXPECT_FALSE(all.level_correlation.has_value());
    const HindcastScore& free = score(scores, HindcastScope::kFree, world::CommodityId(0));
    EXPECT_EQ(free.flows, 1);
    EXPECT_DOUBLE_EQ(free.error, 2 / 30.0);
    EXPECT_EQ(score(scores, HindcastScope::kTied, {}).flows, 1);
}

TEST(HindcastScores, NearlyEqualErrorsAreADraw) {
    const HindcastFlow flow = row(0, 100, 110, 120.1);
    EXPECT_FALSE(flow.model_wins());
    EXPECT_FALSE(flow.persistence_wins());
    EXPECT_TRUE(row(0, 100, 110, 119).model_wins());
    EXPECT_TRUE(row(0, 100, 110, 121).persistence_wins());
}

/// Two lines in 2020 and 2021; in the second year all prices are half of the first's, so that the
/// lines' costs weigh twice as much.
TwoLines two_years() {
    TwoLines made;
    made.add("supply", {{"node", "field"},
                        {"commodity", "gas"},
                        {"actor", "seller"},
                        {"year", "2021"},
                        {"quantity", "10"},
                        {"capacity", "40"},
                        {"unit", "bcm/a"},
                        {"price", "50"},
                        {"price_unit", "USD/1000m3"},
                        {"elasticity", "1"}});
    made.add("demand", {{"node", "market"},
                        {"commodity", "gas"},
                        {"actor", "buyer"},
                        {"year", "2021"},
                        {"quantity", "10"},
                        {"unit", "bcm/a"},
                        {"price", "150"},
                        {"price_unit", "USD/1000m3"},
                        {"elasticity", "-1"}});
    return made;
}

// Corrections of 190 and 180 become 95 and 90. The rows alone give (300 - 10) / 20 = 14.5 by the
// north after 14.75, and nothing by the south in both years, where the flow of reference stays.
// With n0 = 6 * 14.5 / 14.75 the spread D = 300 - 20 (n + s), n = n0 (D - 10) / 95, s = 4 (D - 20)
// / 90.
TEST(Hindcast, PredictionByHand) {
    TwoLines made = two_years();
    observe(made, "north", 6);
    observe(made, "south", 4);
    observe(made, "north", 5.5, "not an independent test", 2021);
    observe(made, "south", 4.4, "", 2021);
    const world::World world = made.build();
    CalibrationOptions options;
    options.elasticity = 1;
    const auto result = hindcast(world, 2020, 2021, options);
    ASSERT_TRUE(result.ok());
    ASSERT_EQ(result.value().flows.size(), 2);
    const double reference = 6 * 14.5 / 14.75;
    const double to_north = reference / 95, to_south = 4 / 90.0;
    const double spread =
        (300 + 20 * (10 * to_north + 20 * to_south)) / (1 + 20 * (to_north + to_south));
    const HindcastFlow& north = result.value().flows[0];
    const HindcastFlow& south = result.value().flows[1];
    EXPECT_NEAR(north.before, 6, 1e-9);
    EXPECT_NEAR(north.after, 5.5, 1e-9);
    EXPECT_NEAR(north.uncorrected, 14.5, 1e-5);
    EXPECT_NEAR(north.predicted, to_north * (spread - 10), 5e-3);
    EXPECT_NEAR(south.predicted, to_south * (spread - 20), 5e-3);
    EXPECT_TRUE(north.tied);
    EXPECT_FALSE(south.tied);
    EXPECT_TRUE(south.recalled); // estimates alone
}

TEST(Hindcast, TheSameYearTwiceGivesWhatWasObserved) {
    TwoLines made = two_years();
    observe(made, "north", 6);
    observe(made, "south", 4);
    const auto result = hindcast(made.build(), 2020, 2020);
    ASSERT_TRUE(result.ok());
    for (const HindcastFlow& flow : result.value().flows) {
        EXPECT_NEAR(flow.predicted, flow.before, 0.01);
    }
}

TEST(Hindcast, NothingObservedInBothYearsIsAnError) {
    TwoLines made = two_years();
    observe(made, "north", 6);
    observe(made, "south", 4, "", 2021);
    const auto result = hindcast(made.build(), 2020, 2021);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.diagnostics().items().front().id, "E821");
}

} // namespace
} // namespace isthmus::flow
