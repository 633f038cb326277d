// SPDX-License-Identifier: Apache-2.0
// Internal to the module: draws the maps of one equilibrium.
#pragma once

#include <optional>
#include <string>

#include "report/map_flows.hpp"

namespace isthmus::report {

struct DrawingOptions {
    std::optional<world::CommodityId> commodity; ///< this one alone; else all
    std::string id = "map";                      ///< prefix of the ids inside
    std::string title;
    bool by_use = false;     ///< colour by share of capacity, else by commodity
    bool standalone = false; ///< with namespace and style, for a file
    std::string
        land; ///< prefix of a drawing on the same page whose land is used again; empty: its own
};

/// Number of commodity colours in assets/map.css; further commodities begin again.
inline constexpr std::size_t kPalette = 8;
inline constexpr double kMapWidth = 1180;

std::string draw_map(const MapContent& content, const DrawingOptions& options);

/// One panel of it.
std::string draw_panel(const MapContent& content, const DrawingOptions& options,
                       const Panel& panel);
/// The legend, in the place that the layout leaves free.
std::string draw_legend(const MapContent& content, const DrawingOptions& options);
/// A scale bar in a panel's corner.
std::string draw_scale(const Panel& panel);

} // namespace isthmus::report
