// SPDX-License-Identifier: Apache-2.0
#include "game/path_values.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "game/oracle.hpp"
#include "game/path_groups.hpp"

namespace isthmus::game {
namespace {

// Coalitions that a thread takes at a time.
constexpr std::size_t kChunk = 64;

class Run {
  public:
    Run(const CoalitionProblem& part, const ValueOptions& options)
        : part_(part),
          options_(options),
          network_(part),
          optima_(network_),
          values_{network_.relevant(), ValueTable(coalition_size(network_.relevant())), {}},
          support_(values_.table.size()) {}

    Result<PartValues> run() {
        const std::size_t players = values_.table.players();
        std::vector<std::vector<Coalition>> by_size(players + 1);
        for (Coalition coalition = 0; coalition < values_.table.size(); ++coalition) {
            by_size[coalition_size(coalition)].push_back(coalition);
        }
        for (std::size_t i = 0; i < std::max(1U, options_.threads); ++i) {
            solvers_.push_back(std::make_unique<GroupSolver>(network_, optima_));
        }
        for (std::size_t size = players + 1; size-- > 0;) {
            solve_all(by_size[size]);
            if (failure_) return *failure_;
            optima_.publish();
        }
        const double nobody = values_.table[0];
        for (double& value : values_.table.values()) value -= nobody;
        ValueStatistics& statistics = values_.statistics;
        statistics.backend = Backend::kPaths;
        statistics.kernel = "paths";
        statistics.solved = solved_;
        statistics.pivots = optima_.pivots();
        statistics.step_error = step_error(part_);
        return std::move(values_);
    }

  private:
    /// Coalitions of one size: each writes its own value only.
    void solve_all(const std::vector<Coalition>& coalitions) {
        next_ = 0;
        const std::size_t chunks = (coalitions.size() + kChunk - 1) / kChunk;
        std::vector<std::thread> helpers;
        for (std::size_t i = 1; i < std::min(solvers_.size(), chunks); ++i) {
            helpers.emplace_back([this, &coalitions, i] { work(coalitions, *solvers_[i]); });
        }
        work(coalitions, *solvers_.front());
        for (std::thread& helper : helpers) helper.join();
        done_ += coalitions.size();
    }

    void work(const std::vector<Coalition>& coalitions, GroupSolver& solver) {
        std::size_t solved = 0;
        while (true) {
            std::size_t first = 0;
            {
                const std::lock_guard lock(mutex_);
                solved_ += solved;
                solved = 0;
                if (interrupted()) fail("E704", "coalition values", "");
                if (failure_ || next_ >= coalitions.size()) return;
                first = next_;
                next_ += kChunk;
                if (options_.progress) {
                    options_.progress({done_ + first, values_.table.size(), solved_});
                }
            }
            const std::size_t last = std::min(first + kChunk, coalitions.size());
            for (std::size_t i = first; i < last; ++i) {
                if (take_over(coalitions[i])) continue;
                solve(coalitions[i], solver);
                ++solved;
            }
        }
    }

    /// Whether a coalition with one player more has a solution that does without that player.
    bool take_over(Coalition coalition) {
        for (Coalition others = values_.table.grand() & ~coalition; others != 0;
             others &= others - 1) {
            const Coalition player = player_bit(first_player(others));
            const Coalition larger = coalition | player;
            if ((support_[larger] & player) != 0) continue;
            values_.table[coalition] = values_.table[larger];
            support_[coalition] = support_[larger];
            return true;
        }
        return false;
    }

    void solve(Coalition coalition, GroupSolver& solver) {
        const CoalitionOptimum optimum = solver.solve(coalition);
        values_.table[coalition] = optimum.welfare;
        support_[coalition] = optimum.support;
        if (optimum.certified) return;
        // An oracle of its own: what others left in it must not reach the last bits.
        const double welfare = make_oracle(part_)->welfare(expand(coalition, network_.relevant()));
        values_.table[coalition] = welfare;
        support_[coalition] = coalition;
        if (std::isfinite(welfare)) return;
        const std::lock_guard lock(mutex_);
        fail("E705", fmt::format("coalition {:#x} of the freight part was not solved", coalition),
             "an optimum");
    }

    bool interrupted() const { return options_.interrupt != nullptr && options_.interrupt->load(); }

    void fail(const std::string& id, const std::string& found, const std::string& expected) {
        if (failure_) return;
        failure_.emplace();
        failure_->add({id, "", 0, "", found, expected, ""});
    }

    const CoalitionProblem& part_;
    const ValueOptions& options_;
    PathNetwork network_;
    GroupOptima optima_;
    PartValues values_;
    std::vector<Coalition> support_; ///< by coalition: players that its solution needs
    std::vector<std::unique_ptr<GroupSolver>> solvers_; ///< one for each thread
    std::mutex mutex_;                                  ///< over what follows
    std::size_t next_ = 0;                              ///< coalition of the size under way
    std::size_t done_ = 0, solved_ = 0;
    std::optional<Diagnostics> failure_;
};

class PathFunction final : public ValueFunction {
  public:
    explicit PathFunction(const CoalitionProblem& part)
        : part_(part),
          network_(part_),
          optima_(network_),
          solver_(network_, optima_),
          nobody_(welfare(0)) {}

    double value(Coalition coalition) override {
        return welfare(compress(coalition, network_.relevant())) - nobody_;
    }

  private:
    double welfare(Coalition packed) {
        const CoalitionOptimum optimum = solver_.solve(packed);
        optima_.publish();
        if (optimum.certified) return optimum.welfare;
        return make_oracle(part_)->welfare(expand(packed, network_.relevant()));
    }

    CoalitionProblem part_;
    PathNetwork network_;
    GroupOptima optima_;
    GroupSolver solver_;
    double nobody_;
};

} // namespace

Result<PartValues> path_values(const CoalitionProblem& part, const ValueOptions& options) {
    return Run(part, options).run();
}

std::unique_ptr<ValueFunction> path_value_function(const CoalitionProblem& part) {
    return std::make_unique<PathFunction>(part);
}

} // namespace isthmus::game
