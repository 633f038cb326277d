// SPDX-License-Identifier: Apache-2.0
#include "game_rivals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ClpSimplex.hpp>
#ifdef ISTHMUS_HAVE_HIGHS
#include <Highs.h>
#endif

#include "base/random.hpp"
#include "flow/linear_program.hpp"

namespace isthmus::bench {
namespace {

using game::Coalition;

/// The program, and which columns each player opens.
class GatedProgram {
  public:
    explicit GatedProgram(const game::CoalitionNetwork& network) : columns_of_(network.players) {
        for (std::size_t i = 0; i < network.nodes.size(); ++i) program.add_row(0, 0);
        for (const game::NetworkArc& arc : network.arcs) {
            add_column(arc.cost, arc.capacity, arc.consent);
            program.add_entry(arc.from, -1);
            program.add_entry(arc.to, 1 - arc.loss);
        }
        for (std::size_t row = 0; row < network.nodes.size(); ++row) {
            add_market(network.nodes[row], row);
        }
    }

    flow::LinearProgram program;

    /// Columns that change on the way to `coalition`, in rising order, and their new upper bounds.
    struct Changes {
        std::vector<int> columns;
        std::vector<double> lower, upper;
    };
    const Changes& move_to(Coalition coalition) {
        changes_.columns.clear();
        game::for_each_player(coalition ^ at_, [&](std::size_t player) {
            for (const int column : columns_of_[player]) {
                const auto index = static_cast<std::size_t>(column);
                const bool open = game::is_subset(consent_[index], coalition);
                if (open == open_[index]) continue;
                open_[index] = open;
                changes_.columns.push_back(column);
            }
        });
        at_ = coalition;
        std::sort(changes_.columns.begin(), changes_.columns.end());
        changes_.lower.assign(changes_.columns.size(), 0);
        changes_.upper.clear();
        for (const int column : changes_.columns) {
            const auto index = static_cast<std::size_t>(column);
            changes_.upper.push_back(open_[index] ? width_[index] : 0);
        }
        return changes_;
    }
    /// What the markets earn within themselves: no part of the program.
    double self_surplus() const {
        double sum = 0;
        for (const auto& [consent, surplus] : self_surplus_) {
            if (game::is_subset(consent, at_)) sum += surplus;
        }
        return sum;
    }

  private:
    void add_column(double cost, double width, Coalition consent) {
        const std::size_t column = program.add_column(cost, 0, consent == 0 ? width : 0);
        consent_.push_back(consent);
        width_.push_back(width);
        open_.push_back(consent == 0);
        game::for_each_player(consent, [&](std::size_t player) {
            columns_of_[player].push_back(static_cast<int>(column));
        });
    }
    /// The staircase in two at zero trade: what the node sells to others, and what it buys.
    void add_market(const game::NetworkNode& node, std::size_t row) {
        double own = node.supplied;
        for (const flow::Step& step : node.steps) {
            const double sold = std::min(own, step.width);
            own -= sold;
            if (sold > 0) {
                add_column(step.value, sold, node.consent);
                program.add_entry(row, 1);
            }
            if (sold < step.width) {
                add_column(-step.value, step.width - sold, node.consent);
                program.add_entry(row, -1);
            }
        }
        if (node.self_surplus != 0) self_surplus_.push_back({node.consent, node.self_surplus});
    }

