// SPDX-License-Identifier: Apache-2.0
#include "report/svg.hpp"

#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::report {

namespace {

/// Tenths of a drawing unit, so that relative steps add up exactly.
long tenths(double value) {
    return std::lround(value * 10);
}

void append_tenths(std::string& out, long value, bool separate) {
    const bool negative = value < 0;
    if (negative)
        out += '-';
    else if (separate)
        out += ' ';
    const long size = negative ? -value : value;
    if (size >= 10 || size % 10 == 0) out += std::to_string(size / 10);
    if (size % 10 != 0) {
        out += '.';
        out += std::to_string(size % 10);
    }
}

} // namespace

std::string svg_number(double value) {
    std::string out;
    append_tenths(out, tenths(value), false);
    return out;
}

std::string svg_point(Point point) {
    return svg_number(point.x) + "," + svg_number(point.y);
}

std::string svg_path(const std::vector<Point>& points, bool close) {
    if (points.size() < 2) return {};
    std::string out = fmt::format("M{}l", svg_point(points.front()));
    long x = tenths(points.front().x), y = tenths(points.front().y);
    bool first = true;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const long next_x = tenths(points[i].x), next_y = tenths(points[i].y);
        if (next_x == x && next_y == y) continue;
        append_tenths(out, next_x - x, !first);
        append_tenths(out, next_y - y, true);
        x = next_x;
        y = next_y;
        first = false;
    }
    if (first) return {};
    if (close) out += 'z';
    return out;
}

Point Bend::at(double t) const {
    const double s = 1 - t;
    return {s * s * start.x + 2 * s * t * control.x + t * t * end.x,
            s * s * start.y + 2 * s * t * control.y + t * t * end.y};
}

Point Bend::direction(double t) const {
    Point d{(1 - t) * (control.x - start.x) + t * (end.x - control.x),
            (1 - t) * (control.y - start.y) + t * (end.y - control.y)};
    const double length = std::hypot(d.x, d.y);
    return length > 0 ? Point{d.x / length, d.y / length} : Point{1, 0};
}

Bend Bend::until(double t) const {
    const Point middle{start.x + t * (control.x - start.x), start.y + t * (control.y - start.y)};
    return {start, middle, at(t)};
}

std::string svg_path(const Bend& bend) {
    return fmt::format("M{}Q{} {}", svg_point(bend.start), svg_point(bend.control),
                       svg_point(bend.end));
}

} // namespace isthmus::report
