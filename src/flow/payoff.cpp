// SPDX-License-Identifier: Apache-2.0
#include "flow/payoff.hpp"

#include <map>

namespace isthmus::flow {

using world::ActorId;

namespace {

/// Payoffs by actor index, the last place for nobody named.
class Ledger {
  public:
    explicit Ledger(std::size_t actors) : rows_(actors + 1) {
        for (std::size_t i = 0; i < actors; ++i) rows_[i].actor = ActorId(i);
    }
    Payoff& of(ActorId actor) { return actor.valid() ? rows_[actor.index()] : rows_.back(); }
    std::vector<Payoff> nonzero() const {
        std::vector<Payoff> result;
        for (const Payoff& row : rows_) {
            const bool any = row.consumer_surplus != 0 || row.producer_surplus != 0 ||
                             row.transport_margin != 0 || row.congestion_rent != 0 ||
                             row.fees != 0 || row.contract_transfer != 0 ||
                             row.price_cap_transfer != 0 || row.correction != 0;
            if (any) result.push_back(row);
        }
        return result;
    }

  private:
    std::vector<Payoff> rows_;
};

void share_out(Ledger& ledger, const std::vector<Payee>& payees, double amount,
               double Payoff::*part) {
    if (payees.empty()) {
        ledger.of({}).*part += amount;
        return;
    }
    for (const Payee& payee : payees) ledger.of(payee.actor).*part += payee.share * amount;
}

/// Whether a commodity is the one asked for; all are where none is.
bool asked(world::CommodityId only, world::CommodityId commodity) {
    return !only.valid() || only == commodity;
}

void add_curves(const Market& market, const Solution& solution, world::CommodityId only,
                Ledger& ledger) {
    for (const DemandId id : market.problem.demands.ids()) {
        if (!asked(only, market.demands[id].commodity)) continue;
        const double quantity = solution.demand[id];
        const double benefit = market.problem.demands[id].curve.integral(quantity);
        ledger.of(market.demands[id].actor).consumer_surplus +=
            benefit - solution.demand_price[id] * quantity;
    }
    for (const SupplyId id : market.problem.supplies.ids()) {
        if (!asked(only, market.supplies[id].commodity)) continue;
        const SupplyCurve& supply = market.problem.supplies[id];
        const double quantity = solution.supply[id];
        ledger.of(market.supplies[id].actor).producer_surplus +=
            solution.price[supply.vertex] * quantity - supply.curve.integral(quantity);
    }
    for (const DeliveryId id : market.problem.deliveries.ids()) {
        const Delivery& delivery = market.problem.deliveries[id];
        if (!asked(only, market.demands[delivery.demand].commodity)) continue;
        const double wedge =
            solution.demand_price[delivery.demand] - solution.price[delivery.vertex];
        ledger.of(market.demands[delivery.demand].actor).contract_transfer +=
            wedge * solution.delivery[id];
    }
}

/// Rent of the shared capacities that an arc uses, MUSD per unit of its flow.
std::vector<double> arc_rents(const Market& market, const Solution& solution) {
    std::vector<double> rents(market.problem.arcs.size());
    for (const ResourceId id : market.problem.resources.ids()) {
        if (market.problem.resources[id].has_curve) continue; // of a correction
        for (const ResourceUse& use : market.problem.resources[id].uses) {
            rents[use.arc.index()] += use.use * solution.resource_rent[id];
        }
    }
    return rents;
}

void add_transport(const Market& market, const Solution& solution, world::CommodityId only,
                   Ledger& ledger) {
    const std::vector<double> rents = arc_rents(market, solution);
    std::map<std::pair<world::LinkId, world::CommodityId>, double> paid_fees;
    for (const ArcId id : market.problem.arcs.ids()) {
        const double flow = solution.flow[id];
        const MarketArc& arc = market.arcs[id];
        if (flow == 0 || !arc.link.valid() || !asked(only, market.layers[arc.layer].commodity)) {
            continue;
        }
        const auto& payees = market.payees[arc.link];
        share_out(ledger, payees, (arc.price.tariff - arc.price.resource) * flow,
                  &Payoff::transport_margin);
        share_out(ledger, payees, rents[id.index()] * flow, &Payoff::congestion_rent);
        paid_fees[{arc.link, market.layers[arc.layer].commodity}] += flow;
    }
    for (const auto& fee : market.world->fees) {
        const auto place = paid_fees.find({fee.link, fee.commodity});
        if (place == paid_fees.end()) continue;
        ledger.of(fee.actor).fees +=
            fee.period.share_of_year(market.year) * fee.fee * place->second;
    }
}

double load(const Problem& problem, const Solution& solution, ResourceId id) {
    double sum = 0;
    for (const ResourceUse& use : problem.resources[id].uses) {
        sum += use.use * solution.flow[use.arc];
    }
    return sum;
}

/// What shippers pay for rising corrections beyond their real cost.
void add_corrections(const Market& market, const Solution& solution, world::CommodityId only,
                     Ledger& ledger) {
    for (const ResourceId id : market.problem.resources.ids()) {
        const Resource& resource = market.problem.resources[id];
        if (!resource.has_curve || !asked(only, market.resources[id].commodity)) continue;
        const double quantity = load(market.problem, solution, id);
        ledger.of({}).correction +=
            solution.resource_rent[id] * quantity - resource.curve.integral(quantity);
    }
}

/// The layer that one is part of, where withdrawals split it.
LayerId root(const Market& market, LayerId layer) {
    const LayerId from = market.layers[layer].split_from;
    return from.valid() ? from : layer;
}

/// Mean price that a layer's suppliers receive, with all that was split from it.
double mean_supply_price(const Market& market, const Solution& solution, LayerId layer,
                         double& quantity) {
    double value = 0;
    quantity = 0;
    for (const SupplyId id : market.problem.supplies.ids()) {
        if (root(market, market.supplies[id].layer) != layer) continue;
        quantity += solution.supply[id];
        value += solution.price[market.problem.supplies[id].vertex] * solution.supply[id];
    }
    return quantity > 0 ? value / quantity : 0;
}

void add_price_caps(const Market& market, const Solution& solution, world::CommodityId only,
                    Ledger& ledger) {
    for (const MarketPriceCap& cap : market.price_caps) {
        const auto& target = market.world->restrictions[cap.restriction].target;
        for (const LayerId layer : cap.layers) {
            if (root(market, layer) != layer || !asked(only, market.layers[layer].commodity)) {
                continue;
            }
            double supplied = 0;
            const double excess = mean_supply_price(market, solution, layer, supplied) - cap.cap;
            if (excess <= 0) continue;
            double moved = 0;
            for (const DeliveryId id : market.problem.deliveries.ids()) {
                if (root(market, market.deliveries[id].layer) != layer) continue;
                const ActorId buyer = market.demands[market.problem.deliveries[id].demand].actor;
                if (market.world->covers(target, buyer, reference_day(market.year))) continue;
                ledger.of(buyer).price_cap_transfer += excess * solution.delivery[id];
                moved += excess * solution.delivery[id];
            }
            for (const SupplyId id : market.problem.supplies.ids()) {
                if (root(market, market.supplies[id].layer) != layer) continue;
                ledger.of(market.supplies[id].actor).price_cap_transfer -=
                    moved * solution.supply[id] / supplied;
            }
        }
    }
}

} // namespace

Payoff& Payoff::operator+=(const Payoff& more) {
    consumer_surplus += more.consumer_surplus;
    producer_surplus += more.producer_surplus;
    transport_margin += more.transport_margin;
    congestion_rent += more.congestion_rent;
    fees += more.fees;
    contract_transfer += more.contract_transfer;
    price_cap_transfer += more.price_cap_transfer;
    correction += more.correction;
    return *this;
}

std::vector<Payoff> payoffs(const Market& market, const Solution& solution,
                            world::CommodityId commodity) {
    Ledger ledger(market.world->actors.size());
    add_curves(market, solution, commodity, ledger);
    add_transport(market, solution, commodity, ledger);
    add_corrections(market, solution, commodity, ledger);
    add_price_caps(market, solution, commodity, ledger);
    return ledger.nonzero();
}

std::vector<Payoff> payoffs_by_state(const Market& market, const std::vector<Payoff>& by_actor) {
    Ledger ledger(market.world->actors.size());
    for (const Payoff& row : by_actor) {
        const ActorId state = row.actor.valid() ? market.world->state_of(row.actor) : row.actor;
        ledger.of(state) += row;
    }
    return ledger.nonzero();
}

double welfare(const Market& market, const Solution& solution) {
    double sum = 0;
    for (const DemandId id : market.problem.demands.ids()) {
        sum += market.problem.demands[id].curve.integral(solution.demand[id]);
    }
    for (const SupplyId id : market.problem.supplies.ids()) {
        sum -= market.problem.supplies[id].curve.integral(solution.supply[id]);
    }
    for (const ArcId id : market.problem.arcs.ids()) {
        sum -= market.arcs[id].price.real() * solution.flow[id];
    }
    for (const ResourceId id : market.problem.resources.ids()) {
        const Resource& resource = market.problem.resources[id];
        if (resource.has_curve) sum -= resource.curve.integral(load(market.problem, solution, id));
    }
    return sum;
}

} // namespace isthmus::flow
