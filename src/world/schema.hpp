// SPDX-License-Identifier: Apache-2.0
// The tables and columns of a world, read from schema/*.csv, which is embedded in the library. The
// reader, the error messages, `isthmus schema`, the docs page and datapackage.json all come from
// this one description.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::world {

enum class ColumnType { kId, kText, kNumber, kInteger, kDate, kReference, kList, kChoice, kUnit };

/// The numbers that a column may hold.
struct Range {
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool minimum_excluded = false;
    bool maximum_excluded = false;

    bool contains(double number) const;
    /// In words: "at least 0", "from 0 to below 1".
    std::string to_string() const;
};

struct Column {
    std::string name;
    ColumnType type = ColumnType::kText;
    std::string choice; ///< name of the choice where type is kChoice
    std::string unit;   ///< fixed unit, or "@column" for the unit that the row names
    bool required = false;
    std::string default_value;           ///< text used where the cell is empty
    std::optional<Range> range;          ///< of a number
    std::vector<std::string> references; ///< tables that the cell or its items name a row of
    std::string meaning;
};

struct TableSchema {
    std::string name;
    bool required = false;
    std::vector<std::string> key; ///< columns that identify a row (and, if dated, a period)
    bool dated = false;           ///< rows of one key have periods from..to that must not overlap
    std::string meaning;
    std::vector<Column> columns;

    /// Index of a column by name.
    std::optional<std::size_t> find_column(std::string_view column) const;
};

/// The name of a type as the docs and messages have it: "number", "list of ids".
std::string_view to_string(ColumnType type);

struct Choice {
    std::string value;
    std::string meaning;
};

const std::vector<TableSchema>& schema();
const TableSchema* find_table(std::string_view name);
/// The values of a choice such as "mode", in order; empty for an unknown one.
const std::vector<Choice>& choices(std::string_view name);
/// The names of all choices, in order.
std::vector<std::string> choice_names();

/// The schema as a Markdown page (docs/reference/schema.md).
std::string schema_markdown();
/// The schema as text for a terminal; one table if `table` is not empty.
std::string schema_text(std::string_view table);
/// The schema as JSON.
std::string schema_json();

} // namespace isthmus::world
