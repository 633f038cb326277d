// SPDX-License-Identifier: Apache-2.0
// Marginal curves and the steps that stand for them in a linear program.
//
// A curve gives a marginal value m(q) on 0 <= q <= limit:
//     m(q) = clamp(constant + slope * q^power, lowest, highest)
// rising for supply and for the cost of load (slope >= 0), falling for demand (slope <= 0). Power 1
// is the linear curve of Takayama & Judge (1964); other powers give the link costs of traffic
// assignment.
//
// Error of the steps: on a step of width h the mean marginal value replaces the curve, so that the
// integral is exact at both ends and too small or too large inside by at most |m'| h^2 / 8; the
// price is off by at most |m'| h / 2.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace isthmus::flow {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Curve {
    double constant = 0;
    double slope = 0;
    double power = 1;
    double lowest = -kInfinity;
    double highest = kInfinity;
    double limit = 0;     ///< finite and not negative
    bool falling = false; ///< what a flat curve (slope 0) counts as

    double marginal(double quantity) const;
    /// Integral of the marginal value from 0 to `quantity`.
    double integral(double quantity) const;
    /// Quantity in [0, limit] at which a taker of `price` stops: for a rising curve the largest
    /// with m <= price, for a falling one the largest with m >= price.
    double quantity_at(double price) const;
    bool rising() const { return slope > 0 || (slope == 0 && !falling); }
};

/// Supply through (quantity, price) with a price elasticity above zero, never below `floor_price`,
/// up to `capacity`.
Curve supply_curve(double quantity, double price, double elasticity, double floor_price,
                   double capacity);
/// Demand through (quantity, price) with a price elasticity below zero, never above `choke_price`,
/// down to price 0.
Curve demand_curve(double quantity, double price, double elasticity, double choke_price);

/// A step: `width` units at `value` each.
struct Step {
    double width = 0;
    double value = 0;
};

/// The part of a curve that gets fine steps; the rest gets coarse ones.
struct Window {
    double centre = 0;
    double half_width = kInfinity; ///< infinite: the whole curve alike
};

/// Number of steps that `steps` makes of any curve.
inline constexpr std::size_t kStepCount = 24;

/// Exactly kStepCount steps from 0 to the limit, in order, some of them of zero width. The kinks of
/// the clamp are always ends of steps.
std::vector<Step> steps(const Curve& curve, const Window& window);

/// Width of the fine steps in a window, and of the coarse ones outside.
double fine_step_width(const Curve& curve, const Window& window);
double coarse_step_width(const Curve& curve);

} // namespace isthmus::flow
