// SPDX-License-Identifier: Apache-2.0
// Who plays and how values are computed, as the commands about leverage share it.
#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "game/world_game.hpp"

namespace isthmus::cli {

struct GameArguments {
    std::vector<std::string> players, commodities;
    std::string player_count; ///< empty: the default choice
    std::string others = "merged";
    std::string restrictions = "lifted";
    std::string threads = "2";
    std::string certified = "16";
    std::string journal;
};

void declare_game(Options& options, GameArguments& arguments);

/// Unknown words, commodities and numbers out of range are diagnostics, all at once.
Result<game::WorldGameOptions> read_game(const world::World& world, const GameArguments& arguments);
Result<game::ValueOptions> read_values(const GameArguments& arguments);

/// Shows how far a run is: tasks done, rate and time left.
std::function<void(const game::Progress&)> show_progress(Context& context, std::string what);

} // namespace isthmus::cli
