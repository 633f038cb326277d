// SPDX-License-Identifier: Apache-2.0
#include "report/disruption_cells.hpp"

#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::report {

namespace {

constexpr double kDaysInUnits = 365.25; ///< of a year, as schema/units.csv has it

template <typename Of>
std::string joined(const dependence::OutageSet& outages, const char* separator, const Of& of) {
    std::vector<std::string> parts;
    for (const dependence::Outage& outage : outages) parts.push_back(of(outage));
    return join(parts, separator);
}

} // namespace

std::string disruption_basis(const dependence::Baseline& base) {
    const std::string text = fmt::format("{}, {}", base.world->manifest().title, base.year);
    return base.world->scenario.empty()
               ? text
               : fmt::format("{}, scenario {}", text, base.world->scenario);
}

std::string outage_ids(const world::World& world, const dependence::OutageSet& outages) {
    return joined(outages, "; ", [&](const dependence::Outage& outage) {
        return dependence::outage_id(world, outage);
    });
}

std::string outage_names(const world::World& world, const dependence::OutageSet& outages) {
    return joined(outages, " + ", [&](const dependence::Outage& outage) {
        return dependence::outage_name(world, outage);
    });
}

Quantity daily(const world::Commodity& commodity, double canonical_a_day) {
    const double canonical_a_year = canonical_a_day * kDaysInUnits;
    for (const Unit& unit : all_units()) {
        if (unit.dimension != commodity.unit.dimension || !unit.name.ends_with("/d")) continue;
        return {canonical_a_year / unit.factor, unit.name};
    }
    return {commodity.shown_quantity(canonical_a_year), commodity.unit.name};
}

Quantity stored(const world::Commodity& commodity, double canonical) {
    const std::string& flow = commodity.unit.name;
    const std::string stock =
        commodity.unit.dimension.substr(0, commodity.unit.dimension.find('_'));
    const Unit* found = find_unit(flow.substr(0, flow.find('/')));
    if (found == nullptr || found->dimension != stock) {
        for (const Unit& unit : all_units()) {
            if (unit.dimension == stock) {
                found = &unit;
                break;
            }
        }
    }
    if (found == nullptr || found->dimension != stock) {
        return {commodity.shown_quantity(canonical), flow};
    }
    return {canonical / found->factor, found->name};
}

} // namespace isthmus::report
