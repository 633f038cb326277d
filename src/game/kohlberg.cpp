// SPDX-License-Identifier: Apache-2.0
#include "game/kohlberg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "flow/linear_program.hpp"
#include "game/coalition_span.hpp"
#include "game/concept_failure.hpp"
#include "game/excess_scan.hpp"

namespace isthmus::game {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kBlockPlayers = 10;
/// Columns of a collection added to its program at a time.
constexpr std::size_t kColumnsARound = 64;
/// Weights at least 1 on every coalition leave no remainder, or one of the order of the quotient of
/// two minors of 0/1 matrices; the solver leaves at most 1e-9 a row.
constexpr double kRemainderTolerance = 1e-6;

/// The levels of excess at one payoff, from the highest. Of each block of the table an upper bound
/// on the excess outside the span is kept, which only sinks as the span grows.
class Levels {
  public:
    Levels(const ValueTable& table, std::span<const double> payoff)
        : table_(table),
          low_players_(std::min(table.players(), kBlockPlayers)),
          payoff_(payoff.begin(), payoff.end()),
          bound_(table.size() >> low_players_, kInfinity) {}

    struct Level {
        double excess = -kInfinity;
        std::vector<Coalition> coalitions;
    };
    /// All coalitions outside the span whose excess is within `tolerance` of the largest.
    Level next(const CoalitionSpan& span, double tolerance) {
        Level level;
        for (std::size_t block = 0; block < bound_.size(); ++block) {
            if (bound_[block] <= level.excess) continue;
            bound_[block] = -kInfinity;
            visit(block, span, [&](Coalition, double excess) {
                bound_[block] = std::max(bound_[block], excess);
            });
            level.excess = std::max(level.excess, bound_[block]);
        }
        for (std::size_t block = 0; block < bound_.size(); ++block) {
            if (bound_[block] < level.excess - tolerance) continue;
            visit(block, span, [&](Coalition coalition, double excess) {
                if (excess >= level.excess - tolerance) level.coalitions.push_back(coalition);
            });
        }
        return level;
    }

  private:
    struct Sum {
        double payoff = 0;
        std::uint64_t residue = 0;
    };

    Sum sum_of(Coalition coalition, const CoalitionSpan& span) const {
        Sum sum;
        for_each_player(coalition, [&](std::size_t player) {
            sum.payoff += payoff_[player];
            sum.residue = add_residues(sum.residue, span.functional()[player]);
        });
        return sum;
    }

    template <typename Visit>
    void visit(std::size_t block, const CoalitionSpan& span, Visit&& act) {
        if (low_rank_ != span.rank()) {
            low_.clear();
            for (std::size_t s = 0; s < std::size_t{1} << low_players_; ++s) {
                low_.push_back(sum_of(s, span));
            }
            low_rank_ = span.rank();
        }
        const Coalition high = static_cast<Coalition>(block) << low_players_;
        const Sum base = sum_of(high, span);
        for (std::size_t s = 0; s < low_.size(); ++s) {
            if (add_residues(base.residue, low_[s].residue) == 0) continue;
            act(high | s, table_[high | s] - base.payoff - low_[s].payoff);
        }
    }

