// SPDX-License-Identifier: Apache-2.0
// Applies scenarios to tables, one operation after the other in the order of the file.
#include "world/scenario.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/text.hpp"
#include "world/checks.hpp"
#include "world/report.hpp"
#include "world/scenario_file.hpp"
#include "world/toml_file.hpp"

namespace isthmus::world {

namespace {

/// A column of a table and the text that a scenario gives for it.
struct Cell {
    std::size_t column = 0;
    std::string text;
};

struct Operation {
    std::string_view kind;
    const toml::table* content = nullptr;
};

bool same_cell(const std::string& a, const std::string& b) {
    if (a == b) return true;
    const std::optional<double> x = parse_number(a), y = parse_number(b);
    return x && y && *x == *y;
}

bool matches(const Table& table, const Row& row, const std::vector<Cell>& where) {
    return std::all_of(where.begin(), where.end(), [&](const Cell& cell) {
        return same_cell(table.cell(row, cell.column), cell.text);
    });
}

class Applier {
  public:
    Applier(Tables& tables, const ScenarioFile& scenario, Diagnostics& diagnostics)
        : tables_(tables),
          scenario_(scenario),
          file_(scenario.info.file.generic_string()),
          diagnostics_(diagnostics) {}

    void run() {
        for (const Operation& operation : operations()) {
            const TomlReader reader(*operation.content, file_, diagnostics_);
            if (operation.kind == "close")
                set_status(reader, "closed");
            else if (operation.kind == "open")
                set_status(reader, "open");
            else if (operation.kind == "add")
                add(reader);
            else if (operation.kind == "change")
                change(reader);
            else
                remove(reader);
        }
        if (claim_used_) add_claim();
    }

  private:
    std::vector<Operation> operations() {
        std::vector<Operation> result;
        for (const std::string_view kind : {"close", "open", "add", "change", "remove"}) {
            const toml::node* node = scenario_.content.get(kind);
            if (node == nullptr) continue;
            const toml::array* array = node->as_array();
            if (array == nullptr || !array->is_homogeneous(toml::node_type::table)) {
                TomlReader(scenario_.content, file_, diagnostics_)
                    .report("E205", kind, fmt::format("tables headed [[{}]]", kind));
                continue;
            }
            for (const toml::node& item : *array) result.push_back({kind, item.as_table()});
        }
        const auto begin = [](const Operation& operation) {
            return operation.content->source().begin;
        };
        std::stable_sort(result.begin(), result.end(), [&](const Operation& a, const Operation& b) {
            return begin(a) < begin(b);
        });
        return result;
    }

    RowOrigin origin(const TomlReader& reader) const { return {file_, reader.line()}; }

    std::string scenario_claim() {
        claim_used_ = true;
        return "scenario-" + scenario_.info.id;
    }

    // --- close and open ---------------------------------------------------------------------

    void set_status(const TomlReader& reader, const std::string& status) {
        const bool closing = status == "closed";
        std::vector<std::string> keys{"link", "from", "to", "claims", "note"};
        if (closing) keys.emplace_back("by");
        reader.check_keys(keys);
        const std::string link = reader.text("link", true);
        const std::optional<Date> from = date(reader, "from"), to = date(reader, "to");
        const Period period = Period::between(from, to);
        if (period.last < period.first) {
            reader.report("E205", "to", "a date not before " + from->to_string());
            return;
        }
        if (link.empty() || !is_known_link(reader, link)) return;
        Table& table = tables_.tables.at("link_status");
        clear_period(table, link, period);
        Row row{std::vector<std::string>(table.schema->columns.size()), origin(reader)};
        const auto set = [&](std::string_view column, std::string text) {
            row.cells[*table.schema->find_column(column)] = std::move(text);
        };
        set("link", link);
        set("status", status);
        set("from", from ? from->to_string() : "");
        set("to", to ? to->to_string() : "");
        if (closing) set("by", reader.text("by", false));
        const std::vector<std::string> claims = reader.texts("claims");
        set("claims", claims.empty() ? scenario_claim() : join(claims, ";"));
        set("note", reader.text("note", false));
        table.rows.push_back(std::move(row));
    }

    std::optional<Date> date(const TomlReader& reader, std::string_view key) const {
        const std::string text = reader.date(key);
        if (text.empty()) return std::nullopt;
        const std::optional<Date> result = parse_date(text);
        if (!result) {
            reader.report("E205", key, "a date such as \"2025\", \"2025-03\" or \"2025-03-01\"");
        }
        return result;
    }

    bool is_known_link(const TomlReader& reader, const std::string& link) {
        const Table& links = tables_.at("links");
        std::vector<std::string> ids;
        for (const Row& row : links.rows) ids.push_back(links.cell(row, "id"));
        if (std::find(ids.begin(), ids.end(), link) != ids.end()) return true;
        reader.report("E235", "link", "an id of links", did_you_mean(nearest_match(link, ids)));
        return false;
    }

