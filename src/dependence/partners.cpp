// SPDX-License-Identifier: Apache-2.0
#include "dependence/partners.hpp"

#include <algorithm>

#include "game/game_players.hpp"

namespace isthmus::dependence {

using world::ActorId;

Partners::Partners(const world::World& world, Day day, const std::vector<game::Player>& players,
                   const flow::LinkConsents& servants)
    : players_(players.size()),
      of_(game::players_of_actors(world, players)),
      needs_(world.links.size()),
      controllers_(world.nodes.size(), kNobody) {
    for (const game::Player& player : players) parties_.push_back({player.id, player.name});
    for (const ActorId actor : world.actors.ids()) {
        if (world.state_of(actor) != actor || of_[actor] != game::kNoPlayer) continue;
        of_[actor] = parties_.size();
        parties_.push_back({world.actors[actor].id, world.actors[actor].name});
    }
    for (const ActorId actor : world.actors.ids()) of_[actor] = of_[world.state_of(actor)];
    for (const auto link : world.links.ids()) {
        std::vector<std::size_t>& needs = needs_[link];
        for (const ActorId actor : servants[link]) needs.push_back(of_[actor]);
        std::sort(needs.begin(), needs.end());
        needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    }
    for (const auto node : world.nodes.ids()) {
        const ActorId controller = world.controller(world.nodes[node].territory, day);
        if (controller.valid()) controllers_[node] = of_[controller];
    }
}

} // namespace isthmus::dependence
