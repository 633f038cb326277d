// SPDX-License-Identifier: Apache-2.0
#include "flow/market.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/market_corrections.hpp"
#include "flow/market_layers.hpp"
#include "flow/withdrawal.hpp"

namespace isthmus::flow {

using world::ActorId;
using world::CommodityId;
using world::NodeId;

namespace {

/// Nodes that can be reached from `start` over passages, taken forwards or against their direction.
std::vector<bool> reachable(std::size_t nodes, const std::vector<const Passage*>& passages,
                            const std::vector<NodeId>& start, bool against) {
    std::vector<std::vector<std::size_t>> next(nodes);
    for (const Passage* passage : passages) {
        const NodeId from = against ? passage->to : passage->from;
        const NodeId to = against ? passage->from : passage->to;
        next[from.index()].push_back(to.index());
    }
    std::vector<bool> seen(nodes, false);
    std::deque<std::size_t> queue;
    for (const NodeId node : start) {
        if (!seen[node.index()]) queue.push_back(node.index());
        seen[node.index()] = true;
    }
    while (!queue.empty()) {
        const std::size_t node = queue.front();
        queue.pop_front();
        for (const std::size_t neighbour : next[node]) {
            if (seen[neighbour]) continue;
            seen[neighbour] = true;
            queue.push_back(neighbour);
        }
    }
    return seen;
}

class Builder {
  public:
    Builder(const world::World& world, int year, const MarketOptions& options)
        : world_(world), year_(world, year), options_(options) {
        market_.world = &world;
        market_.year = year;
        market_.service = year_.services();
    }

    Result<Market> run() {
        who_ = participants(year_, options_, diagnostics_);
        passages_ = passages(year_, who_, diagnostics_);
        if (diagnostics_.has_errors()) {
            diagnostics_.sort();
            return diagnostics_;
        }
        add_demands();
        for (Layer& layer : layers(year_, who_, options_)) add_layer(std::move(layer));
        index_arcs();
        add_link_capacities();
        add_groups();
        if (options_.contracts) add_contracts();
        if (options_.restrictions) {
            add_quotas();
            add_price_caps();
        }
        market_.payees = IdVector<world::LinkTag, std::vector<Payee>>(world_.links.size());
        for (const auto link : world_.links.ids()) market_.payees[link] = year_.payees(link);
        if (diagnostics_.has_errors()) return diagnostics_;
        if (options_.withdrawals) add_withdrawals();
        add_corrections(market_, world_.corrections);
        return std::move(market_);
    }

  private:
    void add_demands() {
        const auto add = [&](const auto& row, NodeId node, NodeId origin) {
            const Curve curve = demand_curve(row.quantity, row.price, row.elasticity,
                                             row.choke_price.value_or(kInfinity));
            market_.problem.demands.push_back({curve});
            market_.demands.push_back({node, row.commodity, row.actor, origin});
        };
        for (const auto& row : who_.demands) add(row, row.node, {});
        first_freight_ = market_.demands.size();
        for (const auto& row : who_.freight) add(row, row.destination, row.origin);
    }

    /// Demands that the layer may serve.
    std::vector<DemandId> servable(const Layer& layer) const {
        std::vector<DemandId> result;
        for (const DemandId id : market_.demands.ids()) {
            const MarketDemand& demand = market_.demands[id];
            if (demand.commodity != layer.commodity || demand.origin != layer.origin) continue;
            if (layer.origin.valid() &&
                who_.freight[id.index() - first_freight_].shipper != layer.suppliers.front()) {
                continue;
            }
            if (!options_.restrictions || may_serve(year_, layer, demand.actor)) {
                result.push_back(id);
            }
        }
        return result;
    }

    std::vector<const world::Supply*> sources(const Layer& layer) const {
        std::vector<const world::Supply*> result;
        for (const auto& row : who_.supplies) {
            if (row.commodity == layer.commodity &&
                std::find(layer.suppliers.begin(), layer.suppliers.end(), row.actor) !=
                    layer.suppliers.end()) {
                result.push_back(&row);
            }
        }
        return result;
    }

    void add_layer(Layer layer) {
        const bool freight = layer.origin.valid();
        const auto supplies = freight ? std::vector<const world::Supply*>() : sources(layer);
        const auto demands = servable(layer);
        std::vector<NodeId> from, to;
        if (freight) from.push_back(layer.origin);
        for (const world::Supply* supply : supplies) from.push_back(supply->node);
        for (const DemandId demand : demands) to.push_back(market_.demands[demand].node);

        std::vector<const Passage*> open;
        for (const Passage& passage : passages_[layer.commodity]) {
            if (!options_.restrictions || may_use(year_, layer, passage)) open.push_back(&passage);
        }
        const auto ahead = reachable(world_.nodes.size(), open, from, false);
        const auto behind = reachable(world_.nodes.size(), open, to, true);

        const LayerId id = market_.layers.push_back(std::move(layer));
        vertex_of_.assign(world_.nodes.size(), VertexId());
        for (const Passage* passage : open) {
            const auto useful = [&](NodeId node) {
                return ahead[node.index()] && behind[node.index()];
            };
            if (useful(passage->from) && useful(passage->to)) add_arc(id, *passage);
        }
        for (const world::Supply* supply : supplies) add_supply(id, *supply);
        for (const DemandId demand : demands) {
            if (ahead[market_.demands[demand].node.index()]) add_delivery(id, demand);
        }
        if (freight) add_origin(id, demands);
    }

