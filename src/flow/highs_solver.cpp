// SPDX-License-Identifier: Apache-2.0
// Changes are kept here and go to HiGHS in bulk before it solves: each of its calls that changes
// the model drops what it knows of the last solution, and takes far longer than the change itself.
#include "flow/highs_solver.hpp"

#include <Highs.h>

#include <algorithm>
#include <cmath>

namespace isthmus::flow {
namespace {

HighsInt count_of(const std::vector<double>& items) {
    return static_cast<HighsInt>(items.size());
}

HighsLp highs_lp(const LinearProgram& program) {
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
    return lp;
}

class HighsSolver final : public LpSolver {
  public:
    explicit HighsSolver(const LinearProgram& program)
        : cost_(program.cost),
          lower_(program.lower),
          upper_(program.upper),
          row_lower_(program.row_lower),
          row_upper_(program.row_upper),
          loaded_columns_(program.columns()) {
        set_option("output_flag", false);
        set_option("presolve", "off");
        set_option("solver", "simplex");
        set_option("parallel", "off");
        set_option("threads", HighsInt{1});
        set_option("primal_feasibility_tolerance", kLpTolerance);
        set_option("dual_feasibility_tolerance", kLpTolerance);
        accept(highs_.passModel(highs_lp(program)));
    }

    void set_column(std::size_t column, double cost, double lower, double upper) override {
        cost_[column] = cost;
        lower_[column] = lower;
        upper_[column] = upper;
        columns_changed_ |= column < loaded_columns_;
    }

    void set_row(std::size_t row, double lower, double upper) override {
        row_lower_[row] = lower;
        row_upper_[row] = upper;
        rows_changed_ = true;
    }

    void add_column(double cost, double lower, double upper,
                    std::span<const LpEntry> entries) override {
        cost_.push_back(cost);
        lower_.push_back(lower);
        upper_.push_back(upper);
        new_start_.push_back(count_of(new_value_));
        for (const LpEntry& entry : entries) {
            new_row_.push_back(entry.row);
            new_value_.push_back(entry.value);
        }
    }

    LpSolution solve() override {
        // New columns leave the basis primal feasible; other changes leave it dual feasible or
        // nearly so.
        const bool grown = loaded_columns_ < cost_.size();
        load_changes();
        LpSolution solution;
        solution.status = run(grown ? kSimplexStrategyPrimal : kSimplexStrategyDual);
        if (solution.status == LpStatus::kFailed) {
            // Undecided between unbounded and infeasible, or stuck: once more, from scratch. Or a
            // caller has set up HiGHS with more threads on this one: then with what it has.
            set_option("threads", HighsInt{0});
            highs_.clearSolver();
            solution.status = run(grown ? kSimplexStrategyDual : kSimplexStrategyPrimal);
        }
        const HighsSolution& found = highs_.getSolution();
        solution.value = found.col_value;
        solution.row_dual = found.row_dual;
        solution.reduced_cost = found.col_dual;
        solution.value.resize(cost_.size());
        solution.row_dual.resize(row_lower_.size());
        solution.reduced_cost.resize(cost_.size());
        solution.objective = highs_.getInfo().objective_function_value;
        return solution;
    }

  private:
    template <typename Value> void set_option(const std::string& name, Value value) {
        accept(highs_.setOptionValue(name, value));
    }

    void accept(HighsStatus status) { refused_ |= status == HighsStatus::kError; }

    void load_changes() {
        if (columns_changed_) {
            const HighsInt last = static_cast<HighsInt>(loaded_columns_) - 1;
            accept(highs_.changeColsCost(0, last, cost_.data()));
            accept(highs_.changeColsBounds(0, last, lower_.data(), upper_.data()));
        }
        if (rows_changed_) {
            accept(highs_.changeRowsBounds(0, count_of(row_lower_) - 1, row_lower_.data(),
                                           row_upper_.data()));
        }
        if (loaded_columns_ < cost_.size()) {
            const std::size_t first = loaded_columns_;
            accept(highs_.addCols(static_cast<HighsInt>(cost_.size() - first), &cost_[first],
                                  &lower_[first], &upper_[first], count_of(new_value_),
                                  new_start_.data(), new_row_.data(), new_value_.data()));
        }
        loaded_columns_ = cost_.size();
        columns_changed_ = rows_changed_ = false;
        new_start_.clear();
        new_row_.clear();
        new_value_.clear();
    }

    LpStatus run(HighsInt strategy) {
        set_option("simplex_strategy", strategy);
        if (refused_ || highs_.run() == HighsStatus::kError) return LpStatus::kFailed;
        switch (highs_.getModelStatus()) {
        case HighsModelStatus::kOptimal:
            return LpStatus::kOptimal;
        case HighsModelStatus::kInfeasible:
            return LpStatus::kInfeasible;
        case HighsModelStatus::kUnbounded:
            return LpStatus::kUnbounded;
        case HighsModelStatus::kModelEmpty:
            return zero_is_feasible() ? LpStatus::kOptimal : LpStatus::kInfeasible;
        default:
            return LpStatus::kFailed;
        }
    }

    /// HiGHS calls a model without columns empty, whatever its rows ask.
    bool zero_is_feasible() const {
        return std::all_of(row_lower_.begin(), row_lower_.end(),
                           [](double low) { return low <= 0; }) &&
               std::all_of(row_upper_.begin(), row_upper_.end(),
                           [](double high) { return high >= 0; });
    }

    Highs highs_;
    std::vector<double> cost_, lower_,
        upper_; ///< by column, with changes that HiGHS may not have yet
    std::vector<double> row_lower_, row_upper_;
    std::size_t loaded_columns_ = 0;
    bool columns_changed_ = false, rows_changed_ = false;
    std::vector<HighsInt> new_start_, new_row_; ///< entries of the columns after the loaded ones
    std::vector<double> new_value_;
    bool refused_ = false; ///< HiGHS did not take the problem or a change; no answer can be right
};

} // namespace

std::unique_ptr<LpSolver> make_highs_solver(const LinearProgram& program) {
    return std::make_unique<HighsSolver>(program);
}

} // namespace isthmus::flow
