// SPDX-License-Identifier: Apache-2.0
#include "provenance/case_slopes.hpp"

#include <algorithm>

namespace isthmus::provenance {

using flow::ArcId;
using flow::DemandId;
using flow::ObligationId;
using flow::ResourceId;
using flow::SupplyId;

namespace {

/// A quantity this near to its limit, as a share of it, is at it.
constexpr double kAtLimit = 1e-7;

/// Change of a curve's integral at a quantity per unit of the number behind it.
double integral_change(const CurveChange& change, double quantity) {
    flow::Curve up = change.up, down = change.down;
    // Where a limit moves, the rent of the limit tells its worth; the integral goes on beyond.
    up.limit = down.limit = std::max({up.limit, down.limit, quantity});
    return (up.integral(quantity) - down.integral(quantity)) / change.distance;
}

double limit_change(const CurveChange& change) {
    return (change.up.limit - change.down.limit) / change.distance;
}

/// What one more unit of a supply's capacity is worth.
double limit_rent(const flow::SupplyCurve& supply, double quantity, double price) {
    const flow::Curve& curve = supply.curve;
    if (curve.limit <= 0 || quantity < curve.limit * (1 - kAtLimit)) return 0;
    return std::max(0.0, price - curve.marginal(curve.limit));
}

} // namespace

CaseSlopes::CaseSlopes(const TiltedCase& of)
    : of_(of),
      flow_(of.base->market.arcs.size()),
      loss_(of.base->market.arcs.size()),
      limit_(of.base->market.resources.size()),
      lower_(of.base->market.obligations.size()),
      upper_(of.base->market.obligations.size()),
      rent_(of.base->market.arcs.size()) {
    const flow::Problem& problem = market().problem;
    for (const WeightedSolution& each : of.solutions) {
        const flow::Solution& solution = each.solution;
        for (const ArcId id : problem.arcs.ids()) {
            const double flow = solution.flow[id];
            flow_[id] += flow * each.weight;
            loss_[id] += -(solution.price[problem.arcs[id].to] * flow) * each.weight;
        }
        for (const ResourceId id : problem.resources.ids()) {
            limit_[id] += solution.resource_rent[id] * each.weight;
        }
        for (const ObligationId id : problem.obligations.ids()) {
            const double rent = solution.obligation_rent[id];
            lower_[id] += -std::max(0.0, rent) * each.weight;
            upper_[id] += std::max(0.0, -rent) * each.weight;
        }
    }
    for (const ResourceId id : problem.resources.ids()) {
        limit_[id] += of.rent[id];
        if (problem.resources[id].has_curve) continue;
        for (const flow::ResourceUse& use : problem.resources[id].uses) {
            rent_[use.arc] += use.use * of.base->solution.resource_rent[id];
        }
    }
    for (const ObligationId id : problem.obligations.ids()) {
        const double own = of.multiplier[id];
        lower_[id] += Sides{-std::max(0.0, own), -std::max(0.0, own)};
        upper_[id] += Sides{std::max(0.0, -own), std::max(0.0, -own)};
    }
}

Sides CaseSlopes::price(ArcId arc, const PriceChange& change) const {
    Sides result = -(change.tariff + change.other) * flow_[arc];
    const double direct =
        of_.margin[arc] * of_.base->solution.flow[arc] * (change.tariff - change.resource);
    return result += Sides{direct, direct};
}

Sides CaseSlopes::fee(ArcId arc, world::ActorId actor) const {
    Sides result = -1 * flow_[arc];
    const double direct = of_.counts(actor) ? of_.base->solution.flow[arc] : 0;
    return result += Sides{direct, direct};
}

Sides CaseSlopes::use(ResourceId resource, ArcId arc) const {
    Sides result{};
    for (const WeightedSolution& each : of_.solutions) {
        const flow::Solution& solution = each.solution;
        result += -(solution.resource_rent[resource] * solution.flow[arc]) * each.weight;
    }
    if (of_.counted.empty()) return result;
    const double flow = of_.base->solution.flow[arc];
    result += -flow * of_.rent[resource];
    const double direct = of_.margin[arc] * flow * of_.base->solution.resource_rent[resource];
    return result += Sides{direct, direct};
}

Sides CaseSlopes::supply(SupplyId supply, const CurveChange& change) const {
    const flow::SupplyCurve& curve = market().problem.supplies[supply];
    const double room = limit_change(change);
    const auto effect = [&](const flow::Solution& solution, double quantity) {
        const double price = solution.price[curve.vertex];
        return room * limit_rent(curve, quantity, price) - integral_change(change, quantity);
    };
    Sides result{};
    for (const WeightedSolution& each : of_.solutions) {
        result += effect(each.solution, each.supply[supply]) * each.weight;
    }
    if (!of_.counted.empty() && of_.counts(market().supplies[supply].actor)) {
        const double direct = effect(of_.base->solution, of_.base->solution.supply[supply]);
        result += Sides{direct, direct};
    }
    return result;
}

Sides CaseSlopes::demand(DemandId demand, const CurveChange& change) const {
    Sides result{};
    for (const WeightedSolution& each : of_.solutions) {
        result += integral_change(change, each.demand[demand]) * each.weight;
    }
    if (!of_.counted.empty() && of_.counts(market().demands[demand].actor)) {
        const double direct = integral_change(change, of_.base->solution.demand[demand]);
        result += Sides{direct, direct};
    }
    return result;
}

Sides CaseSlopes::load(const std::vector<ArcId>& arcs, const CurveChange& change) const {
    Sides result{};
    for (const WeightedSolution& each : of_.solutions) {
        double sum = 0;
        for (const ArcId arc : arcs) sum += each.solution.flow[arc];
        result += -integral_change(change, sum) * each.weight;
    }
    return result;
}

double CaseSlopes::earnings(ArcId arc) const {
    const flow::ArcPrice& price = market().arcs[arc].price;
    return (price.tariff - price.resource + rent_[arc]) * of_.base->solution.flow[arc];
}

} // namespace isthmus::provenance
