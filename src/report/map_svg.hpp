// SPDX-License-Identifier: Apache-2.0
// A map of an equilibrium as SVG: land outlines, links by status, flows as arrows, labelled places.
#pragma once

#include <optional>
#include <string>

#include "flow/equilibrium.hpp"

namespace isthmus::report {

struct MapOptions {
    std::optional<world::CommodityId>
        commodity; ///< this one alone, coloured by use of capacity; else all, by commodity
};

/// A file of its own: XML head, style sheet, legend.
std::string map_svg(const flow::Equilibrium& equilibrium, const MapOptions& options = {});

} // namespace isthmus::report
