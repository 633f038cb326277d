// SPDX-License-Identifier: Apache-2.0
#include "report/views_provenance.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/columns.hpp"
#include "report/naming.hpp"

namespace isthmus::report {
namespace {

using provenance::Explanation;
using provenance::Influence;
using provenance::Parameter;
using provenance::Resolved;
using provenance::ResultKind;

std::string column_name(const world::World& world, const Parameter& parameter) {
    return world.tables.at(parameter.table).schema->columns[parameter.column].name;
}

std::string actor_list(const world::World& world, const std::vector<world::ActorId>& actors) {
    std::vector<std::string> names;
    for (const world::ActorId id : actors) names.push_back(actor_name(world, id));
    return join(names, ", ");
}

std::string dates(const world::Claim& claim) {
    return claim.from == claim.to ? claim.from : claim.from + ".." + claim.to;
}

std::string spoken(const world::Claim& claim) {
    return claim.unit.empty() ? claim.value : claim.value + " " + claim.unit;
}

std::string evidence_words(const world::World& world, world::ClaimId id) {
    std::string words(world::to_string(world::evidence_of(world, id)));
    if (world.claims[id].plausibility == world::ClaimPlausibility::kImplausible) {
        words += ", implausible";
    }
    return words;
}

/// Why there is no result, short: the first diagnostic's id and title.
std::string refusal(const Resolved& resolved) {
    if (resolved.refused.empty()) return {};
    const Diagnostic& first = resolved.refused.items().front();
    return fmt::format("{}: {}", first.id, find_diagnostic_kind(first.id)->title);
}

/// "+10 %" of a number, "+1 USD/t" of a 0.
std::string change_words(const Explanation& explanation, const Influence& influence) {
    if (influence.derivative.number != 0) {
        return fmt::format("+{} %", format_number(explanation.step_percent));
    }
    const world::World& world = *explanation.world;
    const std::string unit = provenance::cell_unit(world, influence.derivative.parameter);
    return fmt::format("+{}{}", format_number(influence.change), unit.empty() ? "" : " " + unit);
}

/// How far a value is from the result as it is; what lies within the rounding of solutions is 0.
double shown_change(const Explanation& explanation, double value) {
    const double change = value - explanation.value;
    const double rounding = provenance::kNoInfluence * std::max(1.0, std::abs(explanation.value));
    if (std::abs(change) <= rounding) return 0;
    return shown_result(explanation, value) - shown_result(explanation, explanation.value);
}

/// Missing where there was no solving, or no result.
Cell moved(const Explanation& explanation, const Resolved& resolved) {
    return resolved.value ? Cell(shown_change(explanation, *resolved.value)) : Cell();
}

/// What up and down have against being solved.
std::string notes(const Influence& influence) {
    std::vector<std::string> notes;
    if (const std::string why = refusal(influence.up); !why.empty()) notes.push_back("up: " + why);
    if (const std::string why = refusal(influence.down); !why.empty()) {
        notes.push_back("down: " + why);
    }
    return join(notes, "; ");
}

std::string title(const std::string& what, const Explanation& explanation) {
    return fmt::format("{}: {}", what, explanation.name.path);
}

/// Every number of the tables that a reader compares is in the unit of the result.
ResultColumn of_result(const Explanation& explanation, std::string name, std::string heading,
                       std::string meaning) {
    // Four digits of the result, so that its changes are told apart.
    constexpr int kDigits = 3;
    const double value = std::abs(shown_result(explanation, explanation.value));
    const int decimals =
        value > 0 ? kDigits - static_cast<int>(std::floor(std::log10(value))) : kDigits;
    return number(std::move(name), std::move(heading), result_unit(explanation),
                  std::clamp(decimals, 0, 2 * kDigits), std::move(meaning));
}

std::string place(const world::World& world, const Parameter& of) {
    return fmt::format("{} {}: {}", of.table, provenance::row_name(world, of),
                       column_name(world, of));
}

/// What the cell holds, where no claim says it.
std::string cell_words(const world::World& world, const provenance::Alternative& of) {
    const std::string unit = provenance::cell_unit(world, of.parameter);
    return format_number(of.cell) + (unit.empty() ? "" : " " + unit);
}

std::string cell_evidence(const world::World& world, const Parameter& of) {
    const world::Table& table = world.tables.at(of.table);
    const auto rests_on = world::evidence_of(world, table, table.rows[of.row], of.column);
    return rests_on ? std::string(world::to_string(*rests_on)) : std::string();
}

std::string places(const world::World& world, const std::vector<provenance::NewNumber>& numbers) {
    std::vector<std::string> words;
    for (const provenance::NewNumber& each : numbers) words.push_back(place(world, each.parameter));
    return join(words, "; ");
}

/// Claims that the rows of the numbers cite beside those that are ranked.
std::vector<world::ClaimId> other_claims(const Explanation& explanation) {
    std::vector<world::ClaimId> result;
    for (const Influence& each : explanation.influences) {
        for (const world::ClaimId id : each.claims) {
            const bool known = std::find(result.begin(), result.end(), id) != result.end() ||
                               std::any_of(explanation.claims.begin(), explanation.claims.end(),
                                           [&](const auto& claim) { return claim.claim == id; });
            if (!known) result.push_back(id);
        }
    }
    return result;
}

} // namespace

std::string result_unit(const Explanation& explanation) {
    if (!explanation.name.commodity.valid()) return "MUSD/a";
    const world::Commodity& goods = explanation.world->commodities[explanation.name.commodity];
    return explanation.name.is_quantity() ? goods.unit.name : goods.price_unit.name;
}

double shown_result(const Explanation& explanation, double canonical) {
    if (!explanation.name.commodity.valid()) return canonical;
    const world::Commodity& goods = explanation.world->commodities[explanation.name.commodity];
    return explanation.name.is_quantity() ? goods.shown_quantity(canonical)
                                          : goods.shown_price(canonical);
}

std::string result_words(const Explanation& explanation) {
    const world::World& world = *explanation.world;
    const provenance::ResultName& name = explanation.name;
    switch (name.kind) {
    case ResultKind::kFlow:
        return fmt::format("Flow of {} over {}{}", world.commodities[name.commodity].name,
                           world.links[name.link].name,
                           name.direction == world::FlowDirection::kBoth      ? ""
                           : name.direction == world::FlowDirection::kForward ? ", forward"
                                                                              : ", backward");
    case ResultKind::kPrice:
        return fmt::format("Price of {} at {}{}", world.commodities[name.commodity].name,
                           world.nodes[name.node].name,
                           name.origin.valid() ? ", from " + world.nodes[name.origin].name : "");
    case ResultKind::kPayoff:
        return "Payoff of " + actor_list(world, name.whose);
    case ResultKind::kDependence:
        return fmt::format("What {} would lose after rerouting without {}",
                           actor_list(world, name.whose), actor_list(world, name.by));
    case ResultKind::kWelfare:
        break;
    }
    return "Welfare of everybody together";
}

ResultTable explained_result_table(const Explanation& explanation) {
    const world::World& world = *explanation.world;
    // Ends of an interval that differ by the rounding of a solution are no interval.
    constexpr double kOpen = 1e-6;
    const double width = explanation.high - explanation.low;
    const bool open = width > kOpen * std::max(1.0, std::abs(explanation.value));
    ResultTable table{
        "result",
        title("Result", explanation),
        fmt::format(
            "{} numbers of the tables enter the year's market; {} of them have an influence "
            "on the result. {}",
            explanation.parameters, explanation.mattering,
            open ? "Several values are optimal: low and high are their ends."
                 : "It is the only optimal value."),
        {text("result", "Result", "Name of the result"), text("meaning", "Meaning"),
         text("year", "Year"), text("scenario", "Scenario"),
         number("value", "Value", "@unit", 3, ""), text("unit", "Unit"),
         number("low", "Low", "@unit", 3, "Where the optimum leaves it open, its lowest value"),
         number("high", "High", "@unit", 3, "Its highest value")},
        {}};
    table.rows.push_back(
        {{explanation.name.path, result_words(explanation), std::to_string(explanation.year),
          world.scenario.empty() ? Cell() : Cell(world.scenario),
          shown_result(explanation, explanation.value), result_unit(explanation),
          open ? Cell(shown_result(explanation, explanation.low)) : Cell(),
          open ? Cell(shown_result(explanation, explanation.high)) : Cell()},
         {}});
    return table;
}

ResultTable influence_table(const Explanation& explanation) {
    const world::World& world = *explanation.world;
    ResultTable table{
        "influences",
        title("Numbers that matter most", explanation),
        "Predicted: change of the result if the number alone is raised, by the derivative of the "
        "solved market. Up and down: the same after changing the cell, building the world and "
        "solving again; where they differ from the prediction, the result bends.",
        {text("table", "Table"), text("about", "About", "Cells that identify the row"),
         text("property", "Property", "Column"), text("value", "Value", "As the table has it"),
         text("unit", "Unit"),
         text("evidence", "Evidence", "stated, derived, calibrated, estimate or recalled"),
         text("change", "Change", "By how much it is raised"),
         of_result(explanation, "predicted", "Predicted",
                   "Change of the result, by the derivative"),
         of_result(explanation, "up", "Up", "Change of the result, solved again"),
         of_result(explanation, "down", "Down", "Change where the number is lowered as much"),
         text("note", "Note", "Why there is no answer to up or down"),
         text("at", "At", "File and line")},
        {}};
    for (const Influence& each : explanation.influences) {
        const Parameter& of = each.derivative.parameter;
        const world::Row& row = world.tables.at(of.table).rows[of.row];
        table.rows.push_back({{of.table, provenance::row_name(world, of), column_name(world, of),
                               row.cells[of.column], provenance::cell_unit(world, of),
                               each.evidence ? Cell(world::to_string(*each.evidence)) : Cell(),
                               change_words(explanation, each),
                               shown_change(explanation, explanation.value + each.predicted),
                               moved(explanation, each.up), moved(explanation, each.down),
                               notes(each).empty() ? Cell() : Cell(notes(each)),
                               fmt::format("{}:{}", row.origin.file, row.origin.line)},
                              claim_ids(world, each.claims)});
    }
    return table;
}

ResultTable influence_claim_table(const Explanation& explanation) {
    const world::World& world = *explanation.world;
    ResultTable table{
        "influence_claims",
        title("Claims that matter most", explanation),
        "First those that numbers say word for word, by what the result would change if all these "
        "numbers were that much higher: predicted, and solved again. Then the others that the rows "
        "of the numbers above cite. Estimates and recalled values are nobody's statement.",
        {text("claim", "Claim", "Id of the claim"), text("value", "Value", "As the source has it"),
         text("dates", "Dates"), text("evidence", "Evidence"),
         of_result(explanation, "predicted", "Predicted", "Change of the result, by derivatives"),
         of_result(explanation, "up", "Up", "Change of the result, solved again"),
         text("source", "Source", "Its id"), text("title", "Title", "Of the source"),
         text("published", "Published"), text("locator", "Where", "In the source"),
         text("numbers", "Numbers", "Rows and columns that say it and have an influence"),
         text("note", "Note", "Why there is no answer to up")},
        {}};
    const auto add = [&](world::ClaimId id, const Cell& predicted, const Cell& up,
                         const std::string& numbers, const std::string& note) {
        const world::Claim& claim = world.claims[id];
        const world::Source& source = world.sources[claim.source];
        table.rows.push_back({{claim.id, spoken(claim), dates(claim), evidence_words(world, id),
                               predicted, up, source.id, source.title, source.published,
                               claim.locator, numbers, note.empty() ? Cell() : Cell(note)},
                              {claim.id}});
    };
    for (const provenance::ClaimInfluence& each : explanation.claims) {
        add(each.claim, shown_change(explanation, explanation.value + each.predicted),
            moved(explanation, each.up), places(world, each.raised), refusal(each.up));
    }
    for (const world::ClaimId id : other_claims(explanation)) add(id, {}, {}, "", "");
    return table;
}

ResultTable alternative_table(const Explanation& explanation) {
    const world::World& world = *explanation.world;
    ResultTable table{
        "alternatives",
        title("If a contradicting claim were right", explanation),
        explanation.contradicted == 0
            ? std::string("No claim says otherwise than a number of the year's market.")
            : fmt::format(
                  "Claims that say otherwise than a number of the year's market: {}. They "
                  "contradict the claim that the number follows, or a document states it where the "
                  "number is an estimate. Those that move the result furthest come first; the "
                  "result is what solving again gives with the other number in the cell.",
                  explanation.contradicted),
        {text("about", "About", "Row and column of the number"),
         text("followed", "Claim followed",
              "It says the number of the cell; empty where none does"),
         text("followed_value", "Value"), text("followed_evidence", "Evidence"),
         text("claim", "Claim against it"), text("claim_value", "Value", "As its source has it"),
         text("claim_dates", "Dates"), text("claim_evidence", "Evidence"),
         text("source", "Source", "Of the claim against it"),
         number("number", "In the cell", "@unit", -1, "The other value in the unit of the cell"),
         text("unit", "Unit", "Of the cell"),
         of_result(explanation, "result", "Result then", "Solved again"),
         of_result(explanation, "change", "Change", "From the result as it is"),
         of_result(explanation, "predicted", "Predicted", "Change by the derivative"),
         text("note", "Note", "Why there is no result")},
        {}};
    for (const provenance::Alternative& each : explanation.alternatives) {
        const bool said = each.followed.valid();
        const world::Claim& other = world.claims[each.claim];
        const std::string why = refusal(each.result);
        std::vector<std::string> cited;
        if (said) cited.push_back(world.claims[each.followed].id);
        cited.push_back(other.id);
        table.rows.push_back(
            {{place(world, each.parameter), said ? Cell(cited.front()) : Cell(),
              said ? spoken(world.claims[each.followed]) : cell_words(world, each),
              said ? evidence_words(world, each.followed) : cell_evidence(world, each.parameter),
              other.id, spoken(other), dates(other), evidence_words(world, each.claim),
              world.sources[other.source].id, each.number,
              provenance::cell_unit(world, each.parameter),
              each.result.value ? Cell(shown_result(explanation, *each.result.value)) : Cell(),
              moved(explanation, each.result), shown_change(explanation, each.predicted),
              why.empty() ? Cell() : Cell(why)},
             cited});
    }
    return table;
}

std::vector<ResultTable> provenance_tables(const Explanation& explanation) {
    return {explained_result_table(explanation), influence_table(explanation),
            influence_claim_table(explanation), alternative_table(explanation)};
}

std::vector<ResultTable> readable_provenance_tables(const Explanation& explanation) {
    std::vector<ResultTable> tables = provenance_tables(explanation);
    for (ResultTable& table : tables) {
        if (!table.rows.empty()) drop_empty_columns(table);
    }
    return tables;
}

} // namespace isthmus::report
