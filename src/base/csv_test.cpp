// SPDX-License-Identifier: Apache-2.0
#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using Fields = std::vector<std::string>;

CsvFile parsed(std::string_view text) {
    const Result<CsvFile> result = parse_csv(text, "t.csv");
    if (!result) {
        for (const Diagnostic& item : result.diagnostics().items()) {
            ADD_FAILURE() << item.to_string();
        }
        return {};
    }
    return result.value();
}

std::vector<Diagnostic> problems(std::string_view text) {
    const Result<CsvFile> result = parse_csv(text, "t.csv");
    if (result) {
        ADD_FAILURE() << "no problem found";
        return {Diagnostic{}};
    }
    return result.diagnostics().items();
}

TEST(Csv, ReadsHeaderAndRecordsWithTheirLines) {
    const CsvFile file = parsed("id,name\na,Alpha\nb,Beta\n");
    EXPECT_EQ(file.header.line, 1U);
    EXPECT_EQ(file.header.fields, (Fields{"id", "name"}));
    ASSERT_EQ(file.records.size(), 2U);
    EXPECT_EQ(file.records[0].fields, (Fields{"a", "Alpha"}));
    EXPECT_EQ(file.records[0].line, 2U);
    EXPECT_EQ(file.records[1].line, 3U);
}

TEST(Csv, HeaderAloneIsATableWithoutRows) {
    EXPECT_TRUE(parsed("id,name").records.empty());
    EXPECT_TRUE(parsed("id,name\r\n").records.empty());
}

TEST(Csv, LastRecordNeedsNoLineEnd) {
    EXPECT_EQ(parsed("a,b\n1,2").records.at(0).fields, (Fields{"1", "2"}));
    EXPECT_EQ(parsed("a,b\n1,").records.at(0).fields, (Fields{"1", ""}));
    EXPECT_EQ(parsed("a,b\n1,\"\"").records.at(0).fields, (Fields{"1", ""}));
}

TEST(Csv, QuotedCellsHoldCommasQuotesAndEmptyText) {
    const CsvFile file = parsed("a,b,c\n\"x,y\",\"say \"\"no\"\"\",\"\"\n\"\"\"\",,\"\"\"\"\"\"\n");
    EXPECT_EQ(file.records.at(0).fields, (Fields{"x,y", "say \"no\"", ""}));
    EXPECT_EQ(file.records.at(1).fields, (Fields{"\"", "", "\"\""}));
}

TEST(Csv, LineNumbersAreRightAfterLineBreaksInCells) {
    const CsvFile file = parsed("a,b\n\"one\ntwo\r\n\nthree\",x\n1,2\n\"\n\",\"\n\"\n3,4\n");
    ASSERT_EQ(file.records.size(), 4U);
    EXPECT_EQ(file.records[0].fields[0], "one\ntwo\r\n\nthree");
    EXPECT_EQ(file.records[0].line, 2U);
    EXPECT_EQ(file.records[1].line, 6U);
    EXPECT_EQ(file.records[2].line, 7U);
    EXPECT_EQ(file.records[3].line, 10U);
}

TEST(Csv, LineBreaksInTheHeaderCount) {
    const CsvFile file = parsed("\"long\nname\",b\n1,2\n");
    EXPECT_EQ(file.header.fields[0], "long\nname");
    EXPECT_EQ(file.records.at(0).line, 3U);
}

TEST(Csv, EveryLineEndCountsOnce) {
    const CsvFile crlf = parsed("a,b\r\n1,2\r\n3,4\r\n");
    ASSERT_EQ(crlf.records.size(), 2U);
    EXPECT_EQ(crlf.records[0].fields, (Fields{"1", "2"}));
    EXPECT_EQ(crlf.records[1].line, 3U);
    const CsvFile old_mac = parsed("a,b\r1,2\r3,4");
    ASSERT_EQ(old_mac.records.size(), 2U);
    EXPECT_EQ(old_mac.records[1].line, 3U);
}

TEST(Csv, BlankLinesAreSkippedAndCounted) {
    const CsvFile file = parsed("\n\na,b\n\r\n1,2\n\n\n3,4\n\n");
    EXPECT_EQ(file.header.line, 3U);
    ASSERT_EQ(file.records.size(), 2U);
    EXPECT_EQ(file.records[0].line, 5U);
    EXPECT_EQ(file.records[1].line, 8U);
}

TEST(Csv, SpacesBelongToTheCell) {
    EXPECT_EQ(parsed("a,b\n x ,\t\n").records.at(0).fields, (Fields{" x ", "\t"}));
    EXPECT_EQ(problems("a,b\n \"x\",y\n").at(0).id, "E101");
    EXPECT_EQ(problems("a,b\n\"x\" ,y\n").at(0).id, "E101");
}

TEST(Csv, ByteOrderMarkIsSkippedOnce) {
    EXPECT_EQ(parsed("\xEF\xBB\xBFid,b\n1,2\n").header.fields[0], "id");
    EXPECT_EQ(parsed("\xEF\xBB\xBF\"id\",b\n1,2\n").header.fields[0], "id");
    EXPECT_EQ(parsed("\xEF\xBB\xBF\xEF\xBB\xBFid\n").header.fields[0], "\xEF\xBB\xBFid");
}

TEST(Csv, KeepsOtherScripts) {
    EXPECT_EQ(parsed("name\nخلیج فارس\n").records.at(0).fields[0], "خلیج فارس");
    EXPECT_EQ(parsed("name\nНовороссийск\n").records.at(0).fields[0], "Новороссийск");
}

