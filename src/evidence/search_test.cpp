// SPDX-License-Identifier: Apache-2.0
#include "evidence/search.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "base/file.hpp"
#include "base/random.hpp"
#include "world/test_world.hpp"

namespace isthmus::evidence {
namespace {

std::vector<SearchableText> texts_of(const std::vector<DocumentText>& documents) {
    std::vector<SearchableText> texts;
    for (const DocumentText& document : documents) texts.emplace_back(document);
    return texts;
}

/// "document.paragraph:what stands there/errors", in the order of the hits.
std::string found(const std::vector<DocumentText>& documents, const SearchQuery& query) {
    std::string out;
    for (const SearchHit& hit : search(texts_of(documents), query)) {
        out += (out.empty() ? "" : " | ") + std::to_string(hit.document) + "." +
               std::to_string(hit.paragraph) + ":" +
               documents[hit.document].text.substr(hit.begin, hit.end - hit.begin) + "/" +
               std::to_string(hit.errors) + (hit.together ? "" : " apart");
    }
    return out;
}

std::string found(const std::string& text, const std::string& query,
                  std::optional<std::size_t> errors = {}) {
    return found({plain_document(text)}, {{{query}}, errors});
}

TEST(Search, FindsWordsHoweverTheyAreWritten) {
    EXPECT_EQ(found("The Old\u00A0PIPE-\nline.", "old pipeline"), "0.1:Old\u00A0PIPE-\nline/0");
    EXPECT_EQ(found("در خط\u200Cلوله", "خط لوله"), "0.1:خط\u200Cلوله/0");
    EXPECT_EQ(found("در خطلوله و خـط  لولة", "خط لوله", 0), "0.1:خطلوله/0 | 0.1:خـط  لولة/0");
    EXPECT_EQ(found("سال ۱۳۷۷", "1377"), "0.1:۱۳۷۷/0");
    EXPECT_EQ(found("Каспий, КАСПИЙ, Кacпий", "каспии\u0306", 0),
              "0.1:Каспий/0 | 0.1:КАСПИЙ/0 | 0.1:Кacпий/0");
    EXPECT_EQ(found("İSTANBUL, Istanbul", "ıstanbul"), "0.1:İSTANBUL/0 | 0.1:Istanbul/0");
    EXPECT_EQ(found("ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი"), "0.1:ᲗᲑᲘᲚᲘᲡᲘ/0");
    EXPECT_EQ(found("ԵՐԵՎԱՆ", "Երևան"), "0.1:ԵՐԵՎԱՆ/0");
    EXPECT_EQ(found("الغاز الطبيعي", "الطبیعی"), "0.1:الطبيعي/0");
    EXPECT_EQ(found("Şuşa", "susa"), "0.1:Şuşa/0");
}

TEST(Search, WhatAScannerDidIsForgivenByLength) {
    EXPECT_EQ(usual_errors(4), 0U);
    EXPECT_EQ(usual_errors(5), 1U);
    EXPECT_EQ(usual_errors(15), 3U);
    EXPECT_EQ(found("the pipcline, the pipe1ine, the pipine", "pipeline"),
              "0.1:pipcline/1 | 0.1:pipe1ine/1")
        << "two letters are too many";
    EXPECT_EQ(found("the pipine", "pipeline", 2), "0.1:pipine/2");
    EXPECT_EQ(found("the pipcline", "pipeline", 0), "");
    EXPECT_EQ(found("Iraq", "Iran"), "") << "four letters are exact";
}

TEST(Search, ShortWordsAreNotFoundInsideOthers) {
    EXPECT_EQ(found("second economy of ECO", "eco"), "0.1:eco/0 | 0.1:ECO/0");
    EXPECT_EQ(found("theoldpipeline", "pipeline"), "0.1:pipeline/0") << "scanners lose spaces";
}

TEST(Search, FewestErrorsFirstThenInTheOrderOfReading) {
    const std::vector<DocumentText> documents = {
        plain_document("gaz-\nprom and gasprom\n\nGazprom"), plain_document("Gazprom, gazpron")};
    EXPECT_EQ(found(documents, {{{"gazprom"}}, {}}),
              "0.1:gaz-\nprom/0 | 0.2:Gazprom/0 | 1.1:Gazprom/0 | 0.1:gasprom/1 | 1.1:gazpron/1");
}

TEST(Search, WordsOfAPhraseMayStandApartInAParagraph) {
    const std::string text =
        "Gas comes. Then a long line of pipes for gas through Georgia.\n\nGas, "
        "alone.\n\nGeorgia gas";
    EXPECT_EQ(found(text, "Georgia gas"), "0.3:Georgia gas/0 | 0.1:gas through Georgia/0 apart");
    const DocumentText document = plain_document(text);
    EXPECT_EQ(found({document}, {{{"Georgia gas"}}, {}, false}), "0.3:Georgia gas/0");
    EXPECT_EQ(found("The line of\n\n1 A note.\n\ngas", "line of gas"), "");
    EXPECT_EQ(found("The line of\n\ngas", "line of gas"), "0.1:line of\n\ngas/0")
        << "a page ends within the sentence";
    EXPECT_EQ(found(text, "gas oil"), "") << "one of the words is nowhere";
}

TEST(Search, PatternsThatOverlapAreOneHit) {
    const DocumentText document = plain_document("the South Caucasus Pipeline");
    EXPECT_EQ(found({document}, {{{"caucasus"}, {"south caucasus"}, {"caucasus pipeline"}}, {}}),
              "0.1:Caucasus Pipeline/0");
}

TEST(Search, PositionsAreThoseOfAnchors) {
    const std::vector<DocumentText> documents{plain_document("«یک» ۱۲.\n\nBaku–Tbilisi")};
    const DocumentText& document = documents[0];
    const auto texts = texts_of(documents);
    const auto hits = search(texts, {{{"tbilisi"}}, {}});
    ASSERT_EQ(hits.size(), 1U);
    const std::u32string letters = letters_of(normalise(document.text)).text;
    EXPECT_EQ(letters.substr(hits[0].position, hits[0].length), U"tbilisi");
    EXPECT_EQ(hits[0].position, 8U);
    EXPECT_EQ(hits[0].paragraph, 2U);
    const SearchHit again =
        texts[0].hit_of_characters(texts[0].characters_of(hits[0].begin, hits[0].end).first,
                                   texts[0].characters_of(hits[0].begin, hits[0].end).second);
    EXPECT_EQ(again.position, hits[0].position);
    EXPECT_EQ(again.begin, hits[0].begin);
    EXPECT_EQ(again.end, hits[0].end);
}

TEST(Search, PassagesAreCutBetweenWordsInsideTheParagraph) {
    const DocumentText document = plain_document(
        "Before.\n\nOne two three four\nfive\033 six seven eight nine ten.\n\nAfter.");
    const auto hits = search(texts_of({document}), {{{"six"}}, {}});
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(passage_around(document, hits[0], 100),
              "One two three four five six seven eight nine ten.");
    EXPECT_EQ(passage_around(document, hits[0], 12), "... four five six seven eight ...");
    const DocumentText persian = plain_document("یک دو سه چهار پنج شش هفت هشت نه ده");
    const auto five = search(texts_of({persian}), {{{"پنج"}}, {}});
    ASSERT_EQ(five.size(), 1U);
    EXPECT_EQ(passage_around(persian, five[0], 8), "... سه چهار پنج شش هفت ...");
}

TEST(Search, OneLineHasNoControls) {
    EXPECT_EQ(one_line(" a\t\n b\033[2J\x7F \u009Bc\u0085d\r\n"), "a b[2J c d");
    EXPECT_EQ(one_line(""), "");
}

/// Names of a world, in many languages.
class SearchNames : public testing::Test {
  protected:
    SearchNames() {
        small_.set("aliases.csv", "things,language,name,kind,note\n"
                                  "alba,ru,Албанск,stem,\n"
                                  "alba,fa,آلبانیا,,\n"
                                  "alba,en,Albatown,metonym,\n"
                                  "brana,ru,Албанская Брана,,\n"
                                  "union,en,US,,\n");
        Result<world::World> world = small_.load();
        if (!world) throw std::runtime_error(world.diagnostics().items()[0].to_string());
        world_ = std::make_unique<world::World>(std::move(world).value());
    }

