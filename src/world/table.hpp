// SPDX-License-Identifier: Apache-2.0
// The tables of a world as text, each cell with the place it came from. Scenarios edit these;
// build() types them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/schema.hpp"

namespace isthmus::world {

/// Where a row came from: a file of the world or of a scenario, and the line in it.
struct RowOrigin {
    std::string file;
    std::size_t line = 0;
};

struct Row {
    std::vector<std::string>
        cells; ///< in the order of the schema's columns, defaults not filled in
    RowOrigin origin;
};

struct Table {
    const TableSchema* schema = nullptr;
    std::vector<Row> rows;

    /// The cell with the schema's default where it is empty.
    const std::string& cell(const Row& row, std::size_t column) const;
    /// The same by column name; the column must exist.
    const std::string& cell(const Row& row, std::string_view column) const;
};

/// What world.toml says.
struct Manifest {
    std::string id;
    std::string title;
    std::string description;
    std::string licence;
    std::string conventions; ///< how contested names and places are shown
    int first_year = 0;
    int last_year = 0;
    int base_year = 0;
    int price_year =
        0; ///< year of the dollars in which money is stated; 0 where current dollars are used
    /// Ids of the states and blocs that play unless others are named (game/world_game.hpp); may be
    /// empty.
    std::vector<std::string> players;
};

struct Tables {
    Manifest manifest;
    std::string scenario; ///< id of the scenario applied to them; empty for the world as it is
    std::map<std::string, Table>
        tables; ///< every table of the schema, empty where the world has no file

    const Table& at(std::string_view name) const;
};

/// Reads world.toml and every CSV file of the folder. Unknown files, columns and keys are errors
/// with the nearest match; cells are not typed yet. Files that are allowed beside the tables:
/// README.md, datapackage.json and the folder scenarios/.
Result<Tables> read_tables(const std::filesystem::path& folder);

} // namespace isthmus::world
