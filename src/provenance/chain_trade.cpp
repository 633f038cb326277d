// SPDX-License-Identifier: Apache-2.0
// The chain rule for rows about trade: supply, demand, freight, contracts, quotas, price caps.
#include <algorithm>
#include <cmath>

#include "flow/payoff.hpp"
#include "provenance/chain.hpp"

namespace isthmus::provenance {

using flow::DemandId;
using flow::SupplyId;
using world::ActorId;
using world::CommodityId;
using world::NodeId;

namespace {

/// A number is moved by this share to see how a curve moves.
constexpr double kStep = 1e-6;

template <typename Row> struct SeriesColumn {
    const char* name;
    double Row::*number;
};

const std::vector<SeriesColumn<world::Supply>> kSupplyColumns{
    {"quantity", &world::Supply::quantity},
    {"capacity", &world::Supply::capacity},
    {"price", &world::Supply::price},
    {"floor_price", &world::Supply::floor_price},
    {"elasticity", &world::Supply::elasticity}};
template <typename Row>
const std::vector<SeriesColumn<Row>> kDemandColumns{
    {"quantity", &Row::quantity}, {"price", &Row::price}, {"elasticity", &Row::elasticity}};

flow::Curve curve_of(const world::Supply& row) {
    return flow::supply_curve(row.quantity, row.price, row.elasticity, row.floor_price,
                              row.capacity);
}
template <typename Row> flow::Curve curve_of(const Row& row) {
    return flow::demand_curve(row.quantity, row.price, row.elasticity,
                              row.choke_price.value_or(flow::kInfinity));
}

/// The curve of a series in the year, if one of its rows were changed.
template <typename Row, typename Change>
flow::Curve changed(const std::vector<const Row*>& anchors, std::size_t which, int year,
                    const Change& change) {
    Row row = *anchors[which];
    change(row);
    std::vector<const Row*> with = anchors;
    with[which] = &row;
    return curve_of(flow::at_year(with, year).row);
}

/// Whether the row is the last up to the year, or the first from it on.
template <typename Row>
bool matters(const std::vector<const Row*>& anchors, std::size_t which, int year) {
    const int own = anchors[which]->year;
    return std::none_of(anchors.begin(), anchors.end(), [&](const Row* other) {
        return (other->year > own && other->year <= year) ||
               (other->year < own && other->year >= year);
    });
}

/// Calls `add(row, column, number, change)` for each number of each row of the series that matters.
template <typename Row, typename Add>
void each_number(const std::vector<const Row*>& anchors, int year,
                 const std::vector<SeriesColumn<Row>>& columns, const Add& add) {
    if (flow::at_year(anchors, year).state != flow::YearRow<Row>::State::kPresent) return;
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        if (!matters(anchors, i, year)) continue;
        const auto moved = [&](double step, const auto& number) {
            return changed(anchors, i, year, [&](Row& row) { number(row) += step; });
        };
        for (const SeriesColumn<Row>& column : columns) {
            const double value = anchors[i]->*column.number;
            const double step = kStep * std::max(kStep, std::abs(value));
            const auto number = [&](Row& row) -> double& { return row.*column.number; };
            add(*anchors[i], column.name, value,
                CurveChange{moved(step, number), moved(-step, number), 2 * step});
        }
        if constexpr (requires(Row row) { row.choke_price; }) {
            if (!anchors[i]->choke_price) continue;
            const double value = *anchors[i]->choke_price;
            const double step = kStep * std::max(kStep, std::abs(value));
            const auto number = [](Row& row) -> double& { return *row.choke_price; };
            add(*anchors[i], "choke_price", value,
                CurveChange{moved(step, number), moved(-step, number), 2 * step});
        }
    }
}

} // namespace

void TradeChain::run() {
    supply();
    demand();
    freight();
    contracts();
    restrictions();
}

void TradeChain::supply() {
    using Key = std::tuple<CommodityId, NodeId, ActorId>;
    std::map<Key, std::vector<const world::Supply*>> series;
    for (const world::Supply& row : world_.supply) {
        series[{row.commodity, row.node, row.actor}].push_back(&row);
    }
    const flow::Market& market = slopes_.market();
    for (const SupplyId id : market.supplies.ids()) {
        const flow::MarketSupply& of = market.supplies[id];
        if (market.layers[of.layer].origin.valid()) continue;
        const auto anchors = series.find({of.commodity, of.node, of.actor});
        if (anchors == series.end()) continue;
        each_number(anchors->second, year_.year(), kSupplyColumns,
                    [&](const world::Supply& row, const char* column, double value,
                        const CurveChange& change) {
                        sum_.add("supply", row.provenance.row, column, value,
                                 sign_ * slopes_.supply(id, change));
                    });
    }
}

