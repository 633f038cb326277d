// SPDX-License-Identifier: Apache-2.0
#include "flow/clp_solver.hpp"

#include <ClpSimplex.hpp>
#include <cmath>

namespace isthmus::flow {
namespace {

double clp_bound(double bound) {
    return std::isinf(bound) ? std::copysign(COIN_DBL_MAX, bound) : bound;
}

std::vector<double> clp_bounds(const std::vector<double>& bounds) {
    std::vector<double> result;
    result.reserve(bounds.size());
    for (const double bound : bounds) result.push_back(clp_bound(bound));
    return result;
}

class ClpSolver final : public LpSolver {
  public:
    explicit ClpSolver(const LinearProgram& program) {
        model_.setLogLevel(0);
        model_.setPrimalTolerance(kLpTolerance);
        model_.setDualTolerance(kLpTolerance);
        const auto lower = clp_bounds(program.lower);
        const auto upper = clp_bounds(program.upper);
        const auto row_lower = clp_bounds(program.row_lower);
        const auto row_upper = clp_bounds(program.row_upper);
        model_.loadProblem(static_cast<int>(program.columns()), static_cast<int>(program.rows()),
                           program.column_start.data(), program.entry_row.data(),
                           program.entry_value.data(), lower.data(), upper.data(),
                           program.cost.data(), row_lower.data(), row_upper.data());
    }

    void set_column(std::size_t column, double cost, double lower, double upper) override {
        const int index = static_cast<int>(column);
        if (index >= model_.numberColumns()) take_new_columns();
        model_.setObjectiveCoefficient(index, cost);
        model_.setColumnBounds(index, clp_bound(lower), clp_bound(upper));
    }

    void set_row(std::size_t row, double lower, double upper) override {
        model_.setRowBounds(static_cast<int>(row), clp_bound(lower), clp_bound(upper));
    }

    void add_column(double cost, double lower, double upper,
                    std::span<const LpEntry> entries) override {
        for (const LpEntry& entry : entries) {
            new_rows_.push_back(entry.row);
            new_values_.push_back(entry.value);
        }
        new_start_.push_back(static_cast<int>(new_rows_.size()));
        new_cost_.push_back(cost);
        new_lower_.push_back(clp_bound(lower));
        new_upper_.push_back(clp_bound(upper));
    }

    LpSolution solve() override {
        // New columns leave the basis primal feasible; other changes leave it dual feasible or
        // nearly so. The second call cleans up what the first one's perturbation may leave.
        take_new_columns();
        if (grown_) {
            model_.primal(1);
        } else {
            model_.dual(0);
        }
        grown_ = false;
        if (model_.status() != 0) model_.primal(1);
        LpSolution solution;
        solution.status = status();
        const auto columns = static_cast<std::size_t>(model_.numberColumns());
        const auto rows = static_cast<std::size_t>(model_.numberRows());
        const double* value = model_.primalColumnSolution();
        const double* dual = model_.dualRowSolution();
        const double* reduced = model_.dualColumnSolution();
        solution.value.assign(value, value + columns);
        solution.row_dual.assign(dual, dual + rows);
        solution.reduced_cost.assign(reduced, reduced + columns);
        solution.objective = model_.objectiveValue();
        return solution;
    }

  private:
    /// All new columns at once, since each call copies the model's arrays.
    void take_new_columns() {
        if (new_cost_.empty()) return;
        model_.addColumns(static_cast<int>(new_cost_.size()), new_lower_.data(), new_upper_.data(),
                          new_cost_.data(), new_start_.data(), new_rows_.data(),
                          new_values_.data());
        new_start_ = {0};
        for (auto* list : {&new_cost_, &new_lower_, &new_upper_, &new_values_}) list->clear();
        new_rows_.clear();
        grown_ = true;
    }

    LpStatus status() const {
        switch (model_.status()) {
        case 0:
            return LpStatus::kOptimal;
        case 1:
            return LpStatus::kInfeasible;
        case 2:
            return LpStatus::kUnbounded;
        default:
            return LpStatus::kFailed;
        }
    }

    ClpSimplex model_;
    bool grown_ = false;
    // Columns since the last solve.
    std::vector<int> new_start_{0}, new_rows_;
    std::vector<double> new_cost_, new_lower_, new_upper_, new_values_;
};

} // namespace

std::unique_ptr<LpSolver> make_clp_solver(const LinearProgram& program) {
    return std::make_unique<ClpSolver>(program);
}

} // namespace isthmus::flow
