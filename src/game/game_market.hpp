// SPDX-License-Identifier: Apache-2.0
// The market that a game is played on, and whose agreement each part of it needs.
//
// Contracts and withdrawals are left out, restrictions lifted or standing (world_game.hpp).
// Carriage counts at its real cost (operation, time, surcharges): tariffs and fees pass between the
// parties, and what they come to is bargained over.
#pragma once

#include <vector>

#include "flow/consents.hpp"
#include "flow/market.hpp"
#include "game/world_game.hpp"

namespace isthmus::game {

/// Actors, a company as its home state, each once, in the order of the world.
using Actors = std::vector<world::ActorId>;

struct GameMarket {
    flow::Market market;
    /// On the reference day: all whom the consents name for a link; the actor of a supply or demand
    /// (for freight the shipper at the origin, the buyer at the destination) and who controls the
    /// territory of its node, where anybody does.
    flow::LinkConsents link_needs;
    IdVector<flow::SupplyTag, Actors> supply_needs;
    IdVector<flow::DemandTag, Actors> demand_needs;

    const world::World& world() const { return *market.world; }
    Day day() const { return reference_day(market.year); }
    const Actors& arc_needs(flow::ArcId arc) const { return link_needs[market.arcs[arc].link]; }
    /// By actor: whether any part of the market needs it.
    IdVector<world::ActorTag, char> needed() const;
};

/// Errors as flow::build_market; E703 where a curve has no finite limit or price, so that values
/// would be unbounded.
Result<GameMarket> game_market(const world::World& world, int year,
                               const WorldGameOptions& options);

} // namespace isthmus::game
