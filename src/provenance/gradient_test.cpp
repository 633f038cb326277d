// SPDX-License-Identifier: Apache-2.0
// Derivatives against worlds that are solved again, against what can be worked out by hand, and
// against the symmetry that they must have.
#include "provenance/gradient.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "dependence/dependence.hpp"
#include "flow/equilibrium.hpp"
#include "provenance/test_world.hpp"

namespace isthmus::provenance {
namespace {

/// What steps of curves and tie-breaks leave of a derivative by hand, relative to it and to one.
constexpr double kByHand = 1e-5;
/// A difference of two solves moves a number by this share of it.
constexpr double kStep = 2e-3;
/// Between a derivative and such a difference, of what the number as a whole does: curvature; and
/// of the result: the rounding of prices (tie-breaks of 1e-7) over the step.
constexpr double kByDifference = 1e-3, kRounding = 2e-4;

world::World tutorial() {
    auto world = world::load(std::string(ISTHMUS_SOURCE_DIR) + "/worlds/tutorial");
    EXPECT_TRUE(world.ok());
    return std::move(world).value();
}

ResultName named(const world::World& world, int year, const std::string& path) {
    const auto name = read_result(world, year, path);
    EXPECT_TRUE(name.ok()) << path;
    return name ? name.value() : ResultName();
}

struct Asked {
    ResultName name;
    SolvedResult base;
    std::vector<Derivative> derivatives;
};

Asked ask(const world::World& world, int year, const std::string& path) {
    Asked asked{named(world, year, path), {}, {}};
    auto base = solve_result(world, year, asked.name, {});
    EXPECT_TRUE(base.ok()) << path;
    if (!base) return asked;
    asked.base = std::move(base).value();
    auto slopes = gradient(world, year, asked.name, asked.base);
    EXPECT_TRUE(slopes.ok()) << path;
    if (slopes) asked.derivatives = std::move(slopes).value();
    return asked;
}

const Derivative* find(const world::World& world, const Asked& asked, const std::string& table,
                       const std::string& about, const std::string& column) {
    for (const Derivative& each : asked.derivatives) {
        const auto& columns = world.tables.at(table).schema->columns;
        if (each.parameter.table == table && columns[each.parameter.column].name == column &&
            row_name(world, each.parameter).starts_with(about)) {
            return &each;
        }
    }
    return nullptr;
}

void expect_slope(const world::World& world, const Asked& asked, const std::string& table,
                  const std::string& about, const std::string& column, double slope) {
    const Derivative* found = find(world, asked, table, about, column);
    ASSERT_NE(found, nullptr) << table << " " << about << " " << column;
    EXPECT_NEAR(found->slope, slope, kByHand * (1 + std::abs(slope)))
        << asked.name.path << " by " << table << " " << about << " " << column;
}

// With the tariff T of the western line, the price at the field pf and the flow f over the line:
//   field   pf = 50 + 10 (qe + f), east qe = (350 - pf) / 50  ->  pf = 100 + 25/3 f
//   west    pw = pf + 20 + T; f = (620 - pw) / 50 - (pw - 20) / 100 = 12.6 - 0.03 pw
//   so      f = 7.2 - 0.024 T: 6 at T = 50, and pw = 170 + T + 25/3 (f - 6) = 220.
// Middleland earns (T - 30) f: with T, f - 0.024 (T - 30) = 6 - 0.48; with its own cost, -f.
// Northland's surplus is 5 q^2 = (pf - 50)^2 / 20 and q = 10: with T, 10 * 25/3 * -0.024 = -2.
TEST(Gradient, TutorialByHand) {
    const world::World world = tutorial();
    const Asked flow = ask(world, 2024, "flow/western");
    EXPECT_NEAR(flow.base.value, 6, kByHand);
    expect_slope(world, flow, "costs", "western", "tariff", -0.024);
    expect_slope(world, flow, "costs", "trunk", "cost", -0.02);
    expect_slope(world, ask(world, 2024, "price/west"), "costs", "western", "tariff", 0.8);
    const Asked owner = ask(world, 2024, "payoff/middleland");
    expect_slope(world, owner, "costs", "western", "tariff", 5.52);
    expect_slope(world, owner, "costs", "western", "cost", -6);
    expect_slope(world, ask(world, 2024, "payoff/northland"), "costs", "western", "tariff", -2);
    // Of all together: the real cost of one more on 6, and what the lost flow was worth.
    const Asked welfare = ask(world, 2024, "welfare");
    expect_slope(world, welfare, "costs", "western", "cost", -6);
    expect_slope(world, welfare, "costs", "western", "tariff", -0.024 * 20);
}

TEST(Gradient, WhatCannotMatterIsZero) {
    const world::World world = tutorial();
    for (const char* path : {"flow/western", "price/west", "payoff/westland", "welfare"}) {
        const Asked asked = ask(world, 2024, path);
        // Capacities that are not used up.
        for (const char* link : {"trunk", "eastern", "western", "regasification"}) {
            expect_slope(world, asked, "capacities", link, "capacity", 0);
        }
        // A link that does not exist yet has no place in the market.
        EXPECT_EQ(find(world, asked, "costs", "bypass", "cost"), nullptr);
        // Lengths count where a cost comes from the mode; here every link has its own.
        expect_slope(world, asked, "links", "western", "length", 0);
    }
    // Where a link's own cost is no part of what shippers pay, it changes no flow.
    expect_slope(world, ask(world, 2024, "flow/western"), "costs", "western", "cost", 0);
}

/// Values with one number higher and lower, each from a world that is built and solved anew.
struct Difference {
    double slope = 0, below = 0, above = 0;
    bool known = false;
};

Difference difference(const world::World& world, int year, const Asked& asked,
                      const Derivative& of) {
    const double step = kStep * std::abs(of.number);
    const auto at = [&](double number) {
        const auto changed = with_numbers(world, {{of.parameter, number}});
        if (!changed) return std::nan("");
        const auto result = solve_result(changed.value(), year, asked.name, {}, &asked.base);
        return result ? result.value().value : std::nan("");
    };
    const double up = at(of.number + step), down = at(of.number - step);
    Difference result;
    result.slope = (up - down) / (2 * step);
    result.below = (asked.base.value - down) / step;
    result.above = (up - asked.base.value) / step;
    result.known = std::isfinite(result.slope);
    return result;
}

/// Holds every derivative against a difference, away from kinks; returns how many there were.
std::size_t compare(const world::World& world, int year, const std::string& path) {
    const Asked asked = ask(world, year, path);
    const double scale = std::max(1.0, std::abs(asked.base.value));
    std::size_t compared = 0;
    for (const Derivative& each : asked.derivatives) {
        if (each.number == 0) continue;
        const Difference other = difference(world, year, asked, each);
        const double size = std::abs(each.number);
        const double allowed = kByDifference * std::abs(each.slope * size) + kRounding * scale;
        // A market may bend within the tilt, or within the step.
        const bool bends = std::abs(each.slope_above - each.slope_below) * size > allowed ||
                           std::abs(other.above - other.below) * size > allowed;
        if (!other.known || bends) continue;
        EXPECT_NEAR(each.slope * size, other.slope * size, allowed)
            << path << " by " << each.parameter.table << " " << row_name(world, each.parameter)
            << " "
            << world.tables.at(each.parameter.table).schema->columns[each.parameter.column].name;
        ++compared;
    }
    return compared;
}

TEST(Gradient, AgreesWithSolvingTheTutorialAgain) {
    const world::World world = tutorial();
    for (const char* path :
         {"flow/trunk", "flow/western", "price/west", "price/field", "payoff/westland",
          "payoff/northland", "payoff/overseas", "welfare", "dependence/westland/northland"}) {
        EXPECT_GT(compare(world, 2024, path), 15U) << path;
    }
}

TEST(Gradient, AgreesWithSolvingRandomWorldsAgain) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE(seed);
        const world::World world = RandomWorld(seed).build();
        std::size_t compared = 0;
        for (const char* path : {"flow/bc/gas", "flow/ac", "flow/rail-c", "price/c-node/gas",
                                 "price/c-node/containers", "payoff/a", "payoff/b", "payoff/c",
                                 "welfare", "dependence/c/b"}) {
            compared += compare(world, kYear, path);
        }
        // Some 70 numbers for each result; a market at a kink leaves fewer.
        EXPECT_GT(compared, 300U);
    }
}

