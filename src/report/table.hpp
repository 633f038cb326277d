// SPDX-License-Identifier: Apache-2.0
// A table of results: what every answer is turned into before anyone sees it, so that the command,
// the report and the packages show the same numbers. Missing cells are possible and never shown as
// zero.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace isthmus::report {

enum class CellKind { kText, kNumber };

struct ResultColumn {
    std::string name;  ///< for machines: snake_case, stable
    std::string title; ///< for people
    std::string unit;  ///< empty: none; "@column" where another column of the row names it
    CellKind kind = CellKind::kText;
    int decimals =
        1; ///< shown to people (below zero: two digits); machine formats carry kMachineDigits
    std::string meaning;
};

/// Missing, text or a finite number.
class Cell {
  public:
    Cell() = default;
    Cell(std::string text) : value_(std::move(text)) {}
    Cell(std::string_view text) : value_(std::string(text)) {}
    Cell(const char* text) : value_(std::string(text)) {}
    /// Infinite and undefined numbers become missing.
    Cell(double number);

    bool missing() const { return std::holds_alternative<std::monostate>(value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const double* number() const { return std::get_if<double>(&value_); }
    bool operator==(const Cell&) const = default;

  private:
    std::variant<std::monostate, std::string, double> value_;
};

struct ResultRow {
    std::vector<Cell> cells;         ///< one for each column
    std::vector<std::string> claims; ///< ids of the claims that the row rests on
};

struct ResultTable {
    std::string id;    ///< for machines and file names: snake_case
    std::string title; ///< for people, with year and scenario where they matter
    std::string note;  ///< how to read it; one or two sentences
    std::vector<ResultColumn> columns;
    std::vector<ResultRow> rows;

    /// Index of a column by name; the number of columns where there is none.
    std::size_t column(std::string_view name) const;
};

/// For people: without columns that are empty in every row.
void drop_empty_columns(ResultTable& table);

/// Significant digits of numbers in CSV and JSON: what a certificate vouches for, and fewer than
/// the noise of steps and tie-breaks reaches.
inline constexpr int kMachineDigits = 7;

/// A number as people see it: fixed decimals, thin thousands groups with `group` (may be empty).
std::string show_number(double value, int decimals, std::string_view group = ",");
/// A number as machines read it.
std::string machine_number(double value);
/// A cell as people see it in that column; "" where missing.
std::string show_cell(const Cell& cell, const ResultColumn& column, std::string_view group = ",");

struct TextOptions {
    std::size_t width =
        0; ///< of the terminal; 0: as wide as needed. Long texts are wrapped to fit.
    std::size_t most_rows = 0; ///< 0: all; else the rest is counted in a last line
    bool claims = false;       ///< a last column with the claims
    bool bold_head = false;    ///< ANSI bold for the title and header
};

/// Aligned columns for terminals; wide (East Asian) characters count two columns, combining ones
/// none.
std::string to_text(const ResultTable& table, const TextOptions& options = {});
/// RFC 4180 with one header record of column names; a last column "claims" (semicolons) where rows
/// cite any.
std::string to_csv(const ResultTable& table);
/// {"id", "title", "note", "columns": [{name, title, unit, kind, meaning}], "rows": [{column:
/// value, ..., "claims": [...]}]}, indented by two, with a line end. Missing is null.
std::string to_json(const ResultTable& table);
/// {properties..., "tables": {id: table as above, ...}}. Property values are JSON text: quote
/// strings with json_text().
std::string to_json(const std::vector<ResultTable>& tables,
                    const std::vector<std::pair<std::string, std::string>>& properties = {});
/// A text as a JSON string with its quotes.
std::string json_text(std::string_view text);

/// An HTML <table> with caption, scopes and escaped text, for the report or any page.
std::string to_html(const ResultTable& table);

/// Columns that a text takes on a terminal.
std::size_t display_width(std::string_view utf8);

} // namespace isthmus::report
