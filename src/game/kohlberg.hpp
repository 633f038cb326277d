// SPDX-License-Identifier: Apache-2.0
// Is a payoff the nucleolus? Kohlberg's criterion (1971), which needs no optimisation
// over payoffs; shared with the solver of nucleolus.hpp are only exact ranks (coalition_span.hpp)
// and the scale of tolerances.
//
// Let D(a) be the coalitions, neither nobody nor everyone, with an excess of at least a. A payoff x
// with x(N) = v(N) is the prenucleolus exactly if every D(a) that is not empty is balanced: it has
// weights > 0 that sum to 1 over the coalitions of each player (Sobolev 1975; Peleg & Sudhoelter
// 2007, chapter 5). An imputation x is the nucleolus exactly if every D(a), together with the
// players at x_i = v({i}), has such weights, > 0 on D(a) and >= 0 on those players.
//
// It is enough to go down until D(a) has rank n, and to look at each level only at the coalitions
// outside the span of the levels above: a coalition in the span of a balanced collection can join
// it with a small weight, and weights on that collection may be of any sign, since a multiple of
// its own weights can be added (Nguyen 2016). So there are at most n - 1 levels, each
// found by a scan of the table. Balancedness is a linear program in n rows with the coalitions as
// columns, those of large collections added as needed.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/coalition.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// Excesses this close, times value_scale(), are one level: above what rounding and linear
/// programs of tolerance 1e-9 leave, below the steps of real data.
inline constexpr double kLevelTolerance = 1e-8;

struct KohlbergOptions {
    double tolerance = kLevelTolerance; ///< times value_scale()
    std::string_view solver;            ///< flow/linear_program.hpp; empty: the default
};

enum class KohlbergFailure {
    kNone,
    kNotEfficient,  ///< x(N) is not v(N)
    kNotIndividual, ///< x_i < v({i}) for a player: no imputation
    kNotBalanced,   ///< a level is not balanced
};

struct KohlbergReport {
    bool holds = false;
    KohlbergFailure failure = KohlbergFailure::kNone;
    std::vector<double> levels; ///< excesses that raised the rank, the one that failed being last
    /// Of the level that failed: its coalitions outside the span of those above, and a transfer y
    /// with y(N) = 0 that lowers no x(S) of them and raises some: towards a better payoff.
    std::vector<Coalition> unbalanced;
    std::vector<double> transfer;
};

/// E706: a value that is not finite, an unknown solver, or one that fails.
Result<KohlbergReport> kohlberg_prenucleolus(const ValueTable& table,
                                             std::span<const double> payoff,
                                             const KohlbergOptions& options = {});
Result<KohlbergReport> kohlberg_nucleolus(const ValueTable& table, std::span<const double> payoff,
                                          const KohlbergOptions& options = {});

} // namespace isthmus::game
