// SPDX-License-Identifier: Apache-2.0
#include "flow/curve.hpp"

#include <algorithm>
#include <cmath>

namespace isthmus::flow {
namespace {

constexpr std::size_t kFineSteps = 12;
// Both kinks and the far end of the curve take a breakpoint each.
constexpr std::size_t kCoarseSteps = kStepCount - kFineSteps - 3;
// On steps narrower than this share of the curve a difference of integrals is mostly rounding.
constexpr double kNarrowStep = 1e-6;

double raw(const Curve& curve, double quantity) {
    if (curve.slope == 0) return curve.constant;
    const double powered = curve.power == 1 ? quantity : std::pow(quantity, curve.power);
    return curve.constant + curve.slope * powered;
}

double raw_integral(const Curve& curve, double quantity) {
    if (curve.slope == 0) return curve.constant * quantity;
    return curve.constant * quantity +
           curve.slope * std::pow(quantity, curve.power + 1) / (curve.power + 1);
}

/// Where the unclamped curve takes a value; a negative root counts as 0, a flat curve has none.
double crossing(const Curve& curve, double value) {
    if (curve.slope == 0 || !std::isfinite(value)) return kInfinity;
    const double ratio = (value - curve.constant) / curve.slope;
    if (ratio <= 0) return 0;
    return curve.power == 1 ? ratio : std::pow(ratio, 1 / curve.power);
}

struct Kinks {
    double first; ///< up to here the clamp at the start of the curve holds
    double last;  ///< from here on the clamp at its end holds
};

Kinks kinks(const Curve& curve) {
    const double start_clamp = curve.rising() ? curve.lowest : curve.highest;
    const double end_clamp = curve.rising() ? curve.highest : curve.lowest;
    double first = std::isfinite(start_clamp) ? crossing(curve, start_clamp) : 0;
    if (curve.slope == 0) first = 0;
    double last = crossing(curve, end_clamp);
    first = std::min(first, curve.limit);
    last = std::clamp(last, first, curve.limit);
    return {first, last};
}

/// Mean marginal value on [from, to], which contains no kink inside.
double mean_marginal(const Curve& curve, double from, double to) {
    const double width = to - from;
    if (curve.power == 1 || width < kNarrowStep * curve.limit) {
        return curve.marginal(from + width / 2);
    }
    return (curve.integral(to) - curve.integral(from)) / width;
}

} // namespace

double Curve::marginal(double quantity) const {
    return std::clamp(raw(*this, quantity), lowest, highest);
}

double Curve::integral(double quantity) const {
    const auto [first, last] = kinks(*this);
    const double start_clamp = rising() ? lowest : highest;
    const double end_clamp = rising() ? highest : lowest;
    double sum = 0;
    if (first > 0) sum += start_clamp * std::min(quantity, first);
    if (quantity > first) {
        sum += raw_integral(*this, std::min(quantity, last)) - raw_integral(*this, first);
    }
    if (quantity > last && last < limit) sum += end_clamp * (quantity - last);
    return sum;
}

double Curve::quantity_at(double price) const {
    const double start = marginal(0);
    const double end = marginal(limit);
    if (rising() ? start > price : start < price) return 0;
    if (rising() ? end <= price : end >= price) return limit;
    return std::clamp(crossing(*this, price), 0.0, limit);
}

Curve supply_curve(double quantity, double price, double elasticity, double floor_price,
                   double capacity) {
    Curve curve;
    curve.limit = capacity;
    curve.lowest = floor_price;
    curve.slope = quantity > 0 ? price / (elasticity * quantity) : 0;
    curve.constant = price - curve.slope * quantity;
    return curve;
}

Curve demand_curve(double quantity, double price, double elasticity, double choke_price) {
    Curve curve;
    curve.falling = true;
    curve.slope = quantity > 0 ? price / (elasticity * quantity) : 0;
    curve.constant = price - curve.slope * quantity;
    curve.highest = choke_price;
    curve.lowest = 0;
    curve.limit = quantity * (1 - elasticity);
    return curve;
}

double fine_step_width(const Curve& curve, const Window& window) {
    return std::min(2 * window.half_width, curve.limit) / static_cast<double>(kFineSteps);
}

double coarse_step_width(const Curve& curve) {
    return curve.limit / static_cast<double>(kCoarseSteps);
}

std::vector<Step> steps(const Curve& curve, const Window& window) {
    const auto [first, last] = kinks(curve);
    const double low = std::clamp(window.centre - window.half_width, 0.0, curve.limit);
    const double high = std::clamp(window.centre + window.half_width, 0.0, curve.limit);
    std::vector<double> ends{0, curve.limit, first, last};
    for (std::size_t i = 0; i <= kFineSteps; ++i) {
        ends.push_back(low + (high - low) * static_cast<double>(i) / kFineSteps);
    }
    for (std::size_t i = 1; i < kCoarseSteps; ++i) {
        ends.push_back(curve.limit * static_cast<double>(i) / kCoarseSteps);
    }
    std::sort(ends.begin(), ends.end());

    std::vector<Step> result;
    result.reserve(kStepCount);
    double value = curve.marginal(0);
    for (std::size_t i = 1; i < ends.size(); ++i) {
        const double width = ends[i] - ends[i - 1];
        if (width > 0) value = mean_marginal(curve, ends[i - 1], ends[i]);
        result.push_back({width, value});
    }
    return result;
}

} // namespace isthmus::flow
