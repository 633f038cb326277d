// SPDX-License-Identifier: Apache-2.0
#include "report/leverage_study.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "report/columns.hpp"
#include "report/html_table.hpp"

namespace isthmus::report {

namespace {

using game::Leverage;
using world::World;

constexpr int kYearStep = 5;
constexpr int kYearsBefore = 10;
/// Coalitions of each part that the linear program solves again in other years: that of everybody.
/// The report's own year has the usual sample.
constexpr std::size_t kCertifiedInYear = 1;
/// All gains below this (MUSD) have no shares worth showing.
constexpr double kLeastGains = 0.05;

/// By their ids, for a scenario may have commodities of its own.
std::vector<world::CommodityId> same_commodities(const World& from,
                                                 const std::vector<world::CommodityId>& commodities,
                                                 const World& to) {
    std::vector<world::CommodityId> result;
    for (const auto id : commodities) {
        const auto there = to.find<world::CommodityTag>("commodities", from.commodities[id].id);
        if (there.valid()) result.push_back(there);
    }
    return result;
}

std::vector<std::string> ids_of(const game::WorldGame& game) {
    std::vector<std::string> ids;
    for (const game::Player& player : game.players) ids.push_back(player.id);
    return ids;
}

/// Leaves out the players that were refused. False where anything else is wrong.
bool without_refused(const Diagnostics& diagnostics, std::vector<std::string>& players) {
    const std::size_t before = players.size();
    for (const Diagnostic& diagnostic : diagnostics.items()) {
        if (diagnostic.id != "E702") return false;
        std::erase(players, diagnostic.found);
    }
    return players.size() < before && !players.empty();
}

/// One year of the same players and commodities, without concepts beyond the Shapley value.
YearOfGains gains_of(const World& world, int year, const game::LeverageOptions& options) {
    YearOfGains result;
    result.year = year;
    game::WorldGameOptions wanted = options.game;
    auto game = game::world_game(world, year, wanted);
    if (!game.ok() && without_refused(game.diagnostics(), wanted.players)) {
        game = game::world_game(world, year, wanted);
    }
    if (!game.ok()) {
        result.reason = first_reason(game.diagnostics());
        return result;
    }
    const auto values = game::game_values(game.value(), options.values);
    if (!values.ok()) {
        result.reason = first_reason(values.diagnostics());
        return result;
    }
    const game::ValueTable& table = values.value().total;
    const std::vector<double> shapley = game::shapley(table);
    result.gains.resize(options.game.players.size());
    for (std::size_t i = 0; i < shapley.size(); ++i) {
        const auto& ids = options.game.players;
        const auto place = std::find(ids.begin(), ids.end(), game.value().players[i].id);
        if (place == ids.end()) continue;
        const double gain = shapley[i] - table[game::player_bit(i)];
        result.gains[static_cast<std::size_t>(place - ids.begin())] = gain;
        result.all += gain;
    }
    return result;
}

YearOfGains gains_of(const Leverage& leverage) {
    YearOfGains result;
    result.year = leverage.game.year;
    for (std::size_t i = 0; i < leverage.players(); ++i) {
        result.gains.emplace_back(leverage.gain(i));
        result.all += leverage.gain(i);
    }
    return result;
}

/// Every fifth year of the world, its last one, and the years in `also`.
std::set<int> years_of(const World& world, const std::vector<int>& also) {
    const world::Manifest& manifest = world.manifest();
    std::set<int> years(also.begin(), also.end());
    for (int year = manifest.first_year; year <= manifest.last_year; year += kYearStep) {
        years.insert(year);
    }
    years.insert(manifest.last_year);
    return years;
}

/// What the report's year is held against.
struct Against {
    const World* world = nullptr; ///< none: nothing
    int year = 0;
    std::string name;
};
Against against_of(const World& world, int year, const ReportOptions& options) {
    if (options.leverage_base != nullptr) {
        const int other = options.leverage_against.value_or(year);
        std::string name = "the world as it is";
        if (other != year) name += fmt::format(" in {}", other);
        return {options.leverage_base, other, std::move(name)};
    }
    const int other = options.leverage_against.value_or(year - kYearsBefore);
    if (other == year || other < world.manifest().first_year) return {};
    return {&world, other, std::to_string(other)};
}

/// What the games of a study are about.
struct Games {
    const World& world;
    int year;
    Against against;
    game::LeverageOptions options;
};

void solve_against(const Games& games, LeverageStudy& study) {
    const World& world = *games.against.world;
    game::LeverageOptions options = games.options;
    options.game.commodities = same_commodities(games.world, games.options.game.commodities, world);
    options.values.certified_sample = kCertifiedInYear;
    auto other = game::leverage(world, games.against.year, options);
    if (other.ok()) {
        study.against = std::move(other).value();
    } else {
        study.against_reason = first_reason(other.diagnostics());
    }
}

void solve_own(const Games& games, LeverageStudy& study) {
    auto own = game::leverage(games.world, games.year, games.options);
    if (own.ok()) {
        study.leverage = std::move(own).value();
    } else {
        study.reason = first_reason(own.diagnostics());
    }
}

/// All games, two at a time: they are independent, and each fills its own place.
void solve_games(Games games, LeverageStudy& study) {
    games.options.values.threads = 1;
    const auto same_world = [&](int year) {
        return games.against.world == &games.world && games.against.year == year;
    };
    std::vector<std::function<void()>> tasks = {[&] { solve_own(games, study); }};
    if (games.against.world != nullptr) tasks.push_back([&] { solve_against(games, study); });
    game::LeverageOptions brief = games.options;
    brief.values.certified_sample = kCertifiedInYear;
    for (YearOfGains& year : study.years) {
        if (year.year == games.year || same_world(year.year)) continue;
        tasks.push_back([&] { year = gains_of(games.world, year.year, brief); });
    }
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size(); i = next++) tasks[i]();
    };
    {
        const std::jthread helper(work);
        work();
    }
    for (YearOfGains& year : study.years) {
        if (year.year == games.year && study.leverage) {
            year = gains_of(*study.leverage);
        } else if (same_world(year.year)) {
            if (study.against) {
                year = gains_of(*study.against);
            } else {
                year = gains_of(games.world, year.year, brief);
            }
        }
    }
}

