// SPDX-License-Identifier: Apache-2.0
// Views of an equilibrium as tables, in the units in which each commodity is shown. Every number
// that the command, the report or a package prints comes from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/equilibrium.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// Flows by link, commodity and direction against capacity, with the link's status, since when, by
/// whom and why.
ResultTable flow_table(const flow::Equilibrium& equilibrium);
/// Flows by link and owner of the goods (layer).
ResultTable owner_flow_table(const flow::Equilibrium& equilibrium);
/// Prices by place with the interval in which they are unique; for freight the generalised cost
/// from each origin.
ResultTable price_table(const flow::Equilibrium& equilibrium);
/// Payoffs with their parts, million USD a year, largest first. Companies count for their home
/// state.
ResultTable state_payoff_table(const flow::Equilibrium& equilibrium);
/// The same with companies apart.
ResultTable actor_payoff_table(const flow::Equilibrium& equilibrium);
/// Welfare and its parts.
ResultTable welfare_table(const flow::Equilibrium& equilibrium);
/// Capacities, contracts and quotas that bind, dearest first.
ResultTable binding_table(const flow::Equilibrium& equilibrium);
/// Observed against modelled flows, with relative error and what explains a large one.
ResultTable observation_table(const flow::Equilibrium& equilibrium);
/// Restrictions in force in the year.
ResultTable restriction_table(const flow::Equilibrium& equilibrium);
/// Status of every link at the end of the year: open, restricted or closed, since when, by whom.
ResultTable link_status_table(const flow::Equilibrium& equilibrium);
/// Contracts in force with the quantity delivered.
ResultTable contract_table(const flow::Equilibrium& equilibrium);
/// Certificate, errors of the steps, size of the problem.
ResultTable certificate_table(const flow::Equilibrium& equilibrium);
/// Share of the world's numbers by confidence.
ResultTable evidence_table(const flow::Equilibrium& equilibrium);
/// The same for a world, whether it is solved or not.
ResultTable evidence_table(const world::World& world);
/// Documents that the year's numbers rest on.
ResultTable source_table(const flow::Equilibrium& equilibrium);

/// Flows that are not unique, with the range of each over all optimal solutions. Slow (a linear
/// program for each end of each range, seconds for a large world), hence not one of views().
ResultTable flow_range_table(const flow::Equilibrium& equilibrium);

/// A view by the name that `isthmus solve --table NAME` takes (the id of its table).
struct View {
    std::string_view id;
    std::string_view title;
    ResultTable (*make)(const flow::Equilibrium&);
};
/// All of the above in that order: flows, flows_by_owner, prices, payoffs_by_state, payoffs,
/// welfare, binding, observations, restrictions, link_status, contracts, certificate, evidence,
/// sources.
const std::vector<View>& views();
const View* find_view(std::string_view id);

/// "Caspian, 2024" or "Caspian, 2024, scenario no-straits".
std::string basis_title(const flow::Equilibrium& equilibrium);

} // namespace isthmus::report
