// SPDX-License-Identifier: Apache-2.0
// isthmus report: one year as a page.
#include <filesystem>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "cli/version.hpp"
#include "report/html_report.hpp"

namespace isthmus::cli {
namespace {

const CommandInfo kInfo{
    "report",
    "write one year as a page with a map",
    "Solves a year and writes a self-contained HTML page: a map with the flows, tables of flows, "
    "prices and payoffs, what is binding, how the model compares with what was observed, and the "
    "sources. The page loads nothing from the network.",
    {{"isthmus report worlds/caspian --year 2024", "to results/caspian-2024.html"},
     {"isthmus report worlds/caspian --year 2024 --scenario suez-shut", "a what-if"},
     {"isthmus report worlds/caspian --year 2024 --out page.html", "to another file"}}};

class ReportCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_scenario(options, scenario_);
        options.option("--out", "FILE", out_, "File to write; - for standard output");
        options.option("--title", "TEXT", title_, "Title of the page instead of the world's");
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        const auto equilibrium = solve_year(context, world.value(), year.value(), solving_);
        if (!equilibrium) return context.fail(equilibrium.diagnostics());
        const std::string name = result_name(world.value(), year.value());
        context.progress("Writing the report");
        report::ReportOptions options;
        options.title = title_;
        options.version = kVersion;
        options.command = command_text();
        write_result(context, out_.empty() ? "results/" + name + ".html" : out_,
                     report::html_report(equilibrium.value(), options));
        return ExitCode::kOk;
    }

  private:
    /// What to type to get the same page, whatever the order and the file that were typed.
    std::string command_text() const {
        std::string text = fmt::format("isthmus report {} --year {}",
                                       world_.empty() ? "." : shell_word(world_), year_);
        if (!scenario_.empty()) text += " --scenario " + shell_word(scenario_);
        for (const std::string& name : solving_.commodities)
            text += " --commodity " + shell_word(name);
        if (solving_.separate_suppliers) text += " --separate-suppliers";
        return text;
    }

    std::string world_, year_, scenario_, out_, title_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_report_command() {
    return std::make_unique<ReportCommand>();
}

} // namespace isthmus::cli
