// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare_tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace isthmus::report {

namespace {

using Key = std::vector<std::string>;
using RowOf = std::map<Key, std::size_t>;

std::string cell_text(const ResultTable& table, std::size_t row, const std::string& column) {
    const std::string* text = table.rows[row].cells[table.column(column)].text();
    return text == nullptr ? std::string() : *text;
}

class SideBySide {
  public:
    SideBySide(const ComparedSides& sides, const ComparePlan& plan,
               const std::vector<ResultTable>& tables)
        : sides_(sides), plan_(plan), tables_(tables), row_of_(tables.size()) {
        for (std::size_t side = 0; side < tables.size(); ++side) index(side);
    }

    ResultTable run() const {
        ResultTable result{plan_.id,
                           fmt::format("{}: {}", plan_.title, sides_.bases()),
                           plan_.note,
                           columns(),
                           {}};
        for (const Key& key : order_) {
            ResultRow row;
            for (const std::string& text : key) {
                row.cells.push_back(text_or_missing(text));
            }
            bool changed = false;
            for (const std::string& name : plan_.values) {
                std::vector<Cell> values;
                for (std::size_t side = 0; side < tables_.size(); ++side) {
                    values.push_back(value(side, key, name));
                }
                changed = sides_.add_cells(row.cells, values, like(name).decimals) || changed;
            }
            for (const std::string& name : plan_.also) row.cells.push_back(shared(key, name));
            if (changed || !plan_.only_changed) result.rows.push_back(std::move(row));
        }
        return result;
    }

  private:
    void index(std::size_t side) {
        for (std::size_t row = 0; row < tables_[side].rows.size(); ++row) {
            Key key;
            for (const std::string& column : plan_.keys) {
                key.push_back(cell_text(tables_[side], row, column));
            }
            const bool known = std::any_of(row_of_.begin(), row_of_.end(), [&](const RowOf& rows) {
                return rows.find(key) != rows.end();
            });
            row_of_[side].emplace(key, row);
            if (!known) order_.push_back(std::move(key));
        }
    }

    const ResultColumn& like(const std::string& name) const {
        const ResultTable& table = tables_.front();
        return table.columns[table.column(name)];
    }

    std::vector<ResultColumn> columns() const {
        std::vector<ResultColumn> columns;
        for (const std::string& name : plan_.keys) columns.push_back(like(name));
        for (const std::string& name : plan_.values) sides_.add_columns(columns, like(name));
        for (const std::string& name : plan_.also) columns.push_back(like(name));
        return columns;
    }

    const Cell* find(std::size_t side, const Key& key, const std::string& column) const {
        const auto row = row_of_[side].find(key);
        if (row == row_of_[side].end()) return nullptr;
        const ResultTable& table = tables_[side];
        return &table.rows[row->second].cells[table.column(column)];
    }

    Cell value(std::size_t side, const Key& key, const std::string& column) const {
        if (const Cell* cell = find(side, key, column)) return *cell;
        if (plan_.absent_is_zero) return 0.0;
        return {};
    }

    Cell shared(const Key& key, const std::string& column) const {
        for (std::size_t side = 0; side < tables_.size(); ++side) {
            const Cell* cell = find(side, key, column);
            if (cell != nullptr && !cell->missing()) return *cell;
        }
        return {};
    }

    const ComparedSides& sides_;
    const ComparePlan& plan_;
    const std::vector<ResultTable>& tables_;
    std::vector<RowOf> row_of_;
    std::vector<Key> order_;
};

} // namespace

ResultTable compare_tables(const ComparedSides& sides, const ComparePlan& plan,
                           const std::vector<ResultTable>& tables) {
    return SideBySide(sides, plan, tables).run();
}

void sort_by_change(ResultTable& table, const ComparedSides& sides, const std::string& value) {
    std::vector<std::size_t> columns;
    for (std::size_t side = 1; side < sides.size(); ++side) {
        columns.push_back(table.column(sides.change_name(value, side)));
    }
    const auto size = [&](const ResultRow& row) {
        double largest = 0;
        for (const std::size_t column : columns) {
            const double* change = row.cells[column].number();
            if (change != nullptr) largest = std::max(largest, std::abs(*change));
        }
        return largest;
    };
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [&](const ResultRow& a, const ResultRow& b) { return size(a) > size(b); });
}

} // namespace isthmus::report
