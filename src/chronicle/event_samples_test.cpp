// SPDX-License-Identifier: Apache-2.0
// Real rows of GDELT and ICEWS with published or independently computed sums. They are other
// people's data, read in place from shared/cases/events; the tests skip, saying so, where that is
// absent.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "chronicle/test_event_files.hpp"

namespace isthmus::chronicle {
namespace {

namespace fs = std::filesystem;

fs::path cases() {
    return fs::path(ISTHMUS_SHARED_DIR) / "cases" / "events";
}

#define NEEDS_CASES()                                                                              \
    if (!fs::exists(cases())) GTEST_SKIP() << cases() << " is absent: real event files not read"

std::vector<CsvRecord> records(const std::string& name) {
    return parse_csv(read_file(cases() / name), name).value().records;
}

double number(const std::string& cell) {
    return parse_number(cell).value();
}

const std::vector<std::string> kGdeltSamples{"gdelt1_events_sample", "gdelt2_events_sample",
                                             "gdelt2_translingual_sample"};

TEST(EventSamples, EveryRowIsImportedAndAgreesWithItsSourcesList) {
    NEEDS_CASES();
    std::vector<fs::path> files{cases() / "icews_2018_sample.tab"};
    for (const std::string& name : kGdeltSamples) files.push_back(cases() / (name + ".export.CSV"));
    const ReadEvents read = read_all(files);
    const std::vector<std::uint64_t> rows{3705, 50, 50, 50};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EventFileSummary& file = read.summary.files.at(i);
        EXPECT_EQ(file.rows, rows[i]);
        EXPECT_EQ(file.events, rows[i]);
        EXPECT_EQ(file.disagreements, 0U);
        EXPECT_EQ(file.unlisted, 0U);
        EXPECT_EQ(file.unscored, 0U);
    }
    EXPECT_TRUE(read.summary.warnings.empty());
    EXPECT_EQ(read.summary.files[0].first, day_number(2018, 6, 1));
    EXPECT_EQ(read.summary.files[0].last, day_number(2018, 6, 2));
}

// GDELT counts 09 (investigate) as material cooperation and 14 (protest) as verbal conflict.
TEST(EventSamples, ClassesFollowFromCodesButForTwoRoots) {
    NEEDS_CASES();
    std::set<std::string> other;
    for (const std::string& name : kGdeltSamples) {
        for (const ReadEvent& event : read_all({cases() / (name + ".export.CSV")}).events) {
            ASSERT_NE(find_cameo_code(event.code), nullptr);
            const CameoCode& code = *find_cameo_code(event.code);
            if (event.quad != code.quad) other.insert(code.root);
        }
    }
    EXPECT_EQ(other, (std::set<std::string>{"09", "14"}));
}

TEST(EventSamples, IcewsSumsOfPairsAndMonths) {
    NEEDS_CASES();
    const SeriesBuilder builder = series_of({cases() / "icews_2018_sample.tab"});
    std::map<std::pair<std::string, std::string>, PeriodCounts> pairs;
    for (const PairSeries& pair : builder.series()) {
        ASSERT_EQ(pair.periods.size(), 1U);
        pairs[{pair.source, pair.target}] = pair.periods[0];
    }
    const std::vector<CsvRecord> expected = records("icews_2018_sample_monthly_dyads.csv");
    EXPECT_EQ(pairs.size(), expected.size());
    for (const CsvRecord& record : expected) {
        const std::vector<std::string>& cells = record.fields;
        const PeriodCounts& counts = pairs.at({cells[1], cells[2]});
        EXPECT_EQ(counts.start.to_string(), cells[0]);
        EXPECT_EQ(std::to_string(counts.events), cells[3]);
        EXPECT_NEAR(from_millionths(counts.sum), number(cells[4]), 1e-6);
        EXPECT_NEAR(counts.mean().value(), number(cells[5]), 1e-6);
        EXPECT_EQ(std::to_string(counts.cooperative), cells[6]);
        EXPECT_EQ(std::to_string(counts.conflictual), cells[7]);
        EXPECT_NEAR(from_millionths(counts.cooperation), number(cells[8]), 1e-6);
        EXPECT_NEAR(from_millionths(counts.conflict), number(cells[9]), 1e-6);
    }
    const SeriesSummary summary = builder.summary();
    EXPECT_EQ(summary.without_country + summary.same_country, 1964U);
    EXPECT_EQ(summary.counted, 3705U - 1964U);
}

TEST(EventSamples, GdeltSumsOfPairs) {
    NEEDS_CASES();
    for (const std::string& name : kGdeltSamples) {
        SeriesOptions options;
        options.length = PeriodLength::kYear;
        const SeriesBuilder builder = series_of({cases() / (name + ".export.CSV")}, options);
        std::map<std::pair<std::string, std::string>, PeriodCounts> pairs;
        for (const PairSeries& pair : builder.series()) {
            pairs[{pair.source, pair.target}] = pair.total();
        }
        std::uint64_t inside = 0;
        std::size_t across = 0;
        for (const CsvRecord& record : records(name + "_dyads.csv")) {
            const std::vector<std::string>& cells = record.fields;
            if (cells[0] == cells[1]) {
                inside += static_cast<std::uint64_t>(number(cells[2]));
                continue;
            }
            ++across;
            const PeriodCounts& counts = pairs.at({cells[0], cells[1]});
            EXPECT_EQ(std::to_string(counts.events), cells[2]) << cells[0] << cells[1];
            EXPECT_NEAR(from_millionths(counts.sum), number(cells[3]), 1e-6);
            EXPECT_EQ(std::to_string(counts.reports), cells[4]);
        }
        EXPECT_EQ(pairs.size(), across);
        EXPECT_EQ(builder.summary().same_country, inside);
    }
}

TEST(EventSamples, IdentifiersThatIcewsUsesTwiceAreTenEvents) {
    NEEDS_CASES();
    const EventFolder folder;
    std::string text = joined(icews_header());
    std::set<std::string> identifiers;
    for (const CsvRecord& record : records("icews_duplicate_event_ids.csv")) {
        const std::vector<std::string>& cells = record.fields;
        identifiers.insert(cells[0]);
        text += IcewsRow{.id = cells[0], .day = cells[1], .source = cells[3], .target = cells[6]}
                    .text();
    }
    EXPECT_EQ(identifiers.size(), 5U);
    const ReadEvents read = read_all({folder.write("icews", text)});
    EXPECT_EQ(read.events.size(), 10U);
    EXPECT_EQ(read.summary.files.at(0).duplicates, 0U);
}

TEST(EventSamples, TheTableOfCodesIsThePublishedOne) {
    NEEDS_CASES();
    const std::vector<CsvRecord> expected = records("cameo_goldstein.csv");
    ASSERT_EQ(cameo_codes().size(), expected.size());
    const std::map<std::string, QuadClass> classes{
        {"verbal cooperation", QuadClass::kVerbalCooperation},
        {"material cooperation", QuadClass::kMaterialCooperation},
        {"verbal conflict", QuadClass::kVerbalConflict},
        {"material conflict", QuadClass::kMaterialConflict}};
    for (const CsvRecord& record : expected) {
        const std::vector<std::string>& cells = record.fields;
        const CameoCode* code = find_cameo_code(cells[0]);
        ASSERT_NE(code, nullptr) << cells[0];
        EXPECT_EQ(code->root, cells[0].substr(0, 2));
        EXPECT_EQ(code->quad, classes.at(cells[4]));
        for (const auto& [list, cell] : {std::pair(GoldsteinList::kGdelt, cells[2]),
                                         std::pair(GoldsteinList::kIcews, cells[3])}) {
            const std::optional<Millionths> value = goldstein(list, cells[0]);
            ASSERT_EQ(value.has_value(), !cell.empty()) << cells[0];
            if (!value) continue;
            EXPECT_EQ(*value, std::llround(number(cell) * 1e6)) << cells[0];
        }
    }
}

} // namespace
} // namespace isthmus::chronicle
