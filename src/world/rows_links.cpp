// SPDX-License-Identifier: Apache-2.0
// Links with their status, consents, capacities, capacity groups, costs, fees and owners.
#include <fmt/format.h>

#include "world/rows.hpp"

namespace isthmus::world {

namespace {

void make_status(World& world, const CellTable& t) {
    const CellColumn &link = t["link"], &status = t["status"], &by = t["by"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.link_status.push_back({.link = link.id<LinkTag>(i),
                                     .status = status.choice<Status>(i),
                                     .by = by.id<ActorTag>(i),
                                     .period = t.period(i),
                                     .provenance = provenance(t, i)});
    }
}

void make_consents(World& world, const CellTable& t) {
    const CellColumn &link = t["link"], &actor = t["actor"], &capacity = t["capacity"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.consents.push_back({.link = link.id<LinkTag>(i),
                                  .actor = actor.id<ActorTag>(i),
                                  .capacity = capacity.choice<ConsentCapacity>(i),
                                  .period = t.period(i),
                                  .provenance = provenance(t, i)});
    }
}

void make_capacities(World& world, const CellTable& t, const Converter& converter) {
    const CellColumn &commodity = t["commodity"], &capacity = t["capacity"], &grade = t["grade"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = commodity.id<CommodityTag>(i);
        const double factor = converter.factor(Measure::kFlow, t, i, goods, grade.id<GradeTag>(i));
        world.capacities.push_back({.link = t["link"].id<LinkTag>(i),
                                    .commodity = goods,
                                    .direction = t["direction"].choice<FlowDirection>(i),
                                    .period = t.period(i),
                                    .capacity = capacity.numbers[i] * factor,
                                    .provenance = provenance(t, i)});
    }
}

void make_costs(World& world, const CellTable& t, const Converter& converter) {
    const CellColumn &cost = t["cost"], &tariff = t["tariff"], &days = t["days"], &loss = t["loss"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double factor = converter.factor(Measure::kPrice, t, i, goods);
        world.costs.push_back({.link = t["link"].id<LinkTag>(i),
                               .commodity = goods,
                               .direction = t["direction"].choice<FlowDirection>(i),
                               .period = t.period(i),
                               .cost = cost.numbers[i] * factor,
                               .tariff = tariff.number(i).value_or(cost.numbers[i]) * factor,
                               .days = days.numbers[i],
                               .loss = loss.numbers[i],
                               .provenance = provenance(t, i)});
    }
}

void make_mode_costs(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double factor = converter.factor(Measure::kPrice, t, i, goods);
        world.mode_costs.push_back({.mode = t["mode"].choice<Mode>(i),
                                    .commodity = goods,
                                    .period = t.period(i),
                                    .fixed = t["fixed"].numbers[i] * factor,
                                    .per_km = t["per_km"].numbers[i] * factor,
                                    .days_fixed = t["days_fixed"].numbers[i],
                                    .km_per_day = t["km_per_day"].number(i).value_or(0),
                                    .provenance = provenance(t, i)});
    }
}

void make_fees(World& world, const CellTable& t, const Converter& converter) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto goods = t["commodity"].id<CommodityTag>(i);
        const double factor = converter.factor(Measure::kPrice, t, i, goods);
        world.fees.push_back({.link = t["link"].id<LinkTag>(i),
                              .commodity = goods,
                              .actor = t["actor"].id<ActorTag>(i),
                              .period = t.period(i),
                              .fee = t["fee"].numbers[i] * factor,
                              .provenance = provenance(t, i)});
    }
}

void make_ownership(World& world, const CellTable& t) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.ownership.push_back({.link = t["link"].id<LinkTag>(i),
                                   .actor = t["actor"].id<ActorTag>(i),
                                   .share = t["share"].numbers[i],
                                   .period = t.period(i),
                                   .provenance = provenance(t, i)});
    }
}

