// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_restrictions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"

namespace isthmus::world {

namespace {

using Ids = std::vector<std::string>;

const std::vector<std::string> kParties{"actors", "blocs"};
const std::vector<std::string> kLinkKeys{"link", "links", "corridor"};

/// Those of `ids` that are (or are not) in `others`.
Ids those_in(const Ids& ids, const Ids& others, bool is_in) {
    Ids result;
    for (const std::string& id : ids) {
        if (holds(others, id) == is_in) result.push_back(id);
    }
    return result;
}

std::string without_underscores(std::string text, char with) {
    std::replace(text.begin(), text.end(), '_', with);
    return text;
}

/// What a kind of restriction asks for beside who imposes it on whom.
struct Needs {
    bool links, value;
};

Needs needs_of(const std::string& kind) {
    const bool surcharge = kind == "surcharge";
    return {surcharge || kind == "transit_ban",
            surcharge || kind == "quota" || kind == "price_cap"};
}

/// Replaces a row on the days by other rows, which may be none.
void replace_within(ScenarioEditor& editor, Table& table, std::size_t place, const Dates& dates,
                    std::vector<Row> instead) {
    const Row row = table.rows[place];
    const Period period = ScenarioEditor::period_of(table, row);
    std::vector<Row> pieces;
    if (period.first < dates.period.first) {
        ScenarioEditor::narrow(table, pieces.emplace_back(row),
                               {Period().first, dates.period.first - 1});
    }
    for (Row& each : instead) {
        ScenarioEditor::narrow(table, each, dates);
        pieces.push_back(std::move(each));
    }
    if (period.last > dates.period.last) {
        ScenarioEditor::narrow(table, pieces.emplace_back(row),
                               {dates.period.last + 1, Period().last});
    }
    table.rows.erase(table.rows.begin() + static_cast<std::ptrdiff_t>(place));
    const std::string id = table.cell(row, "id");
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        ScenarioEditor::set(table, pieces[i], "id", editor.free_id("restrictions", id));
        table.rows.insert(table.rows.begin() + static_cast<std::ptrdiff_t>(place + i),
                          std::move(pieces[i]));
    }
}

/// Which restrictions an operation lifts.
struct Lifting {
    Ids restrictions, by, against, kinds; ///< empty: any

    bool applies(const Table& table, const Row& row) const {
        const auto any = [&](std::string_view column, const Ids& wanted) {
            const Ids items = list_of(table, row, column);
            return wanted.empty() || !those_in(items, wanted, true).empty();
        };
        if (!restrictions.empty() && !holds(restrictions, table.cell(row, "id"))) return false;
        const std::string& kind = table.cell(row, "kind");
        // A record has no effect that could end, so it has to be named.
        const bool is_meant =
            kinds.empty() ? !restrictions.empty() || kind != "record" : holds(kinds, kind);
        return is_meant && any("imposed_by", by) && any("target", against);
    }
};

/// What is left of a restriction without those pairs of imposer and target that are lifted.
std::vector<Row> remainder(ScenarioEditor& editor, const Operation& operation, const Table& table,
                           const Row& row, const Lifting& lifting) {
    std::vector<Row> rest;
    const auto keep = [&](std::string_view column, const Ids& ids, Row of) {
        ScenarioEditor::set(table, of, column, join(ids, ";"));
        editor.cite(operation, table, of);
        rest.push_back(std::move(of));
    };
    const Ids imposers = list_of(table, row, "imposed_by"), targets = list_of(table, row, "target");
    const Ids others = lifting.by.empty() ? Ids() : those_in(imposers, lifting.by, false);
    const Ids spared = lifting.against.empty() ? Ids() : those_in(targets, lifting.against, false);
    if (!others.empty()) keep("imposed_by", others, row);
    if (!spared.empty()) {
        Row of = row;
        if (!others.empty()) {
            ScenarioEditor::set(table, of, "imposed_by",
                                join(those_in(imposers, lifting.by, true), ";"));
        }
        keep("target", spared, std::move(of));
    }
    return rest;
}

std::optional<Ids> known_kinds(const Operation& operation) {
    Ids kinds = operation.names("kind", operation.has("kind"));
    bool complete = !operation.has("kind") || !kinds.empty();
    for (const std::string& kind : kinds) {
        complete = is_choice(operation, "kind", kind, "restriction_kind") && complete;
    }
    return complete ? std::optional(std::move(kinds)) : std::nullopt;
}

std::optional<Lifting> read_lifting(const ScenarioEditor& editor, const Operation& operation) {
    if (!operation.has("restriction") && !operation.has("by") && !operation.has("against") &&
        !operation.has("kind")) {
        operation.report("E238", "restriction", "at least one of restriction, by, against, kind");
        return std::nullopt;
    }
    auto ids = editor.known_names(operation, "restriction", {"restrictions"}, false);
    auto by = editor.known_names(operation, "by", kParties, false);
    auto against = editor.known_names(operation, "against", kParties, false);
    auto kinds = known_kinds(operation);
    if (!ids || !by || !against || !kinds) return std::nullopt;
    return Lifting{std::move(*ids), std::move(*by), std::move(*against), std::move(*kinds)};
}

} // namespace

