// SPDX-License-Identifier: Apache-2.0
#include "report/table.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/csv.hpp"

namespace isthmus::report {
namespace {

ResultTable sample() {
    return {"sample",
            "Sample & co",
            "How to read it.",
            {{"name", "Name", "", CellKind::kText, 0, "What it is called"},
             {"flow", "Flow", "Mt/a", CellKind::kNumber, 2, "What moves"},
             {"note", "Note", "", CellKind::kText, 0, ""}},
            {{{"Baku, \"old\" port", 1234.5, "a < b"}, {"claim-1", "claim-2"}},
             {{"بندر انزلی", Cell(), Cell()}, {}},
             {{"上海", -0.001, "x"}, {}}}};
}

TEST(Table, InfiniteAndUndefinedNumbersAreMissing) {
    EXPECT_TRUE(Cell(std::numeric_limits<double>::infinity()).missing());
    EXPECT_TRUE(Cell(std::numeric_limits<double>::quiet_NaN()).missing());
    EXPECT_FALSE(Cell(0.0).missing());
}

TEST(Table, NumbersAreShownWithFixedDecimalsAndGroups) {
    EXPECT_EQ(show_number(1234567.891, 2), "1,234,567.89");
    EXPECT_EQ(show_number(-1234.5, 0, ""), "-1234");
    EXPECT_EQ(show_number(-123, 0), "-123");
    EXPECT_EQ(show_number(-0.001, 2), "0.00");
    EXPECT_EQ(show_number(1.23e-7, -1), "1.2e-07");
    EXPECT_EQ(show_number(7825, -1), "7,825");
}

TEST(Table, MachineNumbersHideRoundingNoise) {
    EXPECT_EQ(machine_number(0.1 + 0.2), "0.3");
    EXPECT_EQ(machine_number(12.000000000001), "12");
    EXPECT_EQ(machine_number(30.10738592), "30.10739");
    EXPECT_EQ(machine_number(9.99999942), "9.999999")
        << "only what is below the seventh digit is noise";
    EXPECT_EQ(machine_number(9.99999997), "10");
}

TEST(Table, TextIsAlignedWhateverTheScript) {
    const std::string text = to_text(sample());
    EXPECT_NE(text.find("Name              Flow [Mt/a]  Note\n"), std::string::npos) << text;
    EXPECT_NE(text.find("Baku, \"old\" port     1,234.50  a < b\n"), std::string::npos) << text;
    EXPECT_NE(text.find("上海                     0.00  x\n"), std::string::npos) << text;
}

TEST(Table, TextFromRightToLeftStaysInItsCell) {
    const std::string text = to_text(sample());
    EXPECT_NE(text.find("\u2068بندر انزلی\u2069"), std::string::npos) << text;
    EXPECT_EQ(display_width("\u2068بندر\u2069"), 4U);
    ResultTable table = sample();
    table.rows[1].cells[2] = "یک متن بلند که در یک سطر جا نمی‌شود";
    TextOptions options;
    options.width = 50;
    std::size_t open = 0, closed = 0;
    const std::string narrow = to_text(table, options);
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = narrow.find('\n', begin)) != narrow.npos; begin = end + 1) {
        const std::string line = narrow.substr(begin, end - begin);
        for (std::size_t i = line.find("\u2068"); i != line.npos; i = line.find("\u2068", i + 1))
            ++open;
        for (std::size_t i = line.find("\u2069"); i != line.npos; i = line.find("\u2069", i + 1))
            ++closed;
        EXPECT_EQ(open, closed) << "an isolate ends with its line: " << line;
        EXPECT_LE(display_width(line), 50U);
    }
    EXPECT_GE(open, 2U);
    EXPECT_EQ(to_csv(sample()).find("\u2068"), std::string::npos);
    EXPECT_EQ(to_json(sample()).find("\u2068"), std::string::npos);
}

