// SPDX-License-Identifier: Apache-2.0
#include "game/oracle.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "flow/linear_program.hpp"

namespace isthmus::game {
namespace {

/// A linear program of which some columns need consent; a column without it is fixed at zero.
class GatedProgram {
  public:
    flow::LinearProgram program;

    std::size_t add_column(double cost, double lower, double upper, Coalition consent) {
        const std::size_t column = program.add_column(cost, lower, upper);
        if (consent != 0) gates_.push_back({column, consent, true});
        return column;
    }
    /// Steps of a curve into a row: `entry` is their coefficient, `sign` makes a cost of a value.
    void add_steps(const std::vector<flow::Step>& steps, double sign, std::size_t row, double entry,
                   Coalition consent) {
        for (const flow::Step& step : steps) {
            add_column(sign * step.value, 0, step.width, consent);
            program.add_entry(row, entry);
        }
    }

  protected:
    struct Gate {
        std::size_t column = 0;
        Coalition consent = 0;
        bool open = true;
    };
    std::vector<Gate> gates_;
};

class ProgramOracle : public WelfareOracle, protected GatedProgram {
  public:
    double welfare(std::span<const Coalition> open) override {
        for (Gate& gate : gates_) {
            const bool wanted = std::any_of(open.begin(), open.end(), [&](Coalition part) {
                return is_subset(gate.consent, part);
            });
            if (wanted == gate.open) continue;
            gate.open = wanted;
            const std::size_t column = gate.column;
            solver_->set_column(column, program.cost[column], wanted ? program.lower[column] : 0,
                                wanted ? program.upper[column] : 0);
        }
        const flow::LpSolution solution = solver_->solve();
        if (solution.status != flow::LpStatus::kOptimal) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        return -solution.objective;
    }

  protected:
    void load(std::string_view solver) {
        solver_ = flow::make_lp_solver(solver.empty() ? flow::lp_solver_names().front() : solver,
                                       program);
    }

  private:
    std::unique_ptr<flow::LpSolver> solver_;
};

/// Rows: vertices, demands, resources, obligations. A demand is shut by its deliveries, so that its
/// steps need no gate.
class ProblemOracle final : public ProgramOracle {
  public:
    ProblemOracle(const CoalitionProblem& part, std::string_view solver)
        : part_(part), problem_(part.problem) {
        for (const flow::SupplyCurve& supply : problem_.supplies) most_ += supply.curve.limit;
        for (const flow::Vertex& vertex : problem_.vertices) {
            most_ += std::max(0.0, vertex.injection);
        }
        add_rows();
        add_arcs();
        add_deliveries();
        add_curves();
        load(solver);
    }

  private:
    std::size_t demand_row(flow::DemandId id) const { return first_demand_ + id.index(); }

    void add_rows() {
        for (const flow::Vertex& vertex : problem_.vertices) {
            program.add_row(-vertex.injection, -vertex.injection);
        }
        first_demand_ = program.rows();
        for (std::size_t i = 0; i < problem_.demands.size(); ++i) program.add_row(0, 0);
        first_resource_ = program.rows();
        for (const flow::Resource& resource : problem_.resources) {
            if (resource.has_curve) {
                program.add_row(0, 0);
            } else {
                program.add_row(-flow::kInfinity, resource.limit);
            }
        }
        // What parties promised each other binds no coalition: lower bounds are left out.
        first_obligation_ = program.rows();
        for (const flow::Obligation& obligation : problem_.obligations) {
            program.add_row(-flow::kInfinity, obligation.upper);
        }
    }

    void add_arcs() {
        std::vector<std::vector<flow::LpEntry>> uses(problem_.arcs.size());
        for (const flow::ResourceId id : problem_.resources.ids()) {
            for (const flow::ResourceUse& use : problem_.resources[id].uses) {
                uses[use.arc.index()].push_back(
                    {static_cast<std::int32_t>(first_resource_ + id.index()), use.use});
            }
        }
        for (const flow::ArcId id : problem_.arcs.ids()) {
            const flow::Arc& arc = problem_.arcs[id];
            add_column(arc.cost, arc.lower, std::min(arc.upper, most_), part_.arc_consent[id]);
            program.add_entry(arc.from.index(), -1);
            program.add_entry(arc.to.index(), 1 - arc.loss);
            for (const flow::LpEntry& use : uses[id.index()]) {
                program.add_entry(static_cast<std::size_t>(use.row), use.value);
            }
        }
    }

