// SPDX-License-Identifier: Apache-2.0
// Views of the worst sets of outages, of what capacities alone say (the Union's N-1 formula, the
// least cut), and of the distribution of losses.
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/disruption_cells.hpp"
#include "report/naming.hpp"
#include "report/views_disruption.hpp"

namespace isthmus::report {

namespace {

using dependence::Baseline;
using dependence::OutageObjective;
using world::World;

constexpr double kHundred = 100; ///< per cent

/// What a search for the worst outages maximises, in the unit that is shown.
Quantity objective_value(const World& world, const OutageObjective& objective, double value) {
    if (objective.measure != OutageObjective::Measure::kUnserved) return {value, "MUSD"};
    const world::Commodity& commodity = world.commodities[objective.commodity];
    return {commodity.shown_quantity(value), commodity.unit.name};
}

std::string objective_text(const World& world, const OutageObjective& objective) {
    if (objective.measure == OutageObjective::Measure::kWelfareLoss) return "loss of welfare";
    if (objective.measure == OutageObjective::Measure::kNetPayoff) {
        return "loss of net payoff, tariffs counted as cost";
    }
    std::string text = "unserved demand of " + world.commodities[objective.commodity].id;
    if (objective.actor.valid()) text += " in " + world.actors[objective.actor].name;
    return text;
}

} // namespace

namespace {

/// 0.95 as "95", without the last digits of 1 - 0.95.
std::string percent_text(double share) {
    return fmt::format("{:.6g}", kHundred * share);
}

} // namespace

ResultTable worst_outage_table(const Baseline& base, const dependence::WorstOptions& options,
                               const dependence::WorstOutages& worst) {
    const World& world = *base.world;
    const OutageObjective& objective = options.objective;
    const Quantity value = objective_value(world, objective, worst.value);
    const Quantity bound = objective_value(world, objective, worst.bound);
    const Quantity gap = objective_value(world, objective, worst.gap());
    ResultTable table{
        "worst_outages",
        fmt::format("The worst {} at once, by {}: {}",
                    options.k == 1 ? std::string("one") : std::to_string(options.k),
                    objective_text(world, objective), disruption_basis(base)),
        worst.exact ? "Proved: no set of at most so many does worse. Fewer are named where more "
                      "would add nothing."
                    : "The worst that was found; the bound is proved: no set of at most so many "
                      "does worse than it, and the gap is what stays open.",
        {number("k", "At most", "", 0, "So many outages at once"),
         text("outages", "Outages", "Ids"), text("names", "Without"),
         number("value", "Loss", "@unit", 2, "Of the worst set found"),
         number("bound", "Bound", "@unit", 2, "No set does worse"),
         number("gap", "Gap", "@unit", 2, "Bound less loss"), text("unit", "Unit"),
         text("proved", "Proved", "yes where bound and loss agree"),
         number("candidates", "Of", "", 0, "Candidates in service"),
         number("visited", "Sets", "", 0, "Sets that the search looked at"),
         number("solved", "Solved", "", 0, "Markets that were solved again")},
        {}};
    table.rows.push_back(
        {{static_cast<double>(options.k), outage_ids(world, worst.outages),
          outage_names(world, worst.outages), value.value, bound.value, gap.value, value.unit,
          worst.exact ? "yes" : "no", static_cast<double>(worst.candidates),
          static_cast<double>(worst.visited), static_cast<double>(worst.solved)},
         {}});
    return table;
}

namespace {

using dependence::NMinusOneTerm;

struct TermKind {
    NMinusOneTerm::Kind kind;
    const char* symbol;
    const char* title;
};
constexpr TermKind kTermKinds[] = {{NMinusOneTerm::Kind::kEntry, "EP", "Entry points"},
                                   {NMinusOneTerm::Kind::kProduction, "P", "Production"},
                                   {NMinusOneTerm::Kind::kStorage, "S", "Withdrawal from storage"},
                                   {NMinusOneTerm::Kind::kLng, "LNG", "LNG facilities"}};

const TermKind& kind_of(const NMinusOneTerm& term) {
    for (const TermKind& kind : kTermKinds) {
        if (kind.kind == term.kind) return kind;
    }
    return kTermKinds[0];
}

std::string state_names(const World& world, const std::vector<world::ActorId>& states) {
    std::vector<std::string> names;
    for (const world::ActorId state : states) names.push_back(actor_name(world, state));
    return join(names, " + ");
}

ResultTable formula_table(const Baseline& base, const dependence::NMinusOneOptions& options,
                          const dependence::NMinusOneOfWorld& result) {
    const World& world = *base.world;
    const world::Commodity& commodity = world.commodities[options.commodity];
    const dependence::DailyCapacities& of = result.capacities;
    ResultTable table{
        "n_minus_1",
        fmt::format("Infrastructure standard N-1 of {}, {}: {}", state_names(world, options.states),
                    commodity.id, disruption_basis(base)),
        fmt::format("N-1 = 100 x (EP + P + S + LNG - I) / (D_max - D_eff), Regulation (EU) "
                    "2017/1938, Annex II; met at 100 % or more. D_max is the mean day of the year "
                    "times {}.",
                    format_number(options.peak_factor)),
        {text("term", "Term"), text("title", "Name"),
         number("value", "Value", "@unit", 2, "Missing where the world does not have it"),
         text("unit", "Unit"), text("note", "Note")},
        {}};
    const auto add = [&](const char* term, const std::string& title, double capacity,
                         const std::string& note = {}, bool known = true) {
        const Quantity quantity = daily(commodity, capacity);
        table.rows.push_back(
            {{term, title, known ? Cell(quantity.value) : Cell(), quantity.unit, note}, {}});
    };
    const bool storage = options.withdrawal_days.has_value();
    const std::string missing = join(result.missing, "; ");
    add("EP", "Entry points", of.entry);
    add("P", "Production", of.production);
    add("S", "Withdrawal from storage", of.storage,
        storage ? fmt::format("stores emptied in {} days", format_number(*options.withdrawal_days))
                : "not known: no rates of withdrawal in the world",
        storage);
    add("LNG", "LNG facilities", of.lng);
    std::string largest;
    if (result.largest < result.terms.size()) {
        const NMinusOneTerm& term = result.terms[result.largest];
        largest = term.link.valid() ? world.links[term.link].name : node_name(world, term.node);
    }
    add("I", "Largest infrastructure", of.largest, largest);
    add("D_max", "Peak demand", of.peak_demand);
    add("D_eff", "Demand-side measures", of.demand_measures);
    table.rows.push_back(
        {{"N-1", "Standard", result.percent, "%",
          missing.empty() ? std::string(result.percent >= kHundred ? "met" : "not met")
                          : "at least: " + missing},
         {}});
    return table;
}

} // namespace

std::vector<ResultTable> n_minus_1_tables(const Baseline& base,
                                          const dependence::NMinusOneOptions& options,
                                          const dependence::NMinusOneOfWorld& result) {
    const World& world = *base.world;
    const world::Commodity& commodity = world.commodities[options.commodity];
    ResultTable terms{"n_minus_1_terms",
                      fmt::format("Capacities in the N-1 formula of {}, {}: {}",
                                  state_names(world, options.states), commodity.id,
                                  disruption_basis(base)),
                      "Each capacity that enters the formula; those of a kind add up to its term. "
                      "The largest is what is taken out.",
                      {text("term", "Term", "EP, P, S or LNG"), text("link", "Link", "Id"),
                       text("node", "Place", "Id"), text("name", "Name"),
                       text("group", "Shared capacity", "Id of the group that bounds several"),
                       number("capacity", "Capacity", "@unit", 2, "A day"), text("unit", "Unit"),
                       text("largest", "Largest", "yes for I")},
                      {}};
    for (std::size_t i = 0; i < result.terms.size(); ++i) {
        const NMinusOneTerm& term = result.terms[i];
        const Quantity capacity = daily(commodity, term.capacity);
        terms.rows.push_back(
            {{kind_of(term).symbol, term.link.valid() ? Cell(world.links[term.link].id) : Cell(),
              term.node.valid() ? Cell(world.nodes[term.node].id) : Cell(),
              term.link.valid() ? world.links[term.link].name : node_name(world, term.node),
              term.group, capacity.value, capacity.unit,
              i == result.largest ? Cell("yes") : Cell()},
             {}});
    }
    return {formula_table(base, options, result), std::move(terms)};
}

ResultTable min_cut_table(const World& world, int year, world::CommodityId commodity,
                          const std::string& sides, const dependence::MinCut& cut) {
    const world::Commodity& goods = world.commodities[commodity];
    ResultTable table{
        "min_cut",
        fmt::format("Least cut {}, {}: {}, {}", sides, goods.id, world.manifest().title, year),
        "The smallest capacity whose loss parts the two sides equals the most that can be carried "
        "(max-flow min-cut). It is about capacities alone. A capacity that several links share can "
        "be cut in part; then its weight is below 1.",
        {text("kind", "Kind", "link or group"), text("id", "Id"), text("name", "Name"),
         text("direction", "Direction", "Which limit of the link"),
         number("capacity", "Capacity", "@unit", 2, "A year"), text("unit", "Unit"),
         number("weight", "Weight", "", 2, "Share of the capacity that the cut takes"),
         number("taken", "Taken", "@unit", 2, "Weight times capacity")},
        {}};
    for (const dependence::CutPart& part : cut.cut) {
        const bool link = part.link.valid();
        const world::CapacityGroup* group = link ? nullptr : &world.capacity_groups[part.group];
        const std::string unit = link ? goods.unit.name : canonical_unit(group->dimension);
        const double capacity = link ? goods.shown_quantity(part.capacity) : part.capacity;
        table.rows.push_back(
            {{link ? "link" : "group", link ? world.links[part.link].id : group->id,
              link ? world.links[part.link].name : group->name,
              link ? Cell(world::to_string(part.direction)) : Cell(), capacity, unit, part.weight,
              part.weight * capacity},
             {}});
    }
    ResultRow sum{{"sum", Cell(),
                   std::isfinite(cut.flow) ? "Most that can be carried"
                                           : "No limit: a way has no capacity stated",
                   Cell(), goods.shown_quantity(cut.flow), goods.unit.name, Cell(),
                   goods.shown_quantity(cut.capacity)},
                  {}};
    table.rows.push_back(std::move(sum));
    return table;
}

std::vector<ResultTable> shortfall_tables(const Baseline& base,
                                          const dependence::ShortfallOptions& options,
                                          const dependence::Shortfall& shortfall) {
    const bool sampled = options.method == dependence::ShortfallOptions::Method::kSampling;
    const std::string level = percent_text(options.level);
    ResultTable measures{
        "shortfall",
        "Loss when links fail by chance: " + disruption_basis(base),
        fmt::format("{} candidates fail independently, {} of them on average at once. Expected "
                    "shortfall is the mean loss of the worst {} % of cases. {}",
                    shortfall.candidates, show_number(shortfall.expected_outages, 2),
                    percent_text(1 - options.level),
                    sampled
                        ? fmt::format("From {} samples, seed {}, intervals at {:.0f} %.",
                                      options.samples, options.seed, kHundred * options.confidence)
                        : "Low and high are proved."),
        {text("measure", "Measure"), text("title", "Name"),
         number("value", "Value", "MUSD", 1, "Of welfare lost in the year"),
         number("low", "Low", "MUSD", 1, "Lower end of its interval"),
         number("high", "High", "MUSD", 1, "Upper end of its interval"),
         number("share", "Of welfare", "%", 3, "Of welfare in the year")},
        {}};
    const auto add = [&](const char* id, const std::string& title,
                         const dependence::Interval& interval) {
        measures.rows.push_back(
            {{id, title, interval.value, interval.low, interval.high,
              shortfall.base_welfare > 0 ? Cell(kHundred * interval.value / shortfall.base_welfare)
                                         : Cell()},
             {}});
    };
    add("mean", "Expected loss", shortfall.mean);
    add("value_at_risk", fmt::format("Value at risk, {} %", level), shortfall.value_at_risk);
    add("expected_shortfall", fmt::format("Expected shortfall, {} %", level),
        shortfall.expected_shortfall);
    ResultTable states{"shortfall_cases",
                       "The worst cases: " + disruption_basis(base),
                       sampled ? "Sets that were drawn, worst first, with their share of samples."
                               : "Sets that were looked at, worst first, with their probability.",
                       {text("outages", "Outages", "Ids"), text("names", "Without"),
                        number("probability", "Probability", "", -1, "In the year"),
                        number("loss", "Loss", "MUSD", 1, "Of welfare")},
                       {}};
    for (const dependence::LossState& state : shortfall.states) {
        states.rows.push_back(
            {{outage_ids(*base.world, state.outages), outage_names(*base.world, state.outages),
              state.probability, state.loss},
             {}});
    }
    return {std::move(measures), std::move(states)};
}

} // namespace isthmus::report
