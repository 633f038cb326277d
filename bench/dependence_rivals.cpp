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

void solve_program(flow::LpSolver& solver) {
    if (solver.solve().status != flow::LpStatus::kOptimal) {
        stop("a rival found no optimum of a linear program");
    }
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
        std::vector<LoadedBlock>& blocks = loaded_.emplace_back();
        const flow::Problem& problem = parts_.back().market.problem;
        for (const flow::Block& block : flow::blocks(problem)) {
            const flow::LinearProgram program = flow::BlockProgram(problem, block).program();
            blocks.push_back({block, program, loaded(program)});
            solve_program(*blocks.back().solver);
        }
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
        add(answer.program, resolve(loaded_[i], left.market.problem), changes);
        if (changes) answer.welfare_loss += loss;
    }
    return answer;
}

double OutageLoop::resolve(std::vector<LoadedBlock>& blocks, const flow::Problem& problem) {
    double seconds = 0;
    for (LoadedBlock& at : blocks) {
        const flow::LinearProgram next = flow::BlockProgram(problem, at.block).program();
        const Stopwatch stopwatch;
        for (std::size_t i = 0; i < next.columns(); ++i) {
            if (next.cost[i] == at.now.cost[i] && next.lower[i] == at.now.lower[i] &&
                next.upper[i] == at.now.upper[i]) {
                continue;
            }
            at.solver->set_column(i, next.cost[i], next.lower[i], next.upper[i]);
        }
        for (std::size_t i = 0; i < next.rows(); ++i) {
            if (next.row_lower[i] == at.now.row_lower[i] &&
                next.row_upper[i] == at.now.row_upper[i]) {
                continue;
            }
            at.solver->set_row(i, next.row_lower[i], next.row_upper[i]);
        }
        solve_program(*at.solver);
        seconds += stopwatch.elapsed().processor;
        at.now = next;
    }
    return seconds;
}

WithdrawalLoop::WithdrawalLoop(const dependence::Baseline& base,
                               const dependence::Dependence& matrix)
    : base_(base),
      matrix_(matrix),
      partners_(*base.world, base.day(), matrix.players, base.consents) {
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
        flow::withdraw(market, sides, base_.consents, &open);
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
