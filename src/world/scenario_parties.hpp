// SPDX-License-Identifier: Apache-2.0
// Internal to the module: operations on who deals with whom: [[withdraw]], [[contract]] and
// [[membership]].
#pragma once

#include "world/scenario_editor.hpp"

namespace isthmus::world {

void withdraw(ScenarioEditor& editor, const Operation& operation);
void change_membership(ScenarioEditor& editor, const Operation& operation);
/// Ends a contract; contracts are added as other rows are (scenario_rows.hpp).
void end_contract(ScenarioEditor& editor, const Operation& operation);

} // namespace isthmus::world
