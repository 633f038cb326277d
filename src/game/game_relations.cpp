// SPDX-License-Identifier: Apache-2.0
// Who cannot deal with whom, and who belongs together, on the reference day.
#include <algorithm>
#include <set>
#include <tuple>

#include "game/game_players.hpp"

namespace isthmus::game {

using world::ActorId;
using world::LinkId;
using world::RestrictionKind;

namespace {

bool severs(RestrictionKind kind) {
    return kind == RestrictionKind::kEmbargo || kind == RestrictionKind::kExportBan ||
           kind == RestrictionKind::kTransitBan || kind == RestrictionKind::kClosure;
}

class Relations {
  public:
    explicit Relations(const WorldGame& game)
        : world_(*game.world),
          day_(reference_day(game.year)),
          player_of_(players_of_actors(world_, game.players)),
          needs_(world_.links.size()),
          closed_(world_.links.size()) {
        const auto consents = flow::consents_on(world_, day_);
        for (const LinkId link : world_.links.ids()) needs_[link] = players(consents[link]);
        for (const GamePart& part : game.parts) {
            commodities_.insert(part.commodities.begin(), part.commodities.end());
        }
        find_open_capacities();
    }

    std::vector<SeveredRelation> run() {
        for (const auto id : world_.restrictions.ids()) add_restriction(id);
        add_closed_links();
        std::sort(found_.begin(), found_.end(), before);
        found_.erase(std::unique(found_.begin(), found_.end(),
                                 [](const auto& a, const auto& b) { return key(a) == key(b); }),
                     found_.end());
        return std::move(found_);
    }

  private:
    static std::tuple<std::size_t, std::size_t, world::RestrictionId, LinkId>
    key(const SeveredRelation& relation) {
        return {relation.one, relation.other, relation.restriction, relation.link};
    }
    static bool before(const SeveredRelation& a, const SeveredRelation& b) {
        return key(a) < key(b);
    }

    Coalition players(const Actors& actors) const {
        Coalition result = 0;
        for (const ActorId actor : actors) {
            if (player_of_[actor] != kNoPlayer) result |= player_bit(player_of_[actor]);
        }
        return result;
    }

    /// Players of whom a party is, or stands for, one.
    Coalition players(const std::vector<world::Party>& parties) const {
        Coalition result = 0;
        for (const ActorId actor : world_.actors.ids()) {
            const std::size_t player = player_of_[world_.state_of(actor)];
            if (player != kNoPlayer && world_.covers(parties, actor, day_)) {
                result |= player_bit(player);
            }
        }
        return result;
    }

    /// Where `links` are named, only pairs that meet on no others.
    void sever(Coalition imposers, Coalition others, const SeveredRelation& row,
               const std::vector<LinkId>& links) {
        for_each_player(imposers, [&](std::size_t imposer) {
            for_each_player(others & ~player_bit(imposer), [&](std::size_t other) {
                if (!links.empty() && meet(imposer, other, row.commodity, links)) return;
                SeveredRelation relation = row;
                relation.one = std::min(imposer, other);
                relation.other = std::max(imposer, other);
                found_.push_back(relation);
            });
        });
    }

    void add_restriction(world::RestrictionId id) {
        const world::Restriction& restriction = world_.restrictions[id];
        if (!severs(restriction.kind) || !restriction.period.contains(day_)) return;
        if (restriction.commodity.valid() && !commodities_.contains(restriction.commodity)) return;
        Coalition others = players(restriction.target);
        if (restriction.target.empty()) {
            for (const LinkId link : restriction.links) others |= needs_[link];
        }
        sever(players(restriction.imposed_by), others, {0, 0, restriction.commodity, id, {}},
              restriction.links);
    }

    void find_open_capacities() {
        for (const world::Restriction& restriction : world_.restrictions) {
            if (restriction.kind != RestrictionKind::kClosure ||
                !restriction.period.contains(day_)) {
                continue;
            }
            for (const LinkId link : restriction.links) closed_[link] = 1;
        }
        IdVector<world::LinkTag, char> in_service(world_.links.size());
        for (const world::LinkStatus& row : world_.link_status) {
            if (row.period.contains(day_) && row.status != world::Status::kClosed) {
                in_service[row.link] = 1;
            }
        }
        for (const world::Capacity& row : world_.capacities) {
            if (in_service[row.link] && !closed_[row.link] && row.capacity > 0 &&
                row.period.contains(day_)) {
                open_.push_back(&row);
            }
        }
    }

    /// Whether an open link for the commodity, none of `except`, needs the two.
    bool meet(std::size_t one, std::size_t other, world::CommodityId commodity,
              const std::vector<LinkId>& except) const {
        const Coalition both = player_bit(one) | player_bit(other);
        return std::any_of(open_.begin(), open_.end(), [&](const world::Capacity* row) {
            return (!commodity.valid() || row->commodity == commodity) &&
                   is_subset(both, needs_[row->link]) &&
                   std::find(except.begin(), except.end(), row->link) == except.end();
        });
    }

    void add_closed_links() {
        for (const world::LinkStatus& row : world_.link_status) {
            if (row.status != world::Status::kClosed || !row.by.valid() ||
                !row.period.contains(day_)) {
                continue;
            }
            const std::size_t closer = player_of_[world_.state_of(row.by)];
            if (closer == kNoPlayer) continue;
            for_each_player(needs_[row.link] & ~player_bit(closer), [&](std::size_t other) {
                sever(player_bit(closer), player_bit(other), {0, 0, {}, {}, row.link}, {row.link});
            });
        }
    }

    const world::World& world_;
    Day day_;
    IdVector<world::ActorTag, std::size_t> player_of_;
    IdVector<world::LinkTag, Coalition> needs_;
    IdVector<world::LinkTag, char> closed_;    ///< by a restriction
    std::vector<const world::Capacity*> open_; ///< of links in service
    std::set<world::CommodityId> commodities_;
    std::vector<SeveredRelation> found_;
};

} // namespace

std::vector<SeveredRelation> severed_relations(const WorldGame& game) {
    return Relations(game).run();
}

std::vector<DatedBloc> dated_blocs(const WorldGame& game) {
    const Day day = reference_day(game.year);
    std::vector<DatedBloc> result;
    for (const world::BlocId bloc : game.world->blocs.ids()) {
        const Actors inside = members(*game.world, bloc, day);
        Coalition coalition = 0;
        for (std::size_t i = 0; i < game.players.size(); ++i) {
            const Actors& actors = game.players[i].actors;
            if (std::includes(inside.begin(), inside.end(), actors.begin(), actors.end())) {
                coalition |= player_bit(i);
            }
        }
        if (coalition_size(coalition) >= 2) result.push_back({bloc, coalition});
    }
    return result;
}

} // namespace isthmus::game
