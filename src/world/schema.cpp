// SPDX-License-Identifier: Apache-2.0
#include "world/schema.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "world/embedded.hpp"

namespace isthmus::world {

namespace {

using Choices = std::vector<std::pair<std::string, std::vector<Choice>>>;

/// The embedded tables are part of the program: a fault in one is a defect of the build.
[[noreturn]] void fail(std::string_view file, std::size_t line, std::string_view problem) {
    throw std::logic_error(fmt::format("embedded {}:{}: {}", file, line, problem));
}

std::vector<CsvRecord> read_embedded(std::string_view text, const std::string& file,
                                     const std::vector<std::string>& columns) {
    Result<CsvFile> csv = parse_csv(text, file);
    if (!csv) fail(file, csv.diagnostics().items().front().row, "wrong CSV");
    CsvFile content = std::move(csv).value();
    if (content.header.fields != columns) fail(file, 1, "wrong columns");
    return std::move(content.records);
}

ColumnType parse_type(std::string_view text) {
    static const std::vector<std::pair<std::string_view, ColumnType>> kTypes{
        {"id", ColumnType::kId},         {"text", ColumnType::kText},
        {"number", ColumnType::kNumber}, {"integer", ColumnType::kInteger},
        {"date", ColumnType::kDate},     {"ref", ColumnType::kReference},
        {"list", ColumnType::kList},     {"unit", ColumnType::kUnit}};
    for (const auto& [name, type] : kTypes) {
        if (name == text) return type;
    }
    throw std::logic_error(fmt::format("schema/columns.csv: unknown type {}", text));
}

double parse_bound(std::string_view text) {
    if (text == "inf") return std::numeric_limits<double>::infinity();
    if (text == "-inf") return -std::numeric_limits<double>::infinity();
    const std::optional<double> number = parse_number(text);
    if (!number) throw std::logic_error(fmt::format("schema/columns.csv: bound {}", text));
    return *number;
}

/// Reads an interval such as [0,1) or (-inf,0).
Range parse_range(std::string_view text) {
    const std::size_t comma = text.find(',');
    if (text.size() < 5 || comma == std::string_view::npos) {
        throw std::logic_error(fmt::format("schema/columns.csv: range {}", text));
    }
    Range range;
    range.minimum_excluded = text.front() == '(';
    range.maximum_excluded = text.back() == ')';
    range.minimum = parse_bound(text.substr(1, comma - 1));
    range.maximum = parse_bound(text.substr(comma + 1, text.size() - comma - 2));
    return range;
}

Column parse_column(const std::vector<std::string>& fields) {
    constexpr std::string_view kChoicePrefix = "choice:";
    Column column;
    column.name = fields[1];
    if (fields[2].starts_with(kChoicePrefix)) {
        column.type = ColumnType::kChoice;
        column.choice = fields[2].substr(kChoicePrefix.size());
    } else {
        column.type = parse_type(fields[2]);
    }
    column.unit = fields[3];
    column.required = fields[4] == "yes";
    column.default_value = fields[5];
    if (!fields[6].empty()) column.range = parse_range(fields[6]);
    column.references = split(fields[7], '|');
    column.meaning = fields[8];
    return column;
}

std::vector<TableSchema> read_schema() {
    std::vector<TableSchema> tables;
    const std::vector<CsvRecord> table_records =
        read_embedded(embedded::tables_csv, "schema/tables.csv",
                      {"table", "required", "key", "dated", "meaning"});
    for (const auto& [line, fields] : table_records) {
        TableSchema table;
        table.name = fields[0];
        table.required = fields[1] == "yes";
        table.key = split(fields[2], ';');
        table.dated = fields[3] == "yes";
        table.meaning = fields[4];
        tables.push_back(std::move(table));
    }
    const std::vector<CsvRecord> column_records =
        read_embedded(embedded::columns_csv, "schema/columns.csv",
                      {"table", "column", "type", "unit", "required", "default", "range",
                       "reference", "meaning"});
    for (const CsvRecord& record : column_records) {
        const std::vector<std::string>& fields = record.fields;
        const auto table = std::find_if(tables.begin(), tables.end(),
                                        [&](const TableSchema& t) { return t.name == fields[0]; });
        if (table == tables.end()) fail("schema/columns.csv", record.line, "unknown table");
        table->columns.push_back(parse_column(fields));
    }
    return tables;
}

Choices read_choices() {
    Choices result;
    const std::vector<CsvRecord> records =
        read_embedded(embedded::choices_csv, "schema/choices.csv", {"choice", "value", "meaning"});
    for (const auto& [line, fields] : records) {
        if (result.empty() || result.back().first != fields[0]) {
            result.emplace_back(fields[0], std::vector<Choice>());
        }
        result.back().second.push_back({fields[1], fields[2]});
    }
    return result;
}

const Choices& all_choices() {
    static const Choices choices = read_choices();
    return choices;
}

} // namespace

bool Range::contains(double number) const {
    const bool above = minimum_excluded ? number > minimum : number >= minimum;
    const bool below = maximum_excluded ? number < maximum : number <= maximum;
    return above && below;
}

std::string Range::to_string() const {
    const bool bounded_below = minimum > -std::numeric_limits<double>::infinity();
    const bool bounded_above = maximum < std::numeric_limits<double>::infinity();
    const std::string low = format_number(minimum), high = format_number(maximum);
    if (bounded_below && bounded_above) {
        return fmt::format("from {}{} to {}{}", minimum_excluded ? "above " : "", low,
                           maximum_excluded ? "below " : "", high);
    }
    if (bounded_below) return (minimum_excluded ? "above " : "at least ") + low;
    if (bounded_above) return (maximum_excluded ? "below " : "at most ") + high;
    return "any number";
}

std::optional<std::size_t> TableSchema::find_column(std::string_view column) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == column) return i;
    }
    return std::nullopt;
}

std::string_view to_string(ColumnType type) {
    switch (type) {
    case ColumnType::kId:
        return "id";
    case ColumnType::kText:
        return "text";
    case ColumnType::kNumber:
        return "number";
    case ColumnType::kInteger:
        return "whole number";
    case ColumnType::kDate:
        return "date";
    case ColumnType::kReference:
        return "reference";
    case ColumnType::kList:
        return "list";
    case ColumnType::kChoice:
        return "choice";
    case ColumnType::kUnit:
        return "unit";
    }
    return "text";
}

const std::vector<TableSchema>& schema() {
    static const std::vector<TableSchema> tables = read_schema();
    return tables;
}

const TableSchema* find_table(std::string_view name) {
    for (const TableSchema& table : schema()) {
        if (table.name == name) return &table;
    }
    return nullptr;
}

const std::vector<Choice>& choices(std::string_view name) {
    static const std::vector<Choice> kNone;
    for (const auto& [choice, values] : all_choices()) {
        if (choice == name) return values;
    }
    return kNone;
}

std::vector<std::string> choice_names() {
    std::vector<std::string> names;
    for (const auto& [name, values] : all_choices()) names.push_back(name);
    return names;
}

} // namespace isthmus::world
