// SPDX-License-Identifier: Apache-2.0
#include "report/map_layout.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isthmus::report {

namespace {

constexpr double kCoreShare = 0.66;    ///< of all places, in each of the two directions
constexpr std::size_t kFewPlaces = 12; ///< fewer are all shown
constexpr double kWorthCutting = 1.6;  ///< the whole range by the core's; below it all are shown
constexpr double kRoom = 0.06;         ///< of the range, on each side
constexpr double kLeastSpan = 2;       ///< degrees
constexpr double kGap = 14;            ///< between panels
constexpr double kFlattest = 0.46, kTallest = 0.72; ///< height of the main panel by its width
constexpr double kLeftShare = 0.62; ///< of the drawing's width, for the panel below the main one
constexpr double kLeftShape = 0.74, kOverviewShape = 0.56; ///< height by width
constexpr double kFlatLegend = 96; ///< height of a legend that has the whole width
constexpr double kDetailZoom = 2.6;
constexpr std::size_t kCrowd = 20; ///< places that make a detail panel worth having
constexpr double kCrowded = 16;    ///< mean distance to the nearest neighbour, drawing units

struct Range {
    double low = 0, high = 0;
    double span() const { return high - low; }
};

/// The shortest range that holds the core share, then everything that lies within a tenth of it
/// outside.
Range core_range(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t held = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::ceil(kCoreShare * static_cast<double>(values.size()))));
    Range best{values.front(), values.back()};
    for (std::size_t i = 0; i + held <= values.size(); ++i) {
        if (values[i + held - 1] - values[i] < best.span())
            best = {values[i], values[i + held - 1]};
    }
    const double reach = 0.1 * best.span();
    const Range all{values.front(), values.back()};
    const bool worth_it = values.size() >= kFewPlaces && all.span() > kWorthCutting * best.span();
    Range grown = worth_it ? best : all;
    for (const double value : values) {
        if (value >= best.low - reach && value <= best.high + reach) {
            grown.low = std::min(grown.low, value);
            grown.high = std::max(grown.high, value);
        }
    }
    const double room = std::max(kRoom * grown.span(), (kLeastSpan - grown.span()) / 2);
    return {grown.low - room, grown.high + room};
}

/// Longitudes counted from the one that leaves the largest gap behind it, so that no range crosses
/// a seam.
double seam_of(const std::vector<GeoPoint>& places) {
    std::vector<double> longitudes;
    for (const GeoPoint& place : places) longitudes.push_back(place.longitude);
    std::sort(longitudes.begin(), longitudes.end());
    double seam = -180, widest = longitudes.front() + 360 - longitudes.back();
    for (std::size_t i = 0; i + 1 < longitudes.size(); ++i) {
        if (longitudes[i + 1] - longitudes[i] > widest) {
            widest = longitudes[i + 1] - longitudes[i];
            seam = longitudes[i + 1];
        }
    }
    return seam;
}

double from_seam(double longitude, double seam) {
    return longitude < seam ? longitude + 360 : longitude;
}

struct Bounds {
    double left = 1e9, right = -1e9, bottom = 1e9, top = -1e9;
    void add(Point p) {
        left = std::min(left, p.x), right = std::max(right, p.x);
        bottom = std::min(bottom, p.y), top = std::max(top, p.y);
    }
};

/// Bounds of a geographic rectangle after projection.
Bounds projected_bounds(const Projection& projection, Range longitude, Range latitude) {
    Bounds bounds;
    constexpr int kSteps = 24;
    for (int i = 0; i <= kSteps; ++i) {
        const double x = longitude.low + longitude.span() * i / kSteps;
        const double y = latitude.low + latitude.span() * i / kSteps;
        bounds.add(projection({x, latitude.low}));
        bounds.add(projection({x, latitude.high}));
        bounds.add(projection({longitude.low, y}));
        bounds.add(projection({longitude.high, y}));
    }
    return bounds;
}

void fit(Panel& panel, const Bounds& bounds) {
    panel.scale = std::min(panel.box.width() / (bounds.right - bounds.left),
                           panel.box.height() / (bounds.top - bounds.bottom));
    panel.origin = {(bounds.left + bounds.right) / 2, (bounds.bottom + bounds.top) / 2};
}

