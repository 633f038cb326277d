// SPDX-License-Identifier: Apache-2.0
// Actors and blocs by what people call them: id, name or alias, in any script.
#pragma once

#include <string>

#include "base/diagnostics.hpp"
#include "world/world.hpp"

namespace isthmus::cli {

/// By id, else by name, alias, metonym (a capital) or stem, compared after normalisation. The first
/// of these that fits decides. E602 with the nearest name for none, E951 with the ids for several.
Result<world::Party> find_party(const world::World& world, const std::string& typed);

} // namespace isthmus::cli
