// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_editor.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"

namespace isthmus::world {

namespace {

/// "an id of actors or blocs".
std::string ids_of(const std::vector<std::string>& tables) {
    return "an id of " + join(tables, " or ");
}

} // namespace

std::vector<std::string> ScenarioEditor::ids(std::string_view name) const {
    const Table& table = tables_.at(name);
    const std::size_t column = *table.schema->find_column("id");
    std::vector<std::string> ids;
    for (const Row& row : table.rows) ids.push_back(row.cells[column]);
    return ids;
}

const Row* ScenarioEditor::find(std::string_view name, std::string_view id) const {
    const Table& table = tables_.at(name);
    const std::size_t column = *table.schema->find_column("id");
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [&](const Row& each) { return each.cells[column] == id; });
    return row == table.rows.end() ? nullptr : &*row;
}

bool ScenarioEditor::is_known(const Operation& operation, std::string_view key,
                              const std::string& id, const std::vector<std::string>& tables) const {
    std::vector<std::string> known;
    for (const std::string& name : tables) {
        const std::vector<std::string> more = ids(name);
        known.insert(known.end(), more.begin(), more.end());
    }
    if (holds(known, id)) return true;
    const bool is_link = tables.size() == 1 && tables.front() == "links";
    operation.report({.id = is_link ? "E235" : "E236",
                      .column = key,
                      .found = id,
                      .expected = ids_of(tables),
                      .hint = did_you_mean(nearest_match(id, known))});
    return false;
}

std::optional<std::vector<std::string>>
ScenarioEditor::known_names(const Operation& operation, std::string_view key,
                            const std::vector<std::string>& tables, bool required) const {
    std::vector<std::string> names = operation.names(key, required || operation.has(key));
    // A key that is there without a name has been reported.
    bool complete = !names.empty() || (!required && !operation.has(key));
    for (const std::string& name : names) {
        complete = is_known(operation, key, name, tables) && complete;
    }
    return complete ? std::optional(std::move(names)) : std::nullopt;
}

std::optional<std::string> ScenarioEditor::known_name(const Operation& operation,
                                                      std::string_view key, std::string_view table,
                                                      bool required) const {
    if (!required && !operation.has(key)) return std::string();
    std::string name = operation.text(key, true);
    if (name.empty() || !is_known(operation, key, name, {std::string(table)})) return std::nullopt;
    return name;
}

std::string ScenarioEditor::free_id(std::string_view table, const std::string& wish) const {
    std::string id = wish;
    for (int number = 2; find(table, id) != nullptr; ++number) {
        id = fmt::format("{}-{}", wish, number);
    }
    return id;
}

std::string ScenarioEditor::made_id(std::string_view table, const std::string& kind) const {
    const std::string stem = fmt::format("{}-{}-", info_.id, kind);
    int number = 1;
    while (find(table, stem + std::to_string(number)) != nullptr) ++number;
    return stem + std::to_string(number);
}

std::string ScenarioEditor::claims_for(const Operation& operation) {
    const std::vector<std::string> claims = operation.reader().texts("claims");
    return claims.empty() ? scenario_claim() : join(claims, ";");
}

void ScenarioEditor::cite(const Operation& operation, const Table& table, Row& row) {
    row.origin = operation.origin();
    const std::string note = operation.text("note", false);
    if (!note.empty() && table.schema->find_column("note")) set(table, row, "note", note);
    const std::optional<std::size_t> column = table.schema->find_column("claims");
    if (!column) return;
    std::string& cited = row.cells[*column];
    if (operation.has("claims")) {
        cited = claims_for(operation);
        return;
    }
    // What the scenario assumes is not what the old claims say, so the row cites the scenario, too.
    const std::string claim = scenario_claim();
    const std::vector<std::string> items = split(cited, ';');
    if (holds(items, claim)) return;
    cited += cited.empty() ? claim : ";" + claim;
}

Row ScenarioEditor::make_row(const Operation& operation, const Table& table,
                             const NamedCells& cells) {
    Row row{std::vector<std::string>(table.schema->columns.size()), operation.origin()};
    for (const auto& [column, text] : cells) set(table, row, column, text);
    set(table, row, "claims", claims_for(operation));
    set(table, row, "note", operation.text("note", false));
    return row;
}

