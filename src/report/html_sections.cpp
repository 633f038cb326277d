// SPDX-License-Identifier: Apache-2.0
// The sections after the flows: payoffs, limits, status, fit, contracts and method.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/charts.hpp"
#include "report/html_page.hpp"

namespace isthmus::report {

namespace {

constexpr std::size_t kMostBars = 25;
constexpr std::size_t kMostRows = 60; ///< of a table that is shown unfolded

std::string chart_figure(const std::string& chart, const std::string& caption) {
    if (chart.empty()) return {};
    return fmt::format("<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"{0}\">\n{1}</div>\n<figcaption>{0}, million US dollars a year."
                       "</figcaption>\n</figure>\n",
                       caption, chart);
}

std::vector<std::size_t> first_rows(const ResultTable& table, std::size_t from, std::size_t to) {
    return select_rows(table, [&](std::size_t row) { return row >= from && row < to; });
}

} // namespace

std::string section(const std::string& id, const std::string& title, const std::string& content) {
    return fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-h\" class=\"wide\">\n<h2 "
                       "id=\"{0}-h\">{1}</h2>\n{2}</section>\n",
                       id, title, content);
}

std::string paragraph(const std::string& html) {
    return "<p>" + html + "</p>\n";
}

std::string folded(const std::string& summary, const std::string& content) {
    return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", summary, content);
}

std::string wide_figure(const std::string& chart, const std::string& label,
                        const std::string& caption) {
    if (chart.empty()) return {};
    return fmt::format("<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"{}\">\n{}</div>\n<figcaption>{}</figcaption>\n</figure>\n",
                       escape_html(label), chart, caption);
}

std::string payoff_section(Page& page) {
    ShownTable shown;
    shown.id = "payoffs-table";
    shown.caption = "Payoffs by state, million US dollars a year";
    shown.columns = {{"name", "State"},
                     {"consumer_surplus", "Consumers"},
                     {"producer_surplus", "Suppliers"},
                     {"transport_margin", "Transport margin"},
                     {"congestion_rent", "Scarcity rent"},
                     {"fees", "Transit fees"},
                     {"contract_transfer", "Contracts, quotas"},
                     {"price_cap_transfer", "Price caps"},
                     {"total", ""}};
    std::string content = paragraph(
        "What each state gains from the trade: its consumers beyond the price they pay, its "
        "suppliers beyond their cost, and what its links earn. Companies count for their home "
        "state. Consumers' gains rest on the demand curves and are the least certain part; "
        "differences between years or scenarios are firmer than levels.");
    content += chart_figure(payoff_chart(page.payoffs, kMostBars), "All gains, largest first");
    content +=
        chart_figure(transport_chart(page.payoffs, kMostBars),
                     "Earnings from carriage alone: margins, scarcity rents and transit fees");
    content += html_table(page.payoffs, shown, page.citations);
    return section("gains", "Who gains what", content);
}

std::string binding_section(Page& page) {
    if (page.binding.rows.empty()) {
        return section("binding", "What is binding", paragraph("No limit binds."));
    }
    ShownTable shown;
    shown.id = "binding-table";
    shown.caption = "Limits that bind, dearest first";
    shown.columns = {
        {"name", "Limit"}, {"kind", ""}, {"commodity", ""},  {"limit", "Level"},
        {"unit", ""},      {"rent", ""}, {"price_unit", ""}, {"value", "Worth a year"}};
    shown.all_rows = false;
    shown.rows = first_rows(page.binding, 0, kMostRows);
    std::string content = paragraph("A limit binds where one unit more of it would be worth "
                                    "something: a capacity, a contract's "
                                    "minimum or maximum, a quota. The rent is that worth for one "
                                    "unit; times the load it is the "
                                    "worth in a year.");
    content += html_table(page.binding, shown, page.citations);
    if (page.binding.rows.size() > kMostRows) {
        shown.id += "-rest";
        shown.caption = "Further limits that bind";
        shown.rows = first_rows(page.binding, kMostRows, page.binding.rows.size());
        content += folded(fmt::format("Further limits that bind ({})", shown.rows.size()),
                          html_table(page.binding, shown, page.citations));
    }
    return section("binding", "What is binding", content);
}

