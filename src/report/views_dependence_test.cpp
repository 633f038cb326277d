// SPDX-License-Identifier: Apache-2.0
// The tutorial's market by hand. Supply at the field 50 + 10 z, LNG 100 z; East buys at 400 - 50 y,
// West at 620 - 50 y. As it is 10 leave the field at 150, East buys 4 at 200, West 8 at 220.
#include "report/views_dependence.hpp"

#include <cmath>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "report/charts_dependence.hpp"
#include "report/html_table.hpp"
#include "report/report_fixture.hpp"

namespace isthmus::report {
namespace {

using dependence::Dependence;

/// Of a world that lives as long as the fixture.
struct Experiments {
    Solved solved;
    Dependence dependence;
};

const Experiments& tutorial() {
    static const Experiments made = [] {
        Experiments result{solve_tutorial(), {}};
        dependence::DependenceOptions options;
        options.players = {"northland", "middleland", "eastland", "westland"};
        auto dependence = dependence::dependence(*result.solved.world, 2024, options);
        if (!dependence) {
            throw std::runtime_error(dependence.diagnostics().items().front().to_string());
        }
        result.dependence = std::move(dependence).value();
        return result;
    }();
    return made;
}

std::size_t row_of(const ResultTable& table,
                   const std::vector<std::pair<std::string, std::string>>& cells) {
    const auto rows = select_rows(table, [&](std::size_t row) {
        return std::all_of(cells.begin(), cells.end(), [&](const auto& cell) {
            return cell_text(table, row, cell.first) == cell.second;
        });
    });
    EXPECT_EQ(rows.size(), 1U);
    return rows.empty() ? 0 : rows.front();
}

double at(const ResultTable& table, std::size_t row, std::string_view column) {
    const auto number = cell_number(table, row, column);
    EXPECT_TRUE(number) << column;
    return number.value_or(std::nan(""));
}

constexpr double kNear = 1e-3; ///< MUSD of some hundred

TEST(DependenceViews, TutorialByHand) {
    const ResultTable table = dependence_table(tutorial().dependence);
    // Without the pipeline West buys 4 of LNG at 420: 1600 of surplus become 400.
    std::size_t row =
        row_of(table, {{"actor", "westland"}, {"on", "northland"}, {"commodity", "all"}});
    EXPECT_NEAR(at(table, row, "vulnerability"), 1200, kNear);
    EXPECT_NEAR(at(table, row, "vulnerability_share"), 75, kNear);
    EXPECT_NEAR(at(table, row, "price"), (420 - 220) * 4, kNear);
    EXPECT_NEAR(at(table, row, "volume"), 400, kNear);
    EXPECT_NEAR(at(table, row, "rent"), 0, kNear);
    EXPECT_NEAR(at(table, row, "welfare_loss"), 870, kNear);
    // Without West the field sells 5 at 100: 500 of surplus become 125.
    row = row_of(table, {{"actor", "northland"}, {"on", "westland"}, {"commodity", "gas"}});
    EXPECT_NEAR(at(table, row, "vulnerability"), 375, kNear);
    EXPECT_NEAR(at(table, row, "price"), (150 - 100) * 5, kNear);
    EXPECT_NEAR(at(table, row, "volume"), 125, kNear);
    // Middleland has 20 on each of the 6 that go west, and lives of nothing else.
    row = row_of(table, {{"actor", "middleland"}, {"on", "northland"}, {"commodity", "all"}});
    EXPECT_NEAR(at(table, row, "rent"), 120, kNear);
    EXPECT_NEAR(at(table, row, "vulnerability_share"), 100, kNear);
}

TEST(DependenceViews, RowsAddUp) {
    const Dependence& dependence = tutorial().dependence;
    const ResultTable table = dependence_table(dependence);
    EXPECT_EQ(table.rows.size(), 4U * 3 * (1 + dependence.commodities.size()));
    std::map<std::string, double> sums;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        for (const std::string& suffix : {std::string(), std::string("sensitivity_")}) {
            const std::string whole = suffix.empty() ? "vulnerability" : "sensitivity";
            EXPECT_NEAR(at(table, row, whole),
                        at(table, row, suffix + "price") + at(table, row, suffix + "volume") +
                            at(table, row, suffix + "rent"),
                        kNear);
        }
        const double sign = cell_text(table, row, "commodity") == "all" ? -1 : 1;
        sums[cell_text(table, row, "actor") + " " + cell_text(table, row, "on")] +=
            sign * at(table, row, "vulnerability");
    }
    for (const auto& [pair, sum] : sums) EXPECT_NEAR(sum, 0, kNear) << pair;
}

TEST(DependenceViews, ChangesAddUpToEverybody) {
    const ResultTable table = withdrawal_table(tutorial().dependence);
    ASSERT_FALSE(table.rows.empty());
    for (const char* column : {"change", "change_at_once"}) {
        std::map<std::string, double> sums;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            const double sign = cell_text(table, row, "who") == "everybody" ? -1 : 1;
            sums[cell_text(table, row, "actor") + " " + cell_text(table, row, "on")] +=
                sign * at(table, row, column);
        }
        // Five rows may each leave out 0.05.
        for (const auto& [pair, sum] : sums) EXPECT_NEAR(sum, 0, 0.3) << pair << " " << column;
    }
    // Who sells LNG gains what was won from the pipeline: 200 at 2 becomes 400 at 4.
    const std::size_t row =
        row_of(table, {{"actor", "westland"}, {"on", "northland"}, {"who", "everyone-else"}});
    EXPECT_NEAR(at(table, row, "change"), 800 - 200, kNear);
}

