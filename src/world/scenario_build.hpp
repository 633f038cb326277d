// SPDX-License-Identifier: Apache-2.0
// Internal to the module: [[build]], a project in service from a day on.
//
// It does to tables, from the day on, what project.hpp does to a world for one year: own links are
// open and no closure names them; what is dated about own links (capacities, costs, fees, consents,
// ownership, capacities of groups that bind own links alone) is, before the project's start in the
// world, as on its start; what the project adds to other links is added on the days whose rows do
// not include it yet. The project becomes built, with the day as its start, so that value-of on the
// scenario speaks of the same project. It differs from project.hpp in that all later years change,
// too, and in that rows stay dated by the day, where project.hpp has a whole year.
#pragma once

#include "world/scenario_editor.hpp"

namespace isthmus::world {

void build_project(ScenarioEditor& editor, const Operation& operation);

} // namespace isthmus::world
