// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_units.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/units.hpp"
#include "world/convert.hpp"

namespace isthmus::world {

namespace {

Quality quality_of(const ScenarioEditor& editor, std::string_view table, const std::string& id) {
    Quality quality;
    const Row* row = editor.find(table, id);
    if (row == nullptr) return quality;
    const Table& rows = editor.table(table);
    const auto number = [&](std::string_view column) {
        return rows.schema->find_column(column) ? parse_number(rows.cell(*row, column))
                                                : std::nullopt;
    };
    quality.barrels_per_tonne = number("barrels_per_tonne");
    quality.gross_calorific_value = number("gross_calorific_value");
    quality.net_calorific_value = number("net_calorific_value");
    quality.tonnes_per_teu = number("tonnes_per_teu");
    return quality;
}

} // namespace

std::optional<double> in_unit_of_row(const ScenarioEditor& editor, const Operation& operation,
                                     const NumberChange& change, const std::string& row_unit,
                                     const Goods& goods) {
    if (change.unit == row_unit) return change.value;
    const Unit* from = find_unit(change.unit);
    if (from == nullptr) {
        std::vector<std::string> names;
        for (const Unit& unit : all_units()) names.push_back(unit.name);
        operation.report("E213", "unit", "a unit of schema/units.csv",
                         did_you_mean(nearest_match(change.unit, names)));
        return std::nullopt;
    }
    const Unit* to = find_unit(row_unit);
    const Quality quality = merge_quality(quality_of(editor, "grades", goods.grade),
                                          quality_of(editor, "commodities", goods.commodity));
    const Conversion result = to == nullptr ? Conversion{0, "the row has no known unit"}
                                            : conversion(*from, *to, quality);
    if (result.problem.empty()) return change.value * result.factor;
    operation.report("E244", "unit",
                     fmt::format("a unit that converts to {}, in which the row for {} is", row_unit,
                                 goods.commodity.empty() ? "the group" : goods.commodity),
                     result.problem);
    return std::nullopt;
}

std::optional<double> graded_amount(const ScenarioEditor& editor, double amount,
                                    const std::string& unit, const std::string& target,
                                    const Goods& goods) {
    const Unit *from = find_unit(unit), *to = find_unit(target);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const Quality commodity = quality_of(editor, "commodities", goods.commodity);
    if (goods.grade.empty()) {
        const Conversion plain = conversion(*from, *to, commodity);
        return plain.problem.empty() ? std::optional(amount * plain.factor) : std::nullopt;
    }
    // Convert.hpp says how much of the commodity a unit of the grade is.
    const Conversion graded =
        graded_conversion(*to, *from, quality_of(editor, "grades", goods.grade), commodity);
    if (!graded.problem.empty() || graded.factor <= 0) return std::nullopt;
    return amount / graded.factor;
}

} // namespace isthmus::world
