// SPDX-License-Identifier: Apache-2.0
#include "report/views_calibration.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/columns.hpp"
#include "report/naming.hpp"

namespace isthmus::report {

namespace {

using flow::CalibratedFlow;
using flow::Calibration;
using flow::CalibrationState;
using flow::Hindcast;
using flow::HindcastFlow;
using flow::HindcastScope;
using flow::HindcastScore;
using world::World;

constexpr double kPercent = 100;

std::string basis(const World& world, const std::string& years) {
    const std::string title = fmt::format("{}, {}", world.manifest().title, years);
    return world.scenario.empty() ? title : title + ", scenario " + world.scenario;
}

Cell cell(const std::optional<double>& value) {
    return value ? Cell(*value) : Cell();
}

Cell supplier(const World& world, const flow::NamedFlow& of) {
    return of.supplier.valid() ? Cell(world.actors[of.supplier].name) : Cell();
}

const char* state_word(CalibrationState state) {
    switch (state) {
    case CalibrationState::kMet:
        return "met";
    case CalibrationState::kNoWay:
        return "no_way";
    case CalibrationState::kOverCapacity:
        return "over_capacity";
    case CalibrationState::kFreeOfCost:
        return "free_of_cost";
    case CalibrationState::kContradicted:
        return "contradicted";
    }
    return "";
}

std::string reason(const World& world, const CalibratedFlow& flow) {
    const world::Commodity& commodity = world.commodities[flow.target.of.commodity];
    switch (flow.state) {
    case CalibrationState::kMet:
        return {};
    case CalibrationState::kNoWay:
        return "The world has no way over the link for these goods: it is out of service, or no "
               "supply, buyer or permission connects over it.";
    case CalibrationState::kOverCapacity:
        return fmt::format("The link's capacity of {} {} lies below what was observed.",
                           show_number(commodity.shown_quantity(flow.capacity), 2),
                           commodity.unit.name);
    case CalibrationState::kFreeOfCost:
        return "So much does not come even where the link costs nothing: demand or supply is "
               "missing, not cost.";
    case CalibrationState::kContradicted:
        return "Supply, demand, contracts, other capacities or other observations do not allow it; "
               "the nearest flow was aimed at.";
    }
    return {};
}

std::vector<std::string> claims_of(const World& world,
                                   const std::vector<std::size_t>& observations) {
    std::vector<world::ClaimId> claims;
    for (const std::size_t i : observations) {
        add_claims(claims, world.observations[i].provenance.claims);
    }
    return claim_ids(world, claims);
}

std::vector<ResultColumn> calibration_columns() {
    return {number("rank", "Rank", "", 0, "By the correction relative to the cost"),
            text("link", "Link", "Id of the link"),
            text("name", "Name"),
            text("commodity", "Commodity"),
            text("direction", "Direction", "both: the two ways added up"),
            text("owner", "Owner", "Whose goods; empty: all"),
            number("observed", "Observed", "@unit", 2, "As measured"),
            number("aim", "Aim", "@unit", 2,
                   "Nearest to what was observed that capacities, balances, contracts and the "
                   "other observations allow"),
            number("before", "Before", "@unit", 2, "In the model without corrections"),
            number("after", "After", "@unit", 2, "In the model with them"),
            text("unit", "Unit"),
            number("cost", "Cost", "@price_unit", 2, "What one unit pays over the link"),
            number("correction", "Correction", "@price_unit", 2,
                   "Added to the cost of one more unit at that flow"),
            number("slope", "Slope", "@price_unit", 2, "Added to that when the flow doubles"),
            text("price_unit", "Price unit"),
            number("relative", "Of cost", "%", 0, "Correction as a share of the cost"),
            number("money", "Money", "MUSD", 0, "Correction times the flow aimed at, a year"),
            number("elasticity", "Elasticity", "", 2,
                   "Relative change of the flow for a relative change of its cost; for a rise by a "
                   "tenth"),
            text("state", "State",
                 "met: within 2 % of the observed; no_way, over_capacity, free_of_cost, "
                 "contradicted: see the reason"),
            text("reason", "Reason", "Why the observed flow is not met")};
}

std::string calibration_note(const Calibration& calibration) {
    std::size_t met = 0;
    double worst = 0;
    for (const CalibratedFlow& flow : calibration.flows) {
        if (flow.state != CalibrationState::kMet) continue;
        ++met;
        worst = std::max(worst, std::abs(flow.deviation()));
    }
    return fmt::format(
        "{} of {} observed flows are met, the worst of them within {} %. A large "
        "correction marks a fact that the world lacks. Slopes are the larger of cost "
        "and correction over an elasticity of {}.",
        met, calibration.flows.size(), show_number(kPercent * worst, 2),
        machine_number(calibration.elasticity));
}

const char* scope_word(HindcastScope scope) {
    switch (scope) {
    case HindcastScope::kAll:
        return "all";
    case HindcastScope::kFree:
        return "free";
    case HindcastScope::kTied:
        return "tied";
    }
    return "";
}

std::string pair_name(const Hindcast& hindcast) {
    return fmt::format("{}-{}", hindcast.from, hindcast.to);
}

ResultTable score_table(const World& world, const std::vector<Hindcast>& hindcasts,
                        const std::string& years) {
    ResultTable table{
        "hindcast_scores",
        "Hindcasts against persistence: " + basis(world, years),
        "Error: sum of |predicted - observed| over sum of observed, by commodity; of all "
        "commodities the mean, weighted by flows. Persistence predicts what was observed before. "
        "Free: documented, and no input was set with the observation in view. Tied: one was.",
        {text("years", "Years", "Calibrated on the first, predicted the second; all: every pair"),
         text("scope", "Scope", "all, free or tied observations"),
         text("commodity", "Commodity", "all: every one"),
         number("flows", "Flows", "", 0, "Observed in both years"),
         number("error", "Model", "%", 1, "Error of the calibrated model"),
         number("persistence_error", "Persistence", "%", 1, "Error of no change"),
         number("uncorrected_error", "Rows alone", "%", 1,
                "Error of the model without corrections"),
         number("model_wins", "Model wins", "", 0, "Flows that the model predicts better"),
         number("persistence_wins", "Persistence wins", "", 0,
                "Flows that persistence predicts better; the rest is a draw"),
         number("level_correlation", "Rank", "", 2,
                "Spearman's rank correlation of predicted and observed flows"),
         number("persistence_level_correlation", "Rank, persistence", "", 2,
                "The same of persistence"),
         number("change_correlation", "Rank of changes", "", 2,
                "The same of predicted and observed changes; persistence has none")},
        {}};
    const auto add = [&](const std::string& name, const std::vector<HindcastScore>& scores) {
        for (const HindcastScore& score : scores) {
            table.rows.push_back(
                {{name, scope_word(score.scope),
                  score.commodity.valid() ? Cell(world.commodities[score.commodity].id)
                                          : Cell("all"),
                  static_cast<double>(score.flows), kPercent * score.error,
                  kPercent * score.persistence_error, kPercent * score.uncorrected_error,
                  static_cast<double>(score.model_wins),
                  static_cast<double>(score.persistence_wins), cell(score.level_correlation),
                  cell(score.persistence_level_correlation), cell(score.change_correlation)},
                 {}});
        }
    };
    std::vector<HindcastFlow> all;
    for (const Hindcast& hindcast : hindcasts) {
        add(pair_name(hindcast), hindcast.scores);
        all.insert(all.end(), hindcast.flows.begin(), hindcast.flows.end());
    }
    if (hindcasts.size() > 1) add("all", flow::hindcast_scores(all));
    return table;
}

const char* winner(const HindcastFlow& flow) {
    if (flow.model_wins()) return "model";
    return flow.persistence_wins() ? "persistence" : "draw";
}

ResultTable flow_table(const World& world, const std::vector<Hindcast>& hindcasts,
                       const std::string& years) {
    ResultTable table{
        "hindcast_flows",
        "Flows predicted and observed: " + basis(world, years),
        "Persistence predicts what was observed before. Errors are shares of what was observed "
        "after.",
        {text("years", "Years"), text("link", "Link", "Id of the link"), text("name", "Name"),
         text("commodity", "Commodity"),
         text("direction", "Direction", "both: the two ways added up"),
         text("owner", "Owner", "Whose goods; empty: all"),
         number("before", "Before", "@unit", 2, "Observed in the first year"),
         number("after", "After", "@unit", 2, "Observed in the second year"),
         number("predicted", "Predicted", "@unit", 2, "By the model calibrated on the first"),
         number("uncorrected", "Rows alone", "@unit", 2, "By the model without corrections"),
         text("unit", "Unit"), number("error", "Error", "%", 0, "Of the prediction"),
         number("persistence_error", "Persistence", "%", 0, "Error of no change"),
         text("winner", "Winner", "draw: errors differ by less than half a per cent"),
         text("tied", "Tied", "yes: an input was set with the observation in view"),
         text("recalled", "Recalled", "yes: an observation rests on no document"),
         text("calibration", "Calibration", "Whether the flow of the first year was met")},
        {}};
    for (const Hindcast& hindcast : hindcasts) {
        for (const HindcastFlow& row : hindcast.flows) {
            const world::Commodity& commodity = world.commodities[row.of.commodity];
            const auto share = [&](double error) {
                return row.after > 0 ? Cell(kPercent * error / row.after) : Cell();
            };
            table.rows.push_back(
                {{pair_name(hindcast), world.links[row.of.link].id, world.links[row.of.link].name,
                  commodity.id, world::to_string(row.of.direction), supplier(world, row.of),
                  commodity.shown_quantity(row.before), commodity.shown_quantity(row.after),
                  commodity.shown_quantity(row.predicted),
                  commodity.shown_quantity(row.uncorrected), commodity.unit.name,
                  share(row.error()), share(row.persistence_error()), winner(row),
                  row.tied ? "yes" : "no", row.recalled ? "yes" : "no", state_word(row.state)},
                 claims_of(world, row.observations)});
        }
    }
    return table;
}

} // namespace

ResultTable calibration_table(const World& world, const Calibration& calibration) {
    ResultTable table{"calibration",
                      "Calibration: " + basis(world, std::to_string(calibration.year)),
                      calibration_note(calibration),
                      calibration_columns(),
                      {}};
    double rank = 0;
    for (const std::size_t place : calibration.ranking) {
        const CalibratedFlow& flow = calibration.flows[place];
        const flow::NamedFlow& of = flow.target.of;
        const world::Commodity& commodity = world.commodities[of.commodity];
        const std::string why = reason(world, flow);
        const double correction = flow.correction.correction;
        table.rows.push_back(
            {{++rank,
              world.links[of.link].id,
              world.links[of.link].name,
              commodity.id,
              world::to_string(of.direction),
              supplier(world, of),
              commodity.shown_quantity(flow.target.observed),
              commodity.shown_quantity(flow.reconciled),
              commodity.shown_quantity(flow.before),
              commodity.shown_quantity(flow.after),
              commodity.unit.name,
              commodity.shown_price(flow.unit_cost),
              commodity.shown_price(correction),
              commodity.shown_price(flow.correction.slope),
              commodity.price_unit.name,
              flow.unit_cost > 0 ? Cell(kPercent * correction / flow.unit_cost) : Cell(),
              flow.money(),
              cell(flow.elasticity),
              state_word(flow.state),
              why.empty() ? Cell() : Cell(why)},
             claims_of(world, flow.target.observations)});
    }
    return table;
}

std::vector<ResultTable> hindcast_tables(const World& world,
                                         const std::vector<Hindcast>& hindcasts) {
    std::string years;
    for (const Hindcast& hindcast : hindcasts) {
        years += (years.empty() ? "" : ", ") + pair_name(hindcast);
    }
    return {score_table(world, hindcasts, years), flow_table(world, hindcasts, years)};
}

} // namespace isthmus::report
