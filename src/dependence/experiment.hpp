// SPDX-License-Identifier: Apache-2.0
// One withdrawal on one part of the market, by both measures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dependence/before_rerouting.hpp"
#include "game/world_game.hpp"

namespace isthmus::dependence {

/// A price that moved against a player when others rerouted.
struct PriceMove {
    world::CommodityId commodity;
    world::NodeId node;
    bool selling = false;
    double before = 0, after = 0; ///< MUSD per canonical quantity
    double cost = 0;              ///< to the player at the quantity after, above zero
    /// Whose trade of the commodity on the player's side grew most: a player, or
    /// Partners::players() for everyone else.
    std::optional<std::size_t> by;
};

/// The part after the withdrawal, by one measure.
struct PartEffect {
    Accounts accounts;
    std::vector<LossParts> loss; ///< of the player withdrawn from, by commodity of the part
    double welfare = 0;
    flow::Certificate certificate;
    double adding_up_error = 0; ///< |sum of payoffs - welfare| / scale of the part's certificate
};

struct Experiment {
    PartEffect before, after;      ///< rerouting
    bool excused = false;          ///< some minimum take was
    std::optional<PriceMove> move; ///< the dearest one
};

/// What two players' states are to a withdrawal.
struct Pair {
    const game::Player* by = nullptr;
    const game::Player* towards = nullptr;
    std::size_t towards_number = 0;
};

/// Errors as solve_again().
Result<Experiment> experiment(const PartBase& base, const Partners& partners,
                              const flow::LinkConsents& servants, const Pair& pair,
                              const std::string& solver = {});

} // namespace isthmus::dependence
