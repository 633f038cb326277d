// SPDX-License-Identifier: Apache-2.0
// Internal to the module: pictures of dependence and disruption as inline SVG, made from their
// result tables. Each says in words what it shows, and reads in grey: losses by lightness and by a
// number in each cell, gains by hatching.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/table.hpp"

namespace isthmus::report {

/// What a heat map shows of a dependence_table.
struct HeatMap {
    std::string id;    ///< of the element
    std::string title; ///< with its basis: world, year, commodity
    std::string_view column = "vulnerability_share";
    std::string commodity; ///< id; empty: all together
    bool marks = true;     ///< an asterisk where the pair is marked
};

/// Classes of a share of a payoff, in per cent, by their lower bounds; the same in every picture,
/// so that pictures of different years can be held against each other.
const std::vector<double>& heat_classes();

/// Rows are those who depend, columns those on whom, in the order of the table. Marked pairs carry
/// an asterisk. Empty where the table has no such rows.
std::string heat_map(const ResultTable& dependence, const HeatMap& shown);

/// Two bars back to back for each row of an asymmetry_table, what either side would lose of its own
/// payoff; the first `most` rows.
std::string asymmetry_chart(const ResultTable& asymmetry, const std::string& title,
                            std::size_t most);

/// A bar for each of the first `most` rows of an outage_table, its loss of welfare.
std::string chokepoint_chart(const ResultTable& outages, const std::string& title,
                             std::size_t most);

} // namespace isthmus::report
