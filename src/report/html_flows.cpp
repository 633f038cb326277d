// SPDX-License-Identifier: Apache-2.0
// The sections about what flows: the map of all commodities, and one section for each commodity.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/html_page.hpp"

namespace isthmus::report {

namespace {

constexpr double kIdle = 0.005; ///< in the commodity's unit: what two decimals show as nothing
constexpr std::size_t kLongTable = 40; ///< rows from which a secondary table is folded

/// Whether the same link carries the same commodity the other way as well, so that what was
/// observed of both ways is no measure of this one.
bool opposed(const ResultTable& flows, std::size_t row) {
    return !select_rows(flows, [&](std::size_t other) {
                return other != row &&
                       cell_text(flows, other, "link") == cell_text(flows, row, "link") &&
                       cell_text(flows, other, "commodity") == cell_text(flows, row, "commodity") &&
                       cell_number(flows, other, "flow").value_or(0) >= kIdle;
            }).empty();
}

/// Flows of a commodity with a column of what was observed, largest first.
ResultTable flows_with_observed(const Page& page, const std::string& commodity) {
    const ResultTable& flows = page.flows;
    ResultTable table{"flows-" + commodity, flows.title, flows.note, flows.columns, {}};
    table.columns.push_back({"observed", "Observed", "@unit", CellKind::kNumber, 2,
                             "Measured in the year; two values where observations differ"});
    for (const std::size_t row : select_rows(
             flows, [&](std::size_t r) { return cell_text(flows, r, "commodity") == commodity; })) {
        table.rows.push_back(flows.rows[row]);
        double low = 1e300, high = -1;
        for (std::size_t o = 0; o < page.observations.rows.size(); ++o) {
            const std::string direction = cell_text(page.observations, o, "direction");
            if (cell_text(page.observations, o, "link") != cell_text(flows, row, "link") ||
                cell_text(page.observations, o, "commodity") != commodity ||
                !cell_text(page.observations, o, "owner").empty() ||
                (direction != cell_text(flows, row, "direction") &&
                 (direction != "both" || opposed(flows, row)))) {
                continue;
            }
            const double value = cell_number(page.observations, o, "observed").value_or(0);
            low = std::min(low, value);
            high = std::max(high, value);
        }
        if (high < 0)
            table.rows.back().cells.emplace_back();
        else if (high - low < kIdle)
            table.rows.back().cells.emplace_back(high);
        else {
            table.rows.back().cells.emplace_back(
                fmt::format("{} to {}", html_number(low, 2), html_number(high, 2)));
        }
    }
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [&](const ResultRow& a, const ResultRow& b) {
                         const std::size_t flow = table.column("flow");
                         return *a.cells[flow].number() > *b.cells[flow].number();
                     });
    return table;
}

std::string folded(const std::string& summary, const std::string& content) {
    return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", escape_html(summary),
                       content);
}

/// Whether a flow touches the region of the main map.
bool in_region(const Page& page, const ResultTable& table, std::size_t row) {
    const auto link = page.world.find<world::LinkTag>("links", cell_text(table, row, "link"));
    const Panel& main = page.map.layout.main();
    return main.shows(position(page.world, page.world.links[link].from)) ||
           main.shows(position(page.world, page.world.links[link].to));
}

std::string flow_tables(Page& page, const world::Commodity& commodity) {
    const ResultTable table = flows_with_observed(page, commodity.id);
    ShownTable shown;
    shown.all_rows = false;
    shown.link_column = "link";
    shown.below = [&](std::size_t row) {
        return fmt::format("{} \u2192 {}", cell_text(table, row, "from"),
                           cell_text(table, row, "to"));
    };
    std::string out;
    const auto add = [&](const std::string& id, const std::string& caption, bool fold,
                         auto wanted) {
        shown.rows = select_rows(table, wanted);
        if (shown.rows.empty()) return;
        shown.id = "flows-" + commodity.id + id;
        shown.caption = commodity.name + ": " + caption;
        const std::string html = html_table(table, shown, page.citations);
        out += fold ? folded(fmt::format("{} ({})", shown.caption, shown.rows.size()), html) : html;
    };
    const auto busy = [&](std::size_t row) {
        return cell_number(table, row, "flow").value_or(0) >= kIdle;
    };
    shown.columns = {{"name", "Link"},
                     {"flow", ""},
                     {"capacity", ""},
                     {"use", "", CellLook::kBar},
                     {"observed", ""},
                     {"rent", "Rent"},
                     {"status", "", CellLook::kStatus},
                     {"since", "", CellLook::kShort},
                     {"by", ""}};
    add("", "flows against capacity", false,
        [&](std::size_t row) { return busy(row) && in_region(page, table, row); });
    add("-elsewhere", "flows outside the region of the map", true,
        [&](std::size_t row) { return busy(row) && !in_region(page, table, row); });
    shown.columns = {{"name", "Link"},
                     {"capacity", ""},
                     {"observed", ""},
                     {"status", "", CellLook::kStatus},
                     {"since", "", CellLook::kShort},
                     {"by", ""}};
    add("-idle", "directions in service that carry none", true,
        [&](std::size_t row) { return !busy(row); });
    return out;
}

std::string price_text(const Page& page, std::size_t row, std::string_view column) {
    return html_number(cell_number(page.prices, row, column).value_or(0), 2);
}

