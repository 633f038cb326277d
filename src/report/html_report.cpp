// SPDX-License-Identifier: Apache-2.0
#include "report/html_report.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/dependence_study.hpp"
#include "report/embedded_text.hpp"
#include "report/html_page.hpp"

namespace isthmus::report {

namespace {

std::string head(const std::string& title) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
        "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n<meta name=\"generator\" "
        "content=\"Isthmus\">\n<title>{}</title>\n<link rel=\"icon\" "
        "href=\"data:,\">\n<style>\n{}\n{}"
        "</style>\n</head>\n",
        escape_html(title), embedded::report_css, embedded::map_css);
}

std::string title_of(const Page& page) {
    if (!page.options.title.empty()) return page.options.title;
    return fmt::format("{}, {}", page.world.manifest().title, page.equilibrium.market.year);
}

std::string masthead(const Page& page) {
    const world::Manifest& manifest = page.world.manifest();
    const std::string& subtitle =
        page.options.subtitle.empty() ? manifest.description : page.options.subtitle;
    std::string facts = fmt::format("<dt>World</dt><dd>{}</dd><dt>Year</dt><dd>{}</dd>",
                                    escape_html(manifest.id), page.equilibrium.market.year);
    facts += fmt::format("<dt>Scenario</dt><dd>{}</dd>", page.world.scenario.empty()
                                                             ? "none: as it was or is planned"
                                                             : escape_html(page.world.scenario));
    facts +=
        fmt::format("<dt>Money</dt><dd>US dollars of {}</dd>",
                    manifest.price_year == 0 ? "each year" : std::to_string(manifest.price_year));
    return fmt::format(
        "<header class=\"masthead\" id=\"top\">\n<p class=\"kind\">Flows, prices and "
        "gains</p>\n<h1>{}</h1>\n<p class=\"lead\" dir=\"auto\">{}</p>\n<dl>{}</dl>\n"
        "</header>\n",
        escape_html(title_of(page)), escape_html(std::string(trim(subtitle))), facts);
}

std::string contents(const Page& page, bool contradictions) {
    std::string out = "<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n";
    const auto add = [&](const std::string& id, const std::string& title) {
        out += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id, escape_html(title));
    };
    add("findings", "Key findings");
    add("map", "Map");
    for (const auto id : page.commodities) {
        add(commodity_anchor(page, id), page.world.commodities[id].name);
    }
    add("gains", "Who gains what");
    if (page.options.leverage) add("leverage", "Who holds the lever");
    if (page.options.dependence) add("dependence", "Who depends on whom");
    if (page.options.disruption) add("disruption", "Which link matters");
    add("binding", "What is binding");
    add("status", "Status of links");
    add("fit", "Model against observation");
    if (!page.contracts.rows.empty()) add("contracts", "Contracts");
    if (contradictions) add("contradictions", "Who says otherwise");
    add("method", "Method");
    add("sources", "Sources");
    return out + "</ul>\n</nav>\n";
}

std::string foot(const Page& page) {
    const world::Manifest& manifest = page.world.manifest();
    std::string out = "<footer>\n";
    if (!manifest.conventions.empty()) {
        out += fmt::format("<p dir=\"auto\">{}</p>\n",
                           escape_html(std::string(trim(manifest.conventions))));
    }
    out += "<p>Outlines and boundaries are those of Natural Earth (public domain) and imply no "
           "position on the status of any territory or on any frontier.</p>\n";
    out += fmt::format("<p>Data compiled for this world: {}. This page was made by Isthmus{}, "
                       "software under Apache-2.0.</p>\n",
                       escape_html(manifest.licence),
                       page.options.version.empty()
                           ? std::string()
                           : fmt::format(" {}", escape_html(page.options.version)));
    if (!page.options.command.empty()) {
        out += fmt::format("<p>To make it again: <code>{}</code></p>\n",
                           escape_html(page.options.command));
    }
    return out + "</footer>\n";
}

} // namespace

Page::Page(const flow::Equilibrium& of, const ReportOptions& with)
    : equilibrium(of),
      options(with),
      world(*of.market.world),
      flows(flow_table(of)),
      prices(price_table(of)),
      payoffs(state_payoff_table(of)),
      binding(binding_table(of)),
      observations(observation_table(of)),
      restrictions(restriction_table(of)),
      link_status(link_status_table(of)),
      contracts(contract_table(of)),
      certificate(certificate_table(of)),
      evidence(evidence_table(of)),
      welfare(welfare_table(of)),
      map(map_content(of, kMapWidth)),
      citations(world) {
    for (const auto id : world.commodities.ids()) {
        if (map.largest[id] > 0) commodities.push_back(id);
    }
}

Page::Counts Page::counts() const {
    Counts counts;
    for (const LinkLook look : map.looks) {
        switch (look) {
        case LinkLook::kOpen:
            ++counts.open;
            break;
        case LinkLook::kRestricted:
            ++counts.restricted;
            break;
        case LinkLook::kClosed:
            ++counts.closed;
            break;
        case LinkLook::kPlanned:
            ++counts.planned;
            break;
        }
    }
    return counts;
}

Page::Fit Page::fit() const {
    Fit fit;
    for (std::size_t row = 0; row < observations.rows.size(); ++row) {
        ++fit.all;
        const double error = std::abs(cell_number(observations, row, "error").value_or(1e9));
        if (error <= 10)
            ++fit.within_tenth;
        else if (error <= 100 * options.explain_above)
            ++fit.within_half;
        else
            ++fit.beyond;
    }
    return fit;
}

std::string enumeration(const std::vector<std::string>& items) {
    if (items.size() < 2) return join(items, "");
    const std::vector<std::string> front(items.begin(), items.end() - 1);
    return join(front, ", ") + " and " + items.back();
}

std::string counted(std::size_t count, const std::string& singular) {
    return fmt::format("{} {}{}", show_number(static_cast<double>(count), 0), singular,
                       count == 1 ? "" : "s");
}

std::string html_report(const flow::Equilibrium& equilibrium, const ReportOptions& options) {
    Page page(equilibrium, options);
    std::string out = head(title_of(page));
    out += "<body>\n<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n";
    // Sections are numbered by what they cite, so they are written in their order; the table of
    // contents names those that there are.
    std::string body = findings_section(page);
    body += map_section(page);
    for (const auto id : page.commodities) body += commodity_section(page, id);
    body += payoff_section(page);
    body += leverage_section(page);
    const DependenceStudy study = dependence_study(equilibrium, options, central_places(page));
    body += dependence_section(page, study);
    body += disruption_section(page, study);
    body += binding_section(page);
    body += status_section(page);
    body += fit_section(page);
    body += contract_section(page);
    const std::string contradictions = contradiction_section(page);
    body += contradictions;
    body += method_section(page);
    body += source_section(page);
    out += masthead(page);
    out += contents(page, !contradictions.empty());
    out += "<main id=\"main\">\n" + body;
    out += "</main>\n";
    out += foot(page);
    out += fmt::format("<script>\n{}</script>\n</body>\n</html>\n", embedded::report_js);
    return out;
}

} // namespace isthmus::report