void ScenarioEditor::add_row(const Operation& operation, std::string_view name,
                             const NamedCells& cells) {
    Table& target = table(name);
    target.rows.push_back(make_row(operation, target, cells));
}

void ScenarioEditor::finish() {
    if (!claim_used_) return;
    const std::string id = "scenario-" + info_.id;
    append("claims", {{"id", id},
                      {"subject", info_.id},
                      {"kind", "scenario"},
                      {"property", "assumption"},
                      {"source", id},
                      {"confidence", "estimate"},
                      {"note", info_.question}});
    append("sources", {{"id", id},
                       {"title", info_.title},
                       {"url", info_.file.generic_string()},
                       {"kind", "estimate"}});
}

void ScenarioEditor::append(const std::string& name, const NamedCells& cells) {
    Table& target = table(name);
    Row row{std::vector<std::string>(target.schema->columns.size()),
            {info_.file.generic_string(), 1}};
    for (const auto& [column, text] : cells) set(target, row, column, text);
    target.rows.push_back(std::move(row));
}

void ScenarioEditor::set(const Table& table, Row& row, std::string_view column, std::string text) {
    row.cells[*table.schema->find_column(column)] = std::move(text);
}

Period ScenarioEditor::period_of(const Table& table, const Row& row) {
    return Period::between(parse_date(table.cell(row, "from")), parse_date(table.cell(row, "to")));
}

void ScenarioEditor::narrow(const Table& table, Row& row, const Dates& dates) {
    const Period old = period_of(table, row);
    if (old.first < dates.period.first) set(table, row, "from", dates.from);
    if (old.last > dates.period.last) set(table, row, "to", dates.to);
}

void ScenarioEditor::narrow(const Table& table, Row& row, const Period& period) {
    Dates dates{{}, {}, period};
    if (period.first != Period().first) dates.from = show_day(period.first);
    if (period.last != Period().last) dates.to = show_day(period.last);
    narrow(table, row, dates);
}

std::vector<std::size_t> ScenarioEditor::cut(Table& table, const Dates& dates, const RowTest& of) {
    std::vector<std::size_t> within;
    const auto is_cut = [&](const Row& row) {
        return of(row) && period_of(table, row).overlaps(dates.period);
    };
    if (std::none_of(table.rows.begin(), table.rows.end(), is_cut)) return within;
    std::vector<Row> kept;
    kept.reserve(table.rows.size());
    for (Row& row : table.rows) {
        if (!is_cut(row)) {
            kept.push_back(std::move(row));
            continue;
        }
        const Period old = period_of(table, row);
        if (old.first < dates.period.first) {
            narrow(table, kept.emplace_back(row), {Period().first, dates.period.first - 1});
        }
        within.push_back(kept.size());
        narrow(table, kept.emplace_back(row), dates);
        if (old.last > dates.period.last) {
            narrow(table, kept.emplace_back(row), {dates.period.last + 1, Period().last});
        }
    }
    table.rows = std::move(kept);
    return within;
}

bool ScenarioEditor::cut_out(Table& table, const Dates& dates, const RowTest& of) {
    const std::vector<std::size_t> within = cut(table, dates, of);
    for (auto place = within.rbegin(); place != within.rend(); ++place) {
        table.rows.erase(table.rows.begin() + static_cast<std::ptrdiff_t>(*place));
    }
    return !within.empty();
}

void report_no_effect(const Operation& operation, std::string_view key, std::string found,
                      std::string expected, std::string hint) {
    operation.report({.id = "E233",
                      .column = key,
                      .found = std::move(found),
                      .expected = std::move(expected),
                      .hint = std::move(hint)});
}

bool is_choice(const Operation& operation, std::string_view key, const std::string& value,
               std::string_view choice) {
    std::vector<std::string> known;
    for (const Choice& each : choices(choice)) known.push_back(each.value);
    if (holds(known, value)) return true;
    operation.report({.id = "E236",
                      .column = key,
                      .found = value,
                      .expected = alternatives(known),
                      .hint = did_you_mean(nearest_match(value, known))});
    return false;
}

bool holds(const std::vector<std::string>& items, const std::string& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

std::vector<std::string> list_of(const Table& table, const Row& row, std::string_view column) {
    return split(table.cell(row, column), ';');
}

} // namespace isthmus::world