    std::string named(const std::string& text, const std::string& id) const {
        const std::vector<DocumentText> documents{plain_document(text)};
        std::string out;
        const EntityIndex index(*world_);
        for (const SearchHit& hit : search_names(texts_of(documents), *world_, index, id)) {
            out += (out.empty() ? "" : " | ") + text.substr(hit.begin, hit.end - hit.begin) + "/" +
                   std::to_string(hit.errors);
        }
        return out;
    }

    world::SmallWorld small_;
    std::unique_ptr<world::World> world_;
};

TEST_F(SearchNames, AThingIsFoundByAllItsNames) {
    EXPECT_EQ(named("Alba, албанской, آلبانیا, Albatown, Brana", "alba"),
              "Alba/0 | албанской/0 | آلبانیا/0 | Albatown/0");
    EXPECT_EQ(named("А1банский, آلبانبا", "alba"), "А1банский/1 | آلبانبا/1");
    EXPECT_EQ(named("US or us", "union"), "US/0") << "a pronoun is no name";
}

TEST_F(SearchNames, WhatIsPartOfAnotherNameIsNotMeant) {
    EXPECT_EQ(named("Албанская Брана", "alba"), "");
    EXPECT_EQ(named("Албанская Брана", "brana"), "Албанская Брана/0");
}

TEST_F(SearchNames, NamesStandOnce) {
    std::vector<std::string> names;
    for (const Pattern& pattern : names_of(*world_, "alba")) names.push_back(pattern.text);
    EXPECT_EQ(names, (std::vector<std::string>{"Alba", "Албанск", "آلبانیا", "Albatown"}));
    EXPECT_TRUE(names_of(*world_, "nobody").empty());
}

/// Replaces, drops and doubles letters and spaces, each character with the same chance.
std::string noisy(const std::string& text, double chance, SplitMix64& random) {
    const NormalisedText normal = normalise(text);
    std::u32string out;
    for (std::size_t i = 0; i < normal.size(); ++i) {
        const char32_t c = normal.text[i];
        if (random.unit() >= chance) {
            out += c;
            continue;
        }
        switch (random.below(4)) {
        case 0:
            break;
        case 1:
            out += c;
            out += normal.text[random.below(normal.size())];
            break;
        case 2:
            out += U' ';
            out += c;
            break;
        default:
            out += normal.text[random.below(normal.size())];
        }
    }
    return to_utf8(out);
}

/// Share of phrases of a text that are found within a few letters of their place after the noise.
double recall(const std::string& text, double chance, std::size_t words, SplitMix64& random) {
    const NormalisedText normal = normalise(text);
    const DocumentText document = plain_document(noisy(text, chance, random));
    const SearchableText searchable(document);
    const std::size_t all = letters_of(normal).size();
    std::size_t asked = 0, answered = 0;
    for (std::size_t round = 0; asked < 200 && round < 2000; ++round) {
        std::size_t first = random.below(normal.size());
        while (first < normal.size() && normal.text[first] != U' ') ++first;
        std::size_t last = ++first;
        for (std::size_t left = words; last < normal.size(); ++last) {
            if (normal.text[last] == U' ' && --left == 0) break;
        }
        if (first >= last || last >= normal.size()) continue;
        const std::string phrase = to_utf8(normal.text.substr(first, last - first));
        if (letters_to_find(phrase).size() < 12) continue;
        NormalisedText before = normal;
        before.text.resize(first);
        const double place = static_cast<double>(letters_of(before).size());
        const double scale = static_cast<double>(document.letters) / static_cast<double>(all);
        const auto hits = searchable.find({phrase}, usual_errors(letters_to_find(phrase).size()));
        ++asked;
        answered += std::any_of(hits.begin(), hits.end(), [&](const SearchHit& hit) {
            return std::abs(static_cast<double>(hit.position) - place * scale) < 300;
        });
    }
    return asked == 0 ? 0 : static_cast<double>(answered) / static_cast<double>(asked);
}

std::string invented_text(const std::u32string& letters, std::size_t words, SplitMix64& random) {
    std::u32string text;
    for (std::size_t i = 0; i < words; ++i) {
        const std::size_t length = 2 + random.below(8);
        for (std::size_t k = 0; k < length; ++k) text += letters[random.below(letters.size())];
        text += i % 50 == 49 ? U"\n\n" : U" ";
    }
    return to_utf8(text);
}

TEST(SearchRecall, PhrasesAreFoundInNoisyText) {
    SplitMix64 random(5);
    for (const std::u32string& letters : {std::u32string(U"абвгдежзиклмнопрстуфхцчшя"),
                                          std::u32string(U"ابپتثجچحخدذرزسشصطعفقکگلمنوهی"),
                                          std::u32string(U"abcdefghijklmnoprstuvyzə")}) {
        const std::string text = invented_text(letters, 3000, random);
        EXPECT_EQ(recall(text, 0, 3, random), 1);
        EXPECT_GE(recall(text, 0.05, 3, random), 0.95);
        EXPECT_GE(recall(text, 0.10, 3, random), 0.80);
    }
}

TEST(SearchRecall, WhatIsNotThereIsNotFound) {
    SplitMix64 random(6);
    const std::u32string letters = U"abcdefghijklmnoprstuvyz";
    const DocumentText document = plain_document(invented_text(letters, 3000, random));
    const SearchableText text(document);
    std::size_t hits = 0;
    for (int i = 0; i < 100; ++i) {
        const std::string phrase = invented_text(letters, 3, random);
        const std::size_t length = letters_to_find(phrase).size();
        if (length >= 12) hits += text.find({phrase}, usual_errors(length)).size();
    }
    EXPECT_EQ(hits, 0U);
}

/// Paragraphs that hold the letters one after another whatever stands between: another way to look.
std::set<std::size_t> paragraphs_with(const DocumentText& document, const std::u32string& letters) {
    std::set<std::size_t> paragraphs;
    for (std::size_t i = 0; i < document.paragraphs.size(); ++i) {
        const Paragraph& each = document.paragraphs[i];
        std::u32string all;
        for (const char32_t c :
             normalise(document.text.substr(each.begin, each.end - each.begin)).text) {
            if (c >= 0x0621 && c <= 0x06CC) all += c;
        }
        if (all.find(letters) != std::u32string::npos) paragraphs.insert(i + 1);
    }
    return paragraphs;
}

class SearchOfFoundingDocuments : public testing::Test {
  protected:
    void SetUp() override {
        const std::filesystem::path folder = std::filesystem::path(ISTHMUS_SHARED_DIR) / "sources";
        if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            files_.push_back(file.path());
        }
        std::sort(files_.begin(), files_.end());
        ASSERT_EQ(files_.size(), 4U);
    }
    std::vector<std::filesystem::path> files_;
};

TEST_F(SearchOfFoundingDocuments, APhraseIsFoundInAllItsSpellings) {
    const DocumentText document = plain_document(read_file(files_[0]));
    const std::set<std::size_t> expected = paragraphs_with(document, U"خطلوله");
    EXPECT_GE(expected.size(), 3U);
    for (const char* query : {"خط لوله", "خط\u200Cلوله", "خطلوله", "خـط لولة"}) {
        std::set<std::size_t> paragraphs;
        for (const SearchHit& hit : search(texts_of({document}), {{{query}}, 0, false})) {
            paragraphs.insert(hit.paragraph);
        }
        EXPECT_EQ(paragraphs, expected) << query;
    }
}

TEST_F(SearchOfFoundingDocuments, PhrasesAreFoundAfterNoise) {
    SplitMix64 random(8);
    for (const std::filesystem::path& file : files_) {
        const std::string text = read_file(file);
        EXPECT_EQ(recall(text, 0, 4, random), 1) << file;
        EXPECT_GE(recall(text, 0.05, 4, random), 0.95) << file;
    }
}

} // namespace
} // namespace isthmus::evidence
