// SPDX-License-Identifier: Apache-2.0
#include "report/dependence_study.hpp"

#include <algorithm>

#include "report/leverage_study.hpp"

namespace isthmus::report {

namespace {

/// Those that the world names first, or those who matter most.
dependence::DependenceOptions dependence_options(const dependence::Baseline& base) {
    dependence::DependenceOptions options;
    for (const dependence::Part& part : base.parts) {
        options.commodities.insert(options.commodities.end(), part.commodities.begin(),
                                   part.commodities.end());
    }
    std::sort(options.commodities.begin(), options.commodities.end());
    const std::vector<std::string>& stated = base.world->manifest().players;
    options.players.assign(stated.begin(), stated.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                stated.size(), kReportPlayers)));
    if (stated.empty()) options.player_count = kReportPlayers;
    return options;
}

/// Each by itself: these places and the links with an end there, or all where none are named.
std::vector<dependence::OutageSet> single_outages(const dependence::Baseline& base,
                                                  const std::vector<world::NodeId>& central) {
    const auto is_central = [&](world::NodeId node) {
        return central.empty() || std::find(central.begin(), central.end(), node) != central.end();
    };
    std::vector<dependence::OutageSet> sets;
    for (const dependence::Outage& outage : dependence::outages_in_service(base)) {
        const bool wanted = outage.is_link() ? is_central(base.world->links[outage.link].from) ||
                                                   is_central(base.world->links[outage.link].to)
                                             : is_central(outage.node);
        if (wanted) sets.push_back({outage});
    }
    return sets;
}

void take_out(const std::vector<world::NodeId>& central, DependenceStudy& study) {
    dependence::DisruptionOptions options;
    options.states = false;
    auto all = dependence::disruption(*study.base, single_outages(*study.base, central), options);
    if (!all.ok()) {
        study.disruption_reason = first_reason(all.diagnostics());
        return;
    }
    study.disruption = std::move(all).value();
    std::vector<dependence::OutageSet> first;
    for (const dependence::Chokepoint& point : dependence::chokepoints(*study.disruption)) {
        if (first.size() < kOutagesTold) first.push_back({point.outage});
    }
    options.states = true;
    auto worst = dependence::disruption(*study.base, first, options);
    if (worst.ok()) study.worst = std::move(worst).value();
}

} // namespace

DependenceStudy dependence_study(const flow::Equilibrium& equilibrium, const ReportOptions& options,
                                 const std::vector<world::NodeId>& central) {
    DependenceStudy study;
    if (!options.dependence && !options.disruption) return study;
    dependence::BaselineOptions baseline;
    baseline.commodities = commodities_of(equilibrium.market);
    auto base = dependence::baseline(*equilibrium.market.world, equilibrium.market.year, baseline);
    if (!base.ok()) {
        study.dependence_reason = study.disruption_reason = first_reason(base.diagnostics());
        return study;
    }
    study.base = std::move(base).value();
    if (options.dependence) {
        auto result = dependence::dependence(*study.base, dependence_options(*study.base));
        if (result.ok()) {
            study.dependence = std::move(result).value();
        } else {
            study.dependence_reason = first_reason(result.diagnostics());
        }
    }
    if (options.disruption) take_out(central, study);
    return study;
}

} // namespace isthmus::report