TEST(Csv, QuoteInsideABareCell) {
    const std::vector<Diagnostic> found = problems("id,name\na,x\nb,Ba\"ku,1\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, "E101");
    EXPECT_EQ(found[0].file, "t.csv");
    EXPECT_EQ(found[0].row, 3U);
    EXPECT_EQ(found[0].column, "name");
    EXPECT_EQ(found[0].found, "\"ku,1");
    EXPECT_EQ(found[0].expected, "quotes around the whole cell or none");
}

TEST(Csv, TextAfterAClosingQuote) {
    const std::vector<Diagnostic> found = problems("id,name\n\"a\n\",\"Ba\"ku\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, "E101");
    EXPECT_EQ(found[0].row, 3U);
    EXPECT_EQ(found[0].column, "name");
    EXPECT_EQ(found[0].found, "ku");
    EXPECT_EQ(found[0].expected, "a comma after the closing quote");
}

TEST(Csv, LongWrongTextIsCutBetweenCharacters) {
    std::string text = "a\nx\"";
    for (int i = 0; i < 40; ++i) text += "ж";
    const std::string found = problems(text).at(0).found;
    EXPECT_EQ(found.size(), 39U); // a quote and 19 letters of two bytes
}

TEST(Csv, UnclosedQuoteIsReportedWhereTheCellBegins) {
    const std::vector<Diagnostic> found = problems("id,name\n\"a\nb\",\"Baku\nc,d\ne,f\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, "E106");
    EXPECT_EQ(found[0].row, 3U);
    EXPECT_EQ(found[0].column, "name");
    EXPECT_EQ(problems("\"id").at(0).id, "E106");
    EXPECT_EQ(problems("a\n\"").at(0).id, "E106");
}

TEST(Csv, TextThatIsNotUtf8) {
    const std::vector<Diagnostic> latin1 = problems("id,name\na,ok\nb,T\xFCrkiye\n");
    ASSERT_EQ(latin1.size(), 1U);
    EXPECT_EQ(latin1[0].id, "E102");
    EXPECT_EQ(latin1[0].row, 3U);
    EXPECT_EQ(problems(std::string_view("\xFF\xFEi\0d\0", 6)).at(0).id, "E102"); // UTF-16
}

TEST(Csv, AllRaggedRecordsAreReported) {
    const std::vector<Diagnostic> found = problems("a,b\n1\n1,2\n1,2,3\n,,\n");
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].to_string(),
              "t.csv:2: wrong number of cells: found '1 cell', expected 2 cells [E105]");
    EXPECT_EQ(found[1].row, 4U);
    EXPECT_EQ(found[2].found, "3 cells");
}

TEST(Csv, RepeatedColumnNames) {
    const std::vector<Diagnostic> found = problems("a,b,a,a\n");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id, "E104");
    EXPECT_EQ(found[0].row, 1U);
    EXPECT_EQ(found[0].column, "a");
}

TEST(Csv, ProblemsBeforeWrongQuotingAreReportedToo) {
    const std::vector<Diagnostic> found = problems("a,a\n1\n\"x\"y,2\n");
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].id, "E104");
    EXPECT_EQ(found[1].id, "E105");
    EXPECT_EQ(found[2].id, "E101");
}

TEST(Csv, EmptyFileHasNoHeader) {
    for (const std::string_view text : {"", "\n", "\r\n\r\n", "\xEF\xBB\xBF"}) {
        const std::vector<Diagnostic> found = problems(text);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].id, "E103");
        EXPECT_EQ(found[0].row, 1U);
    }
}

TEST(Csv, ZeroBytesAreKept) {
    const std::string text("a\nx\0y\n", 6);
    EXPECT_EQ(parsed(text).records.at(0).fields[0], std::string("x\0y", 3));
}

TEST(CsvWrite, QuotesOnlyWhereNeeded) {
    EXPECT_EQ(write_csv_record({"a", "b c", " d", ""}), "a,b c, d,\n");
    EXPECT_EQ(write_csv_record({"a,b", "say \"no\"", "x\ny", "\r"}),
              "\"a,b\",\"say \"\"no\"\"\",\"x\ny\",\"\r\"\n");
}

TEST(CsvWrite, SingleEmptyCellIsNotABlankLine) {
    EXPECT_EQ(write_csv_record({""}), "\"\"\n");
    const CsvFile file = parsed("a\n" + write_csv_record({""}) + "x\n");
    ASSERT_EQ(file.records.size(), 2U);
    EXPECT_EQ(file.records[0].fields, Fields{""});
}

TEST(CsvWrite, WhatIsWrittenReadsBack) {
    const Fields hard{
        "", " ", ",", "\"", "\"\"", "\n", "\r\n", "a,\"b\"", "é ж گ 東", "\xEF\xBB\xBFx", "'", "#"};
    Fields names;
    for (std::size_t i = 0; i < hard.size(); ++i) names.push_back(std::to_string(i));
    const CsvFile file = parsed(write_csv_record(names) + write_csv_record(hard));
    EXPECT_EQ(file.records.at(0).fields, hard);
    EXPECT_EQ(parsed(write_csv_record({"\xEF\xBB\xBFx"})).header.fields[0], "\xEF\xBB\xBFx");
}

} // namespace
} // namespace isthmus
