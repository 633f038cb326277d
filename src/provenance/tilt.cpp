// SPDX-License-Identifier: Apache-2.0
#include "provenance/tilt.hpp"

#include <algorithm>
#include <cmath>

#include "flow/certificate.hpp"
#include "provenance/gradient.hpp"

namespace isthmus::provenance {

using flow::ArcId;
using flow::DemandId;
using flow::ObligationId;
using flow::ResourceId;
using flow::SupplyId;

namespace {

constexpr std::size_t kBelow = 0, kAbove = 1;
/// A demand's or supply's own curve is moved by no more than this share of its quantity.
constexpr double kMostShift = 0.25;

/// The slopes of R, to be scaled by eps: what is added to each part of the problem.
struct Tilt {
    IdVector<flow::ArcTag, double> cost;
    IdVector<flow::SupplyTag, double> supply;    ///< put in beside the supply
    IdVector<flow::DemandTag, double> demand;    ///< delivered beside what is bought
    IdVector<flow::ResourceTag, double> limit;   ///< more of the capacity
    IdVector<flow::ObligationTag, double> bound; ///< more of both bounds
    /// Costs that differ by side, since a tilt may make none negative; [side] is multiplied by
    /// |eps|.
    std::array<IdVector<flow::ArcTag, double>, 2> rent_cost;
    double step = kTilt;