TEST(DependenceViews, PayoffsAddUpToWelfare) {
    const ResultTable table = dependence_payoff_table(tutorial().dependence);
    double sum = 0;
    for (std::size_t row = 0; row + 1 < table.rows.size(); ++row) sum += at(table, row, "payoff");
    EXPECT_NEAR(sum, 2820, kNear);
    EXPECT_NEAR(at(table, table.rows.size() - 1, "payoff"), 2820, kNear);
}

TEST(DependenceViews, TheMatrixHoldsTheSameNumbers) {
    const Dependence& dependence = tutorial().dependence;
    const ResultTable table = dependence_table(dependence);
    const std::pair<DependenceMeasure, const char*> measures[] = {
        {DependenceMeasure::kVulnerability, "vulnerability_share"},
        {DependenceMeasure::kSensitivity, "sensitivity_share"}};
    for (const auto& [measure, column] : measures) {
        const ResultTable matrix = dependence_matrix_table(dependence, measure);
        ASSERT_EQ(matrix.rows.size(), 4U);
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t j = 0; j < 4; ++j) {
                const Cell& cell = matrix.rows[i].cells[2 + j];
                if (i == j) {
                    EXPECT_TRUE(cell.missing());
                    continue;
                }
                const std::size_t row = row_of(table, {{"actor", dependence.players[i].id},
                                                       {"on", dependence.players[j].id},
                                                       {"commodity", "all"}});
                ASSERT_NE(cell.number(), nullptr);
                EXPECT_EQ(*cell.number(), at(table, row, column));
            }
        }
    }
}

TEST(DependenceViews, AsymmetryBeginsWithTheMoreDependentSide) {
    const ResultTable table = asymmetry_table(tutorial().dependence);
    ASSERT_FALSE(table.rows.empty());
    double before = 1e9;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        EXPECT_GE(at(table, row, "share"), at(table, row, "other_share"));
        EXPECT_LE(at(table, row, "share"), before);
        before = at(table, row, "share");
    }
    // East loses all of 400 without the way, Middleland nothing without East.
    const std::size_t row = row_of(table, {{"actor", "eastland"}, {"other", "middleland"}});
    EXPECT_NEAR(at(table, row, "asymmetry"), 1, 1e-9);
    EXPECT_NEAR(at(table, row, "loss"), 400, kNear);
}

