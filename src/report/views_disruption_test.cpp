// SPDX-License-Identifier: Apache-2.0
// The tutorial's market by hand (views_dependence_test.cpp): welfare 2820, East consumes 4, West 8.
#include "report/views_disruption.hpp"

#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "report/charts_dependence.hpp"
#include "report/html_table.hpp"
#include "report/report_fixture.hpp"

namespace isthmus::report {
namespace {

using dependence::Baseline;
using dependence::Disruption;
using dependence::Outage;

struct Outages {
    Solved solved;
    Baseline base;
    Disruption single;
};

template <typename T> T taken(Result<T> result) {
    if (!result) throw std::runtime_error(result.diagnostics().items().front().to_string());
    return std::move(result).value();
}

const Outages& tutorial() {
    static const Outages made = [] {
        Outages result{solve_tutorial(), {}, {}};
        result.base = taken(dependence::baseline(*result.solved.world, 2024));
        result.single = taken(dependence::n_minus_1(result.base));
        return result;
    }();
    return made;
}

const world::World& world_of_tutorial() {
    return *tutorial().solved.world;
}
Outage link(const std::string& id) {
    Outage outage;
    outage.link = world_of_tutorial().find<world::LinkTag>("links", id);
    EXPECT_TRUE(outage.link.valid()) << id;
    return outage;
}
world::CommodityId gas() {
    return world_of_tutorial().find<world::CommodityTag>("commodities", "gas");
}
world::ActorId state(const std::string& id) {
    return world_of_tutorial().find<world::ActorTag>("actors", id);
}
Disruption without(const dependence::OutageSet& outages) {
    return taken(dependence::disruption(tutorial().base, {outages}));
}

std::size_t row_of(const ResultTable& table,
                   const std::vector<std::pair<std::string, std::string>>& cells) {
    const auto rows = select_rows(table, [&](std::size_t row) {
        return std::all_of(cells.begin(), cells.end(), [&](const auto& cell) {
            return cell_text(table, row, cell.first) == cell.second;
        });
    });
    EXPECT_EQ(rows.size(), 1U) << table.id;
    return rows.empty() ? 0 : rows.front();
}

double at(const ResultTable& table, std::size_t row, std::string_view column) {
    const auto number = cell_number(table, row, column);
    EXPECT_TRUE(number) << column;
    return number.value_or(std::nan(""));
}

constexpr double kNear = 1e-3; ///< MUSD of some hundred

TEST(DisruptionViews, RankingByHand) {
    const ResultTable table = outage_table(tutorial().base, tutorial().single);
    // Without the trunk East has nothing and West 4 of LNG, worth 600 x 4 / 2.
    const std::size_t trunk = row_of(table, {{"id", "trunk"}});
    EXPECT_NEAR(at(table, trunk, "loss"), 2820 - 1200, kNear);
    EXPECT_NEAR(at(table, trunk, "score"), 100 * 1620 / 2820.0, kNear);
    EXPECT_NEAR(at(table, trunk, "unserved_share"), 100 * 8 / 12.0, kNear);
    EXPECT_EQ(cell_text(table, trunk, "unserved_commodity"), "gas");
    EXPECT_NEAR(at(table, trunk, "flow_share"), 100 * 10 / 12.0, kNear);
    double before = 1e9;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        EXPECT_LE(at(table, row, "score"), before + 1e-9);
        before = at(table, row, "score");
        EXPECT_NEAR(at(table, row, "score"), 100 * at(table, row, "loss") / 2820, kNear);
    }
    // The note says the formula with its numbers.
    EXPECT_NE(table.note.find("2,820 MUSD"), std::string::npos) << table.note;
    EXPECT_EQ(at(table, row_of(table, {{"id", "field"}}), "rank"), at(table, trunk, "rank"));
}

TEST(DisruptionViews, OneOutageByHand) {
    const Disruption disruption = without({link("trunk")});
    const ResultTable unserved = unserved_table(tutorial().base, disruption);
    ASSERT_EQ(unserved.rows.size(), 1U);
    EXPECT_NEAR(at(unserved, 0, "unserved"), 8, kNear);
    EXPECT_NEAR(at(unserved, 0, "consumed"), 12, kNear);
    EXPECT_EQ(cell_text(unserved, 0, "unit"), "bcm/a");
    const ResultTable places = demand_effect_table(tutorial().base, disruption);
    const std::size_t west = row_of(places, {{"node", "west"}});
    EXPECT_NEAR(at(places, west, "price_before"), 220, kNear);
    EXPECT_NEAR(at(places, west, "price_after"), 420, kNear);
    EXPECT_NEAR(at(places, west, "unserved"), 4, kNear);
    // Where nothing is bought there is no price.
    const std::size_t east = row_of(places, {{"node", "east"}});
    EXPECT_NEAR(at(places, east, "price_before"), 200, kNear);
    EXPECT_FALSE(cell_number(places, east, "price_after"));
    double sum = 0;
    for (std::size_t row = 0; row < places.rows.size(); ++row) sum += at(places, row, "unserved");
    EXPECT_NEAR(sum, at(unserved, 0, "unserved"), kNear);
    const ResultTable losses = outage_loss_table(tutorial().base, disruption);
    EXPECT_NEAR(at(losses, row_of(losses, {{"state", "northland"}}), "loss"), 500, kNear);
    EXPECT_NEAR(at(losses, row_of(losses, {{"state", "overseas"}}), "loss"), -600, kNear);
    EXPECT_NEAR(at(losses, row_of(losses, {{"state", "westland"}}), "share"), 75, kNear);
    // Nobody has said anything about stores: that is missing and not zero.
    const ResultTable survival = survival_table(tutorial().base, disruption);
    ASSERT_EQ(survival.rows.size(), 2U);
    EXPECT_FALSE(cell_number(survival, 0, "days"));
    EXPECT_FALSE(cell_number(survival, 0, "volume"));
}

TEST(DisruptionViews, LossesAddUpToEverybodys) {
    const ResultTable table = outage_loss_table(tutorial().base, tutorial().single);
    std::map<std::string, double> sums;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const double sign = cell_text(table, row, "state") == "everybody" ? -1 : 1;
        sums[cell_text(table, row, "outage")] += sign * at(table, row, "loss");
    }
    EXPECT_EQ(sums.size(), tutorial().single.effects.size());
    // Each of five actors may be left out with less than 0.05.
    for (const auto& [outage, sum] : sums) EXPECT_NEAR(sum, 0, 0.25) << outage;
}

