// SPDX-License-Identifier: Apache-2.0
#include "game/coalition_problem.hpp"

#include <algorithm>
#include <cmath>

namespace isthmus::game {
namespace {

/// Where the part of a curve begins and ends that its clamp leaves as it is.
struct Sloped {
    double first = 0, last = 0;
};

Sloped sloped_part(const flow::Curve& curve) {
    flow::Curve free = curve;
    free.lowest = -flow::kInfinity;
    free.highest = flow::kInfinity;
    const double first = free.quantity_at(curve.marginal(0));
    const double last = free.quantity_at(curve.marginal(curve.limit));
    return {first, std::max(first, last)};
}

double sloped_end(const Sloped& part, std::size_t step) {
    const double share = static_cast<double>(step) / static_cast<double>(kValueSteps);
    return step == kValueSteps ? part.last : part.first + (part.last - part.first) * share;
}

/// The mean keeps the integral at the ends of the step; on a line it is the value in the middle.
double mean_marginal(const flow::Curve& curve, double from, double to) {
    if (curve.power == 1) return curve.marginal(from + (to - from) / 2);
    return (curve.integral(to) - curve.integral(from)) / (to - from);
}

/// Most that the steps of a curve can misstate its integral by. Inside a step of width h over which
/// a monotone curve changes by d, the integral of the difference is at most d h / 4, and d h / 8
/// where the curve is a line.
double curve_error(const flow::Curve& curve) {
    const Sloped part = sloped_part(curve);
    const double share = curve.power == 1 ? 1.0 / 8 : 1.0 / 4;
    double largest = 0;
    for (std::size_t i = 1; i <= kValueSteps; ++i) {
        const double from = sloped_end(part, i - 1);
        const double to = sloped_end(part, i);
        const double change = std::abs(curve.marginal(to) - curve.marginal(from));
        largest = std::max(largest, share * change * (to - from));
    }
    return largest;
}

} // namespace

Coalition CoalitionProblem::relevant_players() const {
    Coalition players_needed = 0;
    for (const Coalition consent : arc_consent) players_needed |= consent;
    for (const Coalition consent : supply_consent) players_needed |= consent;
    for (const Coalition consent : demand_consent) players_needed |= consent;
    return players_needed;
}

std::vector<flow::Step> value_steps(const flow::Curve& curve) {
    std::vector<flow::Step> steps;
    const auto add = [&](double from, double to, double value) {
        if (to > from) steps.push_back({to - from, value});
    };
    if (curve.slope == 0) {
        add(0, curve.limit, curve.marginal(0));
        return steps;
    }
    const Sloped part = sloped_part(curve);
    add(0, part.first, curve.marginal(0));
    for (std::size_t i = 1; i <= kValueSteps; ++i) {
        const double from = sloped_end(part, i - 1);
        const double to = sloped_end(part, i);
        if (to > from) add(from, to, mean_marginal(curve, from, to));
    }
    add(part.last, curve.limit, curve.marginal(curve.limit));
    return steps;
}

double step_error(const CoalitionProblem& part) {
    double sum = 0;
    for (const flow::SupplyCurve& supply : part.problem.supplies) sum += curve_error(supply.curve);
    for (const flow::DemandCurve& demand : part.problem.demands) sum += curve_error(demand.curve);
    for (const flow::Resource& resource : part.problem.resources) {
        if (resource.has_curve) sum += curve_error(resource.curve);
    }
    return sum;
}

} // namespace isthmus::game
