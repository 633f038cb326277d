// SPDX-License-Identifier: Apache-2.0
// Internal to the module: operations on the service of links and on who must agree to their use:
// [[close]], [[open]] and [[consent]].
#pragma once

#include <string>
#include <vector>

#include "world/scenario_editor.hpp"

namespace isthmus::world {

struct ServiceChange {
    std::string status; ///< open or closed
    Dates dates;
    std::string by; ///< who closes; may be empty
};

/// Replaces what link_status says of the links on these days. Opening takes closures off, too.
void set_service(ScenarioEditor& editor, const Operation& operation,
                 const std::vector<std::string>& links, const ServiceChange& change);

void close_links(ScenarioEditor& editor, const Operation& operation);
void open_links(ScenarioEditor& editor, const Operation& operation);
void change_consents(ScenarioEditor& editor, const Operation& operation);

} // namespace isthmus::world
