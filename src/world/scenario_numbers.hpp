// SPDX-License-Identifier: Apache-2.0
// Internal to the module: operations on dated numbers of links and capacity groups: [[capacity]]
// and [[tariff]]. Rows are cut where the period begins and ends, and what lies within it changes.
#pragma once

#include "world/scenario_editor.hpp"

namespace isthmus::world {

void change_capacity(ScenarioEditor& editor, const Operation& operation);
void change_tariff(ScenarioEditor& editor, const Operation& operation);

} // namespace isthmus::world
