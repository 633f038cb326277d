// SPDX-License-Identifier: Apache-2.0
#include "chronicle/timeline.hpp"

#include <gtest/gtest.h>

#include "chronicle/test_chronicle.hpp"

namespace isthmus::chronicle {
namespace {

using Lines = std::vector<std::string>;

/// "2008-05-03 event treaty"
Lines lines(const std::vector<Entry>& entries) {
    Lines result;
    for (const Entry& entry : entries) {
        result.push_back(entry.date.to_string() + " " + std::string(to_string(entry.kind)) + " " +
                         entry.row.id);
    }
    return result;
}

Period between(const char* from, const char* to) {
    return Period::between(parse_date(from), parse_date(to));
}

class Timeline : public testing::Test {
  protected:
    Lines of(const std::vector<std::string>& ids, const Period& period = {}) const {
        return lines(timeline(world_, sides(world_, ids), period));
    }
    const Entry* find(const std::vector<Entry>& entries, const std::string& id) const {
        for (const Entry& entry : entries) {
            if (entry.row.id == id) return &entry;
        }
        return nullptr;
    }

    WorldWithHistory files_;
    world::World world_ = files_.load();
};

TEST_F(Timeline, OfTwoByDateTheLessExactFirst) {
    EXPECT_EQ(of({"alba", "cyra"}, between("2004", "2010")),
              (Lines{"2004 joins union", "2008 event talks", "2008-05-03 event treaty",
                     "2008-05-03 signed pact", "2009-01-05 event double", "2010 in force pact",
                     "2010-02-03 event oil"}));
}

TEST_F(Timeline, TheOrderOfTheTwoDoesNotMatter) {
    EXPECT_EQ(of({"alba", "cyra"}), of({"cyra", "alba"}));
}

TEST_F(Timeline, ABlocCountsForItsMembersWhileTheyAreIn) {
    // Both Alba and Cyra were members in 2013; Alba joined long before.
    EXPECT_EQ(of({"brana", "alba"}, between("2013", "2013")), (Lines{"2013-03-04 event bloc"}));
    EXPECT_EQ(of({"brana", "cyra"}, between("2013", "2013")),
              (Lines{"2013-03 restriction ends paper-ban", "2013-03-04 event bloc"}));
    const auto entries = timeline(world_, sides(world_, {"brana", "cyra"}), {});
    const Entry* event = find(entries, "bloc");
    ASSERT_NE(event, nullptr);
    ASSERT_EQ(event->through.size(), 1U);
    EXPECT_TRUE(same(event->through[0], bloc(world_, "union")));
    const auto alone = timeline(world_, sides(world_, {"brana", "union"}), {});
    ASSERT_NE(find(alone, "bloc"), nullptr);
    EXPECT_TRUE(find(alone, "bloc")->through.empty()) << "the bloc itself was asked for";
    // In 2009 the Union had no Cyra.
    EXPECT_EQ(find(entries, "union-pact"), nullptr);
    EXPECT_NE(find(timeline(world_, sides(world_, {"brana", "alba"}), {}), "union-pact"), nullptr);
}

TEST_F(Timeline, ABlocIsNoAgreementBetweenItsMembers) {
    EXPECT_EQ(find(timeline(world_, sides(world_, {"alba", "cyra"}), {}), "union-pact"), nullptr);
}

TEST_F(Timeline, ACompanyCountsForItsState) {
    const auto entries = timeline(world_, sides(world_, {"alba", "cyra"}), {});
    const Entry* oil = find(entries, "oil");
    ASSERT_NE(oil, nullptr);
    ASSERT_EQ(oil->through.size(), 1U);
    EXPECT_TRUE(same(oil->through[0], actor(world_, "alba-oil")));
    EXPECT_EQ(oil->code, "163");
    EXPECT_EQ(oil->note, "By accident");
    EXPECT_EQ(find(timeline(world_, sides(world_, {"brana", "cyra"}), {}), "oil"), nullptr);
}

TEST_F(Timeline, EvidenceIsTheWeakestClaim) {
    const auto entries = timeline(world_, {}, {});
    EXPECT_EQ(find(entries, "talks")->evidence, world::Evidence::kStated);
    EXPECT_EQ(find(entries, "treaty")->evidence, world::Evidence::kRecalled);
    EXPECT_EQ(find(entries, "oil")->evidence, world::Evidence::kEstimate);
}

TEST_F(Timeline, OfOneActor) {
    const Lines brana = of({"brana"}, between("2009", "2014"));
    EXPECT_EQ(brana,
              (Lines{"2009 signed union-pact", "2009-01-05 event double", "2011-11-11 signed paper",
                     "2012 restriction begins paper-ban", "2013-03 restriction ends paper-ban",
                     "2013-03-04 event bloc", "2014-04-06 event other"}));
}

TEST_F(Timeline, LinksOfThoseWhomTheyConcern) {
    const auto entries = timeline(world_, sides(world_, {"brana"}), between("2015", "2017"));
    const Entry* closed = find(entries, "rail");
    ASSERT_NE(closed, nullptr);
    EXPECT_EQ(closed->text, "Rail: closed");
    EXPECT_EQ(closed->by.size(), 1U);
    EXPECT_EQ(lines(entries), (Lines{"2015 link rail", "2017 link rail"}));
    EXPECT_EQ(find(timeline(world_, sides(world_, {"cyra"}), between("2015", "2017")), "rail"),
              nullptr)
        << "Brana controls Cyra's territory since 2010";
}

TEST_F(Timeline, AClosureIsAboutThoseWhoseLinksItShuts) {
    const auto entries = timeline(world_, sides(world_, {"brana"}), between("2024", "2024"));
    EXPECT_EQ(lines(entries),
              (Lines{"2024-06-20 restriction begins shut", "2024-08 restriction ends shut"}));
    EXPECT_EQ(entries[0].closes, (std::vector<world::RowName>{{"links", "rail"}}));
    EXPECT_EQ(entries[1].opens, (std::vector<world::RowName>{{"links", "rail"}}));
}

TEST_F(Timeline, ThePeriodCutsByDay) {
    EXPECT_EQ(of({"alba", "cyra"}, between("2008-05-04", "2008-12")), (Lines{"2008 event talks"}))
        << "what is known to the year may have happened later in it";
    EXPECT_TRUE(of({"alba", "cyra"}, between("2030", "2030")).empty());
}

} // namespace
} // namespace isthmus::chronicle
