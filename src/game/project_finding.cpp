// SPDX-License-Identifier: Apache-2.0
#include "game/project_finding.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/project.hpp"

namespace isthmus::game {

using world::ActorId;
using world::LinkId;
using world::World;

namespace {

std::string amount(double value) {
    constexpr double kWholeFrom = 10;
    return format_fixed(value, std::abs(value) < kWholeFrom ? 1 : 0);
}

std::string money(double value) {
    return amount(value) + " million USD";
}

std::string changed(const ProjectValue& value, std::size_t player) {
    const double change = value.change(player);
    return fmt::format("{} ({}{})", value.players[player].name, change > 0 ? "+" : "",
                       amount(change));
}

std::string list(const std::vector<std::string>& items) {
    if (items.size() < 2) return join(items, ", ");
    const std::vector<std::string> first(items.begin(), items.end() - 1);
    return join(first, ", ") + " and " + items.back();
}

/// Those who gain most: all whose consent the project needs alike gain the same where it alone
/// makes the difference.
std::string foremost(const ProjectValue& value) {
    std::vector<std::string> names;
    const double most = value.change(value.gainers.front());
    for (const std::size_t player : value.gainers) {
        if (most - value.change(player) > 2 * value.noise) break;
        names.push_back(value.players[player].name);
    }
    if (names.size() < 2) return changed(value, value.gainers.front()) + " most";
    return fmt::format("{} each most (+{})", list(names), amount(most));
}

std::string gains(const ProjectValue& value) {
    std::string text =
        fmt::format("all players together gain {} a year", money(std::max(0.0, value.gain())));
    if (!value.gainers.empty()) text += fmt::format(", {}", foremost(value));
    if (value.losers.empty()) return text + " and nobody loses";
    const std::size_t loser = value.losers.front();
    const bool asked =
        std::find(value.blockers.begin(), value.blockers.end(), loser) != value.blockers.end();
    return text + fmt::format("; {} loses most, {}", changed(value, loser),
                              asked ? "and can block it" : "and need not be asked");
}

std::string cover(const ProjectValue& value) {
    if (value.verdict == Verdict::kCostUnknown) {
        return "whether that pays is left open, for its cost is not known";
    }
    const std::string cost = fmt::format("its cost of {} a year", money(*value.yearly_cost));
    const std::optional<double> sponsors = value.sponsors_gain();
    const std::string own =
        sponsors ? fmt::format("the gain of its sponsors' states, {},", amount(*sponsors))
                 : "no sponsor takes part, and the gain of the sponsors";
    std::vector<std::string> payers;
    for (const std::size_t player : value.payers) payers.push_back(value.players[player].name);
    double all = 0;
    for (const std::size_t player : value.gainers) all += value.change(player);
    switch (value.verdict) {
    case Verdict::kSponsors:
        return fmt::format("{} covers {}", own, cost);
    case Verdict::kRedistributes:
        return fmt::format("{} covers {}, that of all does not: others would pay for it", own,
                           cost);
    case Verdict::kOthers:
        return fmt::format("{} does not cover {}, that of {} would", own, cost, list(payers));
    default:
        return fmt::format("not even the gains of all who gain, {} in sum, cover {}", amount(all),
                           cost);
    }
}

std::vector<std::string> names_of(const World& world, const std::vector<ActorId>& actors) {
    std::vector<std::string> names;
    for (const ActorId actor : actors) names.push_back(world.actors[actor].name);
    return names;
}

/// The links that come with it, and what it adds to others.
void say_what_it_is(const World& world, const ProjectValue& value,
                    std::vector<std::string>& sentences) {
    const std::vector<LinkId> own = world::own_links(world, value.project);
    std::vector<std::string> names, enlarged;
    for (const LinkId link : own) names.push_back(world.links[link].name);
    if (!names.empty()) {
        sentences.push_back(fmt::format(
            "With the project these are open all through {}, dated rows before its start as on "
            "its start, and without it shut: {}.",
            value.year, join(names, "; ")));
    }
    for (const world::ProjectCapacity& added : world.project_capacities) {
        if (added.project != value.project ||
            std::binary_search(own.begin(), own.end(), added.link)) {
            continue;
        }
        const world::Commodity& commodity = world.commodities[added.commodity];
        enlarged.push_back(fmt::format("{}, {} {} of {}", world.links[added.link].name,
                                       format_number(commodity.shown_quantity(added.capacity)),
                                       commodity.unit.name, commodity.name));
    }
    if (!enlarged.empty()) {
        sentences.push_back(fmt::format("It enlarges {}; capacities that other links share stay as "
                                        "they are.",
                                        join(enlarged, "; ")));
    }
}

void say_cost(const ProjectValue& value, std::vector<std::string>& sentences) {
    if (!value.cost) {
        sentences.emplace_back("No cost is known; it is not taken to be nothing.");
        return;
    }
    sentences.push_back(fmt::format(
        "The cost of {} is repaid in equal parts over {} years at {} % a year, {} a year; costs of "
        "running it are in the costs of its links.",
        money(*value.cost), value.financing.life, format_number(value.financing.rate * 100),
        money(*value.yearly_cost)));
}

void say_sponsors(const World& world, const ProjectValue& value,
                  std::vector<std::string>& sentences) {
    std::vector<ActorId> outside;
    std::vector<std::string> within_blocs;
    for (const SponsorStake& sponsor : value.sponsors) {
        if (!sponsor.player) {
            outside.push_back(sponsor.state);
        } else if (value.players[*sponsor.player].actors.size() > 1) {
            within_blocs.push_back(fmt::format("{} as {}", world.actors[sponsor.state].name,
                                               value.players[*sponsor.player].name));
        }
    }
    if (value.sponsors.empty()) sentences.emplace_back("No sponsor is known.");
    if (!outside.empty()) {
        sentences.push_back(fmt::format("Sponsors without a part in the game, whose gain is left "
                                        "out: {}.",
                                        join(names_of(world, outside), ", ")));
    }
    if (!within_blocs.empty()) {
        sentences.push_back(
            fmt::format("Sponsors that count with a whole bloc: {}.", join(within_blocs, ", ")));
    }
}

} // namespace

std::string project_finding(const World& world, const ProjectValue& value) {
    const std::string& name = world.projects[value.project].name;
    if (value.verdict == Verdict::kNoEffect) {
        const bool idle = value.idle.size() == world::project_links(world, value.project).size();
        return fmt::format("{} changes nobody's bargaining power in {}: {}.", name, value.year,
                           idle ? "no way between a supply and a demand leads over it"
                                : "other ways, or other limits, leave it nothing to add");
    }
    return fmt::format("With {} in {}, {}; {}.", name, value.year, gains(value), cover(value));
}

std::vector<std::string> project_assumptions(const World& world, const ProjectValue& value,
                                             const std::vector<ActorId>& agree) {
    std::vector<std::string> sentences;
    say_what_it_is(world, value, sentences);
    std::vector<std::string> commodities;
    for (const world::CommodityId id : value.commodities) {
        commodities.push_back(world.commodities[id].name);
    }
    sentences.push_back(fmt::format("Counted are the parts of the market that carry {}; the others "
                                    "are the same with the project and without.",
                                    list(commodities)));
    say_cost(value, sentences);
    say_sponsors(world, value, sentences);
    if (!value.idle.empty()) {
        std::vector<std::string> idle;
        for (const LinkId link : value.idle) idle.push_back(world.links[link].name);
        sentences.push_back(fmt::format("No way between a supply and a demand of {} leads over {}.",
                                        value.year, join(idle, "; ")));
    }
    std::vector<ActorId> silent;
    for (const ActorId actor : agree) {
        const bool plays =
            std::any_of(value.players.begin(), value.players.end(), [&](const Player& player) {
                return std::find(player.actors.begin(), player.actors.end(), actor) !=
                       player.actors.end();
            });
        if (!plays) silent.push_back(actor);
    }
    if (!silent.empty()) {
        sentences.push_back(fmt::format("Must agree to its links, but play no part: {}.",
                                        join(names_of(world, silent), ", ")));
    }
    return sentences;
}

} // namespace isthmus::game
