// SPDX-License-Identifier: Apache-2.0
// Internal to the module: operations on series of years: [[demand]], [[supply]] and [[freight]].
//
// A series is linear between the years given (flow/market_year.hpp). So that a change for some
// years leaves the others alone, rows are put in at the ends of the span and just outside of it,
// with the numbers that the series had there; then the rows of the span change. Where a number may
// be empty and is so in one of two neighbours, the nearer of them counts, and rows keep the year in
// which that turns. Years before the first and after the last row given stay without numbers.
#pragma once

#include "world/scenario_editor.hpp"

namespace isthmus::world {

/// The operations; each names the table that it changes.
bool is_series_operation(std::string_view kind);
void change_series(ScenarioEditor& editor, const Operation& operation);

} // namespace isthmus::world
