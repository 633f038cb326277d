// SPDX-License-Identifier: Apache-2.0
#include "cli/gaming.hpp"

#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"

namespace isthmus::cli {

namespace {

const std::vector<std::string> kOthers = {"merged", "present", "out"};
const std::vector<std::string> kRestrictions = {"lifted", "standing"};

} // namespace

void declare_game(Options& options, GameArguments& arguments) {
    options.option(
        "--players", "NAMES", arguments.players,
        "States or blocs that play, separated by commas; else those that the world names, "
        "or those whose withdrawal would cost most");
    options.option("--player-count", "N", arguments.player_count,
                   "So many play, those whose withdrawal would cost most");
    options.option("--others", join(kOthers, "|"), arguments.others,
                   "Actors who are not named act as one player, are always present, or are out of "
                   "every coalition");
    options.option("--restrictions", join(kRestrictions, "|"), arguments.restrictions,
                   "Restrictions between actors are lifted within a coalition, or stand");
    options.option("--commodity", "NAME", arguments.commodities,
                   "Only this commodity; may be given several times");
    declare_threads(options, arguments.threads);
    options.option("--certify", "N", arguments.certified,
                   "So many random coalitions of each part are solved again by the linear program");
    options.option("--journal", "FILE", arguments.journal,
                   "Keep finished chunks in this file, and go on from there when it exists");
}

Result<game::WorldGameOptions> read_game(const world::World& world,
                                         const GameArguments& arguments) {
    Diagnostics wrong = check_word("--others", arguments.others, kOthers);
    wrong.append(check_word("--restrictions", arguments.restrictions, kRestrictions));
    game::WorldGameOptions options;
    if (!arguments.player_count.empty()) {
        const auto count = read_number("--player-count", arguments.player_count, 1,
                                       static_cast<int>(game::kMaxPlayers) - 1);
        if (!count)
            wrong.append(count.diagnostics());
        else
            options.player_count = static_cast<std::size_t>(count.value());
    }
    const auto commodities = read_commodities(world, listed(arguments.commodities));
    if (!commodities) wrong.append(commodities.diagnostics());
    if (!wrong.empty()) return wrong;
    options.players = listed(arguments.players);
    options.commodities = commodities.value();
    options.others = arguments.others == "out"       ? game::Others::kOut
                     : arguments.others == "present" ? game::Others::kPresent
                                                     : game::Others::kMerged;
    options.restrictions = arguments.restrictions == "standing" ? game::RestrictionRule::kStanding
                                                                : game::RestrictionRule::kLifted;
    return options;
}

Result<game::ValueOptions> read_values(const GameArguments& arguments) {
    const auto threads = read_threads(arguments.threads);
    const auto certified =
        read_number("--certify", arguments.certified, 1, 1 << game::kMaxTablePlayers);
    Diagnostics wrong;
    if (!threads) wrong.append(threads.diagnostics());
    if (!certified) wrong.append(certified.diagnostics());
    if (!wrong.empty()) return wrong;
    game::ValueOptions options;
    options.certified_sample = static_cast<std::size_t>(certified.value());
    options.threads = threads.value();
    options.journal = arguments.journal;
    if (options.journal.empty()) return options;
    const auto folder = std::filesystem::absolute(options.journal).parent_path();
    if (std::filesystem::exists(folder / "world.toml")) {
        return one({"E710", arguments.journal, 0, "", "a file in a world's folder",
                    "a file elsewhere", "a world holds its tables only"});
    }
    return options;
}

std::function<void(const game::Progress&)> show_progress(Context& context, std::string what) {
    using Clock = std::chrono::steady_clock;
    return [&context, what = std::move(what), begun = Clock::now(),
            shown = Clock::now()](const game::Progress& progress) mutable {
        constexpr std::chrono::milliseconds kEvery(200);
        const Clock::time_point now = Clock::now();
        if (now - shown < kEvery || progress.done == 0) return;
        shown = now;
        const double seconds = std::chrono::duration<double>(now - begun).count();
        const double rate = static_cast<double>(progress.done) / seconds;
        const double left = static_cast<double>(progress.total - progress.done) / rate;
        context.progress(fmt::format("{}: {} of {}, {:.0f} a second, {:.0f} s left", what,
                                     progress.done, progress.total, rate, left));
    };
}

} // namespace isthmus::cli
