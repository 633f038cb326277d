// SPDX-License-Identifier: Apache-2.0
// Internal to the module: which parts of the earth a map shows, and where on the drawing.
//
// The main panel shows the region in which most places lie (the shortest ranges of longitude and
// latitude that hold kCoreShare of them, and some room). Where places crowd in it, a detail panel
// below enlarges the densest part. Where places lie outside, an overview panel shows them all, with
// the region's frame. The legend takes what is left.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/projection.hpp"
#include "world/world.hpp"

namespace isthmus::report {

struct Panel {
    std::string id; ///< "main", "detail", "overview"
    std::string title;
    Projection projection = Projection::equal_earth(0);
    double west = 0, east = 0, south = 0, north = 0; ///< what outlines are cut to before projection
    Box box;                                         ///< on the drawing
    double scale = 1;                                ///< drawing units for one radius of the earth
    Point origin;                                    ///< projected point at the box's centre

    /// Where a place lies on the drawing; it may lie outside the box.
    Point at(GeoPoint place) const;
    bool shows(GeoPoint place) const { return box.contains(at(place)); }
    /// Drawing units for a kilometre at the panel's centre.
    double units_per_km() const;
};

struct MapLayout {
    double width = 0, height = 0;
    std::vector<Panel> panels;
    Box legend; ///< free of panels

    const Panel& main() const { return panels.front(); }
    const Panel* find(const std::string& id) const;
};

/// `width` of the drawing; the height follows.
MapLayout make_layout(const std::vector<GeoPoint>& places, double width);

GeoPoint position(const world::World& world, world::NodeId node);

/// Corners of a panel's box traced on another panel, as a closed line.
std::vector<Point> trace_frame(const Panel& of, const Panel& on);

} // namespace isthmus::report
