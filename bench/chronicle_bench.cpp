// SPDX-License-Identifier: Apache-2.0
// Makes a large file of GDELT 2.0 from a sample of real rows, and reads one: the program that
// chronicle_rivals.py measures beside pandas and DuckDB.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "chronicle/event_file.hpp"
#include "chronicle/series.hpp"

namespace isthmus::bench {
namespace {

using namespace isthmus::chronicle;

constexpr const char* kUsage =
    "Usage: chronicle_bench make repeated|spread SAMPLE GIGABYTES FILE\n"
    "       chronicle_bench read FILE THREADS ANSWER\n"
    "make repeats the rows of SAMPLE under new identifiers; spread also gives them days of ten "
    "years\n"
    "and pairs of 60 countries, and every hundredth an identifier that was there before.\n"
    "read writes pairs and months with events, mentions and the sum of Goldstein values.\n";

constexpr std::uint64_t kFirstId = 700'000'000;

std::vector<std::vector<std::string>> sample_rows(const std::string& file) {
    std::vector<std::vector<std::string>> rows;
    const std::string text = read_file(file);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::vector<std::string> cells{""};
        for (const char c : std::string_view(text).substr(at, end - at)) {
            if (c == '\t') {
                cells.emplace_back();
            } else {
                cells.back() += c;
            }
        }
        rows.push_back(std::move(cells));
        at = end + 1;
    }
    return rows;
}

/// Another day, and in three of four rows other countries.
void spread(std::vector<std::string>& cells, SplitMix64& random) {
    constexpr std::size_t kYears = 10, kMonths = 12, kDays = 28, kCountries = 60;
    const std::size_t year = 2015 + random.below(kYears), month = 1 + random.below(kMonths);
    cells[1] = fmt::format("{}{:02}{:02}", year, month, 1 + random.below(kDays));
    if (random.below(4) == 0) return;
    for (const std::size_t column : {7, 17}) {
        const std::size_t country = random.below(kCountries);
        cells[column] = {static_cast<char>('A' + country / 26), 'X',
                         static_cast<char>('A' + country % 26)};
    }
}

int make(bool spread_out, const std::string& sample, double gigabytes, const std::string& path) {
    constexpr double kGigabyte = 1e9;
    const auto rows = sample_rows(sample);
    std::ofstream file(path, std::ios::binary);
    SplitMix64 random(1);
    std::uint64_t id = kFirstId;
    double bytes = 0;
    std::string line;
    for (std::size_t i = 0; bytes < gigabytes * kGigabyte; ++i) {
        std::vector<std::string> cells = rows[i % rows.size()];
        const bool again = spread_out && i % 100 == 99;
        // The row that was there before, whole: which of the two counts makes no difference.
        if (!again) {
            cells[0] = std::to_string(id++);
            if (spread_out) spread(cells, random);
            line = join(cells, "\t") + "\n";
        }
        file << line;
        bytes += static_cast<double>(line.size());
    }
    file.close();
    return file ? 0 : 1;
}

int read(const std::string& path, unsigned threads, const std::string& answer) {
    SeriesBuilder builder({});
    EventFileOptions options;
    options.threads = threads;
    const Result<EventFilesSummary> summary =
        read_events({path}, options,
                    [&](EventFormat format, std::span<const EventRecord> records,
                        const EventTexts& texts) { builder.add(format, records, texts); });
    if (!summary) {
        std::fputs(summary.diagnostics().items()[0].to_string().c_str(), stderr);
        return 1;
    }
    std::string text = "source,target,month,events,mentions,millionths\n";
    for (const PairSeries& pair : builder.series()) {
        for (const PeriodCounts& counts : pair.periods) {
            text += fmt::format("{},{},{},{},{},{}\n", pair.source, pair.target,
                                counts.start.year * 100 + counts.start.month, counts.events,
                                counts.reports, counts.sum);
        }
    }
    write_file(answer, text);
    return 0;
}

} // namespace
} // namespace isthmus::bench

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const std::string what = words.empty() ? "" : words[0];
    try {
        if (what == "make" && words.size() == 5 &&
            (words[1] == "repeated" || words[1] == "spread")) {
            return isthmus::bench::make(words[1] == "spread", words[2], std::stod(words[3]),
                                        words[4]);
        }
        if (what == "read" && words.size() == 4) {
            return isthmus::bench::read(words[1], static_cast<unsigned>(std::stoul(words[2])),
                                        words[3]);
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "chronicle_bench: %s\n", error.what());
        return 1;
    }
    std::fputs(isthmus::bench::kUsage, stderr);
    return 2;
}
