// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

TEST(Date, DayNumbers) {
    EXPECT_EQ(day_number(1970, 1, 1), 0);
    EXPECT_EQ(day_number(1969, 12, 31), -1);
    EXPECT_EQ(day_number(2000, 3, 1), 11017);
    EXPECT_EQ(day_number(2022, 2, 24), 19047);
    EXPECT_EQ(day_number(1600, 1, 1), -135140);
}

TEST(Date, ReadsThreePrecisions) {
    EXPECT_EQ(parse_date("2022"), (Date{2022, 0, 0}));
    EXPECT_EQ(parse_date("2022-09"), (Date{2022, 9, 0}));
    EXPECT_EQ(parse_date("2022-09-30"), (Date{2022, 9, 30}));
}

TEST(Date, RefusesEverythingElse) {
    for (const char* text : {"",           "22",
                             "202",        "20220",
                             "2022-",      "2022-9",
                             "2022-9-3",   "2022-00",
                             "2022-13",    "2022-00-10",
                             "2022-01-00", "2022-01-32",
                             "2022-04-31", "2022/09/30",
                             "2022-09/30", "2022-09-30 ",
                             " 2022",      "-022",
                             "+022",       "2022-+9",
                             "2022--9",    "2022-09-30T00:00",
                             "30.09.2022", "20220930",
                             "2022-0a",    "abcd"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Date, LeapYears) {
    EXPECT_TRUE(parse_date("2024-02-29"));
    EXPECT_TRUE(parse_date("2000-02-29"));
    EXPECT_FALSE(parse_date("2023-02-29"));
    EXPECT_FALSE(parse_date("1900-02-29"));
    EXPECT_FALSE(parse_date("2024-02-30"));
}

TEST(Date, PrecisionGivesFirstAndLastDay) {
    const Date year{2024, 0, 0}, month{2024, 2, 0}, day{2024, 2, 10};
    EXPECT_EQ(year.first_day(), day_number(2024, 1, 1));
    EXPECT_EQ(year.last_day(), day_number(2024, 12, 31));
    EXPECT_EQ(month.first_day(), day_number(2024, 2, 1));
    EXPECT_EQ(month.last_day(), day_number(2024, 2, 29));
    EXPECT_EQ(day.first_day(), day.last_day());
    EXPECT_EQ((Date{2023, 12, 0}).last_day(), day_number(2023, 12, 31));
}

TEST(Date, TextReadsBack) {
    for (const char* text : {"2022", "2022-09", "2022-09-03", "0987-01-01"}) {
        ASSERT_TRUE(parse_date(text)) << text;
        EXPECT_EQ(parse_date(text)->to_string(), text);
    }
}

TEST(Date, EveryDayOfFourCenturiesFollowsTheOneBefore) {
    Day expected = day_number(1800, 1, 1);
    for (int year = 1800; year < 2200; ++year) {
        for (int month = 1; month <= 12; ++month) {
            const Date whole{year, month, 0};
            EXPECT_EQ(whole.first_day(), expected);
            expected = whole.last_day() + 1;
        }
    }
    EXPECT_EQ(expected - day_number(1800, 1, 1), 146097);
}

TEST(Period, OpenEnds) {
    const Period always = Period::between(std::nullopt, std::nullopt);
    EXPECT_TRUE(always.contains(day_number(1, 1, 1)));
    EXPECT_TRUE(always.contains(day_number(9999, 12, 31)));
    const Period since = Period::between(parse_date("2022-03"), std::nullopt);
    EXPECT_FALSE(since.contains(day_number(2022, 2, 28)));
    EXPECT_TRUE(since.contains(day_number(2022, 3, 1)));
    const Period until = Period::between(std::nullopt, parse_date("2022"));
    EXPECT_TRUE(until.contains(day_number(2022, 12, 31)));
    EXPECT_FALSE(until.contains(day_number(2023, 1, 1)));
}

TEST(Period, OverlapsWhereOneDayIsShared) {
    const Period first = Period::between(parse_date("2020"), parse_date("2021-06"));
    const Period touching = Period::between(parse_date("2021-06-30"), std::nullopt);
    const Period after = Period::between(parse_date("2021-07"), std::nullopt);
    EXPECT_TRUE(first.overlaps(touching));
    EXPECT_TRUE(touching.overlaps(first));
    EXPECT_FALSE(first.overlaps(after));
    EXPECT_FALSE(after.overlaps(first));
    EXPECT_TRUE(first.overlaps(Period{}));
    EXPECT_TRUE(first.overlaps(Period::of_year(2021)));
    EXPECT_FALSE(first.overlaps(Period::of_year(2022)));
}

TEST(Period, ShareOfYear) {
    EXPECT_EQ(Period{}.share_of_year(2022), 1);
    EXPECT_EQ(Period::of_year(2022).share_of_year(2022), 1);
    EXPECT_EQ(Period::of_year(2022).share_of_year(2023), 0);
    const Period quarter = Period::between(parse_date("2023-01"), parse_date("2023-03"));
    EXPECT_DOUBLE_EQ(quarter.share_of_year(2023), 90.0 / 365.0);
    const Period leap = Period::between(parse_date("2024-01"), parse_date("2024-03"));
    EXPECT_DOUBLE_EQ(leap.share_of_year(2024), 91.0 / 366.0);
    const Period over = Period::between(parse_date("2022-12-31"), parse_date("2024-01-01"));
    EXPECT_DOUBLE_EQ(over.share_of_year(2022), 1.0 / 365.0);
    EXPECT_EQ(over.share_of_year(2023), 1);
    EXPECT_DOUBLE_EQ(over.share_of_year(2024), 1.0 / 366.0);
    const Period reversed = Period::between(parse_date("2023-09"), parse_date("2023-03"));
    EXPECT_EQ(reversed.share_of_year(2023), 0);
}

TEST(Period, ReferenceDayLiesInTheYear) {
    EXPECT_TRUE(Period::of_year(2022).contains(reference_day(2022)));
}

} // namespace
} // namespace isthmus
