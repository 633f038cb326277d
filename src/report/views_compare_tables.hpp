// SPDX-License-Identifier: Apache-2.0
// Internal to the module: one view of several equilibria set side by side. Rows are matched by the
// texts that identify them, because a scenario makes a new world.
#pragma once

#include <string>
#include <vector>

#include "report/views_compare_sides.hpp"

namespace isthmus::report {

/// Which columns of a view make a comparison.
struct ComparePlan {
    const char* id;
    const char* title;
    const char* note;
    std::vector<std::string> keys;   ///< identify a row, shown first
    std::vector<std::string> values; ///< numbers compared
    std::vector<std::string> also;   ///< shown from the first side that has the row
    bool only_changed;
    bool absent_is_zero; ///< a row that a side lacks: nothing flows, nothing is gained
};

/// `tables` are the same view of each side. Rows in the order of the reference, then those that
/// other sides add.
ResultTable compare_tables(const ComparedSides& sides, const ComparePlan& plan,
                           const std::vector<ResultTable>& tables);

/// Largest change first, of the value (a column of the plan) over all sides.
void sort_by_change(ResultTable& table, const ComparedSides& sides, const std::string& value);

} // namespace isthmus::report
