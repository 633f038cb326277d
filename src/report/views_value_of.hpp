// SPDX-License-Identifier: Apache-2.0
// Views of what projects are worth in bargaining power (game/value_of.hpp).
#pragma once

#include <vector>

#include "game/value_of.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// One project: project_summary, project_players (largest gain first, largest loss last),
/// project_sponsors, project_assumptions.
std::vector<ResultTable> project_value_tables(const world::World& world,
                                              const game::ProjectValue& value);

/// All projects of a year: projects (a row each; empty where the world knows neither links nor
/// capacities of it), project_findings (a sentence each), project_changes (project by player).
std::vector<ResultTable> project_values_tables(const world::World& world, int year,
                                               const std::vector<game::ProjectOutcome>& outcomes);

} // namespace isthmus::report
