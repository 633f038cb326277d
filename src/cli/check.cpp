// SPDX-License-Identifier: Apache-2.0
// isthmus check: every fault of a world at once, and what the world rests on.
#include <algorithm>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "report/views.hpp"
#include "world/scenario.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;
using report::ResultTable;

ResultTable row_table(const world::World& world) {
    ResultTable table{"tables",
                      "Tables",
                      "",
                      {{"table", "Table", "", CellKind::kText, 0, "Name of the table"},
                       {"rows", "Rows", "", CellKind::kNumber, 0, "Number of its rows"},
                       {"meaning", "What it holds", "", CellKind::kText, 0, ""}},
                      {}};
    for (const world::TableSchema& schema : world::schema()) {
        const std::size_t rows = world.tables.at(schema.name).rows.size();
        if (rows == 0) continue;
        table.rows.push_back({{schema.name, static_cast<double>(rows), schema.meaning}, {}});
    }
    return table;
}

ResultTable diagnostic_table(const Diagnostics& diagnostics) {
    ResultTable table{"diagnostics",
                      "Errors and warnings",
                      "",
                      {{"level", "Level", "", CellKind::kText, 0, "error or warning"},
                       {"id", "Id", "", CellKind::kText, 0, "See isthmus explain ID"},
                       {"file", "File", "", CellKind::kText, 0, ""},
                       {"line", "Line", "", CellKind::kNumber, 0, "The header is line 1"},
                       {"column", "Column", "", CellKind::kText, 0, ""},
                       {"found", "Found", "", CellKind::kText, 0, ""},
                       {"expected", "Expected", "", CellKind::kText, 0, ""},
                       {"hint", "Hint", "", CellKind::kText, 0, ""},
                       {"message", "Message", "", CellKind::kText, 0, "All of it in one line"}},
                      {}};
    for (const Diagnostic& item : diagnostics.items()) {
        const report::Cell line =
            item.row == 0 ? report::Cell() : report::Cell(static_cast<double>(item.row));
        table.rows.push_back(
            {{item.level() == Level::kError ? "error" : "warning", item.id, item.file, line,
              item.column, item.found, item.expected, item.hint, item.to_string()},
             {}});
    }
    return table;
}

std::string heading(const world::World& world) {
    const world::Manifest& manifest = world.manifest();
    std::string text =
        fmt::format("{}: {}\nYears {} to {}, base year {}", manifest.id, manifest.title,
                    manifest.first_year, manifest.last_year, manifest.base_year);
    if (manifest.price_year > 0)
        text += fmt::format(", money in dollars of {}", manifest.price_year);
    if (!world.scenario.empty()) text += fmt::format(", scenario {}", world.scenario);
    return text + "\n\n";
}

const CommandInfo kInfo{
    "check",
    "find every fault of a world and say what it rests on",
    "Reads the world and each of its scenarios. All errors and warnings are listed on standard "
    "error with file, line and column; the exit code is 3 when there are errors. Standard output "
    "has the number of rows of each table and the share of numbers that are stated, derived, "
    "estimated and recalled.",
    {{"isthmus check worlds/caspian", "the world and all its scenarios"},
     {"isthmus check my-world --scenario bypass", "one scenario only; base for none"},
     {"isthmus check my-world --strict", "warnings count as well"},
     {"isthmus check my-world --json", "for programs"}}};

class CheckCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_scenario(options, scenario_);
        options.flag("--strict", strict_, "Exit with 1 when there are warnings");
        options.flag("--json", json_, "Summary and diagnostics as JSON");
    }

    ExitCode run(Context& context) override {
        const Result<std::filesystem::path> folder = find_world(world_);
        if (!folder) return context.fail(folder.diagnostics());
        const Result<std::filesystem::path> scenario = find_scenario(folder.value(), scenario_);
        if (!scenario) return context.fail(scenario.diagnostics());
        context.progress("Reading " + folder.value().generic_string());
        const Result<world::World> world = world::load(folder.value(), scenario.value());
        Diagnostics found = world ? world.value().warnings : world.diagnostics();
        if (world && scenario_.empty()) {
            check_scenarios(context, folder.value(), world.value(), found);
        }
        show(context, world ? &world.value() : nullptr, found);
        return verdict(context, found);
    }

  private:
    /// Adds what each scenario brings: its own faults, and errors of the world that it makes.
    static void check_scenarios(Context& context, const std::filesystem::path& folder,
                                const world::World& world, Diagnostics& found) {
        const Result<std::vector<world::ScenarioInfo>> scenarios = world::list_scenarios(folder);
        if (!scenarios) return found.append(scenarios.diagnostics());
        for (const world::ScenarioInfo& scenario : scenarios.value()) {
            const std::string file = scenario.file.generic_string();
            context.progress("Checking " + file);
            const Result<world::Tables> tables = world::apply_scenario(world.tables, scenario.file);
            if (!tables) {
                found.append(tables.diagnostics());
                continue;
            }
            const Result<world::World> changed = world::build(tables.value());
            const Diagnostics& said = changed ? changed.value().warnings : changed.diagnostics();
            for (Diagnostic item : said.items()) {
                if (item.file != file && item.level() != Level::kError) continue;
                if (item.file != file && item.hint.empty()) item.hint = "under " + file;
                found.add(std::move(item));
            }
        }
    }

    void show(Context& context, const world::World* world, const Diagnostics& found) const {
        std::vector<ResultTable> tables;
        Properties properties;
        if (world != nullptr) {
            const world::Manifest& manifest = world->manifest();
            tables = {row_table(*world), report::evidence_table(*world)};
            properties = {{"world", report::json_text(manifest.id)},
                          {"title", report::json_text(manifest.title)},
                          {"scenario", report::json_text(world->scenario)},
                          {"first_year", std::to_string(manifest.first_year)},
                          {"last_year", std::to_string(manifest.last_year)},
                          {"base_year", std::to_string(manifest.base_year)}};
        }
        if (json_) {
            tables.push_back(diagnostic_table(found));
            properties.emplace_back("errors", std::to_string(found.error_count()));
            context.print(report::to_json(tables, properties));
        } else if (world != nullptr) {
            context.print(
                heading(*world) +
                report::to_text(tables[0], {context.width(), 0, false, context.colour_out()}) +
                "\n" +
                report::to_text(tables[1], {context.width(), 0, false, context.colour_out()}));
        }
    }

    ExitCode verdict(Context& context, const Diagnostics& found) const {
        if (found.has_errors()) return context.fail(found);
        context.warn(found);
        if (found.empty()) return ExitCode::kOk;
        context.note(fmt::format("No errors, {}", counted(found.items().size(), "warning")));
        return strict_ ? ExitCode::kResultSaysNo : ExitCode::kOk;
    }

    std::string world_, scenario_;
    bool strict_ = false, json_ = false;
};

} // namespace

std::unique_ptr<Command> make_check_command() {
    return std::make_unique<CheckCommand>();
}

} // namespace isthmus::cli
