// SPDX-License-Identifier: Apache-2.0
// Comparisons on the tutorial's world, whose markets docs/tutorial/five-node-world.md works by
// hand.
#include "report/views_compare.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "report/html_table.hpp"
#include "report/report_fixture.hpp"
#include "report/views_compare_market.hpp"
#include "world/scenario.hpp"

namespace isthmus::report {
namespace {

using Tables = std::vector<ResultTable>;

const ResultTable& table_of(const Tables& tables, const std::string& id) {
    for (const ResultTable& table : tables) {
        if (table.id == id) return table;
    }
    throw std::out_of_range(id);
}

/// The row whose cell in that column is the text; a failure of the test where there is none.
std::size_t row_where(const ResultTable& table, const std::string& column,
                      const std::string& value) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (cell_text(table, row, column) == value) return row;
    }
    ADD_FAILURE() << "no row with " << column << " " << value << " in " << table.id;
    return 0;
}

Solved with_status(const std::string& link, const std::string& status) {
    return solve_tutorial(
        [&](world::Tables& tables) { set_cell(tables, "link_status", link, "status", status); });
}

Tables compared(const std::vector<const Solved*>& solved) {
    std::vector<const flow::Equilibrium*> sides;
    for (const Solved* side : solved) sides.push_back(&side->equilibrium);
    const auto tables = compare(sides);
    EXPECT_TRUE(tables.ok());
    return tables.ok() ? tables.value() : Tables();
}

void add_row(world::Tables& tables, const std::string& table,
             const std::vector<std::pair<std::string, std::string>>& cells) {
    world::Table& of = tables.tables.at(table);
    world::Row row{std::vector<std::string>(of.schema->columns.size()), {table, 99}};
    for (const auto& [column, text] : cells)
        row.cells[of.schema->find_column(column).value()] = text;
    of.rows.push_back(row);
}

TEST(Compare, ShowsWhatMovedAndWhoLost) {
    const Solved before = solve_tutorial();
    const Solved after = with_status("eastern", "closed");
    const Tables tables = compared({&before, &after});
    const ResultTable& flows = table_of(tables, "compare_flows");
    const std::size_t eastern = row_where(flows, "link", "eastern");
    EXPECT_NEAR(cell_number(flows, eastern, "flow_change").value(), -4, 1e-3)
        << "nothing flows over a link that is shut";
    const ResultTable& payoffs = table_of(tables, "compare_payoffs");
    EXPECT_LT(cell_number(payoffs, row_where(payoffs, "actor", "eastland"), "total_change").value(),
              -100);
    const ResultTable& status = table_of(tables, "compare_status");
    ASSERT_EQ(status.rows.size(), 1U);
    EXPECT_EQ(cell_text(status, 0, "status_second"), "closed");
}

TEST(Compare, EqualEquilibriaHaveNoRowsThatMoved) {
    const Solved one = solve_tutorial(), two = solve_tutorial();
    const Tables tables = compared({&one, &two});
    EXPECT_TRUE(table_of(tables, "compare_flows").rows.empty());
    EXPECT_TRUE(table_of(tables, "compare_ways").rows.empty());
    EXPECT_TRUE(table_of(tables, "compare_prices").rows.empty());
}

// With the western line shut, the west takes 4 of the terminal's gas instead of 2, and the east 5
// of the field's instead of 4, because the price at the field falls from 150 to 100.
TEST(CompareWays, AShutLineLosesItsWayAndAnotherDestinationGainsByThePrice) {
    const Solved before = solve_tutorial();
    const Solved after = with_status("western", "closed");
    const Tables tables = compared({&before, &after});
    const ResultTable& ways = table_of(tables, "compare_ways");
    ASSERT_EQ(ways.rows.size(), 3U);
    const std::size_t west = row_where(ways, "way", "trunk > western");
    EXPECT_EQ(west, 0U) << "what moved most comes first";
    EXPECT_EQ(cell_text(ways, west, "owner"), "Northland");
    EXPECT_EQ(cell_text(ways, west, "from"), "Northland field");
    EXPECT_EQ(cell_text(ways, west, "to"), "Westland market");
    EXPECT_NEAR(cell_number(ways, west, "flow_first").value(), 6, 1e-3);
    EXPECT_NEAR(cell_number(ways, west, "flow_change").value(), -6, 1e-3);
    EXPECT_EQ(cell_text(ways, west, "why"), "western closed");
    const std::size_t east = row_where(ways, "way", "trunk > eastern");
    EXPECT_NEAR(cell_number(ways, east, "flow_change").value(), 1, 1e-3);
    EXPECT_EQ(cell_text(ways, east, "why"), "price at field: 100.00 after 150.00 USD/1000m3");
    const std::size_t lng = row_where(ways, "way", "regasification");
    EXPECT_EQ(cell_text(ways, lng, "owner"), "Overseas LNG");
    EXPECT_NEAR(cell_number(ways, lng, "flow_change").value(), 2, 1e-3);
    EXPECT_EQ(cell_text(ways, lng, "why"), "takes over: western closed")
        << "nothing tells the two suppliers apart: one owner of goods";
}

