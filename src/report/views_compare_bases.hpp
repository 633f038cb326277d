// SPDX-License-Identifier: Apache-2.0
// Internal to the module: whether equilibria stand on the same basis (design, rule 15).
#pragma once

#include "base/diagnostics.hpp"
#include "report/views_compare_sides.hpp"

namespace isthmus::report {

/// E530 for each difference between the reference and another side: the world, its year of prices,
/// commodities and their units, commodities that one side was solved without, and, unless
/// `mixed_calibration`, corrections by calibration on one side only.
Diagnostics check_bases(const ComparedSides& sides, bool mixed_calibration);

} // namespace isthmus::report
