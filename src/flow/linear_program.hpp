// SPDX-License-Identifier: Apache-2.0
// A linear program in columns, and the interface of the solvers that take it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::flow {

/// Minimise sum cost_j x_j subject to row_lower <= A x <= row_upper and lower <= x <= upper.
struct LinearProgram {
    std::vector<double> cost, lower, upper; ///< by column
    std::vector<double> row_lower, row_upper;
    std::vector<std::int32_t> column_start{
        0}; ///< entries of column j: [column_start[j], column_start[j+1])
    std::vector<std::int32_t> entry_row;
    std::vector<double> entry_value;

    std::size_t columns() const { return cost.size(); }
    std::size_t rows() const { return row_lower.size(); }
    std::size_t add_row(double low, double high);
    /// Opens a column; its entries follow by add_entry.
    std::size_t add_column(double unit_cost, double low, double high);
    void add_entry(std::size_t row, double value);
};

/// A coefficient of a column.
struct LpEntry {
    std::int32_t row = 0;
    double value = 0;
};

enum class LpStatus { kOptimal, kInfeasible, kUnbounded, kFailed };

struct LpSolution {
    LpStatus status = LpStatus::kFailed;
    std::vector<double> value; ///< by column
    std::vector<double>
        row_dual; ///< change of the minimum for a unit more of the row's right-hand side
    std::vector<double> reduced_cost; ///< cost_j - sum_i A_ij row_dual_i
    double objective = 0;
};

/// A loaded problem that can be changed in its numbers and solved again from the last basis.
class LpSolver {
  public:
    virtual ~LpSolver() = default;
    virtual void set_column(std::size_t column, double cost, double lower, double upper) = 0;
    virtual void set_row(std::size_t row, double lower, double upper) = 0;
    /// A column more, at the end.
    virtual void add_column(double cost, double lower, double upper,
                            std::span<const LpEntry> entries) = 0;
    virtual LpSolution solve() = 0;
};

/// Feasibility and optimality tolerance asked of the solvers: prices are of the order 1e2 and flows
/// 1e1, so this leaves seven digits, well inside kCertificateTolerance.
inline constexpr double kLpTolerance = 1e-9;

/// Names of the solvers that this build has; the first is the default.
std::vector<std::string_view> lp_solver_names();
/// The solver of that name, or nullptr.
std::unique_ptr<LpSolver> make_lp_solver(std::string_view name, const LinearProgram& program);

/// The problem in free MPS format, with the given names (no white space in them). Columns and rows
/// in order.
std::string to_mps(const LinearProgram& program, std::span<const std::string> column_names,
                   std::span<const std::string> row_names);

} // namespace isthmus::flow