    /// Cuts the period out of the link's rows, so that what is added for it overlaps none of them.
    static void clear_period(Table& table, const std::string& link, const Period& period) {
        const std::size_t from = *table.schema->find_column("from");
        const std::size_t to = *table.schema->find_column("to");
        std::vector<Row> kept;
        for (Row& row : table.rows) {
            const Period old =
                Period::between(parse_date(row.cells[from]), parse_date(row.cells[to]));
            if (table.cell(row, "link") != link || !old.overlaps(period)) {
                kept.push_back(std::move(row));
                continue;
            }
            if (old.first < period.first) {
                Row& before = kept.emplace_back(row);
                before.cells[to] = show_day(period.first - 1);
            }
            if (old.last > period.last) {
                Row& after = kept.emplace_back(row);
                after.cells[from] = show_day(period.last + 1);
            }
        }
        table.rows = std::move(kept);
    }

    // --- add, change and remove ---------------------------------------------------------------

    Table* find_table(const TomlReader& reader) {
        const std::string name = reader.text("table", true);
        if (name.empty()) return nullptr;
        const auto table = tables_.tables.find(name);
        if (table != tables_.tables.end()) return &table->second;
        std::vector<std::string> names;
        for (const TableSchema& schema : schema()) names.push_back(schema.name);
        reader.report("E205", "table", "a table of the schema",
                      did_you_mean(nearest_match(name, names)));
        return nullptr;
    }

    /// The cells that an inline table names; an unknown column is reported.
    std::optional<std::vector<Cell>> cells(const TomlReader& reader, std::string_view key,
                                           const Table& table) {
        const toml::table* content = reader.table(key, true);
        if (content == nullptr) return std::nullopt;
        const TomlReader inner(*content, file_, diagnostics_);
        std::vector<Cell> result;
        bool complete = true;
        for (const auto& [name, value] : *content) {
            const std::optional<std::size_t> column = table.schema->find_column(name.str());
            const std::optional<std::string> text = cell_text(value);
            complete = complete && column && text;
            if (!column) {
                report_column(table, std::string(name.str()), name.source().begin.line);
            } else if (!text) {
                inner.report("E205", name.str(), "text, a number, a date or a list of them");
            } else {
                result.push_back({*column, *text});
            }
        }
        return complete ? std::optional(result) : std::nullopt;
    }

    void report_column(const Table& table, const std::string& name, std::size_t line) {
        std::vector<std::string> names;
        for (const Column& column : table.schema->columns) names.push_back(column.name);
        report(diagnostics_, {file_, line},
               {.id = "E208",
                .column = name,
                .expected = alternatives(names, names.size()),
                .hint = did_you_mean(nearest_match(name, names))});
    }

    void add(const TomlReader& reader) {
        reader.check_keys({"table", "row"});
        Table* table = find_table(reader);
        if (table == nullptr) return;
        const std::optional<std::vector<Cell>> given = cells(reader, "row", *table);
        if (!given) return;
        Row row{std::vector<std::string>(table->schema->columns.size()), origin(reader)};
        for (const Cell& cell : *given) row.cells[cell.column] = cell.text;
        const std::optional<std::size_t> claims = table->schema->find_column("claims");
        if (claims && row.cells[*claims].empty()) row.cells[*claims] = scenario_claim();
        table->rows.push_back(std::move(row));
    }

    void change(const TomlReader& reader) {
        reader.check_keys({"table", "where", "set", "scale"});
        Table* table = find_table(reader);
        if (table == nullptr) return;
        const std::optional<std::vector<Cell>> where = cells(reader, "where", *table);
        const bool has_scale = reader.table("scale", false) != nullptr;
        const bool has_set = reader.table("set", !has_scale) != nullptr;
        std::optional<std::vector<Cell>> set{std::in_place}, scale{std::in_place};
        if (has_set) set = cells(reader, "set", *table);
        if (has_scale) scale = cells(reader, "scale", *table);
        if (!where || !set || !scale || !(has_set || has_scale)) return;
        if (!check_scale(reader, *table, *scale)) return;
        bool found = false;
        for (Row& row : table->rows) {
            if (!matches(*table, row, *where)) continue;
            found = true;
            change_row(reader, *table, row, {*set, *scale});
        }
        if (!found) report_no_match(reader, *table, *where);
    }

    struct Changes {
        const std::vector<Cell>& set;
        const std::vector<Cell>& scale;
    };

