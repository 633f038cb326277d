// SPDX-License-Identifier: Apache-2.0
// Who depends on whom: what each player loses when another withdraws towards it, at once and after
// rerouting (Keohane & Nye 1977, chapter 1: sensitivity and vulnerability), found by experiment on
// the market of a year and not from shares of trade.
//
// Experiment. For an ordered pair (i, j), player j withdraws towards player i in all commodities at
// once (flow/withdrawal.hpp says what that shuts). Minimum takes that become impossible are excused
// by as much as was cut (flow/shut.hpp); both measures look at the same excused market.
//   Vulnerability: the market is solved again and divided among the players.
//   Sensitivity: nothing is rerouted (before_rerouting.hpp).
// The loss of a player is its payoff before the withdrawal less its payoff after; below zero it is
// a gain. Losses by commodity are those that come of that commodity's market; they add up to the
// total. A withdrawal that cuts nothing of what flows in the year changes nothing, exactly: the
// year's solution stays feasible where less is allowed, and so optimal.
//
// In total welfare the loss before rerouting is never below the loss after, which is never below
// zero where no minimum take was excused. A single player can lose more after rerouting than
// before, when the rerouting of others moves a price against it: such pairs carry a Reversal.
//
// Exposure, concentration and vectors are measures of the year as it is (exposure.hpp,
// diversification.hpp). Partners there are players, and states that belong to no player.
//
// All money is million USD a year, all quantities are canonical. The answer does not depend on the
// number of threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "dependence/baseline.hpp"
#include "dependence/diversification.hpp"
#include "dependence/exposure.hpp"
#include "dependence/loss.hpp"
#include "game/world_game.hpp"

namespace isthmus::dependence {

/// A loss up to this share of the player's own payoff counts as none: what certificates allow
/// solutions to be off.
inline constexpr double kNegligibleShare = flow::kCertificateTolerance;
/// How far payoffs may be from adding up to welfare, relative to the scale of the certificate: what
/// prices may be off by the certificate's tolerance, as for the year itself.
inline constexpr double kAddingUpTolerance = flow::kCertificateTolerance;

/// Experiments that are done, of all that are needed.
struct Progress {
    std::size_t done = 0, total = 0;
};

struct DependenceOptions {
    /// Ids of states or blocs, chosen as for games (game::WorldGameOptions): empty for those that
    /// the world names, or, with player_count above zero, for so many by rank.
    std::vector<std::string> players;
    std::size_t player_count = 0;
    std::vector<world::CommodityId> commodities; ///< empty: all
    std::string solver;                          ///< empty: the default
    unsigned threads = 2;
    bool vectors = true; ///< false: independent vectors are not looked for
    std::function<void(const Progress&)> progress; ///< called from one thread at a time
    const std::atomic<bool>* interrupt = nullptr;  ///< when it turns true, the run stops with E803
};

/// A player in the year as it is.
struct PlayerBase {
    std::vector<double> payoff; ///< by commodity, as in Dependence::commodities
    double total_payoff = 0;
    Concentration concentration;
    IndependentVectors vectors;
};

/// Why a player loses more after rerouting than before.
struct Reversal {
    double difference = 0; ///< loss after less loss before, above zero
    /// The price of the player that moved most against it when others rerouted, by what the move
    /// costs it; an invalid node where none did, so that rents alone account for it.
    world::CommodityId commodity;
    world::NodeId node;
    bool selling = false; ///< a price at which it sells; else one at which it buys
    double price_before = 0, price_after = 0; ///< MUSD per canonical quantity
    double cost = 0;                          ///< of that move
    /// Whose purchases (sales, where it sells) of the commodity grew most by rerouting: a player,
    /// or Dependence::players.size() for everyone else. Nothing where nobody's did.
    std::optional<std::size_t> rerouted_by;
};

/// What one withdrawal does, by one of the two measures.
struct WithdrawalEffect {
    Losses loss;                 ///< of player i
    double welfare_loss = 0;     ///< of everybody together
    std::vector<double> change;  ///< of each player's payoff; above zero for who gains
    double change_of_others = 0; ///< of everyone who is no player
};

/// Player i's dependence on player j.
struct PairDependence {
    std::size_t i = 0, j = 0;
    Exposure exposure;
    bool cuts = false;    ///< whether the withdrawal cuts anything that flows in the year
    bool excused = false; ///< whether a minimum take was excused
    WithdrawalEffect sensitivity, vulnerability;
    std::optional<Reversal> reversal;
};

/// Asymmetry (V_ij - V_ji) / (V_ij + V_ji) of a pair's vulnerabilities, from -1 (j alone depends on
/// i) to 1 (i alone depends on j). A gain counts as a loss of zero.
struct Asymmetry {
    std::optional<double> relative; ///< of losses as shares of own payoffs; missing where either
                                    ///< payoff is not above zero or nobody loses
    std::optional<double> absolute; ///< missing where nobody loses
    bool gain = false;              ///< one of the two gains, and was counted as zero
};

struct Dependence {
    const world::World* world = nullptr;
    int year = 0;
    std::vector<game::Player> players;
    std::vector<world::CommodityId> commodities; ///< traded in the year, in the order of the world
    std::vector<PlayerBase> base;                ///< by player
    std::vector<PairDependence> pairs; ///< i * players.size() + j; those of i = j are empty

    double welfare = 0;          ///< of the year, of everybody together
    double payoff_of_others = 0; ///< of everyone who is no player
    std::size_t experiments = 0; ///< solved, the others change nothing
    double primal_residual = 0;  ///< largest of all solutions, as in flow::Certificate
    double dual_residual = 0;    ///< likewise
    double gap = 0;              ///< likewise
    double adding_up_error = 0;  ///< largest |sum of payoffs - welfare| / scale

    const PairDependence& pair(std::size_t i, std::size_t j) const {
        return pairs[i * players.size() + j];
    }
    /// Losses of player i up to this count as none.
    double negligible_loss(std::size_t i) const;
    /// A loss of player i as a share of its own payoff, in total or by commodity; nothing where
    /// that payoff is not above zero.
    std::optional<double> relative(std::size_t i, double loss) const;
    std::optional<double> relative(std::size_t i, std::size_t commodity, double loss) const;
    Asymmetry asymmetry(std::size_t i, std::size_t j) const;
};

/// Errors: as game::seats for the choice of players (E702, E701), as baseline() for the year; E801
/// fewer than two players; E802 payoffs before rerouting do not add up; E803 interrupted; E520 and
/// E521 from a withdrawal, with the pair. The world must outlive the result.
Result<Dependence> dependence(const world::World& world, int year,
                              const DependenceOptions& options = {});
/// The same on a year that is solved already; players, commodities and solver of the options that
/// the baseline was made with.
Result<Dependence> dependence(const Baseline& baseline, const DependenceOptions& options = {});

} // namespace isthmus::dependence
