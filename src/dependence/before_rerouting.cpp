// SPDX-License-Identifier: Apache-2.0
#include "dependence/before_rerouting.hpp"

#include <algorithm>

#include "dependence/bounded_market.hpp"

namespace isthmus::dependence {

using flow::DeliveryId;
using flow::DemandId;
using flow::LayerId;
using flow::Payoff;
using flow::SupplyId;

namespace {

/// Less than this share of a former quantity is what rounding takes off it.
constexpr double kSameQuantity = 1e-7;

/// What a unit of a delivery moved from seller to buyer by contracts and quotas.
IdVector<flow::DeliveryTag, double> wedges(const Part& part) {
    IdVector<flow::DeliveryTag, double> result(part.market.problem.deliveries.size());
    for (const auto id : part.market.problem.obligations.ids()) {
        for (const DeliveryId delivery : part.market.problem.obligations[id].deliveries) {
            result[delivery] -= part.solution.obligation_rent[id];
        }
    }
    return result;
}

class Division {
  public:
    Division(const PartBase& base, const Partners& partners, const BoundedMarket& bounded,
             const flow::Solution& solution)
        : base_(base),
          part_(base.part()),
          partners_(partners),
          bounded_(bounded),
          market_(bounded.market),
          problem_(bounded.market.problem),
          solution_(solution),
          revenue_(market_.layers.size()),
          sold_(market_.layers.size()) {
        const flow::Problem& own = part_.market.problem;
        result_.accounts = no_accounts(part_.commodities.size(), partners);
        result_.quantities.supply = IdVector<flow::SupplyTag, double>(own.supplies.size());
        result_.quantities.demand = IdVector<flow::DemandTag, double>(own.demands.size());
        result_.demand_price = part_.solution.demand_price;
        result_.supply_price =
            IdVector<flow::SupplyTag, std::optional<double>>(own.supplies.size());
    }

    BeforeRerouting run() {
        take_quantities();
        pay_for_goods();
        pay_for_carriage();
        pay_corrections();
        pay_fees();
        apply_price_caps();
        pay_suppliers();
        return std::move(result_);
    }

  private:
    Payoff& account(world::CommodityId commodity, world::ActorId actor) {
        return result_.accounts[commodity_place(part_, commodity)][partners_.account(actor)];
    }
    LayerId root(LayerId layer) const { return PartBase::root(market_, layer); }

    void take_quantities() {
        for (const DemandId id : problem_.demands.ids()) {
            result_.quantities.demand[bounded_.demands[id]] = solution_.demand[id];
        }
        for (const SupplyId id : problem_.supplies.ids()) {
            sold_[root(market_.supplies[id].layer)] += solution_.supply[id];
            const SupplyId own = bounded_.supplies[id];
            if (own.index() < result_.quantities.supply.size()) {
                result_.quantities.supply[own] = solution_.supply[id];
            }
        }
        for (const DemandId id : part_.market.problem.demands.ids()) set_price(id);
    }

    void set_price(DemandId id) {
        if (part_.market.demands[id].origin.valid()) return;
        const double now = result_.quantities.demand[id];
        const double former = base_.quantities().demand[id];
        if (now >= former * (1 - kSameQuantity)) return;
        const double worth = part_.market.problem.demands[id].curve.marginal(now);
        result_.demand_price[id] = std::max(worth, result_.demand_price[id]);
    }

    void pay_for_goods() {
        for (const DemandId id : part_.market.problem.demands.ids()) {
            const flow::MarketDemand& demand = part_.market.demands[id];
            const double now = result_.quantities.demand[id];
            account(demand.commodity, demand.actor).consumer_surplus +=
                part_.market.problem.demands[id].curve.integral(now) -
                result_.demand_price[id] * now;
        }
        const auto wedge = wedges(part_);
        for (const DeliveryId id : problem_.deliveries.ids()) {
            const double quantity = solution_.delivery[id];
            const DemandId demand = bounded_.demands[problem_.deliveries[id].demand];
            const double back = former_wedge(wedge, id);
            const flow::MarketDemand& buyer = part_.market.demands[demand];
            account(buyer.commodity, buyer.actor).contract_transfer += back * quantity;
            revenue_[root(market_.deliveries[id].layer)] +=
                (result_.demand_price[demand] - back) * quantity;
        }
    }

    /// Of the delivery that this one is or was split from: to the same demand from the same root.
    double former_wedge(const IdVector<flow::DeliveryTag, double>& wedge, DeliveryId id) const {
        const DeliveryId withdrawn = bounded_.deliveries[id];
        if (withdrawn.index() < wedge.size()) return wedge[withdrawn];
        const DemandId demand = bounded_.demands[problem_.deliveries[id].demand];
        const LayerId layer = root(market_.deliveries[id].layer);
        for (const DeliveryId own : part_.market.problem.deliveries.ids()) {
            if (part_.market.problem.deliveries[own].demand == demand &&
                PartBase::root(part_.market, part_.market.deliveries[own].layer) == layer) {
                return wedge[own];
            }
        }
        return 0;
    }

    void share_out(const flow::MarketArc& arc, double amount, double Payoff::*part) {
        const auto& payees = part_.market.payees[arc.link];
        const world::CommodityId commodity = market_.layers[arc.layer].commodity;
        for (const flow::Payee& payee : payees) {
            account(commodity, payee.actor).*part += payee.share * amount;
        }
        if (payees.empty()) account(commodity, {}).*part += amount;
    }

