// SPDX-License-Identifier: Apache-2.0
#include "flow/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace isthmus::flow {
namespace {

// Costs of deviation a full share away, as multiples of the largest price of the commodity. The
// first leaves prices to shift a reconciled flow by some parts in ten thousand; the second makes
// the method of multipliers gain a digit or two a round while the linear programs stay well scaled.
constexpr double kReconcile = 5000;
constexpr double kMultiplier = 20;
// The method of multipliers ends when all flows are met within this share, or makes no headway for
// some rounds.
constexpr double kClose = 1e-4;
constexpr std::size_t kMostRounds = 20;
constexpr std::size_t kPatience = 3;
// A correction below this share of the largest price is the rounding of flows.
constexpr double kNoCorrection = 1e-5;
// The relative rise of the unit cost for which elasticities are stated.
constexpr double kCostRise = 0.1;
// Of a limit.
constexpr double kFull = 1e-6;
// A correction this near to its floor takes all the cost away that can be: the method of
// multipliers ends a little before.
constexpr double kAtFloor = 0.01;

class Calibrator {
  public:
    Calibrator(const world::World& world, int year, const CalibrationOptions& options)
        : world_(world), year_(year), options_(options), how_(options.equilibrium) {
        world_.corrections.clear();
        result_.year = year;
        result_.elasticity = options.elasticity;
    }

    Result<Calibration> run() {
        for (FlowTarget& target : flow_targets(world_, year_)) {
            if (!wanted(target.of.commodity)) continue;
            CalibratedFlow flow;
            flow.target = std::move(target);
            result_.flows.push_back(std::move(flow));
        }
        if (result_.flows.empty()) return nothing_observed();
        for (auto step : {&Calibrator::measure, &Calibrator::reconcile,
                          &Calibrator::find_multipliers, &Calibrator::set_slopes}) {
            const Diagnostics wrong = (this->*step)();
            if (!wrong.empty()) return wrong;
        }
        for (CalibratedFlow& flow : result_.flows) flow.state = state_of(flow);
        if (options_.find_elasticities) {
            const Diagnostics wrong = find_elasticities();
            if (!wrong.empty()) return wrong;
        }
        rank();
        return std::move(result_);
    }

  private:
    Diagnostics nothing_observed() const {
        Diagnostics wrong;
        std::string years;
        int last = 0;
        for (const auto& observation : world_.observations) last = std::max(last, observation.year);
        wrong.add({"E820", "", 0, "", std::to_string(year_), "a year with observed flows",
                   last == 0 ? "the world has no observations"
                             : fmt::format("the last with any is {}", last)});
        return wrong;
    }

    bool wanted(world::CommodityId commodity) const {
        const auto& only = options_.equilibrium.market.commodities;
        return only.empty() || std::find(only.begin(), only.end(), commodity) != only.end();
    }

    std::size_t count() const { return result_.flows.size(); }

    Result<Equilibrium> solved() { return equilibrium(world_, year_, how_); }

    /// Solves with the corrections as they stand.
    Result<Equilibrium> corrected() {
        world_.corrections = result_.corrections();
        Result<Equilibrium> answer = solved();
        ++solves_;
        if (options_.progress) {
            const std::size_t more = options_.find_elasticities ? count() : 0;
            options_.progress(solves_, std::max(solves_, kUsualSolves) + more);
        }
        return answer;
    }

    /// The modelled flows in the order of the targets.
    Result<std::vector<double>> flows() {
        const Result<Equilibrium> answer = corrected();
        if (!answer) return answer.diagnostics();
        std::vector<double> result(count(), 0);
        for (std::size_t i = 0; i < count(); ++i) {
            for (const ArcId arc : arcs_[i]) result[i] += answer.value().solution.flow[arc];
        }
        return result;
    }

    /// The market as the rows have it: modelled flows, costs, limits and prices.
    Diagnostics measure() {
        const Result<Equilibrium> answer = solved();
        if (!answer) return answer.diagnostics();
        const Equilibrium& base = answer.value();
        find_prices(base);
        couple(base.market);
        const std::vector<bool> on_cycle = arcs_on_cycles(base.market);
        for (CalibratedFlow& flow : result_.flows) {
            const NamedFlow& of = flow.target.of;
            arcs_.push_back(arcs_of(base.market, of));
            floor_.push_back(correction_floor(base.market, arcs_.back(), on_cycle));
            flow.capacity = capacity(base.market, arcs_.back());
            measure_flow(base, arcs_.back(), flow);
            flow.after = flow.before;
            // Capacities are what observations contradict most: no deviation needs to be left.
            flow.reconciled = std::min(flow.target.observed, flow.capacity);
            flow.correction.link = of.link;
            flow.correction.commodity = of.commodity;
            flow.correction.direction = of.direction;
            flow.correction.supplier = of.supplier;
            flow.correction.period.first = Period::of_year(year_).first;
        }
        return {};
    }

