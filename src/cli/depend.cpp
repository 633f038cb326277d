// SPDX-License-Identifier: Apache-2.0
// isthmus depend: who depends on whom, at once and after rerouting.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/experimenting.hpp"
#include "cli/gaming.hpp"
#include "cli/output.hpp"
#include "game/world_game.hpp"
#include "report/views_dependence.hpp"

namespace isthmus::cli {
namespace {

using dependence::Dependence;
using report::DependenceMeasure;
using report::Only;
using report::ResultTable;

/// Rows that people are shown of the long tables.
constexpr int kShown = 15;

const CommandInfo kInfo{
    "depend",
    "say who depends on whom in one year",
    "For every ordered pair of actors the second withdraws towards the first: its territory, "
    "operators, supply and demand no longer serve it. What the first loses before anything is "
    "rerouted is its sensitivity, what it loses after everybody has rerouted its vulnerability, "
    "in money and as a share of its own payoff. With them come asymmetries, who gains, shares of "
    "trade, concentration and independent vectors. --of and --on look at one actor in depth.",
    {{"isthmus depend worlds/caspian --year 2024", "the matrix, and the largest dependences"},
     {"isthmus depend worlds/caspian --year 2024 --of georgia", "what Georgia rests on"},
     {"isthmus depend worlds/caspian --year 2024 --of armenia --on russia --commodity gas",
      "one pair in one market, by parts"},
     {"isthmus depend worlds/caspian --year 2024 --measure exposure --matrix --format csv",
      "shares of trade as a matrix for a spreadsheet"},
     {"isthmus depend worlds/caspian --year 2024 --out results/dependence",
      "every table as a CSV file"}}};

const std::vector<std::string> kMeasures = {"vulnerability", "sensitivity", "exposure"};

class DependCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_scenario(options, scenario_);
        options.option("--of", "ACTOR", of_, "Only what this state or bloc would lose, in depth");
        options.option("--on", "ACTOR", on_, "Only what others would lose without this one");
        options.option("--players", "NAMES", players_,
                       "States or blocs to look at, separated by commas; else those that the world "
                       "names, or those whose withdrawal would cost most");
        options.option("--player-count", "N", player_count_,
                       "So many, those whose withdrawal would cost most");
        options.option("--measure", join(kMeasures, "|"), measure_,
                       "Loss after rerouting, loss at once, or shares of trade");
        options.flag("--matrix", matrix_, "Only the matrix of that measure");
        options.option("--top", "N", top_, "Rows of the longer tables that people are shown");
        options.flag("--no-vectors", no_vectors_, "Do not look for independent vectors");
        declare_experiment(options, experiment_);
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        const Result<int> top = read_number("--top", top_, 1, 1'000'000);
        Diagnostics wrong = check_word("--measure", measure_, kMeasures);
        if (!top) wrong.append(top.diagnostics());
        if (!wrong.empty()) return context.fail(wrong);
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        auto options = read_options(world.value(), year.value());
        if (!options) return context.fail(options.diagnostics());
        dependence::DependenceOptions wanted = std::move(options).value();
        wanted.progress =
            [show = show_count(context, "Withdrawals")](const dependence::Progress& progress) {
                show(progress.done, progress.total);
            };
        const auto result = dependence::dependence(world.value(), year.value(), wanted);
        if (!result) return context.fail(result.diagnostics());
        const Only only = narrowed(result.value());
        const auto most = static_cast<std::size_t>(top.value());
        std::vector<ResultTable> tables =
            tables_of(context, result.value(), only, format.value(), most);
        if (format.value() == Format::kText) {
            for (ResultTable& table : tables) drop_ids(table);
        }
        return write_tables(context, tables, answer_properties(world.value(), year.value()),
                            output_);
    }

  private:
    /// Names of actors are checked before anything is solved.
    Result<dependence::DependenceOptions> read_options(const world::World& world, int year) const {
        Diagnostics wrong;
        if (!of_.empty()) wrong.append(check_actor(world, "--of", of_));
        if (!on_.empty()) wrong.append(check_actor(world, "--on", on_));
        if (!of_.empty() && of_ == on_) {
            wrong.add({"E840", "", 0, "", fmt::format("--of {} --on {}", of_, on_), "two actors",
                       "nobody withdraws towards itself"});
        }
        dependence::DependenceOptions options;
        if (!player_count_.empty()) {
            const auto count = read_number("--player-count", player_count_, 2,
                                           static_cast<int>(game::kMaxPlayers));
            if (!count)
                wrong.append(count.diagnostics());
            else
                options.player_count = static_cast<std::size_t>(count.value());
        }
        const auto experiment = read_experiment(world, experiment_);
        if (!experiment) wrong.append(experiment.diagnostics());
        if (!wrong.empty()) return wrong;
        options.commodities = experiment.value().commodities;
        options.solver = experiment.value().solver;
        options.threads = experiment.value().threads;
        options.vectors = !no_vectors_;
        options.players = listed(players_);
        if (Diagnostics refused = seat_asked(world, year, options); !refused.empty()) {
            return refused;
        }
        return options;
    }

    /// An actor that is asked about is looked at, whoever else is.
    Diagnostics seat_asked(const world::World& world, int year,
                           dependence::DependenceOptions& options) const {
        if (of_.empty() && on_.empty()) return {};
        std::vector<std::string> players = options.players;
        if (players.empty() && options.player_count == 0) players = world.manifest().players;
        if (players.empty()) {
            game::WorldGameOptions ranking;
            ranking.commodities = options.commodities;
            ranking.player_count = options.player_count;
            const auto ranked = game::default_players(world, year, ranking);
            if (!ranked) return ranked.diagnostics();
            players = ranked.value();
        }
        for (const std::string& name : {of_, on_}) {
            const bool seated = std::find(players.begin(), players.end(), name) != players.end();
            if (name.empty() || seated) continue;
            players.push_back(name);
            options.players = players;
        }
        return {};
    }

