// SPDX-License-Identifier: Apache-2.0
#include "game/game_players.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/text.hpp"

namespace isthmus::game {

using world::ActorId;
using world::BlocId;
using world::World;

namespace {

Diagnostic refusal(const std::string& found, const std::string& expected, const std::string& hint) {
    return {"E702", "", 0, "", found, expected, hint};
}

Diagnostic unknown(const World& world, const std::string& id) {
    std::vector<std::string> candidates;
    for (const world::Actor& actor : world.actors) {
        if (actor.kind != world::ActorKind::kCompany) candidates.push_back(actor.id);
    }
    for (const world::Bloc& bloc : world.blocs) candidates.push_back(bloc.id);
    const auto nearest = nearest_match(id, candidates);
    return refusal(id, "the id of a state or bloc of actors.csv or blocs.csv",
                   nearest ? fmt::format("did you mean '{}'?", *nearest) : "");
}

/// The player of that id, or what is wrong with it.
struct Named {
    std::optional<Player> player;
    Diagnostic refused;
};
Named named(const World& world, Day day, const std::string& id) {
    if (const ActorId actor = world.find<world::ActorTag>("actors", id); actor.valid()) {
        const world::Actor& row = world.actors[actor];
        if (row.home.valid()) {
            return {{},
                    refusal(id, "a state or bloc, for companies count for their home state",
                            fmt::format("name '{}' instead", world.actors[row.home].id))};
        }
        return {Player{row.id, row.name, {actor}}, {}};
    }
    const BlocId bloc = world.find<world::BlocTag>("blocs", id);
    if (!bloc.valid()) return {{}, unknown(world, id)};
    Actors actors = members(world, bloc, day);
    if (actors.empty()) {
        return {{}, refusal(id, "a bloc with members on the reference day", "see memberships.csv")};
    }
    return {Player{world.blocs[bloc].id, world.blocs[bloc].name, std::move(actors)}, {}};
}

/// Whether the player has an asset or a consent: a part of the market, or a row of consents for a
/// link that is out of service.
bool takes_part(const GameMarket& market, const IdVector<world::ActorTag, char>& needed,
                const Player& player) {
    const auto belongs = [&](ActorId actor) {
        return std::find(player.actors.begin(), player.actors.end(), actor) != player.actors.end();
    };
    return std::any_of(player.actors.begin(), player.actors.end(),
                       [&](ActorId actor) { return needed[actor] != 0; }) ||
           std::any_of(market.link_needs.begin(), market.link_needs.end(),
                       [&](const Actors& actors) {
                           return std::any_of(actors.begin(), actors.end(), belongs);
                       });
}

/// Seats the player, or says in whose way it is.
std::optional<Diagnostic> seat(const World& world, Player player, Seats& seats) {
    for (const ActorId actor : player.actors) {
        const std::size_t other = seats.player_of[actor];
        if (other == kNoPlayer) continue;
        const std::string& taken = seats.players[other].id;
        if (taken == player.id) {
            return refusal(player.id, "each player once", "it is named twice");
        }
        return refusal(player.id, "players that share no state",
                       fmt::format("'{}' counts for '{}' already; leave one of the two out",
                                   world.actors[actor].id, taken));
    }
    for (const ActorId actor : player.actors) seats.player_of[actor] = seats.players.size();
    seats.players.push_back(std::move(player));
    return std::nullopt;
}

} // namespace

IdVector<world::ActorTag, std::size_t> players_of_actors(const World& world,
                                                         const std::vector<Player>& players) {
    IdVector<world::ActorTag, std::size_t> result(world.actors.size(), kNoPlayer);
    for (std::size_t i = 0; i < players.size(); ++i) {
        for (const ActorId actor : players[i].actors) result[actor] = i;
    }
    return result;
}

Actors members(const World& world, BlocId bloc, Day day) {
    Actors result;
    for (const world::Membership& row : world.memberships) {
        if (row.bloc == bloc && row.role == world::MembershipRole::kMember &&
            row.period.contains(day)) {
            result.push_back(world.state_of(row.actor));
        }
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

Result<Seats> seats(const GameMarket& market, const std::vector<std::string>& ids, bool idle) {
    const World& world = market.world();
    Diagnostics diagnostics;
    if (ids.size() > kMaxPlayers) {
        diagnostics.add({"E701", "", 0, "", fmt::format("{} players", ids.size()),
                         fmt::format("at most {}", kMaxPlayers),
                         "name fewer, or blocs instead of their members"});
        return diagnostics;
    }
    Seats result;
    result.player_of = players_of_actors(world, {});
    const auto needed = market.needed();
    for (const std::string& id : ids) {
        Named found = named(world, market.day(), id);
        if (!found.player) {
            diagnostics.add(found.refused);
            continue;
        }
        if (!idle && !takes_part(market, needed, *found.player)) {
            diagnostics.add(refusal(id,
                                    fmt::format("a player with a stake in {}", market.market.year),
                                    "no supply, demand or consent of that year is its own"));
            continue;
        }
        if (const auto refused = seat(world, std::move(*found.player), result)) {
            diagnostics.add(*refused);
        }
    }
    if (!diagnostics.empty()) return diagnostics;
    return result;
}

void seat_everyone_else(const GameMarket& market, Seats& seats) {
    Player everyone{std::string(kEveryoneElse), "Everyone else", {}};
    const auto needed = market.needed();
    for (const ActorId actor : market.world().actors.ids()) {
        if (!needed[actor] || seats.player_of[actor] != kNoPlayer) continue;
        seats.player_of[actor] = seats.players.size();
        everyone.actors.push_back(actor);
    }
    if (!everyone.actors.empty()) seats.players.push_back(std::move(everyone));
}

} // namespace isthmus::game