Result<std::vector<std::string>> players_of(const World& world, int year,
                                            game::WorldGameOptions options,
                                            const std::vector<world::ActorId>& central) {
    const std::vector<std::string>& stated = world.manifest().players;
    if (!stated.empty()) {
        const std::size_t count = std::min(stated.size(), kReportPlayers);
        return std::vector<std::string>(stated.begin(),
                                        stated.begin() + static_cast<std::ptrdiff_t>(count));
    }
    options.player_count = game::kMaxPlayers - 1;
    const auto ranked = game::default_players(world, year, options);
    if (!ranked.ok()) return ranked.diagnostics();
    const std::vector<std::string>& all = ranked.value();
    std::vector<char> chosen(all.size(), 0);
    std::size_t count = 0;
    const auto choose = [&](std::size_t most, const auto& wanted) {
        for (std::size_t i = 0; i < all.size() && count < most; ++i) {
            if (chosen[i] != 0 || !wanted(all[i])) continue;
            chosen[i] = 1;
            ++count;
        }
    };
    const auto anybody = [](const std::string&) { return true; };
    choose(kReportPlayers / 2, anybody);
    choose(kReportPlayers, [&](const std::string& id) {
        return std::any_of(central.begin(), central.end(),
                           [&](world::ActorId actor) { return world.actors[actor].id == id; });
    });
    choose(kReportPlayers, anybody);
    std::vector<std::string> players;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (chosen[i] != 0) players.push_back(all[i]);
    }
    return players;
}

ResultTable by_years(const LeverageStudy& study, const ResultTable& leverage, ResultTable table,
                     bool share) {
    table.columns = {text("player", "Player", "Id of the state or bloc"), text("name", "Name")};
    for (const YearOfGains& year : study.years) {
        table.columns.push_back(
            share ? number(fmt::format("share_{}", year.year), std::to_string(year.year), "%", 1,
                           "Share of all gains of the year")
                  : number(fmt::format("gain_{}", year.year), std::to_string(year.year), "MUSD", 0,
                           "Shapley value beyond alone"));
    }
    const std::vector<std::string> ids = ids_of(study.leverage->game);
    for (std::size_t row = 0; row < leverage.rows.size(); ++row) {
        const std::string id = cell_text(leverage, row, "player");
        const auto player =
            static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
        ResultRow result{{id, cell_text(leverage, row, "name")}, {}};
        for (const YearOfGains& year : study.years) {
            Cell cell;
            if (player < year.gains.size() && year.gains[player]) {
                const double gain = *year.gains[player];
                if (!share) {
                    cell = gain;
                } else if (year.all >= kLeastGains) {
                    cell = 100 * gain / year.all;
                }
            }
            result.cells.push_back(std::move(cell));
        }
        table.rows.push_back(std::move(result));
    }
    return table;
}

} // namespace

std::string first_reason(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.items()) {
        if (diagnostic.level() == Level::kError) return diagnostic.to_string();
    }
    return "no reason was given";
}

std::vector<world::CommodityId> commodities_of(const flow::Market& market) {
    std::set<world::CommodityId> found;
    for (const flow::Layer& layer : market.layers) found.insert(layer.commodity);
    return {found.begin(), found.end()};
}

LeverageStudy leverage_study(const flow::Equilibrium& equilibrium, const ReportOptions& options,
                             const std::vector<world::ActorId>& central) {
    const World& world = *equilibrium.market.world;
    const int year = equilibrium.market.year;
    LeverageStudy study;
    game::LeverageOptions game;
    game.game.commodities = commodities_of(equilibrium.market);
    auto players = players_of(world, year, game.game, central);
    if (!players.ok()) {
        study.reason = first_reason(players.diagnostics());
        return study;
    }
    game.game.players = std::move(players).value();
    if (game.game.players.empty()) {
        study.reason = "nobody's withdrawal would cost anyone anything";
        return study;
    }
    game.game.idle_players = true;
    game.game.players.emplace_back(game::kEveryoneElse);
    const Against against = against_of(world, year, options);
    study.against_name = against.name;
    for (const int each : years_of(world, {year})) study.years.push_back({each, {}, 0, {}});
    solve_games({world, year, against, game}, study);
    if (!study.leverage) study.years.clear();
    return study;
}

ResultTable gain_share_table(const LeverageStudy& study, const ResultTable& leverage) {
    return by_years(study, leverage,
                    {"gain_shares",
                     "Shares of all gains over the years",
                     "Per cent of what cooperation adds for these players in each year; missing "
                     "where a year has no game or a player no stake in it.",
                     {},
                     {}},
                    true);
}

ResultTable gain_year_table(const LeverageStudy& study, const ResultTable& leverage) {
    return by_years(study, leverage,
                    {"gain_years",
                     "Gains over the years",
                     "Million US dollars a year that cooperation adds for each player.",
                     {},
                     {}},
                    false);
}

} // namespace isthmus::report
