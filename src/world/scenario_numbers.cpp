// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_numbers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"
#include "world/scenario_units.hpp"

namespace isthmus::world {

namespace {

const std::vector<std::string> kKinds{"set", "scale", "add"};
const std::vector<std::string> kTariffLinkKeys{"link", "links", "corridor"};
const std::vector<std::string> kCapacityKeys{"link", "links", "corridor", "group"};

/// What an operation on numbers asks for, read once.
struct Request {
    NumberChange change;
    Dates dates;
    std::string commodity; ///< empty: all
};

std::optional<Request> read_request(const ScenarioEditor& editor, const Operation& operation) {
    const auto change = operation.change(kKinds);
    const auto dates = operation.dates();
    const auto commodity = editor.known_name(operation, "commodity", "commodities", false);
    if (!change || !dates || !commodity) return std::nullopt;
    return Request{*change, *dates, *commodity};
}

/// The rows of a link that are about the commodity, or about any.
RowTest rows_of_link(const Table& table, const std::string& link, const std::string& commodity) {
    const std::size_t links = *table.schema->find_column("link");
    const std::size_t commodities = *table.schema->find_column("commodity");
    return [=, &link, &commodity](const Row& row) {
        return row.cells[links] == link &&
               (commodity.empty() || row.cells[commodities] == commodity);
    };
}

Goods goods_of(const Table& table, const Row& row) {
    const auto cell = [&](std::string_view column) {
        return table.schema->find_column(column) ? table.cell(row, column) : std::string();
    };
    return {cell("commodity"), cell("grade")};
}

/// The number that a change makes of another; nothing after a report.
std::optional<double> changed(const ScenarioEditor& editor, const Operation& operation,
                              const NumberChange& change, double old, const Table& table,
                              const Row& row) {
    if (change.kind == NumberChange::Kind::kScale) return old * change.value;
    const auto amount =
        in_unit_of_row(editor, operation, change, table.cell(row, "unit"), goods_of(table, row));
    if (!amount) return std::nullopt;
    if (change.kind == NumberChange::Kind::kSet) return amount;
    if (old + *amount >= 0) return old + *amount;
    operation.report("E242", "add",
                     fmt::format("at least {} {}, so that nothing falls below zero",
                                 format_number(-old), table.cell(row, "unit")),
                     fmt::format("in {}:{}", row.origin.file, row.origin.line));
    return std::nullopt;
}

/// Changes the column in the rows for which `of` holds on the days asked for; where the cell is
/// empty, `otherwise` has the number that stands for it. Says whether there is such a row.
bool change_rows(ScenarioEditor& editor, const Operation& operation, const Request& request,
                 Table& table, std::string_view column, std::string_view otherwise,
                 const RowTest& of) {
    const std::vector<std::size_t> within = ScenarioEditor::cut(table, request.dates, of);
    for (const std::size_t place : within) {
        Row& row = table.rows[place];
        const std::string& cell = table.cell(row, column);
        const auto old = parse_number(cell.empty() ? table.cell(row, otherwise) : cell);
        if (!old) continue; // build() reports the cell
        const auto value = changed(editor, operation, request.change, *old, table, row);
        if (!value) return true;
        ScenarioEditor::set(table, row, column, format_number(*value));
        editor.cite(operation, table, row);
    }
    return !within.empty();
}

/// Puts one capacity in the place of the rows on the days asked for, for each direction that they
/// have. A row without any before is made where `may_create`.
bool set_link_capacity(ScenarioEditor& editor, const Operation& operation, const Request& request,
                       const std::string& link, bool may_create) {
    Table& table = editor.table("capacities");
    const RowTest of = rows_of_link(table, link, request.commodity);
    std::vector<std::pair<std::string, std::string>> flows; // commodity and direction
    for (const Row& row : table.rows) {
        if (!of(row)) continue;
        std::pair<std::string, std::string> flow(table.cell(row, "commodity"),
                                                 table.cell(row, "direction"));
        if (std::find(flows.begin(), flows.end(), flow) == flows.end()) flows.push_back(flow);
    }
    if (flows.empty() && may_create && !request.commodity.empty()) {
        flows.emplace_back(request.commodity, "both");
    }
    ScenarioEditor::cut_out(table, request.dates, of);
    for (const auto& [commodity, direction] : flows) {
        editor.add_row(operation, "capacities",
                       {{"link", link},
                        {"commodity", commodity},
                        {"direction", direction},
                        {"from", request.dates.from},
                        {"to", request.dates.to},
                        {"capacity", format_number(request.change.value)},
                        {"unit", request.change.unit},
                        {"grade", operation.text("grade", false)}});
    }
    return !flows.empty();
}

void change_group(ScenarioEditor& editor, const Operation& operation, const Request& request) {
    const auto group = editor.known_name(operation, "group", "capacity_groups", true);
    if (!group) return;
    Table& table = editor.table("group_capacities");
    const RowTest of = [&](const Row& row) { return table.cell(row, "group") == *group; };
    if (request.change.kind != NumberChange::Kind::kSet) {
        if (change_rows(editor, operation, request, table, "capacity", "capacity", of)) return;
        return report_no_effect(operation, "group", *group,
                                "a group with a capacity on " + show(request.dates.period));
    }
    ScenarioEditor::cut_out(table, request.dates, of);
    editor.add_row(operation, "group_capacities",
                   {{"group", *group},
                    {"from", request.dates.from},
                    {"to", request.dates.to},
                    {"capacity", format_number(request.change.value)},
                    {"unit", request.change.unit}});
}

void report_without_rows(const Operation& operation, const LinkSelection& selection,
                         const std::string& link, const Request& request, std::string_view table) {
    report_no_effect(operation, selection.key, link,
                     fmt::format("a link with {} of {} on {}", table,
                                 request.commodity.empty() ? "anything" : request.commodity,
                                 show(request.dates.period)));
}

/// Whether the link carries the commodity on a day asked for.
bool carries(const ScenarioEditor& editor, const std::string& link, const Request& request) {
    const Table& table = editor.table("capacities");
    const RowTest of = rows_of_link(table, link, request.commodity);
    return std::any_of(table.rows.begin(), table.rows.end(), [&](const Row& row) {
        return of(row) && ScenarioEditor::period_of(table, row).overlaps(request.dates.period);
    });
}

} // namespace

void change_capacity(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"link", "links", "corridor", "group", "commodity", "set", "scale", "add",
                          "unit", "grade", "from", "to"});
    const auto grade = editor.known_name(operation, "grade", "grades", false);
    const std::optional<Request> request = read_request(editor, operation);
    const std::optional<std::string> key = operation.only_of(kCapacityKeys);
    if (!key) return;
    if (*key == "group") {
        for (const char* unused : {"commodity", "grade"}) {
            if (operation.has(unused)) operation.report("E238", unused, "nothing beside a group");
        }
        if (request) change_group(editor, operation, *request);
        return;
    }
    const std::optional<LinkSelection> selection =
        select_links(editor, operation, {"link", "links", "corridor"});
    if (!selection || !request || !grade) return;
    if (!grade->empty() && request->change.kind != NumberChange::Kind::kSet) {
        return operation.report("E238", "grade", "set, whose unit the grade is for");
    }
    bool found = false;
    Table& table = editor.table("capacities");
    for (const std::string& link : selection->links) {
        const bool here =
            request->change.kind == NumberChange::Kind::kSet
                ? set_link_capacity(editor, operation, *request, link, selection->is_explicit())
                : change_rows(editor, operation, *request, table, "capacity", "capacity",
                              rows_of_link(table, link, request->commodity));
        found = found || here;
        if (here || !selection->is_explicit()) continue;
        found = true;
        report_without_rows(operation, *selection, link, *request, "capacities");
    }
    if (!found) {
        report_without_rows(operation, *selection, operation.text(selection->key, false), *request,
                            "capacities");
    }
}

