// SPDX-License-Identifier: Apache-2.0
// From a world to a game: who plays, whose consent each part of the market needs, and what is
// assumed.
//
// Players. States, companies counted for their home state, or blocs, which act as one for their
// members of the day. An actor that is no player is always present (its consent is given and its
// market is open in every coalition) or, with Others::kOut, never.
//
// Consent. An arc needs everyone that the consents table names for its link on the reference day. A
// supply needs its actor and whoever controls the territory of its node, a demand likewise; freight
// needs its shipper and its buyer, and who controls the two ends. Where nobody controls a
// territory, nobody has to agree there.
//
// v(S) = W(S) - W(nobody): the best welfare with only what the members of S, and actors who are
// always present, can open (Hubert & Ikonnikova 2011, section 3; outsiders are out).
//
// Contracts are left out of v(S): what they promise is what is bargained over. For the same reason
// carriage counts at its real cost, without tariffs and fees. Restrictions between actors (embargo,
// export and transit ban, quota, surcharge) are lifted, or stand (RestrictionRule); a price cap
// moves money only, so that it changes no v(S); link status and closures stand in both.
//
// Commodities that share no capacity are separate parts, and v is the sum over the parts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/coalition_problem.hpp"
#include "game/values.hpp"
#include "world/world.hpp"

namespace isthmus::game {

struct Player {
    std::string id, name;
    std::vector<world::ActorId> actors; ///< the states it stands for, in the order of the world
};

/// Actors who are no players: together they are one more player (kMerged, with which the game is
/// superadditive and has a core where contracts and restrictions are left out: Owen 1975 on linear
/// production), always present, or out of every coalition.
enum class Others { kMerged, kPresent, kOut };
/// Id of the player that stands for all others.
inline constexpr std::string_view kEveryoneElse = "everyone-else";
enum class RestrictionRule { kLifted, kStanding };

/// Players of the default choice: the most that exact work does in seconds on a real world.
inline constexpr std::size_t kDefaultPlayers = 15;

struct WorldGameOptions {
    /// Ids of states or blocs; an id of an actor that is within a bloc named as well is an error,
    /// and so is one named twice. Empty: default_players().
    std::vector<std::string> players;
    /// Players of the default choice: 0 for those that the world names (Manifest::players), else
    /// kDefaultPlayers by rank; above 0 so many by rank.
    std::size_t player_count = 0;
    /// Players without a stake in the year sit with nothing instead of being refused: for
    /// comparisons over years. Those that a world names always may.
    bool idle_players = false;
    std::vector<world::CommodityId> commodities; ///< empty: all
    Others others = Others::kMerged;
    RestrictionRule restrictions = RestrictionRule::kLifted;
};

struct GamePart {
    std::vector<world::CommodityId> commodities;
    CoalitionProblem problem;
    /// What the parts of `problem` are in the world.
    IdVector<flow::ArcTag, world::LinkId> link_of_arc;
};

struct WorldGame {
    const world::World* world = nullptr;
    int year = 0;
    WorldGameOptions options;
    std::vector<Player> players;
    std::vector<world::ActorId> always_present; ///< have assets, are no players; empty with kOut
    std::vector<GamePart> parts;
    /// Sentences for the reader: who was merged into what, who is always present, what became of
    /// contracts and restrictions (each restriction in force that matters by name).
    std::vector<std::string> assumptions;
};

/// E501.. as build_market; E521 where the default players cannot be ranked; E701 more than
/// kMaxPlayers players; E702 unknown or repeated player (nearest match), a company, a player
/// without any asset or consent in this year; E703 a curve without finite limit, so that the value
/// of a coalition would be unbounded. The world must outlive the game.
Result<WorldGame> world_game(const world::World& world, int year,
                             const WorldGameOptions& options = {});

/// Ids of those who matter most, dearest first: states and authorities in control by what their
/// withdrawal alone costs everyone, v(N) - v(N without i) over all commodities asked for, ties in
/// the order of the world. Members of a political bloc that imposed a restriction with an effect
/// (at any time of the world) count as the bloc; aggregates of states do not decide, so they are
/// not chosen.
Result<std::vector<std::string>> default_players(const world::World& world, int year,
                                                 const WorldGameOptions& options = {});

/// v of the whole game by its players: the sum over the parts, each packed to its own players.
struct GameValues {
    std::vector<PartValues> parts;
    ValueTable total;
};
/// All parts keep one journal. Errors as coalition_values; E701 also where all players together are
/// too many for a table.
Result<GameValues> game_values(const WorldGame& game, const ValueOptions& options = {});

/// Most players with a say in one part for values_with_trading_outsiders: a linear program for
/// every way to cut them in two, 32,768 of them.
inline constexpr std::size_t kMaxTradingOutsiders = 16;

/// The partition-function alternative (Thrall & Lucas 1963): what S adds to a market in which the
/// outsiders go on trading among themselves,
///     w(S) = W({S, N without S}) - W({N without S}),
/// where nothing that needs members of both is open. Equal to v(S) where S and the outsiders share
/// neither a capacity nor a market that is always present. `values` are those
/// of game_values. E701 beyond kMaxTradingOutsiders, E704, E705.
Result<ValueTable> values_with_trading_outsiders(const WorldGame& game, const GameValues& values,
                                                 const ValueOptions& options = {});

/// A pair of players that cannot cooperate directly on the reference day (Myerson 1977), with the
/// row that says so:
/// - a restriction (embargo, export or transit ban, closure) that one imposed on the other and that
///   speaks of a commodity of the game; a closure without a target is against all who must agree to
///   its links;
/// - a link that needs both and that one of them shut (link_status).
/// What names links severs only those who meet on no other link in service (for its commodity).
struct SeveredRelation {
    std::size_t one = 0, other = 0;   ///< one < other
    world::CommodityId commodity;     ///< what the restriction speaks of; invalid: all
    world::RestrictionId restriction; ///< invalid for a link
    world::LinkId link;               ///< invalid for a restriction
};
/// In the order of pairs, restrictions before links; a pair has as many as there are rows.
std::vector<SeveredRelation> severed_relations(const WorldGame& game);

/// Blocs of the reference day that hold two players or more, as a-priori unions for the Owen value:
/// a coalition for each. A player that is a bloc belongs where all its members do.
struct DatedBloc {
    world::BlocId bloc;
    Coalition members = 0;
};
std::vector<DatedBloc> dated_blocs(const WorldGame& game);

} // namespace isthmus::game
