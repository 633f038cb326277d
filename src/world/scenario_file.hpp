// SPDX-License-Identifier: Apache-2.0
// Internal to the module: scenario files as they stand, and the order in which inheritance applies
// them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <toml++/toml.h>

#include "base/diagnostics.hpp"
#include "world/scenario.hpp"

namespace isthmus::world {

struct ScenarioFile {
    ScenarioInfo info;
    std::vector<std::string> inherits;
    std::size_t inherits_line = 0;
    toml::table content;
};

/// The file and all that it inherits, each once, what is inherited before what inherits it.
std::vector<ScenarioFile> read_scenarios(const std::filesystem::path& file,
                                         Diagnostics& diagnostics);

} // namespace isthmus::world
