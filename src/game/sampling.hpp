// SPDX-License-Identifier: Apache-2.0
// Shapley and Banzhaf values beyond exact size: estimates from random orders of the players, with
// confidence intervals.
//
// Method. A player's Shapley value is its mean marginal contribution over all orders of the
// players, so the mean over random orders is an estimate without bias (Castro, Gomez & Tejada
// 2009). The same marginal contributions, weighted by position k (from 0) with n C(n-1, k) /
// 2^(n-1), estimate the Banzhaf value (the weights' mean is 1). Every order's contributions sum to
// v(N) - v(nobody), so that the Shapley estimates do too, up to rounding.
//
// Orders come in blocks whose rows are a Latin square: row r has at position k the player
// sigma((tau(k) + r) mod n), sigma and tau random. Each row is a uniformly random order, and in a
// block each player stands at each position once: samples are stratified by position (strata of
// Maleki, Tran-Thanh, Hines, Rahwan & Rogers 2013 and Castro, Gomez, Molina & Tejada 2017), at one
// new coalition a contribution instead of two, and without giving up efficiency as their separate
// strata do. The reverse of each order is in the block too (antithetic: a player late in one is
// early in the other): for an even number tau is skew, tau(n-1-k) = tau(k) + n/2, so that the
// reverse of row r is row r + n/2; for an odd one the block has 2n orders. The contributions of the
// first and the last position are known, not sampled: v of all single players and of all without
// one are computed once. On synthetic corridor games of 60 players this takes a third to a sixth of
// the orders that independent ones take for the same width, and a fifth for the Banzhaf value;
// antithetic pairs alone do not help where contributions are largest in the middle.
//
// Confidence. Batches of whole blocks are independent and equally distributed, so that the mean of
// their means has a Student interval; over all players of a concept the level holds simultaneously
// (Bonferroni). Rare events are the limit: a contribution that no batch met is in no interval.
//
// Stopping. After 16 batches, and again whenever their number has grown by a quarter (at least 8),
// the targets are checked; the run ends when they are met or the permutations are used up. Stopping
// when a width is small makes intervals slightly too short (Chow & Robbins 1965: right in the
// limit).
//
// Determinism: batch b draws from a generator seeded by (seed, b) and asks a ValueFunction of its
// own; results are combined in the order of batches. Nothing depends on threads or time, even where
// a function's last digits depend on what it was asked before.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/values.hpp"

namespace isthmus::game {

/// Makes a function for one batch, never null; called by one thread at a time.
using ValueFactory = std::function<std::unique_ptr<ValueFunction>()>;

enum class SamplingMethod {
    kPlain,               ///< independent orders
    kAntithetic,          ///< independent orders and their reverses
    kStratified,          ///< Latin squares
    kStratifiedAntithetic ///< Latin squares that hold the reverses of their rows
};

/// What the half-widths of the Shapley values must reach; 0: not asked. All that are asked must
/// hold.
struct SamplingTarget {
    double absolute = 0;          ///< of every player, in the unit of value
    double share_of_grand = 0.01; ///< of every player, as a share of |v(N)|
    double relative = 0;          ///< of the leading players, as a share of each one's |value|
    std::size_t leading = 3;      ///< how many with the largest |value| `relative` is for
};

struct SamplingOptions {
    SamplingMethod method = SamplingMethod::kStratifiedAntithetic;
    SamplingTarget target;
    std::size_t max_permutations = 200'000; ///< in whole batches, at least two of them
    double level = 0.95;                    ///< simultaneous over all players, for each concept
    std::uint64_t seed = 1;
    unsigned threads = 2;
    std::function<void(const Progress&)> progress; ///< called from one thread at a time
    const std::atomic<bool>* interrupt = nullptr;  ///< when it turns true, the run stops with E704
};

/// One concept by player, in the unit of value.
struct SampledConcept {
    std::vector<double> values, half_widths;
};
struct SampledValues {
    SampledConcept shapley, banzhaf;
    double grand = 0; ///< v(N)
    std::uint64_t seed = 0;
    double level = 0;
    std::size_t batches = 0, permutations = 0;
    std::size_t coalitions = 0; ///< evaluated
    bool target_met = false;    ///< false too where no target was asked
};

/// Permutations of a batch: whole blocks, at least 48 so that batch means are near normal.
std::size_t batch_permutations(std::size_t players);

/// Errors: E702 for no players or more than kMaxPlayers, E704 interrupted, E705 where a value is
/// not finite, E709 for a level outside (0, 1), a target that is negative or not a number, or no
/// permutations.
Result<SampledValues> sampled_values(std::size_t players, const ValueFactory& factory,
                                     const SamplingOptions& options = {});

/// t with P(|T| > t) = tail for Student's T of that many degrees of freedom (Abramowitz & Stegun
/// 1964, 26.7.3 and 26.7.4); degrees beyond 1000 count as 1000. Tail in (0, 1), degrees above 0.
double student_quantile(double tail, std::size_t degrees);

} // namespace isthmus::game
