// SPDX-License-Identifier: Apache-2.0
// The chain rule for rows about links: capacities, groups, costs, lengths, fees, shares,
// surcharges, corrections.
#include <algorithm>

#include "flow/market_corrections.hpp"
#include "provenance/chain.hpp"

namespace isthmus::provenance {

using flow::ArcId;
using flow::ResourceId;
using world::CommodityId;
using world::FlowDirection;
using world::LinkId;

namespace {

bool applies(FlowDirection direction, bool backward) {
    return direction == FlowDirection::kBoth || (direction == FlowDirection::kBackward) == backward;
}

/// By row of capacities: what one unit of it adds to the year's limit. Days in service are
/// flow::MarketYear's business, so it is asked: with the first row of each flow at 1 and the others
/// at 0, then with the second, and so on.
std::vector<double> capacity_weights(const world::World& world, int year) {
    using Key = std::tuple<LinkId, CommodityId, FlowDirection>;
    world::World bare;
    bare.tables.manifest = world.tables.manifest;
    bare.links = world.links;
    bare.link_status = world.link_status;
    bare.restrictions = world.restrictions;
    bare.capacities = world.capacities;
    std::map<Key, std::vector<std::size_t>> rows;
    std::size_t rounds = 0;
    for (std::size_t i = 0; i < world.capacities.size(); ++i) {
        const world::Capacity& row = world.capacities[i];
        if (!row.period.overlaps(Period::of_year(year))) continue;
        auto& same = rows[{row.link, row.commodity, row.direction}];
        same.push_back(i);
        rounds = std::max(rounds, same.size());
    }
    std::vector<double> weights(world.capacities.size());
    for (std::size_t round = 0; round < rounds; ++round) {
        for (world::Capacity& row : bare.capacities) row.capacity = 0;
        for (const auto& [key, same] : rows) {
            if (round < same.size()) bare.capacities[same[round]].capacity = 1;
        }
        const flow::MarketYear asked(bare, year);
        for (const auto& [key, same] : rows) {
            if (round >= same.size()) continue;
            for (const flow::YearCapacity& limit : asked.capacities(std::get<0>(key))) {
                if (limit.commodity == std::get<1>(key) && limit.direction == std::get<2>(key)) {
                    weights[same[round]] = limit.limit;
                }
            }
        }
    }
    return weights;
}

/// Canonical price of one of the row's units, where the row has a commodity and a plain unit.
double price_factor(const world::World& world, const char* table, std::size_t row,
                    CommodityId commodity) {
    const world::Table& rows = world.tables.at(table);
    const Unit* unit = find_unit(rows.cell(rows.rows[row], "unit"));
    if (unit == nullptr) return 0;
    const world::Commodity& goods = world.commodities[commodity];
    const std::string& flow = goods.unit.dimension;
    const std::string stem = flow.substr(0, flow.rfind('_'));
    const Unit target{"", stem + "_price", 1, ""};
    const Conversion result = conversion(*unit, target, goods.quality);
    return result.problem.empty() ? result.factor : 0;
}

} // namespace

LinkChain::LinkChain(const flow::MarketYear& year, const CaseSlopes& slopes, double sign,
                     SlopeSum& sum)
    : world_(*slopes.market().world),
      year_(year),
      slopes_(slopes),
      sign_(sign),
      sum_(sum),
      arcs_of_(world_.links.size()) {
    for (const ArcId id : slopes.market().arcs.ids()) {
        const LinkId link = slopes.market().arcs[id].link;
        if (link.valid()) arcs_of_[link].push_back(id);
    }
    for (std::size_t i = 0; i < world_.costs.size(); ++i) {
        cost_rows_[{world_.costs[i].link, world_.costs[i].commodity}].push_back(i);
    }
}

void LinkChain::run() {
    capacities();
    groups();
    costs();
    mode_costs();
    values_of_time();
    fees();
    if (!slopes_.of().counted.empty()) ownership();
    corrections();
    surcharges();
}

template <typename Visit>
void LinkChain::each_arc(LinkId link, CommodityId commodity, Visit visit) const {
    for (const ArcId id : arcs_of_[link]) {
        const flow::MarketArc& arc = slopes_.market().arcs[id];
        if (slopes_.market().layers[arc.layer].commodity == commodity) visit(id, arc);
    }
}

void LinkChain::capacities() {
    using Key = std::tuple<LinkId, CommodityId, FlowDirection>;
    std::map<Key, ResourceId> resources;
    const flow::Market& market = slopes_.market();
    for (const ResourceId id : market.resources.ids()) {
        const flow::MarketResource& of = market.resources[id];
        if (!of.link.valid() || market.problem.resources[id].has_curve) continue;
        resources[{of.link, of.commodity, of.direction}] = id;
    }
    const std::vector<double> weights = capacity_weights(world_, year_.year());
    for (std::size_t i = 0; i < world_.capacities.size(); ++i) {
        const world::Capacity& row = world_.capacities[i];
        if (weights[i] == 0) continue;
        const auto place = resources.find({row.link, row.commodity, row.direction});
        if (place == resources.end()) continue;
        sum_.add("capacities", row.provenance.row, "capacity", row.capacity,
                 sign_ * weights[i] * slopes_.limit(place->second));
    }
}

void LinkChain::groups() {
    const flow::Market& market = slopes_.market();
    for (const ResourceId id : market.resources.ids()) {
        const world::GroupId group = market.resources[id].group;
        if (!group.valid()) continue;
        double covered = 0;
        for (const world::GroupCapacity& row : world_.group_capacities) {
            if (row.group == group) covered += year_.share(row.period);
        }
        for (const world::GroupCapacity& row : world_.group_capacities) {
            const double share = row.group == group ? year_.share(row.period) : 0;
            if (share <= 0) continue;
            sum_.add("group_capacities", row.provenance.row, "capacity", row.capacity,
                     sign_ * (share / covered) * slopes_.limit(id));
        }
        for (std::size_t i = 0; i < world_.group_members.size(); ++i) {
            const world::GroupMember& row = world_.group_members[i];
            if (row.group != group) continue;
            Sides slope{};
            each_arc(row.link, row.commodity,
                     [&](ArcId arc, const flow::MarketArc&) { slope += slopes_.use(id, arc); });
            sum_.add("group_members", i, "use", row.use, sign_ * slope);
        }
    }
}

double LinkChain::covered_by_costs(const world::Cost& row, bool backward) const {
    double covered = 0;
    const auto rows = cost_rows_.find({row.link, row.commodity});
    for (const std::size_t i : rows->second) {
        if (applies(world_.costs[i].direction, backward)) {
            covered += year_.share(world_.costs[i].period);
        }
    }
    return covered;
}

void LinkChain::costs() {
    const world::Table& table = world_.tables.at("costs");
    const std::size_t tariff_column = *table.schema->find_column("tariff");
    for (const world::Cost& row : world_.costs) {
        const double share = year_.share(row.period);
        if (share <= 0) continue;
        const std::size_t place = row.provenance.row;
        const bool own_tariff = !table.rows[place].cells[tariff_column].empty();
        const double hours = world_.commodities[row.commodity].value_of_time;
        Sides cost{}, tariff{}, days{}, loss{};
        bool used = false;
        each_arc(row.link, row.commodity, [&](ArcId id, const flow::MarketArc& arc) {
            if (!applies(row.direction, arc.backward)) return;
            used = true;
            const double weight = share / covered_by_costs(row, arc.backward);
            cost += weight * slopes_.price(id, {1, own_tariff ? 0.0 : 1.0, 0});
            tariff += weight * slopes_.price(id, {0, 1, 0});
            days += weight * hours * slopes_.price(id, {0, 0, 1});
            loss += weight * slopes_.loss(id);
        });
        if (!used) continue;
        const double factor = price_factor(world_, "costs", place, row.commodity);
        sum_.add("costs", place, "cost", row.cost, sign_ * cost, factor);
        if (own_tariff) sum_.add("costs", place, "tariff", row.tariff, sign_ * tariff, factor);
        sum_.add("costs", place, "days", row.days, sign_ * days, 1);
        sum_.add("costs", place, "loss", row.loss, sign_ * loss, 1);
    }
}

bool LinkChain::has_stated_cost(LinkId link, CommodityId commodity, bool backward) const {
    const auto rows = cost_rows_.find({link, commodity});
    if (rows == cost_rows_.end()) return false;
    return covered_by_costs(world_.costs[rows->second.front()], backward) > 0;
}

void LinkChain::mode_costs() {
    IdVector<world::LinkTag, Sides> length(world_.links.size());
    for (const world::ModeCost& row : world_.mode_costs) {
        const double share = year_.share(row.period);
        if (share <= 0) continue;
        double covered = 0;
        for (const world::ModeCost& other : world_.mode_costs) {
            const bool same = other.mode == row.mode && other.commodity == row.commodity;
            if (same) covered += year_.share(other.period);
        }
        const double weight = share / covered;
        const double value = world_.commodities[row.commodity].value_of_time;
        Sides fixed{}, per_km{}, days{}, speed{};
        bool used = false;
        for (const LinkId link : world_.links.ids()) {
            if (world_.links[link].mode != row.mode) continue;
            const double km = world_.links[link].length_km;
            each_arc(link, row.commodity, [&](ArcId id, const flow::MarketArc& arc) {
                if (has_stated_cost(link, row.commodity, arc.backward)) return;
                used = true;
                const Sides money = weight * slopes_.price(id, {1, 1, 0});
                const Sides time = weight * value * slopes_.price(id, {0, 0, 1});
                fixed += money;
                per_km += km * money;
                days += time;
                length[link] += row.per_km * money;
                if (row.km_per_day <= 0) return;
                speed += -km / (row.km_per_day * row.km_per_day) * time;
                length[link] += 1 / row.km_per_day * time;
            });
        }
        if (!used) continue;
        const std::size_t place = row.provenance.row;
        const double factor = price_factor(world_, "mode_costs", place, row.commodity);
        sum_.add("mode_costs", place, "fixed", row.fixed, sign_ * fixed, factor);
        sum_.add("mode_costs", place, "per_km", row.per_km, sign_ * per_km, factor);
        sum_.add("mode_costs", place, "days_fixed", row.days_fixed, sign_ * days, 1);
        sum_.add("mode_costs", place, "km_per_day", row.km_per_day, sign_ * speed);
    }
    for (const LinkId link : world_.links.ids()) {
        const world::Link& row = world_.links[link];
        if (!arcs_of_[link].empty()) {
            sum_.add("links", row.provenance.row, "length", row.length_km, sign_ * length[link]);
        }
    }
}

void LinkChain::values_of_time() {
    const flow::Market& market = slopes_.market();
    IdVector<world::CommodityTag, Sides> slope(world_.commodities.size());
    IdVector<world::CommodityTag, char> carried(world_.commodities.size(), 0);
    for (const ArcId id : market.arcs.ids()) {
        const CommodityId commodity = market.layers[market.arcs[id].layer].commodity;
        const double value = world_.commodities[commodity].value_of_time;
        carried[commodity] = 1;
        if (value <= 0 || market.arcs[id].price.time == 0) continue;
        slope[commodity] += market.arcs[id].price.time / value * slopes_.price(id, {0, 0, 1});
    }
    for (const CommodityId id : world_.commodities.ids()) {
        const world::Commodity& row = world_.commodities[id];
        if (carried[id] == 0 || row.value_of_time == 0) continue;
        sum_.add("commodities", row.provenance.row, "value_of_time", row.value_of_time,
                 sign_ * slope[id]);
    }
}

void LinkChain::fees() {
    for (const world::Fee& row : world_.fees) {
        const double share = year_.share(row.period);
        if (share <= 0 || arcs_of_[row.link].empty()) continue;
        Sides slope{};
        each_arc(row.link, row.commodity, [&](ArcId id, const flow::MarketArc&) {
            slope += share * slopes_.fee(id, row.actor);
        });
        sum_.add("fees", row.provenance.row, "fee", row.fee, sign_ * slope,
                 price_factor(world_, "fees", row.provenance.row, row.commodity));
    }
}

void LinkChain::ownership() {
    IdVector<world::LinkTag, double> whole(world_.links.size()), own(world_.links.size());
    for (const world::Ownership& row : world_.ownership) {
        if (!row.period.contains(year_.day())) continue;
        whole[row.link] += row.share;
        if (slopes_.of().counts(row.actor)) own[row.link] += row.share;
    }
    for (const world::Ownership& row : world_.ownership) {
        if (!row.period.contains(year_.day()) || arcs_of_[row.link].empty()) continue;
        double earned = 0;
        for (const ArcId arc : arcs_of_[row.link]) earned += slopes_.earnings(arc);
        const double counted = slopes_.of().counts(row.actor) ? 1 : 0;
        const double slope = earned * (counted - own[row.link] / whole[row.link]) / whole[row.link];
        sum_.add("ownership", row.provenance.row, "share", row.share, sign_ * Sides{slope, slope},
                 1);
    }
}

void LinkChain::corrections() {
    // Small enough for a derivative, large enough for differences of integrals.
    constexpr double kStep = 1e-6;
    for (const world::Correction& row : world_.corrections) {
        if (!row.period.contains(year_.day())) continue;
        const auto arcs = flow::arcs_of(slopes_.market(), flow::flow_named_by(row));
        if (arcs.empty()) continue;
        const auto curve = [](const world::Correction& of) {
            flow::Curve result;
            const bool rises = of.slope > 0 && of.flow > 0;
            result.constant = rises ? of.correction - of.slope : of.correction;
            result.slope = rises ? of.slope / of.flow : 0;
            result.limit = flow::kInfinity;
            return result;
        };
        const auto add = [&](const char* column, double world::Correction::*number) {
            world::Correction up = row, down = row;
            const double step = kStep * std::max(1.0, std::abs(row.*number));
            up.*number += step;
            down.*number -= step;
            const Sides slope = slopes_.load(arcs, {curve(up), curve(down), 2 * step});
            sum_.add("corrections", row.provenance.row, column, row.*number, sign_ * slope);
        };
        add("correction", &world::Correction::correction);
        if (row.slope > 0 && row.flow > 0) {
            add("slope", &world::Correction::slope);
            add("flow", &world::Correction::flow);
        }
    }
}

void LinkChain::surcharges() {
    const flow::Market& market = slopes_.market();
    for (const world::RestrictionId id : year_.restrictions()) {
        const world::Restriction& row = world_.restrictions[id];
        if (row.kind != world::RestrictionKind::kSurcharge || !row.value) continue;
        Sides slope{};
        for (const LinkId link : row.links) {
            for (const ArcId arc : arcs_of_[link]) {
                const flow::Layer& layer = market.layers[market.arcs[arc].layer];
                const bool goods = !row.commodity.valid() || row.commodity == layer.commodity;
                const bool named =
                    row.target.empty() ||
                    std::any_of(layer.suppliers.begin(), layer.suppliers.end(),
                                [&](world::ActorId actor) {
                                    return world_.covers(row.target, actor, year_.day());
                                });
                if (goods && named) slope += slopes_.price(arc, {0, 0, 1});
            }
        }
        sum_.add("restrictions", row.provenance.row, "value", *row.value, sign_ * slope);
    }
}

} // namespace isthmus::provenance
