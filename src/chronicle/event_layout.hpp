// SPDX-License-Identifier: Apache-2.0
// Where an event file has what is read of it, and how its rows are read. Each format has a file of
// its own: gdelt.cpp, icews.cpp, polecat.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chronicle/event_file.hpp"
#include "chronicle/key_set.hpp"
#include "chronicle/row_scanner.hpp"

namespace isthmus::chronicle {

/// Columns by their place, the first being 0.
struct FileLayout {
    EventFormat format = EventFormat::kGdelt1;
    bool header = false;
    std::size_t least_cells = 0, most_cells = 0;
    bool empty_excess = false; ///< cells beyond that are empty do no harm
    std::size_t key = 0, date = 0, source = 0, target = 0, code = 0, quad = 0, goldstein = 0,
                reports = 0, outlets = 0;
    std::string goldstein_name; ///< of the column, for messages
};

/// What is read of a row; texts are those of the row.
struct RawEvent {
    KeyDigest key;
    Day day = 0;
    std::string_view source, target, code;
    std::uint32_t reports = 1, outlets = 1;
    std::int32_t goldstein = 0; ///< millionths
    bool scored = false;
    QuadClass quad = QuadClass::kUnknown; ///< as the file says
};

/// Why a row cannot be read.
struct RowFailure {
    RowProblem problem = RowProblem::kColumns;
    std::string column, found, expected;
};

/// The last day read, because rows of a file come in the order of days.
struct DayMemory {
    std::uint64_t text = 0;
    Day day = 0;
};

/// What the first lines of a file say.
struct FoundLayout {
    bool fits = false; ///< else it is of another format
    FileLayout layout;
    Diagnostics lacking; ///< E947 for each column that the header lacks
};
FoundLayout gdelt_layout(const std::vector<std::string_view>& lines);
FoundLayout icews_layout(const std::vector<std::string_view>& lines, const std::string& file);
FoundLayout polecat_layout(const std::vector<std::string_view>& lines, const std::string& file);
/// The first of the three that fits.
FoundLayout find_layout(std::string_view beginning, const std::string& file);

/// Reads a row that has the cells its layout needs; nothing where it could be read.
std::optional<RowFailure> read_gdelt(const Row& row, const FileLayout& layout, DayMemory& memory,
                                     RawEvent& event);
std::optional<RowFailure> read_icews(const Row& row, const FileLayout& layout, DayMemory& memory,
                                     RawEvent& event);
std::optional<RowFailure> read_polecat(const Row& row, const FileLayout& layout, DayMemory& memory,
                                       RawEvent& event);

// What the formats share.

std::vector<std::string_view> cells_of(std::string_view line);
/// A named column of a header, wanted at a place of the layout.
struct WantedColumn {
    std::vector<std::string_view> names; ///< any of them
    std::size_t FileLayout::*place;
};
/// Fills in the places; E947 for every column that the header lacks.
Diagnostics place_columns(const std::vector<std::string_view>& header,
                          const std::vector<WantedColumn>& wanted, const std::string& file,
                          FileLayout& layout);

/// YYYYMMDD.
std::optional<Day> read_compact_day(std::string_view text, DayMemory& memory);
/// YYYY-MM-DD, with or without a time behind it, or YYYYMMDD.
std::optional<Day> read_day(std::string_view text, DayMemory& memory);
std::optional<std::uint64_t> read_whole_number(std::string_view text);
/// From -10 to 10, in millionths.
std::optional<std::int32_t> read_goldstein(std::string_view text);

} // namespace isthmus::chronicle
