// SPDX-License-Identifier: Apache-2.0
// isthmus compare: two years or two scenarios of a world, side by side.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "report/views.hpp"

namespace isthmus::cli {
namespace {

const CommandInfo kInfo{
    "compare",
    "set two years or two scenarios side by side",
    "Solves both and shows the flows that moved, prices, payoffs and welfare: the second less the "
    "first. One --scenario is compared with the world as it is, which --scenario base names. What "
    "does not stand on the same basis is refused.",
    {{"isthmus compare worlds/caspian --year 2024 --scenario suez-shut",
      "the scenario against the world as it is"},
     {"isthmus compare worlds/caspian --year 2008 --year 2024", "two years"},
     {"isthmus compare worlds/caspian --year 2024 --scenario suez-shut --scenario hormuz-shut",
      "two scenarios"}}};

/// One side of the comparison, as typed.
struct Side {
    std::string year, scenario;
};

class CompareCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        options.option("--year", "YEAR", years_, "Year; give two to compare years",
                       Need::kRequired);
        options.option("--scenario", "NAME", scenarios_,
                       "Scenario or TOML file; give two to compare scenarios; base is the world as "
                       "it is");
        declare_format(options, output_);
        declare_out(options, output_);
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        const Result<std::vector<Side>> sides = read_sides();
        if (!sides) return context.fail(sides.diagnostics());
        // Both worlds must outlive what is computed from them.
        const Result<world::World> first_world = load(sides.value()[0]);
        if (!first_world) return context.fail(first_world.diagnostics());
        const Result<world::World> second_world = load(sides.value()[1]);
        if (!second_world) return context.fail(second_world.diagnostics());
        context.count_warnings(first_world.value().warnings);
        const auto first = solve(context, first_world.value(), sides.value()[0]);
        if (!first) return context.fail(first.diagnostics());
        const auto second = solve(context, second_world.value(), sides.value()[1]);
        if (!second) return context.fail(second.diagnostics());
        const auto tables = report::compare(first.value(), second.value());
        if (!tables) return context.fail(tables.diagnostics());
        return show(context, tables.value(), format.value());
    }

  private:
    Result<std::vector<Side>> read_sides() const {
        if (years_.size() > 2 || scenarios_.size() > 2) {
            return one({"E601", "", 0, "", "", "at most two years and two scenarios", ""});
        }
        if (years_.size() < 2 && scenarios_.empty()) {
            return one({"E601", "", 0, "", "", "two things to compare",
                        "give --year twice, or --scenario"});
        }
        std::vector<Side> sides(2);
        for (std::size_t i = 0; i < 2; ++i) {
            sides[i].year = years_[std::min(i, years_.size() - 1)];
            if (scenarios_.size() == 2) sides[i].scenario = scenarios_[i];
        }
        if (scenarios_.size() == 1) {
            sides[1].scenario = scenarios_[0];
            if (years_.size() == 2) sides[0].scenario = scenarios_[0];
        }
        return sides;
    }

    Result<world::World> load(const Side& side) const { return load_world(world_, side.scenario); }

    Result<flow::Equilibrium> solve(Context& context, const world::World& world,
                                    const Side& side) const {
        const Result<int> year = read_year(world, side.year);
        if (!year) return year.diagnostics();
        return solve_year(context, world, year.value(), solving_);
    }

    ExitCode show(Context& context, const std::vector<report::ResultTable>& tables,
                  Format format) const {
        if (format != Format::kCsv || writes_folder(output_)) {
            return write_tables(context, tables, {}, output_);
        }
        context.note("Only the flows that moved; --out FOLDER writes all tables");
        return write_tables(context, {tables.front()}, {}, output_);
    }

    std::string world_;
    std::vector<std::string> years_, scenarios_;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_compare_command() {
    return std::make_unique<CompareCommand>();
}

} // namespace isthmus::cli
