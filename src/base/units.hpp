// SPDX-License-Identifier: Apache-2.0
// Units as data: schema/units.csv gives each a dimension and a factor to that dimension's canonical
// unit. Quantities: Mt, Mbbl, bcm, PJ (gross or net), kTEU, each a year for flows. Prices: million
// USD for one canonical quantity, so that price times flow is million USD a year whatever the
// commodity.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

struct Unit {
    std::string name;
    std::string dimension;
    double factor = 1;
    std::string meaning;
};

const std::vector<Unit>& all_units();
/// The unit of that name, or nullptr.
const Unit* find_unit(std::string_view name);

/// Physical properties that tie dimensions together; a missing one makes its conversions
/// impossible.
struct Quality {
    std::optional<double> barrels_per_tonne;
    std::optional<double> gross_calorific_value; ///< MJ/m3
    std::optional<double> net_calorific_value;   ///< MJ/m3
    std::optional<double> tonnes_per_teu;
};

/// Why a conversion cannot be done, in words for a diagnostic; empty means that it can.
struct Conversion {
    double factor = 0;
    std::string problem;
};

/// What a number in unit `from` is to be multiplied with to be in unit `to`. Flows convert to
/// flows, stocks to stocks and prices to prices, across dimensions through the quality (barrels and
/// tonnes, cubic metres and energy, containers and tonnes).
Conversion conversion(const Unit& from, const Unit& to, const Quality& quality);

} // namespace isthmus
