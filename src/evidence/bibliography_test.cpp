// SPDX-License-Identifier: Apache-2.0
#include "evidence/bibliography.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace isthmus::evidence {
namespace {

/// The value of a field as BibTeX and TeX would show it: what stands in its braces, unescaped.
std::string shown(const std::string& bibtex, const std::string& field) {
    const std::string head = "\n  " + field + " = {";
    const std::size_t begin = bibtex.find(head);
    if (begin == std::string::npos) return {};
    std::size_t at = begin + head.size();
    std::string value;
    for (int depth = 1; at < bibtex.size(); ++at) {
        if (bibtex[at] == '{') ++depth;
        if (bibtex[at] == '}' && --depth == 0) break;
        value += bibtex[at];
    }
    const std::pair<std::string, std::string> words[] = {{"\\textbraceleft{}", "\x01"},
                                                         {"\\textbraceright{}", "\x02"},
                                                         {"\\textasciitilde{}", "~"},
                                                         {"\\textasciicircum{}", "^"},
                                                         {"\\textbackslash{}", "\x03"}};
    for (const auto& [from, to] : words) {
        for (std::size_t i = value.find(from); i != std::string::npos; i = value.find(from)) {
            value.replace(i, from.size(), to);
        }
    }
    std::string out;
    for (const char c : value) {
        if (c == '\x01')
            out += '{';
        else if (c == '\x02')
            out += '}';
        else if (c == '\x03')
            out += '\\';
        else if (c != '\\' && c != '{' && c != '}')
            out += c;
    }
    return out;
}

const std::vector<std::string>& nasty_titles() {
    static const std::vector<std::string> titles{"سیاست‌های نفتی در «قفقاز»",
                                                 "Трубы & \"кавычки\" 100 %",
                                                 "A {half open brace",
                                                 "}{ both } ways {",
                                                 "50 % of $3, item #4_b ~ x^2 \\ end",
                                                 "Müller, and Sons and Co",
                                                 "@article{fake, title={x}}",
                                                 "Tab\there,\nline end",
                                                 "\\input{/etc/passwd}"};
    return titles;
}

/// Line ends and tabs are spaces in an entry.
std::string flat(std::string text) {
    for (char& c : text) {
        if (c == '\n' || c == '\t') c = ' ';
    }
    return text;
}

Reference sample(const std::string& title) {
    Reference of;
    of.id = "sample";
    of.kind = ReferenceKind::kReport;
    of.title = title;
    of.author = of.publisher = title;
    of.language = "fa-IR";
    of.date = "2024-04-09";
    of.url = "https://example.org/a_b?x=1&y={2}#برگ";
    return of;
}

TEST(Bibliography, BibtexKeepsAnyTitle) {
    for (const std::string& title : nasty_titles()) {
        const std::string entry = to_bibtex({sample(title)});
        EXPECT_EQ(shown(entry, "title"), flat(title)) << entry;
        EXPECT_EQ(shown(entry, "author"), flat(title));
        EXPECT_EQ(shown(entry, "institution"), flat(title));
        EXPECT_EQ(std::count(entry.begin(), entry.end(), '{'),
                  std::count(entry.begin(), entry.end(), '}'));
        EXPECT_TRUE(is_utf8(entry));
    }
}

TEST(Bibliography, BibtexEntryAsWritten) {
    Reference of = sample("Oil & gas");
    of.author = of.publisher = "World Bank";
    EXPECT_EQ(to_bibtex({of}, "A comment\nof @two lines"),
              "% A comment\n% of two lines\n\n"
              "@techreport{sample,\n"
              "  title = {{Oil \\& gas}},\n"
              "  author = {{World Bank}},\n"
              "  institution = {{World Bank}},\n"
              "  year = {2024},\n"
              "  month = apr,\n"
              "  day = {9},\n"
              "  url = {https://example.org/a_b?x=1&y=%7B2%7D#%D8%A8%D8%B1%DA%AF},\n"
              "  langid = {persian},\n"
              "  language = {{fa-IR}}\n"
              "}\n");
}

TEST(Bibliography, DatesAreAsPreciseAsKnown) {
    Reference of = sample("t");
    of.date = "2024-04";
    EXPECT_EQ(shown(to_bibtex({of}), "day"), "");
    EXPECT_NE(to_bibtex({of}).find("month = apr"), std::string::npos);
    of.date = "1998";
    EXPECT_EQ(to_bibtex({of}).find("month"), std::string::npos);
    EXPECT_NE(to_csl_json({of}).find("1998"), std::string::npos);
    of.date = "spring 1998";
    EXPECT_EQ(to_bibtex({of}).find("year"), std::string::npos);
    EXPECT_EQ(to_csl_json({of}).find("issued"), std::string::npos);
}

TEST(Bibliography, KeysAreAsciiAndUnique) {
    std::vector<Reference> references(5, sample("t"));
    references[1].id = "نفت";
    references[2].id = "a b, {c}";
    references[3].id = "sample";
    references[4].id = "";
    const auto keys = keys_of(references);
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
    for (const std::string& key : keys) {
        EXPECT_FALSE(key.empty());
        EXPECT_EQ(key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.:_-"), key.npos)
            << key;
    }
    EXPECT_EQ(keys[0], "sample");
    EXPECT_EQ(keys, keys_of(references));
}

TEST(Bibliography, CslJsonKeepsAnyTitleAndHasOnlyWhatTheSchemaKnows) {
    const std::set<std::string> known{
        "id",       "type", "title",   "author", "container-title", "publisher", "issued",
        "language", "URL",  "version", "note"};
    for (const std::string& title : nasty_titles()) {
        const auto items = nlohmann::json::parse(to_csl_json({sample(title)}));
        ASSERT_EQ(items.size(), 1U);
        EXPECT_EQ(items[0]["title"], flat(title));
        EXPECT_EQ(items[0]["author"][0]["literal"], flat(title));
        EXPECT_EQ(items[0]["issued"]["date-parts"],
                  nlohmann::json::array({nlohmann::json::array({2024, 4, 9})}));
        EXPECT_EQ(items[0]["type"], "report");
        for (const auto& [key, value] : items[0].items()) EXPECT_TRUE(known.contains(key)) << key;
    }
}

TEST(Bibliography, SourcesBecomeEntriesOfTheirKind) {
    world::Source source{"a", "Title", "Paper", "ru", "2020", "", world::SourceKind::kPress};
    EXPECT_NE(to_bibtex({reference(source)}).find("@article{a"), std::string::npos);
    EXPECT_EQ(shown(to_bibtex({reference(source)}), "journal"), "Paper");
    EXPECT_NE(to_csl_json({reference(source)}).find("article-newspaper"), std::string::npos);
    source.kind = world::SourceKind::kDataset;
    EXPECT_EQ(reference(source).author, "Paper");
    EXPECT_NE(to_csl_json({reference(source)}).find("\"dataset\""), std::string::npos);
    EXPECT_TRUE(is_document(source));
    source.kind = world::SourceKind::kRecalled;
    EXPECT_FALSE(is_document(source));
    source.kind = world::SourceKind::kEstimate;
    EXPECT_FALSE(is_document(source));
}

TEST(Bibliography, PlainTextIsALineEach) {
    const std::string text = to_plain_text({sample("What? Why\nnot"), software_reference("1.2")});
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
    EXPECT_NE(text.find("1. "), std::string::npos);
    EXPECT_NE(text.find("[fa-IR]"), std::string::npos);
    EXPECT_NE(text.find("version 1.2."), std::string::npos);
}

} // namespace
} // namespace isthmus::evidence
