// SPDX-License-Identifier: Apache-2.0
// Comparisons as a terminal has room for them (views_compare.hpp).
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "report/views_compare.hpp"

namespace isthmus::report {

namespace {

/// How a table is shortened.
struct Short {
    const char* id;
    const char* by;     ///< column with the change that counts; empty: none
    const char* group;  ///< so many rows for each text of this column; empty: of all
    std::size_t most;   ///< rows
    bool sorted = true; ///< by that change
    std::vector<const char*> without = {}; ///< columns
};

/// In the order in which they are shown.
const std::vector<Short>& shorts() {
    static const std::vector<Short> kShort{
        {"compare_payoffs", "total_change", "", 12},
        {"compare_welfare", "value_change", "", 20, false},
        {"compare_flows", "flow_change", "commodity", 8},
        {"compare_ways", "", "commodity", 12},
        {"compare_prices",
         "price_change",
         "commodity",
         6,
         true,
         {"consumed_first", "consumed_second", "consumed_change", "supplied_first",
          "supplied_second", "supplied_change", "unit"}},
        {"compare_leverage", "gain_change", "", 12},
        {"compare_dependence", "vulnerability_change", "", 12},
        {"compare_status", "", "", 12},
    };
    return kShort;
}

double change_of(const ResultTable& table, const ResultRow& row, const char* column) {
    const double* change = row.cells[table.column(column)].number();
    return change == nullptr ? 0 : std::abs(*change);
}

bool shows(const ResultTable& table, const ResultRow& row, const char* column) {
    const int decimals = table.columns[table.column(column)].decimals;
    return change_of(table, row, column) >= 0.5 * std::pow(10.0, -decimals);
}

std::string group_of(const ResultTable& table, const ResultRow& row, const Short& how) {
    if (*how.group == '\0') return {};
    const std::string* text = row.cells[table.column(how.group)].text();
    return text == nullptr ? std::string() : *text;
}

ResultTable without_columns(const ResultTable& table, const std::set<std::string>& names) {
    ResultTable result{table.id, table.title, table.note, {}, {}};
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (names.contains(table.columns[i].name)) continue;
        kept.push_back(i);
        result.columns.push_back(table.columns[i]);
    }
    for (const ResultRow& row : table.rows) {
        ResultRow& shown = result.rows.emplace_back();
        shown.claims = row.claims;
        for (const std::size_t i : kept) shown.cells.push_back(row.cells[i]);
    }
    return result;
}

ResultTable shortened(ResultTable table, const Short& how) {
    const bool measured = *how.by != '\0';
    if (measured) {
        std::erase_if(table.rows, [&](const ResultRow& row) { return !shows(table, row, how.by); });
    }
    std::map<std::string, std::size_t> place; // of groups, by first appearance
    for (const ResultRow& row : table.rows) place.emplace(group_of(table, row, how), place.size());
    if (measured && how.sorted) {
        std::stable_sort(table.rows.begin(), table.rows.end(),
                         [&](const ResultRow& a, const ResultRow& b) {
                             const auto one = place.at(group_of(table, a, how));
                             const auto other = place.at(group_of(table, b, how));
                             if (one != other) return one < other;
                             return change_of(table, a, how.by) > change_of(table, b, how.by);
                         });
    }
    std::map<std::string, std::size_t> seen;
    const std::size_t before = table.rows.size();
    std::erase_if(table.rows, [&](const ResultRow& row) {
        return ++seen[group_of(table, row, how)] > how.most;
    });
    if (table.rows.size() < before) {
        table.note += fmt::format(" {} of {} rows; --json or --out FOLDER has all.",
                                  table.rows.size(), before);
    }
    table.title = table.title.substr(0, table.title.find(": "));
    return without_columns(table, {how.without.begin(), how.without.end()});
}

} // namespace

std::vector<ResultTable> shortened(const std::vector<ResultTable>& tables) {
    std::vector<ResultTable> result;
    for (const Short& how : shorts()) {
        for (const ResultTable& table : tables) {
            if (table.id != how.id) continue;
            ResultTable shown = shortened(table, how);
            if (!shown.rows.empty()) result.push_back(std::move(shown));
        }
    }
    return result;
}

ResultTable without_levels(const ResultTable& table) {
    const std::string change = "_change_";
    std::set<std::string> levels;
    for (const ResultColumn& column : table.columns) {
        const std::size_t at = column.name.find(change);
        if (at == std::string::npos) continue;
        levels.insert(column.name.substr(0, at) + "_" + column.name.substr(at + change.size()));
    }
    return without_columns(table, levels);
}

} // namespace isthmus::report
