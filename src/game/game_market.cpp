// SPDX-License-Identifier: Apache-2.0
#include "game/game_market.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace isthmus::game {

using world::ActorId;
using world::NodeId;
using world::World;

namespace {

void settle(Actors& actors) {
    std::sort(actors.begin(), actors.end());
    actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
}

Actors at_node(const World& world, Day day, NodeId node, ActorId actor) {
    Actors result{world.state_of(actor)};
    const ActorId controller = world.controller(world.nodes[node].territory, day);
    if (controller.valid()) result.push_back(world.state_of(controller));
    settle(result);
    return result;
}

bool bounded(const flow::Curve& curve) {
    return std::isfinite(curve.limit) && std::isfinite(curve.marginal(0)) &&
           std::isfinite(curve.marginal(curve.limit));
}

void check_bounded(const flow::Market& market, Diagnostics& diagnostics) {
    const World& world = *market.world;
    const auto unbounded = [&](const std::string& what, world::CommodityId commodity, NodeId node) {
        diagnostics.add({"E703", "", 0, "",
                         fmt::format("{} of {} at {}", what, world.commodities[commodity].id,
                                     world.nodes[node].id),
                         "a curve with finite quantities and prices",
                         "the values of coalitions would be unbounded; correct its quantity, price "
                         "or elasticity"});
    };
    for (const auto id : market.supplies.ids()) {
        const flow::MarketSupply& supply = market.supplies[id];
        if (!bounded(market.problem.supplies[id].curve)) {
            unbounded("supply", supply.commodity, supply.node);
        }
    }
    for (const auto id : market.demands.ids()) {
        const flow::MarketDemand& demand = market.demands[id];
        if (!bounded(market.problem.demands[id].curve)) {
            unbounded("demand", demand.commodity, demand.node);
        }
    }
}

} // namespace

IdVector<world::ActorTag, char> GameMarket::needed() const {
    IdVector<world::ActorTag, char> result(world().actors.size());
    const auto mark = [&](const Actors& actors) {
        for (const ActorId actor : actors) result[actor] = 1;
    };
    for (const flow::MarketArc& arc : market.arcs) mark(link_needs[arc.link]);
    for (const Actors& actors : supply_needs) mark(actors);
    for (const Actors& actors : demand_needs) mark(actors);
    return result;
}

Result<GameMarket> game_market(const World& world, int year, const WorldGameOptions& options) {
    flow::MarketOptions market_options;
    market_options.commodities = options.commodities;
    market_options.contracts = false;
    market_options.withdrawals = false;
    market_options.observations = false;
    market_options.restrictions = options.restrictions == RestrictionRule::kStanding;
    Result<flow::Market> market = flow::build_market(world, year, market_options);
    if (!market) return market.diagnostics();
    GameMarket result;
    result.market = std::move(market).value();
    Diagnostics diagnostics;
    check_bounded(result.market, diagnostics);
    if (!diagnostics.empty()) return diagnostics;

    const Day day = result.day();
    flow::Problem& problem = result.market.problem;
    for (const auto id : problem.arcs.ids()) {
        problem.arcs[id].cost = result.market.arcs[id].price.real();
    }
    result.link_needs = flow::consents_on(world, day);
    for (const flow::MarketSupply& supply : result.market.supplies) {
        result.supply_needs.push_back(at_node(world, day, supply.node, supply.actor));
    }
    for (const flow::MarketDemand& demand : result.market.demands) {
        result.demand_needs.push_back(at_node(world, day, demand.node, demand.actor));
    }
    return result;
}

} // namespace isthmus::game
