// SPDX-License-Identifier: Apache-2.0
#include "dependence/baseline.hpp"

#include <algorithm>
#include <numeric>

#include "flow/failed_solve.hpp"
#include "game/task_pool.hpp"

namespace isthmus::dependence {

using world::CommodityId;

namespace {

/// Commodities that meet in a capacity, in the order of the world.
std::vector<std::vector<CommodityId>> groups_of(const world::World& world,
                                                const flow::Market& market) {
    std::vector<std::size_t> group(world.commodities.size());
    std::iota(group.begin(), group.end(), 0);
    const auto commodity = [&](flow::ArcId arc) {
        return market.layers[market.arcs[arc].layer].commodity.index();
    };
    for (const flow::Resource& resource : market.problem.resources) {
        for (const flow::ResourceUse& use : resource.uses) {
            const std::size_t one = group[commodity(resource.uses.front().arc)];
            const std::size_t other = group[commodity(use.arc)];
            if (one == other) continue;
            for (std::size_t& of : group) {
                if (of == std::max(one, other)) of = std::min(one, other);
            }
        }
    }
    std::vector<char> traded(world.commodities.size(), 0);
    for (const flow::Layer& layer : market.layers) traded[layer.commodity.index()] = 1;
    std::vector<std::vector<CommodityId>> result;
    std::vector<std::size_t> place(world.commodities.size(), world.commodities.size());
    for (const CommodityId id : world.commodities.ids()) {
        if (traded[id.index()] == 0) continue;
        std::size_t& at = place[group[id.index()]];
        if (at == world.commodities.size()) {
            at = result.size();
            result.emplace_back();
        }
        result[at].push_back(id);
    }
    return result;
}

flow::MarketOptions market_options(std::vector<CommodityId> commodities) {
    flow::MarketOptions options;
    options.separate_suppliers = true;
    options.commodities = std::move(commodities);
    return options;
}

Result<Part> solved_part(flow::Market market, const std::string& solver) {
    flow::SolveOptions options;
    options.solver = solver;
    options.threads = 1;
    flow::Solved solved = flow::solve(market.problem, options);
    if (solved.status != flow::LpStatus::kOptimal) return flow::unsolved(market, solved);
    Part part;
    part.certificate = flow::certify(market.problem, solved.solution);
    part.welfare = flow::welfare(market, solved.solution);
    part.paths = flow::path_flows(market.problem, solved.solution);
    part.solution = std::move(solved.solution);
    part.market = std::move(market);
    return part;
}

} // namespace

Result<Baseline> baseline(const world::World& world, int year, const BaselineOptions& options) {
    const auto whole = flow::build_market(world, year, market_options(options.commodities));
    if (!whole) return whole.diagnostics();
    const auto groups = groups_of(world, whole.value());
    std::vector<Result<Part>> parts(groups.size(), Result<Part>(Part()));
    const std::size_t threads =
        std::max<std::size_t>(1, std::min<std::size_t>(options.threads, groups.size()));
    std::atomic<std::size_t> next{0};
    game::share_out(threads, [&](std::size_t) {
        for (std::size_t i = next++; i < groups.size(); i = next++) {
            auto market = flow::build_market(world, year, market_options(groups[i]));
            parts[i] = market ? solved_part(std::move(market).value(), options.solver)
                              : Result<Part>(market.diagnostics());
        }
    });
    Baseline result;
    result.world = &world;
    result.year = year;
    result.servants = flow::servants_on(world, result.day());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (!parts[i]) return parts[i].diagnostics();
        result.parts.push_back(std::move(parts[i]).value());
        result.parts.back().commodities = groups[i];
        if (!result.parts.back().certificate.holds()) {
            return flow::uncertified(result.parts.back().certificate);
        }
    }
    return result;
}

Result<Outcome> solve_again(const flow::Market& market, const std::vector<flow::PathFlow>& open,
                            flow::PriceRule prices, const std::string& solver) {
    flow::SolveOptions options;
    options.solver = solver;
    options.prices = prices;
    options.threads = 1;
    options.hints = &open;
    Diagnostics wrong;
    // Over paths from what is known, and where that fails its certificate, over arcs from nothing.
    for (const auto formulation : {flow::Formulation::kAutomatic, flow::Formulation::kArcs}) {
        options.formulation = formulation;
        flow::Solved solved = flow::solve(market.problem, options);
        if (solved.status != flow::LpStatus::kOptimal) {
            wrong = flow::unsolved();
            continue;
        }
        Outcome result;
        result.certificate = flow::certify(market.problem, solved.solution);
        result.welfare = flow::welfare(market, solved.solution);
        if (result.certificate.holds()) {
            result.solution = std::move(solved.solution);
            return result;
        }
        wrong = flow::uncertified(result.certificate);
    }
    return wrong;
}

} // namespace isthmus::dependence
