// SPDX-License-Identifier: Apache-2.0
// isthmus schema: the tables, columns, choices and units that a world is made of.
#include "world/schema.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/units.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;

constexpr const char* kUnits = "units";

const CommandInfo kInfo{
    "schema",
    "show the tables and columns that a world is made of",
    "The same description is what the reader checks worlds against. `schema units` lists the units "
    "and their factors.",
    {{"isthmus schema", "all tables"},
     {"isthmus schema capacities", "the columns of one table"},
     {"isthmus schema units", "units and what they convert to"},
     {"isthmus schema --format json", "for programs"}}};

report::ResultTable unit_table() {
    report::ResultTable table{
        "units",
        "Units",
        "One of the unit is the factor times one of the dimension's canonical unit.",
        {{"unit", "Unit", "", CellKind::kText, 0, ""},
         {"dimension", "Dimension", "", CellKind::kText, 0, ""},
         {"factor", "Factor", "", CellKind::kText, 0, "To the canonical unit"},
         {"meaning", "Meaning", "", CellKind::kText, 0, ""}},
        {}};
    for (const Unit& unit : all_units()) {
        table.rows.push_back(
            {{unit.name, unit.dimension, format_number(unit.factor), unit.meaning}, {}});
    }
    return table;
}

std::string markdown(const report::ResultTable& table) {
    std::string text = fmt::format("## {}\n\n{}\n\n|", table.id, table.note);
    std::string line = "|";
    for (const report::ResultColumn& column : table.columns) {
        text += fmt::format(" {} |", column.title);
        line += " --- |";
    }
    text += "\n" + line + "\n";
    for (const report::ResultRow& row : table.rows) {
        text += "|";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            text += fmt::format(" {} |", report::show_cell(row.cells[i], table.columns[i]));
        }
        text += "\n";
    }
    return text;
}

/// The part of the page that is about one table: from its heading to the next one of the same rank.
std::string section_of(const std::string& page, const std::string& table) {
    for (const std::string_view mark : {"## ", "### "}) {
        for (const std::string_view quote : {"", "`"}) {
            const std::string heading = fmt::format("\n{}{}{}{}\n", mark, quote, table, quote);
            const std::size_t begin = page.find(heading);
            if (begin == std::string::npos) continue;
            const std::size_t end = page.find(fmt::format("\n{}", mark), begin + heading.size());
            return page.substr(begin + 1, std::min(end, page.size()) - begin - 1);
        }
    }
    return page;
}

/// Keeps of "tables" the one of that name, whether they are listed or named.
std::string json_of(const std::string& all, const std::string& table) {
    nlohmann::ordered_json json = nlohmann::ordered_json::parse(all);
    if (json.contains("tables") && json["tables"].is_array()) {
        nlohmann::ordered_json kept = nlohmann::ordered_json::array();
        for (const auto& each : json["tables"]) {
            if (each.value("name", "") == table) kept.push_back(each);
        }
        json["tables"] = std::move(kept);
    }
    return json.dump(2) + "\n";
}

class SchemaCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        options.argument("TABLE", table_, "One table, or units; all tables if none is named");
        options.option("--format", "text|markdown|json", format_, "Form of the answer");
        options.flag("--json", json_, "Short for --format json");
    }

    ExitCode run(Context& context) override {
        Diagnostics wrong = check_word("--format", format_, {"text", "markdown", "json"});
        wrong.append(check_table());
        if (!wrong.empty()) return context.fail(wrong);
        const std::string format = json_ ? "json" : format_.empty() ? "text" : format_;
        context.print(table_ == kUnits ? units(context, format) : tables(format));
        return ExitCode::kOk;
    }

  private:
    Diagnostics check_table() const {
        if (table_.empty() || table_ == kUnits || world::find_table(table_) != nullptr) return {};
        std::vector<std::string> names{kUnits};
        for (const world::TableSchema& table : world::schema()) names.push_back(table.name);
        return one({"E602", "", 0, "", table_, "a table of the schema, or units",
                    did_you_mean(table_, names, "`isthmus schema` lists the tables")});
    }

    static std::string units(const Context& context, const std::string& format) {
        const report::ResultTable table = unit_table();
        if (format == "json") return report::to_json({table});
        if (format == "markdown") return markdown(table);
        return report::to_text(table, {context.width(), 0, false, context.colour_out()});
    }

    std::string tables(const std::string& format) const {
        if (format == "json") {
            return table_.empty() ? world::schema_json() : json_of(world::schema_json(), table_);
        }
        if (format == "text") return world::schema_text(table_);
        return table_.empty() ? world::schema_markdown()
                              : section_of(world::schema_markdown(), table_);
    }

    std::string table_, format_;
    bool json_ = false;
};

} // namespace

std::unique_ptr<Command> make_schema_command() {
    return std::make_unique<SchemaCommand>();
}

} // namespace isthmus::cli