    void pay_for_carriage() {
        for (const flow::ArcId id : problem_.arcs.ids()) {
            const flow::MarketArc& arc = market_.arcs[id];
            if (!arc.link.valid()) continue;
            const double flow = solution_.flow[id];
            const Carriage& former = base_.carriage(market_, id);
            revenue_[root(arc.layer)] -=
                (problem_.arcs[id].cost + former.rent + former.correction) * flow;
            account(market_.layers[arc.layer].commodity, {}).correction += former.correction * flow;
            share_out(arc, (arc.price.tariff - arc.price.resource) * flow,
                      &Payoff::transport_margin);
            share_out(arc, former.rent * flow, &Payoff::congestion_rent);
            carried_[{arc.link, market_.layers[arc.layer].commodity}] += flow;
        }
    }

    /// What rising corrections really cost.
    void pay_corrections() {
        for (const flow::ResourceId id : problem_.resources.ids()) {
            const flow::Resource& resource = problem_.resources[id];
            if (!resource.has_curve) continue;
            double load = 0;
            for (const flow::ResourceUse& use : resource.uses) {
                load += use.use * solution_.flow[use.arc];
            }
            account(market_.resources[id].commodity, {}).correction -=
                resource.curve.integral(load);
        }
    }

    void pay_fees() {
        for (const auto& fee : market_.world->fees) {
            const auto place = carried_.find({fee.link, fee.commodity});
            if (place == carried_.end()) continue;
            account(fee.commodity, fee.actor).fees +=
                fee.period.share_of_year(market_.year) * fee.fee * place->second;
        }
    }

    /// Former mean price of a layer's supplies less the cap; what a unit moves to the buyer.
    double excess(const flow::MarketPriceCap& cap, LayerId layer) const {
        double quantity = 0, value = 0;
        for (const SupplyId id : part_.market.problem.supplies.ids()) {
            if (supplied_layer(id) != layer) continue;
            quantity += part_.solution.supply[id];
            value += part_.solution.supply[id] * former_price(id);
        }
        return quantity > 0 ? std::max(0.0, value / quantity - cap.cap) : 0;
    }

    void apply_price_caps() {
        for (const flow::MarketPriceCap& cap : part_.market.price_caps) {
            const auto& target = market_.world->restrictions[cap.restriction].target;
            IdVector<flow::LayerTag, double> moved(market_.layers.size());
            for (const LayerId layer : cap.layers) {
                if (root(layer) == layer) moved[layer] = excess(cap, layer);
            }
            for (const DeliveryId id : problem_.deliveries.ids()) {
                const double unit = moved[root(market_.deliveries[id].layer)];
                const flow::MarketDemand& demand = market_.demands[problem_.deliveries[id].demand];
                if (unit <= 0 ||
                    market_.world->covers(target, demand.actor, reference_day(market_.year))) {
                    continue;
                }
                const flow::Layer& seller = market_.layers[market_.deliveries[id].layer];
                const double amount = unit * solution_.delivery[id];
                account(demand.commodity, demand.actor).price_cap_transfer += amount;
                account(seller.commodity, seller.suppliers.front()).price_cap_transfer -= amount;
            }
        }
    }

    void pay_suppliers() {
        IdVector<flow::LayerTag, double> formerly(market_.layers.size());
        for (const SupplyId id : part_.market.problem.supplies.ids()) {
            formerly[supplied_layer(id)] += former_price(id) * result_.quantities.supply[id];
        }
        for (const LayerId id : market_.layers.ids()) {
            if (root(id) != id) continue;
            const flow::Layer& layer = market_.layers[id];
            account(layer.commodity, layer.suppliers.front()).producer_surplus += revenue_[id];
        }
        for (const SupplyId id : part_.market.problem.supplies.ids()) {
            const flow::MarketSupply& supply = part_.market.supplies[id];
            const double now = result_.quantities.supply[id];
            account(supply.commodity, supply.actor).producer_surplus -=
                part_.market.problem.supplies[id].curve.integral(now);
            const LayerId layer = supplied_layer(id);
            if (now > 0) {
                result_.supply_price[id] =
                    former_price(id) + (revenue_[layer] - formerly[layer]) / sold_[layer];
            }
        }
    }

    LayerId supplied_layer(SupplyId own) const {
        return PartBase::root(part_.market, part_.market.supplies[own].layer);
    }
    double former_price(SupplyId own) const {
        return part_.solution.price[part_.market.problem.supplies[own].vertex];
    }

    const PartBase& base_;
    const Part& part_;
    const Partners& partners_;
    const BoundedMarket& bounded_;
    const flow::Market& market_;
    const flow::Problem& problem_;
    const flow::Solution& solution_;
    BeforeRerouting result_;
    IdVector<flow::LayerTag, double> revenue_, sold_; ///< by root
    std::map<std::pair<world::LinkId, world::CommodityId>, double> carried_;
};

} // namespace

Result<BeforeRerouting> before_rerouting(const PartBase& base, const Partners& partners,
                                         const flow::Market& withdrawn,
                                         const std::vector<flow::PathFlow>& open,
                                         const std::string& solver) {
    const BoundedMarket bounded = bounded_market(base, withdrawn, open);
    const auto solved = solve_again(bounded.market, bounded.open, flow::PriceRule::kAny, solver);
    if (!solved) return solved.diagnostics();
    BeforeRerouting result = Division(base, partners, bounded, solved.value().solution).run();
    result.certificate = solved.value().certificate;
    result.welfare = solved.value().welfare;
    return result;
}

} // namespace isthmus::dependence
