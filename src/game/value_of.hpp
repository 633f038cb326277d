// SPDX-License-Identifier: Apache-2.0
// What a project is worth in bargaining power.
//
// The strategic value of a project to a player is the change of its Shapley value when the project
// is added to the game (Hubert & Ikonnikova 2011, "Investment options and bargaining power: the
// Eurasian supply chain for natural gas", section 4): v with the project in service for the whole
// year less v without it (world/project.hpp), the same players in both. The changes add up to the
// gain of all players, v(N) with less v(N) without; they are redistribution for the rest.
//
// Held against this is the annuity of the capital cost, cost * r / (1 - (1 + r)^-n) for a real rate
// r and a life of n years. A missing cost is not zero: every verdict that needs it is withheld.
//
// Parts of the game that carry none of the project's commodities are the same with the project and
// without, and cancel out: they are not solved. Commodities that share a capacity group with the
// project's are kept in the market.
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/values.hpp"
#include "game/world_game.hpp"

namespace isthmus::game {

/// How a capital cost becomes a yearly one. The defaults are common for pipelines and railways: a
/// real rate between a regulated return and an oil company's hurdle, and an economic life of a
/// generation.
struct Financing {
    static constexpr double kRate = 0.08;
    static constexpr int kLife = 25;
    double rate = kRate; ///< a year, real; at or above 0
    int life = kLife;    ///< years, at least 1
};
/// The constant yearly payment that repays `cost` over the life, in the unit of the cost.
double annuity(double cost, const Financing& financing);

/// A state for which sponsors of the project count, with what it would pay and gain.
struct SponsorStake {
    world::ActorId state;
    std::optional<double> share;       ///< of the cost; missing where one of its sponsors has none
    std::optional<std::size_t> player; ///< missing: takes no part in the game
    std::optional<double> payment;     ///< its share of the annuity, MUSD a year
    std::optional<double> gain;        ///< of its player, MUSD a year
};

enum class Verdict {
    kNoEffect,      ///< nobody's value changes by more than the noise
    kCostUnknown,   ///< the world states no cost
    kSponsors,      ///< the sponsors' gain covers the annuity, and so does the gain of all
    kRedistributes, ///< the sponsors' gain covers it, the gain of all does not: others pay for it
    kOthers,        ///< the gain of all who gain covers it, that of the sponsors alone does not
    kTooDear        ///< not even all who gain together would pay for it
};

struct ProjectValue {
    world::ProjectId project;
    int year = 0;
    /// Commodities of the project; the values are of the parts of the game that carry them.
    std::vector<world::CommodityId> commodities;
    std::vector<Player> players;
    std::vector<double> with, without;    ///< Shapley values by player, MUSD a year
    double all_with = 0, all_without = 0; ///< v(N)
    double noise = 0;                     ///< a smaller change is none
    Financing financing;
    std::optional<double> cost, yearly_cost; ///< MUSD; MUSD a year

    std::vector<std::size_t> gainers, losers; ///< players, largest change first
    /// Fewest gainers whose gains cover the annuity; empty where nobody's do or it is unknown.
    std::vector<std::size_t> payers;
    std::vector<std::size_t> blockers; ///< losers that must agree to the project's links
    std::vector<std::size_t> bypassed; ///< losers that need not be asked
    std::vector<SponsorStake> sponsors;
    /// The project's links that are on no way between a supply and a demand, even with it.
    std::vector<world::LinkId> idle;
    Verdict verdict = Verdict::kNoEffect;

    std::string finding; ///< what the model says, one sentence
    std::vector<std::string> assumptions;

    /// 0 where the difference is within the noise.
    double change(std::size_t player) const { return beyond_noise(with[player] - without[player]); }
    /// The change in steps of the noise, so that players who change alike rank alike.
    double rank(std::size_t player) const {
        constexpr double kStepsOfNoise = 4;
        return noise > 0 ? std::round(change(player) / (kStepsOfNoise * noise)) : change(player);
    }
    double gain() const { return beyond_noise(all_with - all_without); }
    double beyond_noise(double difference) const {
        return std::abs(difference) <= noise ? 0 : difference;
    }
    /// Sum of the changes of all players that a sponsor counts for; missing where there is none.
    std::optional<double> sponsors_gain() const;
};

/// Where the options name no players: those who must agree to the project's links, and the
/// default_players of the world with the project, among those who trade its commodities,
/// player_count together. Errors as world_game and coalition_values; E713 where the world has
/// neither links nor capacities of the project, or none for the commodities asked for. A journal is
/// kept for each part, its name with a dot and the part's key appended.
Result<ProjectValue> value_of(const world::World& world, world::ProjectId project, int year,
                              const WorldGameOptions& game = {}, const ValueOptions& values = {},
                              const Financing& financing = {});

struct ProjectOutcome {
    world::ProjectId project;
    std::optional<ProjectValue> value; ///< missing where value_of is E713
};
/// value_of each project of the world in its order, but with the default players ranked once for
/// each set of commodities, in the world as it is, so that projects compare. Parts of games that
/// are the same, as the world without any change is for most, are solved once. `progress` is called
/// before each project with its number.
Result<std::vector<ProjectOutcome>>
value_of_all(const world::World& world, int year, const WorldGameOptions& game = {},
             const ValueOptions& values = {}, const Financing& financing = {},
             const std::function<void(std::size_t)>& progress = {});

} // namespace isthmus::game
