// SPDX-License-Identifier: Apache-2.0
#include "world/table.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "world/read.hpp"
#include "world/report.hpp"

namespace isthmus::world {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kManifestFile = "world.toml";
constexpr std::string_view kTableSuffix = ".csv";

/// For each column of the schema, its place in the file; nothing where the file does not have it.
using Places = std::vector<std::optional<std::size_t>>;

Places match_header(const TableSchema& schema, const CsvRecord& header, const std::string& file,
                    ReadOutcome& outcome) {
    Places places(schema.columns.size());
    std::vector<std::string> names;
    for (const Column& column : schema.columns) names.push_back(column.name);
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
        const std::optional<std::size_t> column = schema.find_column(header.fields[i]);
        if (column) {
            places[*column] = i;
            continue;
        }
        report(outcome.diagnostics, {file, header.line},
               {.id = "E208",
                .column = header.fields[i],
                .expected = alternatives(names, names.size()),
                .hint = did_you_mean(nearest_match(header.fields[i], names))});
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i]) continue;
        outcome.gaps.columns.emplace(schema.name, names[i]);
        if (!schema.columns[i].required) continue;
        report(outcome.diagnostics, {file, header.line},
               {.id = "E209", .column = names[i], .expected = schema.columns[i].meaning});
    }
    return places;
}

bool in_order(const Places& places, std::size_t width) {
    if (places.size() != width) return false;
    for (std::size_t i = 0; i < width; ++i) {
        if (places[i] != i) return false;
    }
    return true;
}

void read_table(const fs::path& path, Table& table, ReadOutcome& outcome) {
    const std::string file = path.generic_string();
    Result<CsvFile> csv = parse_csv(read_file(path), file);
    if (!csv) {
        outcome.diagnostics.append(csv.diagnostics());
        outcome.gaps.tables.insert(table.schema->name);
        return;
    }
    CsvFile content = std::move(csv).value();
    const Places places = match_header(*table.schema, content.header, file, outcome);
    const bool as_it_is = in_order(places, content.header.fields.size());
    table.rows.reserve(content.records.size());
    for (CsvRecord& record : content.records) {
        Row row;
        row.origin = {file, record.line};
        if (as_it_is) {
            row.cells = std::move(record.fields);
        } else {
            row.cells.resize(places.size());
            for (std::size_t i = 0; i < places.size(); ++i) {
                if (places[i]) row.cells[i] = std::move(record.fields[*places[i]]);
            }
        }
        table.rows.push_back(std::move(row));
    }
}

std::vector<std::string> known_files() {
    std::vector<std::string> names;
    for (const TableSchema& table : schema())
        names.push_back(table.name + std::string(kTableSuffix));
    for (const char* name : {"world.toml", "README.md", "datapackage.json", "scenarios"}) {
        names.emplace_back(name);
    }
    return names;
}

/// Files of the operating system and of editors (.DS_Store, .~lock.links.csv#) are nobody's
/// mistake.
bool is_hidden(const std::string& name) {
    return name.starts_with('.');
}

void check_files(const fs::path& folder, ReadOutcome& outcome) {
    const std::vector<std::string> known = known_files();
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        const bool expected = std::find(known.begin(), known.end(), name) != known.end();
        if (is_hidden(name) || (expected && entry.is_directory() == (name == "scenarios")))
            continue;
        report(outcome.diagnostics, {entry.path().generic_string(), 0},
               {.id = "E206",
                .expected = "a table of the schema, world.toml, README.md, datapackage.json or the "
                            "folder scenarios",
                .hint = did_you_mean(nearest_match(name, known))});
    }
}

Tables empty_tables() {
    Tables tables;
    for (const TableSchema& table : schema()) tables.tables[table.name].schema = &table;
    return tables;
}

} // namespace

const std::string& Table::cell(const Row& row, std::size_t column) const {
    const std::string& text = row.cells[column];
    return text.empty() ? schema->columns[column].default_value : text;
}

const std::string& Table::cell(const Row& row, std::string_view column) const {
    const std::optional<std::size_t> place = schema->find_column(column);
    if (!place) {
        throw std::logic_error(fmt::format("table {} has no column {}", schema->name, column));
    }
    return cell(row, *place);
}

const Table& Tables::at(std::string_view name) const {
    const auto table = tables.find(std::string(name));
    if (table == tables.end()) throw std::logic_error(fmt::format("no table {}", name));
    return table->second;
}

ReadOutcome read_as_far_as_possible(const fs::path& folder) {
    ReadOutcome outcome;
    outcome.tables = empty_tables();
    const fs::path manifest = folder / kManifestFile;
    if (!fs::exists(manifest)) {
        for (const TableSchema& table : schema()) outcome.gaps.tables.insert(table.name);
        report(outcome.diagnostics, {folder.generic_string(), 0},
               {.id = "E201",
                .expected = "a folder with the file world.toml",
                .hint = fs::is_directory(folder) ? "the folder has no world.toml"
                                                 : "there is no such folder"});
        return outcome;
    }
    outcome.tables.manifest = read_manifest(manifest, outcome.diagnostics);
    check_files(folder, outcome);
    for (const TableSchema& schema : schema()) {
        const fs::path path = folder / (schema.name + std::string(kTableSuffix));
        if (fs::exists(path) && !fs::is_directory(path)) {
            read_table(path, outcome.tables.tables[schema.name], outcome);
            continue;
        }
        if (!schema.required) continue;
        outcome.gaps.tables.insert(schema.name);
        report(outcome.diagnostics, {path.generic_string(), 0},
               {.id = "E207", .expected = schema.meaning});
    }
    outcome.diagnostics.sort();
    return outcome;
}

Result<Tables> read_tables(const fs::path& folder) {
    ReadOutcome outcome = read_as_far_as_possible(folder);
    if (outcome.diagnostics.has_errors()) return std::move(outcome.diagnostics);
    return std::move(outcome.tables);
}

} // namespace isthmus::world
