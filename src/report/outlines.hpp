// SPDX-License-Identifier: Apache-2.0
// Internal to the module: coasts and boundaries of Natural Earth (assets/outlines.json, made by
// tools/make_outlines.py).
#pragma once

#include <vector>

#include "report/projection.hpp"

namespace isthmus::report {

struct Outlines {
    std::vector<std::vector<GeoPoint>>
        land; ///< closed rings, holes included: fill by the even-odd rule
    std::vector<std::vector<GeoPoint>> borders; ///< lines between two countries
};

/// Read once; the same for the whole process and never changed.
const Outlines& outlines();

} // namespace isthmus::report
