// SPDX-License-Identifier: Apache-2.0
#include "cli/experimenting.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/gaming.hpp"
#include "game/game_players.hpp"

namespace isthmus::cli {

namespace {

template <typename Things> void add_ids(const Things& things, std::vector<std::string>& names) {
    for (const auto& thing : things) names.push_back(thing.id);
}

} // namespace

void declare_experiment(Options& options, ExperimentArguments& arguments) {
    options.option("--commodity", "NAME", arguments.commodities,
                   "Only this commodity; may be given several times");
    declare_solver(options, arguments.solver);
    declare_threads(options, arguments.threads);
}

Result<dependence::BaselineOptions> read_experiment(const world::World& world,
                                                    const ExperimentArguments& arguments) {
    Diagnostics wrong = check_solver(arguments.solver);
    const auto threads = read_threads(arguments.threads);
    if (!threads) wrong.append(threads.diagnostics());
    const auto commodities = read_commodities(world, listed(arguments.commodities));
    if (!commodities) wrong.append(commodities.diagnostics());
    if (!wrong.empty()) return wrong;
    dependence::BaselineOptions options;
    options.commodities = commodities.value();
    options.solver = arguments.solver;
    options.threads = threads.value();
    return options;
}

std::vector<std::string> actor_names(const world::World& world) {
    std::vector<std::string> names;
    for (const world::Actor& actor : world.actors) {
        if (actor.kind != world::ActorKind::kCompany) names.push_back(actor.id);
    }
    add_ids(world.blocs, names);
    return names;
}

Diagnostics check_actor(const world::World& world, const std::string& option,
                        const std::string& typed) {
    Diagnostics wrong;
    const std::vector<std::string> names = actor_names(world);
    if (std::find(names.begin(), names.end(), typed) != names.end()) return wrong;
    const auto company = world.find<world::ActorTag>("actors", typed);
    if (company.valid()) {
        const world::ActorId home = world.actors[company].home;
        wrong.add({"E602", "", 0, "", option + " " + typed, "a state or bloc of the world",
                   home.valid()
                       ? fmt::format("it is a company and counts for '{}'", world.actors[home].id)
                       : "it is a company"});
        return wrong;
    }
    wrong.add({"E602", "", 0, "", option + " " + typed, "a state or bloc of the world",
               did_you_mean(typed, names, "see actors.csv and blocs.csv")});
    return wrong;
}

Result<std::vector<world::ActorId>> read_states(const world::World& world, int year,
                                                const std::string& option,
                                                const std::string& typed) {
    if (Diagnostics wrong = check_actor(world, option, typed); !wrong.empty()) return wrong;
    const auto actor = world.find<world::ActorTag>("actors", typed);
    if (actor.valid()) return std::vector<world::ActorId>{actor};
    const auto bloc = world.find<world::BlocTag>("blocs", typed);
    const auto members = game::members(world, bloc, reference_day(year));
    return std::vector<world::ActorId>(members.begin(), members.end());
}

Result<dependence::Outage> read_outage(const world::World& world, const std::string& option,
                                       const std::string& typed) {
    constexpr std::string_view kLinks = "links/", kNodes = "nodes/";
    const bool only_links = typed.starts_with(kLinks), only_nodes = typed.starts_with(kNodes);
    const std::string id = only_links || only_nodes ? typed.substr(kLinks.size()) : typed;
    dependence::Outage outage;
    if (!only_nodes) outage.link = world.find<world::LinkTag>("links", id);
    if (outage.link.valid()) return outage;
    if (!only_links) outage.node = world.find<world::NodeTag>("nodes", id);
    if (outage.node.valid()) return outage;
    std::vector<std::string> names;
    if (!only_nodes) add_ids(world.links, names);
    if (!only_links) add_ids(world.nodes, names);
    return one({"E602", "", 0, "", option + " " + typed, "a link or place of the world",
                did_you_mean(id, names, "see links.csv and nodes.csv")});
}

Result<dependence::CutSide> read_side(const world::World& world, int year,
                                      const std::string& option, const std::string& typed) {
    dependence::CutSide side;
    Diagnostics wrong;
    for (const std::string& name : split(typed, ',')) {
        if (name.empty()) continue;
        const auto node = world.find<world::NodeTag>("nodes", name);
        if (check_actor(world, option, name).empty()) {
            const auto states = read_states(world, year, option, name);
            side.states.insert(side.states.end(), states.value().begin(), states.value().end());
        } else if (node.valid()) {
            side.nodes.push_back(node);
        } else {
            std::vector<std::string> names = actor_names(world);
            add_ids(world.nodes, names);
            wrong.add({"E602", "", 0, "", option + " " + name,
                       "a state, bloc or place of the world",
                       did_you_mean(name, names, "see actors.csv, blocs.csv and nodes.csv")});
        }
    }
    if (!wrong.empty()) return wrong;
    return side;
}

Result<double> read_amount(const std::string& option, const std::string& typed, double least,
                           double most) {
    const auto number = parse_number(typed);
    if (number && *number >= least && *number <= most) return *number;
    return one({"E603", "", 0, "", fmt::format("{} {}", option, typed),
                fmt::format("a number from {} to {}", format_number(least), format_number(most)),
                ""});
}

std::function<void(std::size_t, std::size_t)> show_count(Context& context, std::string what) {
    return [show = show_progress(context, std::move(what))](std::size_t done, std::size_t all) {
        game::Progress progress;
        progress.done = done;
        progress.total = all;
        show(progress);
    };
}

} // namespace isthmus::cli