TEST(Table, NothingInACellCommandsTheTerminal) {
    ResultTable table = sample();
    table.title = "Title\033[2J";
    table.rows[0].cells[2] = "red \033[31m or \u202Ebackwards, two\nlines";
    table.rows[0].claims = {"claim\007"};
    TextOptions options;
    options.claims = true;
    const std::string text = to_text(table, options);
    EXPECT_EQ(text.find('\033'), std::string::npos);
    EXPECT_EQ(text.find('\007'), std::string::npos);
    EXPECT_EQ(text.find("\u202E"), std::string::npos);
    EXPECT_NE(text.find("red [31m or backwards, two lines"), std::string::npos) << text;
    table.rows[0].cells[2] = "two\nlines";
    EXPECT_NE(to_csv(table).find("two\nlines"), std::string::npos) << "CSV holds it as it is";
}

TEST(Table, TextFitsTheTerminal) {
    ResultTable table = sample();
    table.rows[0].cells[2] = "a long note that cannot stand in one line of a narrow terminal";
    TextOptions options;
    options.width = 48;
    const std::string text = to_text(table, options);
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', begin)) {
        EXPECT_LE(display_width(text.substr(begin, end - begin)), 48U) << text;
        begin = end + 1;
    }
    EXPECT_NE(text.find("narrow"), std::string::npos);
}

TEST(Table, TextSaysHowManyRowsAreLeftOutAndThatThereAreNone) {
    TextOptions options;
    options.most_rows = 1;
    EXPECT_NE(to_text(sample(), options).find("... and 2 more rows\n"), std::string::npos);
    ResultTable empty = sample();
    empty.rows.clear();
    EXPECT_NE(to_text(empty).find("(none)"), std::string::npos);
}

TEST(Table, DisplayWidthCountsWideAndCombiningCharacters) {
    EXPECT_EQ(display_width("Baku"), 4U);
    EXPECT_EQ(display_width("上海"), 4U);
    EXPECT_EQ(display_width("Türkiye"), 7U);
    EXPECT_EQ(display_width("می\u200Cخواهم"), 7U);
    EXPECT_EQ(display_width("e\u0301"), 1U);
}

TEST(Table, CsvReadsBackWithMissingCellsEmpty) {
    const auto file = parse_csv(to_csv(sample()), "sample.csv");
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(file.value().header.fields,
              (std::vector<std::string>{"name", "flow", "note", "claims"}));
    EXPECT_EQ(
        file.value().records[0].fields,
        (std::vector<std::string>{"Baku, \"old\" port", "1234.5", "a < b", "claim-1;claim-2"}));
    EXPECT_EQ(file.value().records[1].fields, (std::vector<std::string>{"بندر انزلی", "", "", ""}));
}

TEST(Table, JsonHasNullForMissing) {
    const auto json = nlohmann::json::parse(to_json(sample()));
    EXPECT_EQ(json["rows"][0]["flow"], 1234.5);
    EXPECT_TRUE(json["rows"][1]["flow"].is_null());
    EXPECT_EQ(json["rows"][1]["name"], "بندر انزلی");
    EXPECT_EQ(json["rows"][0]["claims"].size(), 2U);
    EXPECT_EQ(json["columns"][1]["unit"], "Mt/a");
}

TEST(Table, JsonOfSeveralTablesKeepsPropertiesAsTheyAre) {
    const auto json = nlohmann::json::parse(
        to_json({sample()}, {{"year", "2024"}, {"world", json_text("a \"b\"")}}));
    EXPECT_EQ(json["year"], 2024);
    EXPECT_EQ(json["world"], "a \"b\"");
    EXPECT_EQ(json["tables"]["sample"]["rows"].size(), 3U);
}

TEST(Table, HtmlIsEscaped) {
    const std::string html = to_html(sample());
    EXPECT_NE(html.find("<caption>Sample &amp; co</caption>"), std::string::npos);
    EXPECT_NE(html.find("Baku, &quot;old&quot; port"), std::string::npos);
    EXPECT_NE(html.find("a &lt; b"), std::string::npos);
    EXPECT_NE(html.find("<th scope=\"row\" dir=\"auto\">بندر انزلی</th>"), std::string::npos);
}

} // namespace
} // namespace isthmus::report
