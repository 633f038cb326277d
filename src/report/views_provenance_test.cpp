// SPDX-License-Identifier: Apache-2.0
#include "report/views_provenance.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "report/html_table.hpp"
#include "report/report_fixture.hpp"

namespace isthmus::report {
namespace {

provenance::Explanation explained(const world::World& world, const std::string& path) {
    const auto name = provenance::read_result(world, 2024, path);
    EXPECT_TRUE(name.ok());
    auto result = provenance::explain(world, 2024, name.value());
    EXPECT_TRUE(result.ok());
    return std::move(result).value();
}

// A tariff of 50 on the western line, a tenth more: 5 * 0.024 less flows, by derivative and by
// solving again, since the tutorial's curves are lines and nothing is at a bound.
TEST(ViewsProvenance, InfluencesOfTheTutorial) {
    const Solved solved = solve_tutorial();
    const provenance::Explanation of = explained(*solved.world, "flow/western");
    const ResultTable result = explained_result_table(of);
    ASSERT_EQ(result.rows.size(), 1U);
    EXPECT_EQ(cell_text(result, 0, "result"), "flow/western/gas");
    EXPECT_NEAR(cell_number(result, 0, "value").value(), 6, 1e-3);
    EXPECT_EQ(cell_text(result, 0, "unit"), "bcm/a");
    EXPECT_FALSE(cell_number(result, 0, "low").has_value());

    const ResultTable influences = influence_table(of);
    EXPECT_EQ(influences.rows.size(), provenance::kTop);
    double last = 1e9;
    bool tariff = false;
    for (std::size_t row = 0; row < influences.rows.size(); ++row) {
        const double predicted = std::abs(cell_number(influences, row, "predicted").value());
        EXPECT_LE(predicted, last);
        last = predicted;
        EXPECT_EQ(cell_text(influences, row, "change"), "+10 %");
        EXPECT_EQ(influences.rows[row].claims, std::vector<std::string>{"made-up"});
        if (cell_text(influences, row, "property") != "tariff") continue;
        tariff = true;
        EXPECT_NEAR(cell_number(influences, row, "predicted").value(), -0.12, 1e-3);
        EXPECT_NEAR(cell_number(influences, row, "up").value(), -0.12, 1e-3);
        EXPECT_NEAR(cell_number(influences, row, "down").value(), 0.12, 1e-3);
        EXPECT_EQ(cell_text(influences, row, "evidence"), "estimate");
    }
    EXPECT_TRUE(tariff);
    EXPECT_EQ(influences.columns[influences.column("predicted")].unit, "bcm/a");
    EXPECT_TRUE(alternative_table(of).rows.empty());
    ASSERT_EQ(influence_claim_table(of).rows.size(), 1U) << "a claim is shown once";
}

TEST(ViewsProvenance, MoneyIsAYear) {
    const Solved solved = solve_tutorial();
    const provenance::Explanation of = explained(*solved.world, "dependence/westland/middleland");
    EXPECT_EQ(result_unit(of), "MUSD/a");
    EXPECT_NEAR(cell_number(explained_result_table(of), 0, "value").value(), 1200, 0.1);
    EXPECT_NE(result_words(of).find("Westland"), std::string::npos);
    EXPECT_EQ(result_unit(explained(*solved.world, "price/west")), "USD/1000m3");
}

TEST(ViewsProvenance, PeopleSeeNoEmptyColumns) {
    const Solved solved = solve_tutorial();
    const provenance::Explanation of = explained(*solved.world, "flow/western");
    for (const ResultTable& table : readable_provenance_tables(of)) {
        for (std::size_t i = 0; i < table.columns.size() && !table.rows.empty(); ++i) {
            bool said = false;
            for (const ResultRow& row : table.rows) said = said || !row.cells[i].missing();
            EXPECT_TRUE(said) << table.id << " " << table.columns[i].name;
        }
    }
}

} // namespace
} // namespace isthmus::report
