// SPDX-License-Identifier: Apache-2.0
// The section on dependence: who would lose what without whom, asymmetries, and what is behind
// them.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/charts_dependence.hpp"
#include "report/dependence_study.hpp"
#include "report/html_page.hpp"
#include "report/views_dependence.hpp"

namespace isthmus::report {

namespace {

using dependence::Dependence;

constexpr std::size_t kNamed = 3; ///< pairs named in one sentence
constexpr std::size_t kPairsDrawn = 12;
constexpr std::size_t kPairsShown = 15;
constexpr std::size_t kMostFolded = 60; ///< rows of a folded table
/// A share of own payoff below this (per cent) is told as none.
constexpr double kLeastTold = 0.5;

std::string percent(double share) {
    return html_number(share, 1) + " %";
}

std::string bold(const ResultTable& table, std::size_t row, std::string_view column) {
    return strong(cell_text(table, row, column));
}

std::string leading_sentence(const ResultTable& largest) {
    std::vector<std::string> named;
    for (std::size_t row = 0; row < largest.rows.size() && named.size() < kNamed; ++row) {
        const auto share = cell_number(largest, row, "vulnerability_share");
        if (!share || *share < kLeastTold) break;
        named.push_back(fmt::format("{} without {} ({} a year, {} of its own payoff)",
                                    bold(largest, row, "name"), bold(largest, row, "on_name"),
                                    money(*cell_number(largest, row, "vulnerability")),
                                    percent(*share)));
    }
    if (named.empty()) {
        return "Once everybody has rerouted, nobody would lose much without any one other.";
    }
    return fmt::format("Once everybody has rerouted, most would be lost by {}.",
                       enumeration(named));
}

std::string asymmetry_sentence(const ResultTable& asymmetry) {
    for (std::size_t row = 0; row < asymmetry.rows.size(); ++row) {
        const auto share = cell_number(asymmetry, row, "share");
        const auto other = cell_number(asymmetry, row, "other_share");
        if (!share || !other || *share < kLeastTold) continue;
        return fmt::format("Of the pairs, {} and {} are bound most: the first would lose {} of its "
                           "own payoff without the second, the second {} without the first.",
                           bold(asymmetry, row, "name"), bold(asymmetry, row, "other_name"),
                           percent(*share), percent(*other));
    }
    return {};
}

std::string gainer_sentence(const ResultTable& gainers) {
    if (gainers.rows.empty()) return {};
    return fmt::format("What one loses is often another's gain: when {} withdraws towards {}, {} "
                       "gains {} a year.",
                       bold(gainers, 0, "on_name"), bold(gainers, 0, "name"),
                       bold(gainers, 0, "who_name"), money(*cell_number(gainers, 0, "change")));
}

std::string mark_sentence(const ResultTable& marks) {
    const auto rows = select_rows(
        marks, [&](std::size_t row) { return cell_number(marks, row, "difference").has_value(); });
    if (rows.empty()) return {};
    return fmt::format("An asterisk marks {}, in which the first loses more after rerouting than "
                       "before: all together never do, but one can where the rerouting of others "
                       "moves a price against it. The largest: {}",
                       counted(rows.size(), "pair"),
                       escape_html(cell_text(marks, rows.front(), "explanation")));
}

std::string table_of(Page& page, const ResultTable& table, const std::string& id,
                     std::size_t most = kMostFolded) {
    ShownTable shown;
    shown.id = id;
    shown.caption = table.title;
    for (const ResultColumn& column : table.columns) {
        const bool repeats = column.name == "actor" || column.name == "on" ||
                             column.name == "other" || column.name == "who" ||
                             column.name == "partner";
        if (!repeats) shown.columns.push_back({column.name, ""});
    }
    show_first(shown, table, most);
    return html_table(table, shown, page.citations);
}

std::string folded_table(Page& page, const std::string& summary, const ResultTable& table,
                         const std::string& id) {
    if (table.rows.empty()) return {};
    return folded(summary, paragraph(escape_html(table.note)) + table_of(page, table, id));
}

std::string command(const Page& page) {
    std::string text = fmt::format("isthmus depend --year {}", page.equilibrium.market.year);
    if (!page.world.scenario.empty()) text += " --scenario " + page.world.scenario;
    return escape_html(text);
}

std::string heat_figure(const Page& page, const ResultTable& table, const std::string& basis) {
    HeatMap shown{"dependence-map", "Who depends on whom after rerouting: " + basis,
                  "vulnerability_share", "", true};
    const std::string caption = fmt::format(
        "Loss of the row when the column withdraws towards it, after everybody has rerouted, per "
        "cent of the row's own payoff. {}, all commodities together. Darker is more; hatched: a "
        "gain; asterisk: explained below; n/a: no payoff to hold the loss against. In the world's "
        "folder, <code>{}</code> has the same and <code>--of</code> looks at one actor in depth.",
        escape_html(basis), command(page));
    return wide_figure(heat_map(table, shown), "Who depends on whom", caption);
}

std::string at_once_figure(const ResultTable& table, const std::string& basis) {
    const HeatMap shown{"dependence-map-at-once", "Who depends on whom at once: " + basis,
                        "sensitivity_share", "", false};
    return folded("The same before anything is rerouted",
                  wide_figure(heat_map(table, shown), "Who depends on whom, at once",
                              fmt::format("Loss before rerouting, per cent of the row's own "
                                          "payoff. {}.",
                                          escape_html(basis))));
}

std::string figures(const Page& page, const Dependence& dependence, const ResultTable& asymmetry) {
    const std::string basis = fmt::format("{}, {}", page.world.manifest().title, dependence.year);
    const ResultTable all = dependence_table(dependence);
    return heat_figure(page, all, basis) + at_once_figure(all, basis) +
           wide_figure(asymmetry_chart(asymmetry, "Who needs whom more: " + basis, kPairsDrawn),
                       "Who needs whom more",
                       fmt::format("What either side of a pair would lose without the other, per "
                                   "cent of its own payoff; the {} pairs with the largest share. "
                                   "{}.",
                                   std::min(kPairsDrawn, asymmetry.rows.size()),
                                   escape_html(basis)));
}

std::string folded_tables(Page& page, const Dependence& dependence, const ResultTable& asymmetry,
                          const ResultTable& marks, const ResultTable& gainers) {
    std::string out =
        folded_table(page, "The matrix as a table",
                     dependence_matrix_table(dependence, DependenceMeasure::kVulnerability),
                     "dependence-matrix-table");
    out += folded_table(page, "Pairs and their asymmetry", asymmetry, "dependence-asymmetry-table");
    out += folded_table(page, "Who gains from a withdrawal", gainers, "dependence-gainers-table");
    out += folded_table(page, "Marked pairs explained", marks, "dependence-marks-table");
    out += folded_table(page, "Who trades with whom",
                        dependence_matrix_table(dependence, DependenceMeasure::kExposure),
                        "dependence-exposure-table");
    out += folded_table(page, "Whose territory or operation trade passes",
                        dependence_matrix_table(dependence, DependenceMeasure::kThrough),
                        "dependence-through-table");
    out += folded_table(page, "Concentration and independent vectors",
                        diversification_table(dependence), "dependence-diversification-table");
    return out + folded_table(page, "Certificate of the experiments",
                              dependence_certificate_table(dependence),
                              "dependence-certificate-table");
}

} // namespace

std::string dependence_section(Page& page, const DependenceStudy& study) {
    if (!page.options.dependence) return {};
    const std::string title = "Who depends on whom";
    if (!study.dependence) {
        return section("dependence", title,
                       paragraph(fmt::format("No experiments could be made on {}: {}",
                                             page.equilibrium.market.year,
                                             escape_html(study.dependence_reason))));
    }
    const Dependence& dependence = *study.dependence;
    const ResultTable largest = largest_dependence_table(dependence, kPairsShown);
    const ResultTable asymmetry = asymmetry_table(dependence);
    const ResultTable marks = dependence_mark_table(dependence);
    const ResultTable gainers = gainer_table(dependence, kPairsShown);
    std::string content = paragraph(
        "Dependence is found by experiment and not from shares of trade: one actor withdraws "
        "towards another, so that its territory, operators, supply and demand no longer serve it, "
        "and the market is solved again. What is lost before anything is rerouted is the "
        "sensitivity, what is lost after everybody has rerouted the vulnerability.");
    content += paragraph(leading_sentence(largest) + " " + asymmetry_sentence(asymmetry));
    for (const std::string& sentence : {gainer_sentence(gainers), mark_sentence(marks)}) {
        if (!sentence.empty()) content += paragraph(sentence);
    }
    content += figures(page, dependence, asymmetry);
    if (!largest.rows.empty()) {
        content += table_of(page, largest, "dependence-table", kPairsShown);
        content += paragraph(escape_html(largest.note));
    }
    content += folded_tables(page, dependence, asymmetry, marks, gainers);
    return section("dependence", title, content);
}

} // namespace isthmus::report
