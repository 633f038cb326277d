// SPDX-License-Identifier: Apache-2.0
// isthmus value-of: what a project is worth to every player, against its cost.
#include <chrono>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/gaming.hpp"
#include "cli/output.hpp"
#include "game/value_of.hpp"
#include "report/views_value_of.hpp"

namespace isthmus::cli {
namespace {

using report::ResultTable;

constexpr double kHundred = 100; ///< per cent
constexpr int kLongestLife = 1000;

const CommandInfo kInfo{
    "value-of",
    "say what a project is worth to every player, against its cost",
    "The strategic value of a project to a player is the change of its Shapley value when the "
    "project is added: in service for the whole year against absent in it. The changes are held "
    "against the yearly cost of the capital: who would pay, who would block, who need not be "
    "asked, and whether the sponsors' gain covers it. Where no players are named, those who must "
    "agree to the project's links play, and those who matter most for its commodities. A cost that "
    "is not known is not taken to be nothing.",
    {{"isthmus value-of worlds/caspian project-btc --year 1998",
      "one project, in a year before it was built"},
     {"isthmus value-of worlds/caspian rasht-astara --players iran,russia --rate 5 --life 40",
      "players and financing of your own"},
     {"isthmus value-of worlds/caspian --all --year 2024 --out results/projects",
      "all projects, every table as a CSV file"}}};

class ValueOfCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        options.argument("PROJECT", project_, "Id of a project (projects.csv)");
        options.flag("--all", all_, "All projects of the world");
        options.option("--year", "YEAR", year_,
                       "Year of the market; the world's base year if none");
        declare_scenario(options, scenario_);
        options.option("--rate", "PERCENT", rate_,
                       "Real rate of interest a year; 8 if none is given");
        options.option("--life", "YEARS", life_,
                       "Years over which the cost is repaid; 25 if none are given");
        declare_game(options, game_);
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        const Result<game::Financing> financing = read_financing();
        if (!financing) return context.fail(financing.diagnostics());
        // One name alone is the project where the current folder is a world.
        if (!all_ && project_.empty() && find_world("")) std::swap(world_, project_);
        if (all_ != project_.empty()) return context.fail(wrong_number());
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year =
            year_.empty() ? world.value().manifest().base_year : read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        const auto options = read_game(world.value(), game_);
        if (!options) return context.fail(options.diagnostics());
        const auto values = read_values(game_);
        if (!values) return context.fail(values.diagnostics());
        const Question question{world.value(), year.value(), options.value(), values.value(),
                                financing.value()};
        return all_ ? show_all(context, question, format.value())
                    : show_one(context, question, format.value());
    }

  private:
    struct Question {
        const world::World& world;
        int year;
        const game::WorldGameOptions& game;
        game::ValueOptions values;
        game::Financing financing;
    };

    Diagnostic wrong_number() const {
        if (all_) return {"E601", "", 0, "", project_, "one project, or --all", ""};
        return {"E601", "", 0, "", "", "a project", "its id in projects.csv, or --all"};
    }

    Result<game::Financing> read_financing() const {
        game::Financing financing;
        Diagnostics wrong;
        if (!rate_.empty()) {
            const auto rate = parse_number(rate_);
            if (!rate || *rate < 0 || *rate > kHundred) {
                wrong.add({"E603", "", 0, "", "--rate " + rate_, "per cent from 0 to 100", ""});
            } else {
                financing.rate = *rate / kHundred;
            }
        }
        if (!life_.empty()) {
            const auto life = read_number("--life", life_, 1, kLongestLife);
            if (!life) {
                wrong.append(life.diagnostics());
            } else {
                financing.life = life.value();
            }
        }
        if (!wrong.empty()) return wrong;
        return financing;
    }

    Result<world::ProjectId> find_project(const world::World& world) const {
        const auto project = world.find<world::ProjectTag>("projects", project_);
        if (project.valid()) return project;
        std::vector<std::string> names;
        for (const world::Project& each : world.projects) {
            // Many ids are "project-" and the name that people use.
            if (each.id.ends_with("-" + project_) || project_.ends_with("-" + each.id)) {
                return one({"E602", "", 0, "", project_, "a project of the world",
                            fmt::format("did you mean '{}'?", each.id)});
            }
            names.push_back(each.id);
        }
        return one({"E602", "", 0, "", project_, "a project of the world",
                    did_you_mean(project_, names, "see projects.csv")});
    }

    ExitCode show_one(Context& context, const Question& question, Format format) const {
        const Result<world::ProjectId> project = find_project(question.world);
        if (!project) return context.fail(project.diagnostics());
        game::ValueOptions values = question.values;
        values.progress = show_progress(context, "Values of coalitions");
        const auto value = game::value_of(question.world, project.value(), question.year,
                                          question.game, values, question.financing);
        if (!value) return context.fail(value.diagnostics());
        std::vector<ResultTable> tables =
            report::project_value_tables(question.world, value.value());
        constexpr std::size_t kPlayers = 1;
        if (format == Format::kCsv && !writes_folder(output_)) {
            context.note("Only the players; --out FOLDER writes all tables");
            tables = {tables[kPlayers]};
        }
        return write_tables(context, tables, properties(question), output_);
    }

    ExitCode show_all(Context& context, const Question& question, Format format) const {
        using Clock = std::chrono::steady_clock;
        const auto begun = Clock::now();
        const auto progress = [&](std::size_t number) {
            if (Clock::now() - begun < std::chrono::seconds(1)) return;
            context.progress(fmt::format("Project {} of {}: {}", number + 1,
                                         question.world.projects.size(),
                                         question.world.projects[world::ProjectId(number)].name));
        };
        const auto outcomes = game::value_of_all(question.world, question.year, question.game,
                                                 question.values, question.financing, progress);
        if (!outcomes) return context.fail(outcomes.diagnostics());
        std::vector<ResultTable> tables =
            report::project_values_tables(question.world, question.year, outcomes.value());
        constexpr std::size_t kForPeople = 2;
        if (!writes_folder(output_)) {
            if (format == Format::kCsv) {
                context.note("Only the overview; --out FOLDER writes all tables");
                tables.resize(1);
            } else if (format == Format::kText) {
                tables.resize(kForPeople);
            }
        }
        return write_tables(context, tables, properties(question), output_);
    }

    static Properties properties(const Question& question) {
        Properties result = answer_properties(question.world, question.year);
        result.emplace_back("rate", report::machine_number(question.financing.rate));
        result.emplace_back("life", std::to_string(question.financing.life));
        return result;
    }

    std::string world_, project_, year_, scenario_, rate_, life_;
    bool all_ = false;
    GameArguments game_;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_value_of_command() {
    return std::make_unique<ValueOfCommand>();
}

} // namespace isthmus::cli
