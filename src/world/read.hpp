// SPDX-License-Identifier: Apache-2.0
// Internal to the module: reading and building as far as possible, so that the faults of a world
// are found all at once and a table that cannot be read does not make every reference to it a fault
// of its own.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>

#include "base/diagnostics.hpp"
#include "world/table.hpp"
#include "world/world.hpp"

namespace isthmus::world {

/// What could not be read although it may be there.
struct Gaps {
    std::set<std::string, std::less<>> tables;
    std::set<std::pair<std::string, std::string>> columns; ///< table and column
};

struct ReadOutcome {
    Tables tables;
    Gaps gaps;
    Diagnostics diagnostics;
};

ReadOutcome read_as_far_as_possible(const std::filesystem::path& folder);

/// Reads world.toml; keys that are missing or wrong leave the manifest's fields empty.
Manifest read_manifest(const std::filesystem::path& file, Diagnostics& diagnostics);

struct BuildOutcome {
    World world; ///< complete only where the diagnostics hold no error
    Diagnostics diagnostics;
};

BuildOutcome build_as_far_as_possible(Tables tables, const Gaps& gaps);

} // namespace isthmus::world
