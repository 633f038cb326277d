// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the ground that a map is drawn on.
#pragma once

#include <string>

#include "report/map_layout.hpp"

namespace isthmus::report {

/// Path data of coasts (to be filled even-odd), boundaries, and meridians and parallels in a panel.
std::string land_path(const Panel& panel);
std::string border_path(const Panel& panel);
std::string graticule_path(const Panel& panel);

} // namespace isthmus::report
