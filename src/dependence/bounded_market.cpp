// SPDX-License-Identifier: Apache-2.0
#include "dependence/bounded_market.hpp"

#include <algorithm>
#include <tuple>

namespace isthmus::dependence {

using flow::ArcId;
using flow::DeliveryId;
using flow::DemandId;
using flow::SupplyId;
using flow::VertexId;

namespace {

class Bounding {
  public:
    Bounding(const PartBase& base, const flow::Market& withdrawn)
        : base_(base),
          from_(withdrawn),
          problem_(withdrawn.problem),
          vertex_(problem_.vertices.size()),
          arc_(problem_.arcs.size()),
          supply_(problem_.supplies.size()),
          demand_(problem_.demands.size()),
          delivery_(problem_.deliveries.size()) {
        market().world = withdrawn.world;
        market().year = withdrawn.year;
        market().layers = withdrawn.layers;
    }

    BoundedMarket run(const std::vector<flow::PathFlow>& open) {
        add_curves();
        for (const ArcId id : problem_.arcs.ids()) add_arc(id);
        add_former_flows();
        add_load_curves();
        for (const DeliveryId id : problem_.deliveries.ids()) add_delivery(id);
        for (const auto id : problem_.obligations.ids()) add_obligation(id);
        for (const flow::PathFlow& path : open) add_path(path);
        return std::move(result_);
    }

  private:
    flow::Market& market() { return result_.market; }
    flow::Problem& problem() { return result_.market.problem; }

    VertexId vertex(VertexId id) {
        if (!vertex_[id].valid()) {
            vertex_[id] = problem().vertices.push_back(problem_.vertices[id]);
            market().vertices.push_back(from_.vertices[id]);
        }
        return vertex_[id];
    }

    void add_curves() {
        const Quantities& former = base_.quantities();
        for (const DemandId id : problem_.demands.ids()) {
            if (former.demand[id] <= 0) continue;
            flow::DemandCurve demand = problem_.demands[id];
            demand.curve.limit = std::min(demand.curve.limit, former.demand[id]);
            demand_[id] = problem().demands.push_back(demand);
            market().demands.push_back(from_.demands[id]);
            result_.demands.push_back(id);
        }
        for (const SupplyId id : problem_.supplies.ids()) {
            // Beyond the part's own supplies are origins of freight that were split.
            const bool own = id.index() < former.supply.size();
            if (own && former.supply[id] <= 0) continue;
            flow::SupplyCurve supply = problem_.supplies[id];
            if (own) supply.curve.limit = std::min(supply.curve.limit, former.supply[id]);
            supply.vertex = vertex(supply.vertex);
            supply_[id] = problem().supplies.push_back(supply);
            market().supplies.push_back(from_.supplies[id]);
            result_.supplies.push_back(id);
        }
    }

    void add_arc(ArcId id) {
        flow::Arc arc = problem_.arcs[id];
        const bool entry = !from_.arcs[id].link.valid();
        if (arc.upper <= 0 || (!entry && base_.carriage(from_, id).flow <= 0)) return;
        arc.from = vertex(arc.from);
        arc.to = vertex(arc.to);
        arc_[id] = problem().arcs.push_back(arc);
        market().arcs.push_back(from_.arcs[id]);
        result_.arcs.push_back(id);
    }

    /// They are within the capacities, which are left out for that. Where one arc is all that is
    /// left of a fuel's carriage, its own bound will do, with which the program over arcs is small;
    /// that of freight is smaller over paths, which take resources only (flow/path_program.hpp).
    void add_former_flows() {
        std::map<std::tuple<flow::LayerId, world::LinkId, bool>, std::vector<ArcId>> together;
        for (const ArcId id : problem().arcs.ids()) {
            const flow::MarketArc& arc = market().arcs[id];
            if (!arc.link.valid()) continue;
            together[{PartBase::root(market(), arc.layer), arc.link, arc.backward}].push_back(id);
        }
        for (const auto& [key, arcs] : together) {
            const double former = base_.carriage(market(), arcs.front()).flow;
            const bool freight = market().layers[std::get<0>(key)].origin.valid();
            if (arcs.size() == 1 && !freight) {
                flow::Arc& arc = problem().arcs[arcs.front()];
                arc.upper = std::min(arc.upper, former);
            } else {
                add_bound(arcs, former);
            }
        }
    }

    void add_bound(const std::vector<ArcId>& arcs, double former) {
        flow::Resource bound;
        bound.limit = former;
        for (const ArcId id : arcs) bound.uses.push_back({id, 1});
        problem().resources.push_back(std::move(bound));
        const flow::MarketArc& arc = market().arcs[arcs.front()];
        market().resources.push_back(
            {arc.link,
             market().layers[arc.layer].commodity,
             arc.backward ? world::FlowDirection::kBackward : world::FlowDirection::kForward,
             {}});
    }

    void add_load_curves() {
        for (const auto id : problem_.resources.ids()) {
            if (!problem_.resources[id].has_curve) continue;
            flow::Resource resource = problem_.resources[id];
            resource.uses.clear();
            for (const flow::ResourceUse& use : problem_.resources[id].uses) {
                if (arc_[use.arc].valid()) resource.uses.push_back({arc_[use.arc], use.use});
            }
            if (resource.uses.empty()) continue;
            problem().resources.push_back(std::move(resource));
            market().resources.push_back(from_.resources[id]);
        }
    }

    void add_delivery(DeliveryId id) {
        flow::Delivery delivery = problem_.deliveries[id];
        if (delivery.upper <= 0 || !demand_[delivery.demand].valid() ||
            !vertex_[delivery.vertex].valid()) {
            return;
        }
        delivery.vertex = vertex_[delivery.vertex];
        delivery.demand = demand_[delivery.demand];
        delivery_[id] = problem().deliveries.push_back(delivery);
        market().deliveries.push_back(from_.deliveries[id]);
        result_.deliveries.push_back(id);
    }

    void add_obligation(flow::ObligationId id) {
        flow::Obligation obligation = problem_.obligations[id];
        obligation.deliveries.clear();
        for (const DeliveryId delivery : problem_.obligations[id].deliveries) {
            if (delivery_[delivery].valid()) {
                obligation.deliveries.push_back(delivery_[delivery]);
            }
        }
        if (obligation.deliveries.empty()) return;
        problem().obligations.push_back(std::move(obligation));
        market().obligations.push_back(from_.obligations[id]);
    }

    void add_path(flow::PathFlow path) {
        path.supply = supply_[path.supply];
        path.delivery = delivery_[path.delivery];
        for (ArcId& arc : path.arcs) arc = arc_[arc];
        result_.open.push_back(std::move(path));
    }

    const PartBase& base_;
    const flow::Market& from_;
    const flow::Problem& problem_;
    BoundedMarket result_;
    /// From the withdrawn market; invalid where left out.
    IdVector<flow::VertexTag, VertexId> vertex_;
    IdVector<flow::ArcTag, ArcId> arc_;
    IdVector<flow::SupplyTag, SupplyId> supply_;
    IdVector<flow::DemandTag, DemandId> demand_;
    IdVector<flow::DeliveryTag, DeliveryId> delivery_;
};

} // namespace

BoundedMarket bounded_market(const PartBase& base, const flow::Market& withdrawn,
                             const std::vector<flow::PathFlow>& open) {
    return Bounding(base, withdrawn).run(open);
}

} // namespace isthmus::dependence
