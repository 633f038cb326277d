// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare_bases.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/date.hpp"
#include "flow/market_layers.hpp"

namespace isthmus::report {

namespace {

using flow::Equilibrium;
using world::World;

class BasisCheck {
  public:
    BasisCheck(const Equilibrium& reference, const Equilibrium& other, const std::string& label,
               Diagnostics& diagnostics)
        : reference_(reference),
          other_(other),
          first_(*reference.market.world),
          second_(*other.market.world),
          label_(label),
          diagnostics_(diagnostics) {}

    void run(bool mixed_calibration) {
        check("world", first_.manifest().id, second_.manifest().id);
        check("year of prices", std::to_string(first_.manifest().price_year),
              std::to_string(second_.manifest().price_year));
        for (const world::Commodity& commodity : first_.commodities) check_commodity(commodity);
        for (const world::Commodity& commodity : second_.commodities) {
            if (!has(first_, commodity.id)) {
                check("commodity " + commodity.id, "missing", "present");
            }
        }
        check_coverage();
        if (!mixed_calibration && calibrated(reference_) != calibrated(other_)) {
            const auto word = [](bool is) { return is ? "corrected" : "not corrected"; };
            check("calibration", word(calibrated(reference_)), word(calibrated(other_)),
                  "calibrate both, or ask for it with --mixed-calibration");
        }
    }

  private:
    void check(const std::string& what, const std::string& first, const std::string& second,
               const char* hint = "only equilibria with the same basis can be compared") {
        if (first == second) return;
        diagnostics_.add(
            {"E530", "", 0, "", fmt::format("{}: {} ({})", what, second, label_), first, hint});
    }

    static bool has(const World& world, const std::string& commodity) {
        return world.find<world::CommodityTag>("commodities", commodity).valid();
    }

    void check_commodity(const world::Commodity& commodity) {
        const auto id = second_.find<world::CommodityTag>("commodities", commodity.id);
        if (!id.valid()) return check("commodity " + commodity.id, "present", "missing");
        const world::Commodity& other = second_.commodities[id];
        check("unit of " + commodity.id, commodity.unit.name, other.unit.name);
        check("price unit of " + commodity.id, commodity.price_unit.name, other.price_unit.name);
    }

    /// Commodities that the market lacks although somebody could supply them in the year.
    static std::set<std::string> left_out(const Equilibrium& side) {
        const World& world = *side.market.world;
        Diagnostics ignored; // a series that ends is no matter of what was asked for
        const flow::Participants who =
            flow::participants(flow::MarketYear(world, side.market.year), {}, ignored);
        std::set<std::string> names;
        for (const auto& row : who.supplies) names.insert(world.commodities[row.commodity].id);
        for (const auto& row : who.freight) names.insert(world.commodities[row.commodity].id);
        for (const flow::Layer& layer : side.market.layers) {
            names.erase(world.commodities[layer.commodity].id);
        }
        return names;
    }

    void check_coverage() {
        const std::set<std::string> first = left_out(reference_), second = left_out(other_);
        std::set<std::string> all = first;
        all.insert(second.begin(), second.end());
        const auto word = [](bool out) { return out ? "left out" : "included"; };
        for (const std::string& name : all) {
            check("commodity " + name, word(first.contains(name)), word(second.contains(name)));
        }
    }

    /// Whether corrections of a commodity that the market has hold in some of the year.
    static bool calibrated(const Equilibrium& side) {
        const World& world = *side.market.world;
        const Period year = Period::of_year(side.market.year);
        return std::any_of(
            world.corrections.begin(), world.corrections.end(), [&](const auto& row) {
                const auto& layers = side.market.layers;
                return row.period.overlaps(year) &&
                       std::any_of(layers.begin(), layers.end(), [&](const flow::Layer& layer) {
                           return layer.commodity == row.commodity;
                       });
            });
    }

    const Equilibrium& reference_;
    const Equilibrium& other_;
    const World& first_;
    const World& second_;
    const std::string& label_;
    Diagnostics& diagnostics_;
};

} // namespace

Diagnostics check_bases(const ComparedSides& sides, bool mixed_calibration) {
    Diagnostics diagnostics;
    for (std::size_t side = 1; side < sides.size(); ++side) {
        BasisCheck(sides.reference(), sides[side], sides.label(side), diagnostics)
            .run(mixed_calibration);
    }
    return diagnostics;
}

} // namespace isthmus::report
