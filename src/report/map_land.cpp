// SPDX-License-Identifier: Apache-2.0
#include "report/map_land.hpp"

#include <algorithm>
#include <cmath>

#include "report/outlines.hpp"
#include "report/svg.hpp"

namespace isthmus::report {

namespace {

constexpr double kMargin = 8;      ///< that outlines run on beyond the panel, out of sight
constexpr double kTolerance = 0.4; ///< drawing units that simplification may move a line by
constexpr double kSmallest = 1.2;  ///< area in square units below which an island is left out

double area(const std::vector<Point>& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return std::abs(sum) / 2;
}

/// The box of longitudes and latitudes that a panel's outlines are cut to.
Box earth_box(const Panel& panel) {
    return {panel.west, panel.south, panel.east, panel.north};
}

std::vector<Point> shifted(const std::vector<GeoPoint>& line, double by) {
    std::vector<Point> result;
    result.reserve(line.size());
    for (const GeoPoint& p : line) result.push_back({p.longitude + by, p.latitude});
    return result;
}

bool out_of_reach(const std::vector<GeoPoint>& line, double by, const Box& box) {
    const auto [west, east] = std::minmax_element(
        line.begin(), line.end(), [](auto& a, auto& b) { return a.longitude < b.longitude; });
    return east->longitude + by < box.left || west->longitude + by > box.right;
}

/// Longitudes here are as they run, not wrapped, so that rings stay whole.
std::vector<Point> to_drawing(const Panel& panel, const std::vector<Point>& line) {
    std::vector<Point> result;
    result.reserve(line.size());
    const double x = (panel.box.left + panel.box.right) / 2,
                 y = (panel.box.top + panel.box.bottom) / 2;
    for (const Point p : line) {
        const Point q = panel.projection({p.x, p.y});
        result.push_back(
            {x + (q.x - panel.origin.x) * panel.scale, y - (q.y - panel.origin.y) * panel.scale});
    }
    return result;
}

} // namespace

std::string land_path(const Panel& panel) {
    std::string path;
    const Box earth = earth_box(panel), box = panel.box.grown(kMargin);
    for (const auto& ring : outlines().land) {
        for (const double by : {-360.0, 0.0, 360.0}) {
            if (out_of_reach(ring, by, earth)) continue;
            const auto cut = clip_ring(shifted(ring, by), earth);
            const auto drawn = clip_ring(to_drawing(panel, cut), box);
            if (drawn.size() < 3 || area(drawn) < kSmallest) continue;
            const auto thinned = thin(drawn, kTolerance);
            if (thinned.size() >= 3) path += svg_path(thinned, true);
        }
    }
    return path;
}

std::string border_path(const Panel& panel) {
    std::string path;
    const Box earth = earth_box(panel), box = panel.box.grown(kMargin);
    for (const auto& line : outlines().borders) {
        for (const double by : {-360.0, 0.0, 360.0}) {
            if (out_of_reach(line, by, earth)) continue;
            for (const auto& piece : clip_line(shifted(line, by), earth)) {
                for (const auto& drawn : clip_line(to_drawing(panel, piece), box)) {
                    path += svg_path(thin(drawn, kTolerance), false);
                }
            }
        }
    }
    return path;
}

std::string graticule_path(const Panel& panel) {
    std::string path;
    const double span = panel.box.width() / panel.units_per_km() / 111;
    const double step = span > 120 ? 30 : span > 25 ? 10 : span > 10 ? 5 : 1;
    const auto add = [&](const std::vector<Point>& line) {
        for (const auto& piece : clip_line(to_drawing(panel, line), panel.box)) {
            path += svg_path(thin(piece, kTolerance), false);
        }
    };
    const Box earth = earth_box(panel);
    constexpr double kAlong = 2; // degrees between the points of a line
    for (double x = std::ceil(earth.left / step) * step; x <= earth.right; x += step) {
        std::vector<Point> line;
        for (double y = earth.top; y <= earth.bottom; y += kAlong) line.push_back({x, y});
        add(line);
    }
    for (double y = std::ceil(earth.top / step) * step; y <= earth.bottom; y += step) {
        std::vector<Point> line;
        for (double x = earth.left; x <= earth.right; x += kAlong) line.push_back({x, y});
        add(line);
    }
    return path;
}

} // namespace isthmus::report
