// SPDX-License-Identifier: Apache-2.0
// Internal to the module: from the units of rows to canonical units (base/units.hpp), with a report
// where that cannot be.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "world/cells.hpp"
#include "world/world.hpp"

namespace isthmus::world {

enum class Measure { kFlow, kStock, kPrice };

/// The row's own qualities where it names them, else those of the other.
Quality merge_quality(const Quality& first, const Quality& other);

/// How much of the commodity in `target` one `unit` of its grade is. A cubic metre of a grade is
/// not one of the commodity: they are equal by their energy, so volumes go through it where
/// calorific values are known. Tonnes and barrels of a grade are tonnes and barrels of the
/// commodity.
Conversion graded_conversion(const Unit& unit, const Unit& target, const Quality& grade,
                             const Quality& commodity);

class Converter {
  public:
    Converter(const World& world, Diagnostics& diagnostics)
        : world_(world), diagnostics_(diagnostics) {}

    /// What a number of the row is multiplied with to be canonical for the commodity; NaN where a
    /// cell is missing or, after a report, where the unit does not convert. `grade` may be invalid.
    double factor(Measure measure, const CellTable& cells, std::size_t row, CommodityId commodity,
                  GradeId grade = {}, std::string_view unit_column = "unit") const;

  private:
    const World& world_;
    Diagnostics& diagnostics_;
};

/// The dimension in which a commodity that flows in `flow_dimension` is measured: "mass_flow",
/// "mass", "mass_price".
std::string dimension_of(Measure measure, std::string_view flow_dimension);

/// Reports a unit that does not convert to the dimension `target`: of the wrong dimension (E305),
/// or for want of a property (E306).
void report_conversion(Diagnostics& diagnostics, const RowOrigin& origin, Finding finding,
                       const Unit& unit, const Unit& target, std::string_view what);

} // namespace isthmus::world
