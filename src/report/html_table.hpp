// SPDX-License-Identifier: Apache-2.0
// Internal to the module: result tables as the page shows them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "report/citations.hpp"
#include "report/table.hpp"

namespace isthmus::report {

enum class CellLook {
    kPlain,
    kStatus, ///< a coloured word: open, restricted, closed
    kBar,    ///< a percentage with a bar behind it
    kSigned, ///< with a plus sign where above zero
    kShort,  ///< never broken into lines
};

struct ShownColumn {
    std::string name;  ///< of the result table's column
    std::string title; ///< empty: that column's
    CellLook look = CellLook::kPlain;
};

struct ShownTable {
    std::string id;      ///< of the element
    std::string caption; ///< empty: the table's title
    std::vector<ShownColumn> columns;
    std::vector<std::size_t> rows; ///< indices
    bool all_rows = true;          ///< else `rows`
    bool cite = true;              ///< a last column with the sources where rows have any
    std::string
        link_column; ///< whose text becomes data-link of the row, so that the map can answer
    std::function<std::string(std::size_t)> row_class;
    std::function<std::string(std::size_t)> below; ///< text in small type below a row's name
};

/// A scrollable, focusable region with the table in it. Units that all rows share go into the
/// header.
std::string html_table(const ResultTable& table, const ShownTable& shown, Citations& citations);

/// With a proper minus sign.
std::string html_number(double value, int decimals);

/// Text of a cell; empty where it is missing or a number.
std::string cell_text(const ResultTable& table, std::size_t row, std::string_view column);
/// Number of a cell, where it is one.
std::optional<double> cell_number(const ResultTable& table, std::size_t row,
                                  std::string_view column);
/// Indices of the rows for which `wanted` says so.
std::vector<std::size_t> select_rows(const ResultTable& table,
                                     const std::function<bool(std::size_t)>& wanted);
/// Shows all rows, or of more than `most` the first ones, and says so in the caption.
void show_first(ShownTable& shown, const ResultTable& table, std::size_t most);

} // namespace isthmus::report
