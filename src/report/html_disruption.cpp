// SPDX-License-Identifier: Apache-2.0
// The section on disruption: which link or place matters, and what its loss does.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/charts_dependence.hpp"
#include "report/dependence_study.hpp"
#include "report/html_page.hpp"
#include "report/views_disruption.hpp"

namespace isthmus::report {

namespace {

constexpr std::size_t kNamed = 3;
constexpr std::size_t kBars = 15;
constexpr std::size_t kMostFolded = 60; ///< rows of a folded table
/// A loss below this (MUSD) is told as none.
constexpr double kLeastTold = 0.5;

std::string leading_sentence(const ResultTable& outages) {
    std::vector<std::string> named;
    for (std::size_t row = 0; row < outages.rows.size() && named.size() < kNamed; ++row) {
        const double loss = cell_number(outages, row, "loss").value_or(0);
        if (loss < kLeastTold) break;
        named.push_back(
            fmt::format("{} ({} a year)", strong(cell_text(outages, row, "name")), money(loss)));
    }
    if (named.empty()) return "No single link or place costs all together much when it is out.";
    return fmt::format("Most hangs on {}.", enumeration(named));
}

std::string unserved_sentence(const ResultTable& outages) {
    std::size_t worst = outages.rows.size();
    double share = 0;
    for (std::size_t row = 0; row < outages.rows.size(); ++row) {
        const double here = cell_number(outages, row, "unserved_share").value_or(0);
        if (here > share) {
            share = here;
            worst = row;
        }
    }
    if (worst == outages.rows.size()) return "Whatever is out, all demand can still be served.";
    return fmt::format("Demand is hit hardest without {}: {} % less {} is consumed in all places "
                       "together.",
                       strong(cell_text(outages, worst, "name")), html_number(share, 1),
                       escape_html(cell_text(outages, worst, "unserved_commodity")));
}

std::string table_of(Page& page, const ResultTable& table, const std::string& id,
                     std::size_t most) {
    ShownTable shown;
    shown.id = id;
    shown.caption = table.title;
    for (const ResultColumn& column : table.columns) {
        const bool repeats = column.name == "id" || column.name == "outage" ||
                             column.name == "state" || column.name == "rank";
        if (!repeats) shown.columns.push_back({column.name, ""});
    }
    // The name heads a row.
    const auto name = std::find_if(shown.columns.begin(), shown.columns.end(),
                                   [](const ShownColumn& column) { return column.name == "name"; });
    if (table.column("id") < table.columns.size() && name != shown.columns.end()) {
        std::rotate(shown.columns.begin(), name, name + 1);
        shown.link_column = "id";
    }
    show_first(shown, table, most);
    return html_table(table, shown, page.citations);
}

std::string folded_table(Page& page, const std::string& summary, const ResultTable& table,
                         const std::string& id) {
    if (table.rows.empty()) return {};
    return folded(summary,
                  paragraph(escape_html(table.note)) + table_of(page, table, id, kMostFolded));
}

std::string command(const Page& page) {
    std::string text = fmt::format("isthmus disrupt --year {}", page.equilibrium.market.year);
    if (!page.world.scenario.empty()) text += " --scenario " + page.world.scenario;
    return escape_html(text);
}

} // namespace

std::string disruption_section(Page& page, const DependenceStudy& study) {
    if (!page.options.disruption) return {};
    const std::string title = "Which link matters";
    if (!study.disruption) {
        return section("disruption", title,
                       paragraph(fmt::format("No link could be taken out of {}: {}",
                                             page.equilibrium.market.year,
                                             escape_html(study.disruption_reason))));
    }
    const dependence::Baseline& base = *study.base;
    const ResultTable outages = outage_table(base, *study.disruption);
    const std::string basis =
        fmt::format("{}, {}", page.world.manifest().title, page.equilibrium.market.year);
    const bool enlarged = page.map.layout.find("detail") != nullptr;
    std::string content = paragraph(fmt::format(
        "Every link and every place{} is taken out in turn for the whole year, and the market is "
        "solved again: what all together lose once everybody has rerouted says how much hangs on "
        "it. A place takes with it all that touches it.",
        enlarged ? " on the enlarged part of the map" : ""));
    content += paragraph(leading_sentence(outages) + " " + unserved_sentence(outages));
    content += wide_figure(
        chokepoint_chart(outages, "Chokepoints: " + basis, kBars), "Chokepoints",
        fmt::format(
            "Loss of welfare without the link (dark) or place (light), million US dollars a "
            "year. {}. Pointing at a row of the table shows the link on the map. In the "
            "world's folder, <code>{}</code> ranks those of the whole world, <code>--outage</code> "
            "looks at one in depth and <code>--k 2</code> finds the worst two.",
            escape_html(basis), command(page)));
    if (!outages.rows.empty()) {
        content += table_of(page, outages, "disruption-table", kOutagesTold);
        content += paragraph(escape_html(outages.note));
    }
    if (study.worst) {
        content += folded_table(page, "Demand that is no longer served",
                                unserved_table(base, *study.worst), "disruption-unserved-table");
        content += folded_table(page, "Losses of states", outage_loss_table(base, *study.worst),
                                "disruption-losses-table");
        content += folded_table(page, "How long stores last", survival_table(base, *study.worst),
                                "disruption-survival-table");
    }
    content += folded_table(page, "Certificate of the outages",
                            disruption_certificate_table(base, *study.disruption),
                            "disruption-certificate-table");
    return section("disruption", title, content);
}

} // namespace isthmus::report
