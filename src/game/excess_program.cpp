// SPDX-License-Identifier: Apache-2.0
#include "game/excess_program.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "game/concept_failure.hpp"

namespace isthmus::game {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Rows added a round: enough that few rounds are needed, few enough that the program stays small.
constexpr std::size_t kRowsARound = 30;
/// Rows of a scan that are kept for later rounds: most of the others are never needed.
constexpr std::size_t kPooledRows = 500;

flow::LinearProgram empty_program(std::size_t players) {
    flow::LinearProgram program;
    for (std::size_t player = 0; player < players; ++player) program.add_row(0, 0);
    program.add_row(1, 1);
    return program;
}

} // namespace

bool has_imputations(const ValueTable& table) {
    double alone = 0;
    for (std::size_t player = 0; player < table.players(); ++player) {
        alone += table[player_bit(player)];
    }
    return alone <= table[table.grand()] + kExcessTolerance * value_scale(table);
}

ExcessProgram::ExcessProgram(const ValueTable& table, const ExcessProgramOptions& options)
    : table_(table),
      scale_(value_scale(table)),
      settled_(table.players()),
      scan_(table),
      solver_(flow::make_lp_solver(options.solver.empty() ? flow::lp_solver_names().front()
                                                          : options.solver,
                                   empty_program(table.players()))) {
    if (solver_ == nullptr) return;
    settled_.add(table.grand());
    scan_.settle(settled_);
    add_column(ColumnKind::kSettled, table.grand(), table[table.grand()]);
    for (std::size_t player = 0; player < table.players(); ++player) {
        const Coalition alone = player_bit(player);
        add_free_column(alone);
        add_free_column(table.grand() & ~alone);
        if (options.payoffs == PayoffSet::kImputations) {
            add_column(ColumnKind::kLowerBound, alone, table[alone]);
        }
    }
}

double ExcessProgram::normalised(Coalition coalition, double value) const {
    double alone = 0;
    for_each_player(coalition, [&](std::size_t player) { alone += table_[player_bit(player)]; });
    return (value - alone) / scale_;
}

void ExcessProgram::add_column(ColumnKind kind, Coalition coalition, double value) {
    const double amount = normalised(coalition, value);
    std::vector<flow::LpEntry> entries;
    for_each_player(coalition, [&](std::size_t player) {
        entries.push_back({static_cast<std::int32_t>(player), 1});
    });
    if (kind == ColumnKind::kFree) {
        entries.push_back({static_cast<std::int32_t>(table_.players()), 1});
    }
    solver_->add_column(-amount, 0, kInfinity, entries);
    columns_.push_back({kind, coalition, amount});
    if (kind != ColumnKind::kSettled) return;
    for (flow::LpEntry& entry : entries) entry.value = -1;
    solver_->add_column(amount, 0, kInfinity, entries);
    columns_.push_back({kind, coalition, -amount});
}

bool ExcessProgram::add_free_column(Coalition coalition) {
    if (!in_program_.insert(coalition).second) return false;
    add_column(ColumnKind::kFree, coalition, table_[coalition]);
    return true;
}

Result<ExcessOptimum> ExcessProgram::solve() {
    if (!std::isfinite(scale_)) return concept_failure("a coalition value", "finite numbers");
    if (solver_ == nullptr) return concept_failure("an unknown solver", "one that this build has");
    while (true) {
        const flow::LpSolution solution = solver_->solve();
        ++programs_;
        if (solution.status != flow::LpStatus::kOptimal) {
            return concept_failure("a linear program without an answer", "an optimum");
        }
        ExcessOptimum optimum;
        for (std::size_t player = 0; player < table_.players(); ++player) {
            optimum.payoff.push_back(table_[player_bit(player)] -
                                     solution.row_dual[player] * scale_);
        }
        optimum.epsilon = -solution.row_dual[table_.players()] * scale_;
        if (add_violated(optimum.payoff, optimum.epsilon)) continue;
        read_support(solution, optimum);
        return optimum;
    }
}

bool ExcessProgram::add_violated(std::span<const double> payoff, double epsilon) {
    const double level = epsilon + kExcessTolerance * scale_;
    std::vector<CoalitionExcess> violated;
    for (const Coalition coalition : pool_) {
        const double found = excess(table_, payoff, coalition);
        if (found > level) violated.push_back({found, coalition});
    }
    if (add_worst(std::move(violated))) return true;
    scan_.move_to(payoff);
    return add_worst(scan_.above(level));
}

bool ExcessProgram::add_worst(std::vector<CoalitionExcess> violated) {
    std::sort(violated.begin(), violated.end(),
              [](const CoalitionExcess& a, const CoalitionExcess& b) {
                  return a.excess != b.excess ? a.excess > b.excess : a.coalition < b.coalition;
              });
    std::size_t added = 0;
    const std::size_t kept = std::min(violated.size(), kRowsARound + kPooledRows);
    for (const CoalitionExcess& row : std::span(violated).first(kept)) {
        if (added == kRowsARound) {
            pool_.push_back(row.coalition);
        } else if (add_free_column(row.coalition)) {
            ++added;
        }
    }
    std::sort(pool_.begin(), pool_.end());
    pool_.erase(std::unique(pool_.begin(), pool_.end()), pool_.end());
    std::erase_if(pool_, [&](Coalition coalition) { return in_program_.count(coalition) != 0; });
    return added != 0;
}

void ExcessProgram::read_support(const flow::LpSolution& solution, ExcessOptimum& optimum) const {
    std::vector<std::pair<double, Coalition>> heavy;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const double weight = solution.value[column];
        if (columns_[column].kind == ColumnKind::kSettled || weight <= kWeightTolerance) continue;
        const Coalition coalition = columns_[column].coalition;
        if (columns_[column].kind == ColumnKind::kLowerBound) {
            optimum.tight_players.push_back(first_player(coalition));
        } else {
            heavy.emplace_back(-weight, coalition);
        }
    }
    std::sort(heavy.begin(), heavy.end());
    for (const auto& [minus_weight, coalition] : heavy) {
        optimum.tight.push_back(coalition);
        optimum.weights.push_back(-minus_weight);
    }
}

void ExcessProgram::settle(const ExcessOptimum& optimum) {
    for (const Coalition coalition : optimum.tight) {
        if (!settled_.add(coalition)) continue;
        add_column(ColumnKind::kSettled, coalition, table_[coalition] - optimum.epsilon);
    }
    for (const std::size_t player : optimum.tight_players) {
        const Coalition alone = player_bit(player);
        if (settled_.add(alone)) add_column(ColumnKind::kSettled, alone, table_[alone]);
    }
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        const Column& fixed = columns_[column];
        if (fixed.kind == ColumnKind::kSettled || !settled_.vanishes_on(fixed.coalition)) continue;
        solver_->set_column(column, -fixed.value, 0, 0);
    }
    std::erase_if(pool_, [&](Coalition coalition) { return settled_.vanishes_on(coalition); });
    scan_.settle(settled_);
}

} // namespace isthmus::game
