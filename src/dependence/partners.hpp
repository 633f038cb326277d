// SPDX-License-Identifier: Apache-2.0
// Who counts as one when trade is told apart by whose it is: the players, and every state that
// belongs to no player. Companies count for their home state.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "flow/consents.hpp"
#include "flow/market.hpp"
#include "game/world_game.hpp"

namespace isthmus::dependence {

/// A partner, or a party whose agreement a route needs.
struct Party {
    std::string id, name;
};

/// Parties by number: the players in their order, then other states in the order of the world.
class Partners {
  public:
    Partners(const world::World& world, Day day, const std::vector<game::Player>& players,
             const flow::LinkConsents& servants);

    std::size_t players() const { return players_; }
    std::size_t size() const { return parties_.size(); }
    bool is_player(std::size_t party) const { return party < players_; }
    const Party& operator[](std::size_t party) const { return parties_[party]; }

    std::size_t of(world::ActorId actor) const { return of_[actor]; }
    /// Where an actor's payoff is counted: its player, or players() for everyone else.
    std::size_t account(world::ActorId actor) const {
        return actor.valid() && is_player(of_[actor]) ? of_[actor] : players_;
    }
    /// Whose goods a layer carries.
    std::size_t supplier(const flow::Market& market, flow::LayerId layer) const {
        return of_[market.layers[layer].suppliers.front()];
    }
    std::size_t buyer(const flow::Market& market, flow::DemandId demand) const {
        return of_[market.demands[demand].actor];
    }
    /// Who must agree to a link, in order.
    const std::vector<std::size_t>& consenting(world::LinkId link) const { return needs_[link]; }
    /// Who controls a node, or kNobody.
    std::size_t controller(world::NodeId node) const { return controllers_[node]; }

    static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

  private:
    std::size_t players_;
    std::vector<Party> parties_;
    IdVector<world::ActorTag, std::size_t> of_;
    IdVector<world::LinkTag, std::vector<std::size_t>> needs_;
    IdVector<world::NodeTag, std::size_t> controllers_;
};

} // namespace isthmus::dependence
