// SPDX-License-Identifier: Apache-2.0
// ICEWS coded event data: tabs, a header, 20 columns found by their names, NA where something is
// missing.
#include "chronicle/event_layout.hpp"

#include <algorithm>

namespace isthmus::chronicle {

namespace {

std::string_view unless_missing(std::string_view cell) {
    return cell == "NA" ? std::string_view() : cell;
}

} // namespace

FoundLayout icews_layout(const std::vector<std::string_view>& lines, const std::string& file) {
    std::vector<std::string_view> header = cells_of(lines.front());
    const auto has = [&](std::string_view name) {
        return std::find(header.begin(), header.end(), name) != header.end();
    };
    if (!has("Event ID") || (!has("CAMEO Code") && !has("Source Country"))) return {};
    while (header.back().empty()) header.pop_back();
    FoundLayout found{true, {}, {}};
    FileLayout& layout = found.layout;
    layout.format = EventFormat::kIcews;
    layout.header = true;
    layout.least_cells = layout.most_cells = header.size();
    layout.empty_excess = true;
    layout.goldstein_name = "Intensity";
    found.lacking = place_columns(header,
                                  {{{"Event ID"}, &FileLayout::key},
                                   {{"Event Date"}, &FileLayout::date},
                                   {{"Source Country"}, &FileLayout::source},
                                   {{"Target Country"}, &FileLayout::target},
                                   {{"CAMEO Code"}, &FileLayout::code},
                                   {{"Intensity"}, &FileLayout::goldstein}},
                                  file, layout);
    return found;
}

std::optional<RowFailure> read_icews(const Row& row, const FileLayout& layout, DayMemory& memory,
                                     RawEvent& event) {
    const std::string_view key = unless_missing(row.cell(layout.key));
    if (key.empty()) return RowFailure{RowProblem::kKey, "Event ID", "", "an identifier"};
    const std::string_view date = row.cell(layout.date);
    const std::optional<Day> day = read_day(date, memory);
    if (!day) return RowFailure{RowProblem::kDate, "Event Date", std::string(date), "YYYY-MM-DD"};
    event.day = *day;
    // Published files use an identifier twice for different events of different days.
    event.key = key_digest(key, static_cast<std::uint32_t>(*day));
    const std::string_view goldstein = unless_missing(row.cell(layout.goldstein));
    event.scored = !goldstein.empty();
    if (event.scored) {
        const std::optional<std::int32_t> value = read_goldstein(goldstein);
        if (!value) {
            return RowFailure{RowProblem::kNumber, layout.goldstein_name, std::string(goldstein),
                              "a number from -10 to 10"};
        }
        event.goldstein = *value;
    }
    event.source = unless_missing(row.cell(layout.source));
    event.target = unless_missing(row.cell(layout.target));
    event.code = unless_missing(row.cell(layout.code));
    return std::nullopt;
}

} // namespace isthmus::chronicle