/// A group is measured in the dimension of its first capacity; the others must be of the same.
void make_group_capacities(World& world, const CellTable& t, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        const auto group = t["group"].id<GroupTag>(i);
        const Unit* unit = t["unit"].units[i];
        world.group_capacities.push_back(
            {.group = group,
             .period = t.period(i),
             .capacity = unit == nullptr ? kNoNumber : t["capacity"].numbers[i] * unit->factor,
             .provenance = provenance(t, i)});
        if (!group.valid() || unit == nullptr) continue;
        std::string& dimension = world.capacity_groups[group].dimension;
        if (dimension.empty() && unit->dimension.ends_with("_flow")) dimension = unit->dimension;
        if (dimension == unit->dimension) continue;
        const bool is_flow = unit->dimension.ends_with("_flow");
        report(diagnostics, t.origin(i),
               {.id = is_flow ? "E320" : "E305",
                .column = "unit",
                .found = unit->name,
                .expected =
                    is_flow ? fmt::format("a unit of {}, as in the group's other rows", dimension)
                            : "a unit of quantity a year such as Mt/a"});
    }
}

void make_group_members(World& world, const CellTable& t, Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < t.size(); ++i) {
        GroupMember member{.group = t["group"].id<GroupTag>(i),
                           .link = t["link"].id<LinkTag>(i),
                           .commodity = t["commodity"].id<CommodityTag>(i),
                           .use = t["use"].numbers[i]};
        world.group_members.push_back(member);
        if (!member.group.valid() || !member.commodity.valid()) continue;
        const Commodity& goods = world.commodities[member.commodity];
        const CapacityGroup& group = world.capacity_groups[member.group];
        if (group.dimension.empty() || goods.unit.dimension.empty()) continue;
        const Unit from{goods.unit.name, goods.unit.dimension, 1, ""};
        const Unit to{group.id, group.dimension, 1, ""};
        const Conversion result = conversion(from, to, goods.quality);
        world.group_members[i].use *= result.problem.empty() ? result.factor : kNoNumber;
        if (result.problem.empty()) continue;
        report_conversion(diagnostics, t.origin(i),
                          {.id = {},
                           .column = "commodity",
                           .hint = fmt::format("{} cannot be added up in {}: {}", goods.id,
                                               group.dimension, result.problem)},
                          goods.unit, to, "capacity for " + group.id);
    }
}

} // namespace

void make_links(World& world, const Cells& cells, const Converter& converter) {
    const CellTable& t = cells["links"];
    const CellColumn &from = t["from_node"], &to = t["to_node"], &length = t["length"];
    for (std::size_t i = 0; i < t.size(); ++i) {
        world.links.push_back({.id = t.text(i, "id"),
                               .name = t.text(i, "name"),
                               .mode = t["mode"].choice<Mode>(i),
                               .from = from.id<NodeTag>(i),
                               .to = to.id<NodeTag>(i),
                               .direction = t["direction"].choice<LinkDirection>(i),
                               .length_km = length.numbers[i],
                               .provenance = provenance(t, i)});
    }
    make_status(world, cells["link_status"]);
    make_consents(world, cells["consents"]);
    make_capacities(world, cells["capacities"], converter);
    make_costs(world, cells["costs"], converter);
    make_mode_costs(world, cells["mode_costs"], converter);
    make_fees(world, cells["fees"], converter);
    make_ownership(world, cells["ownership"]);
}

void make_groups(World& world, const Cells& cells, Diagnostics& diagnostics) {
    const CellTable& groups = cells["capacity_groups"];
    for (std::size_t i = 0; i < groups.size(); ++i) {
        world.capacity_groups.push_back(
            {.id = groups.text(i, "id"), .name = groups.text(i, "name"), .dimension = {}});
    }
    make_group_capacities(world, cells["group_capacities"], diagnostics);
    make_group_members(world, cells["group_members"], diagnostics);
}

} // namespace isthmus::world
