// SPDX-License-Identifier: Apache-2.0
// Equilibria side by side, in any number. The first is the reference and every other one is shown
// against it: a number has one column for each side and, for each side but the first, its change.
// Of two sides the columns end in _first, _second and _change; of more in what tells the sides
// apart (flow_suez_shut, flow_change_suez_shut).
#pragma once

#include <vector>

#include "base/diagnostics.hpp"
#include "flow/equilibrium.hpp"
#include "report/table.hpp"

namespace isthmus::report {

struct CompareOptions {
    /// Sides with and without corrections by calibration may stand beside each other.
    bool mixed_calibration = false;
};

/// compare_flows (links whose flow moved), compare_ways (from which way to which, and why),
/// compare_prices, compare_payoffs (by state, largest change first), compare_welfare,
/// compare_status; of more than two sides compare_sides (what each is) as the last. Refused with
/// E530 naming each difference where the bases differ (rule 15): worlds, price years, commodities,
/// their units, calibration.
Result<std::vector<ResultTable>> compare(const std::vector<const flow::Equilibrium*>& sides,
                                         const CompareOptions& options = {});
/// Of two.
Result<std::vector<ResultTable>> compare(const flow::Equilibrium& first,
                                         const flow::Equilibrium& second);

/// For a terminal: a comparison of more than two sides without the columns of levels but the
/// reference's, which with the changes say the same.
ResultTable without_levels(const ResultTable& table);

/// For a terminal, of two sides: who gains and loses first, then flows, ways and prices, each with
/// the rows that change most (of each commodity, where the table has them); what does not change is
/// left out, and so are the sides in the titles. The notes say how many rows are not shown.
std::vector<ResultTable> shortened(const std::vector<ResultTable>& tables);

} // namespace isthmus::report
