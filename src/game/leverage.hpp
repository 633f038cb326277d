// SPDX-License-Identifier: Apache-2.0
// Who holds the lever: the values of a world's game, the solution concepts side by side, and what
// each player's power rests on. All money is million USD a year.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "game/core.hpp"
#include "game/graph_games.hpp"
#include "game/nucleolus.hpp"
#include "game/properties.hpp"
#include "game/sampling.hpp"
#include "game/shapley.hpp"
#include "game/tau.hpp"
#include "game/unions.hpp"
#include "game/world_game.hpp"

namespace isthmus::game {

struct LeverageOptions {
    WorldGameOptions game;
    ValueOptions values;
    bool trading_outsiders = false; ///< partition-function alternative instead of v(S)
    /// Ids of blocs that act as a-priori unions; empty: those of kind economic, largest first, that
    /// share no player.
    std::vector<std::string> unions;
};

/// Of everybody for whom it is defined; empty vectors where it is not.
struct SolutionConcepts {
    PowerValues power;
    std::vector<double> banzhaf_normalised;
    UnionValues unions;
    std::vector<double> myerson, position; ///< position: only up to kMaxPositionLinks relations
    Nucleolus nucleolus, prenucleolus;
    CoreReport core; ///< with the least core's payoff
    TauValue tau;
};

struct GameProperties {
    PropertyCheck monotone, superadditive, convex;
    double cooperation_surplus = 0; ///< v(N) less what all get alone
    bool balanced = false;          ///< the core is not empty
    /// Kohlberg's criterion, which shares no optimisation with the solver; false too where there is
    /// no imputation.
    bool nucleolus_verified = false;
    double efficiency_error = 0; ///< of the Shapley values, relative to the scale (axioms.hpp)
};

/// Everything of one year and scenario. `game.world` must outlive it.
struct Leverage {
    WorldGame game;
    GameValues values;
    std::vector<DatedBloc> unions; ///< of the Owen values
    std::vector<SeveredRelation> severed;
    CooperationGraph relations; ///< pairs that are not severed
    SolutionConcepts concepts;
    GameProperties properties;

    std::size_t players() const { return game.players.size(); }
    double alone(std::size_t player) const { return values.total[player_bit(player)]; }
    /// What cooperation adds for the player: its Shapley value beyond v({player}).
    double gain(std::size_t player) const { return concepts.power.shapley[player] - alone(player); }
};

/// Errors as world_game and coalition_values; E711 unknown union or unions that share a player.
Result<Leverage> leverage(const world::World& world, int year, const LeverageOptions& options);

/// Beyond exact size: Shapley and Banzhaf values with confidence intervals.
struct SampledLeverage {
    WorldGame game;
    SampledValues values;
};
Result<SampledLeverage> sampled_leverage(const world::World& world, int year,
                                         const LeverageOptions& options,
                                         const SamplingOptions& sampling);

/// What player i would lose if j were not there: Shapley values of the game without j held against
/// those with it, result[i][j]; 0 on the diagonal. Balanced contributions (Myerson 1980): the
/// matrix is symmetric.
std::vector<std::vector<double>> partner_losses(const ValueTable& table);

/// What one consent is worth to its holder: the Shapley value that goes when the link no longer
/// needs it, all else equal.
struct ConsentWorth {
    world::LinkId link;
    double worth = 0;
};
/// All links of the player together (a way that needs several of its consents is open only when it
/// gives up all), and each alone, dearest first.
struct ConsentWorths {
    double all = 0;
    std::vector<ConsentWorth> links;
};
/// One more run of the part's values for each link.
Result<ConsentWorths> consent_worths(const Leverage& leverage, std::size_t player,
                                     const ValueOptions& options);

} // namespace isthmus::game
