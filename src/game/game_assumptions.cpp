// SPDX-License-Identifier: Apache-2.0
#include "game/game_assumptions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/text.hpp"

namespace isthmus::game {

using world::ActorId;
using world::CommodityId;
using world::LinkId;
using world::RestrictionKind;
using world::World;

namespace {

class Sentences {
  public:
    Sentences(const WorldGame& game, const GameMarket& market, const Seats& seats)
        : game_(game),
          market_(market),
          seats_(seats),
          world_(market.world()),
          date_(fmt::format("1 July {}", market.market.year)),
          has_arc_(world_.links.size()) {
        for (const flow::MarketArc& arc : market.market.arcs) has_arc_[arc.link] = 1;
        for (const flow::Layer& layer : market.market.layers) commodities_.insert(layer.commodity);
    }

    std::vector<std::string> run() {
        choice();
        blocs();
        companies();
        others();
        value();
        parts();
        contracts();
        restrictions();
        closures();
        special_consents();
        uncontrolled();
        return std::move(sentences_);
    }

  private:
    template <typename... T> void say(fmt::format_string<T...> text, T&&... values) {
        sentences_.push_back(fmt::format(text, std::forward<T>(values)...));
    }
    const std::string& name(ActorId actor) const { return world_.actors[actor].name; }
    std::string names(const Actors& actors) const {
        std::vector<std::string> result;
        for (const ActorId actor : actors) result.push_back(name(actor));
        return join(result, ", ");
    }
    bool traded(CommodityId commodity) const {
        return commodity.valid() ? commodities_.contains(commodity) : !commodities_.empty();
    }

    void choice() {
        if (!game_.options.players.empty()) return;
        if (game_.options.player_count == 0 && !world_.manifest().players.empty()) {
            say("The players are those that the world names in world.toml.");
            return;
        }
        say("The players named are those whose withdrawal alone would cost everyone most in {}.",
            game_.year);
    }

    void blocs() {
        for (const Player& player : game_.players) {
            if (world_.find<world::ActorTag>("actors", player.id).valid()) continue;
            if (player.id == kEveryoneElse) {
                say("Everyone else with a stake acts as one player: {}.", names(player.actors));
                continue;
            }
            say("{} acts as one for its members of {}: {}.", player.name, date_,
                names(player.actors));
        }
    }

    /// Companies that own a supply or demand or must consent to an open link, and are counted for a
    /// player.
    void companies() {
        std::set<ActorId> found;
        const auto look = [&](ActorId actor) {
            const ActorId home = world_.state_of(actor);
            if (home != actor && seats_.player_of[home] != kNoPlayer) found.insert(actor);
        };
        for (const world::Consent& row : world_.consents) {
            if (has_arc_[row.link] && row.period.contains(market_.day())) look(row.actor);
        }
        for (const flow::MarketSupply& supply : market_.market.supplies) look(supply.actor);
        for (const flow::MarketDemand& demand : market_.market.demands) look(demand.actor);
        if (found.empty()) return;
        std::vector<std::string> list;
        for (const ActorId actor : found) {
            list.push_back(fmt::format("{} ({})", name(actor), name(world_.state_of(actor))));
        }
        say("Companies count for their home state: {}.", join(list, ", "));
    }

    void others() {
        Actors others;
        const auto needed = market_.needed();
        for (const ActorId actor : world_.actors.ids()) {
            if (needed[actor] && seats_.player_of[actor] == kNoPlayer) others.push_back(actor);
        }
        if (others.empty()) return;
        if (game_.options.others == Others::kPresent) {
            say("Always present, with their consent given and their markets open: {}.",
                names(others));
        } else {
            say("Nothing opens that needs anyone who is no player: {}.", names(others));
        }
    }

    void value() {
        say("A coalition is worth what it adds to the welfare that is there without any player.");
        say("Carriage counts at its real cost; tariffs and fees are left to the bargain.");
    }

    void parts() {
        if (game_.parts.size() < 2) return;
        std::vector<std::string> list;
        for (const GamePart& part : game_.parts) {
            std::vector<std::string> inside;
            for (const CommodityId commodity : part.commodities) {
                inside.push_back(world_.commodities[commodity].name);
            }
            list.push_back(join(inside, ", "));
        }
        std::vector<std::string> told;
        for (const std::string& item : list) {
            const auto count = std::count(list.begin(), list.end(), item);
            const std::string text = count > 1 ? fmt::format("{} (in {})", item, count) : item;
            if (std::find(told.begin(), told.end(), text) == told.end()) told.push_back(text);
        }
        say("{} parts of the market share no capacity, and their values add up: {}.", list.size(),
            join(told, "; "));
    }

    void contracts() {
        const auto count = std::count_if(
            world_.contracts.begin(), world_.contracts.end(), [&](const world::Contract& contract) {
                return traded(contract.commodity) && contract.period.share_of_year(game_.year) > 0;
            });
        if (count == 0) return;
        say("Contracts bind no coalition ({} in force in {}): what they promise is what is "
            "bargained over.",
            count, game_.year);
    }

