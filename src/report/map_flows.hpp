// SPDX-License-Identifier: Apache-2.0
// Internal to the module: what a map draws of an equilibrium, and the arrows' geometry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/equilibrium.hpp"
#include "report/map_layout.hpp"
#include "report/naming.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

/// One flow that is large enough to be drawn.
struct MapFlow {
    world::LinkId link;
    world::CommodityId commodity;
    bool backward = false;
    double flow = 0;                   ///< canonical
    double capacity = flow::kInfinity; ///< canonical
    double weight = 0; ///< share of the commodity's largest flow in the region, at most 1
    int use_class = 0; ///< 0..4 by share of capacity, 5 where nothing limits it
};

enum class LinkLook { kOpen, kRestricted, kClosed, kPlanned };

/// All that the maps of one equilibrium share.
struct MapContent {
    const flow::Equilibrium* equilibrium = nullptr;
    MapLayout layout;
    std::vector<MapFlow> flows;                    ///< heaviest first
    IdVector<world::CommodityTag, double> largest; ///< flow that full width stands for, canonical
    IdVector<world::LinkTag, LinkLook> looks;
    IdVector<world::LinkTag, std::vector<world::CommodityId>>
        carries; ///< commodities the link has a capacity for
    IdVector<world::LinkTag, Standing> standing;

    const world::World& world() const { return *equilibrium->market.world; }
};

MapContent map_content(const flow::Equilibrium& equilibrium, double width);

/// Names of the classes of use, coolest first.
inline constexpr const char* kUseClasses[] = {"below 25 %", "25 to 50 %", "50 to 80 %",
                                              "80 to 99 %", "full",       "no limit of its own"};

/// Width of an arrow: it grows with the square root of the volume, so that small flows stay
/// visible.
double arrow_width(double weight);

/// A flow on a panel: its bend, and whether it runs out of the panel.
struct DrawnFlow {
    const MapFlow* flow = nullptr;
    Bend bend;
    double width = 0;
    bool leaves = false; ///< its far end lies outside the panel
    world::NodeId far;   ///< that end
};
/// The flows of one commodity (or of all) on a panel, side by side where several join the same
/// places.
std::vector<DrawnFlow> drawn_flows(const MapContent& content, const Panel& panel,
                                   std::optional<world::CommodityId> commodity);

/// Both ends of a link on a panel; an end outside is moved to the panel's edge. Nothing where
/// neither end is inside.
struct Span {
    Point start, end;
    bool start_inside = true, end_inside = true;
};
std::optional<Span> span_of(const MapContent& content, const Panel& panel, world::LinkId link);

/// A tooltip: what flows over the link, against what, and its status.
std::string flow_words(const MapContent& content, const MapFlow& flow);
std::string link_words(const MapContent& content, world::LinkId link);

} // namespace isthmus::report
