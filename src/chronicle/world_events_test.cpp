// SPDX-License-Identifier: Apache-2.0
#include "chronicle/world_events.hpp"

#include <gtest/gtest.h>

#include "chronicle/test_chronicle.hpp"

namespace isthmus::chronicle {
namespace {

using Lines = std::vector<std::string>;

/// "alba-cyra 2008: 2 events, 9"
Lines lines(const WorldEvents& found) {
    Lines result;
    for (const PairSeries& pair : found.series) {
        for (const PeriodCounts& counts : pair.periods) {
            result.push_back(pair.source + "-" + pair.target + " " + counts.start.to_string() +
                             ": " + std::to_string(counts.events) + " events, " +
                             std::to_string(counts.sum / kMillion));
        }
    }
    return result;
}

class OfWorld : public testing::Test {
  protected:
    WorldEvents of(const std::vector<std::string>& ids, WorldEventOptions options = {}) const {
        return world_events(world_, sides(world_, ids), options);
    }

    WorldWithHistory files_;
    world::World world_ = files_.load();
};

TEST_F(OfWorld, APairByYear) {
    const WorldEvents found = of({"alba", "cyra"});
    EXPECT_EQ(lines(found), (Lines{"alba-cyra 2008: 2 events, 9", "alba-cyra 2009: 1 events, 4",
                                   "alba-cyra 2010: 1 events, -8", "alba-cyra 2014: 1 events, 0"}));
    EXPECT_EQ(found.rows, 5U);
    EXPECT_EQ(found.through, 1U) << "the company";
    EXPECT_EQ(found.unscored, 1U);
    const PeriodCounts& last = found.series[0].periods.back();
    EXPECT_EQ(last.scored, 0U);
    EXPECT_FALSE(last.mean());
    const PeriodCounts& first = found.series[0].periods.front();
    EXPECT_EQ(first.quad(QuadClass::kVerbalCooperation), 2U) << "040 and 057";
    EXPECT_EQ(first.cooperation, 9 * kMillion);
}

TEST_F(OfWorld, DirectionsAddUp) {
    WorldEventOptions directed;
    directed.directed = true;
    const WorldEvents both = of({"cyra", "alba"}, directed);
    ASSERT_EQ(both.series.size(), 2U);
    PeriodCounts sum = both.series[0].total();
    sum += both.series[1].total();
    const PeriodCounts together = of({"alba", "cyra"}).series[0].total();
    EXPECT_EQ(sum.events, together.events);
    EXPECT_EQ(sum.sum, together.sum);
    EXPECT_EQ(lines(both).back(), "cyra-alba 2008: 1 events, 8");
}

TEST_F(OfWorld, SeveralActorsAreSplitIntoDyadsWithoutThemselves) {
    WorldEventOptions in2009;
    in2009.period = Period::of_year(2009);
    in2009.directed = true;
    EXPECT_EQ(lines(of({}, in2009)),
              (Lines{"alba-brana 2009: 1 events, 4", "alba-cyra 2009: 1 events, 4",
                     "brana-cyra 2009: 1 events, 4"}));
    EXPECT_EQ(of({}, in2009).rows, 1U);
    EXPECT_EQ(lines(of({"brana"}, in2009)),
              (Lines{"alba-brana 2009: 1 events, 4", "brana-cyra 2009: 1 events, 4"}));
}

TEST_F(OfWorld, ABlocStandsForItselfInOverviewsAndForMembersInPairs) {
    WorldEventOptions in2013;
    in2013.period = Period::of_year(2013);
    EXPECT_EQ(lines(of({}, in2013)), (Lines{"brana-union 2013: 1 events, -2"}));
    EXPECT_EQ(lines(of({"cyra", "brana"}, in2013)), (Lines{"brana-cyra 2013: 1 events, -2"}));
    EXPECT_EQ(of({"cyra", "brana"}, in2013).through, 1U);
    const WorldEvents one = of({"cyra"}, in2013);
    EXPECT_EQ(lines(one), (Lines{"brana-cyra 2013: 1 events, -2"}));
    ASSERT_EQ(one.pairs.size(), 1U) << "the same pair as in the overview of all";
    EXPECT_EQ(one.pairs[0].target, "union");
}

TEST_F(OfWorld, WhatIsKnownToTheYearIsInNoMonth) {
    WorldEventOptions monthly;
    monthly.length = PeriodLength::kMonth;
    const WorldEvents found = of({"alba", "cyra"}, monthly);
    EXPECT_EQ(found.unplaced, 1U);
    EXPECT_EQ(lines(found).front(), "alba-cyra 2008-05: 1 events, 8");
}

TEST_F(OfWorld, ThePartOfAYearKeepsWhatIsKnownToTheYear) {
    WorldEventOptions later;
    later.period = Period::between(parse_date("2008-06"), parse_date("2008"));
    EXPECT_EQ(lines(of({"alba", "cyra"}, later)), (Lines{"alba-cyra 2008: 1 events, 1"}));
}

TEST_F(OfWorld, AListGivesTheValueOfTheCode) {
    WorldEventOptions listed;
    listed.goldstein = GoldsteinList::kGdelt;
    const WorldEvents found = of({"alba", "cyra"}, listed);
    EXPECT_EQ(found.unscored, 0U) << "010 has the value 0 in the list";
    EXPECT_EQ(found.series[0].periods[0].sum,
              *goldstein(GoldsteinList::kGdelt, "040") + *goldstein(GoldsteinList::kGdelt, "057"));
}

} // namespace
} // namespace isthmus::chronicle
