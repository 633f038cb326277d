// SPDX-License-Identifier: Apache-2.0
#include "world/convert.hpp"

#include <fmt/format.h>

namespace isthmus::world {

namespace {

constexpr std::string_view kFlowSuffix = "_flow";

std::string_view word(Measure measure) {
    switch (measure) {
    case Measure::kFlow:
        return "quantity a year";
    case Measure::kStock:
        return "quantity";
    case Measure::kPrice:
        return "price";
    }
    return "quantity";
}

/// Every property given: what does not convert with it cannot convert at all.
Quality full_quality() {
    return {1.0, 1.0, 1.0, 1.0};
}

} // namespace

Quality merge_quality(const Quality& first, const Quality& other) {
    const auto either = [](const std::optional<double>& a, const std::optional<double>& b) {
        return a ? a : b;
    };
    return {either(first.barrels_per_tonne, other.barrels_per_tonne),
            either(first.gross_calorific_value, other.gross_calorific_value),
            either(first.net_calorific_value, other.net_calorific_value),
            either(first.tonnes_per_teu, other.tonnes_per_teu)};
}

Conversion graded_conversion(const Unit& unit, const Unit& target, const Quality& grade,
                             const Quality& commodity) {
    const Quality merged = merge_quality(grade, commodity);
    const bool by_energy = target.dimension.starts_with("volume") && grade.gross_calorific_value &&
                           commodity.gross_calorific_value;
    if (!by_energy) return conversion(unit, target, merged);
    const Unit energy{"PJ", "gross_energy" + target.dimension.substr(std::string("volume").size()),
                      1, ""};
    const Conversion first = conversion(unit, energy, merged);
    const Conversion second = conversion(energy, target, commodity);
    return {first.factor * second.factor, first.problem + second.problem};
}

std::string dimension_of(Measure measure, std::string_view flow_dimension) {
    std::string stem(flow_dimension.substr(0, flow_dimension.size() - kFlowSuffix.size()));
    switch (measure) {
    case Measure::kFlow:
        return std::string(flow_dimension);
    case Measure::kStock:
        return stem;
    case Measure::kPrice:
        return stem + "_price";
    }
    return stem;
}

void report_conversion(Diagnostics& diagnostics, const RowOrigin& origin, Finding finding,
                       const Unit& unit, const Unit& target, std::string_view what) {
    finding.found = unit.name;
    const Conversion possible = conversion(unit, target, full_quality());
    if (possible.problem.empty()) {
        finding.id = "E306";
        finding.expected =
            fmt::format("the property that converts it, or a unit of {}", target.dimension);
        report(diagnostics, origin, std::move(finding));
        return;
    }
    std::vector<std::string> units;
    for (const Unit& other : all_units()) {
        if (conversion(other, target, full_quality()).problem.empty()) units.push_back(other.name);
    }
    finding.id = "E305";
    finding.expected = fmt::format("a unit of {}: {}", what, alternatives(units));
    finding.hint = possible.problem;
    report(diagnostics, origin, std::move(finding));
}

double Converter::factor(Measure measure, const CellTable& cells, std::size_t row,
                         CommodityId commodity, GradeId grade, std::string_view unit_column) const {
    const Unit* unit = cells[unit_column].units[row];
    if (unit == nullptr || !commodity.valid()) return kNoNumber;
    const Commodity& goods = world_.commodities[commodity];
    if (goods.unit.dimension.empty()) return kNoNumber;
    const Unit target{goods.unit.name, dimension_of(measure, goods.unit.dimension), 1, ""};
    const Conversion result =
        grade.valid()
            ? graded_conversion(*unit, target, world_.grades[grade].quality, goods.quality)
            : conversion(*unit, target, goods.quality);
    if (result.problem.empty()) return result.factor;
    report_conversion(
        diagnostics_, cells.origin(row),
        {.id = {}, .column = unit_column, .hint = fmt::format("{}: {}", goods.id, result.problem)},
        *unit, target, fmt::format("{} for {}", word(measure), goods.id));
    return kNoNumber;
}

} // namespace isthmus::world