    const ValueTable& table_;
    std::size_t low_players_;
    std::vector<double> payoff_;
    std::vector<double> bound_;
    std::vector<Sum> low_;     ///< by packed coalition of the low players
    std::size_t low_rank_ = 0; ///< of the span that low_ was made for
};

std::vector<flow::LpEntry> members(Coalition coalition) {
    std::vector<flow::LpEntry> entries;
    for_each_player(coalition, [&](std::size_t player) {
        entries.push_back({static_cast<std::int32_t>(player), 1});
    });
    return entries;
}

/// What a collection is balanced with.
struct Company {
    std::vector<Coalition> any_sign;     ///< a basis of what is above, everyone included
    std::vector<Coalition> not_negative; ///< players at their own value
};

/// Weights >= 1 on the collection are 1 + l with l >= 0:
///     sum l_S 1_S + company + remainder = - sum 1_S,   minimise the remainder.
flow::LinearProgram balance_program(std::size_t players, const std::vector<Coalition>& collection,
                                    const Company& company) {
    flow::LinearProgram program;
    std::vector<double> sum(players);
    for (const Coalition coalition : collection) {
        for_each_player(coalition, [&](std::size_t player) { ++sum[player]; });
    }
    const auto add = [&](Coalition coalition, double cost, double sign) {
        program.add_column(cost, 0, kInfinity);
        for_each_player(coalition, [&](std::size_t player) { program.add_entry(player, sign); });
    };
    for (std::size_t player = 0; player < players; ++player) {
        program.add_row(-sum[player], -sum[player]);
        add(player_bit(player), 1, 1);
        add(player_bit(player), 1, -1);
    }
    // Two columns instead of one without bounds: CLP is less exact with those.
    for (const Coalition coalition : company.any_sign) {
        add(coalition, 0, 1);
        add(coalition, 0, -1);
    }
    for (const Coalition coalition : company.not_negative) add(coalition, 0, 1);
    return program;
}

/// The coalitions that the duals ask for most, at most kColumnsARound of them.
std::vector<Coalition> wanted_columns(const std::vector<Coalition>& collection,
                                      const std::vector<double>& dual) {
    std::vector<std::pair<double, Coalition>> wanted;
    for (const Coalition coalition : collection) {
        double sum = 0;
        for_each_player(coalition, [&](std::size_t player) { sum += dual[player]; });
        if (sum > flow::kLpTolerance) wanted.emplace_back(-sum, coalition);
    }
    const std::size_t count = std::min(wanted.size(), kColumnsARound);
    std::partial_sort(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(count),
                      wanted.end());
    std::vector<Coalition> columns;
    for (std::size_t i = 0; i < count; ++i) columns.push_back(wanted[i].second);
    return columns;
}

/// A transfer against the collection, empty where it is balanced with its company; nothing where
/// the solver fails.
std::optional<std::vector<double>> transfer_against(std::size_t players,
                                                    const std::vector<Coalition>& collection,
                                                    const Company& company,
                                                    std::string_view solver_name) {
    const auto solver =
        flow::make_lp_solver(solver_name.empty() ? flow::lp_solver_names().front() : solver_name,
                             balance_program(players, collection, company));
    if (solver == nullptr) return std::nullopt;
    std::vector<Coalition> present;
    while (true) {
        flow::LpSolution solution = solver->solve();
        if (solution.status != flow::LpStatus::kOptimal) return std::nullopt;
        if (solution.objective <= kRemainderTolerance) return std::vector<double>{};
        bool added = false;
        for (const Coalition coalition : wanted_columns(collection, solution.row_dual)) {
            const auto place = std::lower_bound(present.begin(), present.end(), coalition);
            if (place != present.end() && *place == coalition) continue;
            present.insert(place, coalition);
            solver->add_column(0, 0, kInfinity, members(coalition));
            added = true;
        }
        if (added) continue;
        // The duals satisfy y(S) <= 0 on the collection, with a sum below 0.
        for (double& dual : solution.row_dual) dual = -dual;
        return std::move(solution.row_dual);
    }
}

/// Goes down the levels until the rank is full or one is not balanced. `alone`: the players that
/// may help, at their own value.
Result<KohlbergReport> check_levels(const ValueTable& table, std::span<const double> payoff,
                                    std::vector<Coalition> alone, const KohlbergOptions& options) {
    const double tolerance = options.tolerance * value_scale(table);
    KohlbergReport report;
    CoalitionSpan span(table.players());
    span.add(table.grand());
    Company company{{table.grand()}, std::move(alone)};
    Levels levels(table, payoff);
    while (span.rank() < table.players()) {
        Levels::Level level = levels.next(span, tolerance);
        report.levels.push_back(level.excess);
        auto transfer =
            transfer_against(table.players(), level.coalitions, company, options.solver);
        if (!transfer) return concept_failure("a linear program without an answer", "an optimum");
        if (!transfer->empty()) {
            report.failure = KohlbergFailure::kNotBalanced;
            report.unbalanced = std::move(level.coalitions);
            report.transfer = std::move(*transfer);
            return report;
        }
        for (const Coalition coalition : level.coalitions) {
            if (span.rank() == table.players()) break;
            if (span.add(coalition)) company.any_sign.push_back(coalition);
        }
    }
    report.holds = true;
    return report;
}

bool efficient(const ValueTable& table, std::span<const double> payoff, double tolerance) {
    double sum = 0;
    for (const double share : payoff) sum += share;
    return std::abs(table[table.grand()] - sum) <= tolerance;
}

KohlbergReport failed(KohlbergFailure failure) {
    KohlbergReport report;
    report.failure = failure;
    return report;
}

} // namespace

Result<KohlbergReport> kohlberg_prenucleolus(const ValueTable& table,
                                             std::span<const double> payoff,
                                             const KohlbergOptions& options) {
    const double scale = value_scale(table);
    if (!std::isfinite(scale)) return concept_failure("a coalition value", "finite numbers");
    if (!efficient(table, payoff, options.tolerance * scale)) {
        return failed(KohlbergFailure::kNotEfficient);
    }
    return check_levels(table, payoff, {}, options);
}

Result<KohlbergReport> kohlberg_nucleolus(const ValueTable& table, std::span<const double> payoff,
                                          const KohlbergOptions& options) {
    const double scale = value_scale(table);
    if (!std::isfinite(scale)) return concept_failure("a coalition value", "finite numbers");
    const double tolerance = options.tolerance * scale;
    if (!efficient(table, payoff, tolerance)) return failed(KohlbergFailure::kNotEfficient);
    std::vector<Coalition> alone;
    for (std::size_t player = 0; player < table.players(); ++player) {
        const double gain = payoff[player] - table[player_bit(player)];
        if (gain < -tolerance) return failed(KohlbergFailure::kNotIndividual);
        if (gain <= tolerance) alone.push_back(player_bit(player));
    }
    return check_levels(table, payoff, std::move(alone), options);
}

} // namespace isthmus::game
