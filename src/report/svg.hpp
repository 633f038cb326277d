// SPDX-License-Identifier: Apache-2.0
// Internal to the module: short numbers and paths in SVG.
#pragma once

#include <string>
#include <vector>

#include "report/projection.hpp"

namespace isthmus::report {

/// At most one decimal, without zeros that say nothing.
std::string svg_number(double value);
/// "x,y" with one decimal.
std::string svg_point(Point point);
/// A line through the points, relative and short; closed with `close`. Empty for fewer than two
/// points.
std::string svg_path(const std::vector<Point>& points, bool close);

/// A quadratic curve.
struct Bend {
    Point start, control, end;

    Point at(double t) const;
    /// Direction of travel at t, of length one.
    Point direction(double t) const;
    /// The part from t = 0 to `t`.
    Bend until(double t) const;
};
std::string svg_path(const Bend& bend);

} // namespace isthmus::report
