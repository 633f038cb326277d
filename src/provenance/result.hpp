// SPDX-License-Identifier: Apache-2.0
// Results of a year that can be asked about by name: flow/LINK[/COMMODITY[/DIRECTION]],
// price/PLACE[/COMMODITY[/ORIGIN]], payoff/ACTOR, dependence/I/J (what I loses after rerouting when
// J withdraws towards it) and welfare; and the solved markets that a result is read from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "flow/market.hpp"
#include "flow/path_flows.hpp"
#include "flow/solve.hpp"
#include "world/world.hpp"

namespace isthmus::provenance {

enum class ResultKind { kFlow, kPrice, kPayoff, kDependence, kWelfare };

/// Which result, in a world: ids are that world's, and stay valid in a world whose cells differ.
struct ResultName {
    ResultKind kind = ResultKind::kWelfare;
    world::LinkId link;
    world::CommodityId commodity;                                 ///< of a flow or price
    world::FlowDirection direction = world::FlowDirection::kBoth; ///< both: added up
    world::NodeId node, origin;                                   ///< origin: of freight
    std::vector<world::ActorId> whose; ///< states or one company: of a payoff, or who loses
    std::vector<world::ActorId> by;    ///< states that withdraw
    std::string path;                  ///< in full, as typed or completed

    bool is_quantity() const { return kind == ResultKind::kFlow; }
};

/// Whether a text has the form of a result's name.
bool is_result_path(std::string_view text);

struct ResultOptions {
    std::vector<world::CommodityId> commodities; ///< empty: all
    bool separate_suppliers = false;             ///< a dependence always separates them
    std::string solver;                          ///< empty: the default
    unsigned threads = 2;
};

/// The result of that name in a year. E602 for unknown names, with the nearest; E960 where the name
/// fits several results; E961 where nothing of the kind exists in the year; errors of
/// flow::build_market.
Result<ResultName> read_result(const world::World& world, int year, const std::string& path,
                               const ResultOptions& options = {});

/// A solved market, and with which sign its payoff counts in the result.
struct SolvedCase {
    double sign = 1;
    flow::Market market;
    flow::Solution solution;
    std::vector<flow::PathFlow> ways;
    double payoff = 0; ///< of a dependence: what the case adds to it, before the sign
};

/// Canonical: quantity a year, MUSD per quantity, or MUSD a year.
struct SolvedResult {
    double value = 0;
    double low = 0,
           high = 0; ///< where the optimum leaves the result open, its ends; else the value
    std::vector<SolvedCase>
        cases; ///< markets hold a pointer to the world that they were built from
};

/// Solves what the result needs: for flows and prices the commodities that share capacities with
/// its own; for a dependence each part of the market, as it is and after the withdrawal. `start`
/// (may be null) is a solution of a world that differs little; it changes the time alone. Errors as
/// flow::equilibrium. The world must outlive the result.
Result<SolvedResult> solve_result(const world::World& world, int year, const ResultName& name,
                                  const ResultOptions& options,
                                  const SolvedResult* start = nullptr);

/// The arcs whose flows add up to the result.
std::vector<flow::ArcId> arcs_of_result(const flow::Market& market, const ResultName& name);
/// Where a price is read: the last demand at the place, or without one its largest supply.
struct PricePlace {
    flow::DemandId demand;
    flow::SupplyId supply;
};
PricePlace price_place(const flow::Market& market, const flow::Solution& solution,
                       const ResultName& name);
/// By actor of the world: whether its payoff counts in the result.
std::vector<bool> counted_actors(const world::World& world, const ResultName& name);

} // namespace isthmus::provenance
