// SPDX-License-Identifier: Apache-2.0
// Internal to the module: what the sections of the report share. All numbers come from the views.
#pragma once

#include <string>
#include <vector>

#include "report/citations.hpp"
#include "report/html_report.hpp"
#include "report/html_table.hpp"
#include "report/map_drawing.hpp"
#include "report/views.hpp"

namespace isthmus::report {

struct DependenceStudy;

struct Page {
    Page(const flow::Equilibrium& of, const ReportOptions& with);

    const flow::Equilibrium& equilibrium;
    const ReportOptions& options;
    const world::World& world;
    ResultTable flows, prices, payoffs, binding, observations, restrictions, link_status, contracts,
        certificate, evidence, welfare;
    MapContent map;
    Citations citations;
    std::vector<world::CommodityId> commodities; ///< that flow in this market, in the world's order

    /// Statuses of links, counted: a link that is closed because it was never built counts as
    /// planned.
    struct Counts {
        std::size_t open = 0, restricted = 0, closed = 0, planned = 0;
    };
    Counts counts() const;
    /// Observations by how far the model is off.
    struct Fit {
        std::size_t all = 0, within_tenth = 0, within_half = 0, beyond = 0;
    };
    Fit fit() const;
};

/// Places on the enlarged part of the map, or on all of it where it has none.
std::vector<world::NodeId> central_places(const Page& page);
/// States that control a place on the enlarged part of the map, or on all of it where it has none.
std::vector<world::ActorId> central_states(const Page& page);
/// Sentences in HTML, each with its numbers.
std::vector<std::string> key_findings(Page& page);

std::string findings_section(Page& page);
std::string map_section(const Page& page);
std::string commodity_section(Page& page, world::CommodityId commodity);
std::string payoff_section(Page& page);
/// Empty where the options leave it out.
std::string leverage_section(Page& page);
/// Empty where the options leave them out.
std::string dependence_section(Page& page, const DependenceStudy& study);
std::string disruption_section(Page& page, const DependenceStudy& study);
std::string binding_section(Page& page);
std::string status_section(Page& page);
std::string fit_section(Page& page);
std::string contract_section(Page& page);
std::string method_section(Page& page);
/// Claims of other value beside those that the sections before it cite, in the year; empty where
/// there are none.
std::string contradiction_section(Page& page);
std::string source_section(const Page& page); ///< last: it lists what the others cited

/// Id of the section about a commodity.
std::string commodity_anchor(const Page& page, world::CommodityId commodity);

/// A section with its heading; title and content are HTML, as below.
std::string section(const std::string& id, const std::string& title, const std::string& content);
std::string paragraph(const std::string& html);
std::string folded(const std::string& summary, const std::string& content);

/// A chart of the page's width, scrollable where it does not fit; caption in HTML. Empty for no
/// chart.
std::string wide_figure(const std::string& chart, const std::string& label,
                        const std::string& caption);

/// At most three significant digits.
std::string rounded(double value);
/// "12.3 billion USD", "4.56 million USD".
std::string money(double million);
/// Escaped, in bold.
std::string strong(const std::string& text);
/// "a, b and c".
std::string enumeration(const std::vector<std::string>& items);
/// "1 link", "2 links".
std::string counted(std::size_t count, const std::string& singular);

} // namespace isthmus::report
