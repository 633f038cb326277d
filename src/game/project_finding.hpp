// SPDX-License-Identifier: Apache-2.0
// What the model says about a project, in words.
#pragma once

#include <string>
#include <vector>

#include "game/value_of.hpp"

namespace isthmus::game {

/// One sentence: the gain of all against the cost, who gains and loses most, who of the losers has
/// to be asked, and whether the sponsors' gain covers the cost.
std::string project_finding(const world::World& world, const ProjectValue& value);

/// What the numbers of this project hang on, beside the assumptions of the game itself. `agree`:
/// states that must agree to the project's links.
std::vector<std::string> project_assumptions(const world::World& world, const ProjectValue& value,
                                             const std::vector<world::ActorId>& agree);

} // namespace isthmus::game
