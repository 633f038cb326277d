// SPDX-License-Identifier: Apache-2.0
#include "cli/explain_rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;
using world::Column;
using world::ColumnType;

bool names(const Column& column, const std::string& table) {
    return std::find(column.references.begin(), column.references.end(), table) !=
           column.references.end();
}

bool holds(const Column& column, const std::string& cell, const std::string& id) {
    if (column.type != ColumnType::kList) return cell == id;
    const std::vector<std::string> items = split(cell, ';');
    return std::find(items.begin(), items.end(), id) != items.end();
}

bool is_evidence(const std::string& table) {
    return table == "claims" || table == "sources";
}

bool mentions(const world::Table& table, const world::Row& row, const Thing& thing) {
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        const Column& column = table.schema->columns[i];
        const bool own = column.type == ColumnType::kId && table.schema->name == thing.table;
        if ((own || names(column, thing.table)) && holds(column, row.cells[i], thing.id))
            return true;
    }
    return false;
}

bool is_key(const world::TableSchema& schema, const std::string& column) {
    return std::find(schema.key.begin(), schema.key.end(), column) != schema.key.end();
}

/// Whether the part is one of the row's key cells or references.
bool has_part(const world::Table& table, const world::Row& row, const std::string& part) {
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        const Column& column = table.schema->columns[i];
        if (!is_key(*table.schema, column.name) && column.references.empty()) continue;
        if (holds(column, table.cell(row, i), part)) return true;
    }
    return false;
}

std::string key_of(const world::Table& table, const world::Row& row) {
    std::vector<std::string> parts;
    for (const std::string& column : table.schema->key) parts.push_back(table.cell(row, column));
    return join(parts, " / ");
}

/// Columns that are shown beside every value, or behind it.
bool stands_apart(const world::TableSchema& schema, const Column& column) {
    constexpr std::array<std::string_view, 6> kApart{"from", "to",         "claims",
                                                     "unit", "price_unit", "id"};
    return is_key(schema, column.name) ||
           std::find(kApart.begin(), kApart.end(), column.name) != kApart.end();
}

std::string cell_if_any(const world::Table& table, const world::Row& row, const char* column) {
    return table.schema->find_column(column) ? table.cell(row, column) : std::string();
}

void add_row(report::ResultTable& out, const world::World& world, const RowPlace& place) {
    const world::Table& table = world.tables.at(place.table);
    const world::Row& row = table.rows[place.row];
    const std::vector<world::ClaimId> claims = claims_of(world, place);
    std::vector<std::string> claim_ids;
    for (const world::ClaimId id : claims) claim_ids.push_back(world.claims[id].id);
    const std::string at = fmt::format("{}:{}", row.origin.file, row.origin.line);
    const auto add = [&](const std::string& property, const std::string& value,
                         const std::string& unit, std::size_t column) {
        const auto rests_on = world::evidence_of(world, table, row, column);
        const std::string evidence(rests_on ? world::to_string(*rests_on) : "");
        out.rows.push_back(
            {{place.table, key_of(table, row), property, value, unit,
              cell_if_any(table, row, "from"), cell_if_any(table, row, "to"), evidence, at},
             claim_ids});
    };
    const std::size_t before = out.rows.size();
    for (std::size_t i = 0; i < table.schema->columns.size(); ++i) {
        const Column& column = table.schema->columns[i];
        // Defaults are nobody's claim.
        const std::string& cell = row.cells[i];
        if (cell.empty() || stands_apart(*table.schema, column)) continue;
        add(column.name, cell, world::unit_of(table, row, column), i);
    }
    if (out.rows.size() == before) add("", "", "", 0);
}

} // namespace

std::vector<Thing> find_things(const world::World& world, const std::string& id) {
    std::vector<Thing> things;
    for (const world::TableSchema& schema : world::schema()) {
        const auto ids = world.index.find(schema.name);
        if (ids != world.index.end() && ids->second.contains(id))
            things.push_back({schema.name, id});
    }
    return things;
}

std::string similar_ids(const world::World& world, const std::string& text) {
    constexpr std::size_t kMost = 8;
    const std::vector<std::string> parts = split(text, '-');
    std::vector<std::string> found;
    for (const char* name : {"links", "nodes", "actors", "commodities", "contracts", "restrictions",
                             "projects", "blocs", "territories"}) {
        const world::Table& table = world.tables.at(name);
        for (const world::Row& row : table.rows) {
            const std::string& id = table.cell(row, "id");
            const std::vector<std::string> own = split(id, '-');
            const bool first = !own.empty() && own.front() == parts.front();
            const bool named = table.cell(row, "name").find(text) != std::string::npos;
            if (first || named || id.find(text) != std::string::npos) found.push_back(id);
        }
    }
    if (found.empty() || text.empty()) return {};
    if (found.size() > kMost) found.resize(kMost);
    return "similar: " + join(found, ", ");
}

std::string name_of(const world::World& world, const Thing& thing) {
    const world::Table& table = world.tables.at(thing.table);
    for (const char* column : {"name", "title"}) {
        if (!table.schema->find_column(column)) continue;
        for (const world::Row& row : table.rows) {
            if (table.cell(row, "id") == thing.id) return table.cell(row, column);
        }
    }
    return thing.id;
}

std::vector<RowPlace> rows_that_mention(const world::World& world, const Thing& thing) {
    std::vector<RowPlace> places;
    for (const world::TableSchema& schema : world::schema()) {
        if (is_evidence(schema.name)) continue;
        const world::Table& table = world.tables.at(schema.name);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            if (mentions(table, table.rows[i], thing)) places.push_back({schema.name, i});
        }
    }
    return places;
}

std::vector<RowPlace> rows_at(const world::World& world, const std::string& table,
                              const std::vector<std::string>& parts) {
    std::vector<RowPlace> places;
    const world::Table& rows = world.tables.at(table);
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        const bool all = std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return has_part(rows, rows.rows[i], part);
        });
        if (all) places.push_back({table, i});
    }
    return places;
}

std::vector<world::ClaimId> claims_of(const world::World& world, const RowPlace& place) {
    const world::Table& table = world.tables.at(place.table);
    return world::cited_claims(world, table, table.rows[place.row]);
}

report::ResultTable row_table(const world::World& world, const std::vector<RowPlace>& places) {
    report::ResultTable table{
        "rows",
        "Rows",
        "Values as the tables have them. A number rests on the claim of its row that says it, else "
        "on "
        "the weakest claim of the row.",
        {{"table", "Table", "", CellKind::kText, 0, "Table of the world"},
         {"about", "About", "", CellKind::kText, 0, "Cells that identify the row"},
         {"property", "Property", "", CellKind::kText, 0, "Column"},
         {"value", "Value", "", CellKind::kText, 0, ""},
         {"unit", "Unit", "", CellKind::kText, 0, ""},
         {"from", "From", "", CellKind::kText, 0, "Empty: always"},
         {"to", "To", "", CellKind::kText, 0, "Empty: while it lasts"},
         {"evidence", "Evidence", "", CellKind::kText, 0, "stated, derived, estimate or recalled"},
         {"at", "At", "", CellKind::kText, 0, "File and line"}},
        {}};
    for (const RowPlace& place : places) add_row(table, world, place);
    return table;
}

} // namespace isthmus::cli
