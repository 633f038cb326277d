// SPDX-License-Identifier: Apache-2.0
// Supply, demand, contracts, restrictions, withdrawals, storage, observations and corrections.
#include "world/rows.hpp"

namespace isthmus::world {

namespace {

void make_supply(World& world, const CellTable& t, const Converter& converter) {
    const CellColumn &quantity = t["quantity"], &capacity = t["capacity"], &grade = t["grade"];
    const CellColumn &price = t["price"], &floor = t["floor_price"], &elasticity = t["elasticity"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const auto quality = grade.id<GradeTag>(i);
        const double flow = converter.factor(Measure::kFlow, t, i, goods, quality);
        const double money = converter.factor(Measure::kPrice, t, i, goods, quality, "price_unit");
        world.supply.push_back({.node = t["node"].id<NodeTag>(i),
                                .commodity = goods,
                                .actor = t["actor"].id<ActorTag>(i),
                                .year = t["year"].integers[i].value_or(0),
                                .quantity = quantity.numbers[i] * flow,
                                .capacity = capacity.numbers[i] * flow,
                                .price = price.numbers[i] * money,
                                .floor_price = floor.numbers[i] * money,
                                .elasticity = elasticity.numbers[i],
                                .provenance = provenance(t, i)});
    }
}

/// A price cell in canonical units, or nothing where the cell is empty.
std::optional<double> scaled(const CellColumn& column, std::size_t row, double factor) {
    const std::optional<double> number = column.number(row);
    return number ? std::optional<double>(*number * factor) : std::nullopt;
}

void make_demand(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double flow = converter.factor(Measure::kFlow, t, i, goods);
        const double money = converter.factor(Measure::kPrice, t, i, goods, {}, "price_unit");
        world.demand.push_back({.node = t["node"].id<NodeTag>(i),
                                .commodity = goods,
                                .actor = t["actor"].id<ActorTag>(i),
                                .year = t["year"].integers[i].value_or(0),
                                .quantity = t["quantity"].numbers[i] * flow,
                                .price = t["price"].numbers[i] * money,
                                .choke_price = scaled(t["choke_price"], i, money),
                                .elasticity = t["elasticity"].numbers[i],
                                .provenance = provenance(t, i)});
    }
}

void make_freight_demand(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double flow = converter.factor(Measure::kFlow, t, i, goods);
        const double money = converter.factor(Measure::kPrice, t, i, goods, {}, "price_unit");
        world.freight_demand.push_back({.origin = t["origin"].id<NodeTag>(i),
                                        .destination = t["destination"].id<NodeTag>(i),
                                        .commodity = goods,
                                        .shipper = t["shipper"].id<ActorTag>(i),
                                        .actor = t["actor"].id<ActorTag>(i),
                                        .year = t["year"].integers[i].value_or(0),
                                        .quantity = t["quantity"].numbers[i] * flow,
                                        .price = t["price"].numbers[i] * money,
                                        .choke_price = scaled(t["choke_price"], i, money),
                                        .elasticity = t["elasticity"].numbers[i],
                                        .provenance = provenance(t, i)});
    }
}

void make_contracts(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double flow = converter.factor(Measure::kFlow, t, i, goods);
        world.contracts.push_back({.id = t.text(i, "id"),
                                   .name = t.text(i, "name"),
                                   .seller = t["seller"].id<ActorTag>(i),
                                   .buyer = t["buyer"].id<ActorTag>(i),
                                   .commodity = goods,
                                   .node = t["node"].id<NodeTag>(i),
                                   .period = t.period(i),
                                   .minimum = t["minimum"].numbers[i] * flow,
                                   .maximum = scaled(t["maximum"], i, flow),
                                   .provenance = provenance(t, i)});
    }
}

