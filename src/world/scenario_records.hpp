// SPDX-License-Identifier: Apache-2.0
// Internal to the module: what is on record (agreements, events) and names, after a scenario has
// taken away rows that they mention.
#pragma once

#include "world/table.hpp"

namespace isthmus::world {

/// Takes ids that `before` had and `tables` no longer has out of agreements, events and aliases. A
/// row goes too where nothing is left that it needs: a name that nothing bears.
void forget_removed(const Tables& before, Tables& tables);

} // namespace isthmus::world