TEST(DependenceViews, MarksAreExplainedByThePriceThatMoved) {
    const ResultTable marks = dependence_mark_table(tutorial().dependence);
    const std::size_t row = row_of(marks, {{"actor", "northland"}, {"on", "westland"}});
    const std::string why = cell_text(marks, row, "explanation");
    EXPECT_NE(why.find("price of gas at Northland field"), std::string::npos) << why;
    EXPECT_NE(why.find("falls from 150.00 to 100.00 USD/1000m3"), std::string::npos) << why;
    const ResultTable table = dependence_table(tutorial().dependence);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (cell_text(table, i, "reversal").empty()) continue;
        EXPECT_GT(at(table, i, "vulnerability"), at(table, i, "sensitivity"));
        EXPECT_FALSE(cell_text(table, i, "explanation").empty());
    }
}

TEST(DependenceViews, SharesOfTradeAndLegs) {
    const ResultTable exposure = exposure_table(tutorial().dependence);
    std::size_t row = row_of(
        exposure,
        {{"actor", "westland"}, {"on", "northland"}, {"commodity", "gas"}, {"kind", "imports"}});
    EXPECT_NEAR(at(exposure, row, "share"), 75, kNear);
    EXPECT_NEAR(at(exposure, row, "amount"), 6, kNear);
    EXPECT_NEAR(at(exposure, row, "whole"), 8, kNear);
    EXPECT_EQ(cell_text(exposure, row, "unit"), "bcm/a");
    row = row_of(
        exposure,
        {{"actor", "eastland"}, {"on", "middleland"}, {"commodity", "gas"}, {"kind", "through"}});
    EXPECT_NEAR(at(exposure, row, "share"), 100, kNear);
    const ResultTable legs = diversification_table(tutorial().dependence);
    row = row_of(legs, {{"actor", "westland"}, {"commodity", "gas"}});
    EXPECT_NEAR(at(legs, row, "import_partners"), 0.75 * 0.75 + 0.25 * 0.25, kNear);
    EXPECT_EQ(at(legs, row, "import_vectors"), 2);
    EXPECT_TRUE(!cell_number(legs, row, "export_partners")) << "it exports nothing";
    EXPECT_EQ(
        at(legs, row_of(legs, {{"actor", "eastland"}, {"commodity", "gas"}}), "import_vectors"), 1);
}

TEST(DependenceViews, OneActorInDepth) {
    const Dependence& dependence = tutorial().dependence;
    const Only only{2, 0, {}};
    for (const ResultTable& table :
         {dependence_table(dependence, only), withdrawal_table(dependence, only),
          exposure_table(dependence, only)}) {
        ASSERT_FALSE(table.rows.empty()) << table.id;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            EXPECT_EQ(cell_text(table, row, "actor"), "eastland");
            EXPECT_EQ(cell_text(table, row, "on"), "northland");
        }
    }
    EXPECT_EQ(asymmetry_table(dependence, only).rows.size(), 1U);
    EXPECT_EQ(pair_dependence_table(dependence, 2, 0).rows.size(),
              1 + dependence.commodities.size());
}

TEST(DependenceViews, WithoutAPayoffThereIsNoShare) {
    Dependence dependence = tutorial().dependence;
    dependence.base[1].total_payoff = 0;
    const ResultTable table = dependence_table(dependence);
    const std::size_t row =
        row_of(table, {{"actor", "middleland"}, {"on", "northland"}, {"commodity", "all"}});
    EXPECT_FALSE(cell_number(table, row, "vulnerability_share"));
    EXPECT_NEAR(at(table, row, "vulnerability"), 120, kNear);
    EXPECT_NE(heat_map(table, {"m", "t", "vulnerability_share", "", true}).find(">n/a</text>"),
              std::string::npos);
}

/// A dependence_table of three actors with the shares given by rows.
ResultTable squares(const std::vector<Cell>& shares) {
    ResultTable table{"dependence", "", "", {}, {}};
    for (const char* name : {"actor", "name", "on", "on_name", "commodity", "reversal"}) {
        table.columns.push_back({name, "", "", CellKind::kText, 0, ""});
    }
    table.columns.push_back({"vulnerability_share", "", "%", CellKind::kNumber, 1, ""});
    const char* names[] = {"A & B", "C", "D"};
    std::size_t next = 0;
    for (const char* one : names) {
        for (const char* other : names) {
            if (one == other) continue;
            table.rows.push_back(
                {{one, one, other, other, "all", next == 0 ? "*" : "", shares[next]}, {}});
            ++next;
        }
    }
    return table;
}

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t place = text.find(what); place != std::string::npos;
         place = text.find(what, place + 1)) {
        ++found;
    }
    return found;
}

