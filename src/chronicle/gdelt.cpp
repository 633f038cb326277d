// SPDX-License-Identifier: Apache-2.0
// GDELT's event tables 1.0 (57 columns until March 2013, then 58) and 2.0 (61), without a header.
// The columns that are used have the same places in all.
#include "chronicle/event_layout.hpp"

#include <limits>

namespace isthmus::chronicle {

namespace {

constexpr std::size_t kCellsBeforeUrl = 57, kCells1 = 58, kCells2 = 61;

FileLayout layout_of(EventFormat format) {
    FileLayout layout;
    layout.format = format;
    const bool first = format == EventFormat::kGdelt1;
    layout.least_cells = first ? kCellsBeforeUrl : kCells2;
    layout.most_cells = first ? kCells1 : kCells2;
    layout.key = 0;
    layout.date = 1;
    layout.source = 7;
    layout.target = 17;
    layout.code = 26;
    layout.quad = 29;
    layout.goldstein = 30;
    layout.reports = 31;
    layout.outlets = 32;
    return layout;
}

std::optional<std::uint32_t> read_count(std::string_view text) {
    const std::optional<std::uint64_t> number = read_whole_number(text);
    if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

RowFailure bad_number(const char* column, std::string_view found, const char* expected) {
    return {RowProblem::kNumber, column, std::string(found), expected};
}

} // namespace

FoundLayout gdelt_layout(const std::vector<std::string_view>& lines) {
    DayMemory memory;
    for (const std::string_view line : lines) {
        const std::vector<std::string_view> cells = cells_of(line);
        const bool second = cells.size() == kCells2;
        if (!second && cells.size() != kCells1 && cells.size() != kCellsBeforeUrl) continue;
        if (!read_whole_number(cells[0]) || !read_compact_day(cells[1], memory)) continue;
        return {true, layout_of(second ? EventFormat::kGdelt2 : EventFormat::kGdelt1), {}};
    }
    return {};
}

std::optional<RowFailure> read_gdelt(const Row& row, const FileLayout& layout, DayMemory& memory,
                                     RawEvent& event) {
    const std::string_view key = row.cell(layout.key), date = row.cell(layout.date);
    const std::optional<std::uint64_t> id = read_whole_number(key);
    if (!id)
        return RowFailure{RowProblem::kKey, "GLOBALEVENTID", std::string(key), "a whole number"};
    event.key = {*id, 0};
    const std::optional<Day> day = read_compact_day(date, memory);
    if (!day) return RowFailure{RowProblem::kDate, "SQLDATE", std::string(date), "YYYYMMDD"};
    event.day = *day;

    const std::string_view goldstein = row.cell(layout.goldstein), quad = row.cell(layout.quad);
    event.scored = !goldstein.empty();
    if (event.scored) {
        const std::optional<std::int32_t> value = read_goldstein(goldstein);
        if (!value) return bad_number("GoldsteinScale", goldstein, "a number from -10 to 10");
        event.goldstein = *value;
    }
    event.quad = QuadClass::kUnknown;
    if (!quad.empty()) {
        if (quad.size() != 1 || quad[0] < '1' || quad[0] > '4') {
            return bad_number("QuadClass", quad, "1, 2, 3 or 4");
        }
        event.quad = static_cast<QuadClass>(quad[0] - '0');
    }
    const std::string_view reports = row.cell(layout.reports), outlets = row.cell(layout.outlets);
    const std::optional<std::uint32_t> mentions = read_count(reports),
                                       sources = read_count(outlets);
    if (!mentions) return bad_number("NumMentions", reports, "a whole number");
    if (!sources) return bad_number("NumSources", outlets, "a whole number");
    event.reports = *mentions;
    event.outlets = *sources;
    event.source = row.cell(layout.source);
    event.target = row.cell(layout.target);
    event.code = row.cell(layout.code);
    return std::nullopt;
}

} // namespace isthmus::chronicle