/// The same with each supplier's goods apart.
void solve_apart(Solved& solved) {
    flow::EquilibriumOptions options;
    options.market.separate_suppliers = true;
    solved.equilibrium = flow::equilibrium(*solved.world, 2024, options).value();
}

TEST(CompareWays, AnotherOwnersGoodsGainByThePrice) {
    Solved before = solve_tutorial(), after = with_status("western", "closed");
    solve_apart(before);
    solve_apart(after);
    const Tables tables = compared({&before, &after});
    const ResultTable& ways = table_of(tables, "compare_ways");
    EXPECT_EQ(cell_text(ways, row_where(ways, "way", "regasification"), "why"),
              "price at west: 420.00 after 220.00 USD/1000m3");
    EXPECT_EQ(cell_text(ways, row_where(ways, "way", "trunk > western"), "why"), "western closed");
}

// The bypass takes 5 of the 6 that went through Middleland, at unchanged prices.
TEST(CompareWays, AnOpenedLineTakesOverAndTheOldWayGivesWay) {
    const Solved before = solve_tutorial();
    const Solved after = with_status("bypass", "open");
    const Tables tables = compared({&before, &after});
    const ResultTable& ways = table_of(tables, "compare_ways");
    ASSERT_EQ(ways.rows.size(), 2U);
    EXPECT_EQ(cell_text(ways, 0, "way"), "trunk > western");
    EXPECT_NEAR(cell_number(ways, 0, "flow_change").value(), -5, 1e-3);
    EXPECT_EQ(cell_text(ways, 0, "why"), "gives way: bypass opened");
    EXPECT_EQ(cell_text(ways, 1, "way"), "bypass");
    EXPECT_NEAR(cell_number(ways, 1, "flow_second").value(), 5, 1e-3);
    EXPECT_EQ(cell_text(ways, 1, "why"), "bypass opened");
}

TEST(CompareWays, ASmallerCapacityIsTheReasonOnlyWhereItBinds) {
    const Solved before = solve_tutorial();
    const Solved wide = solve_tutorial(
        [](world::Tables& tables) { set_cell(tables, "capacities", "western", "capacity", "8"); });
    EXPECT_TRUE(table_of(compared({&before, &wide}), "compare_ways").rows.empty());
    const Solved narrow = solve_tutorial(
        [](world::Tables& tables) { set_cell(tables, "capacities", "western", "capacity", "3"); });
    const Tables there = compared({&before, &narrow});
    const ResultTable& lost = table_of(there, "compare_ways");
    EXPECT_EQ(cell_text(lost, row_where(lost, "way", "trunk > western"), "why"),
              "capacity of western smaller than before: 3.00 after 10.00 bcm/a");
    const Tables back = compared({&narrow, &before});
    const ResultTable& gained = table_of(back, "compare_ways");
    EXPECT_EQ(cell_text(gained, row_where(gained, "way", "trunk > western"), "why"),
              "capacity of western larger than before: 10.00 after 3.00 bcm/a");
}

TEST(CompareWays, ARestrictionIsNamed) {
    const Solved before = solve_tutorial();
    const Solved after = solve_tutorial([](world::Tables& tables) {
        add_row(tables, "restrictions",
                {{"id", "boycott"},
                 {"name", "Boycott"},
                 {"kind", "embargo"},
                 {"imposed_by", "westland"},
                 {"target", "northland"},
                 {"commodity", "gas"},
                 {"claims", "made-up"}});
    });
    const Tables tables = compared({&before, &after});
    const ResultTable& ways = table_of(tables, "compare_ways");
    EXPECT_EQ(cell_text(ways, row_where(ways, "way", "trunk > western"), "why"),
              "forbidden: Boycott");
}

