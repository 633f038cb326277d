// SPDX-License-Identifier: Apache-2.0
// One block of a problem as a linear program: where each arc, delivery, curve and constraint stands
// in it, and the way back from the program's solution. Rows: vertices, demands, shared resources,
// obligations. Columns: arcs, deliveries, then kStepCount steps for each supply, demand and loaded
// resource.
#pragma once

#include <string>
#include <vector>

#include "flow/linear_program.hpp"
#include "flow/problem.hpp"

namespace isthmus::flow {

/// Names of a problem's parts, by their ids.
struct PartNames {
    std::vector<std::string> vertices, arcs, supplies, demands, deliveries, resources, obligations;
};

class BlockProgram {
  public:
    /// With `elastic`, every obligation's lower bound may be missed through a column of its own
    /// (see slack_column).
    BlockProgram(const Problem& problem, const Block& block, bool elastic = false);

    const LinearProgram& program() const { return program_; }
    /// Curves of the block in the order of their step columns: supplies, demands, loaded resources.
    std::size_t curve_count() const { return curves_.size(); }
    const Curve& curve(std::size_t index) const { return *curves_[index]; }
    const Window& window(std::size_t index) const { return windows_[index]; }
    /// Replaces the steps of one curve, in the program and in a loaded solver.
    void set_window(std::size_t index, const Window& window, LpSolver& solver);
    /// Sum of the steps of one curve.
    double curve_quantity(std::size_t index, const std::vector<double>& value) const;

    std::size_t arc_column(std::size_t arc) const { return arc; }
    std::size_t delivery_column(std::size_t delivery) const {
        return block_.arcs.size() + delivery;
    }
    std::size_t slack_column(std::size_t obligation) const { return first_slack_ + obligation; }

    void read_quantities(const std::vector<double>& value, Solution& solution) const;
    /// Rents of the block's resources, in its order.
    std::vector<double> read_rents(const LpSolution& lp) const;

    std::vector<std::string> column_names(const PartNames& names) const;
    std::vector<std::string> row_names(const PartNames& names) const;

  private:
    void add_rows();
    void add_arcs();
    void add_deliveries();
    void add_curves();
    void add_slacks();
    std::size_t step_column(std::size_t curve, std::size_t step) const {
        return first_step_ + curve * kStepCount + step;
    }

    const Problem& problem_;
    const Block& block_;
    LinearProgram program_;
    std::vector<const Curve*> curves_;
    std::vector<double> curve_sign_; ///< +1: the steps cost, -1: they benefit
    std::vector<Window> windows_;
    std::vector<std::size_t> vertex_row_, demand_row_; ///< by global id
    std::vector<std::size_t>
        resource_row_; ///< by place in the block; kNoRow: a bound of its only arc
    std::vector<std::vector<std::size_t>> bound_resources_; ///< by arc in the block
    std::size_t first_obligation_ = 0, first_step_ = 0, first_slack_ = 0;
};

} // namespace isthmus::flow