std::string price_tables(Page& page, const world::Commodity& commodity) {
    // The interval is one column here, and only where it is one.
    ResultTable table = page.prices;
    table.columns.push_back({"interval", "Interval", "@price_unit", CellKind::kNumber, 2,
                             "Lowest and highest price that support the flows, where they differ"});
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const double low = cell_number(page.prices, row, "low").value_or(0);
        const double high = cell_number(page.prices, row, "high").value_or(0);
        if (high - low < kIdle)
            table.rows[row].cells.emplace_back();
        else {
            table.rows[row].cells.emplace_back(fmt::format("{} to {}", price_text(page, row, "low"),
                                                           price_text(page, row, "high")));
        }
    }
    const bool freight = commodity.kind == world::CommodityKind::kFreight;
    ShownTable shown;
    shown.id = "prices-" + commodity.id;
    shown.caption =
        commodity.name + (freight ? ": cost of transport by relation" : ": prices by place");
    shown.columns = {{"name", freight ? "Destination" : "Place"},
                     {"origin", ""},
                     {"price", freight ? "Generalised cost" : ""},
                     {"interval", ""}};
    if (freight) {
        shown.columns.push_back({"consumed", "Carried"});
    } else {
        shown.columns.erase(shown.columns.begin() + 1);
        shown.columns.push_back({"supplied", ""});
        shown.columns.push_back({"consumed", ""});
    }
    shown.rows = select_rows(
        table, [&](std::size_t row) { return cell_text(table, row, "commodity") == commodity.id; });
    shown.all_rows = false;
    if (shown.rows.empty()) return {};
    const std::string summary = fmt::format("{} ({} rows)", shown.caption, shown.rows.size());
    const bool fold = shown.rows.size() >= kLongTable;
    const std::string content = html_table(table, shown, page.citations);
    return fold ? folded(summary, content) : content;
}

std::string figure(const std::string& map, const std::string& caption) {
    return fmt::format("<figure class=\"map-frame\">\n<div class=\"scroll\" role=\"region\" "
                       "tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n<figcaption>{}</figcaption>\n"
                       "</figure>\n",
                       caption, map, caption);
}

} // namespace

std::string commodity_anchor(const Page& page, world::CommodityId commodity) {
    return "c-" + page.world.commodities[commodity].id;
}

std::string map_section(const Page& page) {
    DrawingOptions drawing;
    drawing.id = "all";
    drawing.title = fmt::format("Flows of all commodities, {}", page.equilibrium.market.year);
    const bool single = page.commodities.size() == 1;
    if (single) {
        drawing.commodity = page.commodities.front();
        drawing.by_use = true;
    }
    std::string out = "<section id=\"map\" aria-labelledby=\"map-h\" class=\"wide\">\n<h2 "
                      "id=\"map-h\">Map of flows</h2>\n";
    if (page.commodities.size() > 1) {
        out += "<fieldset class=\"choice\"><legend>Show</legend>\n<label><input type=\"radio\" "
               "name=\"show\" id=\"show-all\" checked> all commodities</label>\n";
        for (const auto id : page.commodities) {
            out += fmt::format("<label><input type=\"radio\" name=\"show\" id=\"show-{}\"> <i "
                               "class=\"swatch c{}\"></i>{}</label>\n",
                               id.index(), id.index() % kPalette,
                               escape_html(page.world.commodities[id].name));
        }
        out += "</fieldset>\n<style>\n";
        for (const auto id : page.commodities) {
            out += fmt::format("#map:has(#show-{0}:checked) .map .flow:not([data-c=\"{0}\"]), "
                               "#map:has(#show-{0}:checked) .map .labels "
                               "[data-c]:not([data-c~=\"{0}\"]) {{ display: none; }}\n",
                               id.index());
        }
        out += "</style>\n";
    }
    out += figure(draw_map(page.map, drawing),
                  fmt::format("Arrows show flows in {}; the colour tells {}, the width the volume. "
                              "Point at a link for its numbers.",
                              page.equilibrium.market.year,
                              single ? "how much of its capacity a link uses" : "the commodity"));
    return out + "<p id=\"map-says\" class=\"says\" aria-live=\"polite\"></p>\n</section>\n";
}

std::string commodity_section(Page& page, world::CommodityId id) {
    const world::Commodity& commodity = page.world.commodities[id];
    const std::string anchor = commodity_anchor(page, id);
    DrawingOptions drawing;
    drawing.commodity = id;
    drawing.id = anchor + "-map";
    drawing.land = "all";
    drawing.by_use = true;
    drawing.title = fmt::format("Flows of {}, {}", commodity.name, page.equilibrium.market.year);
    std::string out =
        fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-h\" class=\"wide\">\n<h2 "
                    "id=\"{0}-h\">{1}</h2>\n",
                    anchor, escape_html(commodity.name));
    // One commodity alone is what the first map shows already.
    if (page.commodities.size() > 1) {
        out += figure(
            draw_map(page.map, drawing),
            fmt::format("{} in {}, in {}; the colour tells how much of its capacity a link uses.",
                        escape_html(commodity.name), page.equilibrium.market.year,
                        escape_html(commodity.unit.name)));
    }
    out += flow_tables(page, commodity);
    out += price_tables(page, commodity);
    return out + "</section>\n";
}

} // namespace isthmus::report