TEST(CompareWays, ADearerWayAndAnotherDemandAreTheirOwnReasons) {
    const Solved before = solve_tutorial();
    const Solved dearer = solve_tutorial(
        [](world::Tables& tables) { set_cell(tables, "costs", "western", "tariff", "80"); });
    const Tables more = compared({&before, &dearer});
    const ResultTable& ways = table_of(more, "compare_ways");
    EXPECT_EQ(cell_text(ways, row_where(ways, "way", "trunk > western"), "why"),
              "cost of carriage over western: 80.00 after 50.00 USD/1000m3");
    // 620 - 50 q turned about its choke price: at 220 the west asks for 4 instead of 8.
    const Solved cold = solve_tutorial(
        [](world::Tables& tables) { set_cell(tables, "demand", "west", "quantity", "4"); });
    const Tables less = compared({&before, &cold});
    const ResultTable& fewer = table_of(less, "compare_ways");
    EXPECT_EQ(cell_text(fewer, row_where(fewer, "way", "trunk > western"), "why"),
              "less asked for at west: 4.00 after 8.00 bcm/a at 220.00 USD/1000m3");
}

/// Sum over ways of what arrives over a link, in one column.
double over_link(const ResultTable& ways, const std::string& link, const std::string& column) {
    double sum = 0;
    for (std::size_t row = 0; row < ways.rows.size(); ++row) {
        if (cell_text(ways, row, "way").find(link) == std::string::npos) continue;
        sum += cell_number(ways, row, column).value();
    }
    return sum;
}

// Without losses, what moved over a link by ways is what moved by flows.
TEST(CompareWays, AddUpToTheFlowsThatMoved) {
    const Solved before = solve_tutorial();
    for (const std::string link : {"trunk", "western", "eastern", "regasification"}) {
        const Solved after = with_status(link, "closed");
        const Tables tables = compared({&before, &after});
        const ResultTable& flows = table_of(tables, "compare_flows");
        for (std::size_t row = 0; row < flows.rows.size(); ++row) {
            EXPECT_NEAR(over_link(table_of(tables, "compare_ways"), cell_text(flows, row, "link"),
                                  "flow_change"),
                        cell_number(flows, row, "flow_change").value(), 1e-2)
                << cell_text(flows, row, "link") << " with " << link << " shut";
        }
    }
}

world::World caspian(const std::string& closed = "") {
    world::Tables tables =
        world::read_tables(std::string(ISTHMUS_SOURCE_DIR) + "/worlds/caspian").value();
    if (!closed.empty()) {
        const std::string text =
            "id = \"x\"\ntitle = \"x\"\nquestion = \"x\"\n[[close]]\nlink = \"" + closed + "\"\n";
        tables = world::apply_scenario_text(tables, text, "x.toml").value();
    }
    return world::build(std::move(tables)).value();
}

/// What ways add up to on every arc, less what flows there, at worst.
double worst_difference(const flow::Equilibrium& equilibrium,
                        const std::vector<flow::PathFlow>& ways) {
    const flow::Problem& problem = equilibrium.market.problem;
    auto left = equilibrium.solution.flow;
    auto delivered = equilibrium.solution.delivery;
    for (const flow::PathFlow& way : ways) {
        double here = way.entering;
        for (const flow::ArcId arc : way.arcs) {
            left[arc] -= here;
            here *= 1 - problem.arcs[arc].loss;
        }
        delivered[way.delivery] -= way.delivered;
        EXPECT_NEAR(here, way.delivered, 1e-9);
    }
    double worst = 0;
    for (const double each : left) worst = std::max(worst, std::abs(each));
    for (const double each : delivered) worst = std::max(worst, std::abs(each));
    return worst;
}

