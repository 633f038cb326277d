// SPDX-License-Identifier: Apache-2.0
// Internal to the module: charts of the section on leverage as inline SVG, made from its result
// tables. Each says in words what it shows.
#pragma once

#include <string>

#include "report/table.hpp"

namespace isthmus::report {

/// Two bars for each player of a leverage_table, its gain by the Shapley value and by the
/// nucleolus, each with its share of all gains. In the order of the table.
std::string gain_chart(const ResultTable& leverage);

/// How the gain changed against what the table was held against, largest rise first; empty where it
/// was held against nothing.
std::string change_chart(const ResultTable& leverage);

/// Lowest and highest share that the small charts show: theirs, and zero, outward to round numbers.
struct ShareRange {
    double low = 0, high = 0;
};
ShareRange share_range(const ResultTable& shares);

/// One player's share of all gains over the years: a row of a gain_share_table, all its charts on
/// one scale. The line breaks where a year is missing; `year` is marked.
std::string share_chart(const ResultTable& shares, std::size_t row, const ShareRange& range,
                        int year, const std::string& id);

} // namespace isthmus::report
