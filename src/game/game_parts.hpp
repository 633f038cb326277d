// SPDX-License-Identifier: Apache-2.0
// A market cut into the parts of a game, each with the consents of its own pieces.
#pragma once

#include <vector>

#include "game/game_players.hpp"

namespace isthmus::game {

/// The blocks (flow/problem.hpp) of what can open at all, in the order of the market; those that no
/// player has a say in add the same to every coalition and are left out.
std::vector<GamePart> game_parts(const GameMarket& market, const Seats& seats, Others others);

} // namespace isthmus::game