// All commodities, with losses and shared suppliers. The largest flow is some hundred.
TEST(CompareWays, OfTheCaspianAddUpAndStayWhereTheyCan) {
    const world::World world = caspian(), changed = caspian("btc");
    const auto before = flow::equilibrium(world, 2024), after = flow::equilibrium(changed, 2024);
    ASSERT_TRUE(before.ok() && after.ok());
    const ComparedMarket reference(before.value()), other(after.value()), same(before.value());
    const auto paths = flow::path_flows(before.value().market.problem, before.value().solution);
    constexpr double kRounding = 1e-4;
    EXPECT_LT(worst_difference(before.value(), paths), kRounding);
    const auto moved = ways_like(other, reference, paths);
    EXPECT_LT(worst_difference(after.value(), moved), kRounding);
    // Decomposed anew, without looking at the reference, more would seem to have moved.
    std::map<Way, double> anew, kept, was;
    for (const auto& path : paths) was[reference.way(path)] += path.delivered;
    for (const auto& path : moved) kept[other.way(path)] += path.delivered;
    for (const auto& path :
         flow::path_flows(after.value().market.problem, after.value().solution)) {
        anew[other.way(path)] += path.delivered;
    }
    const auto stayed = [&](const std::map<Way, double>& ways) {
        double sum = 0;
        for (const auto& [way, delivered] : was) {
            const auto at = ways.find(way);
            if (at != ways.end()) sum += std::min(at->second, delivered);
        }
        return sum;
    };
    EXPECT_GE(stayed(kept), stayed(anew));
    double all = 0, again = 0;
    for (const auto& path : paths) all += path.delivered;
    for (const auto& path : ways_like(same, reference, paths)) {
        const auto at = was.find(same.way(path));
        ASSERT_NE(at, was.end());
        again += path.delivered;
    }
    EXPECT_NEAR(again, all, 1e-6 * all) << "nothing moves where nothing changes";
}

TEST(CompareSides, ManySidesHaveColumnsOfTheirOwn) {
    const Solved base = solve_tutorial();
    Solved shut = with_status("western", "closed"), built = with_status("bypass", "open");
    shut.world->scenario = "western-closed";
    built.world->scenario = "bypass";
    const Tables tables = compared({&base, &shut, &built});
    const ResultTable& flows = table_of(tables, "compare_flows");
    const std::size_t western = row_where(flows, "link", "western");
    EXPECT_NEAR(cell_number(flows, western, "flow_base").value(), 6, 1e-3);
    EXPECT_NEAR(cell_number(flows, western, "flow_western_closed").value(), 0, 1e-3);
    EXPECT_NEAR(cell_number(flows, western, "flow_change_bypass").value(), -5, 1e-3);
    const ResultTable& ways = table_of(tables, "compare_ways");
    const std::size_t way = row_where(ways, "way", "trunk > western");
    EXPECT_EQ(cell_text(ways, way, "why_western_closed"), "western closed");
    EXPECT_EQ(cell_text(ways, way, "why_bypass"), "gives way: bypass opened");
    const ResultTable& sides = table_of(tables, "compare_sides");
    ASSERT_EQ(sides.rows.size(), 3U);
    EXPECT_EQ(cell_text(sides, 2, "side"), "bypass");
    EXPECT_NEAR(cell_number(sides, 1, "welfare_change").value(), -870, 0.1);
    for (const ResultTable& table : tables) {
        for (const ResultRow& row : table.rows) {
            EXPECT_EQ(row.cells.size(), table.columns.size()) << table.id;
        }
    }
}

TEST(CompareBases, RefusesOtherUnitsAndNamesThem) {
    const Solved one = solve_tutorial();
    const Solved two = solve_tutorial([](world::Tables& tables) {
        set_cell(tables, "commodities", "gas", "unit", "mcm/a");
        tables.manifest.price_year = 2015;
    });
    const auto tables = compare(one.equilibrium, two.equilibrium);
    ASSERT_FALSE(tables.ok());
    ASSERT_EQ(tables.diagnostics().items().size(), 2U);
    EXPECT_EQ(tables.diagnostics().items()[0].id, "E530");
    EXPECT_NE(tables.diagnostics().items()[1].found.find("mcm/a"), std::string::npos);
}

