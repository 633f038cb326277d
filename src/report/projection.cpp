// SPDX-License-Identifier: Apache-2.0
#include "report/projection.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isthmus::report {

namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr double kEarthRadiusKm = 6371.0088;
/// Standard parallels nearer to mirror images of one another than this make no useful cone.
constexpr double kFlattestCone = 0.02;
constexpr double kHighestLatitude = 89.5;

double conformal(double latitude) {
    const double at = std::clamp(latitude, -kHighestLatitude, kHighestLatitude) * kRadians;
    return std::tan(std::numbers::pi / 4 + at / 2);
}

Point equal_earth_point(double longitude, double latitude) {
    constexpr double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
    const double root = std::sqrt(3.0);
    const double t = std::asin(root / 2 * std::sin(latitude));
    const double t2 = t * t, t6 = t2 * t2 * t2;
    const double x = 2 * root * longitude * std::cos(t) /
                     (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
    return {x, t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)};
}

} // namespace

double wrap_longitude(double degrees) {
    const double turned = std::fmod(degrees + 180, 360);
    return turned < 0 ? turned + 180 : turned - 180;
}

Projection Projection::conic(double meridian, double parallel_1, double parallel_2) {
    Projection result;
    result.meridian_ = meridian;
    const double cos_1 = std::cos(parallel_1 * kRadians), cos_2 = std::cos(parallel_2 * kRadians);
    const double spread = std::log(conformal(parallel_2) / conformal(parallel_1));
    result.cone_ = std::abs(spread) < 1e-9 ? std::sin(parallel_1 * kRadians)
                                           : std::log(cos_1 / cos_2) / spread;
    if (std::abs(result.cone_) < kFlattestCone) return result;
    result.kind_ = Kind::kConic;
    result.factor_ = cos_1 * std::pow(conformal(parallel_1), result.cone_) / result.cone_;
    return result;
}

Projection Projection::equal_earth(double meridian) {
    Projection result;
    result.kind_ = Kind::kEqualEarth;
    result.meridian_ = meridian;
    return result;
}

Point Projection::operator()(GeoPoint at) const {
    const double longitude = (at.longitude - meridian_) * kRadians;
    switch (kind_) {
    case Kind::kConic: {
        const double radius = factor_ / std::pow(conformal(at.latitude), cone_);
        return {radius * std::sin(cone_ * longitude), -radius * std::cos(cone_ * longitude)};
    }
    case Kind::kEqualEarth:
        return equal_earth_point(longitude, at.latitude * kRadians);
    case Kind::kMercator:
        break;
    }
    return {longitude, std::log(conformal(at.latitude))};
}

double distance(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

double distance_km(GeoPoint a, GeoPoint b) {
    const double lat_a = a.latitude * kRadians, lat_b = b.latitude * kRadians;
    const double dlat = lat_b - lat_a, dlon = (b.longitude - a.longitude) * kRadians;
    const double h = std::pow(std::sin(dlat / 2), 2) +
                     std::cos(lat_a) * std::cos(lat_b) * std::pow(std::sin(dlon / 2), 2);
    return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

namespace {

/// One side of a box: what lies on its inner side has a positive depth.
struct Side {
    double nx, ny, offset;
    double depth(Point p) const { return nx * p.x + ny * p.y + offset; }
};

Point crossing(Point a, Point b, const Side& side) {
    const double da = side.depth(a), db = side.depth(b);
    const double t = da / (da - db);
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

} // namespace

std::vector<Point> clip_ring(const std::vector<Point>& ring, const Box& box) {
    const Side sides[] = {
        {1, 0, -box.left}, {-1, 0, box.right}, {0, 1, -box.top}, {0, -1, box.bottom}};
    std::vector<Point> current = ring;
    for (const Side& side : sides) {
        std::vector<Point> next;
        for (std::size_t i = 0; i < current.size(); ++i) {
            const Point a = current[i], b = current[(i + 1) % current.size()];
            const bool a_in = side.depth(a) >= 0, b_in = side.depth(b) >= 0;
            if (a_in) next.push_back(a);
            if (a_in != b_in) next.push_back(crossing(a, b, side));
        }
        current = std::move(next);
    }
    return current;
}

std::vector<std::vector<Point>> clip_line(const std::vector<Point>& line, const Box& box) {
    const Side sides[] = {
        {1, 0, -box.left}, {-1, 0, box.right}, {0, 1, -box.top}, {0, -1, box.bottom}};
    std::vector<std::vector<Point>> pieces;
    bool open = false;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        Point a = line[i], b = line[i + 1];
        bool outside = false, end_cut = false, start_cut = false;
        for (const Side& side : sides) {
            const bool a_in = side.depth(a) >= 0, b_in = side.depth(b) >= 0;
            outside = outside || (!a_in && !b_in);
            if (outside) break;
            if (a_in && !b_in) b = crossing(a, b, side), end_cut = true;
            if (!a_in && b_in) a = crossing(a, b, side), start_cut = true;
        }
        if (outside) {
            open = false;
            continue;
        }
        if (!open || start_cut) pieces.push_back({a});
        pieces.back().push_back(b);
        open = !end_cut;
    }
    return pieces;
}

std::vector<Point> thin(const std::vector<Point>& line, double tolerance) {
    if (line.size() < 3) return line;
    std::vector<bool> keep(line.size(), false);
    keep.front() = keep.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open = {{0, line.size() - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        const Point a = line[first], b = line[last];
        const double length = distance(a, b);
        double farthest = 0;
        std::size_t at = first;
        for (std::size_t i = first + 1; i < last; ++i) {
            const Point p = line[i];
            double away = distance(a, p);
            if (length > 0) {
                const double t = std::clamp(
                    ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / (length * length),
                    0.0, 1.0);
                away = distance(p, {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
            }
            if (away > farthest) farthest = away, at = i;
        }
        if (farthest <= tolerance) continue;
        keep[at] = true;
        open.emplace_back(first, at);
        open.emplace_back(at, last);
    }
    std::vector<Point> result;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (keep[i]) result.push_back(line[i]);
    }
    return result;
}

} // namespace isthmus::report
