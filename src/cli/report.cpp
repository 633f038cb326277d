// SPDX-License-Identifier: Apache-2.0
// isthmus report: one year as a page.
#include <filesystem>
#include <optional>

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
    "prices and payoffs, who holds the lever, who depends on whom, which link matters, what is "
    "binding, how the model compares with what was observed, and the sources. The page loads "
    "nothing from the network.",
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
        options.option("--against-year", "YEAR", against_year_,
                       "Hold the gains from cooperation against this year; else a scenario against "
                       "the world as it is, and a year against ten years before");
        options.flag("--no-leverage", no_leverage_,
                     "Leave out who holds the lever, which solves many markets");
        options.flag("--no-dependence", no_dependence_, "Leave out who depends on whom");
        options.flag("--no-disruption", no_disruption_, "Leave out which link matters");
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        report::ReportOptions options;
        // Must outlive what is computed from it.
        std::optional<Result<world::World>> base;
        if (!no_leverage_) {
            if (!against_year_.empty()) {
                const Result<int> against = read_year(world.value(), against_year_);
                if (!against) return context.fail(against.diagnostics());
                options.leverage_against = against.value();
            } else if (!scenario_.empty() && scenario_ != kBase) {
                base.emplace(load_world(world_, ""));
                if (!base->ok()) return context.fail(base->diagnostics());
                options.leverage_base = &base->value();
            }
        }
        const auto equilibrium = solve_year(context, world.value(), year.value(), solving_);
        if (!equilibrium) return context.fail(equilibrium.diagnostics());
        const std::string name = result_name(world.value(), year.value());
        context.progress("Writing the report");
        options.title = title_;
        options.version = kVersion;
        options.command = command_text();
        options.leverage = !no_leverage_;
        options.dependence = !no_dependence_;
        options.disruption = !no_disruption_;
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
        if (no_leverage_) {
            text += " --no-leverage";
        } else if (!against_year_.empty()) {
            text += " --against-year " + against_year_;
        }
        if (no_dependence_) text += " --no-dependence";
        if (no_disruption_) text += " --no-disruption";
        return text;
    }

    std::string world_, year_, scenario_, out_, title_, against_year_;
    bool no_leverage_ = false, no_dependence_ = false, no_disruption_ = false;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_report_command() {
    return std::make_unique<ReportCommand>();
}

} // namespace isthmus::cli
