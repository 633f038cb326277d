// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>

#include "base/diagnostics.hpp"
#include "chronicle/test_event_files.hpp"

namespace isthmus::chronicle {
namespace {

using Lines = std::vector<std::string>;

std::string gdelt2(const std::vector<GdeltRow>& rows) {
    std::string text;
    for (const GdeltRow& row : rows) text += row.text(kGdelt2);
    return text;
}

GdeltRow row(const std::string& id) {
    GdeltRow result;
    result.id = id;
    return result;
}

/// "id:row column found expected" of each warning.
Lines warnings(const ReadEvents& read) {
    Lines lines;
    for (const Diagnostic& item : read.summary.warnings.items()) {
        lines.push_back(item.id + ":" + std::to_string(item.row) + " " + item.column + " '" +
                        item.found + "' " + item.expected);
    }
    return lines;
}

TEST(EventFile, ReadsEveryFormatByItsOwnColumns) {
    const EventFolder folder;
    const ReadEvent consult{"AZE", "RUS", "042", day_number(2024, 1, 15),      1.9,
                            true,  4,     2,     QuadClass::kVerbalCooperation};
    for (const std::size_t columns : {kGdelt1Old, kGdelt1, kGdelt2}) {
        const ReadEvents read = read_all({folder.write("events", row("12").text(columns))});
        EXPECT_EQ(read.events, std::vector{consult}) << columns;
        EXPECT_EQ(read.summary.files.at(0).format,
                  columns == kGdelt2 ? EventFormat::kGdelt2 : EventFormat::kGdelt1);
    }
    const ReadEvents icews =
        read_all({folder.write("icews", joined(icews_header()) + IcewsRow{.id = "7"}.text())});
    EXPECT_EQ(icews.events, (std::vector<ReadEvent>{{"Azerbaijan", "Russian Federation", "042",
                                                     day_number(2018, 3, 1), 1.9, true, 1, 1,
                                                     QuadClass::kVerbalCooperation}}));
    EXPECT_EQ(icews.summary.files.at(0).format, EventFormat::kIcews);
    const ReadEvents polecat = read_all(
        {folder.write("polecat", joined(polecat_header()) + PolecatRow{.id = "a-1"}.text())});
    EXPECT_EQ(polecat.events,
              (std::vector<ReadEvent>{{"AZE", "RUS", "CONSULT", day_number(2023, 5, 4), 1.5, true,
                                       1, 1, QuadClass::kVerbalCooperation}}));
    EXPECT_EQ(polecat.summary.files.at(0).format, EventFormat::kPolecat);
}

TEST(EventFile, CodesKeepTheirLeadingZeros) {
    const EventFolder folder;
    std::vector<GdeltRow> rows(3);
    const Lines codes{"010", "0211", "10"};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = std::to_string(i);
        rows[i].code = codes[i];
        rows[i].goldstein = i == 0 ? "0.0" : i == 1 ? "3.4" : "-5.0";
        rows[i].quad = i == 2 ? "3" : "1";
    }
    const ReadEvents read = read_all({folder.write("events", gdelt2(rows))});
    ASSERT_EQ(read.events.size(), 3U);
    for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(read.events[i].code, codes[i]);
    EXPECT_EQ(read.summary.files[0].disagreements, 0U);
}

TEST(EventFile, MalformedRowsAreCountedByReasonAndShownWithTheirLines) {
    const EventFolder folder;
    GdeltRow no_date = row("2"), no_number = row("3"), far_number = row("4"), no_key = row("x5"),
             bad_text = row("6"), bad_place = row("7"), bad_count = row("8"), bad_quad = row("9");
    no_date.day = "20240230";
    no_number.goldstein = "much";
    far_number.goldstein = "-10.1";
    bad_text.source = "A\xffZ";
    bad_place.place = "Bak\xfd";
    bad_count.mentions = "-1";
    bad_quad.quad = "5";
    const std::string text =
        gdelt2({row("1"), no_date}) + "\n1\t2\n" +
        gdelt2({no_number, far_number, no_key, bad_text, bad_place, bad_count, bad_quad}) +
        row("10").text(62);
    EventFileOptions options;
    options.shown_problems = 20;
    const ReadEvents read = read_all({folder.write("events", text)}, options);
    EXPECT_EQ(read.events.size(), 2U);
    const EventFileSummary& file = read.summary.files.at(0);
    EXPECT_EQ(file.rows, 11U);
    EXPECT_EQ(file.malformed, (std::array<std::uint64_t, kRowProblems>{2, 1, 4, 1, 1}));
    EXPECT_EQ(file.malformed_rows(), 9U);
    EXPECT_EQ(file.broken_text, 1U);
    EXPECT_EQ(warnings(read),
              (Lines{"W942:2 SQLDATE '20240230' YYYYMMDD", "W941:4  '2' 61 columns",
                     "W943:5 GoldsteinScale 'much' a number from -10 to 10",
                     "W943:6 GoldsteinScale '-10.1' a number from -10 to 10",
                     "W944:7 GLOBALEVENTID 'x5' a whole number", "W945:8 source country '' UTF-8",
                     "W943:10 NumMentions '-1' a whole number",
                     "W943:11 QuadClass '5' 1, 2, 3 or 4", "W941:12  '62' 61 columns"}));

    options.shown_problems = 2;
    const ReadEvents fewer = read_all({folder.write("events", text)}, options);
    EXPECT_EQ(fewer.summary.warnings.items().size(), 2U);
    EXPECT_EQ(fewer.summary.files[0].malformed, file.malformed);
}

TEST(EventFile, LongAndBrokenCellsAreShortInMessages) {
    const EventFolder folder;
    GdeltRow long_key = row(std::string(39, 'x') + "şşş"), broken_key = row("\xff\xfe");
    const ReadEvents read = read_all({folder.write("a", gdelt2({row("1"), long_key, broken_key}))});
    EXPECT_EQ(warnings(read),
              (Lines{"W944:2 GLOBALEVENTID '" + std::string(39, 'x') + "...' a whole number",
                     "W944:3 GLOBALEVENTID 'bytes that are not UTF-8' a whole number"}));
}

TEST(EventFile, TheFirstOfRowsWithOneKeyCounts) {
    const EventFolder folder;
    GdeltRow again = row("5");
    again.goldstein = "-10.0";
    const std::filesystem::path first = folder.write("1", gdelt2({row("5"), row("6"), again}));
    GdeltRow bad = row("8");
    bad.day = "";
    const std::string text = gdelt2({row("6"), bad, row("7")});
    const std::filesystem::path second = folder.write("2", text);
    const ReadEvents read = read_all({first, second});
    ASSERT_EQ(read.events.size(), 3U);
    EXPECT_EQ(read.events[0].goldstein, 1.9);
    EXPECT_EQ(read.summary.files.at(0).duplicates, 1U);
    EXPECT_EQ(read.summary.files.at(1).duplicates, 1U);
    EXPECT_EQ(read.summary.files.at(1).rows, 3U);
    EXPECT_EQ(read.summary.files.at(1).bytes, text.size());
    EXPECT_EQ(warnings(read), Lines{"W942:2 SQLDATE '' YYYYMMDD"});

    // The numbers of GDELT 1.0 and 2.0 are not held against each other.
    const std::filesystem::path older = folder.write("3", row("5").text(kGdelt1));
    EXPECT_EQ(read_all({first, older}).events.size(), 3U);
}

TEST(EventFile, AnIcewsEventIsItsIdentifierAndItsDay) {
    const EventFolder folder;
    const IcewsRow first{.id = "20718170", .day = "2013-11-12"};
    const IcewsRow other{.id = "20718170", .day = "2014-01-01"};
    const IcewsRow again{.id = "20718170", .day = "20131112", .intensity = "3"};
    const ReadEvents read = read_all({folder.write("icews", joined(icews_header()) + first.text() +
                                                                other.text() + again.text())});
    EXPECT_EQ(read.events.size(), 2U);
    EXPECT_EQ(read.summary.files.at(0).duplicates, 1U);
}

TEST(EventFile, MissingCountriesAndValuesAreNoErrors) {
    const EventFolder folder;
    GdeltRow bare = row("1");
    bare.source = bare.goldstein = bare.quad = "";
    const IcewsRow icews{.id = "1", .source = "NA", .intensity = "NA"};
    const PolecatRow polecat{.id = "1", .source = "None", .intensity = "None", .quad = "None"};
    const ReadEvents read =
        read_all({folder.write("g", gdelt2({bare})),
                  folder.write("i", joined(icews_header()) + icews.text()),
                  folder.write("p", joined(polecat_header()) + polecat.text())});
    ASSERT_EQ(read.events.size(), 3U);
    for (const ReadEvent& event : read.events) {
        EXPECT_EQ(event.source, "");
        EXPECT_FALSE(event.scored);
    }
    // The class follows from the code where there is one.
    EXPECT_EQ(read.events[0].quad, QuadClass::kVerbalCooperation);
    EXPECT_EQ(read.events[2].quad, QuadClass::kUnknown);
    for (const EventFileSummary& file : read.summary.files) EXPECT_EQ(file.unscored, 1U);
}

TEST(EventFile, ListsAreComparedAndChosen) {
    const EventFolder folder;
    GdeltRow denial = row("1"), odd = row("2"), unknown = row("3");
    denial.code = "016"; // -2 in GDELT's list, -5 in that of ICEWS
    denial.goldstein = "-2.0";
    odd.code = "016";
    odd.quad = "3";
    odd.goldstein = "-5.0";
    unknown.code = "999";
    unknown.goldstein = "1.0";
    const std::filesystem::path file = folder.write("events", gdelt2({denial, odd, unknown}));
    EventFileOptions options;
    const ReadEvents as_it_is = read_all({file});
    EXPECT_EQ(as_it_is.summary.files.at(0).disagreements, 1U);
    EXPECT_EQ(as_it_is.summary.files.at(0).unlisted, 1U);
    EXPECT_EQ(as_it_is.events.at(1).goldstein, -5);
    EXPECT_EQ(as_it_is.events.at(1).quad, QuadClass::kVerbalConflict);
    EXPECT_EQ(as_it_is.summary.files.at(0).other_class, 1U);
    EXPECT_EQ(as_it_is.events.at(2).goldstein, 1);

    options.goldstein = GoldsteinList::kIcews;
    const ReadEvents icews = read_all({file}, options);
    EXPECT_EQ(icews.events.at(0).goldstein, -5);
    EXPECT_EQ(icews.events.at(1).goldstein, -5);
    EXPECT_FALSE(icews.events.at(2).scored);
    EXPECT_EQ(icews.summary.files.at(0).unscored, 1U);
    EXPECT_EQ(icews.summary.files.at(0).disagreements, 1U);
    options.goldstein = GoldsteinList::kGdelt;
    EXPECT_EQ(read_all({file}, options).events.at(1).goldstein, -2);
}

TEST(EventFile, PolecatHeadersWithTooMuchInThem) {
    const EventFolder folder;
    const std::string rows = PolecatRow{.id = "a"}.text() + PolecatRow{.id = "b"}.text();
    // Names too many, beside rows of the published columns.
    Lines names = polecat_header();
    names.insert(names.begin() + 7, {"Headline", "Event Text"});
    names.insert(names.end(), {"Feed", "Story ID"});
    const ReadEvents read = read_all({folder.write("1", joined(names) + rows)});
    ASSERT_EQ(read.events.size(), 2U);
    EXPECT_EQ(read.events[0].target, "RUS");

    // The same names with cells of their own are columns as others are.
    Lines cells = PolecatRow{.id = "c"}.cells();
    cells.insert(cells.begin() + 7, {"A headline", "A text"});
    cells.insert(cells.end(), {"feed", "77"});
    const ReadEvents wide = read_all({folder.write("2", joined(names) + joined(cells))});
    ASSERT_EQ(wide.events.size(), 1U);
    EXPECT_EQ(wide.events[0].target, "RUS");

    // Empty cells too many at the end of lines.
    std::string tabs = joined(polecat_header()) + rows;
    for (std::size_t at = tabs.find('\n'); at != std::string::npos; at = tabs.find('\n', at + 4)) {
        tabs.insert(at, "\t\t\t");
    }
    EXPECT_EQ(read_all({folder.write("3", tabs)}).events.size(), 2U);
    const std::string uneven = tabs + PolecatRow{.id = "c"}.text();
    EXPECT_EQ(read_all({folder.write("uneven", uneven)}).events.size(), 3U);
    Lines full = PolecatRow{.id = "d"}.cells();
    full.push_back("something");
    const ReadEvents excess =
        read_all({folder.write("4", joined(polecat_header()) + rows + joined(full))});
    EXPECT_EQ(excess.events.size(), 2U);
    EXPECT_EQ(warnings(excess), Lines{"W941:4  '41' 40 columns"});

    // The intensity under its other name, and columns in another order.
    Lines renamed = polecat_header();
    renamed[4] = "Event Intensity";
    EXPECT_EQ(read_all({folder.write("5", joined(renamed) + rows)}).events.at(0).goldstein, 1.5);
    Lines turned(polecat_header().rbegin(), polecat_header().rend());
    const Lines in_order = PolecatRow{.id = "e"}.cells();
    const Lines backwards(in_order.rbegin(), in_order.rend());
    EXPECT_EQ(read_all({folder.write("6", joined(turned) + joined(backwards))}).events.at(0).source,
              "AZE");
}

TEST(EventFile, LineEndsOfAnyKind) {
    const EventFolder folder;
    const std::string text = gdelt2({row("1"), row("2")});
    std::string windows, icews = joined(icews_header()) + IcewsRow{.id = "1"}.text();
    for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
    const ReadEvents expected = read_all({folder.write("unix", text)});
    EXPECT_EQ(read_all({folder.write("windows", windows)}).events, expected.events);
    EXPECT_EQ(read_all({folder.write("cut", text.substr(0, text.size() - 1))}).events,
              expected.events);
    EXPECT_EQ(read_all({folder.write("blank", "\n\r\n" + text + "\n\n")}).events, expected.events);
    icews.pop_back();
    icews.insert(icews.find('\n'), "\r");
    EXPECT_EQ(read_all({folder.write("icews", "\xef\xbb\xbf" + icews + "\r\n")}).events.size(), 1U);
}

/// Rows of many kinds, some malformed, some twice.
std::string mixed_rows(unsigned count) {
    std::string text;
    for (unsigned i = 0; i < count; ++i) {
        GdeltRow next = row(std::to_string(i % 7 == 6 ? i - 3 : 1000 + i * 37 % 501));
        next.day = i % 11 == 10 ? "20241301" : std::to_string(20230101 + i % 28);
        next.source = i % 3 == 0 ? "AZE" : i % 3 == 1 ? "GEO" : "";
        next.goldstein =
            std::to_string(static_cast<int>(i % 20) - 10) + "." + std::to_string(i % 10);
        if (i % 20 == 0) next.goldstein = "-10";
        next.place = std::string(i % 50, 'p') + "ö";
        next.code = i % 3 == 0 ? "0211" : "19" + std::to_string(i % 5);
        text += next.text(kGdelt2);
        if (i % 13 == 12) text += "a line that is none\n";
        if (i % 17 == 16) text += "\n";
    }
    return text;
}

TEST(EventFile, BlocksAndThreadsDoNotChangeTheResult) {
    const EventFolder folder;
    const std::filesystem::path first = folder.write("1", mixed_rows(300));
    const std::filesystem::path second = folder.write("2", mixed_rows(400));
    const std::filesystem::path third =
        folder.write("3", joined(icews_header()) + IcewsRow{.id = "1"}.text());
    EventFileOptions options;
    options.shown_problems = 50;
    const ReadEvents expected = read_all({first, second, third}, options);
    ASSERT_GT(expected.events.size(), 300U);
    ASSERT_EQ(expected.summary.warnings.items().size(), 100U);
    for (const unsigned threads : {1U, 2U, 7U}) {
        for (const std::size_t block : {1U, 7U, 64U, 300U, 1000U, 30000U}) {
            options.threads = threads;
            options.block_bytes = block;
            const ReadEvents read = read_all({first, second, third}, options);
            EXPECT_EQ(read.events, expected.events) << threads << " " << block;
            EXPECT_EQ(warnings(read), warnings(expected)) << threads << " " << block;
            for (std::size_t i = 0; i < 3; ++i) {
                const EventFileSummary &a = read.summary.files.at(i),
                                       &b = expected.summary.files.at(i);
                EXPECT_EQ(a.rows, b.rows);
                EXPECT_EQ(a.duplicates, b.duplicates);
                EXPECT_EQ(a.malformed, b.malformed);
                EXPECT_EQ(a.bytes, b.bytes);
                EXPECT_EQ(a.rows, a.events + a.duplicates + a.malformed_rows());
            }
        }
    }
}

TEST(EventFile, FilesOfOtherKindsAreRefusedBeforeAnyIsRead) {
    const EventFolder folder;
    const std::filesystem::path good = folder.write("good", row("1").text(kGdelt2));
    const std::filesystem::path table = folder.write("table.csv", "a,b,c\n1,2,3\n");
    const std::filesystem::path empty = folder.write("empty", "");
    const std::filesystem::path short_icews =
        folder.write("icews", "Event ID\tEvent Date\tSource Country\tCAMEO Code\n");
    const ReadEvents read = read_all({good, table, empty, short_icews});
    EXPECT_EQ(read.refused, (Lines{"E940", "E940", "E947", "E947"}));
    EXPECT_TRUE(read.events.empty());
    try {
        read_all({good, "/nowhere/at/all"});
        FAIL() << "a file that is not there was read";
    } catch (const Error& error) {
        EXPECT_EQ(error.id(), "E401");
    }
    EXPECT_THROW(read_all({std::filesystem::temp_directory_path()}), Error);
}

TEST(EventFile, APolecatFileHasNoValuesOfAList) {
    const EventFolder folder;
    EventFileOptions options;
    options.goldstein = GoldsteinList::kIcews;
    const std::filesystem::path file =
        folder.write("polecat", joined(polecat_header()) + PolecatRow{.id = "1"}.text());
    EXPECT_EQ(read_all({file}, options).refused, Lines{"E946"});
}

TEST(EventFile, AFileWithoutAnyGoodRowIsAnError) {
    const EventFolder folder;
    const IcewsRow bad{.id = "1", .day = "June"};
    const std::filesystem::path file = folder.write("icews", joined(icews_header()) + bad.text());
    EXPECT_EQ(read_all({file}).refused, (Lines{"E948", "W942"}));
    // A header alone is a file without events.
    EXPECT_EQ(read_all({folder.write("header", joined(icews_header()))}).summary.files.at(0).rows,
              0U);
    // The first line need not be a good one.
    EXPECT_EQ(read_all({folder.write("late", "a note\n" + row("1").text(kGdelt2))}).events.size(),
              1U);
}

TEST(EventFile, StopsWhenAskedAndReportsProgress) {
    const EventFolder folder;
    const std::filesystem::path file = folder.write("events", mixed_rows(200));
    std::atomic<bool> stop = false;
    EventFileOptions options;
    options.block_bytes = 1000;
    options.threads = 2;
    options.interrupt = &stop;
    std::uint64_t last = 0, all = std::filesystem::file_size(file);
    options.progress = [&](std::uint64_t done, std::uint64_t bytes) {
        EXPECT_GE(done, last);
        EXPECT_EQ(bytes, all);
        last = done;
    };
    EXPECT_TRUE(read_all({file}, options).refused.empty());
    EXPECT_EQ(last, all);
    options.progress = [&](std::uint64_t, std::uint64_t) { stop = true; };
    EXPECT_EQ(read_all({file}, options).refused, Lines{"E949"});
}

TEST(EventFile, WhatTheSinkThrowsArrives) {
    const EventFolder folder;
    const std::filesystem::path file = folder.write("events", mixed_rows(200));
    EventFileOptions options;
    options.block_bytes = 500;
    options.threads = 4;
    const EventSink sink = [](EventFormat, std::span<const EventRecord>, const EventTexts&) {
        throw std::runtime_error("full");
    };
    EXPECT_THROW((void)read_events({file}, options, sink), std::runtime_error);
}

TEST(EventFile, NumbersAreReadExactly) {
    const EventFolder folder;
    const Lines texts{"0.1", "-0.4", "10", "-10.0", "3.123456", "7", "-.5", "1e-1", "2.9999999"};
    const std::vector<double> values{0.1, -0.4, 10, -10, 3.123456, 7, -0.5, 0.1, 3};
    std::vector<GdeltRow> rows(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        rows[i].id = std::to_string(i);
        rows[i].goldstein = texts[i];
    }
    const ReadEvents read = read_all({folder.write("events", gdelt2(rows))});
    ASSERT_EQ(read.events.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(read.events[i].goldstein, values[i]);
}

} // namespace
} // namespace isthmus::chronicle
