// SPDX-License-Identifier: Apache-2.0
// For the module's tests: the tutorial's world, as it is or with awkward names, and its
// equilibrium.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "flow/equilibrium.hpp"

namespace isthmus::report {

/// A world and its equilibrium; the world stays where it is.
struct Solved {
    std::unique_ptr<world::World> world;
    flow::Equilibrium equilibrium;
};

/// Sets a cell of a table by the row's first cell.
inline void set_cell(world::Tables& tables, const std::string& table, const std::string& row,
                     const std::string& column, const std::string& value) {
    world::Table& of = tables.tables.at(table);
    const std::size_t at = of.schema->find_column(column).value();
    for (world::Row& candidate : of.rows) {
        if (candidate.cells.front() == row) candidate.cells[at] = value;
    }
}

inline Solved solve_tutorial(const std::function<void(world::Tables&)>& change = {}) {
    auto tables = world::read_tables(std::string(ISTHMUS_SOURCE_DIR) + "/worlds/tutorial");
    if (!tables) throw std::runtime_error(tables.diagnostics().items().front().to_string());
    world::Tables changed = tables.value();
    if (change) change(changed);
    auto built = world::build(std::move(changed));
    if (!built) throw std::runtime_error(built.diagnostics().items().front().to_string());
    Solved result;
    result.world = std::make_unique<world::World>(std::move(built).value());
    auto equilibrium = flow::equilibrium(*result.world, 2024);
    if (!equilibrium)
        throw std::runtime_error(equilibrium.diagnostics().items().front().to_string());
    result.equilibrium = std::move(equilibrium).value();
    return result;
}

/// Every name that a person may type, and somebody will.
inline constexpr const char* kAwkward = "A&B <i>\"quoted\"</i> 'x', Café بندر";

inline void make_awkward(world::Tables& tables) {
    for (const auto& [table, column] : {std::pair{"nodes", "name"},
                                        {"links", "name"},
                                        {"actors", "name"},
                                        {"territories", "name"},
                                        {"commodities", "name"},
                                        {"claims", "note"},
                                        {"claims", "subject"},
                                        {"sources", "publisher"},
                                        {"links", "note"},
                                        {"link_status", "note"},
                                        {"observations", "note"}}) {
        world::Table& of = tables.tables.at(table);
        const std::size_t at = of.schema->find_column(column).value();
        for (world::Row& row : of.rows) row.cells[at] = kAwkward;
    }
    tables.manifest.title = tables.manifest.description = tables.manifest.conventions = kAwkward;
}

} // namespace isthmus::report