Panel main_panel(Range longitude, Range latitude, double width) {
    Panel panel;
    panel.id = "main";
    panel.title = "Region";
    const double sixth = latitude.span() / 6;
    panel.projection = Projection::conic((longitude.low + longitude.high) / 2, latitude.low + sixth,
                                         latitude.high - sixth);
    const Bounds bounds = projected_bounds(panel.projection, longitude, latitude);
    const double shape = (bounds.top - bounds.bottom) / (bounds.right - bounds.left);
    panel.box = {0, 0, width, std::round(width * std::clamp(shape, kFlattest, kTallest))};
    fit(panel, bounds);
    panel.west = longitude.low - longitude.span();
    panel.east = longitude.high + longitude.span();
    panel.south = std::max(-80.0, latitude.low - latitude.span());
    panel.north = std::min(89.0, latitude.high + latitude.span());
    return panel;
}

/// The window of the main panel with most places, if they crowd there.
std::optional<Panel> detail_panel(const Panel& main, const std::vector<GeoPoint>& places, Box box) {
    std::vector<Point> points;
    for (const GeoPoint& place : places) {
        const Point p = main.at(place);
        if (main.box.contains(p)) points.push_back(p);
    }
    const double width = box.width() / kDetailZoom, height = box.height() / kDetailZoom;
    constexpr double kStep = 12;
    std::size_t most = 0;
    Point sum;
    double ties = 0;
    for (double left = 0; left + width <= main.box.right; left += kStep) {
        for (double top = 0; top + height <= main.box.bottom; top += kStep) {
            const Box window{left, top, left + width, top + height};
            const auto inside =
                static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [&](Point p) {
                    return window.grown(-10).contains(p);
                }));
            if (inside > most) most = inside, sum = {}, ties = 0;
            if (inside == most) sum = {sum.x + left, sum.y + top}, ties += 1;
        }
    }
    if (most < kCrowd) return std::nullopt;
    const Point corner{sum.x / ties, sum.y / ties};
    const Box window{corner.x, corner.y, corner.x + width, corner.y + height};
    double nearest_sum = 0;
    std::size_t counted = 0;
    for (const Point p : points) {
        if (!window.contains(p)) continue;
        double nearest = 1e9;
        for (const Point q : points) {
            const double away = distance(p, q);
            if (away > 0) nearest = std::min(nearest, away);
        }
        nearest_sum += nearest;
        ++counted;
    }
    if (counted == 0 || nearest_sum / static_cast<double>(counted) > kCrowded) return std::nullopt;
    Panel panel = main;
    panel.id = "detail";
    panel.title = "Enlarged part";
    panel.box = box;
    panel.scale = main.scale * kDetailZoom;
    const double centre_x = window.left + width / 2, centre_y = window.top + height / 2;
    panel.origin = {main.origin.x + (centre_x - main.box.width() / 2) / main.scale,
                    main.origin.y - (centre_y - main.box.height() / 2) / main.scale};
    return panel;
}

Panel overview_panel(Range longitude, Range latitude, Box box) {
    Panel panel;
    panel.id = "overview";
    panel.title = "Overview";
    panel.projection = Projection::equal_earth((longitude.low + longitude.high) / 2);
    panel.box = box;
    const double room_x = 0.08 * longitude.span(), room_y = 0.1 * latitude.span();
    fit(panel, projected_bounds(panel.projection, {longitude.low - room_x, longitude.high + room_x},
                                {std::max(-85.0, latitude.low - room_y),
                                 std::min(85.0, latitude.high + room_y)}));
    panel.west = panel.projection.meridian() - 180;
    panel.east = panel.projection.meridian() + 180;
    panel.south = -85;
    panel.north = 89;
    return panel;
}

} // namespace

Point Panel::at(GeoPoint place) const {
    const double longitude =
        projection.meridian() + wrap_longitude(place.longitude - projection.meridian());
    const Point p = projection({longitude, place.latitude});
    return {(box.left + box.right) / 2 + (p.x - origin.x) * scale,
            (box.top + box.bottom) / 2 - (p.y - origin.y) * scale};
}

