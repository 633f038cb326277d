// SPDX-License-Identifier: Apache-2.0
// For the tests of this module: event files of invented rows in a temporary folder.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include "base/file.hpp"
#include "chronicle/event_file.hpp"
#include "chronicle/series.hpp"

namespace isthmus::chronicle {

class EventFolder {
  public:
    EventFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "isthmus-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = pattern;
    }
    ~EventFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    EventFolder(const EventFolder&) = delete;
    EventFolder& operator=(const EventFolder&) = delete;

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        write_file(folder_ / name, text);
        return folder_ / name;
    }

  private:
    std::filesystem::path folder_;
};

inline std::string joined(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) line += (line.empty() ? "" : "\t") + cell;
    return line + "\n";
}

/// A row of GDELT; the columns that nothing reads are empty but for a place name.
struct GdeltRow {
    std::string id, day = "20240115", source = "AZE", target = "RUS", code = "042", quad = "1",
                    goldstein = "1.9", mentions = "4", sources = "2", place = "Bakı";

    std::string text(std::size_t columns) const {
        std::vector<std::string> cells(columns);
        cells[0] = id;
        cells[1] = day;
        cells[7] = source;
        cells[17] = target;
        cells[26] = code;
        cells[29] = quad;
        cells[30] = goldstein;
        cells[31] = mentions;
        cells[32] = sources;
        cells[36] = place;
        return joined(cells);
    }
};
constexpr std::size_t kGdelt1Old = 57, kGdelt1 = 58, kGdelt2 = 61;

inline const std::vector<std::string>& icews_header() {
    static const std::vector<std::string> names{
        "Event ID",       "Event Date", "Source Name",     "Source Sectors", "Source Country",
        "Event Text",     "CAMEO Code", "Intensity",       "Target Name",    "Target Sectors",
        "Target Country", "Story ID",   "Sentence Number", "Publisher",      "City",
        "District",       "Province",   "Country",         "Latitude",       "Longitude"};
    return names;
}

struct IcewsRow {
    std::string id, day = "2018-03-01", source = "Azerbaijan", target = "Russian Federation",
                    code = "042", intensity = "1.9";

    std::string text() const {
        return joined({id,        day,       "Somebody", "NA",   source, "An act", code,
                       intensity, "Another", "NA",       target, "1",    "2",      "A paper",
                       "NA",      "NA",      "NA",       source, "40",   "50"});
    }
};

inline const std::vector<std::string>& polecat_header() {
    static const std::vector<std::string> names{"Event ID",
                                                "Event Date",
                                                "Event Type",
                                                "Event Mode",
                                                "Intensity",
                                                "Quad Code",
                                                "Contexts",
                                                "Actor Name",
                                                "Actor Country",
                                                "Actor COW",
                                                "Primary Actor Sector",
                                                "Actor Sectors",
                                                "Actor Title",
                                                "Actor Name Raw",
                                                "Wikipedia Actor ID",
                                                "Recipient Name",
                                                "Recipient Country",
                                                "Recipient COW",
                                                "Primary Recipient Sector",
                                                "Recipient Sectors",
                                                "Recipient Title",
                                                "Recipient Name Raw",
                                                "Wikipedia Recipient ID",
                                                "Placename",
                                                "City",
                                                "District",
                                                "Province",
                                                "Country",
                                                "Latitude",
                                                "Longitude",
                                                "GeoNames ID",
                                                "Raw Placename",
                                                "Feature Type",
                                                "Source",
                                                "Publication Date",
                                                "Story People",
                                                "Story Organizations",
                                                "Story Locations",
                                                "Language",
                                                "Version"};
    return names;
}

struct PolecatRow {
    std::string id, day = "2023-05-04", source = "AZE", target = "RUS", type = "CONSULT",
                    intensity = "1.5", quad = "VERBAL COOPERATION";

    std::vector<std::string> cells() const {
        std::vector<std::string> result(polecat_header().size(), "None");
        result[0] = id;
        result[1] = day;
        result[2] = type;
        result[4] = intensity;
        result[5] = quad;
        result[8] = source;
        result[16] = target;
        return result;
    }
    std::string text() const { return joined(cells()); }
};

/// An event with its texts.
struct ReadEvent {
    std::string source, target, code;
    Day day = 0;
    double goldstein = 0;
    bool scored = false;
    std::uint32_t reports = 0, outlets = 0;
    QuadClass quad = QuadClass::kUnknown;
    bool operator==(const ReadEvent&) const = default;
};

struct ReadEvents {
    std::vector<ReadEvent> events;
    EventFilesSummary summary;
    std::vector<std::string> refused; ///< ids of diagnostics
};

inline ReadEvents read_all(const std::vector<std::filesystem::path>& files,
                           const EventFileOptions& options = {}) {
    ReadEvents result;
    const Result<EventFilesSummary> summary = read_events(
        files, options,
        [&](EventFormat, std::span<const EventRecord> records, const EventTexts& texts) {
            for (const EventRecord& record : records) {
                result.events.push_back(
                    {std::string(texts[record.source]), std::string(texts[record.target]),
                     std::string(texts[record.code]), record.day, from_millionths(record.goldstein),
                     record.scored, record.reports, record.outlets, record.quad});
            }
        });
    if (summary) {
        result.summary = summary.value();
    } else {
        for (const auto& item : summary.diagnostics().items()) result.refused.push_back(item.id);
    }
    return result;
}

inline SeriesBuilder series_of(const std::vector<std::filesystem::path>& files,
                               const SeriesOptions& options = {}, const CountryCodes& codes = {},
                               const EventFileOptions& reading = {}) {
    SeriesBuilder builder(options, codes);
    const Result<EventFilesSummary> summary =
        read_events(files, reading,
                    [&](EventFormat format, std::span<const EventRecord> records,
                        const EventTexts& texts) { builder.add(format, records, texts); });
    if (!summary) throw std::runtime_error(summary.diagnostics().items()[0].to_string());
    return builder;
}

} // namespace isthmus::chronicle
