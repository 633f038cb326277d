// SPDX-License-Identifier: Apache-2.0
#include "dependence/outage_measure.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>

#include "game/task_pool.hpp"

namespace isthmus::dependence {
namespace {

using flow::DemandId;

// Multipliers: every factor of two between a hundredth and ten costs the bound at most a part of
// what it adds, and the values beyond it are bounded by the ends.
constexpr double kFirstMultiplier = 0.01;
constexpr int kMultipliers = 11;

// Marginal values of unserved demand from a ten-thousandth of its price to a hundred times it.
constexpr double kFirstMarginalShare = 1e-4;
constexpr int kMarginals = 41;

double margin(const flow::Market& market, flow::ArcId arc) {
    return market.problem.arcs[arc].cost - market.arcs[arc].price.real();
}

bool has_margins(const flow::Market& market) {
    const auto arcs = market.problem.arcs.ids();
    return std::any_of(arcs.begin(), arcs.end(),
                       [&](flow::ArcId id) { return margin(market, id) != 0; });
}

bool has_negative_margins(const flow::Market& market) {
    const auto arcs = market.problem.arcs.ids();
    return std::any_of(arcs.begin(), arcs.end(),
                       [&](flow::ArcId id) { return margin(market, id) < 0; });
}

/// phi(m) of the header: what prices say is the most.
Result<double> most_with_margins(const Part& part, double multiplier, const std::string& solver) {
    flow::Market market = part.market;
    for (const flow::ArcId id : market.problem.arcs.ids()) {
        market.problem.arcs[id].cost += multiplier * margin(part.market, id);
    }
    for (flow::Obligation& obligation : market.problem.obligations) obligation.lower = 0;
    const auto outcome = solve_again(market, part.paths, flow::PriceRule::kAny, solver);
    if (!outcome) return outcome.diagnostics();
    return std::max(outcome.value().certificate.welfare, outcome.value().certificate.welfare_bound);
}

} // namespace

Result<OutageMeasure> OutageMeasure::make(const Baseline& base, const OutageObjective& objective,
                                          const CaseOptions& options) {
    OutageMeasure result(base, objective);
    result.lines_.resize(base.parts.size());
    result.demands_.resize(base.parts.size());
    if (objective.measure == OutageObjective::Measure::kUnserved) {
        if (!objective.commodity.valid()) {
            return one({"E811", "", 0, "", "unserved demand of all commodities", "one commodity",
                        "quantities of different goods do not add up"});
        }
        result.add_unserved_lines();
        return result;
    }
    double scale = 0;
    for (const Part& part : base.parts) scale += std::abs(part.certificate.welfare);
    result.scale_ = std::max(1.0, scale);
    if (objective.measure == OutageObjective::Measure::kWelfareLoss) {
        Diagnostics diagnostics = result.add_margin_lines(options);
        if (!diagnostics.empty()) return diagnostics;
    }
    return result;
}

Diagnostics OutageMeasure::add_margin_lines(const CaseOptions& options) {
    // Of each part the multiplier -1, and of those with margins the list.
    struct Task {
        std::size_t part;
        double multiplier;
    };
    std::vector<Task> tasks;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        tasks.push_back({i, -1});
        if (!has_margins(base_->parts[i].market)) continue;
        for (int step = 0; step < kMultipliers; ++step) {
            tasks.push_back({i, std::ldexp(kFirstMultiplier, step)});
        }
    }
    std::vector<std::optional<Result<double>>> most(tasks.size());
    std::atomic<std::size_t> next = 0;
    game::share_out(std::max(1U, options.threads), [&](std::size_t) {
        for (std::size_t i = next++; i < tasks.size(); i = next++) {
            most[i] =
                most_with_margins(base_->parts[tasks[i].part], tasks[i].multiplier, options.solver);
        }
    });
    Diagnostics diagnostics;
    least_.resize(lines_.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (!most[i]->ok()) {
            diagnostics.append(most[i]->diagnostics());
            continue;
        }
        const Part& part = base_->parts[tasks[i].part];
        if (tasks[i].multiplier < 0) {
            least_[tasks[i].part] = part.welfare - most[i]->value();
            continue;
        }
        const double margins = part.welfare - part.certificate.welfare;
        const double per = 1 / tasks[i].multiplier;
        lines_[tasks[i].part].push_back(
            {1 + per, margins + (most[i]->value() - part.certificate.welfare) * per});
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Part& part = base_->parts[i];
        if (lines_[i].empty() || has_negative_margins(part.market)) continue;
        lines_[i].push_back({1, part.welfare - part.certificate.welfare});
    }
    return diagnostics;
}

std::vector<DemandId> OutageMeasure::demands_meant(const Part& part) const {
    std::vector<DemandId> result;
    for (const DemandId id : part.market.demands.ids()) {
        const flow::MarketDemand& demand = part.market.demands[id];
        const bool of_actor = !objective_.actor.valid() || demand.actor == objective_.actor ||
                              base_->world->state_of(demand.actor) == objective_.actor;
        if (demand.commodity == objective_.commodity && of_actor) result.push_back(id);
    }
    return result;
}

void OutageMeasure::add_unserved_lines() {
    double total = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Part& part = base_->parts[i];
        demands_[i] = demands_meant(part);
        double excused = part.certificate.gap * part.certificate.scale;
        for (const auto id : part.market.problem.obligations.ids()) {
            excused += std::max(0.0, part.solution.obligation_rent[id]) *
                       std::max(0.0, part.market.problem.obligations[id].lower);
        }
        double consumed = 0, dearest = 0;
        for (const DemandId id : demands_[i]) {
            consumed += part.solution.demand[id];
            dearest = std::max(dearest, part.solution.demand_price[id]);
        }
        lines_[i].push_back({0, consumed});
        total += consumed;
        for (int step = 0; step < kMarginals && dearest > 0; ++step) {
            const double per_unit = dearest * kFirstMarginalShare * std::exp2(0.5 * step);
            double most = 0;
            for (const DemandId id : demands_[i]) {
                const flow::Curve& curve = part.market.problem.demands[id].curve;
                const double price = part.solution.demand_price[id];
                const double before = part.solution.demand[id];
                const double after = std::min(before, curve.quantity_at(price + per_unit));
                const double lost = before - after;
                const double cost =
                    std::max(0.0, curve.integral(before) - curve.integral(after) - price * lost);
                most += std::max(0.0, lost - cost / per_unit);
            }
            lines_[i].push_back({1 / per_unit, excused / per_unit + most});
        }
    }
    if (total > 0) scale_ = total;
}

double OutageMeasure::net_loss(std::size_t part, const PartCase& of) const {
    return base_->parts[part].certificate.welfare - of.net_payoff;
}

double OutageMeasure::value(std::size_t part, const PartCase& of) const {
    switch (objective_.measure) {
    case OutageObjective::Measure::kWelfareLoss:
        return base_->parts[part].welfare - of.welfare;
    case OutageObjective::Measure::kNetPayoff:
        return net_loss(part, of);
    case OutageObjective::Measure::kUnserved:
        break;
    }
    double sum = 0;
    for (const DemandId id : demands_[part]) {
        sum += std::max(0.0, base_->parts[part].solution.demand[id] - of.consumed[id]);
    }
    return sum;
}

double OutageMeasure::bound(std::size_t part, double net_loss) const {
    if (lines_[part].empty()) return net_loss;
    double least = flow::kInfinity;
    for (const Line& line : lines_[part]) {
        least = std::min(least, line.slope * net_loss + line.constant);
    }
    return least;
}

} // namespace isthmus::dependence
