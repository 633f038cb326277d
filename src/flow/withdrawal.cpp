// SPDX-License-Identifier: Apache-2.0
#include "flow/withdrawal.hpp"

#include <algorithm>

namespace isthmus::flow {

using world::ActorId;

namespace {

class Withdrawing {
  public:
    Withdrawing(Market& market, const Sides& sides, const LinkConsents& servants,
                std::vector<PathFlow>* paths)
        : market_(market),
          problem_(market.problem),
          world_(*market.world),
          sides_(sides),
          paths_(paths),
          needs_by_(world_.links.size()),
          needs_towards_(world_.links.size()),
          vertices_of_(market.layers.size()),
          arcs_of_(market.layers.size()),
          deliveries_of_(market.layers.size()),
          supplies_of_(market.layers.size()) {
        for (const auto link : world_.links.ids()) {
            for (const ActorId actor : servants[link]) {
                if (is_one_of(actor, sides.by)) needs_by_[link] = 1;
                if (is_one_of(actor, sides.towards)) needs_towards_[link] = 1;
            }
        }
        for (const VertexId id : market.vertices.ids()) {
            vertices_of_[market.vertices[id].layer].push_back(id);
        }
        for (const ArcId id : market.arcs.ids()) arcs_of_[market.arcs[id].layer].push_back(id);
        for (const DeliveryId id : market.deliveries.ids()) {
            deliveries_of_[market.deliveries[id].layer].push_back(id);
        }
        for (const SupplyId id : market.supplies.ids()) {
            supplies_of_[market.supplies[id].layer].push_back(id);
        }
    }

    void run() {
        for (const LayerId layer : market_.layers.ids()) {
            const Layer& of = market_.layers[layer];
            if (sides_.commodity.valid() && of.commodity != sides_.commodity) continue;
            if (belongs(of, sides_.towards)) {
                shut_arcs(layer, needs_by_);
                shut_deliveries(layer, sides_.by);
            } else if (belongs(of, sides_.by)) {
                shut_arcs(layer, needs_towards_);
                shut_deliveries(layer, sides_.towards);
            } else if (passes(layer, needs_by_)) {
                tell_apart(layer);
            }
        }
        suspend_contracts();
        if (paths_ != nullptr) {
            std::erase_if(*paths_, [&](const PathFlow& path) { return !is_open(problem_, path); });
        }
    }

  private:
    bool is_one_of(ActorId actor, const std::vector<ActorId>& side) const {
        return std::find(side.begin(), side.end(), actor) != side.end() ||
               std::find(side.begin(), side.end(), world_.state_of(actor)) != side.end();
    }
    bool belongs(const Layer& layer, const std::vector<ActorId>& side) const {
        return is_one_of(layer.suppliers.front(), side);
    }
    bool is_bound_for(DeliveryId delivery, const std::vector<ActorId>& side) const {
        return is_one_of(market_.demands[problem_.deliveries[delivery].demand].actor, side);
    }
    bool is_shut(ArcId arc, const IdVector<world::LinkTag, char>& links) const {
        const world::LinkId link = market_.arcs[arc].link;
        return link.valid() && links[link] != 0;
    }
    bool passes(LayerId layer, const IdVector<world::LinkTag, char>& links) const {
        return std::any_of(arcs_of_[layer].begin(), arcs_of_[layer].end(),
                           [&](ArcId arc) { return is_shut(arc, links); });
    }

    void shut_arcs(LayerId layer, const IdVector<world::LinkTag, char>& links) {
        for (const ArcId arc : arcs_of_[layer]) {
            if (is_shut(arc, links)) problem_.arcs[arc].upper = 0;
        }
    }
    void shut_deliveries(LayerId layer, const std::vector<ActorId>& side) {
        for (const DeliveryId id : deliveries_of_[layer]) {
            if (is_bound_for(id, side)) problem_.deliveries[id].upper = 0;
        }
    }

    /// Goods of third parties: those for the others may not pass, those for the rest may.
    void tell_apart(LayerId layer) {
        std::size_t for_others = 0, open = 0;
        for (const DeliveryId id : deliveries_of_[layer]) {
            if (problem_.deliveries[id].upper <= 0) continue;
            ++open;
            if (is_bound_for(id, sides_.towards)) ++for_others;
        }
        if (for_others == 0) return;
        if (for_others == open) {
            shut_arcs(layer, needs_by_);
            return;
        }
        split(layer);
    }

