// SPDX-License-Identifier: Apache-2.0
// isthmus leverage: who holds the lever, by which concept, and why.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/gaming.hpp"
#include "cli/output.hpp"
#include "report/views_leverage.hpp"

namespace isthmus::cli {
namespace {

using report::ResultTable;

const CommandInfo kInfo{
    "leverage",
    "compute every player's bargaining power in one year",
    "The value of a coalition is what its members, with those who are always present, could gain "
    "by the links and markets that they alone can open. From the values of all coalitions come the "
    "Shapley value, the nucleolus and the other solution concepts; a random sample of values is "
    "solved again by the linear program in every run. --why says what one player's power rests "
    "on.",
    {{"isthmus leverage worlds/caspian --year 2024", "the players that the world names"},
     {"isthmus leverage worlds/caspian --year 2024 --against-year 2009", "and since 2009"},
     {"isthmus leverage worlds/caspian --year 2024 --commodity gas --why turkey",
      "one market, and the consents that Turkey's power rests on"},
     {"isthmus leverage worlds/caspian --year 2024 --player-count 30 --samples 20000",
      "more players than exact work can do, with confidence intervals"},
     {"isthmus leverage worlds/caspian --year 2024 --concept owen --unions eaeu",
      "a bloc that joins as one"}}};

const std::vector<std::string> kOutsiders = {"out", "trading"};

class LeverageCommand : public Command {
  public:
    const CommandInfo& info() const override { return kInfo; }

    void declare(Options& options) override {
        declare_world(options, world_);
        declare_year(options, year_);
        declare_scenario(options, scenario_);
        declare_game(options, game_);
        options.option("--concept", join(concept_names(), "|"), concepts_,
                       "Show this solution concept; may be given several times");
        options.option("--unions", "BLOCS", unions_,
                       "Blocs that join as one in the Owen values, separated by commas");
        options.option("--outsiders", join(kOutsiders, "|"), outsiders_,
                       "Players outside a coalition are out, or go on trading among themselves");
        options.option("--against-year", "YEAR", against_year_, "Show the change since this year");
        options.option("--against-scenario", "NAME", against_scenario_,
                       "Show the change against this scenario; base is the world as it is");
        options.option("--why", "PLAYER", why_, "What each consent of this player is worth to it");
        options.option("--samples", "N", samples_,
                       "Estimate from at most so many random orders instead of all coalitions");
        options.option("--seed", "N", seed_, "Of the random orders");
        declare_format(options, output_);
        declare_out(options, output_);
    }

    ExitCode run(Context& context) override {
        const Result<Format> format = read_format(output_);
        if (!format) return context.fail(format.diagnostics());
        Diagnostics wrong = check_word("--outsiders", outsiders_, kOutsiders);
        for (const std::string& name : concepts_) {
            wrong.append(check_word("--concept", name, concept_names()));
        }
        wrong.append(check_sampling());
        if (!wrong.empty()) return context.fail(wrong);
        const Result<world::World> world = load_world(world_, scenario_);
        if (!world) return context.fail(world.diagnostics());
        context.count_warnings(world.value().warnings);
        const Result<int> year = read_year(world.value(), year_);
        if (!year) return context.fail(year.diagnostics());
        const Result<game::LeverageOptions> read = read_options(world.value());
        if (!read) return context.fail(read.diagnostics());
        game::LeverageOptions options = read.value();
        options.values.progress = show_progress(context, "Values of coalitions");
        if (!samples_.empty()) return sample(context, world.value(), year.value(), options);
        const auto leverage = game::leverage(world.value(), year.value(), options);
        if (!leverage) return context.fail(leverage.diagnostics());
        return show(context, leverage.value(), options, format.value());
    }

  private:
    static std::vector<std::string> concept_names() {
        std::vector<std::string> names;
        for (const report::Concept& each : report::concepts()) names.emplace_back(each.id);
        return names;
    }

    /// Estimates answer one question only.
    Diagnostics check_sampling() const {
        Diagnostics wrong;
        if (samples_.empty()) return wrong;
        const std::pair<const char*, bool> others[] = {
            {"--why", !why_.empty()},
            {"--concept", !concepts_.empty()},
            {"--unions", !unions_.empty()},
            {"--outsiders trading", outsiders_ == "trading"},
            {"--against-year", !against_year_.empty()},
            {"--against-scenario", !against_scenario_.empty()},
            {"--journal", !game_.journal.empty()}};
        for (const auto& [option, given] : others) {
            if (!given) continue;
            wrong.add({"E601", "", 0, "", fmt::format("{} with --samples", option),
                       "one of the two",
                       "samples estimate Shapley and Banzhaf values and nothing else"});
        }
        return wrong;
    }

    Result<game::LeverageOptions> read_options(const world::World& world) const {
        game::LeverageOptions options;
        auto game = read_game(world, game_);
        if (!game) return game.diagnostics();
        auto values = read_values(game_);
        if (!values) return values.diagnostics();
        options.game = std::move(game).value();
        options.values = std::move(values).value();
        options.trading_outsiders = outsiders_ == "trading";
        if (!unions_.empty()) options.unions = split(unions_, ',');
        return options;
    }

