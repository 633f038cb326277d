// SPDX-License-Identifier: Apache-2.0
// A number that two parts of games share only if, but for chance, they are the same part.
#pragma once

#include <cstdint>

#include "game/coalition_problem.hpp"
#include "game/network.hpp"

namespace isthmus::game {

std::uint64_t run_key(const CoalitionProblem& part);
std::uint64_t run_key(const CoalitionNetwork& network);

} // namespace isthmus::game