    explicit Tilt(const flow::Problem& problem)
        : cost(problem.arcs.size()),
          supply(problem.supplies.size()),
          demand(problem.demands.size()),
          limit(problem.resources.size()),
          bound(problem.obligations.size()),
          rent_cost{IdVector<flow::ArcTag, double>(problem.arcs.size()),
                    IdVector<flow::ArcTag, double>(problem.arcs.size())} {}
};

/// A price that is typical of the market: the mean over what is consumed.
double typical_price(const flow::Solution& solution) {
    double value = 0, quantity = 0;
    for (const DemandId id : solution.demand.ids()) {
        value += std::abs(solution.demand_price[id]) * solution.demand[id];
        quantity += solution.demand[id];
    }
    return quantity > 0 && value > 0 ? value / quantity : 1;
}

double typical_quantity(const SolvedCase& base, world::CommodityId commodity) {
    double sum = 0;
    std::size_t count = 0;
    for (const DemandId id : base.market.demands.ids()) {
        if (base.market.demands[id].commodity != commodity || base.solution.demand[id] <= 0)
            continue;
        sum += base.solution.demand[id];
        ++count;
    }
    return count > 0 ? sum / static_cast<double>(count) : 1;
}

void tilt_flow(const SolvedCase& base, const ResultName& name, Tilt& tilt) {
    for (const ArcId id : arcs_of_result(base.market, name)) tilt.cost[id] = -1;
    tilt.step = kTilt * typical_price(base.solution);
}

void tilt_price(const SolvedCase& base, const ResultName& name, Tilt& tilt) {
    const PricePlace place = price_place(base.market, base.solution, name);
    double own = 0;
    if (place.demand.valid()) {
        tilt.demand[place.demand] = 1;
        own = base.solution.demand[place.demand];
    } else if (place.supply.valid()) {
        tilt.supply[place.supply] = 1;
        own = base.solution.supply[place.supply];
    }
    tilt.step = kTilt * typical_quantity(base, name.commodity);
    if (own > 0) tilt.step = std::min(tilt.step, kMostShift * own);
}

void tilt_welfare(const SolvedCase& base, Tilt& tilt, TiltedCase& out) {
    for (const ArcId id : base.market.arcs.ids()) {
        const flow::ArcPrice& price = base.market.arcs[id].price;
        tilt.cost[id] = -(price.tariff + price.fees - price.resource);
        out.margin[id] = 1;
    }
    out.welfare = true;
}

/// Fees that the counted actors get for one unit over each arc.
double own_fees(const TiltedCase& of, const flow::MarketArc& arc) {
    const flow::Market& market = of.base->market;
    double sum = 0;
    for (const world::Fee& fee : market.world->fees) {
        if (fee.link != arc.link || fee.commodity != market.layers[arc.layer].commodity) continue;
        if (of.counts(fee.actor)) sum += fee.period.share_of_year(market.year) * fee.fee;
    }
    return sum;
}

void tilt_transport(const SolvedCase& base, Tilt& tilt, TiltedCase& out) {
    const flow::Market& market = base.market;
    for (const ArcId id : market.arcs.ids()) {
        const flow::MarketArc& arc = market.arcs[id];
        if (!arc.link.valid()) continue;
        for (const flow::Payee& payee : market.payees[arc.link]) {
            if (out.counts(payee.actor)) out.margin[id] += payee.share;
        }
        const double earned = out.margin[id] * (arc.price.tariff - arc.price.resource);
        const double fees = arc.price.fees > 0 ? own_fees(out, arc) : 0;
        tilt.cost[id] = -(earned + fees);
    }
    for (const ResourceId id : market.resources.ids()) {
        const flow::Resource& resource = market.problem.resources[id];
        if (resource.has_curve) continue;
        double least = 1, most = 0;
        for (const flow::ResourceUse& use : resource.uses) {
            const double share = out.margin[use.arc];
            tilt.limit[id] += use.use * share * base.solution.flow[use.arc];
            least = std::min(least, share);
            most = std::max(most, share);
        }
        if (resource.uses.empty()) continue;
        const double rent = base.solution.resource_rent[id];
        out.rent[id] = {least * rent, most * rent};
        for (const flow::ResourceUse& use : resource.uses) {
            const double share = out.margin[use.arc];
            tilt.rent_cost[kAbove][use.arc] += use.use * rent * (most - share);
            tilt.rent_cost[kBelow][use.arc] += use.use * rent * (share - least);
        }
    }
}

void tilt_payoff(const SolvedCase& base, Tilt& tilt, TiltedCase& out) {
    const flow::Market& market = base.market;
    const flow::Solution& solution = base.solution;
    tilt_transport(base, tilt, out);
    for (const SupplyId id : market.supplies.ids()) {
        if (out.counts(market.supplies[id].actor)) tilt.supply[id] = solution.supply[id];
    }
    for (const DemandId id : market.demands.ids()) {
        if (out.counts(market.demands[id].actor)) tilt.demand[id] = -solution.demand[id];
    }
    for (const ObligationId id : market.obligations.ids()) {
        double own = 0;
        for (const flow::DeliveryId delivery : market.problem.obligations[id].deliveries) {
            const DemandId demand = market.problem.deliveries[delivery].demand;
            if (out.counts(market.demands[demand].actor)) own += solution.delivery[delivery];
        }
        tilt.bound[id] = own;
        if (own > 0) out.multiplier[id] = solution.obligation_rent[id];
    }
}

/// The problem of L + eps R.
flow::Problem tilted(const flow::Problem& problem, const Tilt& tilt, double eps) {
    flow::Problem result = problem;
    const auto& rent_cost = tilt.rent_cost[eps > 0 ? kAbove : kBelow];
    for (const ArcId id : result.arcs.ids()) {
        result.arcs[id].cost += eps * tilt.cost[id] + std::abs(eps) * rent_cost[id];
    }
    for (const SupplyId id : result.supplies.ids()) {
        const double put_in = eps * tilt.supply[id];
        flow::Curve& curve = result.supplies[id].curve;
        curve.constant -= curve.slope * put_in;
        if (put_in != 0) curve.limit = std::max(0.0, curve.limit + put_in);
    }
    for (const DemandId id : result.demands.ids()) {
        const double delivered = eps * tilt.demand[id];
        flow::Curve& curve = result.demands[id].curve;
        curve.constant += curve.slope * delivered;
        if (delivered != 0) curve.limit = std::max(0.0, curve.limit - delivered);
    }
    for (const ResourceId id : result.resources.ids()) {
        result.resources[id].limit += eps * tilt.limit[id];
    }
    for (const ObligationId id : result.obligations.ids()) {
        flow::Obligation& obligation = result.obligations[id];
        // A bound that does not bind has no multiplier to weigh, and stays.
        const double more = eps * tilt.bound[id];
        if (obligation.lower > 0) obligation.lower = std::max(0.0, obligation.lower + more);
        obligation.upper += more;
    }
    return result;
}

WeightedSolution weighted(const SolvedCase& base, flow::Solution solution, const Tilt& tilt,
                          double eps) {
    WeightedSolution result;
    result.supply = solution.supply;
    result.demand = solution.demand;
    for (const SupplyId id : base.market.supplies.ids()) {
        result.supply[id] = std::max(0.0, result.supply[id] - eps * tilt.supply[id]);
    }
    for (const DemandId id : base.market.demands.ids()) {
        result.demand[id] = std::max(0.0, result.demand[id] + eps * tilt.demand[id]);
    }
    result.solution = std::move(solution);
    return result;
}

class Tilting {
  public:
    Tilting(const SolvedCase& base, const Tilt& tilt, const ResultOptions& options)
        : base_(base), tilt_(tilt) {
        how_.solver = options.solver;
        how_.threads = 1;
        how_.hints = &base.ways;
    }