TEST(DisruptionViews, WhatIsNotUsedChangesNothing) {
    // Without the trunk nothing goes over the lines behind it.
    const Disruption both = without({link("trunk"), link("eastern")});
    const Disruption one = without({link("trunk")});
    const ResultTable effects = outage_effect_table(tutorial().base, both);
    EXPECT_EQ(cell_text(effects, 0, "outage"), "trunk; eastern");
    EXPECT_EQ(cell_text(effects, 0, "outage_name"), "Trunk line + Eastern line");
    EXPECT_NEAR(at(effects, 0, "loss"), at(outage_effect_table(tutorial().base, one), 0, "loss"),
                kNear);
    EXPECT_EQ(cell_text(effects, 0, "used"), "yes");
}

TEST(DisruptionViews, TheWorstTwo) {
    dependence::WorstOptions options;
    options.k = 2;
    options.candidates.nodes = false;
    const auto worst = taken(dependence::worst_outages(tutorial().base, options));
    const ResultTable table = worst_outage_table(tutorial().base, options, worst);
    ASSERT_EQ(table.rows.size(), 1U);
    // Without the trunk and the terminal's link there is no trade at all.
    EXPECT_EQ(cell_text(table, 0, "outages"), "trunk; regasification");
    EXPECT_NEAR(at(table, 0, "value"), 2820, 0.01);
    EXPECT_NEAR(at(table, 0, "gap"), 0, 0.01);
    EXPECT_EQ(cell_text(table, 0, "proved"), "yes");
    EXPECT_EQ(cell_text(table, 0, "unit"), "MUSD");
    options.objective.measure = dependence::OutageObjective::Measure::kUnserved;
    options.objective.commodity = gas();
    const auto unserved = taken(dependence::worst_outages(tutorial().base, options));
    const ResultTable by_demand = worst_outage_table(tutorial().base, options, unserved);
    EXPECT_NEAR(at(by_demand, 0, "value"), 12, kNear);
    EXPECT_EQ(cell_text(by_demand, 0, "unit"), "bcm/a");
}

