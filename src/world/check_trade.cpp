// SPDX-License-Identifier: Apache-2.0
// Supply, demand, contracts, sponsors and the years of all tables.
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"

namespace isthmus::world {

namespace {

/// The shares of a project's sponsors are published in per cent; see check_links.cpp.
constexpr double kShareTolerance = 0.001;

void check_years(const CheckContext& context) {
    const Manifest& manifest = context.world.manifest();
    if (manifest.first_year == 0 || manifest.last_year == 0) return;
    for (const auto& [name, table] : context.cells.tables) {
        if (!table.table->schema->find_column("year")) continue;
        const CellColumn& years = table["year"];
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (!years.integers[i]) continue;
            const int year = *years.integers[i];
            if (year >= manifest.first_year && year <= manifest.last_year) continue;
            context.report(
                name, i,
                {.id = "W301",
                 .column = "year",
                 .found = std::to_string(year),
                 .expected = fmt::format("{} to {}", manifest.first_year, manifest.last_year)});
        }
    }
}

void check_kind(const CheckContext& context, std::string_view table, CommodityKind expected) {
    const CellColumn& commodity = context.table(table)["commodity"];
    const CellColumn& kinds = context.table("commodities")["kind"];
    for (std::size_t i = 0; i < context.table(table).size(); ++i) {
        const auto id = commodity.id<CommodityTag>(i);
        if (!id.valid() || !kinds.known_choices[id.index()]) continue;
        const Commodity& goods = context.world.commodities[id];
        if (goods.kind == expected) continue;
        context.report(table, i,
                       {.id = "E317",
                        .column = "commodity",
                        .found = goods.id,
                        .expected = fmt::format("a commodity of kind {}", to_string(expected)),
                        .hint = fmt::format("'{}' is {}", goods.id, to_string(goods.kind))});
    }
}

void check_grades(const CheckContext& context, std::string_view table) {
    const CellColumn& commodity = context.table(table)["commodity"];
    const CellColumn& grade = context.table(table)["grade"];
    for (std::size_t i = 0; i < context.table(table).size(); ++i) {
        const auto goods = commodity.id<CommodityTag>(i);
        const auto quality = grade.id<GradeTag>(i);
        if (!goods.valid() || !quality.valid()) continue;
        const Grade& row = context.world.grades[quality];
        if (!row.commodity.valid() || row.commodity == goods) continue;
        context.report(table, i,
                       {.id = "E318",
                        .column = "grade",
                        .found = row.id,
                        .expected = "a grade of " + context.world.commodities[goods].id,
                        .hint = fmt::format("'{}' is a grade of {}", row.id,
                                            context.world.commodities[row.commodity].id)});
    }
}

/// Two cells of a row in one unit, of which the first may not exceed the second.
struct Order {
    std::string_view table, low, high; ///< columns
    std::string_view id;               ///< of the diagnostic
    std::string_view column;           ///< that the diagnostic names: low or high
};

void check_order(const CheckContext& context, const Order& order) {
    const CellTable& table = context.table(order.table);
    const CellColumn &low = table[order.low], &high = table[order.high];
    for (std::size_t i = 0; i < table.size(); ++i) {
        // Written so that an empty or unreadable cell, which is not a number, passes.
        if (!(low.numbers[i] > high.numbers[i])) continue;
        const bool low_is_wrong = order.column == order.low;
        const std::string other = format_number(low_is_wrong ? high.numbers[i] : low.numbers[i]);
        context.report(order.table, i,
                       {.id = order.id,
                        .column = order.column,
                        .found = table.text(i, order.column),
                        .expected = fmt::format("at {} {}, the {}", low_is_wrong ? "most" : "least",
                                                other, low_is_wrong ? order.high : order.low)});
    }
}

void check_sides(const CheckContext& context) {
    const World& world = context.world;
    for (const ContractId id : world.contracts.ids()) {
        const Contract& row = world.contracts[id];
        if (!row.seller.valid() || row.seller != row.buyer) continue;
        context.report("contracts", id.index(),
                       {.id = "E324",
                        .column = "buyer",
                        .found = world.actors[row.buyer].id,
                        .expected = "another actor than the seller"});
    }
    for (std::size_t i = 0; i < world.freight_demand.size(); ++i) {
        const FreightDemand& row = world.freight_demand[i];
        if (!row.origin.valid() || row.origin != row.destination) continue;
        context.report("freight_demand", i,
                       {.id = "E324",
                        .column = "destination",
                        .found = world.nodes[row.destination].id,
                        .expected = "another node than the origin"});
    }
}

void check_sponsors(const CheckContext& context) {
    const World& world = context.world;
    std::map<ProjectId, double> sums;
    for (std::size_t i = 0; i < world.project_sponsors.size(); ++i) {
        const ProjectSponsor& row = world.project_sponsors[i];
        if (!row.project.valid() || !row.share) continue;
        double& sum = sums[row.project];
        const bool was_above = sum > 1 + kShareTolerance;
        sum += *row.share;
        if (was_above || !(sum > 1 + kShareTolerance)) continue;
        context.report("project_sponsors", i,
                       {.id = "E325",
                        .column = "share",
                        .found = format_number(*row.share),
                        .expected = fmt::format("shares of '{}' that add up to 1 at most",
                                                world.projects[row.project].id)});
    }
}

} // namespace

void check_trade(const CheckContext& context) {
    check_years(context);
    check_kind(context, "supply", CommodityKind::kFuel);
    check_kind(context, "demand", CommodityKind::kFuel);
    check_kind(context, "storage", CommodityKind::kFuel);
    check_kind(context, "freight_demand", CommodityKind::kFreight);
    for (const char* table : {"supply", "capacities", "observations"}) check_grades(context, table);
    check_order(context, {"supply", "quantity", "capacity", "E310", "capacity"});
    check_order(context, {"supply", "floor_price", "price", "E308", "floor_price"});
    check_order(context, {"demand", "price", "choke_price", "E307", "choke_price"});
    check_order(context, {"freight_demand", "price", "choke_price", "E307", "choke_price"});
    check_order(context, {"contracts", "minimum", "maximum", "E309", "minimum"});
    check_sides(context);
    check_sponsors(context);
}

} // namespace isthmus::world
