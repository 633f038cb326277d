// SPDX-License-Identifier: Apache-2.0
// The options of what-if as a scenario (world/scenario.hpp): each option is one operation.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "cli/options.hpp"
#include "world/scenario.hpp"
#include "world/world.hpp"

namespace isthmus::cli {

struct WhatIfArguments {
    std::vector<std::string> close, open, withdraw, embargo, build, scale;
};

void declare_what_if(Options& options, WhatIfArguments& arguments);

/// One option, understood.
struct WhatIfChange {
    std::string option;    ///< as typed: "--close btc-pipeline"
    std::string words;     ///< "closes link btc (Baku-Tbilisi-Ceyhan)"
    std::string operation; ///< TOML lines
};

/// Everything that is wrong, at once: E601 nothing asked for or one thing asked twice, E602 and
/// E831 names, E603 malformed values, E830 what is so already in the year.
Result<std::vector<WhatIfChange>> read_what_if(const world::World& world, int year,
                                               const WhatIfArguments& arguments);

/// The scenario's file.
std::string scenario_text(const std::vector<WhatIfChange>& changes, const std::string& id);

/// The tables with the changes. Errors of the scenario language name the option that they are
/// about.
Result<world::Tables> apply_what_if(const world::Tables& tables,
                                    const std::vector<WhatIfChange>& changes);

/// Changes that suspend the contracts whose minimum takes could not be met (E510), as the
/// diagnostics of a solve name them; none where they name no contract.
std::vector<WhatIfChange> suspend_contracts(const world::World& world,
                                            const Diagnostics& diagnostics);

} // namespace isthmus::cli