/// The effect of one link's tariff on the flow over another is that of the other's on the first.
TEST(Gradient, EffectsOfTariffsOnFlowsAreSymmetric) {
    std::size_t told = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        const world::World world = RandomWorld(seed).build();
        const Asked bc = ask(world, kYear, "flow/bc"), ac = ask(world, kYear, "flow/ac");
        const Derivative* one = find(world, bc, "costs", "ac", "tariff");
        const Derivative* other = find(world, ac, "costs", "bc", "tariff");
        ASSERT_NE(one, nullptr);
        ASSERT_NE(other, nullptr);
        EXPECT_NEAR(one->slope, other->slope, kByHand) << one->slope << " " << other->slope;
        told += std::abs(one->slope) > kByHand ? 1 : 0;
    }
    EXPECT_GT(told, 2U);
}

// Two lines that cost the same, of 4 and 3, take what flows together: with p = 10 q at one end,
// 300 - 60 q at the other and 10 between them that is 29/7. Over the first flow between 29/7 - 3
// and 4: the low end falls with the capacity of the second, the high end rises with its own. The
// middle moves by half of either.
TEST(Gradient, WhereAFlowIsOpenItIsThatOfTheMiddle) {
    flow::TestWorld rows;
    for (const std::string state : {"s", "i"}) rows.state(state).node(state + "-node", state);
    rows.gas_supply("s-node", "s", 5, 50, 1, 20).gas_demand("i-node", "i", 2.5, 150, -1);
    rows.link("one", "s-node", "i-node", "gas", 4, 10, "forward");
    rows.link("two", "s-node", "i-node", "gas", 3, 10, "forward");
    const world::World world = rows.build();
    const Asked flow = ask(world, kYear, "flow/one");
    EXPECT_NEAR(flow.base.low, 29.0 / 7 - 3, 1e-4);
    EXPECT_NEAR(flow.base.high, 4, 1e-4);
    expect_slope(world, flow, "capacities", "one", "capacity", 0.5);
    expect_slope(world, flow, "capacities", "two", "capacity", -0.5);
    const Derivative* own = find(world, flow, "capacities", "one", "capacity");
    EXPECT_NEAR(own->slope_above, 1, kByHand);
    EXPECT_NEAR(own->slope_below, 0, kByHand);
}

TEST(Gradient, ValuesAreThoseOfTheOtherCommands) {
    const world::World world = RandomWorld(3).build();
    const auto equilibrium = flow::equilibrium(world, kYear);
    ASSERT_TRUE(equilibrium.ok());
    EXPECT_NEAR(ask(world, kYear, "welfare").base.value, equilibrium.value().welfare, kByHand);
    for (const flow::Payoff& row : equilibrium.value().payoffs_by_state) {
        if (!row.actor.valid()) continue;
        const std::string path = "payoff/" + world.actors[row.actor].id;
        EXPECT_NEAR(ask(world, kYear, path).base.value, row.total(), kByHand) << path;
    }
    dependence::DependenceOptions options;
    options.players = {"a", "b", "c"};
    options.vectors = false;
    const auto study = dependence::dependence(world, kYear, options);
    ASSERT_TRUE(study.ok());
    const double loss = study.value().pair(2, 1).vulnerability.loss.total.total();
    EXPECT_NEAR(ask(world, kYear, "dependence/c/b").base.value, loss, kByHand);
}

} // namespace
} // namespace isthmus::provenance