std::string status_section(Page& page) {
    const Page::Counts counts = page.counts();
    const ResultTable& table = page.link_status;
    const auto looks_like = [&](LinkLook look) {
        return select_rows(
            table, [&](std::size_t row) { return page.map.looks[world::LinkId(row)] == look; });
    };
    ShownTable shown;
    shown.all_rows = false;
    shown.link_column = "link";
    shown.columns = {{"name", "Link"},
                     {"mode", ""},
                     {"status", "", CellLook::kStatus},
                     {"since", "", CellLook::kShort},
                     {"by", ""},
                     {"in_service", "Days in service"},
                     {"note", ""}};
    shown.below = [&](std::size_t row) {
        return fmt::format("{} \u2013 {}", cell_text(table, row, "from_node"),
                           cell_text(table, row, "to_node"));
    };
    std::string content = paragraph(fmt::format("At the end of {}: {} open, {} restricted, {} "
                                                "closed; {} are gaps or planned links that are "
                                                "not in service.",
                                                page.equilibrium.market.year, counts.open,
                                                counts.restricted, counts.closed, counts.planned));
    const auto add = [&](LinkLook look, const std::string& id, const std::string& caption,
                         bool fold) {
        shown.rows = looks_like(look);
        if (shown.rows.empty()) return;
        shown.id = id;
        shown.caption = caption;
        const std::string html = html_table(table, shown, page.citations);
        content += fold ? folded(fmt::format("{} ({})", caption, shown.rows.size()), html) : html;
    };
    add(LinkLook::kRestricted, "status-restricted", "Restricted links", false);
    add(LinkLook::kClosed, "status-closed", "Closed links", false);
    add(LinkLook::kPlanned, "status-planned", "Gaps and planned links", true);
    add(LinkLook::kOpen, "status-open", "Open links", true);
    ShownTable restrictions;
    restrictions.id = "restrictions-table";
    restrictions.caption = "Restrictions in force";
    restrictions.columns = {{"name", "Restriction"},
                            {"kind", ""},
                            {"by", ""},
                            {"target", ""},
                            {"commodity", ""},
                            {"from", "", CellLook::kShort},
                            {"to", "", CellLook::kShort},
                            {"value", ""},
                            {"unit", ""},
                            {"note", ""}};
    if (!page.restrictions.rows.empty()) {
        content +=
            paragraph("A restriction of kind <em>record</em> is on record without an effect on "
                      "flows; its note says why.");
        content += html_table(page.restrictions, restrictions, page.citations);
    }
    return section("status", "Status of links and restrictions", content);
}

