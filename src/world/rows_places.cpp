// SPDX-License-Identifier: Apache-2.0
// Actors, blocs, territories, nodes, commodities and grades.
#include "world/rows.hpp"

namespace isthmus::world {

namespace {

void make_actors(World& world, const CellTable& t) {
    const CellColumn &kind = t["kind"], &home = t["home"], &gw = t["gw"], &cow = t["cow"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.actors.push_back({.id = t.text(i, "id"),
                                .name = t.text(i, "name"),
                                .kind = kind.choice<ActorKind>(i),
                                .home = home.id<ActorTag>(i),
                                .iso3166 = t.text(i, "iso3166"),
                                .gw = gw.integers[i],
                                .cow = cow.integers[i]});
    }
}

void make_blocs(World& world, const CellTable& blocs, const CellTable& members) {
    for (std::size_t i = 0; i < blocs.size(); ++i) {
        world.blocs.push_back({.id = blocs.text(i, "id"),
                               .name = blocs.text(i, "name"),
                               .kind = blocs["kind"].choice<BlocKind>(i)});
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
        world.memberships.push_back({.actor = members["actor"].id<ActorTag>(i),
                                     .bloc = members["bloc"].id<BlocTag>(i),
                                     .role = members["role"].choice<MembershipRole>(i),
                                     .period = members.period(i),
                                     .provenance = provenance(members, i)});
    }
}

void make_territories(World& world, const CellTable& territories, const CellTable& control) {
    for (std::size_t i = 0; i < territories.size(); ++i) {
        world.territories.push_back(
            {.id = territories.text(i, "id"), .name = territories.text(i, "name")});
    }
    for (std::size_t i = 0; i < control.size(); ++i) {
        world.control.push_back({.territory = control["territory"].id<TerritoryTag>(i),
                                 .actor = control["actor"].id<ActorTag>(i),
                                 .capacity = control["capacity"].choice<ControlCapacity>(i),
                                 .period = control.period(i),
                                 .provenance = provenance(control, i)});
    }
}

void make_nodes(World& world, const CellTable& t) {
    const CellColumn &latitude = t["latitude"], &longitude = t["longitude"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.nodes.push_back({.id = t.text(i, "id"),
                               .name = t.text(i, "name"),
                               .kind = t["kind"].choice<NodeKind>(i),
                               .territory = t["territory"].id<TerritoryTag>(i),
                               .latitude = latitude.numbers[i],
                               .longitude = longitude.numbers[i],
                               .provenance = provenance(t, i)});
    }
}

Quality quality(const CellTable& t, std::size_t row, bool with_containers) {
    Quality result;
    result.barrels_per_tonne = t["barrels_per_tonne"].number(row);
    result.gross_calorific_value = t["gross_calorific_value"].number(row);
    result.net_calorific_value = t["net_calorific_value"].number(row);
    if (with_containers) result.tonnes_per_teu = t["tonnes_per_teu"].number(row);
    return result;
}

/// The unit of flow, which fixes the canonical unit; empty after a report where it is not one of
/// flow.
Unit flow_unit(const CellTable& t, std::size_t row, Diagnostics& diagnostics) {
    const Unit* unit = t["unit"].units[row];
    if (unit == nullptr) return {};
    if (unit->dimension.ends_with("_flow")) return *unit;
    report(diagnostics, t.origin(row),
           {.id = "E305",
            .column = "unit",
            .found = unit->name,
            .expected = "a unit of quantity a year such as Mt/a, bcm/a or kTEU/a"});
    return {};
}

/// The unit of price with its factor to the price of one canonical quantity.
Unit price_unit(const CellTable& t, std::size_t row, const Commodity& goods,
                Diagnostics& diagnostics) {
    const Unit* unit = t["price_unit"].units[row];
    if (unit == nullptr || goods.unit.dimension.empty()) return {};
    const Unit target{goods.unit.name, dimension_of(Measure::kPrice, goods.unit.dimension), 1, ""};
    const Conversion result = conversion(*unit, target, goods.quality);
    if (!result.problem.empty()) {
        report_conversion(diagnostics, t.origin(row),
                          {.id = {}, .column = "price_unit", .hint = result.problem}, *unit, target,
                          "price for " + goods.id);
        return {};
    }
    Unit price = *unit;
    price.factor = result.factor;
    return price;
}

} // namespace

Provenance provenance(const CellTable& table, std::size_t row) {
    Provenance result;
    result.row = row;
    const std::vector<ListItem>& items = table["claims"].lists[row];
    result.claims.reserve(items.size());
    for (const ListItem& item : items) result.claims.emplace_back(item.row);
    result.note = table.text(row, "note");
    return result;
}

void make_actors_and_places(World& world, const Cells& cells) {
    make_actors(world, cells["actors"]);
    make_blocs(world, cells["blocs"], cells["memberships"]);
    make_territories(world, cells["territories"], cells["control"]);
    make_nodes(world, cells["nodes"]);
}

void make_commodities(World& world, const Cells& cells, Diagnostics& diagnostics) {
    const CellTable& t = cells["commodities"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        Commodity goods;
        goods.id = t.text(i, "id");
        goods.name = t.text(i, "name");
        goods.kind = t["kind"].choice<CommodityKind>(i);
        goods.quality = quality(t, i, true);
        goods.unit = flow_unit(t, i, diagnostics);
        goods.price_unit = price_unit(t, i, goods, diagnostics);
        goods.value_of_time = t["value_of_time"].numbers[i] * goods.price_unit.factor;
        goods.provenance = provenance(t, i);
        world.commodities.push_back(std::move(goods));
    }
    const CellTable& grades = cells["grades"];
    for (std::size_t i = 0; i < grades.size(); ++i) {
        world.grades.push_back({.id = grades.text(i, "id"),
                                .name = grades.text(i, "name"),
                                .commodity = grades["commodity"].id<CommodityTag>(i),
                                .quality = quality(grades, i, false)});
    }
}

} // namespace isthmus::world
