// SPDX-License-Identifier: Apache-2.0
#include "base/units.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "base/text.hpp"

namespace isthmus {

namespace {

enum class Kind { kStock, kFlow, kPrice };

/// A dimension such as "mass_flow" is what is measured and how.
struct Dimension {
    std::string_view substance;
    Kind kind = Kind::kStock;
};

/// One substance's canonical unit as so many of another's: canonical units of `to` in one of
/// `from`.
struct Tie {
    std::string_view from, to;
    std::optional<double> Quality::*property;
    std::string_view property_name;
    double scale;
};

// Mt to Mbbl, bcm to PJ, and kTEU to Mt, which are a thousandfold apart.
constexpr std::array kTies{
    Tie{"mass", "barrel", &Quality::barrels_per_tonne, "barrels_per_tonne", 1},
    Tie{"volume", "gross_energy", &Quality::gross_calorific_value, "gross_calorific_value", 1},
    Tie{"volume", "net_energy", &Quality::net_calorific_value, "net_calorific_value", 1},
    Tie{"container", "mass", &Quality::tonnes_per_teu, "tonnes_per_teu", 1e-3},
};

std::vector<Unit> read_units() {
    const Result<CsvFile> csv = parse_csv(embedded::units_csv, "schema/units.csv");
    const std::vector<std::string> columns{"unit", "dimension", "factor", "meaning"};
    if (!csv || csv.value().header.fields != columns) {
        throw std::logic_error("embedded schema/units.csv cannot be read");
    }
    std::vector<Unit> units;
    for (const auto& [line, fields] : csv.value().records) {
        const std::optional<double> factor = parse_number(fields[2]);
        if (!factor || *factor <= 0) {
            throw std::logic_error(fmt::format("embedded schema/units.csv:{}: factor", line));
        }
        units.push_back({fields[0], fields[1], *factor, fields[3]});
    }
    return units;
}

Dimension parse_dimension(std::string_view name) {
    const auto without = [&](std::string_view suffix) {
        return name.size() > suffix.size() && name.substr(name.size() - suffix.size()) == suffix
                   ? name.substr(0, name.size() - suffix.size())
                   : std::string_view();
    };
    if (const auto substance = without("_flow"); !substance.empty())
        return {substance, Kind::kFlow};
    if (const auto substance = without("_price"); !substance.empty())
        return {substance, Kind::kPrice};
    return {name, Kind::kStock};
}

/// A walk over the ties. They form a forest, so there is at most one way and no need to mark
/// places.
struct Walk {
    bool arrived = false;
    double factor = 1;
    std::vector<std::string> problems;
};

Walk walk(std::string_view from, std::string_view to, const Quality& quality, const Tie* came_by) {
    if (from == to) return {true, 1, {}};
    for (const Tie& tie : kTies) {
        const bool forward = tie.from == from;
        if (&tie == came_by || (!forward && tie.to != from)) continue;
        Walk rest = walk(forward ? tie.to : tie.from, to, quality, &tie);
        if (!rest.arrived) continue;
        const std::optional<double>& property = quality.*tie.property;
        if (!property) {
            rest.problems.insert(rest.problems.begin(),
                                 fmt::format("{} is not given", tie.property_name));
        } else if (!(*property > 0)) {
            rest.problems.insert(rest.problems.begin(),
                                 fmt::format("{} is not above zero", tie.property_name));
        } else {
            const double step = *property * tie.scale;
            rest.factor *= forward ? step : 1 / step;
        }
        return rest;
    }
    return {};
}

std::string in_words(Kind kind) {
    return kind == Kind::kFlow ? "flow" : kind == Kind::kPrice ? "price" : "amount";
}

} // namespace

const std::vector<Unit>& all_units() {
    static const std::vector<Unit> units = read_units();
    return units;
}

const Unit* find_unit(std::string_view name) {
    const std::vector<Unit>& units = all_units();
    const auto found = std::find_if(units.begin(), units.end(),
                                    [&](const Unit& unit) { return unit.name == name; });
    return found == units.end() ? nullptr : &*found;
}

Conversion conversion(const Unit& from, const Unit& to, const Quality& quality) {
    if (from.dimension == to.dimension) return {from.factor / to.factor, ""};
    const Dimension source = parse_dimension(from.dimension);
    const Dimension target = parse_dimension(to.dimension);
    if (source.kind != target.kind) {
        return {0, fmt::format("{} is a unit of {}, {} one of {}", from.name, in_words(source.kind),
                               to.name, in_words(target.kind))};
    }
    const Walk way = walk(source.substance, target.substance, quality, nullptr);
    if (!way.arrived) {
        return {0, fmt::format("no property of a commodity ties {} to {}", from.name, to.name)};
    }
    if (!way.problems.empty()) return {0, join(way.problems, " and ")};
    // A price is for one of the quantity, so the more of `to` in one of `from`, the less for each.
    const double step = source.kind == Kind::kPrice ? 1 / way.factor : way.factor;
    return {from.factor / to.factor * step, ""};
}

} // namespace isthmus
