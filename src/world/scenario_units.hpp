// SPDX-License-Identifier: Apache-2.0
// Internal to the module: units of tables that are not typed yet, for operations that add amounts
// to the numbers of rows.
#pragma once

#include <optional>
#include <string>

#include "world/scenario_editor.hpp"

namespace isthmus::world {

/// The goods that a number measures; the grade may be empty.
struct Goods {
    std::string commodity, grade;
};

/// The amount of an operation in the unit of a row, for the row's goods: an amount that an analyst
/// adds to a row is in the row's own grade. Nothing after a report (E213, E244).
std::optional<double> in_unit_of_row(const ScenarioEditor& editor, const Operation& operation,
                                     const NumberChange& change, const std::string& row_unit,
                                     const Goods& goods);

/// An amount in a unit, without a grade, in another unit with the grade of the goods, as
/// convert.hpp has it; nothing where that cannot be, which build() reports.
std::optional<double> graded_amount(const ScenarioEditor& editor, double amount,
                                    const std::string& unit, const std::string& target,
                                    const Goods& goods);

} // namespace isthmus::world