    Only narrowed(const Dependence& dependence) const {
        const auto place = [&](const std::string& name) -> std::optional<std::size_t> {
            for (std::size_t i = 0; i < dependence.players.size(); ++i) {
                if (dependence.players[i].id == name) return i;
            }
            return std::nullopt;
        };
        return {place(of_), place(on_), {}};
    }

    DependenceMeasure measure() const {
        if (measure_ == "exposure") return DependenceMeasure::kExposure;
        return measure_ == "sensitivity" ? DependenceMeasure::kSensitivity
                                         : DependenceMeasure::kVulnerability;
    }

    std::vector<ResultTable> tables_of(Context& context, const Dependence& dependence,
                                       const Only& only, Format format, std::size_t most) const {
        const bool exposure = measure() == DependenceMeasure::kExposure;
        if (matrix_) return {report::dependence_matrix_table(dependence, measure())};
        if (format == Format::kJson || writes_folder(output_)) return all_tables(dependence, only);
        if (format == Format::kCsv) {
            context.note("Only one table; --out FOLDER writes all");
            return {exposure ? report::exposure_table(dependence, only)
                             : report::dependence_table(dependence, only)};
        }
        if (exposure) return exposure_tables(dependence, only);
        if (only.of && only.on) return pair_tables(dependence, only);
        return only.of || only.on ? actor_tables(dependence, only, most)
                                  : overview(dependence, most);
    }

    std::vector<ResultTable> all_tables(const Dependence& dependence, const Only& only) const {
        return {report::dependence_matrix_table(dependence, measure()),
                report::dependence_table(dependence, only),
                report::asymmetry_table(dependence, only),
                report::withdrawal_table(dependence, only),
                report::dependence_mark_table(dependence, only),
                report::exposure_table(dependence, only),
                report::diversification_table(dependence, only),
                report::vector_table(dependence, only),
                report::dependence_payoff_table(dependence),
                report::dependence_certificate_table(dependence)};
    }

    std::vector<ResultTable> overview(const Dependence& dependence, std::size_t most) const {
        std::vector<ResultTable> tables = {report::dependence_matrix_table(dependence, measure()),
                                           report::largest_dependence_table(dependence, most),
                                           first_rows(report::asymmetry_table(dependence), most),
                                           report::gainer_table(dependence, most)};
        add_where_any(tables, first_rows(report::dependence_mark_table(dependence), most));
        return tables;
    }

    static std::vector<ResultTable> actor_tables(const Dependence& dependence, const Only& only,
                                                 std::size_t most) {
        std::vector<ResultTable> tables = {
            report::largest_dependence_table(dependence, dependence.players.size(), only),
            first_rows(report::asymmetry_table(dependence, only), most),
            report::gainer_table(dependence, most, only)};
        add_where_any(tables, first_rows(report::dependence_mark_table(dependence, only), most));
        if (only.of) {
            tables.push_back(report::diversification_table(dependence, only));
            add_where_any(tables, report::vector_table(dependence, only));
        }
        return tables;
    }

    static std::vector<ResultTable> pair_tables(const Dependence& dependence, const Only& only) {
        std::vector<ResultTable> tables = {
            report::pair_dependence_table(dependence, *only.of, *only.on),
            report::asymmetry_table(dependence, only), report::withdrawal_table(dependence, only)};
        add_where_any(tables, report::dependence_mark_table(dependence, only));
        add_where_any(tables, report::exposure_table(dependence, only));
        return tables;
    }

    static std::vector<ResultTable> exposure_tables(const Dependence& dependence,
                                                    const Only& only) {
        if (only.of || only.on) {
            return {report::exposure_table(dependence, only),
                    report::diversification_table(dependence, only)};
        }
        return {report::dependence_matrix_table(dependence, DependenceMeasure::kExposure),
                report::dependence_matrix_table(dependence, DependenceMeasure::kThrough),
                report::diversification_table(dependence, only)};
    }

    static void add_where_any(std::vector<ResultTable>& tables, ResultTable table) {
        if (!table.rows.empty()) tables.push_back(std::move(table));
    }

    /// For people, where the name stands beside an id.
    static void drop_ids(ResultTable& table) {
        for (const auto& [id, name] : {std::pair{"actor", "name"},
                                       {"on", "on_name"},
                                       {"other", "other_name"},
                                       {"who", "who_name"},
                                       {"partner", "partner_name"}}) {
            const std::size_t place = table.column(id);
            if (place >= table.columns.size() || table.column(name) >= table.columns.size()) {
                continue;
            }
            const auto at = static_cast<std::ptrdiff_t>(place);
            table.columns.erase(table.columns.begin() + at);
            for (report::ResultRow& row : table.rows) row.cells.erase(row.cells.begin() + at);
        }
    }

    /// For people.
    static ResultTable first_rows(ResultTable table, std::size_t most) {
        if (table.rows.size() <= most) return table;
        table.note += fmt::format(" The first {} of {}; --json has all.", most, table.rows.size());
        table.rows.resize(most);
        return table;
    }

    std::string world_, year_, scenario_, of_, on_, player_count_;
    std::string measure_ = "vulnerability", top_ = std::to_string(kShown);
    std::vector<std::string> players_;
    bool matrix_ = false, no_vectors_ = false;
    ExperimentArguments experiment_;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_depend_command() {
    return std::make_unique<DependCommand>();
}

} // namespace isthmus::cli
