// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/random.hpp"
#include "chronicle/test_event_files.hpp"

namespace isthmus::chronicle {
namespace {

PairEvent event(const std::string& source, const std::string& target, Day day,
                std::optional<double> goldstein, const std::string& code = "042") {
    return {source, target, day, code, goldstein, 1};
}

const Day kJanuary = day_number(2020, 1, 31), kFebruary = day_number(2020, 2, 1),
          kNextYear = day_number(2021, 7, 1);

TEST(Series, AddsUpByPairAndMonth) {
    SeriesBuilder builder({});
    builder.add(event("b", "a", kFebruary, 4));
    builder.add(event("a", "b", kJanuary, 1.5));
    builder.add(event("a", "b", kJanuary, -0.4, "112"));
    builder.add(event("a", "b", kJanuary, std::nullopt, "no code"));
    builder.add(event("a", "b", kNextYear, 0, "060"));
    const std::vector<PairSeries> series = builder.series();
    ASSERT_EQ(series.size(), 2U);
    EXPECT_EQ(series[0].source, "a");
    ASSERT_EQ(series[0].periods.size(), 2U);
    const PeriodCounts& january = series[0].periods[0];
    EXPECT_EQ(january.start, (Date{2020, 1, 0}));
    EXPECT_EQ(january.events, 3U);
    EXPECT_EQ(january.scored, 2U);
    EXPECT_EQ(january.sum, 1'100'000);
    EXPECT_EQ(january.cooperation, 1'500'000);
    EXPECT_EQ(january.conflict, -400'000);
    EXPECT_EQ(january.cooperative, 1U);
    EXPECT_EQ(january.conflictual, 1U);
    EXPECT_DOUBLE_EQ(january.mean().value(), 0.55);
    EXPECT_EQ(january.quad(QuadClass::kVerbalCooperation), 1U);
    EXPECT_EQ(january.quad(QuadClass::kVerbalConflict), 1U);
    EXPECT_EQ(january.quad(QuadClass::kUnknown), 1U);
    // Zero is a value of its own, neither cooperation nor conflict.
    EXPECT_EQ(series[0].periods[1].scored, 1U);
    EXPECT_EQ(series[0].periods[1].mean(), 0.0);
    EXPECT_EQ(series[0].periods[1].cooperative + series[0].periods[1].conflictual, 0U);
    EXPECT_EQ(series[0].periods[1].quad(QuadClass::kMaterialCooperation), 1U);
    EXPECT_EQ(series[1].source, "b");
}

TEST(Series, MissingIsNotZero) {
    SeriesBuilder builder({});
    builder.add(event("a", "b", kJanuary, std::nullopt));
    const PeriodCounts counts = builder.series().at(0).total();
    EXPECT_EQ(counts.events, 1U);
    EXPECT_EQ(counts.mean(), std::nullopt);
}

TEST(Series, UndirectedPairsHoldBothDirections) {
    SeriesOptions options;
    options.directed = false;
    options.length = PeriodLength::kYear;
    SeriesBuilder builder(options);
    builder.add(event("b", "a", kFebruary, 4));
    builder.add(event("a", "b", kJanuary, -1));
    const std::vector<PairSeries> series = builder.series();
    ASSERT_EQ(series.size(), 1U);
    EXPECT_EQ(series[0].source, "a");
    EXPECT_EQ(series[0].target, "b");
    EXPECT_EQ(series[0].periods.at(0).start, (Date{2020, 0, 0}));
    EXPECT_EQ(series[0].periods[0].events, 2U);
    EXPECT_EQ(series[0].periods[0].sum, 3'000'000);
}

TEST(Series, WhatCountsInNoPairIsCountedApart) {
    SeriesOptions options;
    options.actors = {"a", "b", "b"};
    options.period = {kJanuary, kFebruary};
    SeriesBuilder builder(options);
    builder.add(event("a", "b", kJanuary, 1));
    builder.add(event("a", "c", kJanuary, 1));
    builder.add(event("a", "a", kJanuary, 1));
    builder.add(event("a", "", kJanuary, 1));
    builder.add(event("a", "b", kJanuary - 1, 1));
    const SeriesSummary summary = builder.summary();
    EXPECT_EQ(summary.events, 5U);
    EXPECT_EQ(summary.counted, 1U);
    EXPECT_EQ(summary.other_actors, 1U);
    EXPECT_EQ(summary.same_country, 1U);
    EXPECT_EQ(summary.without_country, 1U);
    EXPECT_EQ(summary.outside_period, 1U);

    options.actors = {"c"};
    SeriesBuilder one(options);
    one.add(event("a", "c", kJanuary, 1));
    one.add(event("c", "b", kJanuary, 1));
    one.add(event("a", "b", kJanuary, 1));
    EXPECT_EQ(one.series().size(), 2U);
}

TEST(Series, TheOrderOfEventsDoesNotMatter) {
    std::vector<PairEvent> events;
    SplitMix64 random(5);
    const std::vector<std::string> names{"d", "a", "c", "b"};
    for (int i = 0; i < 500; ++i) {
        events.push_back(event(names[random.below(4)], names[random.below(4)],
                               kJanuary + static_cast<Day>(random.below(300)),
                               static_cast<double>(random.below(201)) / 10 - 10));
    }
    for (const bool directed : {true, false}) {
        SeriesOptions options;
        options.directed = directed;
        SeriesBuilder forward(options), backward(options);
        for (std::size_t i = 0; i < events.size(); ++i) {
            forward.add(events[i]);
            backward.add(events[events.size() - 1 - i]);
        }
        const std::vector<PairSeries> a = forward.series(), b = backward.series();
        ASSERT_EQ(a.size(), directed ? 12U : 6U);
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].source + a[i].target, b[i].source + b[i].target);
            EXPECT_EQ(a[i].periods, b[i].periods);
        }
    }
}