    void change_row(const TomlReader& reader, const Table& table, Row& row,
                    const Changes& changes) {
        const std::optional<std::size_t> claims = table.schema->find_column("claims");
        bool sets_claims = false;
        for (const Cell& cell : changes.set) {
            row.cells[cell.column] = cell.text;
            sets_claims = sets_claims || cell.column == claims;
        }
        for (const Cell& cell : changes.scale) {
            const std::optional<double> old = parse_number(table.cell(row, cell.column));
            if (!old) {
                report_unscaled(reader, table, row, cell.column);
                continue;
            }
            row.cells[cell.column] = format_number(*old * *parse_number(cell.text));
        }
        row.origin = origin(reader);
        if (!claims || sets_claims) return;
        // What the scenario assumes is not what the old claims say, so the row cites the scenario,
        // too.
        std::string& cited = row.cells[*claims];
        const std::string claim = scenario_claim();
        const std::vector<std::string> items = split(cited, ';');
        if (std::find(items.begin(), items.end(), claim) != items.end()) return;
        cited += cited.empty() ? claim : ";" + claim;
    }

    bool check_scale(const TomlReader& reader, const Table& table, const std::vector<Cell>& scale) {
        bool complete = true;
        for (const Cell& cell : scale) {
            const Column& column = table.schema->columns[cell.column];
            const bool is_number = parse_number(cell.text).has_value();
            if (is_number && column.type == ColumnType::kNumber) continue;
            const TomlReader inner(*reader.table("scale", true), file_, diagnostics_);
            inner.report(is_number ? "E234" : "E205", column.name,
                         is_number ? "a column that holds numbers" : "a number to multiply with");
            complete = false;
        }
        return complete;
    }

    void report_unscaled(const TomlReader& reader, const Table& table, const Row& row,
                         std::size_t column) {
        const std::string& text = table.cell(row, column);
        report(diagnostics_, {file_, reader.line_of("scale")},
               {.id = "E234",
                .column = table.schema->columns[column].name,
                .found = text.empty() ? "an empty cell" : text,
                .expected = "a number",
                .hint = fmt::format("in {}:{}", row.origin.file, row.origin.line)});
    }

    void remove(const TomlReader& reader) {
        reader.check_keys({"table", "where"});
        Table* table = find_table(reader);
        if (table == nullptr) return;
        const std::optional<std::vector<Cell>> where = cells(reader, "where", *table);
        if (!where) return;
        const std::size_t removed = std::erase_if(
            table->rows, [&](const Row& row) { return matches(*table, row, *where); });
        if (removed == 0) report_no_match(reader, *table, *where);
    }

    void report_no_match(const TomlReader& reader, const Table& table,
                         const std::vector<Cell>& where) {
        std::vector<std::string> conditions;
        std::string hint;
        for (const Cell& cell : where) {
            const std::string& name = table.schema->columns[cell.column].name;
            conditions.push_back(fmt::format("{} = {}", name, cell.text));
            std::vector<std::string> values;
            for (const Row& row : table.rows) values.push_back(table.cell(row, cell.column));
            const bool known = std::any_of(values.begin(), values.end(), [&](const auto& value) {
                return same_cell(value, cell.text);
            });
            if (known || !hint.empty()) continue;
            const std::optional<std::string> match = nearest_match(cell.text, values);
            if (match) hint = fmt::format("did you mean {} = '{}'?", name, *match);
        }
        report(diagnostics_, {file_, reader.line_of("where")},
               {.id = "E233",
                .column = "where",
                .found = conditions.empty() ? "any row" : join(conditions, ", "),
                .expected = "a row of " + table.schema->name,
                .hint = hint});
    }

    // --- the claim ------------------------------------------------------------------------------

    void add_claim() {
        const ScenarioInfo& info = scenario_.info;
        const std::string id = "scenario-" + info.id;
        append("claims", {{"id", id},
                          {"subject", info.id},
                          {"kind", "scenario"},
                          {"property", "assumption"},
                          {"source", id},
                          {"confidence", "estimate"},
                          {"note", info.question}});
        append("sources",
               {{"id", id}, {"title", info.title}, {"url", file_}, {"kind", "estimate"}});
    }

    void append(const std::string& name,
                const std::vector<std::pair<std::string_view, std::string>>& given) {
        Table& table = tables_.tables.at(name);
        Row row{std::vector<std::string>(table.schema->columns.size()), {file_, 1}};
        for (const auto& [column, text] : given)
            row.cells[*table.schema->find_column(column)] = text;
        table.rows.push_back(std::move(row));
    }

    Tables& tables_;
    const ScenarioFile& scenario_;
    std::string file_;
    Diagnostics& diagnostics_;
    bool claim_used_ = false;
};

} // namespace

Result<Tables> apply_scenario(const Tables& tables, const std::filesystem::path& file) {
    Diagnostics diagnostics;
    const std::vector<ScenarioFile> scenarios = read_scenarios(file, diagnostics);
    Tables result = tables;
    for (const ScenarioFile& scenario : scenarios) {
        Applier(result, scenario, diagnostics).run();
        result.scenario = scenario.info.id;
    }
    if (diagnostics.has_errors()) {
        diagnostics.sort();
        return diagnostics;
    }
    return result;
}

} // namespace isthmus::world
