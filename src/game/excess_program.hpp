// SPDX-License-Identifier: Apache-2.0
// The linear program of one stage of the lexicographic scheme, by lazy rows:
//
//     minimise eps  subject to  e(S, x) = v(S) - x(S) <= eps   for the free coalitions S,
//                               x(S) = b_S                     for the settled ones,
//                               x_i >= v({i})                  where only imputations count.
//
// It is solved on the dual side, where coalitions are columns, so that rows found late are columns
// added to a warm basis of n + 1 rows:
//
//     maximise  sum_S lambda_S v(S) + sum_T mu_T b_T + sum_i nu_i v({i}),
//     sum_S lambda_S 1_S + sum_T mu_T 1_T + sum_i nu_i 1_i = 0,  sum_S lambda_S = 1,
//     lambda, nu >= 0, mu free;   x and eps are its row duals.
//
// The program is in zero-normalised values, v(S) - sum over S of v({i}), over their scale, so that
// large amounts that players have by themselves cost no digits.
//
// Free coalitions are those outside the span of the settled ones (all others have a fixed excess).
// The singletons and their complements are columns from the start and keep the dual feasible.
// Violated rows come from the pool of those seen before, or from a scan (excess_scan.hpp).
#pragma once

#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/diagnostics.hpp"
#include "flow/linear_program.hpp"
#include "game/coalition_span.hpp"
#include "game/excess_scan.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

/// All tolerances are relative to value_scale().
/// An excess this much above eps violates its row: the solvers' own tolerance, so that they can
/// meet it.
inline constexpr double kExcessTolerance = flow::kLpTolerance;
/// Weights above this are positive: two digits above what the solvers leave of a zero. Weights are
/// quotients of minors of 0/1 matrices; one that is smaller is settled in a later stage instead.
inline constexpr double kWeightTolerance = 100 * flow::kLpTolerance;

enum class PayoffSet {
    kPreimputations, ///< x(N) = v(N)
    kImputations,    ///< and x_i >= v({i})
};

struct ExcessProgramOptions {
    PayoffSet payoffs = PayoffSet::kPreimputations;
    std::string_view solver; ///< flow/linear_program.hpp; empty: the default
};

/// An optimum, with the rows of positive dual weight, which are tight at every optimum; at least
/// one of the coalitions is free.
struct ExcessOptimum {
    double epsilon = 0;
    std::vector<double> payoff;
    std::vector<Coalition> tight;           ///< free coalitions, heaviest first
    std::vector<double> weights;            ///< lambda by `tight`
    std::vector<std::size_t> tight_players; ///< x_i = v({i})
};

/// For tables of two players or more, with finite values, and an imputation if these are asked for.
class ExcessProgram {
  public:
    explicit ExcessProgram(const ValueTable& table, const ExcessProgramOptions& options = {});

    /// E706 where the solver fails. There must be a free coalition left.
    Result<ExcessOptimum> solve();
    /// The tight rows of the optimum become equations: the rank grows.
    void settle(const ExcessOptimum& optimum);

    const CoalitionSpan& settled() const { return settled_; }
    double scale() const { return scale_; }
    std::size_t programs() const { return programs_; }

  private:
    enum class ColumnKind { kFree, kSettled, kLowerBound };
    struct Column {
        ColumnKind kind;
        Coalition coalition;
        double value; ///< v(S), b_T or v({i}), normalised
    };

    /// Normalised, of what has the value `value`.
    double normalised(Coalition coalition, double value) const;
    /// Of a settled coalition two columns, one for each sign of mu: CLP lets columns without bounds
    /// miss their optimality condition by a hundred tolerances.
    void add_column(ColumnKind kind, Coalition coalition, double value);
    bool add_free_column(Coalition coalition);
    bool add_violated(std::span<const double> payoff, double epsilon);
    bool add_worst(std::vector<CoalitionExcess> violated);
    void read_support(const flow::LpSolution& solution, ExcessOptimum& optimum) const;

    const ValueTable& table_;
    double scale_;
    CoalitionSpan settled_;
    ExcessScan scan_;
    std::unique_ptr<flow::LpSolver> solver_; ///< null where the solver's name is unknown
    std::vector<Column> columns_;
    std::unordered_set<Coalition> in_program_; ///< of the free columns; never iterated
    std::vector<Coalition> pool_;              ///< seen violated, not in the program
    std::size_t programs_ = 0;
};

/// v(N) >= sum of v({i}), up to kExcessTolerance.
bool has_imputations(const ValueTable& table);
} // namespace isthmus::game
