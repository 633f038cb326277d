// SPDX-License-Identifier: Apache-2.0
// Sentences that were made up for it, with what they say: tests/evidence/reading_cases.csv.
#include "evidence/reading.hpp"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "base/csv.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "evidence/proposals.hpp"
#include "evidence/solar_hijri.hpp"

namespace isthmus::evidence {
namespace {

struct Case {
    std::size_t line = 0;
    std::string language, sentence, expected, why;
};

std::vector<Case> cases() {
    const std::filesystem::path file =
        std::filesystem::path(ISTHMUS_SOURCE_DIR) / "tests" / "evidence" / "reading_cases.csv";
    const Result<CsvFile> csv = parse_csv(read_file(file), "reading_cases.csv");
    std::vector<Case> result;
    for (const CsvRecord& record : csv.value().records) {
        result.push_back(
            {record.line, record.fields[0], record.fields[1], record.fields[2], record.fields[3]});
    }
    return result;
}

std::vector<Proposal> proposals_of(const std::string& language, const std::string& text) {
    const DocumentText document = plain_document(text);
    std::vector<Proposal> result =
        propose(document, normalise(document.text), {}, built_in_rules(),
                *built_in_rules().find(language), {parse_date("2024-06-01")});
    std::stable_sort(result.begin(), result.end(),
                     [](const Proposal& a, const Proposal& b) { return a.begin < b.begin; });
    return result;
}

/// What stands in the text at a score of at least `least`, in its order.
std::string readings_of(const std::string& language, const std::string& text, double least) {
    std::vector<std::string> found;
    for (const Proposal& proposal : proposals_of(language, text)) {
        if (proposal.score < least) continue;
        const bool date = proposal.unit == "date" || proposal.unit == "year";
        found.push_back(date ? proposal.value : proposal.value + " " + proposal.unit);
    }
    return join(found, "; ");
}

// Without a world there are no subjects, which would add to the score.
constexpr double kLeast = kLeastScore - 0.1;

TEST(Reading, MadeUpSentences) {
    ASSERT_GE(cases().size(), 90U);
    for (const Case& each : cases()) {
        EXPECT_EQ(readings_of(each.language, each.sentence, kLeast), each.expected)
            << "line " << each.line << ": " << each.why;
    }
}

TEST(Reading, WordsOfUncertaintyStayInTheNote) {
    const auto note = [](const std::string& language, const std::string& text) {
        return proposals_of(language, text).front().note;
    };
    EXPECT_EQ(note("en", "At least 40 ships waited."), "at least; date of the document");
    EXPECT_EQ(note("en", "Two or more times as much."), "or more; date of the document");
    EXPECT_EQ(note("ru", "Свыше 40 судов."), "more than; date of the document");
    EXPECT_EQ(note("fa", "بیش از ۴۰ کشتی."), "more than; date of the document");
    EXPECT_EQ(note("fa", "از ۴۰ درصد به ۳۰ درصد"),
              "first of two: 0.4 and 0.3; date of the document");
}

TEST(Reading, DatesOfQuantitiesAreThoseOfTheirSentenceElseOfTheDocument) {
    const auto first = [](const std::string& text) { return proposals_of("en", text).front(); };
    EXPECT_EQ(first("It carried 5 Mt in 2011.").from, "2011");
    EXPECT_EQ(first("It carried 5 Mt in 2011.").to, "2011");
    EXPECT_EQ(first("It has carried 5 Mt since 2011.").from, "2011");
    EXPECT_EQ(first("It has carried 5 Mt since 2011.").to, "");
    EXPECT_EQ(first("It carried 5 Mt until 2011.").from, "");
    EXPECT_EQ(first("It carried 5 Mt until 2011.").to, "2011");
    EXPECT_EQ(first("It will carry 5 Mt by 2031.").from, "2031");
    EXPECT_EQ(first("It carries 5 Mt. In 2011 it was closed.").from, "2024-06-01");
}

TEST(Reading, PlacesAreBytesOfTheOriginal) {
    const std::string text =
        "پیش‌درآمد\n\nظرفیت ۶٫۵ میلیون تن در سال است. سپس "
        "۲۰ "
        "درصد "
        "کم "
        "شد.";
    const auto found = proposals_of("fa", text);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin), "۶٫۵ میلیون تن در سال");
    EXPECT_EQ(found[0].paragraph, 2U);
    EXPECT_EQ(found[0].locator, "para 2: capacity");
    const std::string sentence =
        text.substr(found[1].sentence_begin, found[1].sentence_end - found[1].sentence_begin);
    EXPECT_EQ(sentence, "سپس ۲۰ درصد کم شد.");
}

TEST(Reading, TextWithoutFullStopsIsReadInPieces) {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "capacity 7 Mt a year, ";
    const auto found = proposals_of("en", text);
    const auto good = std::count_if(found.begin(), found.end(), [](const Proposal& each) {
        return each.value == "7" && each.unit == "Mt/a" && each.property == "capacity";
    });
    EXPECT_GE(good, 1900);
    for (const Proposal& each : found) {
        EXPECT_LT(each.sentence_end - each.sentence_begin, 10 * kLongestSentence);
    }
}

TEST(Reading, ReferencesAreClassedAsSuch) {
    for (const char* text :
         {"[iv] A. Author, \"A title\", https://example.org/a-2019/8 (Accessed: 4.2.2021).",
          "3. Daily of the Port, 5 May 1998."}) {
        const auto found = proposals_of("en", text);
        ASSERT_EQ(found.size(), 1U) << text;
        EXPECT_EQ(found.front().kind, "citation");
        EXPECT_LT(found.front().score, kLeast);
    }
}

