// SPDX-License-Identifier: Apache-2.0
#include "report/views_chronicle.hpp"

#include <gtest/gtest.h>

#include "chronicle/test_chronicle.hpp"
#include "report/charts_chronicle.hpp"
#include "report/html_table.hpp"

namespace isthmus::report {
namespace {

using chronicle::PairSeries;
using chronicle::PeriodCounts;
using chronicle::sides;

class ChronicleViews : public testing::Test {
  protected:
    ShownSeries series(const std::vector<std::string>& ids) const {
        return {"series", "events", chronicle::world_events(world_, sides(world_, ids), {}).series,
                chronicle::PeriodLength::kYear, ""};
    }

    chronicle::WorldWithHistory files_;
    world::World world_ = files_.load();
};

TEST_F(ChronicleViews, CodesStayText) {
    const auto both = sides(world_, {"alba", "cyra"});
    const ResultTable table = timeline_table(world_, both, chronicle::timeline(world_, both, {}));
    const auto rows =
        select_rows(table, [&](std::size_t row) { return cell_text(table, row, "id") == "plain"; });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(cell_text(table, rows[0], "code"), "010");
    EXPECT_FALSE(cell_number(table, rows[0], "goldstein")) << "missing is not zero";
    EXPECT_NE(to_csv(table).find(",010,,"), std::string::npos);
    EXPECT_NE(to_json({table}).find("\"code\": \"010\""), std::string::npos);
}

TEST_F(ChronicleViews, EvidenceThroughAndNotesAreShown) {
    const auto both = sides(world_, {"alba", "cyra"});
    const ResultTable full = timeline_table(world_, both, chronicle::timeline(world_, both, {}));
    const auto row = select_rows(full, [&](std::size_t each) {
                         return cell_text(full, each, "id") == "oil";
                     }).front();
    EXPECT_EQ(cell_text(full, row, "evidence"), "estimate");
    EXPECT_EQ(cell_text(full, row, "through"), "Alba Oil");
    EXPECT_EQ(cell_text(full, row, "closes"), "Way");
    EXPECT_EQ(cell_text(full, row, "sources"), "s1");
    const ResultTable shown = for_people(full);
    EXPECT_EQ(cell_text(shown, row, "what"), "Alba Oil \u2192 سیرا: The company stops");
    EXPECT_EQ(cell_text(shown, row, "value"), "163: -8.0");
    EXPECT_EQ(cell_text(shown, row, "more"), "Shuts Way. Through Alba Oil. By accident.");
}

TEST_F(ChronicleViews, ASumWithoutValuesIsMissing) {
    const ResultTable table =
        series_table(world_, sides(world_, {"alba", "cyra"}), series({"alba", "cyra"}));
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_EQ(cell_number(table, 0, "sum"), 9);
    EXPECT_EQ(cell_number(table, 0, "mean"), 4.5);
    EXPECT_FALSE(cell_number(table, 3, "sum"));
    EXPECT_EQ(cell_number(table, 3, "unscored"), 1);
}

TEST_F(ChronicleViews, PairsByNumberOfEvents) {
    const ResultTable table = pair_table(world_, {}, series({}));
    EXPECT_EQ(table.id, "pairs");
    EXPECT_EQ(cell_text(table, 0, "source"), "alba");
    EXPECT_EQ(cell_text(table, 0, "target"), "cyra");
    EXPECT_EQ(cell_number(table, 0, "events"), 5);
    EXPECT_EQ(cell_text(table, 0, "first"), "2008");
    EXPECT_EQ(cell_text(table, 0, "last"), "2014");
}

TEST_F(ChronicleViews, WhatHoldsInPartOfAMonthSaysWhen) {
    const auto both = sides(world_, {"alba", "cyra"});
    const auto june = chronicle::standing(world_, both, *parse_date("2024-06"));
    const ResultTable table = standing_table(world_, both, june);
    const auto row = select_rows(table, [&](std::size_t each) {
                         return cell_text(table, each, "id") == "pact";
                     }).front();
    EXPECT_EQ(cell_text(table, row, "only"), "until 2024-06-12");
    EXPECT_EQ(cell_text(table, row, "opens"), "Pipe; Rail");
    const auto brana = sides(world_, {"brana"});
    const auto closing = chronicle::standing(world_, brana, *parse_date("2024-06"));
    const ResultTable links = standing_link_table(world_, brana, closing);
    std::vector<std::string> days;
    for (std::size_t i = 0; i < links.rows.size(); ++i) {
        if (cell_text(links, i, "link") == "rail") {
            days.push_back(cell_text(links, i, "days") + ": " + cell_text(links, i, "status"));
        }
    }
    EXPECT_EQ(days, (std::vector<std::string>{"2024-06-01 to 2024-06-19: restricted",
                                              "2024-06-20 to 2024-06-30: closed"}));
    EXPECT_EQ(cell_text(change_table(world_, both, june), 0, "kind"), "agreement ends");
    const ResultTable reasons = link_reason_table(world_, closing);
    EXPECT_FALSE(reasons.rows.empty());
}

/// A level of -1 for ten years, then of 5 with a little noise.
ShownBreaks stepped(ResultTable* series) {
    ShownBreaks shown{"breaks", "test", {}, Measure::kSum, {}};
    std::vector<double> values;
    for (int year = 2000; year < 2020; ++year) {
        values.push_back((year < 2010 ? -1 : 5) + (year % 2 == 0 ? 0.25 : -0.25));
        shown.periods.push_back({year, 0, 0});
    }
    shown.breaks = chronicle::find_breaks(values).value();
    if (series != nullptr) {
        PairSeries pair{"alba", "cyra", false, {}};
        for (std::size_t i = 0; i < values.size(); ++i) {
            PeriodCounts counts;
            counts.start = shown.periods[i];
            counts.events = counts.scored = 1;
            counts.sum = chronicle::to_millionths(values[i]);
            (values[i] > 0 ? counts.cooperation : counts.conflict) = counts.sum;
            pair.periods.push_back(counts);
        }
        chronicle::WorldWithHistory files;
        const world::World world = files.load();
        *series = series_table(world, sides(world, {"alba", "cyra"}),
                               {"series", "test", {pair}, chronicle::PeriodLength::kYear, ""});
    }
    return shown;
}

TEST_F(ChronicleViews, BreaksAsDates) {
    const ResultTable table =
        break_table(world_, sides(world_, {"alba", "cyra"}), stepped(nullptr));
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(cell_text(table, 0, "period"), "2010");
    EXPECT_NEAR(*cell_number(table, 0, "before"), -1, 1e-9);
    EXPECT_NEAR(*cell_number(table, 0, "after"), 5, 1e-9);
    EXPECT_NEAR(*cell_number(table, 0, "change"), 6, 1e-9);
    EXPECT_EQ(cell_text(table, 0, "earliest"), "2009");
    EXPECT_EQ(cell_text(table, 0, "latest"), "2011");
    const ResultTable choice = break_choice_table(stepped(nullptr));
    EXPECT_EQ(cell_text(choice, 1, "chosen"), "yes");
    EXPECT_EQ(cell_text(choice, 1, "periods"), "2010");
}

TEST_F(ChronicleViews, TheChartSaysWhatItShows) {
    ResultTable series;
    const ShownBreaks breaks = stepped(&series);
    const ResultTable found = break_table(world_, sides(world_, {"alba", "cyra"}), breaks);
    const std::string svg =
        chronicle_chart("A & B", {{"world", series, found}, {"file <1>", {}, {}}});
    EXPECT_TRUE(svg.starts_with("<svg xmlns=")) << svg;
    for (const char* part :
         {"role=\"img\"", "<title id=\"chronicle-title\">A &amp; B</title>",
          "break at 2010 from a mean of", "file &lt;1&gt;: no events.", "class=\"break\"",
          "class=\"interval\"", ">No events</text>", "2010: \u22121.0 \u2192 5.0"}) {
        EXPECT_NE(svg.find(part), std::string::npos) << part;
    }
    const auto count = [&](const std::string& text) {
        std::size_t found_count = 0;
        for (std::size_t at = svg.find(text); at != std::string::npos;
             at = svg.find(text, at + 1)) {
            ++found_count;
        }
        return found_count;
    };
    EXPECT_EQ(count("<rect class=\"cooperation\" x="), 10U + 1) << "with the legend";
    EXPECT_EQ(count("<rect class=\"conflict\" x="), 10U + 1);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST_F(ChronicleViews, SideBySideMissingIsNotZero) {
    ShownSeries left = series({"alba", "cyra"}), right = left;
    right.pairs[0].periods.erase(right.pairs[0].periods.begin());
    const ResultTable table = beside_table(world_, sides(world_, {"alba", "cyra"}), left, right);
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_EQ(cell_number(table, 0, "sum"), 9);
    EXPECT_FALSE(cell_number(table, 0, "file_events"));
    EXPECT_EQ(cell_number(table, 1, "file_sum"), 4);
}

} // namespace
} // namespace isthmus::report