    void split(LayerId layer) {
        Layer copy = market_.layers[layer];
        if (!copy.split_from.valid()) copy.split_from = layer;
        const LayerId to = market_.layers.push_back(std::move(copy));
        for (MarketPriceCap& cap : market_.price_caps) {
            if (std::find(cap.layers.begin(), cap.layers.end(), layer) != cap.layers.end()) {
                cap.layers.push_back(to);
            }
        }
        vertex_copy_.assign(problem_.vertices.size(), VertexId());
        arc_copy_.assign(problem_.arcs.size(), ArcId());
        delivery_copy_.assign(problem_.deliveries.size(), DeliveryId());
        copy_network(layer, to);
        copy_deliveries(layer, to);
        if (market_.layers[layer].origin.valid()) {
            copy_origin(layer, to);
        } else {
            share_supplies(layer, to);
        }
    }

    void copy_network(LayerId layer, LayerId to) {
        for (const VertexId id : vertices_of_[layer]) {
            vertex_copy_[id.index()] = problem_.vertices.push_back({});
            market_.vertices.push_back({to, market_.vertices[id].node});
        }
        for (const ArcId id : arcs_of_[layer]) {
            const Arc& arc = problem_.arcs[id];
            if (is_shut(id, needs_by_) || arc.upper <= 0) continue;
            Arc copy = arc;
            copy.from = vertex_copy_[arc.from.index()];
            copy.to = vertex_copy_[arc.to.index()];
            arc_copy_[id.index()] = problem_.arcs.push_back(copy);
            MarketArc of = market_.arcs[id];
            of.layer = to;
            market_.arcs.push_back(of);
        }
        for (Resource& resource : problem_.resources) {
            const std::size_t before = resource.uses.size();
            for (std::size_t i = 0; i < before; ++i) {
                const ResourceUse use = resource.uses[i];
                const ArcId copy =
                    use.arc.index() < arc_copy_.size() ? arc_copy_[use.arc.index()] : ArcId();
                if (copy.valid()) resource.uses.push_back({copy, use.use});
            }
        }
    }

    void copy_deliveries(LayerId layer, LayerId to) {
        for (const DeliveryId id : deliveries_of_[layer]) {
            if (!is_bound_for(id, sides_.towards) || problem_.deliveries[id].upper <= 0) continue;
            Delivery copy = problem_.deliveries[id];
            copy.vertex = vertex_copy_[copy.vertex.index()];
            problem_.deliveries[id].upper = 0;
            const DeliveryId made = problem_.deliveries.push_back(copy);
            market_.deliveries.push_back({to});
            delivery_copy_[id.index()] = made;
            for (Obligation& obligation : problem_.obligations) {
                auto& deliveries = obligation.deliveries;
                if (std::find(deliveries.begin(), deliveries.end(), id) != deliveries.end()) {
                    deliveries.push_back(made);
                }
            }
        }
    }

    /// Freight is there for the asking, in the copy as well.
    void copy_origin(LayerId layer, LayerId to) {
        for (const SupplyId id : supplies_of_[layer]) {
            SupplyCurve copy = problem_.supplies[id];
            copy.vertex = vertex_copy_[copy.vertex.index()];
            const SupplyId made = problem_.supplies.push_back(copy);
            MarketSupply of = market_.supplies[id];
            of.layer = to;
            market_.supplies.push_back(of);
            move_paths(id, made, {}, {});
        }
    }

    /// What a supply puts out enters the one layer or the other.
    void share_supplies(LayerId layer, LayerId to) {
        for (const SupplyId id : supplies_of_[layer]) {
            const VertexId old = problem_.supplies[id].vertex;
            const VertexId source = problem_.vertices.push_back({});
            market_.vertices.push_back({layer, market_.vertices[old].node});
            problem_.supplies[id].vertex = source;
            const ArcId stay = add_entry(source, old, layer);
            const ArcId leave = add_entry(source, vertex_copy_[old.index()], to);
            move_paths(id, id, stay, leave);
        }
    }

