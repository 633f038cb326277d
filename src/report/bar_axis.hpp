// SPDX-License-Identifier: Apache-2.0
// Internal to the module: the scale and axis that charts with horizontal bars share.
#pragma once

#include <string>

namespace isthmus::report {

inline constexpr double kBarChartWidth = 1000, kBarNames = 200, kBarTop = 34;

/// From values to places across a chart; `left` and `right` are kept free for names and figures.
struct BarScale {
    double low = 0, high = 1;
    double left = kBarNames, right = 86;
    double top = kBarTop; ///< of the first bar; what is above is for a legend

    double x(double value) const {
        return left + (value - low) / (high - low) * (kBarChartWidth - left - right);
    }
};

/// A round step that divides `span` into about `count` parts.
double round_step(double span, double count);

/// Lines from above the first bar down to `bottom`, with their numbers below.
std::string bar_axis(const BarScale& scale, double bottom);

} // namespace isthmus::report
