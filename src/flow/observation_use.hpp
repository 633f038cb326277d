// SPDX-License-Identifier: Apache-2.0
// What an observation may be used for. Worlds say it in the note of the observation, with fixed
// words:
//     "not an independent test"   an input of the world was set with the figure in view
//     "upper bound"               the figure holds more than the flow
#pragma once

#include "world/world.hpp"

namespace isthmus::flow {

/// Whether an input was set with it in view, so that meeting it says little of the model.
bool is_tied_to_input(const world::Observation& observation);
/// Whether the flow lies somewhere below it.
bool is_upper_bound(const world::Observation& observation);

} // namespace isthmus::flow