    ArcId add_entry(VertexId from, VertexId into, LayerId layer) {
        const ArcId id = problem_.arcs.push_back({from, into});
        market_.arcs.push_back({layer, {}, false, {}});
        return id;
    }

    /// Moves the ways from a supply to their layers; a way with an arc that has no copy is dropped.
    void move_paths(SupplyId from, SupplyId to, ArcId stay, ArcId leave) {
        if (paths_ == nullptr) return;
        std::vector<PathFlow> kept;
        for (PathFlow& path : *paths_) {
            if (path.supply != from) {
                kept.push_back(std::move(path));
                continue;
            }
            const DeliveryId copy = path.delivery.index() < delivery_copy_.size()
                                        ? delivery_copy_[path.delivery.index()]
                                        : DeliveryId();
            bool whole = true;
            if (copy.valid()) {
                path.delivery = copy;
                path.supply = to;
                for (ArcId& arc : path.arcs) {
                    arc = arc_copy_[arc.index()];
                    whole = whole && arc.valid();
                }
            }
            const ArcId entry = copy.valid() ? leave : stay;
            if (entry.valid()) path.arcs.insert(path.arcs.begin(), entry);
            if (whole) kept.push_back(std::move(path));
        }
        *paths_ = std::move(kept);
    }

    void suspend_contracts() {
        for (const ObligationId id : market_.obligations.ids()) {
            const world::ContractId contract = market_.obligations[id].contract;
            if (!contract.valid()) continue;
            const world::Contract& of = world_.contracts[contract];
            if (sides_.commodity.valid() && of.commodity != sides_.commodity) continue;
            const bool between =
                (is_one_of(of.seller, sides_.by) && is_one_of(of.buyer, sides_.towards)) ||
                (is_one_of(of.seller, sides_.towards) && is_one_of(of.buyer, sides_.by));
            if (between) problem_.obligations[id].lower = 0;
        }
    }

    Market& market_;
    Problem& problem_;
    const world::World& world_;
    const Sides& sides_;
    std::vector<PathFlow>* paths_;
    IdVector<world::LinkTag, char> needs_by_, needs_towards_;
    /// As they were before anything was split.
    IdVector<LayerTag, std::vector<VertexId>> vertices_of_;
    IdVector<LayerTag, std::vector<ArcId>> arcs_of_;
    IdVector<LayerTag, std::vector<DeliveryId>> deliveries_of_;
    IdVector<LayerTag, std::vector<SupplyId>> supplies_of_;
    /// Of the layer being split, by the index of the original; invalid where there is none.
    std::vector<VertexId> vertex_copy_;
    std::vector<ArcId> arc_copy_;
    std::vector<DeliveryId> delivery_copy_;
};

bool names(const std::vector<world::Party>& parties, ActorId actor) {
    return std::any_of(parties.begin(), parties.end(),
                       [&](const world::Party& party) { return party.actor == actor; });
}

/// The states that parties stand for, and the companies that they name.
std::vector<ActorId> actors_of(const world::World& world, const std::vector<world::Party>& parties,
                               Day day) {
    std::vector<ActorId> result;
    for (const ActorId actor : world.actors.ids()) {
        const bool stands_alone = world.state_of(actor) == actor;
        if (names(parties, actor) || (stands_alone && world.covers(parties, actor, day))) {
            result.push_back(actor);
        }
    }
    return result;
}

} // namespace

void withdraw(Market& market, const Sides& sides, const LinkConsents& servants,
              std::vector<PathFlow>* paths) {
    Withdrawing(market, sides, servants, paths).run();
}

std::vector<Sides> withdrawals_on(const world::World& world, Day day) {
    std::vector<Sides> result;
    for (const world::Withdrawal& row : world.withdrawals) {
        if (!row.period.contains(day)) continue;
        Sides sides{actors_of(world, row.by, day), actors_of(world, row.towards, day),
                    row.commodity};
        if (row.towards.empty()) {
            for (const ActorId actor : world.actors.ids()) {
                if (world.state_of(actor) == actor &&
                    std::find(sides.by.begin(), sides.by.end(), actor) == sides.by.end()) {
                    sides.towards.push_back(actor);
                }
            }
        }
        result.push_back(std::move(sides));
    }
    return result;
}

} // namespace isthmus::flow