void TradeChain::demand() {
    using Key = std::tuple<CommodityId, NodeId, ActorId>;
    std::map<Key, std::vector<const world::Demand*>> series;
    for (const world::Demand& row : world_.demand) {
        series[{row.commodity, row.node, row.actor}].push_back(&row);
    }
    const flow::Market& market = slopes_.market();
    for (const DemandId id : market.demands.ids()) {
        const flow::MarketDemand& of = market.demands[id];
        if (of.origin.valid()) continue;
        const auto anchors = series.find({of.commodity, of.node, of.actor});
        if (anchors == series.end()) continue;
        each_number(anchors->second, year_.year(), kDemandColumns<world::Demand>,
                    [&](const world::Demand& row, const char* column, double value,
                        const CurveChange& change) {
                        sum_.add("demand", row.provenance.row, column, value,
                                 sign_ * slopes_.demand(id, change));
                    });
    }
}

void TradeChain::freight() {
    using Key = std::tuple<CommodityId, NodeId, NodeId, ActorId, ActorId>;
    std::map<Key, std::vector<const world::FreightDemand*>> series;
    for (const world::FreightDemand& row : world_.freight_demand) {
        series[{row.commodity, row.origin, row.destination, row.shipper, row.actor}].push_back(
            &row);
    }
    const flow::Market& market = slopes_.market();
    IdVector<flow::DemandTag, ActorId> shipper(market.demands.size());
    for (const flow::DeliveryId id : market.deliveries.ids()) {
        shipper[market.problem.deliveries[id].demand] =
            market.layers[market.deliveries[id].layer].suppliers.front();
    }
    for (const DemandId id : market.demands.ids()) {
        const flow::MarketDemand& of = market.demands[id];
        if (!of.origin.valid() || !shipper[id].valid()) continue;
        const auto anchors = series.find({of.commodity, of.origin, of.node, shipper[id], of.actor});
        if (anchors == series.end()) continue;
        each_number(anchors->second, year_.year(), kDemandColumns<world::FreightDemand>,
                    [&](const world::FreightDemand& row, const char* column, double value,
                        const CurveChange& change) {
                        sum_.add("freight_demand", row.provenance.row, column, value,
                                 sign_ * slopes_.demand(id, change));
                    });
    }
}

void TradeChain::contracts() {
    const flow::Market& market = slopes_.market();
    for (const flow::ObligationId id : market.obligations.ids()) {
        if (!market.obligations[id].contract.valid()) continue;
        const world::Contract& row = world_.contracts[market.obligations[id].contract];
        const double share = year_.share(row.period);
        sum_.add("contracts", row.provenance.row, "minimum", row.minimum,
                 sign_ * share * slopes_.lower(id));
        if (!row.maximum) continue;
        sum_.add("contracts", row.provenance.row, "maximum", *row.maximum,
                 sign_ * share * slopes_.upper(id));
    }
}

void TradeChain::restrictions() {
    const flow::Market& market = slopes_.market();
    for (const flow::ObligationId id : market.obligations.ids()) {
        if (!market.obligations[id].restriction.valid()) continue;
        const world::Restriction& row = world_.restrictions[market.obligations[id].restriction];
        sum_.add("restrictions", row.provenance.row, "value", *row.value,
                 sign_ * slopes_.upper(id));
    }
    if (slopes_.of().counted.empty() || market.price_caps.empty()) return;
    const flow::Solution& solution = slopes_.of().base->solution;
    const auto own = [&](const flow::Market& of) {
        double sum = 0;
        for (const flow::Payoff& row : flow::payoffs(of, solution)) {
            if (slopes_.of().counts(row.actor)) sum += row.price_cap_transfer;
        }
        return sum;
    };
    for (std::size_t i = 0; i < market.price_caps.size(); ++i) {
        const world::Restriction& row = world_.restrictions[market.price_caps[i].restriction];
        const double step = kStep * std::max(kStep, std::abs(*row.value));
        flow::Market up = market, down = market;
        up.price_caps[i].cap += step;
        down.price_caps[i].cap -= step;
        const double slope = (own(up) - own(down)) / (2 * step);
        sum_.add("restrictions", row.provenance.row, "value", *row.value,
                 sign_ * Sides{slope, slope});
    }
}

} // namespace isthmus::provenance