TEST(Reading, RankedByScoreThenPlace) {
    const DocumentText document = plain_document("In 1999 it had 7 ships. It ships 9 Mt a year.");
    const auto found = propose(document, normalise(document.text), {}, built_in_rules(),
                               *built_in_rules().find("en"));
    ASSERT_GE(found.size(), 3U);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].number, i + 1);
        if (i > 0) {
            EXPECT_GE(found[i - 1].score, found[i].score);
        }
    }
    EXPECT_EQ(found.front().unit, "Mt/a");
}

TEST(Reading, SubjectsAreTheNearestThatMayHaveTheProperty) {
    const DocumentText document =
        plain_document("Ministers of Alba said the capacity of Pipe in Cyra is 5 Mt.");
    const NormalisedText text = normalise(document.text);
    const auto mention = [&](const std::string& id, const std::string& table) {
        const std::size_t first = to_utf8(text.text).find(id);
        return Mention{id, {table}, world::AliasKind::kName, first, first + id.size()};
    };
    const auto found =
        propose(document, text,
                {mention("alba", "actors"), mention("pipe", "links"), mention("cyra", "actors")},
                built_in_rules(), *built_in_rules().find("en"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().subject, "pipe");
    EXPECT_EQ(found.front().subject_kind, "link");
    EXPECT_EQ(found.front().object, "cyra");
    EXPECT_EQ(found.front().property, "capacity");
    EXPECT_EQ(found.front().unit, "Mt/a");
}

TEST(ReadingRules, FaultsAreNamedAllAtOnce) {
    const auto rules =
        parse_rules({{"units.csv", "base,unit,factor,kind\nt,t,1,mass\n"},
                     {"kinds.csv", "kind,property,score,meaning\nmass,q,x,\n"},
                     {"tr/units.csv", "word,base,factor,gap,before,most\nton,tt,,,,\n"},
                     {"tr/numbers.csv", "word,value,kind,alone\nbir,1,unt,perhaps\n"},
                     {"tr/verbs.csv", "word\n"}});
    ASSERT_FALSE(rules.ok());
    std::vector<std::string> found;
    for (const Diagnostic& each : rules.diagnostics().items()) {
        EXPECT_EQ(each.id, "E930");
        found.push_back(each.file + ":" + each.column);
    }
    EXPECT_EQ(found, (std::vector<std::string>{"kinds.csv:score", "tr/units.csv:base",
                                               "tr/numbers.csv:kind", "tr/verbs.csv:"}));
}

TEST(ReadingRules, ALanguageIsAFolder) {
    const std::filesystem::path folder =
        std::filesystem::path(ISTHMUS_SOURCE_DIR) / "rules" / "reading";
    std::vector<RuleFile> files;
    for (const char* name : {"units.csv", "kinds.csv"}) {
        files.push_back({name, read_file(folder / name)});
    }
    files.push_back({"tr/language.csv", "setting,value\ndecimal,\",\"\nthousands,.\n"});
    files.push_back({"tr/numbers.csv", "word,value,kind,alone\nmilyon,1000000,scale,no\n"});
    files.push_back({"tr/units.csv", "word,base,factor,gap,before,most\nton,t,,,,\n"});
    files.push_back({"tr/months.csv", "word,month,kind\nmayıs,5,month\n"});
    files.push_back({"tr/patterns.csv", "word,role,value\nyılda,per_before,/a\n"});
    const auto rules = parse_rules(files);
    ASSERT_TRUE(rules.ok());
    const DocumentText document =
        plain_document("Boru hattı yılda 6,5 milyon ton taşır. 3 Mayıs 2019");
    const auto found = propose(document, normalise(document.text), {}, rules.value(),
                               *rules.value().find("tr-TR"));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].value + " " + found[0].unit, "6.5 Mt/a");
    EXPECT_EQ(found[1].value, "2019-05-03");
}

TEST(ReadingRules, BuiltInOnesAreThoseOfTheFolder) {
    const auto read = read_rules(std::filesystem::path(ISTHMUS_SOURCE_DIR) / "rules" / "reading");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().language_tags(), built_in_rules().language_tags());
    EXPECT_EQ(built_in_rules().language_tags(), (std::vector<std::string>{"en", "fa", "ru"}));
}

TEST(SolarHijri, KnownDays) {
    // Nowruz of 1400 and the last day of the leap year 1399; 22 Bahman 1357 is 11 February 1979.
    EXPECT_EQ(gregorian(Calendar::kSolarHijri, 1400)->from, (Date{2021, 3, 21}));
    EXPECT_EQ(gregorian(Calendar::kSolarHijri, 1399)->to, (Date{2021, 3, 20}));
    EXPECT_EQ(gregorian(Calendar::kSolarHijri, 1357, 11, 22)->from, (Date{1979, 2, 11}));
    EXPECT_EQ(gregorian(Calendar::kSolarHijri, 1399, 12, 30)->from, (Date{2021, 3, 20}));
    EXPECT_FALSE(gregorian(Calendar::kSolarHijri, 1400, 12, 30));
    EXPECT_FALSE(gregorian(Calendar::kGregorian, 2021, 2, 30));
    EXPECT_EQ(gregorian(Calendar::kLunarHijri, 1443, 1, 1)->from, (Date{2021, 8, 10}));
}

} // namespace
} // namespace isthmus::evidence
