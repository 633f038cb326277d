// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_rows.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/scenario_parties.hpp"

namespace isthmus::world {

namespace {

/// A column of a table and the text that a scenario gives for it.
struct Cell {
    std::size_t column = 0;
    std::string text;
};
using Cells = std::vector<Cell>;

bool same_cell(const std::string& a, const std::string& b) {
    if (a == b) return true;
    const std::optional<double> x = parse_number(a), y = parse_number(b);
    return x && y && *x == *y;
}

bool matches(const Table& table, const Row& row, const Cells& where) {
    return std::all_of(where.begin(), where.end(), [&](const Cell& cell) {
        return same_cell(table.cell(row, cell.column), cell.text);
    });
}

Table* find_table(ScenarioEditor& editor, const Operation& operation) {
    const std::string name = operation.text("table", true);
    if (name.empty()) return nullptr;
    std::vector<std::string> names;
    for (const TableSchema& schema : schema()) names.push_back(schema.name);
    if (holds(names, name)) return &editor.table(name);
    operation.report("E205", "table", "a table of the schema",
                     did_you_mean(nearest_match(name, names)));
    return nullptr;
}

/// The cells that an inline table names; an unknown column is reported.
std::optional<Cells> read_cells(const Operation& operation, std::string_view key,
                                const Table& table) {
    const toml::table* content = operation.reader().table(key, true);
    if (content == nullptr) return std::nullopt;
    Cells result;
    bool complete = true;
    for (const auto& [name, value] : *content) {
        const std::optional<std::size_t> column = table.schema->find_column(name.str());
        const std::optional<std::string> text = cell_text(value);
        complete = complete && column && text;
        if (!column) {
            std::vector<std::string> names;
            for (const Column& each : table.schema->columns) names.push_back(each.name);
            operation.report_at(name.source().begin.line,
                                {.id = "E208",
                                 .column = name.str(),
                                 .expected = alternatives(names, names.size()),
                                 .hint = did_you_mean(nearest_match(name.str(), names))});
        } else if (!text) {
            operation.reader_of(*content).report("E205", name.str(),
                                                 "text, a number, a date or a list of them");
        } else {
            result.push_back({*column, *text});
        }
    }
    return complete ? std::optional(result) : std::nullopt;
}

void add_to(ScenarioEditor& editor, const Operation& operation, std::string_view key,
            Table& table) {
    const std::optional<Cells> given = read_cells(operation, key, table);
    if (!given) return;
    Row row{std::vector<std::string>(table.schema->columns.size()), operation.origin()};
    for (const Cell& cell : *given) row.cells[cell.column] = cell.text;
    const std::optional<std::size_t> claims = table.schema->find_column("claims");
    if (claims && row.cells[*claims].empty()) row.cells[*claims] = editor.claims_for(operation);
    const std::optional<std::size_t> note = table.schema->find_column("note");
    if (note && row.cells[*note].empty()) row.cells[*note] = operation.text("note", false);
    table.rows.push_back(std::move(row));
}

bool check_scale(const Operation& operation, const Table& table, const Cells& scale) {
    bool complete = true;
    for (const Cell& cell : scale) {
        const Column& column = table.schema->columns[cell.column];
        const bool is_number = parse_number(cell.text).has_value();
        if (is_number && column.type == ColumnType::kNumber) continue;
        operation.reader_of(*operation.reader().table("scale", true))
            .report(is_number ? "E234" : "E205", column.name,
                    is_number ? "a column that holds numbers" : "a number to multiply with");
        complete = false;
    }
    return complete;
}

struct Changes {
    const Cells& set;
    const Cells& scale;
};

void change_row(ScenarioEditor& editor, const Operation& operation, const Table& table, Row& row,
                const Changes& changes) {
    const std::optional<std::size_t> claims = table.schema->find_column("claims");
    bool sets_claims = false;
    for (const Cell& cell : changes.set) {
        row.cells[cell.column] = cell.text;
        sets_claims = sets_claims || cell.column == claims;
    }
    for (const Cell& cell : changes.scale) {
        const std::string& text = table.cell(row, cell.column);
        const std::optional<double> old = parse_number(text);
        if (!old) {
            operation.report_at(
                operation.reader().line_of("scale"),
                {.id = "E234",
                 .column = table.schema->columns[cell.column].name,
                 .found = text.empty() ? "an empty cell" : text,
                 .expected = "a number",
                 .hint = fmt::format("in {}:{}", row.origin.file, row.origin.line)});
            continue;
        }
        row.cells[cell.column] = format_number(*old * *parse_number(cell.text));
    }
    const std::string given = sets_claims ? row.cells[*claims] : std::string();
    editor.cite(operation, table, row);
    if (sets_claims) row.cells[*claims] = given;
}

void report_no_match(const Operation& operation, const Table& table, const Cells& where) {
    std::vector<std::string> conditions;
    std::string hint;
    for (const Cell& cell : where) {
        const std::string& name = table.schema->columns[cell.column].name;
        conditions.push_back(fmt::format("{} = {}", name, cell.text));
        std::vector<std::string> values;
        for (const Row& row : table.rows) values.push_back(table.cell(row, cell.column));
        const bool known = std::any_of(values.begin(), values.end(), [&](const auto& value) {
            return same_cell(value, cell.text);
        });
        if (known || !hint.empty()) continue;
        const std::optional<std::string> match = nearest_match(cell.text, values);
        if (match) hint = fmt::format("did you mean {} = '{}'?", name, *match);
    }
    report_no_effect(operation, "where", conditions.empty() ? "any row" : join(conditions, ", "),
                     "a row of " + table.schema->name, hint);
}

} // namespace

void add_row(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"table", "row"});
    Table* table = find_table(editor, operation);
    if (table != nullptr) add_to(editor, operation, "row", *table);
}

void change_rows(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"table", "where", "set", "scale"});
    Table* table = find_table(editor, operation);
    if (table == nullptr) return;
    const std::optional<Cells> where = read_cells(operation, "where", *table);
    const bool has_scale = operation.reader().table("scale", false) != nullptr;
    const bool has_set = operation.reader().table("set", !has_scale) != nullptr;
    std::optional<Cells> set{std::in_place}, scale{std::in_place};
    if (has_set) set = read_cells(operation, "set", *table);
    if (has_scale) scale = read_cells(operation, "scale", *table);
    if (!where || !set || !scale || !(has_set || has_scale)) return;
    if (!check_scale(operation, *table, *scale)) return;
    bool found = false;
    for (Row& row : table->rows) {
        if (!matches(*table, row, *where)) continue;
        found = true;
        change_row(editor, operation, *table, row, {*set, *scale});
    }
    if (!found) report_no_match(operation, *table, *where);
}

void remove_rows(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"table", "where"});
    Table* table = find_table(editor, operation);
    if (table == nullptr) return;
    const std::optional<Cells> where = read_cells(operation, "where", *table);
    if (!where) return;
    const std::size_t removed =
        std::erase_if(table->rows, [&](const Row& row) { return matches(*table, row, *where); });
    if (removed == 0) report_no_match(operation, *table, *where);
}

void change_contract(ScenarioEditor& editor, const Operation& operation) {
    const std::optional<std::string> way = operation.only_of({"end", "add"});
    if (!way) return operation.check_keys({"end", "add", "from"});
    if (*way == "end") return end_contract(editor, operation);
    operation.check_keys({"add"});
    add_to(editor, operation, "add", editor.table("contracts"));
}

} // namespace isthmus::world
