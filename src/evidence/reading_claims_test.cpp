// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading_claims.hpp"

#include <gtest/gtest.h>

#include "evidence/anchor.hpp"
#include "world/test_world.hpp"

namespace isthmus::evidence {
namespace {

class ReadingClaims : public testing::Test {
  protected:
    ReadingClaims()
        : world_(folder_.load().value()),
          document_(
              plain_document("A line.\n\nThe pipe carried 5 million tonnes of oil from Alba to "
                             "Brana in 2011, which nobody had thought possible before it was "
                             "built, and 7 million tonnes in 2012, when the market grew.")),
          text_(normalise(document_.text)) {}

    std::vector<Proposal> proposals() const {
        auto found = propose(document_, text_, EntityIndex(world_).find(text_), built_in_rules(),
                             *built_in_rules().find("en"), {});
        std::erase_if(found, [](const Proposal& each) { return each.kind != "mass"; });
        return found;
    }
    std::string source() const { return world_.sources.begin()->id; }

    world::SmallWorld folder_;
    world::World world_;
    DocumentText document_;
    NormalisedText text_;
};

TEST_F(ReadingClaims, RowsMakeAGoodWorldWithAnchorsThatAreFound) {
    const auto chosen = proposals();
    ASSERT_EQ(chosen.size(), 2U);
    const auto accepted = claims_of(world_, source(), document_, text_, chosen);
    ASSERT_TRUE(accepted.ok());
    EXPECT_EQ(accepted.value().ids.size(), 2U);
    EXPECT_NE(accepted.value().ids[0], accepted.value().ids[1]);
    ASSERT_TRUE(append_rows(folder_.folder(), accepted.value().changes).empty());
    const auto world = world::load(folder_.folder());
    ASSERT_TRUE(world.ok());
    const auto id = world.value().find<world::ClaimTag>("claims", accepted.value().ids[0]);
    ASSERT_TRUE(id.valid());
    const world::Claim& claim = world.value().claims[id];
    EXPECT_EQ(claim.value, "5");
    EXPECT_EQ(claim.unit, "Mt/a");
    EXPECT_EQ(claim.from, "2011");
    EXPECT_EQ(claim.confidence, world::Confidence::kStated);
    EXPECT_EQ(claim.locator, "para 2: throughput");
    std::vector<world::Anchor> anchors = world.value().anchors;
    std::erase_if(anchors, [&](const world::Anchor& anchor) {
        return !world.value().claims[anchor.claim].locator.starts_with("para 2: ");
    });
    ASSERT_EQ(anchors.size(), 2U);
    const auto found = find_anchors(letters_of(text_).text, anchors);
    ASSERT_TRUE(found.ok());
    for (const AnchorFinding& finding : found.value()) {
        EXPECT_EQ(finding.status, AnchorStatus::kVerified);
    }
}

TEST_F(ReadingClaims, WhatTheWorldKnowsIsNotWrittenTwice) {
    const auto chosen = proposals();
    const auto once = claims_of(world_, source(), document_, text_, chosen);
    ASSERT_TRUE(append_rows(folder_.folder(), once.value().changes).empty());
    const auto world = world::load(folder_.folder());
    const auto again = claims_of(world.value(), source(), document_, text_, chosen);
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().changes.empty());
    EXPECT_EQ(again.value().known.size(), 2U);
}

TEST_F(ReadingClaims, WithoutSubjectOrSourceNothingIsWritten) {
    auto chosen = proposals();
    chosen[0].subject.clear();
    chosen[1].property.clear();
    const auto refused = claims_of(world_, source(), document_, text_, chosen);
    ASSERT_FALSE(refused.ok());
    ASSERT_EQ(refused.diagnostics().items().size(), 2U);
    EXPECT_EQ(refused.diagnostics().items()[0].id, "E932");
    EXPECT_EQ(refused.diagnostics().items()[0].column, "subject");
    EXPECT_EQ(refused.diagnostics().items()[1].column, "property");
    const auto unknown = claims_of(world_, "nowhere", document_, text_, proposals());
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.diagnostics().items().front().id, "E933");
}

} // namespace
} // namespace isthmus::evidence
