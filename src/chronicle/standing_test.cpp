// SPDX-License-Identifier: Apache-2.0
#include "chronicle/standing.hpp"

#include <gtest/gtest.h>

#include "chronicle/test_chronicle.hpp"

namespace isthmus::chronicle {
namespace {

using Lines = std::vector<std::string>;

Lines held(const StandingAt& standing) {
    Lines result;
    for (const Held& each : standing.held) {
        result.push_back(std::string(to_string(each.kind)) + " " + each.row.id);
    }
    return result;
}

class Standing : public testing::Test {
  protected:
    StandingAt at(const char* date, const std::vector<std::string>& ids) const {
        return standing(world_, sides(world_, ids), *parse_date(date));
    }
    /// "rail closed 20" by first day of the month asked for.
    const LinkStanding* link(const StandingAt& standing, const std::string& id, Day day) const {
        for (const LinkStanding& each : standing.links) {
            if (world_.links[each.link].id == id && each.days.contains(day)) return &each;
        }
        return nullptr;
    }

    WorldWithHistory files_;
    world::World world_ = files_.load();
};

TEST_F(Standing, OnADay) {
    EXPECT_EQ(
        held(at("2012-07-01", {"alba", "cyra"})),
        (Lines{"agreement pact", "signed only paper", "membership union", "membership union"}));
    EXPECT_EQ(held(at("2010-01-01", {"alba", "cyra"})),
              (Lines{"agreement pact", "membership union"}));
    EXPECT_EQ(held(at("2009-12-31", {"alba", "cyra"})),
              (Lines{"signed only pact", "membership union"}));
    EXPECT_EQ(held(at("2024-06-12", {"alba", "cyra"})),
              (Lines{"restriction cap", "restriction quota", "restriction ban", "agreement pact",
                     "signed only paper", "membership union"}));
    EXPECT_EQ(held(at("2024-06-13", {"alba", "cyra"})),
              (Lines{"restriction cap", "restriction quota", "restriction ban", "signed only paper",
                     "membership union"}));
    EXPECT_TRUE(at("2024-06-13", {"alba"}).changes.empty());
}

TEST_F(Standing, AMonthSaysWhatChangesInside) {
    const StandingAt june = at("2024-06", {"alba", "cyra"});
    const auto pact = std::find_if(june.held.begin(), june.held.end(),
                                   [](const Held& each) { return each.row.id == "pact"; });
    ASSERT_NE(pact, june.held.end());
    EXPECT_EQ(pact->days.last, day_number(2024, 6, 12));
    ASSERT_EQ(june.changes.size(), 1U);
    EXPECT_EQ(june.changes[0].kind, EntryKind::kAgreementEnd);
}

TEST_F(Standing, ACorridorIsItsLinks) {
    const StandingAt day = at("2012-07-01", {"alba", "cyra"});
    ASSERT_EQ(day.held[0].opens.size(), 2U);
    EXPECT_EQ(world_.links[day.held[0].opens[0]].id, "pipe");
    EXPECT_EQ(world_.links[day.held[0].opens[1]].id, "rail");
    const LinkStanding* pipe = link(day, "pipe", day_number(2012, 7, 1));
    ASSERT_NE(pipe, nullptr);
    EXPECT_EQ(pipe->status, world::Status::kOpen);
    ASSERT_EQ(pipe->reasons.size(), 2U) << "the pact, and the last event that shut the corridor";
    EXPECT_EQ(pipe->reasons[0].effect, Effect::kOpens);
    EXPECT_EQ(pipe->reasons[0].row, (world::RowName{"agreements", "pact"}));
    EXPECT_EQ(pipe->reasons[1].effect, Effect::kShuts);
    EXPECT_EQ(pipe->reasons[1].row, (world::RowName{"events", "oil"}));
}

TEST_F(Standing, AClosureOutweighsTheStatusFromItsDayOn) {
    const StandingAt june = at("2024-06", {"brana"});
    const LinkStanding* before = link(june, "rail", day_number(2024, 6, 19));
    const LinkStanding* after = link(june, "rail", day_number(2024, 6, 20));
    ASSERT_TRUE(before && after);
    EXPECT_EQ(before->status, world::Status::kRestricted);
    EXPECT_EQ(before->days.last, day_number(2024, 6, 19));
    EXPECT_EQ(before->note, "By day only");
    EXPECT_EQ(after->status, world::Status::kClosed);
    EXPECT_EQ(after->days, (Period{day_number(2024, 6, 20), day_number(2024, 6, 30)}));
    ASSERT_EQ(after->by.size(), 1U);
    EXPECT_TRUE(same(after->by[0], actor(world_, "brana")));
    EXPECT_EQ(after->since->to_string(), "2024-06-20");
}

TEST_F(Standing, OthersRestrictionsAreReasonsToo) {
    const StandingAt day = at("2024-03-01", {"brana"});
    const LinkStanding* rail = link(day, "rail", day_number(2024, 3, 1));
    ASSERT_NE(rail, nullptr);
    EXPECT_EQ(rail->reasons[0].row.id, "ban");
    EXPECT_EQ(rail->reasons[0].effect, Effect::kRestricts) << "only Alba's goods";
    EXPECT_EQ(rail->status, world::Status::kRestricted);
}

TEST_F(Standing, AClosedRowNamesWhoClosed) {
    const StandingAt day = at("2015-05-05", {"brana"});
    const LinkStanding* rail = link(day, "rail", day_number(2015, 5, 5));
    ASSERT_NE(rail, nullptr);
    EXPECT_EQ(rail->status, world::Status::kClosed);
    ASSERT_EQ(rail->by.size(), 1U);
    EXPECT_TRUE(same(rail->by[0], actor(world_, "brana")));
    EXPECT_EQ(rail->until->to_string(), "2016");
}

TEST_F(Standing, WithoutSidesOnlyWhatIsNotSimplyOpen) {
    const StandingAt day = at("2005-01-01", {});
    EXPECT_TRUE(day.links.empty());
    EXPECT_NE(link(at("2015-05-05", {}), "rail", day_number(2015, 5, 5)), nullptr);
}

TEST(Effects, ARestrictionThatBeginsShuts) {
    WorldWithHistory files;
    const world::World world = files.load();
    const LinkEffects begins = effects_of(world, {{"restrictions", "ban"}}, {});
    EXPECT_TRUE(begins.opens.empty());
    EXPECT_EQ(begins.shuts.size(), 1U);
    const LinkEffects ends = effects_of(world, {{"links", "pipe"}}, {{"restrictions", "ban"}});
    EXPECT_EQ(ends.opens.size(), 2U);
    EXPECT_TRUE(ends.shuts.empty());
}

TEST(Effects, AProjectIsItsLinksAndThoseItWidens) {
    WorldWithHistory files;
    const world::World world = files.load();
    const auto links = links_of(world, {"projects", "wider"});
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(world.links[links[0]].id, "pipe");
    EXPECT_TRUE(links_of(world, {"nodes", "hub"}).empty());
    EXPECT_EQ(name_of(world, {"corridors", "way"}), "Way");
}

} // namespace
} // namespace isthmus::chronicle
