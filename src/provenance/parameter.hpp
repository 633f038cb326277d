// SPDX-License-Identifier: Apache-2.0
// Numbers of a world's tables that a market's answer can depend on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/world.hpp"

namespace isthmus::provenance {

/// One number cell.
struct Parameter {
    std::string table;
    std::size_t row = 0;    ///< index in the table
    std::size_t column = 0; ///< index in the schema
    auto operator<=>(const Parameter&) const = default;
};

/// The parameter of a typed row, e.g. {"costs", 3, "tariff"}; nothing where its cell is empty.
std::optional<Parameter> parameter(const world::World& world, std::string_view table,
                                   std::size_t row, std::string_view column);

/// The number in the cell, in the cell's own unit.
double cell_number(const world::World& world, const Parameter& parameter);
/// The unit as the row has it: "bcm/a", "USD/t/km"; empty for numbers without one.
std::string cell_unit(const world::World& world, const Parameter& parameter);
/// Cells that tell the row from others, joined by " / ".
std::string row_name(const world::World& world, const Parameter& parameter);

/// How many of the cell's units one `unit` is, by the qualities of the row's commodity and grade;
/// nothing where it does not convert. An empty unit counts as the cell's own.
std::optional<double> in_cell_unit(const world::World& world, const Parameter& parameter,
                                   const std::string& unit);

/// A number for a cell, in its unit.
struct NewNumber {
    Parameter parameter;
    double number = 0;
};
/// The world with other numbers in some cells, built anew from its tables. The errors of building
/// are those of these cells: the rest was good.
Result<world::World> with_numbers(const world::World& world, const std::vector<NewNumber>& numbers);

} // namespace isthmus::provenance
