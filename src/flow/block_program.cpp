// SPDX-License-Identifier: Apache-2.0
#include "flow/block_program.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace isthmus::flow {
namespace {

constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

/// A resource that one arc uses and that has no cost of load is a bound of that arc, not a row.
bool is_bound(const Resource& resource) {
    return resource.uses.size() == 1 && !resource.has_curve && resource.uses.front().use > 0;
}

} // namespace

BlockProgram::BlockProgram(const Problem& problem, const Block& block, bool elastic)
    : problem_(problem), block_(block) {
    add_rows();
    add_arcs();
    add_deliveries();
    add_curves();
    if (elastic) add_slacks();
}

void BlockProgram::add_rows() {
    vertex_row_.assign(problem_.vertices.size(), kNoRow);
    demand_row_.assign(problem_.demands.size(), kNoRow);
    for (const VertexId id : block_.vertices) {
        const double right = -problem_.vertices[id].injection;
        vertex_row_[id.index()] = program_.add_row(right, right);
    }
    for (const DemandId id : block_.demands) demand_row_[id.index()] = program_.add_row(0, 0);
    for (const ResourceId id : block_.resources) {
        const Resource& resource = problem_.resources[id];
        if (is_bound(resource)) {
            resource_row_.push_back(kNoRow);
        } else {
            resource_row_.push_back(resource.has_curve
                                        ? program_.add_row(0, 0)
                                        : program_.add_row(-kInfinity, resource.limit));
        }
    }
    first_obligation_ = program_.rows();
    for (const ObligationId id : block_.obligations) {
        program_.add_row(problem_.obligations[id].lower, problem_.obligations[id].upper);
    }
}

void BlockProgram::add_arcs() {
    struct Use {
        std::size_t resource;
        double use;
    };
    std::unordered_map<ArcId, std::vector<Use>> uses;
    for (std::size_t i = 0; i < block_.resources.size(); ++i) {
        for (const ResourceUse& use : problem_.resources[block_.resources[i]].uses) {
            uses[use.arc].push_back({i, use.use});
        }
    }
    bound_resources_.resize(block_.arcs.size());
    for (std::size_t i = 0; i < block_.arcs.size(); ++i) {
        const Arc& arc = problem_.arcs[block_.arcs[i]];
        double upper = arc.upper;
        for (const Use& use : uses[block_.arcs[i]]) {
            if (resource_row_[use.resource] != kNoRow) continue;
            bound_resources_[i].push_back(use.resource);
            upper =
                std::min(upper, problem_.resources[block_.resources[use.resource]].limit / use.use);
        }
        program_.add_column(arc.cost, arc.lower, upper);
        program_.add_entry(vertex_row_[arc.from.index()], -1);
        program_.add_entry(vertex_row_[arc.to.index()], 1 - arc.loss);
        for (const Use& use : uses[block_.arcs[i]]) {
            if (resource_row_[use.resource] != kNoRow) {
                program_.add_entry(resource_row_[use.resource], use.use);
            }
        }
    }
}

void BlockProgram::add_deliveries() {
    std::unordered_map<DeliveryId, std::vector<std::size_t>> obligations;
    for (std::size_t i = 0; i < block_.obligations.size(); ++i) {
        for (const DeliveryId id : problem_.obligations[block_.obligations[i]].deliveries) {
            obligations[id].push_back(first_obligation_ + i);
        }
    }
    for (const DeliveryId id : block_.deliveries) {
        const Delivery& delivery = problem_.deliveries[id];
        program_.add_column(0, 0, delivery.upper);
        program_.add_entry(vertex_row_[delivery.vertex.index()], -1);
        program_.add_entry(demand_row_[delivery.demand.index()], 1);
        for (const std::size_t row : obligations[id]) program_.add_entry(row, 1);
    }
}

void BlockProgram::add_curves() {
    first_step_ = program_.columns();
    const auto add = [&](const Curve& curve, double sign, std::size_t row, double entry) {
        curves_.push_back(&curve);
        curve_sign_.push_back(sign);
        windows_.emplace_back();
        for (const Step& step : steps(curve, windows_.back())) {
            program_.add_column(sign * step.value, 0, step.width);
            program_.add_entry(row, entry);
        }
    };
    for (const SupplyId id : block_.supplies) {
        const SupplyCurve& supply = problem_.supplies[id];
        add(supply.curve, 1, vertex_row_[supply.vertex.index()], 1);
    }
    for (const DemandId id : block_.demands) {
        add(problem_.demands[id].curve, -1, demand_row_[id.index()], -1);
    }
    for (std::size_t i = 0; i < block_.resources.size(); ++i) {
        const Resource& resource = problem_.resources[block_.resources[i]];
        if (resource.has_curve) add(resource.curve, 1, resource_row_[i], -1);
    }
}