    /// Concepts asked for by name that the game does not have.
    Diagnostics missing_concepts(const game::Leverage& leverage) const {
        Diagnostics missing;
        for (const report::Concept& each : report::concepts()) {
            const bool asked =
                std::find(concepts_.begin(), concepts_.end(), each.id) != concepts_.end();
            if (!asked || !each.values(leverage).empty()) continue;
            if (each.id == "position") {
                missing.append(
                    game::position_value(leverage.values.total, leverage.relations).diagnostics());
            } else {
                missing.add({"E706", "", 0, "", fmt::format("--concept {}", each.id),
                             "a game that has this concept",
                             "it has no imputation, or is not quasi-balanced"});
            }
        }
        return missing;
    }

    ExitCode sample(Context& context, const world::World& world, int year,
                    const game::LeverageOptions& options) const {
        constexpr int kMost = 100'000'000;
        const Result<int> samples = read_number("--samples", samples_, 1, kMost);
        if (!samples) return context.fail(samples.diagnostics());
        const Result<int> seed = read_number("--seed", seed_, 0, kMost);
        if (!seed) return context.fail(seed.diagnostics());
        game::SamplingOptions sampling;
        sampling.max_permutations = static_cast<std::size_t>(samples.value());
        sampling.seed = static_cast<std::uint64_t>(seed.value());
        sampling.threads = options.values.threads;
        sampling.progress = show_progress(context, "Random orders");
        const auto leverage = game::sampled_leverage(world, year, options, sampling);
        if (!leverage) return context.fail(leverage.diagnostics());
        return write_tables(context, {report::sampled_table(leverage.value())},
                            answer_properties(world, year), output_);
    }

    ExitCode show(Context& context, const game::Leverage& leverage,
                  const game::LeverageOptions& options, Format format) const {
        if (const Diagnostics missing = missing_concepts(leverage); !missing.empty()) {
            return context.fail(missing);
        }
        std::vector<ResultTable> tables;
        if (against_year_.empty() && against_scenario_.empty()) {
            tables.push_back(report::leverage_table(leverage));
        } else {
            // The other world must outlive what is computed from it.
            const std::string scenario = against_scenario_.empty() ? scenario_ : against_scenario_;
            const Result<world::World> world = load_world(world_, scenario);
            if (!world) return context.fail(world.diagnostics());
            const Result<int> year =
                against_year_.empty() ? read_year(world.value(), year_)
                                      : read_year(world.value(), against_year_, "--against-year");
            if (!year) return context.fail(year.diagnostics());
            game::LeverageOptions same = options;
            same.values.journal.clear();
            same.game.players.clear();
            same.game.idle_players = true;
            for (const game::Player& player : leverage.game.players) {
                same.game.players.push_back(player.id);
            }
            const auto against = game::leverage(world.value(), year.value(), same);
            if (!against) return context.fail(against.diagnostics());
            tables.push_back(report::leverage_table(leverage, &against.value()));
        }
        const bool all = format == Format::kJson || writes_folder(output_);
        if (all || format == Format::kText || !concepts_.empty()) {
            tables.push_back(report::concept_table(leverage, concepts_));
        }
        if (!why_.empty()) {
            const auto player = find_player(leverage.game);
            if (!player) return context.fail(player.diagnostics());
            context.progress("Worth of each consent");
            const auto worths = game::consent_worths(leverage, player.value(), options.values);
            if (!worths) return context.fail(worths.diagnostics());
            tables.push_back(report::consent_table(leverage, player.value(), worths.value()));
        }
        if (all || format == Format::kText) {
            tables.push_back(report::contribution_table(leverage));
            tables.push_back(report::partner_table(leverage));
            if (format == Format::kText && !all) keep_first(tables.back());
            tables.push_back(report::game_property_table(leverage));
            tables.push_back(report::game_part_table(leverage));
            tables.push_back(report::assumption_table(leverage));
        } else if (tables.size() > 1) {
            context.note("Only the last table asked for; --out FOLDER writes all");
            tables = {tables.back()};
        }
        return write_tables(context, tables,
                            answer_properties(*leverage.game.world, leverage.game.year), output_);
    }

    /// For people: the partners that matter most to each player.
    static void keep_first(ResultTable& table) {
        constexpr std::size_t kShown = 3;
        std::string player;
        std::size_t seen = 0;
        const std::size_t before = table.rows.size();
        std::erase_if(table.rows, [&](const report::ResultRow& row) {
            const std::string* name = row.cells.front().text();
            if (name != nullptr && *name != player) {
                player = *name;
                seen = 0;
            }
            return ++seen > kShown;
        });
        if (table.rows.size() < before) {
            table.note += " The three that matter most to each; --json has all.";
        }
    }

    Result<std::size_t> find_player(const game::WorldGame& game) const {
        std::vector<std::string> names;
        for (const game::Player& player : game.players) names.push_back(player.id);
        const auto found = std::find(names.begin(), names.end(), why_);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        return one({"E602", "", 0, "", "--why " + why_, "one of the players",
                    did_you_mean(why_, names, "they are " + join(names, ", "))});
    }

    std::string world_, year_, scenario_, unions_, against_year_, against_scenario_, why_, samples_;
    std::string outsiders_ = "out", seed_ = "1";
    std::vector<std::string> concepts_;
    GameArguments game_;
    OutputArguments output_;
};

} // namespace

std::unique_ptr<Command> make_leverage_command() {
    return std::make_unique<LeverageCommand>();
}

} // namespace isthmus::cli
