// SPDX-License-Identifier: Apache-2.0
#include "provenance/explanation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "provenance/test_world.hpp"

namespace isthmus::provenance {
namespace {

constexpr double kNear = 1e-4;

Result<Explanation> explained(const world::World& world, const std::string& path,
                              ExplainOptions options = {}) {
    const auto name = read_result(world, kYear, path);
    if (!name) return name.diagnostics();
    return explain(world, kYear, name.value(), options);
}

std::string first_id(const Diagnostics& diagnostics) {
    return diagnostics.empty() ? "" : diagnostics.items().front().id;
}

const Influence* influence(const Explanation& of, const std::string& table,
                           const std::string& column) {
    for (const Influence& each : of.influences) {
        const auto& columns = of.world->tables.at(table).schema->columns;
        const Parameter& parameter = each.derivative.parameter;
        if (parameter.table == table && columns[parameter.column].name == column) return &each;
    }
    return nullptr;
}

// 5 flow, as the line carries no more. With a tenth more, 5.5; with 8, the 7 that are wanted, which
// the derivative cannot know.
TEST(Explanation, WhichClaimChangesTheFlow) {
    const world::World world = disputed_world().build();
    const auto explanation = explained(world, "flow/pipe");
    ASSERT_TRUE(explanation.ok());
    const Explanation& found = explanation.value();
    EXPECT_NEAR(found.value, 5, kNear);
    EXPECT_EQ(found.name.path, "flow/pipe/gas");
    // Nothing but the capacity has a say while it binds.
    ASSERT_EQ(found.influences.size(), 1U);
    EXPECT_EQ(found.mattering, 1U);
    const Influence& capacity = found.influences.front();
    EXPECT_EQ(capacity.derivative.parameter.table, "capacities");
    EXPECT_NEAR(capacity.predicted, 0.5, kNear);
    EXPECT_NEAR(capacity.up.value.value_or(0), 5.5, kNear);
    EXPECT_NEAR(capacity.down.value.value_or(0), 4.5, kNear);
    EXPECT_EQ(capacity.evidence, world::Evidence::kStated);
    ASSERT_EQ(capacity.claims.size(), 1U);
    EXPECT_EQ(capacity.saying, 1U);
    ASSERT_EQ(found.claims.size(), 1U);
    EXPECT_EQ(world.claims[found.claims.front().claim].id, "paper-capacity");
    EXPECT_NEAR(found.claims.front().up.value.value_or(0), 5.5, kNear);

    ASSERT_EQ(found.alternatives.size(), 1U);
    const Alternative& other = found.alternatives.front();
    EXPECT_EQ(world.claims[other.claim].id, "other-paper-capacity");
    EXPECT_EQ(world.claims[other.followed].id, "paper-capacity");
    EXPECT_NEAR(other.number, 8, kNear);
    EXPECT_NEAR(other.predicted, 8, kNear);
    EXPECT_NEAR(other.result.value.value_or(0), 7, kNear);
}

// The price at i is 300 - 30 * 5 = 150; a tenth more of the line takes 15 off. The rent of the
// line, 150 - 20 - 50 a unit, is s's, which also sells at 50.
TEST(Explanation, PricesAndPayoffsFollow) {
    const world::World world = disputed_world().build();
    const auto price = explained(world, "price/i-node");
    ASSERT_TRUE(price.ok());
    EXPECT_NEAR(price.value().value, 150, kNear);
    const Influence* capacity = influence(price.value(), "capacities", "capacity");
    ASSERT_NE(capacity, nullptr);
    EXPECT_NEAR(capacity->predicted, -15, 10 * kNear);
    EXPECT_NEAR(price.value().alternatives.front().result.value.value_or(0), 90, kNear);

    const auto payoff = explained(world, "payoff/s");
    ASSERT_TRUE(payoff.ok());
    // 5 * 50 / 2 of surplus and 80 * 5 of rent.
    EXPECT_NEAR(payoff.value().value, 525, 10 * kNear);
    // d/dc of 5 c^2 + (280 - 40 c) c at 5: 50 + 280 - 400 = -70; half a unit more.
    EXPECT_NEAR(influence(payoff.value(), "capacities", "capacity")->predicted, -35, kNear * 100);
}

TEST(Explanation, ZeroIsRaisedByOneUnit) {
    const world::World world = disputed_world().build();
    ExplainOptions options;
    options.top = 20;
    const auto welfare = explained(world, "welfare", options);
    ASSERT_TRUE(welfare.ok());
    const Influence* loss = influence(welfare.value(), "costs", "loss");
    ASSERT_NE(loss, nullptr);
    EXPECT_EQ(loss->derivative.number, 0);
    EXPECT_DOUBLE_EQ(loss->change, 0.01);
    // A hundredth of 5 at 150.
    EXPECT_NEAR(loss->predicted, -7.5, kNear * 100);
    EXPECT_FALSE(loss->down.value.has_value());
    EXPECT_TRUE(loss->down.refused.empty());
}

TEST(Explanation, ANumberThatTheWorldRefusesSaysWhy) {
    flow::TestWorld rows = disputed_world();
    // The field gives all that it can: its quantity cannot rise above its capacity.
    rows.state("t").node("t-node", "t").link("feeder", "t-node", "s-node", "gas", 1, 1);
    rows.gas_supply("t-node", "t", 1, 10, 1, 1);
    const world::World world = rows.build();
    ExplainOptions options;
    options.top = 50;
    const auto explanation = explained(world, "payoff/t", options);
    ASSERT_TRUE(explanation.ok());
    const auto refused =
        std::find_if(explanation.value().influences.begin(), explanation.value().influences.end(),
                     [](const Influence& each) { return !each.up.value; });
    ASSERT_NE(refused, explanation.value().influences.end());
    EXPECT_EQ(first_id(refused->up.refused), "E310");
    EXPECT_TRUE(refused->down.value.has_value());
}

TEST(Explanation, SameAnswerWithAnyThreads) {
    const world::World world = RandomWorld(5).build();
    for (const char* path : {"flow/bc", "dependence/c/b"}) {
        std::vector<Explanation> answers;
        for (const unsigned threads : {1U, 2U, 7U}) {
            ExplainOptions options;
            options.result.threads = threads;
            auto answer = explained(world, path, options);
            ASSERT_TRUE(answer.ok());
            answers.push_back(std::move(answer).value());
        }
        for (const Explanation& other : answers) {
            EXPECT_EQ(other.value, answers[0].value);
            ASSERT_EQ(other.influences.size(), answers[0].influences.size());
            for (std::size_t i = 0; i < other.influences.size(); ++i) {
                EXPECT_EQ(other.influences[i].derivative.parameter,
                          answers[0].influences[i].derivative.parameter);
                EXPECT_EQ(other.influences[i].predicted, answers[0].influences[i].predicted);
                EXPECT_EQ(other.influences[i].up.value, answers[0].influences[i].up.value);
            }
        }
    }
}

TEST(Explanation, NamesOfResults) {
    EXPECT_TRUE(is_result_path("flow/btc"));
    EXPECT_TRUE(is_result_path("welfare"));
    EXPECT_FALSE(is_result_path("flows/btc"));
    EXPECT_FALSE(is_result_path("flow"));
    const world::World world = RandomWorld(1).build();
    const auto id = [&](const std::string& path) {
        const auto name = read_result(world, kYear, path);
        return name ? name.value().path : first_id(name.diagnostics());
    };
    EXPECT_EQ(id("flow/bc"), "flow/bc/gas");
    EXPECT_EQ(id("flow/bc/gas/backward"), "flow/bc/gas/backward");
    EXPECT_EQ(id("flow/bx"), "E602");
    EXPECT_EQ(id("flow/bc/gas/sideways"), "E602");
    EXPECT_EQ(id("flow/bc/containers"), "E961");
    EXPECT_EQ(id("flow/bc/gas/forward/more"), "E602");
    EXPECT_EQ(id("price/c-node"), "E960");
    EXPECT_EQ(id("price/c-node/containers"), "price/c-node/containers/a-node");
    EXPECT_EQ(id("payoff/a-gas"), "payoff/a-gas");
    EXPECT_EQ(id("payoff/nobody"), "E602");
    EXPECT_EQ(id("dependence/a"), "E602");
    EXPECT_EQ(id("dependence/a/a"), "E840");
    EXPECT_EQ(id("dependence/a-gas/b"), "E602");
}

TEST(Parameter, UnitsOfClaimsBecomeThoseOfCells) {
    const world::World world = disputed_world().build();
    const auto capacity = parameter(world, "capacities", 0, "capacity");
    ASSERT_TRUE(capacity.has_value());
    EXPECT_EQ(cell_unit(world, *capacity), "bcm/a");
    EXPECT_DOUBLE_EQ(in_cell_unit(world, *capacity, "bcm/a").value_or(0), 1);
    EXPECT_FALSE(in_cell_unit(world, *capacity, "km").has_value());
    const auto cost = parameter(world, "costs", 0, "cost");
    EXPECT_EQ(cell_unit(world, *cost), "USD/1000m3");
    EXPECT_FALSE(parameter(world, "costs", 0, "days").has_value()) << "an empty cell";
}

} // namespace
} // namespace isthmus::provenance
