// SPDX-License-Identifier: Apache-2.0
// Reads files of GDELT 1.0 and 2.0, ICEWS and POLECAT as they are published: any size, in blocks,
// on any number of threads with the same result (docs/reference/event-files.md).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/diagnostics.hpp"
#include "chronicle/cameo.hpp"
#include "chronicle/event_record.hpp"

namespace isthmus::chronicle {

/// Why a row could not be read; each is a warning of its own (W941 to W945).
enum class RowProblem : std::uint8_t { kColumns, kDate, kNumber, kKey, kText };
constexpr std::size_t kRowProblems = 5;

struct EventFileOptions {
    GoldsteinList goldstein = GoldsteinList::kFile;
    unsigned threads = 1;
    std::size_t block_bytes = std::size_t{1} << 22; ///< any size gives the same result
    std::size_t shown_problems = 5;                 ///< of malformed rows, for each file
    /// Called now and then on the calling thread with the bytes read and the bytes of all files.
    std::function<void(std::uint64_t, std::uint64_t)> progress;
    const std::atomic<bool>* interrupt = nullptr; ///< set from outside: reading stops with E949
};

/// What one file held. rows = events + duplicates + the malformed ones.
struct EventFileSummary {
    std::filesystem::path file;
    EventFormat format = EventFormat::kGdelt1;
    std::uint64_t bytes = 0;
    std::uint64_t rows = 0; ///< without the header and empty lines
    std::uint64_t events = 0;
    std::uint64_t duplicates = 0; ///< rows whose key an earlier row of any of the files had
    std::array<std::uint64_t, kRowProblems> malformed{};
    std::uint64_t unscored = 0;      ///< events without a Goldstein value
    std::uint64_t disagreements = 0; ///< the file's value is not that of its source's list
    std::uint64_t unlisted = 0;      ///< events whose code the source's list lacks (not POLECAT)
    std::uint64_t other_class = 0; ///< GDELT: events whose QuadClass is not that of rules/cameo.csv
    std::uint64_t broken_text = 0; ///< events with bytes that are not UTF-8 in columns not used
    std::optional<Day> first, last; ///< of the events

    std::uint64_t malformed_rows() const;
};

struct EventFilesSummary {
    std::vector<EventFileSummary> files; ///< in the order given
    Diagnostics warnings;                ///< the first malformed rows of each file
};

/// Events in the order of the files and of their rows, some thousands at a time, on the calling
/// thread.
using EventSink = std::function<void(EventFormat, std::span<const EventRecord>, const EventTexts&)>;

/// The kind of file that begins with these bytes (its first lines); nothing where it is none.
std::optional<EventFormat> detect_format(std::string_view beginning);

/// Reads the files in order and hands every event to the sink once: rows with a key that was there
/// before are left out. Keys are GLOBALEVENTID in GDELT (1.0 and 2.0 apart), Event ID with Event
/// Date in ICEWS, Event ID in POLECAT. Fails where a file is no event file (E940), lacks a column
/// (E947), has no row that can be read (E948), or a list is asked of POLECAT, which has no CAMEO
/// codes (E946): all files are looked at before any row is handed out. Fails too where it was
/// interrupted (E949). Throws Error (E401) where a file cannot be read.
Result<EventFilesSummary> read_events(const std::vector<std::filesystem::path>& files,
                                      const EventFileOptions& options, const EventSink& sink);

} // namespace isthmus::chronicle
