// SPDX-License-Identifier: Apache-2.0
// Internal to the module: operations on single rows of any table: [[add]], [[change]] and
// [[remove]], and what [[contract]] adds.
#pragma once

#include "world/scenario_editor.hpp"

namespace isthmus::world {

void add_row(ScenarioEditor& editor, const Operation& operation);
void change_rows(ScenarioEditor& editor, const Operation& operation);
void remove_rows(ScenarioEditor& editor, const Operation& operation);
void change_contract(ScenarioEditor& editor, const Operation& operation);

} // namespace isthmus::world
