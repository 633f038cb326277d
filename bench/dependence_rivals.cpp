// SPDX-License-Identifier: Apache-2.0
#include "dependence_rivals.hpp"

#include <cstdio>
#include <cstdlib>

#include "dependence/bounded_market.hpp"
#include "dependence/outage_cases.hpp"
#include "flow/shut.hpp"
#include "flow/withdrawal.hpp"
#include "measure.hpp"

namespace isthmus::bench {

using dependence::Part;

namespace {

[[noreturn]] void stop(const char* message) {
    std::fprintf(stderr, "%s\n", message);
    std::exit(3);
}

flow::Solution solve_over_arcs(const flow::Problem& problem, flow::PriceRule prices) {
    flow::SolveOptions options;
    options.formulation = flow::Formulation::kArcs;
    options.prices = prices;
    options.threads = 1;
    flow::Solved solved = flow::solve(problem, options);
    if (solved.status != flow::LpStatus::kOptimal) stop("a rival found no optimum over arcs");
    return std::move(solved.solution);
}

/// Welfare, with payoffs worked out where prices divide them.
double welfare_over_arcs(const flow::Market& market, flow::PriceRule prices) {
    const flow::Solution solution = solve_over_arcs(market.problem, prices);
    if (prices == flow::PriceRule::kMiddle) flow::payoffs(market, solution);
    return flow::welfare(market, solution);
}

flow::LpSolution solve_program(flow::LpSolver& solver) {
    flow::LpSolution solution = solver.solve();
    if (solution.status != flow::LpStatus::kOptimal) {
        stop("a rival found no optimum of a linear program");
    }
    return solution;
}

std::unique_ptr<flow::LpSolver> loaded(const flow::LinearProgram& program) {
    return flow::make_lp_solver(flow::lp_solver_names().front(), program);
}

/// Of all blocks, loaded and solved from nothing.
double cold_seconds(const flow::Problem& problem) {
    const Stopwatch stopwatch;
    for (const flow::Block& block : flow::blocks(problem)) {
        solve_program(*loaded(flow::BlockProgram(problem, block).program()));
    }
    return stopwatch.elapsed().processor;
}

/// Changes what differs in a program that is loaded.
void change(flow::LpSolver& solver, const flow::LinearProgram& now,
            const flow::LinearProgram& next) {
    for (std::size_t i = 0; i < next.columns(); ++i) {
        if (next.cost[i] == now.cost[i] && next.lower[i] == now.lower[i] &&
            next.upper[i] == now.upper[i]) {
            continue;
        }
        solver.set_column(i, next.cost[i], next.lower[i], next.upper[i]);
    }
    for (std::size_t i = 0; i < next.rows(); ++i) {
        if (next.row_lower[i] == now.row_lower[i] && next.row_upper[i] == now.row_upper[i]) {
            continue;
        }
        solver.set_row(i, next.row_lower[i], next.row_upper[i]);
    }
}

Part merged_part(const dependence::Baseline& base, const Part& of) {
    flow::MarketOptions options;
    options.commodities = of.commodities;
    auto market = flow::build_market(*base.world, base.year, options);
    if (!market) stop("a rival's market cannot be built");
    Part part;
    part.commodities = of.commodities;
    part.market = std::move(market).value();
    part.solution = solve_over_arcs(part.market.problem, flow::PriceRule::kMiddle);
    part.paths = flow::path_flows(part.market.problem, part.solution);
    part.welfare = flow::welfare(part.market, part.solution);
    return part;
}

void add(LoopSeconds& to, double seconds, bool changes) {
    to.all += seconds;
    if (changes) to.changed += seconds;
}

} // namespace

OutageLoop::OutageLoop(const dependence::Baseline& base) {
    for (const Part& of : base.parts) {
        parts_.push_back(merged_part(base, of));
        Loaded& part = loaded_.emplace_back();
        const flow::Market& market = parts_.back().market;
        const flow::Problem& problem = market.problem;
        for (const flow::Block& block : flow::blocks(problem)) {
            const flow::LinearProgram program = flow::BlockProgram(problem, block).program();
            part.blocks.push_back({block, program, loaded(program)});
        }
        part.welfare = resolve(part.blocks, market).welfare;
    }
}

bool OutageLoop::is_used(const dependence::OutageSet& out) const {
    for (const Part& part : parts_) {
        if (dependence::shut(part, out).open.size() < part.paths.size()) return true;
    }
    return false;
}

LoopAnswer OutageLoop::ask(const dependence::OutageSet& out, flow::PriceRule prices) {
    LoopAnswer answer;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const Part& part = parts_[i];
        const Stopwatch stopwatch;
        const dependence::ShutPart left = dependence::shut(part, out);
        const double loss = part.welfare - welfare_over_arcs(left.market, prices);
        const bool changes = left.open.size() < part.paths.size();
        add(answer.arcs, stopwatch.elapsed().processor, changes);
        const Resolved resolved = resolve(loaded_[i].blocks, left.market);
        add(answer.program, resolved.seconds, changes);
        if (!changes) continue;
        answer.welfare_loss += loss;
        answer.program_loss += loaded_[i].welfare - resolved.welfare;
    }
    return answer;
}

OutageLoop::Resolved OutageLoop::resolve(std::vector<LoadedBlock>& blocks,
                                         const flow::Market& market) {
    const flow::Problem& problem = market.problem;
    flow::Solution solution;
    solution.flow = IdVector<flow::ArcTag, double>(problem.arcs.size());
    solution.supply = IdVector<flow::SupplyTag, double>(problem.supplies.size());
    solution.demand = IdVector<flow::DemandTag, double>(problem.demands.size());
    solution.delivery = IdVector<flow::DeliveryTag, double>(problem.deliveries.size());
    Resolved result;
    for (LoadedBlock& at : blocks) {
        const flow::BlockProgram program(problem, at.block);
        const Stopwatch stopwatch;
        change(*at.solver, at.now, program.program());
        const flow::LpSolution found = solve_program(*at.solver);
        result.seconds += stopwatch.elapsed().processor;
        program.read_quantities(found.value, solution);
        at.now = program.program();
    }
    result.welfare = flow::welfare(market, solution);
    return result;
}

WithdrawalLoop::WithdrawalLoop(const dependence::Baseline& base,
                               const dependence::Dependence& matrix)
    : base_(base),
      matrix_(matrix),
      partners_(*base.world, base.day(), matrix.players, base.servants) {
    for (const Part& part : base.parts) parts_.emplace_back(part, partners_);
}

LoopAnswer WithdrawalLoop::ask(const dependence::PairDependence& pair) const {
    const flow::Sides sides{matrix_.players[pair.j].actors, matrix_.players[pair.i].actors, {}};
    LoopAnswer answer;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const Part& part = base_.parts[i];
        const bool changes = parts_[i].cuts(pair.j, pair.i);
        const Stopwatch stopwatch;
        flow::Market market = part.market;
        auto open = part.paths;
        flow::withdraw(market, sides, base_.servants, &open);
        flow::excuse_minimum_takes(market, open);
        const auto bounded = dependence::bounded_market(parts_[i], market, open);
        const double before = welfare_over_arcs(bounded.market, flow::PriceRule::kAny);
        const double after = welfare_over_arcs(market, flow::PriceRule::kMiddle);
        add(answer.arcs, stopwatch.elapsed().processor, changes);
        add(answer.program, cold_seconds(market.problem) + cold_seconds(bounded.market.problem),
            changes);
        if (!changes) continue;
        answer.welfare_loss += part.welfare - after;
        answer.loss_before_rerouting += part.welfare - before;
    }
    return answer;
}

} // namespace isthmus::bench