TEST(HeatMap, CellsSayWhatTheTableSays) {
    const std::string chart = heat_map(squares({75.2, -3.0, 0.0, 12.0, Cell(), 0.7}),
                                       {"m", "Title", "vulnerability_share", "", true});
    EXPECT_EQ(count(chart, "class=\"cell none\""), 3U) << "the diagonal";
    EXPECT_EQ(count(chart, "<g><title>"), 6U);
    // Darkest from 50 per cent, with its mark; the legend has one more of each class.
    EXPECT_NE(chart.find(">75*</text>"), std::string::npos);
    EXPECT_EQ(count(chart, "class=\"cell heat6\""), 2U);
    EXPECT_EQ(count(chart, "class=\"cell heat4\""), 2U);
    EXPECT_EQ(count(chart, "class=\"cell heat1\""), 2U);
    // A gain is hatched and carries its sign.
    EXPECT_EQ(count(chart, "class=\"cell gain\" fill=\"url(#m-gain)\""), 2U);
    EXPECT_NE(chart.find("\u22123.0</text>"), std::string::npos);
    EXPECT_EQ(count(chart, ">n/a</text>"), 1U);
    EXPECT_NE(chart.find("A &amp; B"), std::string::npos);
    EXPECT_EQ(chart.find("A & B"), std::string::npos);
    EXPECT_NE(chart.find("role=\"img\""), std::string::npos);
    EXPECT_NE(chart.find("<title id=\"m-title\">Title</title>"), std::string::npos);
}

TEST(HeatMap, ClassesGetDarker) {
    const std::vector<double>& bounds = heat_classes();
    EXPECT_TRUE(std::is_sorted(bounds.begin(), bounds.end()));
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const std::string chart = heat_map(squares({bounds[i], 0.0, 0.0, 0.0, 0.0, 0.0}),
                                           {"m", "", "vulnerability_share", "", true});
        // The lower bound belongs to the class.
        EXPECT_GE(count(chart, "class=\"cell heat" + std::to_string(i) + "\""), 2U) << i;
    }
}

TEST(HeatMap, NothingToShow) {
    EXPECT_TRUE(heat_map(squares({0.0, 0.0, 0.0, 0.0, 0.0, 0.0}),
                         {"m", "", "vulnerability_share", "gas", true})
                    .empty());
}

TEST(AsymmetryChart, BarsScaleToTheShares) {
    ResultTable table{"asymmetry", "", "", {}, {}};
    for (const char* name : {"name", "other_name"}) {
        table.columns.push_back({name, "", "", CellKind::kText, 0, ""});
    }
    for (const char* name : {"share", "other_share"}) {
        table.columns.push_back({name, "", "%", CellKind::kNumber, 1, ""});
    }
    table.rows = {{{"A", "B", 80.0, 20.0}, {}}, {{"C", "D", 40.0, -10.0}, {}}};
    const std::string chart = asymmetry_chart(table, "t", 5);
    const auto width = [&](const std::string& title) {
        const std::size_t end = chart.find("<title>" + title + ":");
        EXPECT_NE(end, std::string::npos) << title;
        const std::size_t begin = chart.rfind(" width=\"", end) + 8;
        return std::stod(chart.substr(begin));
    };
    EXPECT_NEAR(width("B"), width("A") / 4, 0.1);
    EXPECT_NEAR(width("C"), width("A") / 2, 0.1);
    EXPECT_NEAR(width("D"), width("A") / 8, 0.1);
    EXPECT_EQ(count(chart, "cell gain"), 1U);
    EXPECT_TRUE(asymmetry_chart(table, "t", 0).empty());
}

} // namespace
} // namespace isthmus::report
