// SPDX-License-Identifier: Apache-2.0
// isthmus calibrate: what link costs lack for the flows that were observed.
#include <filesystem>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/calibrating.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "flow/calibration.hpp"
#include "report/views_calibration.hpp"

namespace isthmus::cli {
namespace {

const CommandInfo kInfo{
    "calibrate",
    "find what link costs lack for the observed flows to come out",
    "Positive mathematical programming: what one more unit over each observed link must cost "
    "beyond "
    "the world's rows for a year's observed flows to come out. A large correction marks a fact "
    "that "
    "the world lacks. Flows that cannot be met are named with the reason. With a file that ends "
    "in .toml the corrections are written as a scenario, which every command takes with "
    "--scenario.",
    {{"isthmus calibrate worlds/caspian --year 2021", "the corrections, largest first"},
     {"isthmus calibrate worlds/caspian --year 2021 --out calibrated-2021.toml",
      "the same as a scenario"},
     {"isthmus solve worlds/caspian --year 2021 --scenario calibrated-2021.toml",
      "the year with the corrections"},
     {"isthmus calibrate worlds/caspian --year 2022 --commodity gas --out gas.csv",
      "one commodity, the table in a file"}}};

bool is_scenario(const std::string& file) {
    return std::filesystem::path(file).extension() == ".toml";
}

class CalibrateCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_scenario(options, scenario_);
        declare_calibrating(options, calibrating_);
        declare_format(options, output_);
        declare_out(options, output_);
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        auto options = read_calibrating(context, world.value(), calibrating_, solving_);
        if (!options) return context.fail(options.diagnostics());
        const auto calibration = flow::calibrate(world.value(), year.value(), options.value());
        if (!calibration) return context.fail(calibration.diagnostics());
        const report::ResultTable table =
            report::calibration_table(world.value(), calibration.value());
        const Properties properties = answer_properties(world.value(), year.value());
        if (!is_scenario(output_.out)) {
            return write_tables(context, {table}, properties, output_);
        }
        write_result(context, output_.out,
                     flow::calibration_scenario(world.value(), calibration.value()));
        OutputArguments shown = output_;
        shown.out.clear();
        return write_tables(context, {table}, properties, shown);
    }

  private:
    std::string world_, year_, scenario_;
    CalibratingArguments calibrating_;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_calibrate_command() {
    return std::make_unique<CalibrateCommand>();
}

} // namespace isthmus::cli
