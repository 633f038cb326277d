// SPDX-License-Identifier: Apache-2.0
// Internal to the module: labels that do not cover one another. Greedy, in the order given: the
// important ones first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/projection.hpp"

namespace isthmus::report {

/// Width of a text in the map's sans-serif type, roughly, in drawing units.
double text_width(std::string_view utf8, double size);

enum class Anchor { kStart, kMiddle, kEnd };

struct PlacedLabel {
    Point at; ///< baseline, at the anchor
    Anchor anchor = Anchor::kStart;
};

class LabelPlacer {
  public:
    explicit LabelPlacer(Box limits) : limits_(limits) {}

    /// Nothing may cover this.
    void block(const Box& box) { taken_.push_back(box); }
    /// Labels keep away from these where they can.
    void avoid(Point point) { soft_.push_back(point); }

    /// Beside a dot of the given radius: the best of eight positions, or nothing where all are
    /// taken.
    std::optional<PlacedLabel> beside(Point dot, double radius, std::string_view text, double size);
    /// Centred near a point, shifted along `normal` by at most a few steps.
    std::optional<PlacedLabel> near(Point point, Point normal, std::string_view text, double size);

  private:
    std::optional<double> cost(const Box& box) const;

    Box limits_;
    std::vector<Box> taken_;
    std::vector<Point> soft_;
};

} // namespace isthmus::report