    std::vector<std::vector<int>> columns_of_; ///< by player
    std::vector<Coalition> consent_;           ///< by column, as the two below
    std::vector<double> width_;
    std::vector<bool> open_;
    std::vector<std::pair<Coalition, double>> self_surplus_;
    Coalition at_ = 0;
    Changes changes_;
};

class ClpRival final : public Rival {
  public:
    explicit ClpRival(const game::CoalitionNetwork& network) : gates_(network) {
        const flow::LinearProgram& program = gates_.program;
        model_.setLogLevel(0);
        model_.loadProblem(static_cast<int>(program.columns()), static_cast<int>(program.rows()),
                           program.column_start.data(), program.entry_row.data(),
                           program.entry_value.data(), program.lower.data(), program.upper.data(),
                           program.cost.data(), program.row_lower.data(), program.row_upper.data());
    }
    double welfare(Coalition coalition) override {
        const auto& changes = gates_.move_to(coalition);
        for (std::size_t i = 0; i < changes.columns.size(); ++i) {
            model_.setColumnBounds(changes.columns[i], 0, changes.upper[i]);
        }
        // 1: keep factorisation and work areas; 2: use them; 4: set up as little as possible.
        constexpr int kKeepAll = 7;
        model_.dual(0, kKeepAll);
        if (model_.status() != 0) model_.primal(1);
        if (model_.status() != 0) return std::numeric_limits<double>::quiet_NaN();
        return gates_.self_surplus() - model_.objectiveValue();
    }

  private:
    GatedProgram gates_;
    ClpSimplex model_;
};

#ifdef ISTHMUS_HAVE_HIGHS
class HighsRival final : public Rival {
  public:
    explicit HighsRival(const game::CoalitionNetwork& network) : gates_(network) {
        highs_.setOptionValue("output_flag", false);
        highs_.setOptionValue("presolve", "off");
        highs_.setOptionValue("solver", "simplex");
        highs_.setOptionValue("parallel", "off");
        highs_.setOptionValue("threads", HighsInt{1});
        const flow::LinearProgram& program = gates_.program;
        HighsLp lp;
        lp.num_col_ = static_cast<HighsInt>(program.columns());
        lp.num_row_ = static_cast<HighsInt>(program.rows());
        lp.col_cost_ = program.cost;
        lp.col_lower_ = program.lower;
        lp.col_upper_ = program.upper;
        lp.row_lower_ = program.row_lower;
        lp.row_upper_ = program.row_upper;
        lp.a_matrix_.format_ = MatrixFormat::kColwise;
        lp.a_matrix_.num_col_ = lp.num_col_;
        lp.a_matrix_.num_row_ = lp.num_row_;
        lp.a_matrix_.start_.assign(program.column_start.begin(), program.column_start.end());
        lp.a_matrix_.index_.assign(program.entry_row.begin(), program.entry_row.end());
        lp.a_matrix_.value_ = program.entry_value;
        highs_.passModel(std::move(lp));
    }
    double welfare(Coalition coalition) override {
        const auto& changes = gates_.move_to(coalition);
        if (!changes.columns.empty()) {
            highs_.changeColsBounds(static_cast<HighsInt>(changes.columns.size()),
                                    changes.columns.data(), changes.lower.data(),
                                    changes.upper.data());
        }
        highs_.run();
        if (highs_.getModelStatus() != HighsModelStatus::kOptimal) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        return gates_.self_surplus() - highs_.getInfo().objective_function_value;
    }

  private:
    GatedProgram gates_;
    Highs highs_;
};
#endif

} // namespace

std::unique_ptr<Rival> make_clp_rival(const game::CoalitionNetwork& network) {
    return std::make_unique<ClpRival>(network);
}

std::unique_ptr<Rival> make_highs_rival([[maybe_unused]] const game::CoalitionNetwork& network) {
#ifdef ISTHMUS_HAVE_HIGHS
    return std::make_unique<HighsRival>(network);
#else
    return nullptr;
#endif
}

std::vector<GrayWindow> gray_windows(const std::vector<std::size_t>& order, std::size_t count,
                                     std::size_t steps, std::uint64_t seed) {
    std::vector<GrayWindow> windows(count);
    const std::uint64_t places = (std::uint64_t{1} << order.size()) - steps;
    SplitMix64 random(seed);
    for (GrayWindow& window : windows) {
        const std::uint64_t first = random.next() % places;
        for (std::uint64_t at = first; at <= first + steps; ++at) {
            Coalition coalition = 0;
            game::for_each_player(at ^ (at >> 1), [&](std::size_t bit) {
                coalition |= game::player_bit(order[bit]);
            });
            window.push_back(coalition);
        }
    }
    return windows;
}

} // namespace isthmus::bench
