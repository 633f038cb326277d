// SPDX-License-Identifier: Apache-2.0
// Whose goods may go where: the rows of supply and demand in one year, the layers they need, and
// what restrictions allow.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "flow/market_year.hpp"

namespace isthmus::flow {

/// A way over a link in one direction that is in service for a commodity.
struct Passage {
    world::LinkId link;
    bool backward = false;
    world::NodeId from, to;
    ArcPrice price;
    double loss = 0;
};

/// What of the tables takes part in the market, each series at the year.
struct Participants {
    std::vector<world::Supply> supplies;
    std::vector<world::Demand> demands;
    std::vector<world::FreightDemand> freight;
};
/// Series whose last anchor lies before the year are E501.
Participants participants(const MarketYear& year, const MarketOptions& options,
                          Diagnostics& diagnostics);

/// Passages by commodity. Links with a capacity but without a cost in the year are E502.
std::map<world::CommodityId, std::vector<Passage>>
passages(const MarketYear& year, const Participants& who, Diagnostics& diagnostics);

/// Whether a contract's party stands for an actor: itself, its home state, or a company of the
/// state.
bool stands_for(const world::World& world, world::ActorId party, world::ActorId actor);

/// Layers of the fuels and of freight, in the order of commodities and of first appearance.
std::vector<Layer> layers(const MarketYear& year, const Participants& who,
                          const MarketOptions& options);

/// Whether restrictions let the layer's goods be delivered to an actor, and go over a passage.
bool may_serve(const MarketYear& year, const Layer& layer, world::ActorId consumer);
bool may_use(const MarketYear& year, const Layer& layer, const Passage& passage);
/// Surcharges on the layer's goods over a passage.
double surcharge(const MarketYear& year, const Layer& layer, const Passage& passage);

} // namespace isthmus::flow
