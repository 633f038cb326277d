// SPDX-License-Identifier: Apache-2.0
#include "cli/comparing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/experimenting.hpp"
#include "cli/gaming.hpp"
#include "report/views_compare.hpp"
#include "report/views_compare_power.hpp"

namespace isthmus::cli {
namespace {

using flow::Equilibrium;
using report::ResultTable;

constexpr const char* kDependence = "dependence";
constexpr const char* kLeverage = "leverage";
const std::vector<std::string> kMeasures = {kDependence, kLeverage};

bool wants(const ComparingArguments& arguments, const std::string& measure) {
    const std::vector<std::string> with = listed(arguments.with);
    return std::find(with.begin(), with.end(), measure) != with.end();
}

template <typename Measure> std::vector<const Measure*> pointers(const std::vector<Measure>& to) {
    std::vector<const Measure*> result;
    for (const Measure& each : to) result.push_back(&each);
    return result;
}

/// Of all sides, for the players of the first.
Result<std::vector<game::Leverage>> leverages(Context& context,
                                              const std::vector<const Equilibrium*>& sides,
                                              const ComparingArguments& arguments,
                                              const SolvingArguments& solving) {
    GameArguments game;
    game.players = arguments.players;
    game.commodities = solving.commodities;
    game.threads = solving.threads;
    std::vector<game::Leverage> result;
    for (const Equilibrium* side : sides) {
        const world::World& world = *side->market.world;
        const auto options = read_game(world, game);
        if (!options) return options.diagnostics();
        const auto values = read_values(game);
        if (!values) return values.diagnostics();
        game::LeverageOptions asked;
        asked.game = options.value();
        asked.values = values.value();
        asked.values.progress = show_progress(
            context, fmt::format("Leverage, {}", result_name(world, side->market.year)));
        if (!result.empty()) {
            asked.game.players.clear();
            asked.game.idle_players = true;
            for (const game::Player& player : result.front().game.players) {
                asked.game.players.push_back(player.id);
            }
        }
        auto leverage = game::leverage(world, side->market.year, asked);
        if (!leverage) return leverage.diagnostics();
        result.push_back(std::move(leverage).value());
    }
    return result;
}

Result<std::vector<dependence::Dependence>>
dependences(Context& context, const std::vector<const Equilibrium*>& sides,
            const ComparingArguments& arguments, const SolvingArguments& solving) {
    std::vector<dependence::Dependence> result;
    for (const Equilibrium* side : sides) {
        const world::World& world = *side->market.world;
        const auto read = read_solving(world, solving);
        if (!read) return read.diagnostics();
        dependence::DependenceOptions options;
        options.players = listed(arguments.players);
        options.commodities = read.value().market.commodities;
        options.solver = read.value().solve.solver;
        options.threads = read.value().solve.threads;
        options.vectors = false;
        const auto show = show_count(
            context, fmt::format("Dependence, {}", result_name(world, side->market.year)));
        options.progress = [show](const dependence::Progress& progress) {
            show(progress.done, progress.total);
        };
        if (!result.empty()) {
            options.players.clear();
            for (const game::Player& player : result.front().players) {
                options.players.push_back(player.id);
            }
        }
        auto dependence = dependence::dependence(world, side->market.year, options);
        if (!dependence) return dependence.diagnostics();
        result.push_back(std::move(dependence).value());
    }
    return result;
}

} // namespace

void declare_comparing(Options& options, ComparingArguments& arguments) {
    options.option("--with", "MEASURES", arguments.with,
                   "Compare as well: dependence (sensitivity and vulnerability by pair), leverage "
                   "(gains by the Shapley value), or both with a comma; these solve many markets");
    options.option(
        "--players", "NAMES", arguments.players,
        "States or blocs whose dependence and leverage is compared, separated by commas; "
        "else those that the world names");
    options.flag("--mixed-calibration", arguments.mixed_calibration,
                 "Compare a side with corrections by calibration and one without all the same");
}

Diagnostics check_comparing(const ComparingArguments& arguments) {
    Diagnostics wrong;
    for (const std::string& measure : listed(arguments.with)) {
        wrong.append(check_word("--with", measure, kMeasures));
    }
    if (!arguments.players.empty() && arguments.with.empty()) {
        wrong.add({"E601", "", 0, "", "--players", "--with dependence or --with leverage as well",
                   "payoffs are of all states"});
    }
    return wrong;
}

Result<std::vector<ResultTable>> compare_sides(Context& context,
                                               const std::vector<const Equilibrium*>& sides,
                                               const ComparingArguments& arguments,
                                               const SolvingArguments& solving) {
    auto compared = report::compare(sides, {.mixed_calibration = arguments.mixed_calibration});
    if (!compared) return compared.diagnostics();
    std::vector<ResultTable> tables = std::move(compared).value();
    if (wants(arguments, kDependence)) {
        const auto found = dependences(context, sides, arguments, solving);
        if (!found) return found.diagnostics();
        tables.push_back(report::compare_dependence(sides, pointers(found.value())));
    }
    if (wants(arguments, kLeverage)) {
        const auto found = leverages(context, sides, arguments, solving);
        if (!found) return found.diagnostics();
        tables.push_back(report::compare_leverage(sides, pointers(found.value())));
    }
    return tables;
}

} // namespace isthmus::cli
