// SPDX-License-Identifier: Apache-2.0
// Two equilibria side by side. Rows are matched by ids, because a scenario makes a new world.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "report/columns.hpp"
#include "report/naming.hpp"
#include "report/views.hpp"

namespace isthmus::report {

namespace {

using flow::Equilibrium;

void check_text(Diagnostics& out, const std::string& what, const std::string& first,
                const std::string& second) {
    if (first == second) return;
    out.add({"E530", "", 0, "", fmt::format("{}: {}", what, second), first,
             "only equilibria with the same basis can be compared"});
}

Diagnostics check_bases(const Equilibrium& first, const Equilibrium& second) {
    Diagnostics out;
    const world::World& a = *first.market.world;
    const world::World& b = *second.market.world;
    check_text(out, "world", a.manifest().id, b.manifest().id);
    check_text(out, "year of prices", std::to_string(a.manifest().price_year),
               std::to_string(b.manifest().price_year));
    for (const world::Commodity& commodity : a.commodities) {
        const auto id = b.find<world::CommodityTag>("commodities", commodity.id);
        if (!id.valid()) {
            check_text(out, "commodity " + commodity.id, "present", "missing");
            continue;
        }
        const world::Commodity& other = b.commodities[id];
        check_text(out, "unit of " + commodity.id, commodity.unit.name, other.unit.name);
        check_text(out, "price unit of " + commodity.id, commodity.price_unit.name,
                   other.price_unit.name);
    }
    for (const world::Commodity& commodity : b.commodities) {
        if (!a.find<world::CommodityTag>("commodities", commodity.id).valid()) {
            check_text(out, "commodity " + commodity.id, "missing", "present");
        }
    }
    return out;
}

/// Which columns of a view make a comparison.
struct Plan {
    const char* id;
    const char* title;
    const char* note;
    std::vector<std::string> keys;   ///< identify a row, shown first
    std::vector<std::string> values; ///< numbers compared
    std::vector<std::string> also;   ///< shown from whichever side has the row
    bool only_changed;
    bool absent_is_zero; ///< a row that one side lacks: nothing flows, nothing is gained
};

/// Whether the decimals shown would show the number at all.
bool visible(double value, const ResultColumn& column) {
    return std::abs(value) >= 0.5 * std::pow(10.0, -column.decimals);
}

using Key = std::vector<std::string>;

struct Side {
    ResultTable table;
    std::map<Key, std::size_t> row_of;
    std::vector<Key> order;
};

std::string cell_text(const ResultTable& table, std::size_t row, const std::string& column) {
    const std::size_t at = table.column(column);
    const std::string* text = table.rows[row].cells[at].text();
    return text == nullptr ? std::string() : *text;
}

Side make_side(ResultTable table, const Plan& plan) {
    Side side{std::move(table), {}, {}};
    for (std::size_t row = 0; row < side.table.rows.size(); ++row) {
        Key key;
        for (const std::string& column : plan.keys) {
            key.push_back(cell_text(side.table, row, column));
        }
        if (side.row_of.emplace(key, row).second) side.order.push_back(std::move(key));
    }
    return side;
}

Cell value_of(const Side& side, const Key& key, const std::string& column, bool absent_is_zero) {
    const auto row = side.row_of.find(key);
    if (row == side.row_of.end()) return absent_is_zero ? Cell(0.0) : Cell();
    return side.table.rows[row->second].cells[side.table.column(column)];
}

std::vector<ResultColumn> compare_columns(const ResultTable& like, const Plan& plan) {
    std::vector<ResultColumn> columns;
    for (const std::string& name : plan.keys) columns.push_back(like.columns[like.column(name)]);
    for (const std::string& name : plan.values) {
        const ResultColumn& of = like.columns[like.column(name)];
        for (const auto& [suffix, title] :
             {std::pair{"_first", ", first"}, {"_second", ", second"}, {"_change", ", change"}}) {
            columns.push_back(
                number(name + suffix, of.title + title, of.unit, of.decimals, of.meaning));
        }
    }
    for (const std::string& name : plan.also) columns.push_back(like.columns[like.column(name)]);
    return columns;
}

ResultTable compare_views(const Plan& plan, ResultTable a, ResultTable b,
                          const std::string& bases) {
    ResultTable result{
        plan.id, fmt::format("{}: {}", plan.title, bases), plan.note, compare_columns(a, plan), {}};
    const Side first = make_side(std::move(a), plan), second = make_side(std::move(b), plan);
    std::vector<Key> order = first.order;
    for (const Key& key : second.order) {
        if (!first.row_of.contains(key)) order.push_back(key);
    }
    for (const Key& key : order) {
        ResultRow row;
        for (const std::string& text : key) row.cells.push_back(text.empty() ? Cell() : Cell(text));
        bool changed = false;
        for (const std::string& name : plan.values) {
            const Cell before = value_of(first, key, name, plan.absent_is_zero);
            const Cell after = value_of(second, key, name, plan.absent_is_zero);
            row.cells.push_back(before);
            row.cells.push_back(after);
            const double* from = before.number();
            const double* to = after.number();
            const ResultColumn& column = first.table.columns[first.table.column(name)];
            row.cells.push_back(from != nullptr && to != nullptr ? Cell(*to - *from) : Cell());
            const double moved = (to != nullptr ? *to : 0) - (from != nullptr ? *from : 0);
            changed = changed || visible(moved, column);
        }
        for (const std::string& name : plan.also) {
            Cell cell = value_of(first, key, name, false);
            if (cell.missing()) cell = value_of(second, key, name, false);
            row.cells.push_back(std::move(cell));
        }
        if (changed || !plan.only_changed) result.rows.push_back(std::move(row));
    }
    return result;
}

/// Statuses side by side, for links where they differ.
ResultTable compare_status(const Equilibrium& a, const Equilibrium& b, const std::string& bases) {
    ResultTable result{"compare_status",
                       "Links whose status differs: " + bases,
                       "At the end of the year.",
                       {text("link", "Link"), text("name", "Name"),
                        text("status_first", "Status, first"),
                        text("status_second", "Status, second"),
                        text("by", "By", "Who restricted or closed it, second")},
                       {}};
    const ResultTable first = link_status_table(a), second = link_status_table(b);
    std::map<std::string, std::size_t> row_of;
    for (std::size_t row = 0; row < first.rows.size(); ++row) {
        row_of.emplace(cell_text(first, row, "link"), row);
    }
    for (std::size_t row = 0; row < second.rows.size(); ++row) {
        const auto before = row_of.find(cell_text(second, row, "link"));
        const std::string was =
            before == row_of.end() ? "absent" : cell_text(first, before->second, "status");
        const std::string is = cell_text(second, row, "status");
        if (was == is) continue;
        result.rows.push_back({{cell_text(second, row, "link"), cell_text(second, row, "name"), was,
                                is, cell_text(second, row, "by")},
                               second.rows[row].claims});
    }
    return result;
}

} // namespace

Result<std::vector<ResultTable>> compare(const Equilibrium& first, const Equilibrium& second) {
    Diagnostics differences = check_bases(first, second);
    if (differences.has_errors()) return differences;
    const std::string bases =
        fmt::format("{} (first) against {} (second)", basis_title(first), basis_title(second));
    const Plan flows{
        "compare_flows",
        "Flows that moved",
        "Flows that are equal in both are left out; nothing flows where a side has no way.",
        {"link", "name", "commodity", "from", "to"},
        {"flow"},
        {"unit"},
        true,
        true};
    const Plan prices{"compare_prices",
                      "Prices that moved",
                      "Prices that are equal in both are left out.",
                      {"node", "name", "commodity", "origin"},
                      {"price", "consumed", "supplied"},
                      {"price_unit", "unit"},
                      true,
                      false};
    const Plan payoffs{"compare_payoffs",
                       "Who gains and who loses",
                       "Million US dollars in the year; companies count for their home state.",
                       {"actor", "name"},
                       {"total"},
                       {},
                       false,
                       true};
    const Plan parts{"compare_welfare",
                     "Welfare and its parts",
                     "Million US dollars in the year.",
                     {"part", "title"},
                     {"value"},
                     {},
                     false,
                     false};
    std::vector<ResultTable> tables;
    tables.push_back(compare_views(flows, flow_table(first), flow_table(second), bases));
    tables.push_back(compare_views(prices, price_table(first), price_table(second), bases));
    tables.push_back(
        compare_views(payoffs, state_payoff_table(first), state_payoff_table(second), bases));
    tables.push_back(compare_views(parts, welfare_table(first), welfare_table(second), bases));
    tables.push_back(compare_status(first, second, bases));
    return tables;
}

} // namespace isthmus::report