void change_tariff(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys(
        {"link", "links", "corridor", "commodity", "set", "scale", "add", "unit", "from", "to"});
    const std::optional<Request> request = read_request(editor, operation);
    const std::optional<LinkSelection> selection = select_links(editor, operation, kTariffLinkKeys);
    if (!selection || !request) return;
    Table& costs = editor.table("costs");
    bool found = false;
    for (const std::string& link : selection->links) {
        const bool here = change_rows(editor, operation, *request, costs, "tariff", "cost",
                                      rows_of_link(costs, link, request->commodity));
        found = found || here;
        if (here) continue;
        if (!carries(editor, link, *request)) {
            if (!selection->is_explicit()) continue;
            found = true;
            report_without_rows(operation, *selection, link, *request, "capacities");
            continue;
        }
        found = true;
        operation.report(
            {.id = "E241",
             .column = selection->key,
             .found = link,
             .expected =
                 fmt::format("a link with a row in costs{}",
                             request->commodity.empty() ? "" : " for " + request->commodity),
             .hint =
                 "its cost comes from mode_costs, where it is the tariff, too: [[add]] a row to "
                 "costs first, or [[change]] mode_costs for all links of the mode"});
    }
    if (!found) {
        report_without_rows(operation, *selection, operation.text(selection->key, false), *request,
                            "capacities");
    }
}

} // namespace isthmus::world
