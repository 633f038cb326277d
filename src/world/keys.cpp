// SPDX-License-Identifier: Apache-2.0
// Repeated keys and overlapping dates.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/cells.hpp"

namespace isthmus::world {

namespace {

/// What a row is about: the cells of its key, joined.
std::string key_of(const Table& table, const Row& row, const std::vector<std::size_t>& columns) {
    std::string key;
    for (const std::size_t column : columns) {
        const std::string& cell = table.cell(row, column);
        if (cell.empty()) return {};
        if (!key.empty()) key += ' ';
        key += cell;
    }
    return key;
}

std::string shown_period(const CellTable& cells, std::size_t row) {
    const std::optional<Date>&from = cells["from"].dates[row], &to = cells["to"].dates[row];
    if (!from && !to) return "always";
    if (!from) return "until " + to->to_string();
    if (!to) return "from " + from->to_string() + " on";
    return from->to_string() + " to " + to->to_string();
}

std::string place(const RowOrigin& here, const RowOrigin& there) {
    if (here.file == there.file) return fmt::format("line {}", there.line);
    return fmt::format("{}:{}", there.file, there.line);
}

/// Whether a date of the row could not be read, so that its period is not known.
bool has_unread_date(const CellTable& cells, std::size_t row) {
    return (!cells["from"].dates[row] && !cells.empty(row, "from")) ||
           (!cells["to"].dates[row] && !cells.empty(row, "to"));
}

/// Rows of one key in the order of their first days; each is held against the one that lasts
/// longest so far.
void check_overlaps(const CellTable& cells, std::vector<std::size_t>& rows, const std::string& key,
                    Diagnostics& diagnostics) {
    std::vector<std::pair<Period, std::size_t>> periods;
    for (const std::size_t row : rows) {
        if (!has_unread_date(cells, row)) periods.emplace_back(cells.period(row), row);
    }
    if (periods.empty()) return;
    std::stable_sort(periods.begin(), periods.end(),
                     [](const auto& a, const auto& b) { return a.first.first < b.first.first; });
    auto longest = periods.front();
    for (std::size_t i = 1; i < periods.size(); ++i) {
        const auto& [period, row] = periods[i];
        if (period.overlaps(longest.first)) {
            report(diagnostics, cells.origin(row),
                   {.id = "E217",
                    .column = "from",
                    .found = shown_period(cells, row),
                    .expected = fmt::format("no day in common with the other rows for '{}'", key),
                    .hint = fmt::format("{} holds {}",
                                        place(cells.origin(row), cells.origin(longest.second)),
                                        shown_period(cells, longest.second))});
        }
        if (period.last > longest.first.last) longest = periods[i];
    }
}

void check_table(const CellTable& cells, Diagnostics& diagnostics) {
    const TableSchema& schema = *cells.table->schema;
    if (schema.key == std::vector<std::string>{"id"}) return;
    std::vector<std::size_t> columns;
    for (const std::string& name : schema.key) columns.push_back(*schema.find_column(name));
    std::unordered_map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string key = key_of(*cells.table, cells.table->rows[i], columns);
        if (!key.empty()) groups[std::move(key)].push_back(i);
    }
    // The order of the groups does not matter: diagnostics are sorted in the end.
    for (auto& [key, rows] : groups) {
        if (rows.size() < 2) continue;
        if (schema.dated) {
            check_overlaps(cells, rows, key, diagnostics);
            continue;
        }
        for (std::size_t i = 1; i < rows.size(); ++i) {
            report(diagnostics, cells.origin(rows[i]),
                   {.id = "E216",
                    .column = schema.key.front(),
                    .found = key,
                    .expected = "one row for each " + join(schema.key, ", "),
                    .hint = "first in " + place(cells.origin(rows[i]), cells.origin(rows[0]))});
        }
    }
}

} // namespace

void check_keys(const Cells& cells, Diagnostics& diagnostics) {
    for (const auto& [name, table] : cells.tables) check_table(table, diagnostics);
}

} // namespace isthmus::world
