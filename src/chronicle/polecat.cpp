// SPDX-License-Identifier: Apache-2.0
// POLECAT: tabs, a header, 40 published columns found by their names, None where something is
// missing. Some published files have more names in the header than cells in the rows, and some end
// their lines with empty cells too many (Beger 2024,
// andybeger.com/blog/2024-05-21-polecat-event-data).
#include "chronicle/event_layout.hpp"

#include <algorithm>
#include <array>

namespace isthmus::chronicle {

namespace {

constexpr std::array<std::string_view, 40> kPublishedColumns{"Event ID",
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

std::string_view unless_missing(std::string_view cell) {
    return cell == "None" ? std::string_view() : cell;
}

/// "MATERIAL CONFLICT" and its like; capital or small, a space or an underscore.
QuadClass read_quad(std::string_view text) {
    bool verbal = false, material = false, cooperation = false, conflict = false;
    const auto begins = [&](std::string_view with) {
        return text.size() >= with.size() &&
               std::equal(with.begin(), with.end(), text.begin(), [](char a, char b) {
                   return a == (b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b);
               });
    };
    verbal = begins("VERBAL");
    material = begins("MATERIAL");
    const std::size_t gap = text.find_first_of(" _");
    if (gap != std::string_view::npos) text.remove_prefix(gap + 1);
    cooperation = begins("COOP");
    conflict = begins("CONF");
    if (verbal == material || cooperation == conflict) return QuadClass::kUnknown;
    if (cooperation)
        return verbal ? QuadClass::kVerbalCooperation : QuadClass::kMaterialCooperation;
    return verbal ? QuadClass::kVerbalConflict : QuadClass::kMaterialConflict;
}

} // namespace

FoundLayout polecat_layout(const std::vector<std::string_view>& lines, const std::string& file) {
    std::vector<std::string_view> header = cells_of(lines.front());
    const auto has = [&](std::string_view name) {
        return std::find(header.begin(), header.end(), name) != header.end();
    };
    if (!has("Event ID") || (!has("Event Type") && !has("Actor Country"))) return {};
    while (header.back().empty()) header.pop_back();
    const bool names_too_many = lines.size() > 1 && header.size() > kPublishedColumns.size() &&
                                cells_of(lines[1]).size() == kPublishedColumns.size();
    if (names_too_many) header.assign(kPublishedColumns.begin(), kPublishedColumns.end());
    FoundLayout found{true, {}, {}};
    FileLayout& layout = found.layout;
    layout.format = EventFormat::kPolecat;
    layout.header = true;
    layout.least_cells = layout.most_cells = header.size();
    layout.empty_excess = true;
    layout.goldstein_name = has("Event Intensity") ? "Event Intensity" : "Intensity";
    Diagnostics lacking =
        place_columns(header,
                      {{{"Event ID"}, &FileLayout::key},
                       {{"Event Date"}, &FileLayout::date},
                       {{"Event Type"}, &FileLayout::code},
                       {{"Actor Country"}, &FileLayout::source},
                       {{"Recipient Country"}, &FileLayout::target},
                       {{"Quad Code"}, &FileLayout::quad},
                       {{"Intensity", "Event Intensity"}, &FileLayout::goldstein}},
                      file, layout);
    return found;
}

std::optional<RowFailure> read_polecat(const Row& row, const FileLayout& layout, DayMemory& memory,
                                       RawEvent& event) {
    const std::string_view key = unless_missing(row.cell(layout.key));
    if (key.empty()) return RowFailure{RowProblem::kKey, "Event ID", "", "an identifier"};
    event.key = key_digest(key);
    const std::string_view date = row.cell(layout.date);
    const std::optional<Day> day = read_day(date, memory);
    if (!day) return RowFailure{RowProblem::kDate, "Event Date", std::string(date), "YYYY-MM-DD"};
    event.day = *day;
    const std::string_view intensity = unless_missing(row.cell(layout.goldstein));
    event.scored = !intensity.empty();
    if (event.scored) {
        const std::optional<std::int32_t> value = read_goldstein(intensity);
        if (!value) {
            return RowFailure{RowProblem::kNumber, layout.goldstein_name, std::string(intensity),
                              "a number from -10 to 10"};
        }
        event.goldstein = *value;
    }
    event.quad = read_quad(row.cell(layout.quad));
    event.source = unless_missing(row.cell(layout.source));
    event.target = unless_missing(row.cell(layout.target));
    event.code = unless_missing(row.cell(layout.code));
    return std::nullopt;
}

} // namespace isthmus::chronicle
