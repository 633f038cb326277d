// SPDX-License-Identifier: Apache-2.0
#include "report/views_compare.hpp"

#include <map>

#include <fmt/format.h>

#include "report/columns.hpp"
#include "report/views.hpp"
#include "report/views_compare_bases.hpp"
#include "report/views_compare_tables.hpp"
#include "report/views_compare_ways.hpp"

namespace isthmus::report {

namespace {

using flow::Equilibrium;

Cell text_or_missing(const std::string& text) {
    Cell cell;
    if (!text.empty()) cell = Cell(text);
    return cell;
}

const ComparePlan kFlows{
    "compare_flows",
    "Flows that moved",
    "Flows that are equal on all sides are left out; nothing flows where a side has no way.",
    {"link", "name", "commodity", "from", "to"},
    {"flow"},
    {"unit"},
    true,
    true};
const ComparePlan kPrices{"compare_prices",
                          "Prices that moved",
                          "Prices that are equal on all sides are left out.",
                          {"node", "name", "commodity", "origin"},
                          {"price", "consumed", "supplied"},
                          {"price_unit", "unit"},
                          true,
                          false};
const ComparePlan kPayoffs{"compare_payoffs",
                           "Who gains and who loses",
                           "Million US dollars in the year; companies count for their home state.",
                           {"actor", "name"},
                           {"total"},
                           {},
                           false,
                           true};
const ComparePlan kWelfare{"compare_welfare",
                           "Welfare and its parts",
                           "Million US dollars in the year.",
                           {"part", "title"},
                           {"value"},
                           {},
                           false,
                           false};

ResultTable compare_view(const ComparedSides& sides, const ComparePlan& plan,
                         ResultTable (*make)(const Equilibrium&)) {
    std::vector<ResultTable> tables;
    for (std::size_t side = 0; side < sides.size(); ++side) tables.push_back(make(sides[side]));
    return compare_tables(sides, plan, tables);
}

std::string text_of(const ResultTable& table, std::size_t row, const std::string& column) {
    const std::string* text = table.rows[row].cells[table.column(column)].text();
    return text == nullptr ? std::string() : *text;
}

/// A link's status on each side.
struct StatusRow {
    std::string name;
    std::vector<std::string> status, by;
    std::vector<std::string> claims;
};

/// Statuses side by side, for links where they differ.
ResultTable compare_status(const ComparedSides& sides) {
    ResultTable result{"compare_status",
                       "Links whose status differs: " + sides.bases(),
                       "At the end of the year.",
                       {text("link", "Link"), text("name", "Name")},
                       {}};
    for (std::size_t side = 0; side < sides.size(); ++side) {
        result.columns.push_back(text(sides.name("status", side), "Status, " + sides.label(side)));
    }
    sides.add_text_columns(result.columns, "by", "By", "Who restricted or closed it");
    std::map<std::string, StatusRow> rows;
    std::vector<std::string> order;
    for (std::size_t side = 0; side < sides.size(); ++side) {
        const ResultTable table = link_status_table(sides[side]);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const std::string link = text_of(table, i, "link");
            const auto [row, added] = rows.try_emplace(link);
            if (added) {
                row->second.status.assign(sides.size(), "absent");
                row->second.by.resize(sides.size());
                order.push_back(link);
            }
            row->second.name = text_of(table, i, "name");
            row->second.status[side] = text_of(table, i, "status");
            row->second.by[side] = text_of(table, i, "by");
            row->second.claims = table.rows[i].claims;
        }
    }
    for (const std::string& link : order) {
        const StatusRow& row = rows.at(link);
        bool differs = false;
        for (const std::string& status : row.status) {
            differs = differs || status != row.status.front();
        }
        if (!differs) continue;
        ResultRow& shown = result.rows.emplace_back();
        shown.claims = row.claims;
        shown.cells = {link, row.name};
        for (const std::string& status : row.status) shown.cells.emplace_back(status);
        for (std::size_t side = 1; side < sides.size(); ++side) {
            shown.cells.push_back(text_or_missing(row.by[side]));
        }
    }
    return result;
}

/// What the sides are, for those who read a table of many columns.
ResultTable side_table(const ComparedSides& sides) {
    ResultTable result{"compare_sides",
                       "What is compared: " + sides.bases(),
                       "The first is the reference.",
                       {text("side", "Side", "As it is called in the other tables"),
                        text("year", "Year"), text("scenario", "Scenario"),
                        number("welfare", "Welfare", "MUSD", 0, "Of everybody"),
                        number("welfare_change", "Change", "MUSD", 0, "Less the reference")},
                       {}};
    for (std::size_t side = 0; side < sides.size(); ++side) {
        const std::string& scenario = sides[side].market.world->scenario;
        ResultRow& row = result.rows.emplace_back();
        row.cells = {sides.label(side), std::to_string(sides[side].market.year),
                     text_or_missing(scenario), sides[side].welfare};
        Cell& change = row.cells.emplace_back();
        if (side > 0) change = sides[side].welfare - sides.reference().welfare;
    }
    return result;
}

} // namespace

Result<std::vector<ResultTable>> compare(const std::vector<const Equilibrium*>& equilibria,
                                         const CompareOptions& options) {
    const ComparedSides sides(equilibria);
    Diagnostics differences = check_bases(sides, options.mixed_calibration);
    if (differences.has_errors()) return differences;
    std::vector<ResultTable> tables;
    tables.push_back(compare_view(sides, kFlows, flow_table));
    tables.push_back(ways_table(sides));
    tables.push_back(compare_view(sides, kPrices, price_table));
    tables.push_back(compare_view(sides, kPayoffs, state_payoff_table));
    tables.push_back(compare_view(sides, kWelfare, welfare_table));
    tables.push_back(compare_status(sides));
    if (sides.size() > 2) tables.push_back(side_table(sides));
    return tables;
}

Result<std::vector<ResultTable>> compare(const Equilibrium& first, const Equilibrium& second) {
    return compare({&first, &second});
}

} // namespace isthmus::report
