// SPDX-License-Identifier: Apache-2.0
#include "evidence/normalise.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/random.hpp"
#include "evidence/normalised_invariants.hpp"

namespace isthmus::evidence {
namespace {

struct Case {
    const char* text;
    const char* normal;
};

void expect_all(const std::vector<Case>& cases) {
    for (const Case& each : cases) EXPECT_EQ(normalised_utf8(each.text), each.normal) << each.text;
}

/// Whether all are the same once normalised.
void expect_same(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        EXPECT_EQ(normalised_utf8(text), normalised_utf8(texts.front())) << text;
    }
}

std::string letters(const std::string& text) {
    return to_utf8(letters_of(normalise(text)).text);
}

TEST(Normalise, Persian) {
    expect_same({"علی", "علي", "على", "ﻋﻠﯽ", "عَلِی"});
    expect_same({"کتاب", "كتاب", "ڪتاب", "کـــتاب", "کتـاب", "ﮐﺘﺎب"});
    expect_same({"خانه", "خانۀ", "خانة", "خانە", "خانہ", "خانهٔ"});
    expect_same({"اب", "آب", "أب", "إب", "ٱب", "ا\u0653ب"});
    expect_same({"مسوول", "مسؤول", "مسو\u0654ول"});
    expect_same({"هییت", "هیئت", "هی\u06CC\u0654ت"});
    expect_same({"جز", "جزء"});
    expect_same({"میرود", "می\u200Cرود", "می\u200Dرود", "می\u200Bرود", "می\u2060رود"});
    EXPECT_EQ(normalised_utf8("می رود"), "می رود") << "a space is a space, joiners are none";
    EXPECT_EQ(letters("می رود"), letters("می\u200Cرود"));
    expect_all({{"۱۳۷۷", "1377"},
                {"۱۲٫۵٪", "12.5%"},
                {"۳٬۶۰۰", "3,600"},
                {"چرا؟ بله، نه؛", "چرا? بله, نه;"}});
}

TEST(Normalise, Arabic) {
    expect_all({{"مُحَمَّد", "محمد"},
                {"الرَّحْمٰن", "الرحمن"},
                {"٤٥٦", "456"},
                {"إلى الغاز", "الی الغاز"},
                {"ﻻ", "لا"},
                {"ﷲ", "الله"},
                {"مكتبة", "مکتبه"}});
}

TEST(Normalise, Russian) {
    expect_same({"елка", "ёлка", "Ёлка", "е\u0308лка"});
    expect_same({"май", "маи\u0306", "МАЙ", "МАИ\u0306"});
    EXPECT_NE(normalised_utf8("май"), normalised_utf8("маи"));
    expect_same({"подъезд", "Подъезд", "подъе\u0301зд", "подъ\u00ADезд"});
    expect_same({"їжак", "і\u0308жак"});
    expect_same({"воўк", "воу\u0306к"});
}

TEST(Normalise, LookAlikesTakeTheScriptOfTheirWord) {
    expect_same({"россия", "Pоссия", "рoссия", "Роccия"}); // with Latin P, o, c
    expect_same({"москва", "Mосква", "MOСКВA"});
    expect_same({"socar", "SОСАR", "ѕосаr"}); // with Cyrillic letters
    expect_all({{"CCCP", "cccp"}, {"СССР", "ссср"}});
    EXPECT_EQ(letters("CCCP"), letters("СССР")) << "a whole word of look-alikes";
    expect_all({{"СССP", "ссср"}, {"PОСТ", "рост"}});
    EXPECT_EQ(normalised_utf8("wwwсайт"), "wwwсайт") << "letters of one script alone in both";
}

TEST(Normalise, AzerbaijaniAndTurkish) {
    expect_same({"istanbul", "İstanbul", "ISTANBUL", "İSTANBUL", "ıstanbul", "i\u0307stanbul"});
    expect_same({"isik", "ışık", "IŞIK", "işik"});
    expect_all({{"Əliyev", "əliyev"},
                {"Azərbaycan", "azərbaycan"},
                {"AZƏRBAYCAN", "azərbaycan"},
                {"Gəncə", "gəncə"},
                {"Türkiye", "turkiye"},
                {"Şuşa", "susa"},
                {"Bakı", "baki"},
                {"Gürcüstan", "gurcustan"},
                {"ǝ", "ə"}});
}

TEST(Normalise, Georgian) {
    expect_same({"თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ", "ႧႡႨႪႨႱႨ", "ⴇⴁⴈⴊⴈⴑⴈ"});
}

TEST(Normalise, Armenian) {
    expect_same({"երևան", "Երևան", "երեւան", "ԵՐԵՎԱՆ", "ԵՐԵՒԱՆ"});
    expect_same({"ինչու", "ինչո\u055Eւ"});
    EXPECT_NE(normalised_utf8("ու"), normalised_utf8("ով")) << "only after yech is yiwn a vew";
    expect_all({{"այո։", "այո."}, {"այո՝ ոչ", "այո, ոչ"}, {"ﬔ", "մե"}});
}

TEST(Normalise, EnglishAndSigns) {
    expect_all({{"\uFB01nal o\uFB03ce", "final office"},
                {"Erdoğan, Orbán", "erdogan, orban"},
                {"Straße", "strasse"},
                {"“a” «b» „c‟", "\"a\" \"b\" \"c\""},
                {"it’s ‘so’ O´Brien", "it's 'so' o'brien"},
                {"a – b — c − d ‑ e", "a - b - c - d - e"},
                {"a\u00A0b\u2009c\u3000d\te\r\nf", "a b c d e f"},
                {"wait…", "wait..."},
                {"Ｆｕｌｌ　１２", "full 12"},
                {"№ 5, №5", "# 5, #5"},
                {"Lukoil™", "lukoil "},
                {"a ≠ b", "a ≠ b"},
                {"a =\u0338 b", "a ≠ b"}});
}

TEST(Normalise, WordsDividedAtTheEndOfALineAreJoined) {
    expect_all({{"pipe-\nline", "pipeline"},
                {"pipe-\r\n   line", "pipeline"},
                {"тру\u00AD\nбо\u00ADпровод", "трубопровод"},
                {"pipe\u2010\nline", "pipeline"},
                {"Baku-\nTbilisi", "baku-tbilisi"},
                {"1998-\n2000", "1998- 2000"},
                {"pipe - \nline", "pipe - line"},
                {"pipe-\n\nline", "pipe- line"},
                {"oil-rich", "oil-rich"},
                {"end-", "end-"},
                {"end-\n", "end- "}});
}

TEST(Normalise, RaisedDigitsAreNoPartOfTheNumberBeforeThem) {
    expect_all({{"2022¹", "2022^1"},
                {"2022^۱", "2022^1"},
                {"Maleki¹²", "maleki^12"},
                {"¹2022", "^1 2022"},
                {"10⁹", "10^9"},
                {"text①", "text^1"},
                {"5½", "5 1/2"},
                {"½5", "1/2 5"},
                {"CO₂", "co2"},
                {"10₂", "10 2"}});
    expect_all({{"m³", "m3"},
                {"m^3", "m3"},
                {"км²", "км2"},
                {"bcm³", "bcm^3"},
                {"㎥", "m3"},
                {"m^34", "m^34"}});
}

TEST(Normalise, BytesThatAreNoTextBecomeSpaces) {
    EXPECT_EQ(normalised_utf8("a\xFF\xFE"
                              "b"),
              "a b");
    EXPECT_EQ(normalised_utf8("ab\xD0"), "ab ");
    EXPECT_EQ(normalised_utf8("a\xED\xA0\x80z"), "a z") << "half of a surrogate pair";
    EXPECT_EQ(normalised_utf8(std::string_view("a\0b", 3)), "a b");
    EXPECT_EQ(normalised_utf8("a\U000E0041b"), "ab") << "a tag";
    EXPECT_EQ(normalised_utf8("a\U0001DF00b"), "a b") << "younger than Unicode 13";
    EXPECT_EQ(normalised_utf8(""), "");
}

TEST(Normalise, ScriptsWhoseMarksAreLettersKeepThem) {
    expect_all({{"हिन्दी", "हिन्दी"},
                {"が", "が"},
                {"か\u3099", "が"},
                {"한국", "한국"},
                {"\u1112\u1161\u11AB", "한"}});
}

TEST(Normalise, OffsetsLeadBackToTheOriginal) {
    const std::string text = "x  \uFB01 и\u0306\u0301\u200Cz";
    const NormalisedText normal = normalise(text);
    ASSERT_EQ(to_utf8(normal.text), "x fi йz");
    const auto original = [&](std::size_t first, std::size_t last) {
        const auto [begin, end] = normal.origin(first, last);
        return text.substr(begin, end - begin);
    };
    EXPECT_EQ(original(0, 1), "x");
    EXPECT_EQ(original(1, 2), "  ");
    EXPECT_EQ(original(2, 3), "\uFB01");
    EXPECT_EQ(original(3, 4), "\uFB01") << "both letters come from the ligature";
    EXPECT_EQ(original(5, 6), "и\u0306\u0301");
    EXPECT_EQ(original(5, 7), "и\u0306\u0301\u200Cz");
    EXPECT_EQ(original(0, 7), text);
    EXPECT_EQ(original(3, 3), "");
    EXPECT_EQ(normal.origin(99, 120), std::pair(text.size(), text.size()));
    EXPECT_EQ(normalise("").origin(0, 0), std::pair(std::size_t{0}, std::size_t{0}));
}

TEST(Normalise, KeepsInMindWhatWasACapital) {
    const NormalisedText text = normalise("US us Թ");
    EXPECT_TRUE(text.capital[0] && text.capital[1] && text.capital[6]);
    EXPECT_FALSE(text.capital[3] || text.capital[4] || text.capital[2]);
}

TEST(Normalise, LettersAreTheSameHoweverAPassageIsSet) {
    EXPECT_EQ(letters("The “oil-\n rich”  state"), letters("the \"oilrich\" State"));
    EXPECT_EQ(letters("خط لوله"), letters("خط\u200Cلوله"));
    EXPECT_EQ(letters("май"), letters("маи")) << "marks get lost";
    EXPECT_EQ(letters("ԵՐԵ Ւ ԱՆ"), letters("Երևան"));
}

TEST(Normalise, HoldsWhatItPromisesForEveryCharacter) {
    constexpr char32_t kHan = 0x3400, kLast = 0x20000;
    for (char32_t c = 0; c < kLast; ++c) {
        if ((c >= kHan && c < 0xF900) || (c > 0xFFFF && c % 7 != 0)) continue;
        for (const char32_t before : {U'x', U'5', char32_t{0x0438}}) {
            std::u32string text{before, c};
            text += U"5";
            ASSERT_EQ(broken_promise(to_utf8(text)), "") << "U+" << std::hex << std::uint32_t{c};
        }
    }
}

TEST(Normalise, HoldsWhatItPromisesForRandomText) {
    SplitMix64 random(11);
    for (int round = 0; round < 2000; ++round) {
        const std::string text = random_text(random, 1 + random.below(40));
        ASSERT_EQ(broken_promise(text), "") << "round " << round << ": " << text;
        ASSERT_EQ(letters(sprinkled(text, random)), letters(text))
            << "round " << round << ": " << text;
    }
}

/// A character for each \\uXXXX and a line end for each \\n.
std::string unescaped(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, "\\n") == 0) {
            out += '\n';
            i += 1;
        } else if (text.compare(i, 2, "\\u") == 0) {
            const auto c = static_cast<char32_t>(std::stoul(text.substr(i + 2, 4), nullptr, 16));
            out += to_utf8(std::u32string(1, c));
            i += 5;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The rows "| `text` | `becomes` |" of the page.
TEST(Normalise, DoesWhatItsPageSays) {
    const std::string page =
        read_file(std::string(ISTHMUS_SOURCE_DIR) + "/docs/reference/text-normalisation.md");
    const std::regex row("\\| `([^`]+)` \\| `([^`]+)` \\|");
    std::size_t rows = 0;
    for (std::sregex_iterator each(page.begin(), page.end(), row), end; each != end;
         ++each, ++rows) {
        EXPECT_EQ(normalised_utf8(unescaped((*each)[1])), (*each)[2]) << (*each)[0];
    }
    EXPECT_GT(rows, 40U);
}

} // namespace
} // namespace isthmus::evidence
