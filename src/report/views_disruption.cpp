// SPDX-License-Identifier: Apache-2.0
// Views of what outages do: the ranking of N-1 and the effects of each.
#include "report/views_disruption.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/certificate.hpp"
#include "report/columns.hpp"
#include "report/disruption_cells.hpp"
#include "report/naming.hpp"

namespace isthmus::report {

namespace {

using dependence::Baseline;
using dependence::Chokepoint;
using dependence::DemandEffect;
using dependence::Disruption;
using dependence::Outage;
using dependence::OutageEffect;
using world::World;

constexpr double kHundred = 100;     ///< per cent
constexpr double kLeastShown = 0.05; ///< MUSD; below it a loss shows as 0.0
constexpr const char* kBody = "everybody";

Cell share_of(double part, double whole) {
    return whole > 0 ? Cell(kHundred * part / whole) : Cell();
}

std::vector<ResultColumn> effect_columns() {
    return {text("outage", "Outage", "Ids of what is out"), text("outage_name", "Without")};
}

std::vector<Cell> effect_cells(const Baseline& base, const OutageEffect& effect) {
    return {outage_ids(*base.world, effect.outages), outage_names(*base.world, effect.outages)};
}

void add_columns(ResultTable& table, std::vector<ResultColumn> columns) {
    for (ResultColumn& column : columns) table.columns.push_back(std::move(column));
}

} // namespace

ResultTable outage_table(const Baseline& base, const Disruption& n_minus_1) {
    const World& world = *base.world;
    const std::vector<Chokepoint> ranking = dependence::chokepoints(n_minus_1);
    ResultTable table{
        "outages",
        "Which link or place matters, N-1: " + disruption_basis(base),
        fmt::format("Score = 100 x loss of welfare / welfare of the year ({} MUSD): the per cent "
                    "of all that the year's trade is worth that is lost when this one is out and "
                    "everybody has rerouted. Of {} looked at, {} change nothing.",
                    show_number(n_minus_1.base_welfare, 0), n_minus_1.effects.size(),
                    n_minus_1.effects.size() - ranking.size()),
        {number("rank", "Rank", "", 0, "Equal scores share a rank"),
         text("kind", "Kind", "link or node"), text("id", "Id"), text("name", "Name"),
         number("score", "Score", "", 3, "100 x loss of welfare / welfare of the year"),
         number("loss", "Loss", "MUSD", 1, "Of welfare; below zero where a contract is excused"),
         number("flow_share", "Flow", "%", 1,
                "Of all that is delivered, what goes there; of the commodity where that is most"),
         number("unserved_share", "Unserved", "%", 1,
                "Of what is consumed in the year, of the commodity where that is most"),
         text("unserved_commodity", "Of", "Which commodity that is"),
         number("states_hurt", "States hurt", "", 0,
                fmt::format("That lose more than {} % of their payoff",
                            format_number(kHundred * dependence::kHurtShare)))},
        {}};
    const bool states =
        std::any_of(n_minus_1.effects.begin(), n_minus_1.effects.end(),
                    [](const OutageEffect& effect) { return !effect.states.empty(); });
    for (const Chokepoint& point : ranking) {
        const std::string& id = outage_id(world, point.outage);
        table.rows.push_back(
            {{static_cast<double>(point.rank), point.outage.is_link() ? "link" : "node", id,
              outage_name(world, point.outage), point.score, point.welfare_loss,
              kHundred * point.flow_share,
              point.largest_unserved.valid() ? Cell(kHundred * point.largest_unserved_share)
                                             : Cell(0.0),
              point.largest_unserved.valid() ? Cell(world.commodities[point.largest_unserved].id)
                                             : Cell(),
              states ? Cell(static_cast<double>(point.states_hurt)) : Cell()},
             {}});
    }
    return table;
}

ResultTable outage_effect_table(const Baseline& base, const Disruption& disruption) {
    const World& world = *base.world;
    ResultTable table{"outage_effects",
                      "What an outage does: " + disruption_basis(base),
                      "After everybody has rerouted, in the year. Where nothing goes there in the "
                      "year as it is, nothing changes.",
                      effect_columns(),
                      {}};
    add_columns(table, {text("used", "Used", "yes where goods go there in the year as it is"),
                        number("loss", "Loss", "MUSD", 1, "Of welfare"),
                        number("share", "Of welfare", "%", 3, "Of welfare in the year"),
                        number("flow_share", "Flow", "%", 1,
                               "Of all that is delivered, what goes there; of the commodity where "
                               "that is most"),
                        text("largest_rise", "Price rises most at", "Relative to the price before"),
                        number("price_rise", "By", "%", 1, "Of the price before")});
    for (const OutageEffect& effect : disruption.effects) {
        const DemandEffect* rise = effect.largest_price_rise();
        ResultRow row{effect_cells(base, effect), {}};
        row.cells.emplace_back(effect.used ? "yes" : "no");
        row.cells.emplace_back(effect.welfare_loss);
        row.cells.push_back(share_of(effect.welfare_loss, disruption.base_welfare));
        row.cells.emplace_back(kHundred * effect.flow_share);
        row.cells.push_back(rise == nullptr
                                ? Cell()
                                : Cell(fmt::format("{} ({})", node_name(world, rise->node),
                                                   world.commodities[rise->commodity].id)));
        row.cells.push_back(rise == nullptr ? Cell()
                                            : share_of(rise->price_effect(), rise->price_before));
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable unserved_table(const Baseline& base, const Disruption& disruption) {
    const World& world = *base.world;
    ResultTable table{"unserved",
                      "Demand that is no longer served: " + disruption_basis(base),
                      "What is consumed less after everybody has rerouted, in the year. Where "
                      "prices rise, consumers buy less before anything is short.",
                      effect_columns(),
                      {}};
    add_columns(table, {text("commodity", "Commodity", "Id of the commodity"),
                        number("unserved", "Unserved", "@unit", 2, "Sum over places"),
                        number("consumed", "Consumed", "@unit", 2, "In the year as it is"),
                        text("unit", "Unit"),
                        number("share", "Share", "%", 1, "Unserved of what is consumed")});
    for (const OutageEffect& effect : disruption.effects) {
        for (const dependence::CommodityUnserved& of : effect.unserved) {
            const world::Commodity& commodity = world.commodities[of.commodity];
            ResultRow row{effect_cells(base, effect), {}};
            row.cells.emplace_back(commodity.id);
            row.cells.emplace_back(commodity.shown_quantity(of.unserved));
            row.cells.emplace_back(commodity.shown_quantity(of.consumed_base));
            row.cells.emplace_back(commodity.unit.name);
            row.cells.push_back(share_of(of.unserved, of.consumed_base));
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

ResultTable outage_loss_table(const Baseline& base, const Disruption& disruption) {
    const World& world = *base.world;
    ResultTable table{"outage_losses",
                      "Losses of states: " + disruption_basis(base),
                      "Payoff of the year less payoff without it, million US dollars; below zero "
                      "a gain. Companies count for their home state. Losses below 0.05 are left "
                      "out; everybody's is the sum of all.",
                      effect_columns(),
                      {}};
    add_columns(table,
                {text("state", "State", "Id of the state; everybody: the sum"), text("name", "Who"),
                 number("loss", "Loss", "MUSD", 1, "Below zero: a gain"),
                 number("share", "Of its payoff", "%", 1, "Of its payoff in the year")});
    for (const OutageEffect& effect : disruption.effects) {
        std::vector<dependence::StateLoss> losses = effect.states;
        std::stable_sort(losses.begin(), losses.end(),
                         [](const auto& a, const auto& b) { return a.loss > b.loss; });
        for (const dependence::StateLoss& each : losses) {
            if (std::abs(each.loss) < kLeastShown) continue;
            ResultRow row{effect_cells(base, effect), {}};
            row.cells.push_back(each.state.valid() ? Cell(world.actors[each.state].id) : Cell());
            row.cells.emplace_back(each.state.valid() ? world.actors[each.state].name
                                                      : "Unassigned (owner of the link unknown)");
            row.cells.emplace_back(each.loss);
            row.cells.push_back(share_of(each.loss, each.payoff));
            table.rows.push_back(std::move(row));
        }
        if (!effect.used) continue;
        ResultRow row{effect_cells(base, effect), {}};
        row.cells.emplace_back(kBody);
        row.cells.emplace_back("Everybody");
        row.cells.emplace_back(effect.welfare_loss);
        row.cells.push_back(share_of(effect.welfare_loss, disruption.base_welfare));
        table.rows.push_back(std::move(row));
    }
    return table;
}

ResultTable demand_effect_table(const Baseline& base, const Disruption& disruption) {
    const World& world = *base.world;
    ResultTable table{
        "demand_effects",
        "Demand and prices by place: " + disruption_basis(base),
        "Places that are served less or pay another price after everybody has "
        "rerouted. For freight the price is the generalised cost from the origin; a place "
        "that buys nothing any more has no price.",
        effect_columns(),
        {}};
    add_columns(table, {text("node", "Place", "Id of the place"), text("name", "Name"),
                        text("origin", "Origin", "Freight only: where it comes from"),
                        text("commodity", "Commodity", "Id of the commodity"),
                        text("actor", "Consumer", "Id of who consumes"),
                        number("consumed_before", "Before", "@unit", 2, "Consumed in the year"),
                        number("consumed_after", "After", "@unit", 2, "Consumed without it"),
                        number("unserved", "Unserved", "@unit", 2, "What is missing"),
                        text("unit", "Unit"),
                        number("price_before", "Price before", "@price_unit", 2, "In the year"),
                        number("price_after", "Price after", "@price_unit", 2, "Without it"),
                        number("price_effect", "Change", "@price_unit", 2, "After less before"),
                        text("price_unit", "Price unit")});
    for (const OutageEffect& effect : disruption.effects) {
        for (const DemandEffect& demand : effect.demands) {
            const world::Commodity& commodity = world.commodities[demand.commodity];
            ResultRow row{effect_cells(base, effect), {}};
            row.cells.emplace_back(world.nodes[demand.node].id);
            row.cells.emplace_back(node_name(world, demand.node));
            row.cells.push_back(demand.origin.valid() ? Cell(node_name(world, demand.origin))
                                                      : Cell());
            row.cells.emplace_back(commodity.id);
            row.cells.push_back(demand.actor.valid() ? Cell(world.actors[demand.actor].id)
                                                     : Cell());
            for (const double quantity :
                 {demand.consumed_before, demand.consumed_after, demand.unserved()}) {
                row.cells.emplace_back(commodity.shown_quantity(quantity));
            }
            row.cells.emplace_back(commodity.unit.name);
            // Where nothing is bought there is no price.
            const bool served = demand.consumed_after > 0;
            row.cells.emplace_back(commodity.shown_price(demand.price_before));
            for (const double price : {demand.price_after, demand.price_effect()}) {
                row.cells.push_back(served ? Cell(commodity.shown_price(price)) : Cell());
            }
            row.cells.emplace_back(commodity.price_unit.name);
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

ResultTable survival_table(const Baseline& base, const Disruption& disruption) {
    const World& world = *base.world;
    ResultTable table{"survival",
                      "How long stores last: " + disruption_basis(base),
                      "Days = volume of connected full stores / unserved demand a day. How fast a "
                      "store can be emptied is not in the world, so this is the longest they can "
                      "last; missing where the world knows of no stores of that state and fuel.",
                      effect_columns(),
                      {}};
    add_columns(table, {text("state", "State", "Id of the state"), text("name", "Who"),
                        text("commodity", "Commodity", "Id of the commodity"),
                        number("unserved", "Unserved", "@unit", 2, "In the year"),
                        number("consumed", "Consumed", "@unit", 2, "In the year as it is"),
                        text("unit", "Unit"),
                        number("volume", "Stores", "@volume_unit", 2, "Connected to it, full"),
                        number("unconnected", "Cut off", "@volume_unit", 2,
                               "In the state's stores from which nothing can reach it"),
                        text("volume_unit", "Unit of stores"),
                        number("days", "Days", "", 0, "Until the connected stores are empty"),
                        text("stores", "Where", "Places of the connected stores")});
    for (const OutageEffect& effect : disruption.effects) {
        for (const dependence::SurvivalTime& time : dependence::survival_times(base, effect)) {
            const world::Commodity& commodity = world.commodities[time.commodity];
            const Quantity volume = stored(commodity, time.volume);
            const Quantity unconnected = stored(commodity, time.unconnected);
            std::vector<std::string> places;
            for (const world::NodeId store : time.stores) places.push_back(world.nodes[store].name);
            ResultRow row{effect_cells(base, effect), {}};
            row.cells.push_back(time.state.valid() ? Cell(world.actors[time.state].id) : Cell());
            row.cells.emplace_back(time.state.valid() ? world.actors[time.state].name : "");
            row.cells.emplace_back(commodity.id);
            row.cells.emplace_back(commodity.shown_quantity(time.unserved));
            row.cells.emplace_back(commodity.shown_quantity(time.consumed));
            row.cells.emplace_back(commodity.unit.name);
            row.cells.push_back(time.has_stores ? Cell(volume.value) : Cell());
            row.cells.push_back(time.has_stores ? Cell(unconnected.value) : Cell());
            row.cells.emplace_back(volume.unit);
            row.cells.push_back(time.has_stores ? Cell(time.days) : Cell());
            row.cells.emplace_back(join(places, "; "));
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

ResultTable disruption_certificate_table(const Baseline& base, const Disruption& disruption) {
    ResultTable table{"disruption_certificate",
                      "Certificate of the outages: " + disruption_basis(base),
                      "The worst of all solutions, recomputed by code that shares nothing with the "
                      "solver. What carries nothing changes nothing and is not solved.",
                      {text("property", "Property"), text("title", "Name"),
                       number("value", "Value", "", -1, "As found"),
                       number("allowed", "Allowed", "", -1, "Largest value that passes")},
                      {}};
    flow::Certificate worst;
    for (const OutageEffect& effect : disruption.effects) {
        worst.primal_residual = std::max(worst.primal_residual, effect.certificate.primal_residual);
        worst.dual_residual = std::max(worst.dual_residual, effect.certificate.dual_residual);
        worst.gap = std::max(worst.gap, effect.certificate.gap);
    }
    const auto add = [&](const char* id, const char* title, double value, const Cell& allowed) {
        table.rows.push_back({{id, title, value, allowed}, {}});
    };
    const double allowed = flow::kCertificateTolerance;
    add("outages", "Outages looked at", static_cast<double>(disruption.effects.size()), {});
    add("solved", "Markets solved again", static_cast<double>(disruption.solved), {});
    add("primal_residual", "Primal residual", worst.primal_residual, allowed);
    add("dual_residual", "Dual residual", worst.dual_residual, allowed);
    add("gap", "Duality gap", worst.gap, allowed);
    return table;
}

} // namespace isthmus::report