TEST(DisruptionViews, TheCutAddsUp) {
    dependence::CutSide from, to;
    from.states = {state("northland")};
    to.states = {state("westland")};
    const auto cut = taken(dependence::min_cut(world_of_tutorial(), 2024, gas(), from, to));
    const ResultTable table = min_cut_table(world_of_tutorial(), 2024, gas(), "from A to B", cut);
    double sum = 0;
    for (std::size_t row = 0; row + 1 < table.rows.size(); ++row) sum += at(table, row, "taken");
    // 20 over the trunk, 10 over the line to the west.
    EXPECT_EQ(cell_text(table, 0, "id"), "western");
    EXPECT_NEAR(sum, 10, kNear);
    EXPECT_NEAR(at(table, table.rows.size() - 1, "taken"), sum, kNear);
    EXPECT_NEAR(at(table, table.rows.size() - 1, "capacity"), sum, kNear);
}

TEST(DisruptionViews, TheInfrastructureStandardCanBeRecomputed) {
    dependence::NMinusOneOptions options;
    options.commodity = gas();
    options.states = {state("westland")};
    const auto result = taken(dependence::n_minus_1_of_world(tutorial().base, options));
    const std::vector<ResultTable> tables = n_minus_1_tables(tutorial().base, options, result);
    ASSERT_EQ(tables.size(), 2U);
    const ResultTable &formula = tables[0], &terms = tables[1];
    std::map<std::string, double> sums;
    double largest = 0;
    for (std::size_t row = 0; row < terms.rows.size(); ++row) {
        sums[cell_text(terms, row, "term")] += at(terms, row, "capacity");
        if (!cell_text(terms, row, "largest").empty()) largest = at(terms, row, "capacity");
    }
    const auto value = [&](const std::string& term) {
        return cell_number(formula, row_of(formula, {{"term", term}}), "value").value_or(0);
    };
    for (const auto& [term, sum] : sums) EXPECT_NEAR(value(term), sum, kNear) << term;
    EXPECT_NEAR(value("I"), largest, kNear);
    EXPECT_NEAR(value("N-1"),
                100 * (value("EP") + value("P") + value("S") + value("LNG") - value("I")) /
                    (value("D_max") - value("D_eff")),
                kNear);
    // Twice the mean day of 8 bcm a year, in million cubic metres a day; 2024 has 366 days.
    EXPECT_NEAR(value("D_max"), 2 * 8000 / 366.0, 0.2);
    EXPECT_EQ(cell_text(formula, 0, "unit"), "mcm/d");
    // The world has no rates of withdrawal: that is missing and not zero.
    EXPECT_FALSE(cell_number(formula, row_of(formula, {{"term", "S"}}), "value"));
}

TEST(DisruptionViews, ShortfallOfWhatNeverFailsIsNone) {
    dependence::ShortfallOptions options;
    options.method = dependence::ShortfallOptions::Method::kEnumeration;
    options.mass = 1;
    options.probabilities.all = 0;
    const auto never = taken(dependence::expected_shortfall(tutorial().base, options));
    const std::vector<ResultTable> none = shortfall_tables(tutorial().base, options, never);
    for (std::size_t row = 0; row < none[0].rows.size(); ++row) {
        EXPECT_EQ(at(none[0], row, "value"), 0);
    }
    options.probabilities.all = 0.25;
    const auto result = taken(dependence::expected_shortfall(tutorial().base, options));
    const std::vector<ResultTable> tables = shortfall_tables(tutorial().base, options, result);
    EXPECT_LE(at(tables[0], 0, "value"), at(tables[0], 2, "value"));
    EXPECT_LE(at(tables[0], 1, "value"), at(tables[0], 2, "value"));
    // All sets were looked at, so the mean is their sum.
    double mean = 0;
    for (std::size_t row = 0; row < tables[1].rows.size(); ++row) {
        mean += at(tables[1], row, "probability") * at(tables[1], row, "loss");
    }
    EXPECT_NEAR(at(tables[0], 0, "value"), mean, 0.01);
}

TEST(ChokepointChart, BarsScaleToTheLosses) {
    const ResultTable table = outage_table(tutorial().base, tutorial().single);
    const std::string chart = chokepoint_chart(table, "t", 3);
    std::size_t bars = 0;
    double scale = 0;
    for (std::size_t place = chart.find("<rect class=\"bar-"); place != std::string::npos;
         place = chart.find("<rect class=\"bar-", place + 1)) {
        const std::size_t width = chart.find(" width=\"", place) + 8;
        const double ratio = std::stod(chart.substr(width)) / at(table, bars, "loss");
        if (bars == 0) scale = ratio;
        EXPECT_NEAR(ratio, scale, 0.1 / at(table, bars, "loss"));
        ++bars;
    }
    EXPECT_EQ(bars, 3U);
}

} // namespace
} // namespace isthmus::report