void make_restrictions(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const auto kind = t["kind"].choice<RestrictionKind>(i);
        const Measure measure = kind == RestrictionKind::kQuota ? Measure::kFlow : Measure::kPrice;
        const bool has_effect = kind == RestrictionKind::kQuota ||
                                kind == RestrictionKind::kSurcharge ||
                                kind == RestrictionKind::kPriceCap;
        std::optional<double> value;
        if (has_effect && t["value"].number(i)) {
            value = scaled(t["value"], i, converter.factor(measure, t, i, goods));
        }
        world.restrictions.push_back({.id = t.text(i, "id"),
                                      .name = t.text(i, "name"),
                                      .kind = kind,
                                      .imposed_by = parties(t["imposed_by"], i),
                                      .target = parties(t["target"], i),
                                      .commodity = goods,
                                      .links = link_list(t["links"], i),
                                      .period = t.period(i),
                                      .value = value,
                                      .provenance = provenance(t, i)});
    }
}

void make_withdrawals(World& world, const CellTable& t) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.withdrawals.push_back({.id = t.text(i, "id"),
                                     .name = t.text(i, "name"),
                                     .by = parties(t["by"], i),
                                     .towards = parties(t["towards"], i),
                                     .commodity = t["commodity"].id<CommodityTag>(i),
                                     .period = t.period(i),
                                     .provenance = provenance(t, i)});
    }
}

void make_corrections(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double flow = converter.factor(Measure::kFlow, t, i, goods);
        const double money = converter.factor(Measure::kPrice, t, i, goods, {}, "price_unit");
        world.corrections.push_back({.link = t["link"].id<LinkTag>(i),
                                     .commodity = goods,
                                     .direction = t["direction"].choice<FlowDirection>(i),
                                     .supplier = t["supplier"].id<ActorTag>(i),
                                     .period = t.period(i),
                                     .flow = t["flow"].numbers[i] * flow,
                                     .correction = t["correction"].numbers[i] * money,
                                     .slope = t["slope"].number(i).value_or(0) * money,
                                     .provenance = provenance(t, i)});
    }
}

void make_storage(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double stock = converter.factor(Measure::kStock, t, i, goods);
        world.storage.push_back({.node = t["node"].id<NodeTag>(i),
                                 .commodity = goods,
                                 .actor = t["actor"].id<ActorTag>(i),
                                 .period = t.period(i),
                                 .volume = t["volume"].numbers[i] * stock,
                                 .provenance = provenance(t, i)});
    }
}

void make_observations(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double flow =
            converter.factor(Measure::kFlow, t, i, goods, t["grade"].id<GradeTag>(i));
        world.observations.push_back({.id = t.text(i, "id"),
                                      .link = t["link"].id<LinkTag>(i),
                                      .commodity = goods,
                                      .direction = t["direction"].choice<FlowDirection>(i),
                                      .supplier = t["supplier"].id<ActorTag>(i),
                                      .year = t["year"].integers[i].value_or(0),
                                      .value = t["value"].numbers[i] * flow,
                                      .provenance = provenance(t, i)});
    }
}

} // namespace

std::vector<Party> parties(const CellColumn& column, std::size_t row) {
    std::vector<Party> result;
    for (const ListItem& item : column.lists[row]) {
        const bool is_actor = column.column->references[item.reference] == "actors";
        if (is_actor)
            result.push_back({.actor = ActorId(item.row), .bloc = {}});
        else
            result.push_back({.actor = {}, .bloc = BlocId(item.row)});
    }
    return result;
}

std::vector<LinkId> link_list(const CellColumn& column, std::size_t row) {
    std::vector<LinkId> links;
    for (const ListItem& item : column.lists[row]) links.emplace_back(item.row);
    return links;
}

void make_trade(World& world, const Cells& cells, const Converter& converter) {
    make_supply(world, cells["supply"], converter);
    make_demand(world, cells["demand"], converter);
    make_freight_demand(world, cells["freight_demand"], converter);
    make_contracts(world, cells["contracts"], converter);
    make_restrictions(world, cells["restrictions"], converter);
    make_withdrawals(world, cells["withdrawals"]);
    make_storage(world, cells["storage"], converter);
    make_observations(world, cells["observations"], converter);
    make_corrections(world, cells["corrections"], converter);
}

} // namespace isthmus::world
