// SPDX-License-Identifier: Apache-2.0
#include "game/world_game.hpp"

#include "game/game_assumptions.hpp"
#include "game/game_parts.hpp"

namespace isthmus::game {

using world::ActorId;
using world::World;

namespace {

/// Those asked for, those that the world names, or those who matter most.
Result<std::vector<std::string>> player_ids(const GameMarket& market,
                                            const WorldGameOptions& options) {
    if (!options.players.empty()) {
        std::vector<std::string> ids = options.players;
        // A game's own list of players names this one, too.
        std::erase(ids, kEveryoneElse);
        return ids;
    }
    const std::vector<std::string>& stated = market.world().manifest().players;
    if (options.player_count == 0 && !stated.empty()) return stated;
    return ranked_players(market,
                          options.player_count == 0 ? kDefaultPlayers : options.player_count);
}

} // namespace

Result<WorldGame> world_game(const World& world, int year, const WorldGameOptions& options) {
    Result<GameMarket> built = game_market(world, year, options);
    if (!built) return built.diagnostics();
    const GameMarket market = std::move(built).value();

    Result<std::vector<std::string>> ids = player_ids(market, options);
    if (!ids) return ids.diagnostics();
    const bool idle = options.idle_players || options.players.empty();
    Result<Seats> seated = seats(market, ids.value(), idle);
    if (!seated) return seated.diagnostics();
    Seats table = std::move(seated).value();
    if (options.others == Others::kMerged) seat_everyone_else(market, table);

    WorldGame game;
    game.world = &world;
    game.year = year;
    game.options = options;
    game.players = table.players;
    if (options.others == Others::kPresent) {
        const auto needed = market.needed();
        for (const ActorId actor : world.actors.ids()) {
            if (needed[actor] && table.player_of[actor] == kNoPlayer) {
                game.always_present.push_back(actor);
            }
        }
    }
    game.parts = game_parts(market, table, options.others);
    game.assumptions = assumptions(game, market, table);
    return game;
}

} // namespace isthmus::game
