// SPDX-License-Identifier: Apache-2.0
// Who plays: the choice of players, their naming and their merging into blocs.
#pragma once

#include <string>
#include <vector>

#include "game/game_market.hpp"

namespace isthmus::game {

inline constexpr std::size_t kNoPlayer = static_cast<std::size_t>(-1);

struct Seats {
    std::vector<Player> players;
    IdVector<world::ActorTag, std::size_t> player_of; ///< kNoPlayer: none
};

/// The players of actors; no actor is of two players.
IdVector<world::ActorTag, std::size_t> players_of_actors(const world::World& world,
                                                         const std::vector<Player>& players);

/// Full members (role member) of a bloc on a day, companies as their home, in the order of the
/// world.
Actors members(const world::World& world, world::BlocId bloc, Day day);

/// The players by their ids. E702: an unknown id (with the nearest match), a company (with its
/// home), one named twice, one within another one, one that nothing depends on; E701: more than
/// kMaxPlayers. With `idle` those that nothing depends on sit as well.
Result<Seats> seats(const GameMarket& market, const std::vector<std::string>& ids, bool idle);
/// Seats everybody else with a stake as one player, the last.
void seat_everyone_else(const GameMarket& market, Seats& seats);

/// default_players() of a market that is built already.
Result<std::vector<std::string>> ranked_players(const GameMarket& market, std::size_t count);

} // namespace isthmus::game
