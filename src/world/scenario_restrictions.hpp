// SPDX-License-Identifier: Apache-2.0
// Internal to the module: operations that impose and lift restrictions: [[embargo]],
// [[export_ban]],
// [[transit_ban]], [[quota]], [[price_cap]], [[surcharge]] and [[lift]].
//
// A restriction of several imposers against several targets is one ban for each pair of them, so
// lifting it for some pairs leaves rows for the others. Rows of restrictions are not dated keys:
// each piece that is left beside the first gets an id of its own, the old one with a number behind.
#pragma once

#include <string>
#include <vector>

#include "world/scenario_editor.hpp"

namespace isthmus::world {

/// The operations that impose a restriction; each is a kind of restriction, too.
const std::vector<std::string>& imposing_operations();

void impose(ScenarioEditor& editor, const Operation& operation);
void lift(ScenarioEditor& editor, const Operation& operation);
/// Takes the links out of all closures on these days.
void lift_closures(ScenarioEditor& editor, const Operation& operation,
                   const std::vector<std::string>& links, const Dates& dates);

/// The names that tables show for ids of actors and blocs, with commas between.
std::string shown_names(const ScenarioEditor& editor, const std::vector<std::string>& ids);

} // namespace isthmus::world