    bool solve(double eps, WeightedSolution& to) {
        const flow::Problem problem = tilted(base_.market.problem, tilt_, eps);
        // Goods would go round for the sake of a cost below zero.
        for (const ArcId id : problem.arcs.ids()) {
            if (problem.arcs[id].cost < std::min(0.0, base_.market.problem.arcs[id].cost)) {
                return false;
            }
        }
        flow::Solved solved = flow::solve(problem, how_);
        status_ = solved.status;
        if (status_ != flow::LpStatus::kOptimal) return false;
        if (!flow::certify(problem, solved.solution).holds()) return false;
        to = weighted(base_, std::move(solved.solution), tilt_, eps);
        return true;
    }

    Diagnostics refusal() const {
        const bool solved = status_ == flow::LpStatus::kOptimal;
        return one({solved ? "E520" : "E521", "", 0, "",
                    "the market tilted towards the result has no certified solution",
                    "a solution on one side at least", ""});
    }

  private:
    const SolvedCase& base_;
    const Tilt& tilt_;
    flow::SolveOptions how_;
    flow::LpStatus status_ = flow::LpStatus::kFailed;
};

void add(TiltedCase& out, WeightedSolution solution, std::size_t side, double weight) {
    solution.weight[side] += weight;
    out.solutions.push_back(std::move(solution));
}

/// Differences on each side that has solutions; a side without takes those of the other.
bool add_differences(const Tilt& tilt, Tilting& solver, TiltedCase& out) {
    std::array<bool, 2> known{};
    for (const std::size_t side : {kBelow, kAbove}) {
        const double eps = side == kAbove ? tilt.step : -tilt.step;
        WeightedSolution near, far;
        if (!solver.solve(eps, near) || !solver.solve(2 * eps, far)) continue;
        add(out, std::move(far), side, 1 / eps);
        add(out, std::move(near), side, -1 / eps);
        known[side] = true;
    }
    for (const std::size_t side : {kBelow, kAbove}) {
        if (known[side] || !known[1 - side]) continue;
        for (WeightedSolution& each : out.solutions) each.weight[side] = each.weight[1 - side];
        for (const ResourceId id : out.rent.ids()) out.rent[id][side] = out.rent[id][1 - side];
    }
    return known[kBelow] || known[kAbove];
}

} // namespace

Result<TiltedCase> tilt(const SolvedCase& base, const ResultName& name,
                        const ResultOptions& options) {
    const flow::Problem& problem = base.market.problem;
    TiltedCase out;
    out.base = &base;
    out.rent = IdVector<flow::ResourceTag, Sides>(problem.resources.size());
    out.multiplier = IdVector<flow::ObligationTag, double>(problem.obligations.size());
    out.margin = IdVector<flow::ArcTag, double>(problem.arcs.size());
    Tilt tilt(problem);
    switch (name.kind) {
    case ResultKind::kFlow:
        tilt_flow(base, name, tilt);
        break;
    case ResultKind::kPrice:
        tilt_price(base, name, tilt);
        break;
    case ResultKind::kWelfare:
        tilt_welfare(base, tilt, out);
        break;
    case ResultKind::kPayoff:
    case ResultKind::kDependence:
        out.counted = counted_actors(*base.market.world, name);
        tilt_payoff(base, tilt, out);
        break;
    }
    Tilting solver(base, tilt, options);
    if (!add_differences(tilt, solver, out)) return solver.refusal();
    if (out.welfare) {
        WeightedSolution whole = weighted(base, base.solution, tilt, 0);
        whole.weight = {1, 1};
        out.solutions.push_back(std::move(whole));
    }
    return out;
}

} // namespace isthmus::provenance
