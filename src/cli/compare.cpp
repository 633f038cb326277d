// SPDX-License-Identifier: Apache-2.0
// isthmus compare: years and scenarios of a world, side by side.
#include <algorithm>
#include <deque>
#include <map>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/comparing.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"
#include "report/views_compare.hpp"

namespace isthmus::cli {
namespace {

const CommandInfo kInfo{
    "compare",
    "set years and scenarios side by side",
    "Solves each side and shows against the first one, the reference, the flows that moved, from "
    "which way to which and why, prices, payoffs, welfare and status. One --scenario is compared "
    "with the world as it is, which --scenario base names; a+b applies two together. Several years "
    "and several scenarios are compared in all combinations, the years of one scenario after the "
    "other. What does not stand on the same basis is refused.",
    {{"isthmus compare worlds/caspian --year 2024 --scenario suez-shut",
      "the scenario against the world as it is"},
     {"isthmus compare worlds/caspian --year 2008 --year 2016 --year 2024", "three years"},
     {"isthmus compare worlds/caspian --year 2024 --scenario suez-shut --scenario cpc-down",
      "two scenarios, the second against the first"},
     {"isthmus compare worlds/caspian --year 2024 --scenario suez-shut --with dependence,leverage",
      "and whose dependence and bargaining power changes"}}};

/// One side of the comparison, as typed.
struct Side {
    std::string year, scenario;
    bool operator==(const Side&) const = default;
};

class CompareCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        options.option("--year", "YEAR", years_, "Year; give several to compare years",
                       Need::kRequired);
        options.option(
            "--scenario", "NAME", scenarios_,
            "Scenario or TOML file; give several to compare scenarios; base is the world "
            "as it is, a+b both together");
        declare_comparing(options, comparing_);
        declare_format(options, output_);
        declare_out(options, output_);
        declare_solving(options, solving_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        if (const Diagnostics wrong = check_comparing(comparing_); !wrong.empty()) {
            return context.fail(wrong);
        }
        const Result<std::vector<Side>> sides = read_sides();
        if (!sides) return context.fail(sides.diagnostics());
        // Worlds must outlive what is computed from them.
        std::map<std::string, world::World> worlds;
        for (const Side& side : sides.value()) {
            if (worlds.contains(side.scenario)) continue;
            Result<world::World> world = load_world(world_, side.scenario);
            if (!world) return context.fail(world.diagnostics());
            if (worlds.empty()) context.count_warnings(world.value().warnings);
            worlds.emplace(side.scenario, std::move(world).value());
        }
        std::deque<flow::Equilibrium> solved;
        std::vector<const flow::Equilibrium*> equilibria;
        for (const Side& side : sides.value()) {
            auto equilibrium = solve(context, worlds.at(side.scenario), side.year);
            if (!equilibrium) return context.fail(equilibrium.diagnostics());
            equilibria.push_back(&solved.emplace_back(std::move(equilibrium).value()));
        }
        const auto tables = compare_sides(context, equilibria, comparing_, solving_);
        if (!tables) return context.fail(tables.diagnostics());
        return show(context, tables.value(), format.value());
    }

  private:
    /// One year: its scenarios, or the one of them against base. Several years: each scenario's.
    Result<std::vector<Side>> read_sides() const {
        std::vector<std::string> scenarios = scenarios_;
        if (scenarios.empty()) scenarios.emplace_back(kBase);
        if (years_.size() == 1 && scenarios_.size() == 1) {
            scenarios.insert(scenarios.begin(), kBase);
        }
        std::vector<Side> sides;
        for (const std::string& scenario : scenarios) {
            for (const std::string& year : years_) {
                const Side side{year, scenario};
                if (std::find(sides.begin(), sides.end(), side) != sides.end()) {
                    return one({"E601", "", 0, "",
                                fmt::format("--year {} --scenario {} twice", year, scenario),
                                "each side once", "the first is the reference of all others"});
                }
                sides.push_back(side);
            }
        }
        if (sides.size() >= 2) return sides;
        return one(
            {"E601", "", 0, "", "", "two things to compare", "give --year twice, or --scenario"});
    }

    Result<flow::Equilibrium> solve(Context& context, const world::World& world,
                                    const std::string& typed) const {
        const Result<int> year = read_year(world, typed);
        if (!year) return year.diagnostics();
        return solve_year(context, world, year.value(), solving_);
    }

    ExitCode show(Context& context, std::vector<report::ResultTable> tables, Format format) const {
        if (writes_folder(output_) || format == Format::kJson) {
            return write_tables(context, tables, {}, output_);
        }
        if (format == Format::kCsv) {
            context.note("Only the flows that moved; --out FOLDER writes all tables");
            return write_tables(context, {tables.front()}, {}, output_);
        }
        for (report::ResultTable& table : tables) table = report::without_levels(table);
        return write_tables(context, tables, {}, output_);
    }

    std::string world_;
    std::vector<std::string> years_, scenarios_;
    ComparingArguments comparing_;
    OutputArguments output_;
    SolvingArguments solving_;
};

} // namespace

std::unique_ptr<Command> make_compare_command() {
    return std::make_unique<CompareCommand>();
}

} // namespace isthmus::cli
