// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "report/charts_leverage.hpp"
#include "report/html_report.hpp"
#include "report/html_table.hpp"
#include "report/leverage_study.hpp"
#include "report/report_fixture.hpp"
#include "report/views_leverage.hpp"

namespace isthmus::report {
namespace {

std::string leverage_part(const std::string& page) {
    const std::size_t begin = page.find("<section id=\"leverage\"");
    if (begin == std::string::npos) return {};
    return page.substr(begin, page.find("</section>", begin) - begin);
}

/// A world of several years, whose series end in 2024.
void make_longer(world::Tables& tables) {
    tables.manifest.first_year = 2019;
    tables.manifest.last_year = 2029;
}

/// Widths of the bars of one class in a chart.
std::vector<double> widths(const std::string& chart, const std::string& css) {
    const std::regex bar("<rect class=\"" + css +
                         "\"[^>]* width=\"([0-9.]+)\" height=\"13\"><title>");
    std::vector<double> result;
    for (std::sregex_iterator at(chart.begin(), chart.end(), bar), end; at != end; ++at) {
        result.push_back(std::stod((*at)[1].str()));
    }
    return result;
}

TEST(HtmlLeverage, NamesAreEscaped) {
    const Solved solved = solve_tutorial(make_awkward);
    const std::string part = leverage_part(html_report(solved.equilibrium));
    EXPECT_NE(part.find("A&amp;B &lt;i&gt;&quot;quoted&quot;&lt;/i&gt;"), std::string::npos);
    EXPECT_EQ(part.find("<i>\"quoted\"</i>"), std::string::npos);
}

TEST(HtmlLeverage, BarsScaleToTheGainsOfTheTable) {
    const Solved solved = solve_tutorial();
    const LeverageStudy study = leverage_study(solved.equilibrium, {});
    ASSERT_TRUE(study.leverage) << study.reason;
    const ResultTable table = leverage_table(*study.leverage);
    const std::string chart = gain_chart(table);
    for (const auto& [css, column] :
         {std::pair{"bar-shapley", "gain"}, {"bar-nucleolus", "nucleolus_gain"}}) {
        std::vector<double> gains;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            gains.push_back(std::abs(cell_number(table, row, column).value_or(0)));
        }
        std::erase_if(gains, [](double gain) { return gain < 0.5; });
        const std::vector<double> drawn = widths(chart, css);
        ASSERT_EQ(drawn.size(), gains.size()) << css;
        ASSERT_FALSE(drawn.empty());
        const double ratio = drawn.front() / gains.front();
        for (std::size_t i = 0; i < gains.size(); ++i) {
            // Widths are rounded to a tenth.
            EXPECT_NEAR(drawn[i], gains[i] * ratio, 0.15 * (1 + gains[i] / gains.front())) << css;
        }
    }
}

TEST(HtmlLeverage, YearsWithoutAMarketAreGapsWithTheirReason) {
    const Solved solved = solve_tutorial(make_longer);
    const LeverageStudy study = leverage_study(solved.equilibrium, {});
    ASSERT_TRUE(study.leverage) << study.reason;
    std::vector<int> years, missing;
    for (const YearOfGains& year : study.years) {
        years.push_back(year.year);
        if (!year.reason.empty()) missing.push_back(year.year);
    }
    EXPECT_EQ(years, (std::vector<int>{2019, 2024, 2029}));
    ASSERT_FALSE(missing.empty());
    EXPECT_EQ(std::count(missing.begin(), missing.end(), 2024), 0);
    const std::string part = leverage_part(html_report(solved.equilibrium));
    const std::size_t said = part.find("No game could be made of");
    ASSERT_NE(said, std::string::npos);
    for (const int year : missing) {
        EXPECT_NE(part.find(std::to_string(year), said), std::string::npos);
    }
    const ResultTable table = leverage_table(*study.leverage);
    const ResultTable shares = gain_share_table(study, table);
    for (const int year : missing) {
        EXPECT_FALSE(cell_number(shares, 0, "share_" + std::to_string(year)));
    }
}

TEST(HtmlLeverage, SharesOfAYearAddUp) {
    const Solved solved = solve_tutorial();
    const LeverageStudy study = leverage_study(solved.equilibrium, {});
    ASSERT_TRUE(study.leverage) << study.reason;
    const ResultTable shares = gain_share_table(study, leverage_table(*study.leverage));
    double sum = 0;
    for (std::size_t row = 0; row < shares.rows.size(); ++row) {
        sum += cell_number(shares, row, "share_2024").value_or(0);
    }
    EXPECT_NEAR(sum, 100, 1e-6);
}

TEST(HtmlLeverage, ChangeAgainstTheSameWorldIsNone) {
    const Solved solved = solve_tutorial();
    const Solved base = solve_tutorial();
    ReportOptions options;
    options.leverage_base = base.world.get();
    const LeverageStudy study = leverage_study(solved.equilibrium, options);
    ASSERT_TRUE(study.leverage && study.against) << study.reason << study.against_reason;
    const ResultTable table = leverage_table(*study.leverage, &*study.against);
    const std::string chart = change_chart(table);
    EXPECT_FALSE(chart.empty());
    EXPECT_TRUE(widths(chart, "bar-up").empty());
    EXPECT_TRUE(widths(chart, "bar-down").empty());
    EXPECT_NE(html_report(solved.equilibrium, options)
                  .find("Against the world as it is, no Shapley value has changed."),
              std::string::npos);
}

TEST(HtmlLeverage, AGameThatCannotBeBuiltIsAReasonAndNoFailure) {
    const Solved solved = solve_tutorial();
    flow::Equilibrium elsewhere = solved.equilibrium;
    elsewhere.market.year = 1900;
    const std::string part = leverage_part(html_report(elsewhere));
    EXPECT_NE(part.find("No game could be made of 1900: "), std::string::npos);
    EXPECT_NE(part.find("[E503]"), std::string::npos);
    EXPECT_EQ(part.find("<svg"), std::string::npos);
}

TEST(HtmlLeverage, CanBeLeftOut) {
    const Solved solved = solve_tutorial();
    ReportOptions options;
    options.leverage = false;
    const std::string page = html_report(solved.equilibrium, options);
    EXPECT_TRUE(leverage_part(page).empty());
    EXPECT_EQ(page.find("#leverage\""), std::string::npos);
}

TEST(ShareChart, TheLineBreaksWhereAYearIsMissing) {
    ResultTable shares{"gain_shares", "", "", {}, {}};
    shares.columns.push_back({"name", "Name", "", CellKind::kText, 0, ""});
    ResultRow row{{"A & B"}, {}};
    for (const auto& [year, cell] : {std::pair{2000, Cell(10.0)},
                                     {2005, Cell(20.0)},
                                     {2010, Cell()},
                                     {2015, Cell(30.0)},
                                     {2020, Cell(40.0)}}) {
        shares.columns.push_back(
            {"share_" + std::to_string(year), std::to_string(year), "%", CellKind::kNumber, 1, ""});
        row.cells.push_back(cell);
    }
    shares.rows.push_back(row);
    const ShareRange range = share_range(shares);
    EXPECT_EQ(range.low, 0);
    EXPECT_EQ(range.high, 40);
    const std::string chart = share_chart(shares, 0, range, 2015, "c");
    const auto count = [&](const std::string& what) {
        std::size_t found = 0;
        for (std::size_t at = chart.find(what); at != std::string::npos;
             at = chart.find(what, at + 1)) {
            ++found;
        }
        return found;
    };
    EXPECT_EQ(count("class=\"course\""), 2U);
    EXPECT_EQ(count("<circle"), 4U);
    EXPECT_EQ(count("class=\"dot own\""), 1U);
    EXPECT_NE(chart.find("A &amp; B"), std::string::npos);
}

} // namespace
} // namespace isthmus::report