void BlockProgram::add_slacks() {
    first_slack_ = program_.columns();
    for (std::size_t i = 0; i < block_.obligations.size(); ++i) {
        program_.add_column(0, 0, kInfinity);
        program_.add_entry(first_obligation_ + i, 1);
    }
}

void BlockProgram::set_window(std::size_t index, const Window& window, LpSolver& solver) {
    windows_[index] = window;
    const auto new_steps = steps(*curves_[index], window);
    for (std::size_t i = 0; i < kStepCount; ++i) {
        const std::size_t column = step_column(index, i);
        program_.cost[column] = curve_sign_[index] * new_steps[i].value;
        program_.upper[column] = new_steps[i].width;
        solver.set_column(column, program_.cost[column], 0, program_.upper[column]);
    }
}

double BlockProgram::curve_quantity(std::size_t index, const std::vector<double>& value) const {
    double sum = 0;
    for (std::size_t i = 0; i < kStepCount; ++i) sum += value[step_column(index, i)];
    return sum;
}

void BlockProgram::read_quantities(const std::vector<double>& value, Solution& solution) const {
    for (std::size_t i = 0; i < block_.arcs.size(); ++i) {
        solution.flow[block_.arcs[i]] = value[arc_column(i)];
    }
    for (std::size_t i = 0; i < block_.deliveries.size(); ++i) {
        solution.delivery[block_.deliveries[i]] = value[delivery_column(i)];
    }
    std::size_t curve = 0;
    for (const SupplyId id : block_.supplies) solution.supply[id] = curve_quantity(curve++, value);
    for (const DemandId id : block_.demands) solution.demand[id] = curve_quantity(curve++, value);
}

std::vector<double> BlockProgram::read_rents(const LpSolution& lp) const {
    std::vector<double> rents;
    for (const std::size_t row : resource_row_) {
        rents.push_back(row == kNoRow ? 0 : std::max(0.0, -lp.row_dual[row]));
    }
    // The reduced cost of an arc at its bound is the rent of the resource that sets the bound: the
    // tightest, the first of equals.
    for (std::size_t i = 0; i < block_.arcs.size(); ++i) {
        std::size_t tightest = kNoRow;
        double bound = problem_.arcs[block_.arcs[i]].upper;
        for (const std::size_t resource : bound_resources_[i]) {
            const Resource& candidate = problem_.resources[block_.resources[resource]];
            const double limit = candidate.limit / candidate.uses.front().use;
            if (limit < bound || (limit == bound && tightest == kNoRow)) {
                bound = limit;
                tightest = resource;
            }
        }
        const double reduced = lp.reduced_cost[arc_column(i)];
        if (tightest != kNoRow && reduced < 0) {
            const Resource& resource = problem_.resources[block_.resources[tightest]];
            rents[tightest] = -reduced / resource.uses.front().use;
        }
    }
    return rents;
}

std::vector<std::string> BlockProgram::column_names(const PartNames& names) const {
    std::vector<std::string> result;
    result.reserve(program_.columns());
    for (const ArcId id : block_.arcs) result.push_back(names.arcs[id.index()]);
    for (const DeliveryId id : block_.deliveries) result.push_back(names.deliveries[id.index()]);
    const auto add_steps = [&](const std::string& stem) {
        for (std::size_t i = 0; i < kStepCount; ++i)
            result.push_back(fmt::format("{}.{}", stem, i));
    };
    for (const SupplyId id : block_.supplies) add_steps(names.supplies[id.index()]);
    for (const DemandId id : block_.demands) add_steps(names.demands[id.index()]);
    for (const ResourceId id : block_.resources) {
        if (problem_.resources[id].has_curve) add_steps("load." + names.resources[id.index()]);
    }
    return result;
}

std::vector<std::string> BlockProgram::row_names(const PartNames& names) const {
    std::vector<std::string> result;
    result.reserve(program_.rows());
    for (const VertexId id : block_.vertices) result.push_back(names.vertices[id.index()]);
    for (const DemandId id : block_.demands)
        result.push_back("served." + names.demands[id.index()]);
    for (std::size_t i = 0; i < block_.resources.size(); ++i) {
        if (resource_row_[i] == kNoRow) continue;
        result.push_back(names.resources[block_.resources[i].index()]);
    }
    for (const ObligationId id : block_.obligations) {
        result.push_back(names.obligations[id.index()]);
    }
    return result;
}

} // namespace isthmus::flow