    void find_prices(const Equilibrium& base) {
        price_.assign(world_.commodities.size(), 1);
        for (const VertexId id : base.market.vertices.ids()) {
            const Layer& layer = base.market.layers[base.market.vertices[id].layer];
            double& price = price_[layer.commodity.index()];
            price = std::max(price, std::abs(base.solution.price[id]));
        }
    }

    void couple(const Market& market) {
        for (std::size_t i = 0; i < world_.commodities.size(); ++i) coupled_.push_back(i);
        for (const Resource& resource : market.problem.resources) {
            for (const ResourceUse& use : resource.uses) {
                const auto number = [&](ArcId arc) {
                    return coupled_[market.layers[market.arcs[arc].layer].commodity.index()];
                };
                const std::size_t from = number(use.arc);
                const std::size_t to = number(resource.uses.front().arc);
                if (from != to) std::replace(coupled_.begin(), coupled_.end(), from, to);
            }
        }
    }

    /// The commodities that a flow can have an effect on.
    std::vector<world::CommodityId> commodities_with(world::CommodityId commodity) const {
        std::vector<world::CommodityId> result;
        for (const world::CommodityId other : world_.commodities.ids()) {
            const bool together = coupled_[other.index()] == coupled_[commodity.index()];
            if (together && wanted(other)) result.push_back(other);
        }
        return result;
    }

    static void measure_flow(const Equilibrium& base, const std::vector<ArcId>& arcs,
                             CalibratedFlow& flow) {
        double paid = 0;
        for (const ArcId id : arcs) {
            flow.before += base.solution.flow[id];
            paid += base.solution.flow[id] * base.market.arcs[id].price.paid();
        }
        if (flow.before > 0) {
            flow.unit_cost = paid / flow.before;
        } else if (!arcs.empty()) {
            flow.unit_cost = base.market.arcs[arcs.front()].price.paid();
        }
    }

    /// The sum of the link's own limits on these arcs; infinite where one of them has none.
    static double capacity(const Market& market, const std::vector<ArcId>& arcs) {
        if (arcs.empty()) return 0;
        std::vector<bool> limited(market.arcs.size(), false);
        double sum = 0;
        for (const ResourceId id : market.resources.ids()) {
            if (!market.resources[id].link.valid()) continue;
            bool counts = false;
            for (const ResourceUse& use : market.problem.resources[id].uses) {
                limited[use.arc.index()] = true;
                counts = counts || std::find(arcs.begin(), arcs.end(), use.arc) != arcs.end();
            }
            if (counts) sum += market.problem.resources[id].limit;
        }
        const bool all =
            std::all_of(arcs.begin(), arcs.end(), [&](ArcId id) { return limited[id.index()]; });
        return all ? sum : kInfinity;
    }

    double largest_price(const CalibratedFlow& flow) const {
        return price_[flow.target.of.commodity.index()];
    }
    /// What a flow of nothing is held against.
    static double size(const CalibratedFlow& flow) {
        return flow.reconciled > 0 ? flow.reconciled : std::max(flow.before, kSmallFlow);
    }

    /// Sets corrections to `lambda + w (f/T - 1)`, w in multiples of the largest price.
    void set_penalties(double multiple) {
        for (CalibratedFlow& flow : result_.flows) {
            flow.correction.flow = size(flow);
            flow.correction.slope = multiple * largest_price(flow);
            if (flow.reconciled <= 0) flow.correction.correction += flow.correction.slope;
        }
    }

    Diagnostics reconcile() {
        set_penalties(kReconcile);
        const Result<std::vector<double>> nearest = flows();
        if (!nearest) return nearest.diagnostics();
        for (std::size_t i = 0; i < count(); ++i) {
            CalibratedFlow& flow = result_.flows[i];
            flow.correction.correction = 0;
            // Taken for every flow: together they are feasible, so that the duals are bounded.
            flow.reconciled = nearest.value()[i];
        }
        return {};
    }

