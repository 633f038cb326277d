// SPDX-License-Identifier: Apache-2.0
// The schema for people (Markdown, terminal) and for programs (JSON).
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/units.hpp"
#include "world/schema.hpp"

namespace isthmus::world {

namespace {

constexpr std::string_view kIntroduction = R"(# Tables and columns

A world is a folder with the file `world.toml` and one CSV file for each table below (UTF-8,
commas, a header line; RFC 4180). Tables that a world does not need may be left out where they are
not required. Unknown files, columns and keys are errors.

| type | what a cell holds |
| --- | --- |
| id | lower-case letters, digits, dots, hyphens and underscores; unique in the table |
| text | anything |
| number | digits with a decimal point, also with an exponent; no separators of thousands |
| whole number | digits |
| date | `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; it stands for all the days it may mean |
| reference | an id of another table |
| list | ids with `;` between them |
| choice | one of the words listed under [Choices](#choices) |
| unit | one of the [Units](#units) |

An empty cell is a missing value, not zero; where a column has a default, that is used. In a *dated*
table, each row holds from the first day that `from` may mean to the last that `to` may mean, both
included; an empty cell is an open end. Rows with the same key must not overlap. A column whose unit
is `@unit` is measured in the unit that the row names in its column `unit`. Where a row names a
grade, its unit is converted with the grade's properties: barrels to tonnes by the grade's density,
and cubic metres by the ratio of the grade's gross calorific value to the commodity's.

## world.toml

| key | type | required | meaning |
| --- | --- | --- | --- |
| `id` | text | yes | Name of the world in files and commands |
| `title` | text | yes | Title shown |
| `description` | text | no | What the world covers |
| `licence` | text | yes | SPDX identifier of the licence of the data |
| `conventions` | text | no | How contested names and places are shown |
| `first_year`, `last_year` | whole number | yes | The years that can be computed |
| `base_year` | whole number | yes | The year that projects' statuses and comparisons refer to |
| `players` | list of texts | no | States and blocs that play in games of leverage unless others are named |
| `price_year` | whole number | no | Year of the dollars; left out where they are current |
)";

/// Text inside a cell of a Markdown table.
std::string markdown_cell(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '|') result += '\\';
        result += c;
    }
    return result;
}

std::string type_in_words(const Column& column, bool markdown) {
    std::string text(to_string(column.type));
    if (column.type == ColumnType::kChoice) {
        return markdown ? fmt::format("[{}](#{})", column.choice, column.choice)
                        : fmt::format("choice {}", column.choice);
    }
    if (column.references.empty()) return text;
    std::vector<std::string> tables;
    for (const std::string& table : column.references) {
        tables.push_back(markdown ? fmt::format("[{}](#{})", table, table) : table);
    }
    return fmt::format("{} to {}", column.type == ColumnType::kList ? "list" : text,
                       join(tables, " or "));
}

std::string key_in_words(const TableSchema& table) {
    std::string text = fmt::format("Key: {}", join(table.key, ", "));
    if (table.dated) text += "; dated";
    return text + (table.required ? ". Required." : ". Optional.");
}

std::string unit_in_words(const Column& column) {
    const std::string range = column.range ? column.range->to_string() : std::string();
    if (column.unit.empty() || range.empty()) return column.unit + range;
    return column.unit + ", " + range;
}

std::string table_markdown(const TableSchema& table) {
    std::string text =
        fmt::format("\n### {}\n\n{}. {}\n\n", table.name, table.meaning, key_in_words(table));
    text += "| column | type | unit and range | required | default | meaning |\n"
            "| --- | --- | --- | --- | --- | --- |\n";
    for (const Column& column : table.columns) {
        text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", column.name,
                            type_in_words(column, true), markdown_cell(unit_in_words(column)),
                            column.required ? "yes" : "no", column.default_value,
                            markdown_cell(column.meaning));
    }
    return text;
}

std::string choices_markdown() {
    std::string text = "\n## Choices\n";
    for (const std::string& name : choice_names()) {
        text += fmt::format("\n### {}\n\n| value | meaning |\n| --- | --- |\n", name);
        for (const Choice& choice : choices(name)) {
            text += fmt::format("| `{}` | {} |\n", choice.value, markdown_cell(choice.meaning));
        }
    }
    return text;
}

std::string units_markdown() {
    std::string text = "\n## Units\n\nA number times the factor is in the canonical unit of its "
                       "dimension, the one whose factor is 1.\n\n"
                       "| unit | dimension | factor | meaning |\n| --- | --- | --- | --- |\n";
    for (const Unit& unit : all_units()) {
        text += fmt::format("| `{}` | {} | {} | {} |\n", unit.name, unit.dimension,
                            format_number(unit.factor), markdown_cell(unit.meaning));
    }
    return text;
}

std::string table_text(const TableSchema& table) {
    std::string text =
        fmt::format("{}\n  {}. {}\n\n", table.name, table.meaning, key_in_words(table));
    std::size_t name_width = 0, type_width = 0;
    for (const Column& column : table.columns) {
        name_width = std::max(name_width, column.name.size());
        type_width = std::max(type_width, type_in_words(column, false).size());
    }
    for (const Column& column : table.columns) {
        std::string remarks = column.meaning;
        if (!unit_in_words(column).empty()) remarks += fmt::format(" [{}]", unit_in_words(column));
        if (!column.default_value.empty())
            remarks += fmt::format(" ({} where empty)", column.default_value);
        text += fmt::format("  {} {:<{}}  {:<{}}  {}\n", column.required ? '*' : ' ', column.name,
                            name_width, type_in_words(column, false), type_width, remarks);
    }
    for (const Column& column : table.columns) {
        if (column.type != ColumnType::kChoice) continue;
        text += fmt::format("\n  {}:\n", column.choice);
        for (const Choice& choice : choices(column.choice)) {
            text += fmt::format("    {:<18} {}\n", choice.value, choice.meaning);
        }
    }
    return text;
}

std::string units_text() {
    std::string text = "units\n";
    for (const Unit& unit : all_units()) {
        text += fmt::format("  {:<14} {:<20} {}\n", unit.name, unit.dimension, unit.meaning);
    }
    return text;
}

using Json = nlohmann::ordered_json;

Json column_json(const Column& column) {
    Json result;
    result["name"] = column.name;
    result["type"] = to_string(column.type);
    if (!column.choice.empty()) result["choice"] = column.choice;
    if (!column.unit.empty()) result["unit"] = column.unit;
    result["required"] = column.required;
    if (!column.default_value.empty()) result["default"] = column.default_value;
    if (column.range) {
        const Range& range = *column.range;
        Json limits = Json::object();
        if (std::isfinite(range.minimum)) {
            limits[range.minimum_excluded ? "exclusiveMinimum" : "minimum"] = range.minimum;
        }
        if (std::isfinite(range.maximum)) {
            limits[range.maximum_excluded ? "exclusiveMaximum" : "maximum"] = range.maximum;
        }
        result["range"] = limits;
    }
    if (!column.references.empty()) result["references"] = column.references;
    result["meaning"] = column.meaning;
    return result;
}

} // namespace

std::string schema_markdown() {
    std::string text(kIntroduction);
    text += "\n## Tables\n\n| table | required | meaning |\n| --- | --- | --- |\n";
    for (const TableSchema& table : schema()) {
        text += fmt::format("| [{}](#{}) | {} | {} |\n", table.name, table.name,
                            table.required ? "yes" : "no", markdown_cell(table.meaning));
    }
    for (const TableSchema& table : schema()) text += table_markdown(table);
    return text + choices_markdown() + units_markdown();
}

std::string schema_text(std::string_view table) {
    if (table == "units") return units_text();
    if (!table.empty()) {
        const TableSchema* found = find_table(table);
        return found == nullptr ? std::string() : table_text(*found);
    }
    std::string text = "Tables (* required):\n";
    for (const TableSchema& schema : schema()) {
        text += fmt::format("  {} {:<19} {}\n", schema.required ? '*' : ' ', schema.name,
                            schema.meaning);
    }
    return text + "\nColumns of one table: isthmus schema TABLE; units: isthmus schema units\n";
}

std::string schema_json() {
    Json result;
    result["tables"] = Json::array();
    for (const TableSchema& table : schema()) {
        Json one;
        one["name"] = table.name;
        one["required"] = table.required;
        one["key"] = table.key;
        one["dated"] = table.dated;
        one["meaning"] = table.meaning;
        one["columns"] = Json::array();
        for (const Column& column : table.columns) one["columns"].push_back(column_json(column));
        result["tables"].push_back(std::move(one));
    }
    result["choices"] = Json::object();
    for (const std::string& name : choice_names()) {
        Json values = Json::array();
        for (const Choice& choice : choices(name)) {
            values.push_back({{"value", choice.value}, {"meaning", choice.meaning}});
        }
        result["choices"][name] = std::move(values);
    }
    result["units"] = Json::array();
    for (const Unit& unit : all_units()) {
        result["units"].push_back({{"name", unit.name},
                                   {"dimension", unit.dimension},
                                   {"factor", unit.factor},
                                   {"meaning", unit.meaning}});
    }
    return result.dump(2) + "\n";
}

} // namespace isthmus::world
