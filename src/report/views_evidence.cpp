// SPDX-License-Identifier: Apache-2.0
#include "report/views_evidence.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/claim_values.hpp"
#include "report/columns.hpp"

namespace isthmus::report {
namespace {

using evidence::Comparison;
using evidence::Contradiction;
using evidence::Contradictions;
using evidence::Followed;
using world::ClaimId;

/// What a claim is; an implausible one is that before all.
std::string evidence_name(const world::World& world, ClaimId id) {
    if (world.claims[id].plausibility == world::ClaimPlausibility::kImplausible) {
        return "implausible";
    }
    return std::string(world::to_string(world::evidence_of(world, id)));
}

std::string used_name(const world::World& world, const Contradiction& of) {
    switch (of.followed) {
    case Followed::kPreferred:
        return world.claims[of.preferred].id;
    case Followed::kOther:
        return world.claims[of.other].id;
    case Followed::kBoth:
        return "both";
    case Followed::kNeither:
        return "neither";
    }
    return {};
}

bool is_used(const Contradiction& of, ClaimId id) {
    if (of.followed == Followed::kBoth) return true;
    return id == of.preferred ? of.followed == Followed::kPreferred
                              : of.followed == Followed::kOther;
}

/// Of the second number from the first, in per cent.
Cell difference(double first, double second) {
    return first == 0 ? Cell() : Cell(100 * (second - first) / first);
}

Cell difference_of(const Contradiction& of, bool swapped) {
    if (!of.preferred_number || !of.other_number) return {};
    return swapped ? difference(*of.other_number, *of.preferred_number)
                   : difference(*of.preferred_number, *of.other_number);
}

Cell factor_of(const Contradiction& of) {
    return of.factor ? Cell(*of.factor) : Cell();
}

std::string rules_note(std::string_view first) {
    return fmt::format("{} {}", first, evidence::rules_in_words());
}

std::string about(const world::Claim& claim) {
    return fmt::format("{}: {}{}", claim.subject, claim.property,
                       claim.object.empty() ? "" : fmt::format(" ({})", claim.object));
}

/// "6.5 times", "1.6 %", or how the two differ without a size.
std::string size_in_words(const Contradiction& of) {
    if (of.comparison == Comparison::kBases || !of.factor) {
        return std::string(evidence::to_string(of.comparison));
    }
    constexpr double kTwice = 2;
    const bool rough = of.comparison == Comparison::kUnits;
    const std::string size = *of.factor >= kTwice ? show_number(*of.factor, 1) + " times"
                                                  : show_number(100 * (*of.factor - 1), 1) + " %";
    return (rough ? "about " : "") + size +
           (of.comparison == Comparison::kChange ? ", perhaps a change" : "");
}

void add_side(ResultTable& table, const world::World& world, const Contradiction& of, ClaimId id,
              Cell number, std::string why) {
    const world::Claim& claim = world.claims[id];
    const world::Source& source = world.sources[claim.source];
    const bool first = id == of.preferred;
    const std::string published =
        source.published.empty() ? "" : fmt::format(", {}", source.published);
    table.rows.push_back(
        {{first ? std::move(number) : Cell(), first ? Cell(about(claim)) : Cell(),
          first ? Cell(size_in_words(of)) : Cell(), claim.id, evidence::spoken_value(claim),
          evidence::spoken_dates(claim), evidence_name(world, id),
          fmt::format("{} ({}{})", source.title, to_string(source.kind), published),
          is_used(of, id) ? "used" : "", std::move(why)},
         {claim.id}});
}

} // namespace

ResultTable contradiction_table(const world::World& world, const Contradictions& contradictions,
                                const std::vector<Contradiction>& shown) {
    ResultTable table{
        "contradictions",
        "Contradictions",
        rules_note("Claims about the same property of the same subject at overlapping dates, with "
                   "another value. No difference is given where units do not convert or bases "
                   "differ."),
        {text("subject", "Subject"),
         text("property", "Property"),
         text("claim", "Claim"),
         text("value", "Value"),
         text("dates", "Dates"),
         text("evidence", "Evidence"),
         text("source", "Source", "Id of the source"),
         text("against", "Against", "The other claim"),
         text("against_value", "Value"),
         text("against_dates", "Dates"),
         text("against_evidence", "Evidence"),
         text("against_source", "Source"),
         number("difference", "Difference", "%", 1, "Of the other from the first"),
         number("factor", "Factor", "", 2, "The larger over the smaller"),
         text("comparison", "Comparison", "How the two can be held against each other"),
         text("basis", "Basis", "How bases or units differ"),
         text("goes_first", "Goes first",
              "The claim that the rules prefer; empty where they do not "
              "tell the two apart"),
         text("rule", "Rule", "The rule that decides"),
         text("used", "Used",
              "The claim that a row's value follows or, where none is followed, "
              "that a row cites"),
         text("why", "Why")},
        {}};
    for (const Contradiction& of : shown) {
        const bool swapped = of.other < of.preferred;
        const ClaimId one = swapped ? of.other : of.preferred;
        const ClaimId two = swapped ? of.preferred : of.other;
        const world::Claim& first = world.claims[one];
        const world::Claim& second = world.claims[two];
        table.rows.push_back(
            {{first.subject,
              first.property,
              first.id,
              evidence::spoken_value(first),
              evidence::spoken_dates(first),
              evidence_name(world, one),
              world.sources[first.source].id,
              second.id,
              evidence::spoken_value(second),
              evidence::spoken_dates(second),
              evidence_name(world, two),
              world.sources[second.source].id,
              difference_of(of, swapped),
              factor_of(of),
              to_string(of.comparison),
              of.basis,
              of.rule == evidence::Rule::kNone ? "" : world.claims[of.preferred].id,
              to_string(of.rule),
              used_name(world, of),
              contradictions.why(of)},
             {first.id, second.id}});
    }
    return table;
}

ResultTable contradiction_side_table(const world::World& world,
                                     const Contradictions& contradictions,
                                     const std::vector<Contradiction>& shown) {
    ResultTable table{
        "contradictions",
        "Contradictions, largest first",
        rules_note("Of each two claims the one that goes first by the rules stands above."),
        {number("number", "No.", "", 0, ""), text("about", "About"), text("size", "Size"),
         text("claim", "Claim"), text("value", "Value"), text("dates", "Dates"),
         text("evidence", "Evidence"), text("source", "Source"), text("used", "Used"),
         text("why", "Why")},
        {}};
    double number = 0;
    for (const Contradiction& of : shown) {
        const std::string why = contradictions.why(of);
        add_side(table, world, of, of.preferred, ++number,
                 of.basis.empty() ? why : of.basis + "; " + why);
        add_side(table, world, of, of.other, {}, "");
    }
    return table;
}

ResultTable contradiction_brief_table(const world::World& world,
                                      const Contradictions& contradictions,
                                      const std::vector<Contradiction>& shown) {
    ResultTable table{
        "contradictions",
        "Contradictions",
        rules_note("What the world follows, or else what goes first by the rules, against what is "
                   "said otherwise."),
        {text("about", "About"), text("value", "Value"), text("evidence", "Evidence"),
         text("against", "Against"), text("against_evidence", "Evidence"), text("size", "Size"),
         text("used", "Used"), text("why", "Why")},
        {}};
    const auto spoken = [&](ClaimId id) {
        const std::string dates = evidence::spoken_dates(world.claims[id]);
        return evidence::spoken_value(world.claims[id]) +
               (dates.empty() ? "" : fmt::format(" ({})", dates));
    };
    for (const Contradiction& of : shown) {
        const bool other = of.followed == Followed::kOther;
        const ClaimId one = other ? of.other : of.preferred;
        const ClaimId two = other ? of.preferred : of.other;
        const char* used = of.followed == Followed::kBoth      ? "both"
                           : of.followed == Followed::kNeither ? "neither"
                                                               : "the first";
        table.rows.push_back(
            {{about(world.claims[one]), spoken(one), evidence_name(world, one), spoken(two),
              evidence_name(world, two), size_in_words(of), used, contradictions.why(of)},
             {world.claims[one].id, world.claims[two].id}});
    }
    return table;
}

ResultTable implausible_table(const world::World& world, const std::vector<ClaimId>& claims) {
    ResultTable table{
        "implausible",
        "Implausible claims",
        "Kept because a document says so, marked because it contradicts what is well established. "
        "No row may rest on one.",
        {text("claim", "Claim"), text("subject", "Subject"), text("property", "Property"),
         text("value", "Value"), text("dates", "Dates"), text("source", "Source"),
         text("title", "Title"), text("note", "Why it is implausible")},
        {}};
    for (const ClaimId id : claims) {
        const world::Claim& claim = world.claims[id];
        const world::Source& source = world.sources[claim.source];
        table.rows.push_back(
            {{claim.id, claim.subject, claim.property, evidence::spoken_value(claim),
              evidence::spoken_dates(claim), source.id, source.title, claim.note},
             {claim.id}});
    }
    return table;
}

ResultTable weak_cell_table(const world::World& world,
                            const std::vector<evidence::WeakCell>& cells) {
    ResultTable table{
        "weak_cells",
        "Cells beside which a document states a number",
        "They rest on an estimate or on what was recalled, although a document states a number for "
        "the same thing at the same time, and no note names it.",
        {text("table", "Table"), text("about", "About"), text("column", "Column"),
         text("value", "Value"), text("evidence", "Evidence"), text("claim", "Claim", "The best"),
         text("stated", "Stated"), text("dates", "Dates"), text("source", "Source"),
         number("claims", "Claims", "", 0, "That state one"), text("at", "At", "File and line")},
        {}};
    for (const evidence::WeakCell& cell : cells) {
        const world::Table& of = world.tables.at(cell.table);
        const world::Row& row = of.rows[cell.row];
        const world::Claim& best = world.claims[cell.better.front()];
        table.rows.push_back(
            {{cell.table, evidence::identity_of(world, {cell.table, cell.row, cell.column}),
              of.schema->columns[cell.column].name, row.cells[cell.column],
              to_string(cell.evidence), best.id, evidence::spoken_value(best),
              evidence::spoken_dates(best), world.sources[best.source].id,
              static_cast<double>(cell.better.size()),
              fmt::format("{}:{}", row.origin.file, row.origin.line)},
             {best.id}});
    }
    return table;
}

} // namespace isthmus::report
