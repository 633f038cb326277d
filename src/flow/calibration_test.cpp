// SPDX-License-Identifier: Apache-2.0
#include "flow/calibration.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <stdexcept>

#include "flow/test_calibration.hpp"
#include "world/scenario.hpp"

namespace isthmus::flow {
namespace {

Calibration calibrated(const world::World& world, double elasticity = 1) {
    CalibrationOptions options;
    options.elasticity = elasticity;
    auto result = calibrate(world, 2020, options);
    if (!result) {
        const Diagnostic& first = result.diagnostics().items().front();
        ADD_FAILURE() << first.id << " " << first.found;
        return {};
    }
    return std::move(result).value();
}

const CalibratedFlow& of(const world::World& world, const Calibration& calibration,
                         const std::string& link) {
    for (const CalibratedFlow& flow : calibration.flows) {
        if (world.links[flow.target.of.link].id == link) return flow;
    }
    throw std::out_of_range("no flow over " + link);
}

// Supply at 10 q = 100 and demand at 600 - 30 q = 300 leave 200 for transport: 10 + 190 by the
// north, 20 + 180 by the south.
TEST(Calibration, DualsByHand) {
    TwoLines made;
    observe(made, "north", 6);
    observe(made, "south", 4);
    const world::World world = made.build();
    const Calibration result = calibrated(world);
    const CalibratedFlow& north = of(world, result, "north");
    const CalibratedFlow& south = of(world, result, "south");
    EXPECT_NEAR(north.before, 14.75, 1e-5);
    EXPECT_NEAR(south.before, 0, 1e-5);
    EXPECT_NEAR(north.correction.correction, 190, 0.2);
    EXPECT_NEAR(south.correction.correction, 180, 0.2);
    EXPECT_NEAR(north.after, 6, 6e-3);
    EXPECT_NEAR(south.after, 4, 4e-3);
    EXPECT_EQ(north.state, CalibrationState::kMet);
    // 190 is 19 times the cost, 180 nine times.
    EXPECT_EQ(&result.flows[result.ranking.front()], &north);
    EXPECT_NEAR(north.money(), 6 * 190, 2);
}

// The same duals as rents of capacities of 6 and 4, which another part of the engine finds.
TEST(Calibration, DualsAreTheRentsOfCapacities) {
    const world::World limited = TwoLines(6, 4).build();
    const auto answer = equilibrium(limited, 2020);
    ASSERT_TRUE(answer.ok());
    TwoLines made;
    observe(made, "north", 6);
    observe(made, "south", 4);
    const world::World world = made.build();
    const Calibration result = calibrated(world);
    for (const LinkFlow& row : link_flows(answer.value())) {
        EXPECT_NEAR(of(world, result, limited.links[row.link].id).correction.correction, row.rent,
                    1e-3 * row.rent);
    }
}

// With the spread D = 600 - 40 (n + s), n = 6 (D - 10 - 1) / 190 once its cost has risen by a tenth
// and s = 4 (D - 20) / 180; hence D = (600 + 240 * 11 / 190 + 160 * 20 / 180) / (1 + 240 / 190 +
// 160 / 180).
TEST(Calibration, ElasticityByHand) {
    TwoLines made;
    observe(made, "north", 6);
    observe(made, "south", 4);
    const world::World world = made.build();
    const double spread =
        (600 + 240 * 11 / 190.0 + 160 * 20 / 180.0) / (1 + 240 / 190.0 + 160 / 180.0);
    const double north = 6 * (spread - 11) / 190;
    const Calibration result = calibrated(world);
    ASSERT_TRUE(of(world, result, "north").elasticity.has_value());
    EXPECT_NEAR(*of(world, result, "north").elasticity, (north / 6 - 1) / 0.1, 1e-3);
    // Half the elasticity doubles the slope.
    EXPECT_NEAR(of(world, calibrated(world, 0.5), "north").correction.slope,
                2 * of(world, result, "north").correction.slope, 0.5);
}

TEST(Calibration, WhatComesOutAnywayNeedsNoCorrection) {
    TwoLines made;
    observe(made, "north", 14.75);
    const world::World world = made.build();
    const Calibration result = calibrated(world);
    EXPECT_EQ(of(world, result, "north").correction.correction, 0);
    EXPECT_NEAR(of(world, result, "north").after, 14.75, 1e-3);
    EXPECT_NEAR(of(world, result, "north").correction.slope, 10, 1e-3); // the cost
}

/// One line of two links from field to market, at 10 each.
TestWorld series(const std::string& direction = "forward") {
    TestWorld made;
    made.state("seller").state("buyer");
    made.node("field", "seller").node("border", "seller", 5).node("market", "buyer", 10);
    made.link("first", "field", "border", "gas", 100, 10, direction);
    made.link("second", "border", "market", "gas", 100, 10, direction);
    made.gas_supply("field", "seller", 10, 100, 1, 40).gas_demand("market", "buyer", 10, 300, -1);
    return made;
}

// 180 is missing on the way and nothing says on which link: the smallest corrections share it.
TEST(Calibration, TargetsInSeriesShareTheCorrection) {
    TestWorld made = series();
    observe(made, "first", 10);
    observe(made, "second", 10);
    const world::World world = made.build();
    const Calibration result = calibrated(world);
    const double first = of(world, result, "first").correction.correction;
    const double second = of(world, result, "second").correction.correction;
    EXPECT_NEAR(first + second, 180, 0.3);
    EXPECT_NEAR(first, second, 0.1);
}

// Least squares of 10 (f/10 - 1)^2 + 8 (f/8 - 1)^2: f (1/10 + 1/8) = 2.
TEST(Calibration, ContradictionsAreReconciled) {
    TestWorld made = series();
    observe(made, "first", 10);
    observe(made, "second", 8);
    const world::World world = made.build();
    const Calibration result = calibrated(world);
    for (const CalibratedFlow& flow : result.flows) {
        EXPECT_NEAR(flow.reconciled, 2 / (1 / 10.0 + 1 / 8.0), 2e-3);
        EXPECT_NEAR(flow.after, flow.reconciled, 0.01);
        EXPECT_EQ(flow.state, CalibrationState::kContradicted);
    }
}

TEST(Calibration, WhyAFlowIsNotMet) {
    TwoLines narrow(5);
    observe(narrow, "north", 6);
    const world::World over = narrow.build();
    const Calibration limited = calibrated(over);
    EXPECT_EQ(limited.flows.front().state, CalibrationState::kOverCapacity);
    EXPECT_NEAR(limited.flows.front().capacity, 5, 1e-9);

    // At no cost at all 600 - 40 q = 0: fifteen, whatever was observed.
    TestWorld made = series("both");
    observe(made, "first", 20);
    observe(made, "second", 20);
    const world::World free = made.build();
    for (const CalibratedFlow& flow : calibrated(free).flows) {
        EXPECT_EQ(flow.state, CalibrationState::kFreeOfCost);
        EXPECT_NEAR(flow.after, 15, 0.3);
    }

    TestWorld shut = series();
    shut.link("third", "market", "border", "gas", 10, 10, "forward");
    shut.node("island", "buyer", 20).link("ferry", "island", "market", "gas", 10, 10, "forward");
    observe(shut, "ferry", 3);
    const world::World none = shut.build();
    EXPECT_EQ(calibrated(none).flows.front().state, CalibrationState::kNoWay);
}

TEST(Calibration, AYearWithoutObservationsIsAnError) {
    const auto result = calibrate(TwoLines().build(), 2020);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.diagnostics().items().front().id, "E820");
}

TEST(FlowTargets, StrongestEvidenceAndNoUpperBounds) {
    TwoLines made;
    made.add("sources", {{"id", "paper"}, {"title", "Paper"}, {"kind", "press"}});
    made.add("claims", {{"id", "stated"},
                        {"subject", "x"},
                        {"kind", "link"},
                        {"property", "x"},
                        {"source", "paper"},
                        {"confidence", "stated"}});
    observe(made, "north", 6);
    for (const char* value : {"7", "9"}) {
        made.add("observations", {{"id", std::string("stated-") + value},
                                  {"link", "north"},
                                  {"commodity", "gas"},
                                  {"year", "2020"},
                                  {"value", value},
                                  {"unit", "bcm/a"},
                                  {"claims", "stated"}});
    }
    observe(made, "south", 4, "Upper bound: other goods are in it");
    const world::World world = made.build();
    const auto targets = flow_targets(world, 2020);
    ASSERT_EQ(targets.size(), 1);
    EXPECT_NEAR(targets.front().observed, 8, 1e-12);
    EXPECT_EQ(targets.front().observations.size(), 2);
    EXPECT_EQ(targets.front().left_out, 1);
    EXPECT_TRUE(flow_targets(world, 2021).empty());
}

// A truth with costs that the model does not know; its flows are observed. Whatever the network,
// calibration meets them, since they are feasible, and the certificate holds.
TEST(Calibration, MeetsTheFlowsOfAnyTruth) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        std::mt19937 random(seed);
        std::uniform_int_distribution<int> cost(5, 60), hidden(-5, 60), limit(2, 12);
        TestWorld made;
        made.state("seller").state("buyer");
        for (const char* node : {"a", "b"}) made.node(node, "seller");
        for (const char* node : {"c", "d", "e"}) made.node(node, "buyer", 10);
        const std::vector<std::pair<std::string, std::string>> ways{
            {"a", "c"}, {"a", "d"}, {"b", "c"}, {"b", "d"}, {"c", "e"}, {"d", "e"}};
        std::vector<std::string> links;
        for (const auto& [from, to] : ways) {
            links.push_back(from + to);
            made.link(links.back(), from, to, "gas", limit(random), cost(random), "forward");
        }
        made.gas_supply("a", "seller", 8, 100, 1, 20).gas_supply("b", "seller", 6, 120, 1, 20);
        made.gas_demand("e", "buyer", 9, 300, -1).gas_demand("d", "buyer", 5, 280, -0.5);
        TestWorld truth = made;
        for (const std::string& link : links) correct(truth, link, 1, hidden(random), 3);
        const world::World truth_world = truth.build();
        const auto flows = equilibrium(truth_world, 2020);
        ASSERT_TRUE(flows.ok()) << seed;
        for (const LinkFlow& row : link_flows(flows.value())) {
            if (row.flow < 0.01) continue;
            observe(made, truth_world.links[row.link].id, row.flow);
        }
        const world::World world = made.build();
        for (const CalibratedFlow& flow : calibrated(world).flows) {
            EXPECT_EQ(flow.state, CalibrationState::kMet)
                << seed << " " << world.links[flow.target.of.link].id;
            EXPECT_NEAR(flow.reconciled, flow.target.observed, 0.01 * flow.target.observed);
        }
    }
}

// The file gives the same market as the corrections in memory, and applies to the same world.
TEST(Calibration, ScenarioGivesTheSameFlows) {
    TwoLines made;
    observe(made, "north", 6);
    observe(made, "south", 4);
    const world::World world = made.build();
    const Calibration result = calibrated(world);
    const std::string text = calibration_scenario(world, result);
    const auto tables = world::apply_scenario_text(world.tables, text, "calibrated.toml");
    ASSERT_TRUE(tables.ok());
    const auto corrected = world::build(tables.value());
    ASSERT_TRUE(corrected.ok());
    ASSERT_EQ(corrected.value().corrections.size(), 2);
    const world::Correction& row = corrected.value().corrections.front();
    const auto claim = row.provenance.claims.front();
    EXPECT_EQ(corrected.value().claims[claim].confidence, world::Confidence::kCalibrated);
    const auto answer = equilibrium(corrected.value(), 2020);
    ASSERT_TRUE(answer.ok());
    for (const LinkFlow& flow : link_flows(answer.value())) {
        EXPECT_NEAR(flow.flow, of(world, result, world.links[flow.link].id).after, 1e-6);
    }
}

} // namespace
} // namespace isthmus::flow
