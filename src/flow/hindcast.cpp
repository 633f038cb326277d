// SPDX-License-Identifier: Apache-2.0
#include "flow/hindcast.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

#include "flow/market_layers.hpp"
#include "flow/observation_use.hpp"
#include "flow/rank_correlation.hpp"
#include "world/evidence.hpp"

namespace isthmus::flow {
namespace {

bool is_recalled(const world::World& world, const world::Observation& observation) {
    const auto& claims = observation.provenance.claims;
    return std::all_of(claims.begin(), claims.end(), [&](world::ClaimId claim) {
        return world::evidence_of(world, claim) >= world::Evidence::kEstimate;
    });
}

/// What an input says of a series counts for the whole of it: an observation is tied where any that
/// was taken for the flow is.
void judge(const world::World& world, HindcastFlow& flow) {
    for (const std::size_t i : flow.observations) {
        flow.tied = flow.tied || is_tied_to_input(world.observations[i]);
        flow.recalled = flow.recalled || is_recalled(world, world.observations[i]);
    }
}

/// Flows observed in both years, without predictions.
std::vector<HindcastFlow> flows_of_both(const world::World& world, const Calibration& calibration,
                                        int to) {
    std::vector<HindcastFlow> result;
    const std::vector<FlowTarget> later = flow_targets(world, to);
    for (const CalibratedFlow& before : calibration.flows) {
        const auto after = std::find_if(later.begin(), later.end(), [&](const FlowTarget& target) {
            return target.of == before.target.of;
        });
        if (after == later.end()) continue;
        HindcastFlow flow;
        flow.of = after->of;
        flow.before = before.target.observed;
        flow.after = after->observed;
        flow.state = before.state;
        flow.observations = before.target.observations;
        flow.observations.insert(flow.observations.end(), after->observations.begin(),
                                 after->observations.end());
        judge(world, flow);
        result.push_back(std::move(flow));
    }
    return result;
}

double flow_of(const Equilibrium& equilibrium, const NamedFlow& flow) {
    double sum = 0;
    for (const ArcId arc : arcs_of(equilibrium.market, flow)) sum += equilibrium.solution.flow[arc];
    return sum;
}

/// The factor from one modelled flow to another, as far as it says anything.
double change(double from, double to) {
    // Changes beyond these are those of a flow that was or becomes a remnant (Daly et al. 2012
    // bound them likewise).
    constexpr double kMostChange = 5;
    if (from <= 0 || to <= 0) return 1;
    return std::clamp(to / from, 1 / kMostChange, kMostChange);
}

bool counts(const HindcastFlow& flow, HindcastScope scope) {
    switch (scope) {
    case HindcastScope::kAll:
        return true;
    case HindcastScope::kFree:
        return !flow.tied && !flow.recalled;
    case HindcastScope::kTied:
        return flow.tied;
    }
    return false;
}

using Flows = std::vector<const HindcastFlow*>;

std::vector<double> column(const Flows& flows, double (*value)(const HindcastFlow&)) {
    std::vector<double> result;
    for (const HindcastFlow* flow : flows) result.push_back(value(*flow));
    return result;
}

double sum(const Flows& flows, double (*value)(const HindcastFlow&)) {
    double total = 0;
    for (const HindcastFlow* flow : flows) total += value(*flow);
    return total;
}

HindcastScore score_one(const Flows& flows) {
    HindcastScore score;
    score.flows = flows.size();
    for (const HindcastFlow* flow : flows) {
        score.model_wins += flow->model_wins();
        score.persistence_wins += flow->persistence_wins();
    }
    using Row = const HindcastFlow&;
    const double observed = sum(flows, [](Row row) { return row.after; });
    const auto share = [&](double (*error)(Row)) {
        return observed > 0 ? sum(flows, error) / observed : kInfinity;
    };
    score.error = share([](Row row) { return row.error(); });
    score.persistence_error = share([](Row row) { return row.persistence_error(); });
    score.uncorrected_error = share([](Row row) { return std::abs(row.uncorrected - row.after); });
    const auto after = column(flows, [](Row row) { return row.after; });
    score.level_correlation =
        rank_correlation(column(flows, [](Row row) { return row.predicted; }), after);
    score.persistence_level_correlation =
        rank_correlation(column(flows, [](Row row) { return row.before; }), after);
    score.change_correlation =
        rank_correlation(column(flows, [](Row row) { return row.predicted - row.before; }),
                         column(flows, [](Row row) { return row.after - row.before; }));
    return score;
}

/// Of several commodities, from the scores of each.
HindcastScore score_all(const Flows& flows, const std::vector<HindcastScore>& each) {
    using Row = const HindcastFlow&;
    HindcastScore score;
    for (const HindcastScore& one : each) {
        const auto weight = static_cast<double>(one.flows) / static_cast<double>(flows.size());
        score.flows += one.flows;
        score.model_wins += one.model_wins;
        score.persistence_wins += one.persistence_wins;
        score.error += weight * one.error;
        score.persistence_error += weight * one.persistence_error;
        score.uncorrected_error += weight * one.uncorrected_error;
    }
    Flows grown;
    std::copy_if(flows.begin(), flows.end(), std::back_inserter(grown),
                 [](const HindcastFlow* flow) { return flow->before > 0; });
    score.change_correlation =
        rank_correlation(column(grown, [](Row row) { return row.predicted / row.before - 1; }),
                         column(grown, [](Row row) { return row.after / row.before - 1; }));
    return score;
}

/// The mean reference price of a commodity's demand in a year, weighted by quantity; nothing where
/// there is no demand.
std::optional<double> mean_price(const world::World& world, world::CommodityId commodity,
                                 int year) {
    double value = 0, quantity = 0;
    const auto add = [&](const auto& rows) {
        for (const auto& row : rows) {
            value += row.price * row.quantity;
            quantity += row.quantity;
        }
    };
    const MarketYear of(world, year);
    MarketOptions options;
    options.commodities = {commodity};
    Diagnostics ignored; // equilibrium() reports what is missing
    const Participants who = participants(of, options, ignored);
    add(who.demands);
    add(who.freight);
    if (quantity <= 0) return std::nullopt;
    return value / quantity;
}

Diagnostics nothing_in_both(const world::World& world, int from, int to) {
    std::set<int> years;
    for (const auto& observation : world.observations) years.insert(observation.year);
    std::string known;
    for (const int year : years) known += (known.empty() ? "" : ", ") + std::to_string(year);
    return one({"E821", "", 0, "", fmt::format("{} and {}", from, to),
                "two years in which the same flow was observed",
                known.empty() ? "the world has no observations" : "observed years: " + known});
}

} // namespace

double HindcastFlow::error() const {
    return std::abs(predicted - after);
}
double HindcastFlow::persistence_error() const {
    return std::abs(before - after);
}

std::vector<HindcastScore> hindcast_scores(const std::vector<HindcastFlow>& flows) {
    std::vector<HindcastScore> result;
    for (const auto scope : {HindcastScope::kAll, HindcastScope::kFree, HindcastScope::kTied}) {
        std::set<world::CommodityId> commodities;
        Flows all;
        for (const HindcastFlow& flow : flows) {
            if (!counts(flow, scope)) continue;
            all.push_back(&flow);
            commodities.insert(flow.of.commodity);
        }
        if (all.empty()) continue;
        std::vector<HindcastScore> each;
        for (const world::CommodityId commodity : commodities) {
            Flows one;
            std::copy_if(all.begin(), all.end(), std::back_inserter(one),
                         [&](const HindcastFlow* flow) { return flow->of.commodity == commodity; });
            each.push_back(score_one(one));
            each.back().commodity = commodity;
            each.back().scope = scope;
        }
        result.push_back(score_all(all, each));
        result.back().scope = scope;
        result.insert(result.end(), each.begin(), each.end());
    }
    return result;
}

std::vector<world::Correction> carried_corrections(const world::World& world,
                                                   const Calibration& calibration,
                                                   const Equilibrium& rows_alone) {
    std::vector<world::Correction> result = calibration.corrections();
    const int year = rows_alone.market.year;
    std::map<world::CommodityId, double> price_ratio;
    for (std::size_t i = 0; i < result.size(); ++i) {
        world::Correction& row = result[i];
        const auto [place, is_new] = price_ratio.try_emplace(row.commodity, 1);
        if (is_new) {
            const auto then = mean_price(world, row.commodity, calibration.year);
            const auto now = mean_price(world, row.commodity, year);
            if (then && now && *then > 0) place->second = *now / *then;
        }
        row.correction *= place->second;
        row.slope *= place->second;
        row.flow *= change(calibration.flows[i].before, flow_of(rows_alone, flow_named_by(row)));
    }
    return result;
}

Result<Hindcast> hindcast(const world::World& world, int from, int to,
                          const CalibrationOptions& options) {
    Result<Calibration> calibration = calibrate(world, from, options);
    if (!calibration) return calibration.diagnostics();
    Hindcast result;
    result.from = from;
    result.to = to;
    result.calibration = std::move(calibration).value();
    result.flows = flows_of_both(world, result.calibration, to);
    if (result.flows.empty()) return nothing_in_both(world, from, to);
    world::World corrected = world;
    corrected.corrections.clear();
    const Result<Equilibrium> rows_alone = equilibrium(corrected, to, options.equilibrium);
    if (!rows_alone) return rows_alone.diagnostics();
    corrected.corrections = carried_corrections(world, result.calibration, rows_alone.value());
    const Result<Equilibrium> predicted = equilibrium(corrected, to, options.equilibrium);
    if (!predicted) return predicted.diagnostics();
    for (HindcastFlow& flow : result.flows) {
        flow.uncorrected = flow_of(rows_alone.value(), flow.of);
        flow.predicted = flow_of(predicted.value(), flow.of);
    }
    result.scores = hindcast_scores(result.flows);
    return result;
}

} // namespace isthmus::flow