    /// Whether a restriction that is in force would change what may move.
    bool matters(const world::Restriction& restriction) const {
        const bool by_buyer = restriction.kind == RestrictionKind::kEmbargo ||
                              restriction.kind == RestrictionKind::kQuota;
        const bool by_seller = restriction.kind == RestrictionKind::kExportBan;
        const bool on_links = restriction.kind == RestrictionKind::kTransitBan ||
                              restriction.kind == RestrictionKind::kSurcharge;
        if (!by_buyer && !by_seller && !on_links) return false;
        const auto& sellers = by_seller ? restriction.imposed_by : restriction.target;
        const auto& buyers = by_seller ? restriction.target : restriction.imposed_by;
        const auto speaks_of = [&](CommodityId commodity) {
            return !restriction.commodity.valid() || restriction.commodity == commodity;
        };
        const bool sold =
            sellers.empty() ||
            std::any_of(market_.market.supplies.begin(), market_.market.supplies.end(),
                        [&](const flow::MarketSupply& supply) {
                            return speaks_of(supply.commodity) &&
                                   world_.covers(sellers, supply.actor, market_.day());
                        });
        if (!sold) return false;
        if (on_links) {
            return std::any_of(restriction.links.begin(), restriction.links.end(), [&](LinkId id) {
                return market_.market.service[id].open_share > 0;
            });
        }
        return std::any_of(market_.market.demands.begin(), market_.market.demands.end(),
                           [&](const flow::MarketDemand& demand) {
                               return speaks_of(demand.commodity) &&
                                      world_.covers(buyers, demand.actor, market_.day());
                           });
    }

    void restrictions() {
        std::vector<std::string> list;
        for (const world::Restriction& restriction : world_.restrictions) {
            if (restriction.period.contains(market_.day()) && traded(restriction.commodity) &&
                matters(restriction)) {
                list.push_back(restriction.name);
            }
        }
        if (list.empty()) return;
        if (game_.options.restrictions == RestrictionRule::kLifted) {
            say("Restrictions between actors in force on {} are lifted: {}.", date_,
                join(list, "; "));
        } else {
            say("Restrictions between actors in force on {} stand in every coalition: {}.", date_,
                join(list, "; "));
        }
    }

    /// Links that somebody shut, of a capacity for what is traded.
    void closures() {
        IdVector<world::LinkTag, char> could_carry(world_.links.size());
        for (const world::Capacity& row : world_.capacities) {
            if (traded(row.commodity) && row.capacity > 0 && row.period.contains(market_.day())) {
                could_carry[row.link] = 1;
            }
        }
        std::vector<std::string> list;
        for (const world::LinkStatus& row : world_.link_status) {
            if (row.status == world::Status::kClosed && row.by.valid() && could_carry[row.link] &&
                row.period.contains(market_.day())) {
                list.push_back(fmt::format("{} ({})", world_.links[row.link].name, name(row.by)));
            }
        }
        if (list.empty()) return;
        say("Links that were shut on {} are no coalition's to open: {}.", date_, join(list, ", "));
    }

    /// Links in service that need somebody's consent in that capacity.
    std::string consented(world::ConsentCapacity capacity) const {
        std::vector<std::string> list;
        for (const world::Consent& row : world_.consents) {
            const bool decides = world_.actors[row.actor].kind != world::ActorKind::kAggregate;
            if (row.capacity == capacity && decides && has_arc_[row.link] &&
                row.period.contains(market_.day())) {
                list.push_back(
                    fmt::format("{} ({})", world_.links[row.link].name, name(row.actor)));
            }
        }
        return join(list, ", ");
    }

    void special_consents() {
        const std::string sanctioned = consented(world::ConsentCapacity::kSanctioner);
        if (!sanctioned.empty()) say("A sanctioner must agree to the use of {}.", sanctioned);
        const std::string regime = consented(world::ConsentCapacity::kLegalRegime);
        if (!regime.empty()) {
            say("A legal regime counts as a say, free passage or not, so that power may rest on: "
                "{}.",
                regime);
        }
    }

    void uncontrolled() {
        std::set<world::TerritoryId> found;
        const auto look = [&](world::NodeId node) {
            const auto territory = world_.nodes[node].territory;
            if (!world_.controller(territory, market_.day()).valid()) found.insert(territory);
        };
        for (const flow::MarketSupply& supply : market_.market.supplies) look(supply.node);
        for (const flow::MarketDemand& demand : market_.market.demands) look(demand.node);
        if (found.empty()) return;
        std::vector<std::string> list;
        for (const auto territory : found) list.push_back(world_.territories[territory].name);
        say("Nobody controls {} on {}, so nobody has to agree there.", join(list, ", "), date_);
    }

    const WorldGame& game_;
    const GameMarket& market_;
    const Seats& seats_;
    const World& world_;
    std::string date_;
    IdVector<world::LinkTag, char> has_arc_;
    std::set<CommodityId> commodities_;
    std::vector<std::string> sentences_;
};

} // namespace

std::vector<std::string> assumptions(const WorldGame& game, const GameMarket& market,
                                     const Seats& seats) {
    return Sentences(game, market, seats).run();
}

} // namespace isthmus::game
