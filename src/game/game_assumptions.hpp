// SPDX-License-Identifier: Apache-2.0
// What a game assumes, in sentences for its reader; each can be checked against a table of the
// world.
#pragma once

#include <string>
#include <vector>

#include "game/game_players.hpp"

namespace isthmus::game {

/// `game` with everything but its assumptions.
std::vector<std::string> assumptions(const WorldGame& game, const GameMarket& market,
                                     const Seats& seats);

} // namespace isthmus::game
