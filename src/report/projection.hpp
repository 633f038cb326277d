// SPDX-License-Identifier: Apache-2.0
// Internal to the module: map projections on the sphere.
//   Lambert conformal conic with two standard parallels, for a region   (Snyder 1987, section 15)
//   Equal Earth, for the world                                          (Savric, Patterson & Jenny
//   2018)
#pragma once

#include <vector>

namespace isthmus::report {

struct Point {
    double x = 0, y = 0;
};
struct GeoPoint {
    double longitude = 0, latitude = 0; ///< degrees
};

/// A difference of longitudes brought into [-180, 180).
double wrap_longitude(double degrees);

class Projection {
  public:
    /// Conformal conic; Mercator where the parallels lie evenly about the equator.
    static Projection conic(double meridian, double parallel_1, double parallel_2);
    static Projection equal_earth(double meridian);

    /// On a sphere of radius one; y grows northwards. The longitude counts from the meridian
    /// without wrapping, so that lines across the far side can be given as they run.
    Point operator()(GeoPoint at) const;
    double meridian() const { return meridian_; }

  private:
    enum class Kind { kConic, kMercator, kEqualEarth };
    Kind kind_ = Kind::kMercator;
    double meridian_ = 0;
    double cone_ = 0, factor_ = 0;
};

double distance(Point a, Point b);
/// Great-circle distance in km.
double distance_km(GeoPoint a, GeoPoint b);

struct Box {
    double left = 0, top = 0, right = 0, bottom = 0;

    double width() const { return right - left; }
    double height() const { return bottom - top; }
    bool contains(Point p) const {
        return left <= p.x && p.x <= right && top <= p.y && p.y <= bottom;
    }
    bool overlaps(const Box& o) const {
        return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
    Box grown(double by) const { return {left - by, top - by, right + by, bottom + by}; }
};

/// The part of a closed ring inside a box (Sutherland & Hodgman 1974); what lies outside runs along
/// the box's sides.
std::vector<Point> clip_ring(const std::vector<Point>& ring, const Box& box);
/// The pieces of a line inside a box.
std::vector<std::vector<Point>> clip_line(const std::vector<Point>& line, const Box& box);
/// Without points that lie nearer than `tolerance` to the one before or on the straight line
/// between their neighbours.
std::vector<Point> thin(const std::vector<Point>& line, double tolerance);

} // namespace isthmus::report
