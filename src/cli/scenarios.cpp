// SPDX-License-Identifier: Apache-2.0
// isthmus scenarios: what a world's scenarios ask.
#include "world/scenario.hpp"

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"

namespace isthmus::cli {
namespace {

using report::CellKind;

const CommandInfo kInfo{"scenarios",
                        "list a world's scenarios and their questions",
                        "A scenario is a TOML file in the world's folder scenarios/ that adds, "
                        "removes or changes rows, "
                        "or closes and opens links. `solve`, `report` and `compare` take its name.",
                        {{"isthmus scenarios worlds/caspian", ""},
                         {"isthmus scenarios worlds/caspian --json", "for programs"}}};

class ScenariosCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_format(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<std::filesystem::path> folder = find_world(world_);
        if (!folder) return context.fail(folder.diagnostics());
        const auto scenarios = world::list_scenarios(folder.value());
        if (!scenarios) return context.fail(scenarios.diagnostics());
        report::ResultTable table{
            "scenarios",
            "Scenarios of " + folder.value().generic_string(),
            "",
            {{"name", "Name", "", CellKind::kText, 0, "As --scenario takes it"},
             {"title", "Title", "", CellKind::kText, 0, ""},
             {"question", "Question", "", CellKind::kText, 0, "What it asks"},
             {"file", "File", "", CellKind::kText, 0, ""}},
            {}};
        for (const world::ScenarioInfo& scenario : scenarios.value()) {
            table.rows.push_back({{scenario.file.stem().string(), scenario.title, scenario.question,
                                   scenario.file.generic_string()},
                                  {}});
        }
        return write_tables(context, {table}, {}, output_);
    }

  private:
    std::string world_;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_scenarios_command() {
    return std::make_unique<ScenariosCommand>();
}

} // namespace isthmus::cli