    VertexId vertex(LayerId layer, NodeId node) {
        VertexId& id = vertex_of_[node.index()];
        if (!id.valid()) {
            id = market_.problem.vertices.push_back({});
            market_.vertices.push_back({layer, node});
        }
        return id;
    }

    void add_arc(LayerId layer, const Passage& passage) {
        ArcPrice price = passage.price;
        if (options_.restrictions) {
            price.surcharge = surcharge(year_, market_.layers[layer], passage);
        }
        const VertexId from = vertex(layer, passage.from);
        const VertexId to = vertex(layer, passage.to);
        market_.problem.arcs.push_back({from, to, price.paid(), passage.loss, 0, kInfinity,
                                        identity(market_.layers[layer], passage)});
        market_.arcs.push_back({layer, passage.link, passage.backward, price});
    }

    /// Depends on the names of the link and of the layer's owner or origin alone: FNV-1a.
    std::uint64_t identity(const Layer& layer, const Passage& passage) const {
        const std::string& owner = layer.origin.valid() ? world_.nodes[layer.origin].id
                                                        : world_.actors[layer.suppliers.front()].id;
        std::uint64_t hash = 0xCBF29CE484222325ULL;
        const auto mix = [&](std::string_view text) {
            for (const char letter : text) {
                hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
            }
        };
        mix(world_.links[passage.link].id);
        mix(passage.backward ? "<" : ">");
        mix(owner);
        mix(world_.commodities[layer.commodity].id);
        return hash;
    }

    void add_supply(LayerId layer, const world::Supply& row) {
        const Curve curve =
            supply_curve(row.quantity, row.price, row.elasticity, row.floor_price, row.capacity);
        market_.problem.supplies.push_back({vertex(layer, row.node), curve});
        market_.supplies.push_back({layer, row.node, row.commodity, row.actor});
    }

    void add_delivery(LayerId layer, DemandId demand) {
        const VertexId at = vertex(layer, market_.demands[demand].node);
        market_.problem.deliveries.push_back({at, demand, kInfinity});
        market_.deliveries.push_back({layer});
    }

    /// Freight is there for the asking: what moves is what pays for its transport.
    void add_origin(LayerId layer, const std::vector<DemandId>& demands) {
        Curve curve;
        for (const DemandId demand : demands) {
            curve.limit += market_.problem.demands[demand].curve.limit;
        }
        if (curve.limit <= 0) return;
        // Losses on the way ask for more at the origin than arrives.
        constexpr double kLossRoom = 2;
        curve.limit *= kLossRoom;
        const Layer& of = market_.layers[layer];
        market_.problem.supplies.push_back({vertex(layer, of.origin), curve});
        market_.supplies.push_back({layer, of.origin, of.commodity, of.suppliers.front()});
    }

    void index_arcs() {
        arcs_of_ = IdVector<world::LinkTag, std::vector<ArcId>>(world_.links.size());
        for (const ArcId id : market_.arcs.ids()) arcs_of_[market_.arcs[id].link].push_back(id);
    }

    void add_link_capacities() {
        for (const auto link : world_.links.ids()) {
            for (const YearCapacity& capacity : year_.capacities(link)) {
                Resource resource;
                resource.limit = capacity.limit;
                for (const ArcId id : arcs_of_[link]) {
                    const MarketArc& arc = market_.arcs[id];
                    const bool same_way =
                        capacity.direction == world::FlowDirection::kBoth ||
                        (capacity.direction == world::FlowDirection::kBackward) == arc.backward;
                    if (market_.layers[arc.layer].commodity == capacity.commodity && same_way) {
                        resource.uses.push_back({id, 1});
                    }
                }
                if (resource.uses.empty()) continue;
                market_.problem.resources.push_back(std::move(resource));
                market_.resources.push_back({link, capacity.commodity, capacity.direction, {}});
            }
        }
    }

    void add_groups() {
        IdVector<world::GroupTag, Resource> groups(world_.capacity_groups.size());
        for (const auto& member : world_.group_members) {
            for (const ArcId id : arcs_of_[member.link]) {
                if (market_.layers[market_.arcs[id].layer].commodity == member.commodity) {
                    groups[member.group].uses.push_back({id, member.use});
                }
            }
        }
        for (const auto group : world_.capacity_groups.ids()) {
            Resource& resource = groups[group];
            resource.limit = year_.group_capacity(group);
            if (resource.uses.empty() || resource.limit == kInfinity) continue;
            std::sort(resource.uses.begin(), resource.uses.end(),
                      [](const auto& a, const auto& b) { return a.arc < b.arc; });
            market_.problem.resources.push_back(std::move(resource));
            market_.resources.push_back({{}, {}, world::FlowDirection::kBoth, group});
        }
    }