    Diagnostics find_multipliers() {
        std::vector<double> lambda(count(), 0);
        double best = kInfinity;
        std::size_t idle = 0;
        for (; result_.rounds < kMostRounds; ++result_.rounds) {
            for (std::size_t i = 0; i < count(); ++i) {
                result_.flows[i].correction.correction = lambda[i];
            }
            set_penalties(kMultiplier);
            const Result<std::vector<double>> found = flows();
            if (!found) return found.diagnostics();
            double worst = 0;
            for (std::size_t i = 0; i < count(); ++i) {
                const CalibratedFlow& flow = result_.flows[i];
                const double deviation = (found.value()[i] - flow.reconciled) / size(flow);
                const double next =
                    std::max(lambda[i] + flow.correction.slope * deviation, -floor_[i]);
                // A correction at its floor cannot do more.
                if (next != lambda[i]) worst = std::max(worst, std::abs(deviation));
                lambda[i] = next;
            }
            idle = worst < best ? 0 : idle + 1;
            best = std::min(best, worst);
            if (worst <= kClose || idle == kPatience) break;
        }
        for (std::size_t i = 0; i < count(); ++i) {
            CalibratedFlow& flow = result_.flows[i];
            const bool none = std::abs(lambda[i]) <= kNoCorrection * largest_price(flow);
            flow.correction.correction = none ? 0 : lambda[i];
        }
        return {};
    }

    Diagnostics set_slopes() {
        for (CalibratedFlow& flow : result_.flows) {
            flow.correction.flow = flow.reconciled;
            const double cost = std::max({std::abs(flow.correction.correction), flow.unit_cost,
                                          kLeastSlope * largest_price(flow)});
            flow.correction.slope = flow.reconciled > 0 ? cost / options_.elasticity : 0;
        }
        const Result<std::vector<double>> found = flows();
        if (!found) return found.diagnostics();
        for (std::size_t i = 0; i < count(); ++i) result_.flows[i].after = found.value()[i];
        return {};
    }

    CalibrationState state_of(const CalibratedFlow& flow) const {
        const double observed = flow.target.observed;
        if (std::abs(flow.after - observed) <= kCalibrationTolerance * observed) {
            return CalibrationState::kMet;
        }
        const std::size_t place = static_cast<std::size_t>(&flow - result_.flows.data());
        if (arcs_[place].empty()) return CalibrationState::kNoWay;
        if (flow.capacity < observed * (1 - kFull)) return CalibrationState::kOverCapacity;
        const bool at_floor = flow.correction.correction <= -floor_[place] * (1 - kAtFloor);
        if (at_floor && flow.after < observed) return CalibrationState::kFreeOfCost;
        return CalibrationState::kContradicted;
    }

    Diagnostics find_elasticities() {
        for (CalibratedFlow& flow : result_.flows) {
            if (flow.after <= kSmallFlow || flow.unit_cost <= 0) continue;
            const double kept = flow.correction.correction;
            flow.correction.correction += kCostRise * flow.unit_cost;
            how_.market.commodities = commodities_with(flow.target.of.commodity);
            const Result<Equilibrium> answer = corrected();
            flow.correction.correction = kept;
            if (!answer) return answer.diagnostics();
            double found = 0;
            for (const ArcId arc : arcs_of(answer.value().market, flow.target.of)) {
                found += answer.value().solution.flow[arc];
            }
            flow.elasticity = (found / flow.after - 1) / kCostRise;
        }
        return {};
    }

    void rank() {
        const auto relative = [&](std::size_t i) {
            const CalibratedFlow& flow = result_.flows[i];
            return std::abs(flow.correction.correction) /
                   std::max(flow.unit_cost, kLeastSlope * largest_price(flow));
        };
        for (std::size_t i = 0; i < count(); ++i) result_.ranking.push_back(i);
        std::stable_sort(result_.ranking.begin(), result_.ranking.end(),
                         [&](std::size_t a, std::size_t b) { return relative(a) > relative(b); });
    }

    // Canonical units a year; less is the rounding of the solver.
    static constexpr double kSmallFlow = 1e-6;
    // What the bar of progress begins with; the rounds are not known before.
    static constexpr std::size_t kUsualSolves = 8;

    world::World world_; ///< with the corrections of the moment
    int year_;
    const CalibrationOptions& options_;
    EquilibriumOptions how_;
    Calibration result_;
    /// By commodity: a number that those share which share capacities.
    std::vector<std::size_t> coupled_;
    std::vector<std::vector<ArcId>> arcs_; ///< by target; corrections do not change their ids
    std::vector<double> floor_, price_;    ///< by target; by commodity
    std::size_t solves_ = 0;
};

} // namespace

std::vector<world::Correction> Calibration::corrections() const {
    std::vector<world::Correction> result;
    for (const CalibratedFlow& flow : flows) result.push_back(flow.correction);
    return result;
}

Result<Calibration> calibrate(const world::World& world, int year,
                              const CalibrationOptions& options) {
    return Calibrator(world, year, options).run();
}

} // namespace isthmus::flow
