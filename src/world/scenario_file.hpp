// SPDX-License-Identifier: Apache-2.0
// Internal to the module: scenario files as they stand, and the order in which inheritance applies
// them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
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

/// Scenarios to apply, each once, what is inherited before what inherits it; and those of them that
/// were asked for, in the order asked.
struct ScenarioFiles {
    std::vector<ScenarioFile> files;
    std::vector<ScenarioInfo> named;
};

ScenarioFiles read_scenarios(const std::vector<std::filesystem::path>& files,
                             Diagnostics& diagnostics);
/// The same of TOML text in the place of the file `name`.
ScenarioFiles read_scenario_text(std::string_view toml, const std::filesystem::path& name,
                                 Diagnostics& diagnostics);

/// The names of operations, such as "close", in the order of the docs.
std::vector<std::string> scenario_operations();

} // namespace isthmus::world
