// SPDX-License-Identifier: Apache-2.0
// Internal to the module: names and units that the views of disruption share.
#pragma once

#include <string>

#include "dependence/outage.hpp"

namespace isthmus::report {

/// "Caspian, 2024, scenario suez-shut".
std::string disruption_basis(const dependence::Baseline& base);
/// "btc; cpc" and "Baku-Tbilisi-Ceyhan + CPC".
std::string outage_ids(const world::World& world, const dependence::OutageSet& outages);
std::string outage_names(const world::World& world, const dependence::OutageSet& outages);

/// A number with the unit that it is shown in.
struct Quantity {
    double value = 0;
    std::string unit;
};
/// A canonical quantity a day: in a unit of days where there is one, else in the commodity's a
/// year.
Quantity daily(const world::Commodity& commodity, double canonical_a_day);
/// A canonical stock, in the stock that the commodity's unit of flow speaks of ("bcm" of "bcm/a").
Quantity stored(const world::Commodity& commodity, double canonical);

} // namespace isthmus::report