const std::vector<std::string>& imposing_operations() {
    static const std::vector<std::string> kOperations{"embargo", "export_ban", "transit_ban",
                                                      "quota",   "price_cap",  "surcharge"};
    return kOperations;
}

std::string shown_names(const ScenarioEditor& editor, const std::vector<std::string>& ids) {
    std::vector<std::string> names;
    for (const std::string& id : ids) {
        const Row* actor = editor.find("actors", id);
        const Table& table = editor.table(actor != nullptr ? "actors" : "blocs");
        const Row* row = actor != nullptr ? actor : editor.find("blocs", id);
        names.push_back(row == nullptr ? id : table.cell(*row, "name"));
    }
    return join(names, ", ");
}

void impose(ScenarioEditor& editor, const Operation& operation) {
    const Needs needs = needs_of(operation.kind());
    std::vector<std::string> keys{"by", "against", "commodity", "from", "to"};
    if (needs.links) keys.insert(keys.end(), kLinkKeys.begin(), kLinkKeys.end());
    if (needs.value) keys.insert(keys.end(), {"value", "unit"});
    operation.check_keys(keys);
    const auto by = editor.known_names(operation, "by", kParties, true);
    const auto against = editor.known_names(operation, "against", kParties, true);
    const auto commodity = editor.known_name(operation, "commodity", "commodities", needs.value);
    const auto dates = operation.dates();
    std::optional<LinkSelection> links{std::in_place};
    if (needs.links) links = select_links(editor, operation, kLinkKeys);
    std::optional<double> value = 0;
    std::string unit;
    if (needs.value) {
        value = operation.amount("value", true);
        unit = operation.text("unit", true);
    }
    const bool has_unit = !needs.value || !unit.empty();
    if (!by || !against || !commodity || !dates || !links || !value || !has_unit) return;
    std::string kind = without_underscores(operation.kind(), ' ');
    kind.front() = static_cast<char>(kind.front() - 'a' + 'A');
    const Row* goods = commodity->empty() ? nullptr : editor.find("commodities", *commodity);
    std::string name = fmt::format("{} by {} against {}", kind, shown_names(editor, *by),
                                   shown_names(editor, *against));
    if (goods != nullptr) name += ": " + editor.table("commodities").cell(*goods, "name");
    const std::string id =
        editor.made_id("restrictions", without_underscores(operation.kind(), '-'));
    editor.add_row(operation, "restrictions",
                   {{"id", id},
                    {"name", name},
                    {"kind", operation.kind()},
                    {"imposed_by", join(*by, ";")},
                    {"target", join(*against, ";")},
                    {"commodity", *commodity},
                    {"links", join(links->links, ";")},
                    {"from", dates->from},
                    {"to", dates->to},
                    {"value", needs.value ? format_number(*value) : std::string()},
                    {"unit", unit}});
}

void lift(ScenarioEditor& editor, const Operation& operation) {
    operation.check_keys({"restriction", "by", "against", "kind", "from", "to"});
    const std::optional<Lifting> lifting = read_lifting(editor, operation);
    const std::optional<Dates> dates = operation.dates();
    if (!lifting || !dates) return;
    Table& table = editor.table("restrictions");
    bool found = false;
    // From the end, so that the pieces of a row are not met again.
    for (std::size_t place = table.rows.size(); place-- > 0;) {
        const Row row = table.rows[place];
        if (!lifting->applies(table, row)) continue;
        if (!ScenarioEditor::period_of(table, row).overlaps(dates->period)) continue;
        found = true;
        replace_within(editor, table, place, *dates,
                       remainder(editor, operation, table, row, *lifting));
    }
    if (found) return;
    std::vector<std::string> wanted;
    for (const char* key : {"restriction", "by", "against", "kind"}) {
        const Ids names = operation.names(key, false);
        if (!names.empty()) wanted.push_back(fmt::format("{} = {}", key, join(names, ";")));
    }
    const std::string first = wanted.front().substr(0, wanted.front().find(' '));
    report_no_effect(operation, first, join(wanted, ", "),
                     "a restriction that holds on " + show(dates->period));
}

void lift_closures(ScenarioEditor& editor, const Operation& operation,
                   const std::vector<std::string>& links, const Dates& dates) {
    Table& table = editor.table("restrictions");
    for (std::size_t place = table.rows.size(); place-- > 0;) {
        Row row = table.rows[place];
        if (table.cell(row, "kind") != "closure") continue;
        if (!ScenarioEditor::period_of(table, row).overlaps(dates.period)) continue;
        const Ids shut = list_of(table, row, "links"), rest = those_in(shut, links, false);
        if (rest.size() == shut.size()) continue;
        std::vector<Row> instead;
        if (!rest.empty()) {
            ScenarioEditor::set(table, row, "links", join(rest, ";"));
            editor.cite(operation, table, row);
            instead.push_back(std::move(row));
        }
        replace_within(editor, table, place, dates, std::move(instead));
    }
}

} // namespace isthmus::world
