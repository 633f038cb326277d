// SPDX-License-Identifier: Apache-2.0
#include "provenance/parameter.hpp"

#include "base/text.hpp"
#include "base/units.hpp"
#include "world/evidence.hpp"

namespace isthmus::provenance {
namespace {

const world::Row& row_of(const world::World& world, const Parameter& parameter) {
    return world.tables.at(parameter.table).rows[parameter.row];
}

/// The row's own qualities where its grade names them, else those of its commodity.
Quality quality_of(const world::World& world, const Parameter& parameter) {
    const world::Table& table = world.tables.at(parameter.table);
    const world::Row& row = row_of(world, parameter);
    Quality quality;
    if (table.schema->find_column("commodity")) {
        const auto id =
            world.find<world::CommodityTag>("commodities", table.cell(row, "commodity"));
        if (id.valid()) quality = world.commodities[id].quality;
    }
    if (!table.schema->find_column("grade")) return quality;
    const auto id = world.find<world::GradeTag>("grades", table.cell(row, "grade"));
    if (!id.valid()) return quality;
    const Quality& own = world.grades[id].quality;
    if (own.barrels_per_tonne) quality.barrels_per_tonne = own.barrels_per_tonne;
    if (own.gross_calorific_value) quality.gross_calorific_value = own.gross_calorific_value;
    if (own.net_calorific_value) quality.net_calorific_value = own.net_calorific_value;
    if (own.tonnes_per_teu) quality.tonnes_per_teu = own.tonnes_per_teu;
    return quality;
}

} // namespace

std::optional<Parameter> parameter(const world::World& world, std::string_view table,
                                   std::size_t row, std::string_view column) {
    const world::Table& rows = world.tables.at(table);
    const auto place = rows.schema->find_column(column);
    if (!place || row >= rows.rows.size() || rows.rows[row].cells[*place].empty()) {
        return std::nullopt;
    }
    return Parameter{std::string(table), row, *place};
}

double cell_number(const world::World& world, const Parameter& parameter) {
    return parse_number(row_of(world, parameter).cells[parameter.column]).value_or(0);
}

std::string cell_unit(const world::World& world, const Parameter& parameter) {
    const world::Table& table = world.tables.at(parameter.table);
    return world::unit_of(table, row_of(world, parameter), table.schema->columns[parameter.column]);
}

std::string row_name(const world::World& world, const Parameter& parameter) {
    const world::Table& table = world.tables.at(parameter.table);
    const world::Row& row = row_of(world, parameter);
    std::vector<std::string> parts;
    for (const std::string& column : table.schema->key) parts.push_back(table.cell(row, column));
    return join(parts, " / ");
}

std::optional<double> in_cell_unit(const world::World& world, const Parameter& parameter,
                                   const std::string& unit) {
    const std::string own = cell_unit(world, parameter);
    if (unit.empty() || unit == own) return 1.0;
    constexpr std::string_view kPercent = "%", kShare = "share";
    constexpr double kPercentOfShare = 0.01;
    if (unit == kPercent && own == kShare) return kPercentOfShare;
    const Unit* from = find_unit(unit);
    const Unit* to = find_unit(own);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const Conversion result = conversion(*from, *to, quality_of(world, parameter));
    return result.problem.empty() ? std::optional(result.factor) : std::nullopt;
}

Result<world::World> with_numbers(const world::World& world,
                                  const std::vector<NewNumber>& numbers) {
    world::Tables tables = world.tables;
    for (const auto& [of, number] : numbers) {
        tables.tables.at(of.table).rows[of.row].cells[of.column] = format_number(number);
    }
    return world::build(std::move(tables));
}

} // namespace isthmus::provenance