void add_oil(world::Tables& tables) {
    add_row(tables, "commodities",
            {{"id", "oil"},
             {"name", "Oil"},
             {"kind", "fuel"},
             {"unit", "Mt/a"},
             {"price_unit", "USD/t"},
             {"claims", "made-up"}});
    add_row(tables, "supply",
            {{"node", "field"},
             {"commodity", "oil"},
             {"actor", "northland"},
             {"year", "2024"},
             {"quantity", "1"},
             {"capacity", "2"},
             {"unit", "Mt/a"},
             {"price", "10"},
             {"price_unit", "USD/t"},
             {"elasticity", "1"},
             {"claims", "made-up"}});
    add_row(tables, "demand",
            {{"node", "field"},
             {"commodity", "oil"},
             {"actor", "northland"},
             {"year", "2024"},
             {"quantity", "1"},
             {"unit", "Mt/a"},
             {"price", "10"},
             {"price_unit", "USD/t"},
             {"elasticity", "-1"},
             {"claims", "made-up"}});
}

TEST(CompareBases, RefusesASideThatWasSolvedForFewerCommodities) {
    const Solved all = solve_tutorial(add_oil);
    Solved part = solve_tutorial(add_oil);
    flow::EquilibriumOptions options;
    options.market.commodities = {part.world->find<world::CommodityTag>("commodities", "gas")};
    part.equilibrium = flow::equilibrium(*part.world, 2024, options).value();
    const auto tables = compare(all.equilibrium, part.equilibrium);
    ASSERT_FALSE(tables.ok());
    ASSERT_EQ(tables.diagnostics().items().size(), 1U);
    EXPECT_NE(tables.diagnostics().items()[0].found.find("commodity oil: left out"),
              std::string::npos);
    EXPECT_EQ(tables.diagnostics().items()[0].expected, "included");
    EXPECT_TRUE(compare(part.equilibrium, part.equilibrium).ok()) << "both without oil";
}

TEST(CompareBases, RefusesCorrectionsOnOneSideUnlessAsked) {
    const Solved plain = solve_tutorial();
    const Solved corrected = solve_tutorial([](world::Tables& tables) {
        add_row(tables, "corrections",
                {{"link", "western"},
                 {"commodity", "gas"},
                 {"flow", "6"},
                 {"unit", "bcm/a"},
                 {"correction", "0"},
                 {"price_unit", "USD/1000m3"},
                 {"claims", "made-up"}});
    });
    const std::vector<const flow::Equilibrium*> sides{&plain.equilibrium, &corrected.equilibrium};
    const auto refused = compare(sides);
    ASSERT_FALSE(refused.ok());
    ASSERT_EQ(refused.diagnostics().items().size(), 1U);
    EXPECT_NE(refused.diagnostics().items()[0].found.find("calibration"), std::string::npos);
    EXPECT_TRUE(compare(sides, {.mixed_calibration = true}).ok());
}

TEST(CompareShort, ShowsWhatChangesMostAndCountsTheRest) {
    const Solved before = solve_tutorial();
    const Solved after = with_status("bypass", "open");
    const Tables tables = shortened(compared({&before, &after}));
    ASSERT_FALSE(tables.empty());
    EXPECT_EQ(tables.front().id, "compare_payoffs");
    ASSERT_EQ(tables.front().rows.size(), 2U) << "nobody else notices";
    EXPECT_EQ(cell_text(tables.front(), 0, "actor"), "middleland");
    EXPECT_EQ(cell_text(tables.front(), 1, "actor"), "northland");
    const Solved shut = with_status("western", "closed");
    const Tables many = shortened(compared({&before, &shut}));
    EXPECT_EQ(cell_text(many.front(), 0, "actor"), "westland") << "loses 1200";
}

TEST(CompareShort, LevelsFollowFromTheReferenceAndTheChanges) {
    const Solved base = solve_tutorial();
    const Solved shut = with_status("western", "closed"), built = with_status("bypass", "open");
    const Tables tables = compared({&base, &shut, &built});
    const ResultTable all = table_of(tables, "compare_flows"), some = without_levels(all);
    EXPECT_EQ(all.columns.size(), some.columns.size() + 2);
    ASSERT_EQ(all.rows.size(), some.rows.size());
    const std::size_t trunk = row_where(some, "link", "trunk");
    EXPECT_NEAR(cell_number(some, trunk, "flow_2024").value(), 10, 1e-3);
    EXPECT_NEAR(cell_number(some, trunk, "flow_change_2024_2").value(), -5, 1e-3);
    EXPECT_EQ(some.column("flow_2024_2"), some.columns.size());
}

} // namespace
} // namespace isthmus::report
