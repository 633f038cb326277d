// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_series.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/scenario_units.hpp"

namespace isthmus::world {

namespace {

/// A table of series and what its rows are selected and changed by.
struct SeriesTable {
    std::string_view operation, table;
    std::vector<std::pair<std::string, std::string>> selectors; ///< key and the table that it names
    std::vector<std::string> changed;                           ///< columns with quantities
    std::vector<std::string> mixed;                             ///< columns linear in time
    std::vector<std::string> fixed; ///< columns that two rows must share to be mixed
};

const std::vector<SeriesTable>& series_tables() {
    static const std::vector<SeriesTable> kTables{
        {"demand",
         "demand",
         {{"node", "nodes"}, {"actor", "actors"}, {"commodity", "commodities"}},
         {"quantity"},
         {"quantity", "price", "choke_price", "elasticity"},
         {"unit", "price_unit"}},
        {"supply",
         "supply",
         {{"node", "nodes"}, {"actor", "actors"}, {"commodity", "commodities"}},
         {"quantity", "capacity"},
         {"quantity", "capacity", "price", "floor_price", "elasticity"},
         {"unit", "price_unit", "grade"}},
        {"freight",
         "freight_demand",
         {{"origin", "nodes"},
          {"destination", "nodes"},
          {"shipper", "actors"},
          {"actor", "actors"},
          {"commodity", "commodities"}},
         {"quantity"},
         {"quantity", "price", "choke_price", "elasticity"},
         {"unit", "price_unit"}}};
    return kTables;
}

/// The rows of one series by year, as places in the table.
using Series = std::map<int, std::size_t>;

class SeriesChange {
  public:
    SeriesChange(ScenarioEditor& editor, const Operation& operation, const SeriesTable& what,
                 Years years, NumberChange change)
        : editor_(editor),
          operation_(operation),
          what_(what),
          table_(editor.table(what.table)),
          years_(years),
          change_(std::move(change)) {}

    void run(const std::vector<Series>& all) {
        bool found = false;
        for (const Series& series : all) {
            if (series.empty() || series.rbegin()->first < years_.first ||
                series.begin()->first > years_.last) {
                continue;
            }
            found = true;
            put_in_rows(series);
        }
        if (!found) {
            report_no_effect(operation_, operation_.has("from") ? "from" : what_.operation,
                             fmt::format("{} to {}", years_.first, years_.last),
                             "years that the series has");
            return;
        }
        for (const Series& series : all) change_given(series);
        // After all places have been used.
        for (Row& row : made_) table_.rows.push_back(std::move(row));
    }

  private:
    bool is_changed(int year) const { return year >= years_.first && year <= years_.last; }

    void put_in_rows(const Series& series) {
        for (auto earlier = series.begin(); std::next(earlier) != series.end(); ++earlier) {
            const auto later = std::next(earlier);
            std::set<int> wanted;
            const auto want = [&](int year) {
                if (year > earlier->first && year < later->first) wanted.insert(year);
            };
            want(years_.first - 1);
            want(years_.first);
            want(years_.last);
            want(years_.last + 1);
            if (wanted.empty()) continue;
            const Row &a = table_.rows[earlier->second], &b = table_.rows[later->second];
            if (!can_mix(a, b, earlier->first, later->first)) return;
            if (has_turn(a, b)) {
                const int turn = (earlier->first + later->first + 1) / 2;
                want(turn - 1);
                want(turn);
            }
            for (const int year : wanted) {
                Row row = mix(earlier->first, a, later->first, b, year);
                if (is_changed(year)) change(row);
                made_.push_back(std::move(row));
            }
        }
    }

    /// Whether a number that may be empty is so in one of the two.
    bool has_turn(const Row& a, const Row& b) const {
        return std::any_of(what_.mixed.begin(), what_.mixed.end(), [&](const std::string& column) {
            return table_.cell(a, column).empty() != table_.cell(b, column).empty();
        });
    }

    bool can_mix(const Row& a, const Row& b, int first, int last) const {
        for (const std::string& column : what_.fixed) {
            if (table_.cell(a, column) == table_.cell(b, column)) continue;
            operation_.report(
                {.id = "E245",
                 .column = what_.operation,
                 .found = fmt::format("{} in {} and {} in {}", table_.cell(a, column), first,
                                      table_.cell(b, column), last),
                 .expected = fmt::format("one {} in both years, between which the change begins or "
                                         "ends",
                                         column),
                 .hint = fmt::format("in {}:{}", b.origin.file, b.origin.line)});
            return false;
        }
        return true;
    }

