// SPDX-License-Identifier: Apache-2.0
#include "flow/refine.hpp"

#include <algorithm>
#include <cmath>

#include "flow/linear_program.hpp"

namespace isthmus::flow {
namespace {

// The next window spans a third of the present one's fine steps, so that a quantity near the middle
// stays inside.
constexpr double kNarrowing = 6;
// A window keeps this multiple of the last move: else the windows of quantities that move together
// narrow faster than the quantities settle, and hold them back.
constexpr double kKeep = 2;
// Steps narrower than this (canonical units a year) drown in the solver's feasibility tolerance.
constexpr double kLeastWidth = 100 * kLpTolerance;

double price_range(const Curve& curve, double low, double high) {
    low = std::clamp(low, 0.0, curve.limit);
    high = std::clamp(high, 0.0, curve.limit);
    return std::abs(curve.marginal(high) - curve.marginal(low));
}

bool inside(const Curve& curve, const Window& window, double quantity) {
    return std::isinf(window.half_width) ||
           std::abs(quantity - window.centre) <= window.half_width - fine_step_width(curve, window);
}

double step_width(const Curve& curve, const Window& window, double quantity) {
    return inside(curve, window, quantity) ? fine_step_width(curve, window)
                                           : coarse_step_width(curve);
}

} // namespace

std::optional<Window> refined(const Curve& curve, const Window& window, double quantity,
                              double curve_tolerance) {
    if (price_range(curve, 0, curve.limit) == 0) return std::nullopt;
    const bool is_inside = inside(curve, window, quantity);
    const double width = step_width(curve, window, quantity);
    if (is_inside && width <= kLeastWidth) return std::nullopt;
    if (price_range(curve, quantity - width, quantity + width) <=
        curve_tolerance * (1 + std::abs(curve.marginal(quantity)))) {
        return std::nullopt;
    }
    const double half = std::min(window.half_width, curve.limit / 2);
    // A quantity that left its window may be on its way further: the next window is wider and
    // reaches back to where it came from. One that stayed inside may still move with others.
    const double distance = std::abs(quantity - window.centre);
    return Window{quantity, is_inside ? std::max(half / kNarrowing, kKeep * distance)
                                      : std::max(half * kNarrowing, distance)};
}

StepError step_error(const Curve& curve, const Window& window, double quantity) {
    const double width = step_width(curve, window, quantity);
    const double range = price_range(curve, quantity - width / 2, quantity + width / 2);
    return {range / 2, range * width / 8};
}

} // namespace isthmus::flow
