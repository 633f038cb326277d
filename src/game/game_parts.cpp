// SPDX-License-Identifier: Apache-2.0
#include "game/game_parts.hpp"

#include <algorithm>
#include <optional>

#include "game/problem_piece.hpp"

namespace isthmus::game {

using world::ActorId;

namespace {

/// Players who must agree, or nothing where somebody must who never does.
std::optional<Coalition> consent(const Actors& needs, const Seats& seats, Others others) {
    Coalition result = 0;
    for (const ActorId actor : needs) {
        const std::size_t player = seats.player_of[actor];
        if (player != kNoPlayer) {
            result |= player_bit(player);
        } else if (others == Others::kOut) {
            return std::nullopt;
        }
    }
    return result;
}

/// What opens when all players agree.
OpenParts can_open(const GameMarket& market, const Seats& seats, Others others) {
    OpenParts open(market.market.problem);
    for (const auto id : market.market.arcs.ids()) {
        open.arcs[id.index()] = consent(market.arc_needs(id), seats, others).has_value();
    }
    for (const auto id : market.market.supplies.ids()) {
        open.supplies[id.index()] = consent(market.supply_needs[id], seats, others).has_value();
    }
    for (const auto id : market.market.demands.ids()) {
        open.demands[id.index()] = consent(market.demand_needs[id], seats, others).has_value();
    }
    return open;
}

/// The part of a game that a piece of `opening` is, which is a piece of the market itself.
GamePart game_part(const GameMarket& market, const Seats& seats, const ProblemPiece& opening,
                   ProblemPiece block) {
    GamePart part;
    part.problem.players = seats.players.size();
    const auto mask = [&](const Actors& needs) { return *consent(needs, seats, Others::kPresent); };
    for (const auto id : block.arcs) {
        const flow::ArcId arc = opening.arcs[id];
        part.problem.arc_consent.push_back(mask(market.arc_needs(arc)));
        part.link_of_arc.push_back(market.market.arcs[arc].link);
    }
    for (const auto id : block.supplies) {
        part.problem.supply_consent.push_back(mask(market.supply_needs[opening.supplies[id]]));
    }
    for (const auto id : block.demands) {
        part.problem.demand_consent.push_back(mask(market.demand_needs[opening.demands[id]]));
    }
    for (const auto id : block.vertices) {
        const auto layer = market.market.vertices[opening.vertices[id]].layer;
        part.commodities.push_back(market.market.layers[layer].commodity);
    }
    std::sort(part.commodities.begin(), part.commodities.end());
    part.commodities.erase(std::unique(part.commodities.begin(), part.commodities.end()),
                           part.commodities.end());
    part.problem.problem = std::move(block.problem);
    return part;
}

} // namespace

std::vector<GamePart> game_parts(const GameMarket& market, const Seats& seats, Others others) {
    const flow::Problem& problem = market.market.problem;
    const ProblemPiece opening =
        piece(problem, useful_part(problem, whole(problem), can_open(market, seats, others)));
    std::vector<GamePart> parts;
    for (const flow::Block& block : flow::blocks(opening.problem)) {
        GamePart part = game_part(market, seats, opening, piece(opening.problem, block));
        if (part.problem.relevant_players() != 0) parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace isthmus::game
