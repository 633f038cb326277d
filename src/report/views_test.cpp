// SPDX-License-Identifier: Apache-2.0
#include "report/views.hpp"

#include <set>

#include <gtest/gtest.h>

#include "report/html_table.hpp"
#include "report/report_fixture.hpp"

namespace isthmus::report {
namespace {

std::size_t row_of(const ResultTable& table, const std::string& first) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (cell_text(table, row, table.columns.front().name) == first) return row;
    }
    ADD_FAILURE() << "no row " << first << " in " << table.id;
    return 0;
}

// The tutorial works these numbers out by hand.
TEST(Views, FlowsPricesAndPayoffsOfTheTutorial) {
    const Solved solved = solve_tutorial();
    const ResultTable flows = flow_table(solved.equilibrium);
    const std::size_t trunk = row_of(flows, "trunk");
    EXPECT_NEAR(cell_number(flows, trunk, "flow").value(), 10, 1e-3);
    EXPECT_NEAR(cell_number(flows, trunk, "capacity").value(), 20, 1e-9);
    EXPECT_NEAR(cell_number(flows, trunk, "use").value(), 50, 1e-2);
    EXPECT_EQ(cell_text(flows, trunk, "unit"), "bcm/a");
    EXPECT_EQ(cell_text(flows, trunk, "status"), "open");
    EXPECT_FALSE(flows.rows[trunk].claims.empty());

    const ResultTable prices = price_table(solved.equilibrium);
    EXPECT_NEAR(cell_number(prices, row_of(prices, "west"), "price").value(), 220, 0.01);

    const ResultTable payoffs = state_payoff_table(solved.equilibrium);
    EXPECT_EQ(cell_text(payoffs, 0, "actor"), "westland");
    EXPECT_NEAR(cell_number(payoffs, 0, "total").value(), 1600, 0.1);

    const ResultTable welfare = welfare_table(solved.equilibrium);
    EXPECT_NEAR(cell_number(welfare, row_of(welfare, "sum"), "value").value(),
                cell_number(welfare, row_of(welfare, "welfare"), "value").value(), 0.1);
}

TEST(Views, EveryViewHasACellForEachColumnAndAStableName) {
    const Solved solved = solve_tutorial();
    std::set<std::string> ids;
    for (const View& view : views()) {
        const ResultTable table = view.make(solved.equilibrium);
        EXPECT_EQ(table.id, view.id);
        EXPECT_TRUE(ids.insert(table.id).second);
        EXPECT_EQ(find_view(view.id), &view);
        std::set<std::string> columns;
        for (const ResultColumn& column : table.columns) {
            EXPECT_TRUE(columns.insert(column.name).second) << view.id << "." << column.name;
            if (column.unit.starts_with('@')) {
                EXPECT_LT(table.column(column.unit.substr(1)), table.columns.size()) << view.id;
            }
        }
        for (const ResultRow& row : table.rows)
            EXPECT_EQ(row.cells.size(), table.columns.size()) << view.id;
    }
    EXPECT_EQ(find_view("nothing"), nullptr);
}

TEST(Views, ALinkThatWasNeverBuiltIsClosedAndSaysWhy) {
    const Solved solved = solve_tutorial();
    const ResultTable table = link_status_table(solved.equilibrium);
    const std::size_t bypass = row_of(table, "bypass");
    EXPECT_EQ(cell_text(table, bypass, "status"), "closed");
    EXPECT_FALSE(cell_text(table, bypass, "note").empty());
    EXPECT_DOUBLE_EQ(cell_number(table, bypass, "in_service").value(), 0);
}

TEST(Views, AnObservationThatIsOffIsExplained) {
    const Solved solved = solve_tutorial([](world::Tables& tables) {
        set_cell(tables, "observations", "trunk-2024", "value", "19");
        set_cell(tables, "observations", "eastern-2024", "value", "1");
        set_cell(tables, "observations", "western-2024", "value", "30");
    });
    const ResultTable table = observation_table(solved.equilibrium);
    const auto explanation = [&](const std::string& id) {
        return cell_text(table, row_of(table, id), "explanation");
    };
    EXPECT_NE(explanation("trunk-2024").find("fewer"), std::string::npos);
    EXPECT_NE(explanation("eastern-2024").find("cheapest"), std::string::npos);
    EXPECT_NE(explanation("western-2024").find("capacity of 10.00 bcm/a"), std::string::npos);
    EXPECT_TRUE(explanation("regasification-2024").empty());
}

} // namespace
} // namespace isthmus::report
