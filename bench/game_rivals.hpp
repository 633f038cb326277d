// SPDX-License-Identifier: Apache-2.0
// What others would use for the values of many coalitions: a linear program over the network's arcs
// and steps, loaded once, whose bounds change from coalition to coalition and which is solved again
// from the last basis, on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "game/network.hpp"

namespace isthmus::bench {

class Rival {
  public:
    virtual ~Rival() = default;
    /// W(coalition), NaN where the solver fails; only what differs from the last call is changed.
    virtual double welfare(game::Coalition coalition) = 0;
};

/// CLP's dual simplex with its factorisation and work areas kept between calls: on such programs
/// twice as fast as its default.
std::unique_ptr<Rival> make_clp_rival(const game::CoalitionNetwork& network);
/// HiGHS' dual simplex without presolve, which would cost more than it saves; nullptr where the
/// build has no HiGHS.
std::unique_ptr<Rival> make_highs_rival(const game::CoalitionNetwork& network);

/// Coalitions in a row of a Gray code: each differs from the one before in one player.
using GrayWindow = std::vector<game::Coalition>;
/// Windows of `steps` steps from random places. `order`: the player that toggles most first.
std::vector<GrayWindow> gray_windows(const std::vector<std::size_t>& order, std::size_t count,
                                     std::size_t steps, std::uint64_t seed);

} // namespace isthmus::bench
