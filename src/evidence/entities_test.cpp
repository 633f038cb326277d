// SPDX-License-Identifier: Apache-2.0
#include "evidence/entities.hpp"

#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace isthmus::evidence {
namespace {

constexpr const char* kAliases = "things,language,name,kind,note\n"
                                 "alba,ru,Албан,stem,\n"
                                 "alba,en,Albatown,metonym,\n"
                                 "alba,hy,Ալբա,,\n"
                                 "alba,ka,ალბა,,\n"
                                 "brana,fa,برانا,stem,\n"
                                 "brana,fa,برانای جنوبی,,\n"
                                 "brana,ar,برانة,,\n"
                                 "union,en,US,,\n"
                                 "union,ru,Южн Союз,stem,\n"
                                 "pipe,en,Alba-Brana Pipeline,,\n"
                                 "pipe;rail,en,Great Way,,\n"
                                 "field,fa,شاه‌میدان,,\n";

/// Mentions as "id:what stands there", with + for those of the same place.
class Entities : public testing::Test {
  protected:
    Entities() {
        small_.set("aliases.csv", kAliases);
        Result<world::World> world = small_.load();
        EXPECT_TRUE(world.ok()) << (world.ok() ? "" : world.diagnostics().items()[0].to_string());
        world_ = std::make_unique<world::World>(std::move(world).value());
        index_ = std::make_unique<EntityIndex>(*world_);
    }

    std::string mentions(const std::string& text) const {
        const NormalisedText normal = normalise(text);
        std::string out;
        std::size_t before = SIZE_MAX;
        for (const Mention& mention : index_->find(normal)) {
            const auto [begin, end] = normal.origin(mention.first, mention.last);
            if (mention.first == before) {
                out += "+" + mention.id;
                continue;
            }
            out += (out.empty() ? "" : " | ") + text.substr(begin, end - begin) + "=" + mention.id;
            before = mention.first;
        }
        return out;
    }

    world::SmallWorld small_;
    std::unique_ptr<world::World> world_;
    std::unique_ptr<EntityIndex> index_;
};

TEST_F(Entities, NamesOfTablesAndAliasesAreFound) {
    EXPECT_EQ(mentions("From ALBA by the Pipe to albatown."),
              "ALBA=alba | Pipe=pipe | albatown=alba");
    EXPECT_EQ(mentions("Ալբա ալբա, ალბა ᲐᲚᲑᲐ"),
              "Ալբա=alba | ալբա=alba | ალბა=alba | ᲐᲚᲑᲐ=alba");
    EXPECT_EQ(mentions("nothing of the kind"), "");
    EXPECT_EQ(mentions(""), "");
}

TEST_F(Entities, TheLongestNameCounts) {
    EXPECT_EQ(mentions("Alba–Brana pipeline"), "Alba–Brana pipeline=pipe");
    EXPECT_EQ(mentions("Alba-\nBrana\u00A0 Pipeline"), "Alba-\nBrana\u00A0 Pipeline=pipe");
    EXPECT_EQ(mentions("Alba Oil and Alba"), "Alba Oil=alba-oil | Alba=alba");
    EXPECT_EQ(mentions("برانای جنوبی"), "برانای جنوبی=brana");
}

TEST_F(Entities, NamesStandBetweenBordersOfWords) {
    EXPECT_EQ(mentions("Albaxyz xyzAlba Alba's (Alba)"), "Alba=alba | Alba=alba");
    EXPECT_EQ(mentions("Alba. Brana Pipeline"), "Alba=alba | Brana=brana")
        << "a name goes over no end of sentence";
}

TEST_F(Entities, StemsBeginWordsAndCoverThem) {
    EXPECT_EQ(mentions("в Албании, албанский, неалбанский"), "Албании=alba | албанский=alba");
    EXPECT_EQ(mentions("برانایی"), "برانایی=brana");
    EXPECT_EQ(mentions("Южного Союза и южному союзу"), "Южного Союза=union | южному союзу=union");
}

TEST_F(Entities, AbbreviationsStandInCapitals) {
    EXPECT_EQ(mentions("US tells us"), "US=union");
}

TEST_F(Entities, LettersOfTheWrongScriptDoNotMatter) {
    EXPECT_EQ(mentions("Aлбaнии"), "Aлбaнии=alba") << "with Latin A and a";
    EXPECT_EQ(mentions("Аlbа"), "Аlbа=alba") << "with Cyrillic А and а";
}

TEST_F(Entities, ArabicScriptDividesAndJoinsWords) {
    EXPECT_EQ(mentions("شاهمیدان"), "شاهمیدان=field");
    EXPECT_EQ(mentions("شاه میدان"), "شاه میدان=field");
    EXPECT_EQ(mentions("شاه\u200Cمیدان"), "شاه\u200Cمیدان=field");
    EXPECT_EQ(mentions("والبرانة و برانة"), "برانة=brana | برانة=brana") << "behind a particle";
    EXPECT_EQ(mentions("بشاه\u200Cمیدان"), "شاه\u200Cمیدان=field");
}

TEST_F(Entities, AllThatBearANameAreMentioned) {
    EXPECT_EQ(mentions("the Great Way"), "Great Way=pipe+rail");
    const std::vector<Mention> found = index_->find(normalise("Alba"));
    ASSERT_EQ(found.size(), 1U) << "the actor and the territory share their id";
    EXPECT_EQ(found[0].tables, (std::vector<std::string>{"actors", "territories"}));
    EXPECT_EQ(found[0].kind, world::AliasKind::kName);
    EXPECT_EQ(index_->find(normalise("Albatown"))[0].kind, world::AliasKind::kMetonym);
    EXPECT_EQ(index_->find(normalise("албанец"))[0].kind, world::AliasKind::kStem);
}

TEST_F(Entities, MentionsAreInOrderAndApart) {
    const NormalisedText text =
        normalise("Alba US Brana Албания Alba-Brana Pipeline Great Way US Alba");
    std::size_t end = 0, begin = 0;
    for (const Mention& mention : index_->find(text)) {
        EXPECT_LT(mention.first, mention.last);
        EXPECT_TRUE(mention.first >= end || mention.first == begin) << mention.id;
        EXPECT_LE(mention.last, text.size());
        begin = mention.first;
        end = mention.last;
    }
}

TEST(EntityNames, ACellMayHoldSeveral) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(names_in("South Line (SOL)"), (Names{"South Line (SOL)", "South Line", "SOL"}));
    EXPECT_EQ(names_in("South Line (old)"), (Names{"South Line (old)", "South Line"}));
    EXPECT_EQ(names_in("Plain"), (Names{"Plain"}));
    EXPECT_EQ(names_in("(odd)"), (Names{"(odd)"}));
    EXPECT_EQ(names_in("odd ("), (Names{"odd ("}));
}

} // namespace
} // namespace isthmus::evidence