TEST(Series, BothDirectionsAddUpToTheUndirectedSeries) {
    SeriesOptions undirected;
    undirected.directed = false;
    SeriesBuilder both({}), together(undirected);
    for (const PairEvent& item :
         {event("x", "y", kJanuary, 3), event("y", "x", kJanuary, -2, "190"),
          event("y", "x", kFebruary, 1), event("x", "y", kNextYear, std::nullopt)}) {
        both.add(item);
        together.add(item);
    }
    PeriodCounts sum = both.series().at(0).total();
    sum += both.series().at(1).total();
    EXPECT_EQ(sum, together.series().at(0).total());
}

TEST(Series, FilledHasEveryPeriod) {
    SeriesBuilder builder({});
    builder.add(event("a", "b", kJanuary, 3));
    builder.add(event("a", "b", day_number(2020, 4, 5), 1));
    const PairSeries series = builder.series().at(0);
    const PairSeries own = filled(series, PeriodLength::kMonth, {});
    ASSERT_EQ(own.periods.size(), 4U);
    EXPECT_EQ(own.periods[1].start, (Date{2020, 2, 0}));
    EXPECT_EQ(own.periods[1].events, 0U);
    EXPECT_EQ(own.periods[3].sum, 1'000'000);
    const PairSeries longer =
        filled(series, PeriodLength::kMonth, {day_number(2019, 12, 31), day_number(2020, 5, 1)});
    ASSERT_EQ(longer.periods.size(), 6U);
    EXPECT_EQ(longer.periods[0].start, (Date{2019, 12, 0}));
    EXPECT_EQ(longer.periods[1].events, 1U);
    EXPECT_EQ(longer.total().events, 2U);
    EXPECT_TRUE(filled({}, PeriodLength::kYear, {}).periods.empty());
    EXPECT_EQ(filled({}, PeriodLength::kYear, {kJanuary, kNextYear}).periods.size(), 2U);
}

TEST(Series, ReportsAndOutletsOfGdelt) {
    const EventFolder folder;
    GdeltRow first{.id = "1"}, second{.id = "2"};
    second.mentions = "10";
    second.sources = "3";
    const std::filesystem::path file =
        folder.write("events", first.text(kGdelt2) + second.text(kGdelt2));
    const PeriodCounts counts = series_of({file}).series().at(0).total();
    EXPECT_EQ(counts.events, 2U);
    EXPECT_EQ(counts.reports, 14U);
    EXPECT_EQ(counts.outlets, 5U);
}

TEST(Series, SeveralCountriesOfPolecatAreSeveralPairsOfOneEvent) {
    const EventFolder folder;
    PolecatRow talks{.id = "1", .source = "ARM; AZE", .target = "RUS; AZE; None; RUS"};
    PolecatRow inside{.id = "2", .source = "ARM", .target = "ARM"};
    PolecatRow nobody{.id = "3", .source = "ARM", .target = "None; None"};
    const std::filesystem::path file = folder.write(
        "polecat", joined(polecat_header()) + talks.text() + inside.text() + nobody.text());
    const SeriesBuilder builder = series_of({file});
    std::vector<std::string> pairs;
    for (const PairSeries& pair : builder.series()) {
        pairs.push_back(pair.source + ">" + pair.target);
        EXPECT_EQ(pair.total().events, 1U);
    }
    EXPECT_EQ(pairs, (std::vector<std::string>{"ARM>AZE", "ARM>RUS", "AZE>RUS"}));
    EXPECT_EQ(builder.summary().counted, 1U);
    EXPECT_EQ(builder.summary().same_country, 1U);
    EXPECT_EQ(builder.summary().without_country, 1U);
}

TEST(Series, ThreadsAndBlocksGiveTheSameSeries) {
    const EventFolder folder;
    std::string text;
    const std::vector<std::string> names{"AZE", "RUS", "GEO", "TUR", "IRN"};
    for (unsigned i = 0; i < 500; ++i) {
        GdeltRow row{.id = std::to_string(i * 7 % 400)};
        row.source = names[i % 5];
        row.target = names[i * 3 % 4];
        row.goldstein = std::to_string(static_cast<int>(i % 19) - 9) + ".7";
        row.day = std::to_string(20200001 + 100 * (i % 12 + 1) + i % 28);
        text += row.text(kGdelt2);
    }
    const std::filesystem::path file = folder.write("events", text);
    const std::vector<PairSeries> expected = series_of({file}).series();
    ASSERT_GT(expected.size(), 10U);
    for (const unsigned threads : {1U, 2U, 7U}) {
        EventFileOptions reading;
        reading.threads = threads;
        reading.block_bytes = 777;
        const std::vector<PairSeries> series = series_of({file}, {}, {}, reading).series();
        ASSERT_EQ(series.size(), expected.size());
        for (std::size_t i = 0; i < series.size(); ++i) {
            EXPECT_EQ(series[i].source + series[i].target, expected[i].source + expected[i].target);
            EXPECT_EQ(series[i].periods, expected[i].periods);
        }
    }
}

} // namespace
} // namespace isthmus::chronicle