double Panel::units_per_km() const {
    // The region's cone is true along its parallels; half way between them it is off by very
    // little.
    constexpr double kDegree = 111.195;
    const double middle = (south + north) / 2;
    const Point a = projection({projection.meridian(), middle - 0.5});
    const Point b = projection({projection.meridian(), middle + 0.5});
    return distance(a, b) * scale / kDegree;
}

const Panel* MapLayout::find(const std::string& id) const {
    const auto found = std::find_if(panels.begin(), panels.end(),
                                    [&](const Panel& panel) { return panel.id == id; });
    return found == panels.end() ? nullptr : &*found;
}

MapLayout make_layout(const std::vector<GeoPoint>& given, double width) {
    std::vector<GeoPoint> places = given;
    if (places.empty()) places.push_back({0, 0});
    const double seam = seam_of(places);
    std::vector<double> longitudes, latitudes;
    for (GeoPoint& place : places) {
        place.longitude = from_seam(place.longitude, seam);
        longitudes.push_back(place.longitude);
        latitudes.push_back(place.latitude);
    }
    MapLayout layout;
    layout.width = width;
    layout.panels.push_back(main_panel(core_range(longitudes), core_range(latitudes), width));
    const Panel main = layout.panels.front();
    const double top = main.box.bottom + kGap;
    const bool far = std::any_of(places.begin(), places.end(),
                                 [&](const GeoPoint& place) { return !main.shows(place); });
    const double left_width = std::round(kLeftShare * width);
    const Box left{0, top, left_width, top + std::round(left_width * kLeftShape)};
    const auto detail = detail_panel(main, places, left);
    if (!far && !detail) {
        layout.legend = {0, top, width, top + kFlatLegend};
        layout.height = layout.legend.bottom;
        return layout;
    }
    Box right{left.right + kGap, left.top, width, left.bottom};
    if (detail) layout.panels.push_back(*detail);
    if (far) {
        const auto [west, east] = std::minmax_element(longitudes.begin(), longitudes.end());
        const auto [south, north] = std::minmax_element(latitudes.begin(), latitudes.end());
        Box box = detail ? right : left;
        box.bottom = box.top + std::round(box.width() * kOverviewShape);
        layout.panels.push_back(overview_panel({*west, *east}, {*south, *north}, box));
        if (detail) right.top = box.bottom + kGap;
    }
    layout.legend = right;
    layout.height = layout.legend.bottom;
    return layout;
}

GeoPoint position(const world::World& world, world::NodeId node) {
    return {world.nodes[node].longitude, world.nodes[node].latitude};
}

std::vector<Point> trace_frame(const Panel& of, const Panel& on) {
    // The box's sides back to longitude and latitude, by bisection along meridians and parallels of
    // its own projection.
    const auto inverse = [&](Point target) {
        double west = of.projection.meridian() - 120, east = of.projection.meridian() + 120;
        double south = -80, north = 88;
        GeoPoint place{of.projection.meridian(), 0};
        for (int round = 0; round < 6; ++round) {
            double low = south, high = north;
            for (int i = 0; i < 30; ++i) {
                place.latitude = (low + high) / 2;
                (of.at(place).y > target.y ? low : high) = place.latitude;
            }
            low = west, high = east;
            for (int i = 0; i < 30; ++i) {
                place.longitude = (low + high) / 2;
                (of.at(place).x < target.x ? low : high) = place.longitude;
            }
        }
        return place;
    };
    const Box& box = of.box;
    const Point corners[] = {
        {box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}};
    std::vector<Point> line;
    constexpr int kSteps = 8;
    for (std::size_t side = 0; side < 4; ++side) {
        const Point a = corners[side], b = corners[(side + 1) % 4];
        for (int i = 0; i < kSteps; ++i) {
            const double t = static_cast<double>(i) / kSteps;
            line.push_back(on.at(inverse({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)})));
        }
    }
    return line;
}

} // namespace isthmus::report