    Row mix(int first, const Row& a, int last, const Row& b, int year) const {
        const double weight = static_cast<double>(year - first) / static_cast<double>(last - first);
        Row row = weight < 0.5 ? a : b;
        for (const std::string& column : what_.mixed) {
            const auto x = parse_number(table_.cell(a, column));
            const auto y = parse_number(table_.cell(b, column));
            if (!x || !y) continue;
            ScenarioEditor::set(table_, row, column, format_number(*x + weight * (*y - *x)));
        }
        std::vector<std::string> claims = list_of(table_, a, "claims");
        for (std::string& claim : list_of(table_, b, "claims")) {
            if (!holds(claims, claim)) claims.push_back(std::move(claim));
        }
        ScenarioEditor::set(table_, row, "claims", join(claims, ";"));
        ScenarioEditor::set(table_, row, "year", std::to_string(year));
        ScenarioEditor::set(table_, row, "note", fmt::format("between {} and {}", first, last));
        row.origin = operation_.origin();
        return row;
    }

    void change_given(const Series& series) {
        for (const auto& [year, place] : series) {
            if (is_changed(year)) change(table_.rows[place]);
        }
    }

    void change(Row& row) {
        for (const std::string& column : what_.changed) {
            const auto old = parse_number(table_.cell(row, column));
            if (!old) continue; // build() reports the cell
            double value = *old * change_.value;
            if (change_.kind == NumberChange::Kind::kAdd) {
                const std::string grade =
                    table_.schema->find_column("grade") ? table_.cell(row, "grade") : std::string();
                const auto amount =
                    in_unit_of_row(editor_, operation_, change_, table_.cell(row, "unit"),
                                   {table_.cell(row, "commodity"), grade});
                if (!amount || is_below_zero(row, *old + *amount, *old)) return;
                value = *old + *amount;
            }
            ScenarioEditor::set(table_, row, column, format_number(value));
        }
        editor_.cite(operation_, table_, row);
    }

    bool is_below_zero(const Row& row, double value, double old) const {
        if (value >= 0) return false;
        operation_.report("E242", "add",
                          fmt::format("at least {} {}, so that nothing falls below zero in {}",
                                      format_number(-old), table_.cell(row, "unit"),
                                      table_.cell(row, "year")));
        return true;
    }

    ScenarioEditor& editor_;
    const Operation& operation_;
    const SeriesTable& what_;
    Table& table_;
    Years years_;
    NumberChange change_;
    std::vector<Row> made_; ///< rows put in
};

/// The series whose rows have all that the operation names, in the order of the table.
std::vector<Series> select_series(const Table& table, const SeriesTable& what,
                                  const std::map<std::string, std::string>& wanted) {
    std::vector<Series> all;
    std::map<std::string, std::size_t> by_key;
    for (std::size_t place = 0; place < table.rows.size(); ++place) {
        const Row& row = table.rows[place];
        const bool is_meant = std::all_of(wanted.begin(), wanted.end(), [&](const auto& pair) {
            return table.cell(row, pair.first) == pair.second;
        });
        const auto year = parse_integer(table.cell(row, "year"));
        if (!is_meant || !year) continue;
        std::string key;
        for (const auto& [column, ignored] : what.selectors) key += table.cell(row, column) + ' ';
        const auto [entry, is_new] = by_key.emplace(key, all.size());
        if (is_new) all.emplace_back();
        all[entry->second].emplace(*year, place);
    }
    return all;
}

} // namespace

bool is_series_operation(std::string_view kind) {
    return std::any_of(series_tables().begin(), series_tables().end(),
                       [&](const SeriesTable& each) { return each.operation == kind; });
}

void change_series(ScenarioEditor& editor, const Operation& operation) {
    const SeriesTable& what =
        *std::find_if(series_tables().begin(), series_tables().end(),
                      [&](const SeriesTable& each) { return each.operation == operation.kind(); });
    std::vector<std::string> keys;
    for (const auto& [key, ignored] : what.selectors) keys.push_back(key);
    const std::vector<std::string> selectors = keys;
    keys.insert(keys.end(), {"scale", "add", "unit", "from", "to"});
    operation.check_keys(keys);
    std::map<std::string, std::string> wanted;
    bool complete = true;
    for (const auto& [key, table] : what.selectors) {
        if (!operation.has(key)) continue;
        const auto name = editor.known_name(operation, key, table, true);
        complete = complete && name;
        if (name) wanted.emplace(key, *name);
    }
    if (wanted.empty() && complete) {
        operation.report("E238", selectors.front(), "at least one of " + join(selectors, ", "));
        complete = false;
    }
    const auto change = operation.change({"scale", "add"});
    const auto years = operation.years();
    if (!complete || !change || !years) return;
    const std::vector<Series> all = select_series(editor.table(what.table), what, wanted);
    if (all.empty()) {
        std::vector<std::string> conditions;
        for (const auto& [key, name] : wanted) {
            conditions.push_back(fmt::format("{} = {}", key, name));
        }
        return report_no_effect(operation, wanted.begin()->first, join(conditions, ", "),
                                fmt::format("a row of {}", what.table));
    }
    if (change->kind == NumberChange::Kind::kAdd && all.size() > 1) {
        return operation.report("E243", "add", "one series, for an amount is not divided",
                                fmt::format("{} series match: name more of {}, or use scale",
                                            all.size(), join(selectors, ", ")));
    }
    SeriesChange(editor, operation, what, *years, *change).run(all);
}

} // namespace isthmus::world
