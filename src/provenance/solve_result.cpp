// SPDX-License-Identifier: Apache-2.0
// From a world to the value of a result.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "dependence/baseline.hpp"
#include "flow/certificate.hpp"
#include "flow/failed_solve.hpp"
#include "flow/payoff.hpp"
#include "flow/shut.hpp"
#include "flow/withdrawal.hpp"
#include "provenance/result.hpp"

namespace isthmus::provenance {

using world::CommodityId;

namespace {

/// Commodities that share a capacity with this one, directly or through others.
std::vector<CommodityId> commodities_with(const flow::Market& market, CommodityId commodity) {
    std::vector<std::size_t> group(market.world->commodities.size());
    std::iota(group.begin(), group.end(), 0);
    const auto of = [&](flow::ArcId arc) {
        return market.layers[market.arcs[arc].layer].commodity.index();
    };
    for (const flow::Resource& resource : market.problem.resources) {
        for (const flow::ResourceUse& use : resource.uses) {
            const std::size_t one = group[of(resource.uses.front().arc)],
                              other = group[of(use.arc)];
            std::replace(group.begin(), group.end(), std::max(one, other), std::min(one, other));
        }
    }
    std::vector<CommodityId> result;
    for (const CommodityId id : market.world->commodities.ids()) {
        if (group[id.index()] == group[commodity.index()]) result.push_back(id);
    }
    return result;
}

bool same_shape(const flow::Market& a, const flow::Market& b) {
    return a.arcs.size() == b.arcs.size() && a.supplies.size() == b.supplies.size() &&
           a.deliveries.size() == b.deliveries.size() && a.layers.size() == b.layers.size();
}

/// What is tried first: the ways of a case that has the same parts.
const std::vector<flow::PathFlow>* hints(const flow::Market& market, const SolvedResult* start,
                                         std::size_t number) {
    if (start == nullptr || number >= start->cases.size()) return nullptr;
    const SolvedCase& like = start->cases[number];
    return same_shape(market, like.market) ? &like.ways : nullptr;
}

Result<SolvedCase> solved_case(flow::Market market, double sign, const ResultOptions& options,
                               const std::vector<flow::PathFlow>* ways) {
    flow::SolveOptions how;
    how.solver = options.solver;
    how.threads = options.threads;
    how.hints = ways;
    flow::Solved solved = flow::solve(market.problem, how);
    if (solved.status != flow::LpStatus::kOptimal) return flow::unsolved(market, solved);
    const flow::Certificate certificate = flow::certify(market.problem, solved.solution);
    if (!certificate.holds()) return flow::uncertified(certificate);
    SolvedCase result;
    result.sign = sign;
    result.ways = flow::path_flows(market.problem, solved.solution);
    result.market = std::move(market);
    result.solution = std::move(solved.solution);
    return result;
}

double payoff(const SolvedCase& of, const ResultName& name) {
    const std::vector<bool> counted = counted_actors(*of.market.world, name);
    double sum = 0;
    for (const flow::Payoff& row : flow::payoffs(of.market, of.solution)) {
        if (row.actor.valid() && counted[row.actor.index()]) sum += row.total();
    }
    return sum;
}

/// Reads a flow or price off its one case.
void read_off(const ResultName& name, SolvedResult& result) {
    const SolvedCase& of = result.cases.front();
    if (name.kind == ResultKind::kFlow) {
        const auto arcs = arcs_of_result(of.market, name);
        for (const flow::ArcId arc : arcs) result.value += of.solution.flow[arc];
        const auto ranges = arcs.empty()
                                ? std::vector<flow::FlowRange>{{0, 0}}
                                : flow::flow_ranges(of.market.problem, of.solution, {arcs});
        result.low = std::min(ranges.front().low, result.value);
        result.high = std::max(ranges.front().high, result.value);
        return;
    }
    const PricePlace place = price_place(of.market, of.solution, name);
    if (place.demand.valid()) {
        result.value = of.solution.demand_price[place.demand];
        result.low = of.solution.demand_price_low[place.demand];
        result.high = of.solution.demand_price_high[place.demand];
    } else if (place.supply.valid()) {
        const flow::VertexId vertex = of.market.problem.supplies[place.supply].vertex;
        result.value = of.solution.price[vertex];
        result.low = of.solution.price_low[vertex];
        result.high = of.solution.price_high[vertex];
    }
}

/// The parts of the year as they are, then each after the withdrawal.
Result<SolvedResult> solve_dependence(const world::World& world, int year, const ResultName& name,
                                      const ResultOptions& options, const SolvedResult* start) {
    dependence::BaselineOptions how;
    how.commodities = options.commodities;
    how.solver = options.solver;
    how.threads = options.threads;
    auto base = dependence::baseline(world, year, how);
    if (!base) return base.diagnostics();
    dependence::Baseline baseline = std::move(base).value();
    SolvedResult result;
    for (dependence::Part& part : baseline.parts) {
        flow::Market market = part.market;
        std::vector<flow::PathFlow> open = part.paths;
        flow::withdraw(market, {name.by, name.whose, {}}, baseline.servants, &open);
        flow::excuse_minimum_takes(market, open);
        const std::vector<flow::PathFlow>* near = hints(market, start, result.cases.size() + 1);
        auto after = dependence::solve_again(market, near != nullptr ? *near : open,
                                             flow::PriceRule::kMiddle, options.solver);
        if (!after) return after.diagnostics();
        flow::Solution solution = std::move(after).value().solution;
        std::vector<flow::PathFlow> ways = flow::path_flows(market.problem, solution);
        result.cases.push_back(
            {1, std::move(part.market), std::move(part.solution), std::move(part.paths), 0});
        result.cases.push_back({-1, std::move(market), std::move(solution), std::move(ways), 0});
    }
    for (SolvedCase& of : result.cases) {
        of.payoff = payoff(of, name);
        result.value += of.sign * of.payoff;
    }
    result.low = result.high = result.value;
    return result;
}

} // namespace

Result<SolvedResult> solve_result(const world::World& world, int year, const ResultName& name,
                                  const ResultOptions& options, const SolvedResult* start) {
    if (name.kind == ResultKind::kDependence) {
        return solve_dependence(world, year, name, options, start);
    }
    flow::MarketOptions how;
    how.commodities = options.commodities;
    how.separate_suppliers = options.separate_suppliers;
    auto built = flow::build_market(world, year, how);
    if (!built) return built.diagnostics();
    flow::Market market = std::move(built).value();
    if (name.commodity.valid()) {
        how.commodities = commodities_with(market, name.commodity);
        auto part = flow::build_market(world, year, how);
        if (!part) return part.diagnostics();
        market = std::move(part).value();
    }
    const std::vector<flow::PathFlow>* ways = hints(market, start, 0);
    auto solved = solved_case(std::move(market), 1, options, ways);
    if (!solved) return solved.diagnostics();
    SolvedResult result;
    result.cases.push_back(std::move(solved).value());
    const SolvedCase& of = result.cases.front();
    if (name.kind == ResultKind::kFlow || name.kind == ResultKind::kPrice) {
        read_off(name, result);
    } else {
        result.value = name.kind == ResultKind::kPayoff ? payoff(of, name)
                                                        : flow::welfare(of.market, of.solution);
        result.low = result.high = result.value;
    }
    return result;
}

} // namespace isthmus::provenance