    template <typename Seller, typename Buyer>
    std::vector<DeliveryId> deliveries(CommodityId commodity, Seller seller, Buyer buyer) const {
        std::vector<DeliveryId> result;
        for (const DeliveryId id : market_.deliveries.ids()) {
            const Layer& layer = market_.layers[market_.deliveries[id].layer];
            const MarketDemand& demand = market_.demands[market_.problem.deliveries[id].demand];
            if (commodity.valid() && layer.commodity != commodity) continue;
            if (seller(layer.suppliers.front()) && buyer(demand)) result.push_back(id);
        }
        return result;
    }

    void add_contracts() {
        for (const auto id : world_.contracts.ids()) {
            const world::Contract& contract = world_.contracts[id];
            const double share = year_.share(contract.period);
            if (share <= 0 || !passages_.contains(contract.commodity)) continue;
            Obligation obligation;
            obligation.lower = contract.minimum * share;
            if (contract.maximum) obligation.upper = *contract.maximum * share;
            obligation.deliveries = deliveries(
                contract.commodity,
                [&](ActorId actor) { return stands_for(world_, contract.seller, actor); },
                [&](const MarketDemand& demand) {
                    return stands_for(world_, contract.buyer, demand.actor) &&
                           (!contract.node.valid() || contract.node == demand.node);
                });
            if (obligation.deliveries.empty()) {
                if (obligation.lower > 0) no_route(contract, obligation.lower);
                continue;
            }
            market_.problem.obligations.push_back(std::move(obligation));
            market_.obligations.push_back({id, {}});
        }
    }

    void no_route(const world::Contract& contract, double minimum) {
        const auto& origin = world_.tables.at("contracts").rows[contract.provenance.row].origin;
        const auto& commodity = world_.commodities[contract.commodity];
        diagnostics_.add(
            {"E510", origin.file, origin.line, "minimum",
             fmt::format("{}: minimum take of {} {} in {}", contract.name,
                         format_number(commodity.shown_quantity(minimum)), commodity.unit.name,
                         market_.year),
             "a way from the seller's supply to the buyer's demand",
             "no open links and no restriction-free supply connect them in that year"});
    }

    void add_quotas() {
        for (const auto id : year_.restrictions()) {
            const auto& restriction = world_.restrictions[id];
            if (restriction.kind != world::RestrictionKind::kQuota || !restriction.value) continue;
            Obligation obligation;
            obligation.upper = *restriction.value;
            obligation.deliveries = deliveries(
                restriction.commodity,
                [&](ActorId actor) {
                    return world_.covers(restriction.target, actor, year_.day());
                },
                [&](const MarketDemand& demand) {
                    return world_.covers(restriction.imposed_by, demand.actor, year_.day());
                });
            if (obligation.deliveries.empty()) continue;
            market_.problem.obligations.push_back(std::move(obligation));
            market_.obligations.push_back({{}, id});
        }
    }

    void add_price_caps() {
        for (const auto id : year_.restrictions()) {
            const auto& restriction = world_.restrictions[id];
            if (restriction.kind != world::RestrictionKind::kPriceCap || !restriction.value)
                continue;
            MarketPriceCap cap{id, {}, *restriction.value};
            for (const LayerId layer : market_.layers.ids()) {
                const Layer& of = market_.layers[layer];
                if ((!restriction.commodity.valid() || restriction.commodity == of.commodity) &&
                    world_.covers(restriction.target, of.suppliers.front(), year_.day())) {
                    cap.layers.push_back(layer);
                }
            }
            market_.price_caps.push_back(std::move(cap));
        }
    }

    void add_withdrawals() {
        const std::vector<Sides> withdrawals = withdrawals_on(world_, year_.day());
        if (withdrawals.empty()) return;
        const LinkConsents servants = servants_on(world_, year_.day());
        for (const Sides& sides : withdrawals) withdraw(market_, sides, servants);
    }

    const world::World& world_;
    MarketYear year_;
    MarketOptions options_;
    Market market_;
    Diagnostics diagnostics_;
    Participants who_;
    std::map<CommodityId, std::vector<Passage>> passages_;
    IdVector<world::LinkTag, std::vector<ArcId>> arcs_of_;
    std::vector<VertexId> vertex_of_; ///< of the layer being added, by node
    std::size_t first_freight_ = 0;
};

} // namespace

Result<Market> build_market(const world::World& world, int year, const MarketOptions& options) {
    const world::Manifest& manifest = world.manifest();
    if (year < manifest.first_year || year > manifest.last_year) {
        return one({"E503", "", 0, "", std::to_string(year),
                    fmt::format("a year from {} to {}", manifest.first_year, manifest.last_year),
                    ""});
    }
    return Builder(world, year, options).run();
}

} // namespace isthmus::flow