    void add_deliveries() {
        std::vector<std::vector<std::size_t>> obligations(problem_.deliveries.size());
        for (const flow::ObligationId id : problem_.obligations.ids()) {
            for (const flow::DeliveryId delivery : problem_.obligations[id].deliveries) {
                obligations[delivery.index()].push_back(first_obligation_ + id.index());
            }
        }
        for (const flow::DeliveryId id : problem_.deliveries.ids()) {
            const flow::Delivery& delivery = problem_.deliveries[id];
            const double limit = problem_.demands[delivery.demand].curve.limit;
            add_column(0, 0, std::min(delivery.upper, limit),
                       part_.demand_consent[delivery.demand]);
            program.add_entry(delivery.vertex.index(), -1);
            program.add_entry(demand_row(delivery.demand), 1);
            for (const std::size_t row : obligations[id.index()]) program.add_entry(row, 1);
        }
    }

    void add_curves() {
        for (const flow::SupplyId id : problem_.supplies.ids()) {
            const flow::SupplyCurve& supply = problem_.supplies[id];
            add_steps(value_steps(supply.curve), 1, supply.vertex.index(), 1,
                      part_.supply_consent[id]);
        }
        for (const flow::DemandId id : problem_.demands.ids()) {
            add_steps(value_steps(problem_.demands[id].curve), -1, demand_row(id), -1, 0);
        }
        for (const flow::ResourceId id : problem_.resources.ids()) {
            const flow::Resource& resource = problem_.resources[id];
            if (!resource.has_curve) continue;
            add_steps(value_steps(resource.curve), 1, first_resource_ + id.index(), -1, 0);
        }
    }

    const CoalitionProblem& part_;
    const flow::Problem& problem_;
    double most_ = 0; ///< more than this no arc carries: every column has finite bounds
    std::size_t first_demand_ = 0, first_resource_ = 0, first_obligation_ = 0;
};

/// Rows: nodes. A staircase parts, where net purchases are zero, into what the node sells to others
/// and what it buys from them; its trade within itself is a constant.
class NetworkOracle final : public ProgramOracle {
  public:
    NetworkOracle(const CoalitionNetwork& network, std::string_view solver) {
        for (std::size_t i = 0; i < network.nodes.size(); ++i) program.add_row(0, 0);
        for (const NetworkArc& arc : network.arcs) {
            add_column(arc.cost, 0, arc.capacity, arc.consent);
            program.add_entry(arc.from, -1);
            program.add_entry(arc.to, 1 - arc.loss);
        }
        for (std::size_t i = 0; i < network.nodes.size(); ++i) add_market(network.nodes[i], i);
        load(solver);
    }

  private:
    void add_market(const NetworkNode& node, std::size_t row) {
        std::vector<flow::Step> sold, bought;
        double own = node.supplied;
        for (const flow::Step& step : node.steps) {
            const double kept = std::min(own, step.width);
            own -= kept;
            if (kept > 0) sold.push_back({kept, step.value});
            if (kept < step.width) bought.push_back({step.width - kept, step.value});
        }
        if (node.self_surplus != 0) add_column(-node.self_surplus, 1, 1, node.consent);
        add_steps(sold, 1, row, 1, node.consent);
        add_steps(bought, -1, row, -1, node.consent);
    }
};

} // namespace

std::unique_ptr<WelfareOracle> make_oracle(const CoalitionProblem& part, std::string_view solver) {
    return std::make_unique<ProblemOracle>(part, solver);
}

std::unique_ptr<WelfareOracle> make_oracle(const CoalitionNetwork& network,
                                           std::string_view solver) {
    return std::make_unique<NetworkOracle>(network, solver);
}

} // namespace isthmus::game