std::string fit_section(Page& page) {
    const Page::Fit fit = page.fit();
    if (fit.all == 0) {
        return section("fit", "Model against observation", paragraph("Nothing was observed."));
    }
    std::string content = paragraph(fmt::format("{} of the year are on record. The model was not "
                                                "fitted to them. It meets {} within a tenth "
                                                "and {} more within half. The {} that are off by "
                                                "more than half are listed first, each with "
                                                "what in the model makes the difference; the "
                                                "shaded band in the charts is half to one and a "
                                                "half times the observed flow.",
                                                counted(fit.all, "observed flow"), fit.within_tenth,
                                                fit.within_half, fit.beyond));
    content += "<div class=\"charts\">\n";
    for (const auto id : page.commodities) {
        const world::Commodity& commodity = page.world.commodities[id];
        content +=
            fit_chart(page.observations, commodity.id, commodity.name, "fit-" + commodity.id);
    }
    content += "</div>\n";
    const double limit = 100 * page.options.explain_above;
    // An error beyond all bounds (nothing observed) has no number and is off as well.
    const auto off = [&](std::size_t row) {
        return std::abs(cell_number(page.observations, row, "error").value_or(1e9)) > limit;
    };
    ShownTable shown;
    shown.all_rows = false;
    shown.link_column = "link";
    shown.columns = {{"name", "Link"},
                     {"commodity", ""},
                     {"observed", ""},
                     {"modelled", ""},
                     {"unit", ""},
                     {"error", "", CellLook::kSigned},
                     {"explanation", "What makes the difference"}};
    shown.below = [&](std::size_t row) {
        const std::string direction = cell_text(page.observations, row, "direction");
        const std::string owner = cell_text(page.observations, row, "owner");
        std::vector<std::string> parts;
        if (direction != "both") parts.push_back(direction + " only");
        if (!owner.empty()) parts.push_back("goods of " + owner);
        return join(parts, ", ");
    };
    shown.rows = select_rows(page.observations, off);
    if (!shown.rows.empty()) {
        shown.id = "fit-off";
        shown.caption = "Off by more than half, and why";
        shown.row_class = [](std::size_t) { return std::string("off"); };
        content += html_table(page.observations, shown, page.citations);
    }
    shown.row_class = nullptr;
    shown.rows = select_rows(page.observations, [&](std::size_t row) { return !off(row); });
    if (!shown.rows.empty()) {
        shown.id = "fit-rest";
        shown.caption = "Within half";
        content += html_table(page.observations, shown, page.citations);
    }
    return section("fit", "Model against observation", content);
}

std::string contract_section(Page& page) {
    if (page.contracts.rows.empty()) return {};
    ShownTable shown;
    shown.id = "contracts-table";
    shown.caption = "Contracts that cover the year, whole or in part";
    shown.columns = {{"name", "Contract"},
                     {"seller", ""},
                     {"buyer", ""},
                     {"minimum", ""},
                     {"delivered", ""},
                     {"maximum", ""},
                     {"unit", ""},
                     {"rent", ""},
                     {"price_unit", ""},
                     {"from", "", CellLook::kShort},
                     {"to", "", CellLook::kShort}};
    const std::string table = html_table(page.contracts, shown, page.citations);
    const bool fold = page.contracts.rows.size() >= kMostRows;
    return section(
        "contracts", "Contracts",
        fold ? folded(fmt::format("All contracts ({})", page.contracts.rows.size()), table)
             : table);
}

std::string method_section(Page& page) {
    std::string content =
        "<div class=\"prose\">\n<p>The year is a spatial price equilibrium (Samuelson 1952; "
        "Takayama "
        "&amp; Judge 1964). Each supply has a rising cost curve and each demand a falling curve of "
        "benefit, through a reference price and quantity with a price elasticity. Links have a "
        "capacity, a cost, a tariff, fees and losses; some share a capacity with others. The "
        "equilibrium maximises benefit less cost, subject to capacities, contracts and "
        "restrictions, "
        "so that nobody could gain by sending goods another way at the prices found. Capacities "
        "count "
        "only for the days on which a link is in service; contracts and restrictions other than "
        "closures are those of 1 July.</p>\n<p>Prices are not always unique: where they are not, "
        "the "
        "interval is given. Payoffs divide the sum of all gains among actors, and add up to it. "
        "Market power, taxes, storage and the time within the year are not modelled here.</p>\n"
        "<p>The certificate below is recomputed from the problem and the solution by code that "
        "shares "
        "nothing with the solver; a solution that fails it is not shown.</p>\n</div>\n";
    ShownTable certificate;
    certificate.id = "certificate-table";
    certificate.caption = "Certificate of the solution";
    certificate.columns = {{"title", "Check"}, {"value", ""}, {"allowed", ""}, {"meaning", ""}};
    content += html_table(page.certificate, certificate, page.citations);
    ShownTable evidence;
    evidence.id = "evidence-table";
    evidence.caption = "Numbers of the world by what they rest on";
    evidence.columns = {{"evidence", ""}, {"numbers", ""}, {"share", ""}, {"meaning", ""}};
    content += html_table(page.evidence, evidence, page.citations);
    return section("method", "Method and certificate", content);
}

} // namespace isthmus::report
