// SPDX-License-Identifier: Apache-2.0
// Blocks over paths against the same blocks over arcs, from scratch and from hints.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "flow/path_active_set.hpp"
#include "flow/path_program.hpp"
#include "flow/test_problems.hpp"

namespace isthmus::flow {
namespace {

constexpr std::uint32_t kSeeds = 60;
constexpr std::uint32_t kMostLayers = 3;

/// The random market with capacities as resources, as markets have them, and several owners: each
/// layer a copy of the network, meeting in capacities and demands.
Problem layered_problem(std::uint32_t seed) {
    const Problem one = random_problem(seed);
    Problem problem;
    problem.demands = one.demands;
    std::vector<Resource> capacity(one.arcs.size());
    const std::size_t layers = 1 + seed % kMostLayers;
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const std::size_t first = problem.vertices.size();
        const auto copy = [&](VertexId id) { return VertexId(first + id.index()); };
        for (std::size_t i = 0; i < one.vertices.size(); ++i) problem.vertices.push_back({});
        for (const ArcId id : one.arcs.ids()) {
            const Arc& arc = one.arcs[id];
            const ArcId made =
                add_arc(problem, copy(arc.from), copy(arc.to), arc.cost, kInfinity, arc.loss);
            problem.arcs[made].identity = (1 + id.index()) * kMostLayers + layer;
            capacity[id.index()].uses.push_back({made, 1});
            capacity[id.index()].limit = arc.upper;
        }
        for (const SupplyId id : one.supplies.ids()) {
            if (id.index() % layers != layer) continue;
            problem.supplies.push_back({copy(one.supplies[id].vertex), one.supplies[id].curve});
        }
        for (const DeliveryId id : one.deliveries.ids()) {
            problem.deliveries.push_back(
                {copy(one.deliveries[id].vertex), one.deliveries[id].demand, kInfinity});
        }
    }
    for (Resource& resource : capacity) {
        if (std::isfinite(resource.limit)) problem.resources.push_back(resource);
    }
    for (const Resource& shared : one.resources) {
        Resource resource;
        resource.limit = shared.limit;
        for (const ResourceUse& use : shared.uses) {
            for (const ResourceUse& each : capacity[use.arc.index()].uses) {
                resource.uses.push_back({each.arc, use.use});
            }
        }
        problem.resources.push_back(resource);
    }
    for (const Obligation& obligation : one.obligations) {
        Obligation made{obligation.lower / 2, kInfinity, {}};
        for (const DeliveryId id : obligation.deliveries) {
            for (std::size_t layer = 0; layer < layers; ++layer) {
                made.deliveries.emplace_back(layer * one.deliveries.size() + id.index());
            }
        }
        if (layers == 1) problem.obligations.push_back(made);
    }
    return problem;
}

Solved solved_over(const Problem& problem, Formulation formulation) {
    SolveOptions options;
    options.formulation = formulation;
    return solve(problem, options);
}

/// Layers cost the same, so that two of them may swap goods: what a pair of places exchanges
/// counts.
void expect_same(const Problem& problem, const Solution& a, const Solution& b, double price) {
    constexpr double kSameFlow = 1e-5;
    std::map<std::uint64_t, double> difference;
    for (const ArcId id : problem.arcs.ids()) {
        difference[problem.arcs[id].identity / kMostLayers] += a.flow[id] - b.flow[id];
    }
    for (const auto& [identity, sum] : difference) EXPECT_NEAR(sum, 0, kSameFlow) << identity;
    for (const SupplyId id : problem.supplies.ids()) {
        EXPECT_NEAR(a.supply[id], b.supply[id], kSameFlow);
    }
    for (const DemandId id : problem.demands.ids()) {
        EXPECT_NEAR(a.demand[id], b.demand[id], kSameFlow);
        if (a.demand[id] > kSameFlow) {
            EXPECT_NEAR(a.demand_price[id], b.demand_price[id], price);
        }
    }
}

TEST(PathProgram, AgreesWithArcsOnRandomMarkets) {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        const Problem problem = layered_problem(seed);
        for (const Block& block : blocks(problem)) EXPECT_TRUE(is_path_block(problem, block));
        const Solved paths = solved_over(problem, Formulation::kAutomatic);
        const Solved arcs = solved_over(problem, Formulation::kArcs);
        ASSERT_EQ(paths.status, LpStatus::kOptimal);
        ASSERT_EQ(arcs.status, LpStatus::kOptimal);
        const Certificate certificate = certify(problem, paths.solution);
        EXPECT_TRUE(certificate.holds());
        EXPECT_NEAR(certificate.welfare, certify(problem, arcs.solution).welfare,
                    1e-7 * certificate.scale);
        expect_same(problem, paths.solution, arcs.solution, 1e-3);
    }
}

TEST(PathProgram, HintsChangeTheTimeNotTheAnswer) {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        Problem problem = layered_problem(seed);
        const Solved before = solved_over(problem, Formulation::kAutomatic);
        const std::vector<PathFlow> paths = path_flows(problem, before.solution);
        // The busiest arc shuts; minimum takes are lifted, so that something is always left.
        ArcId busiest(0);
        for (const ArcId id : problem.arcs.ids()) {
            if (before.solution.flow[id] > before.solution.flow[busiest]) busiest = id;
        }
        problem.arcs[busiest].upper = 0;
        for (Obligation& obligation : problem.obligations) obligation.lower = 0;
        SolveOptions options;
        options.hints = &paths;
        const Solved warm = solve(problem, options);
        const Solved cold = solved_over(problem, Formulation::kAutomatic);
        const Solved arcs = solved_over(problem, Formulation::kArcs);
        ASSERT_EQ(warm.status, LpStatus::kOptimal);
        EXPECT_TRUE(certify(problem, warm.solution).holds());
        EXPECT_EQ(warm.solution.flow[busiest], 0);
        expect_same(problem, warm.solution, cold.solution, 1e-3);
        expect_same(problem, warm.solution, arcs.solution, 1e-3);
        options.prices = PriceRule::kAny;
        EXPECT_TRUE(certify(problem, solve(problem, options).solution).holds());
    }
}

TEST(PathProgram, MinimumTakeThatNothingReachesIsInfeasible) {
    Problem problem;
    const Region seller = add_region(problem, 1, 1, 10, 1);
    const Region buyer = add_region(problem, 50, 1, 40, 1);
    const ArcId way = add_arc(problem, seller.vertex, buyer.vertex, 2);
    problem.resources.push_back({3, {{way, 1}}, false, {}});
    problem.supplies[buyer.supply].curve.limit = 0;
    problem.obligations.push_back({3, kInfinity, {buyer.delivery}});
    EXPECT_EQ(solved_over(problem, Formulation::kAutomatic).status, LpStatus::kOptimal);
    problem.obligations[ObligationId(0)].lower = 3.5;
    EXPECT_EQ(solved_over(problem, Formulation::kAutomatic).status, LpStatus::kInfeasible);
    EXPECT_EQ(solved_over(problem, Formulation::kArcs).status, LpStatus::kInfeasible);
}

/// Two regions, p = 1 + q there and nothing here but the wish p = 21 - q, a way at 2 whose load
/// costs another 0.5 a unit: 1 + q + 2 + 0.5 q = 21 - q, so 7.2 go.
TEST(PathProgram, LoadWithARisingCostByHand) {
    Problem problem;
    const VertexId there = problem.vertices.push_back({}), here = problem.vertices.push_back({});
    problem.supplies.push_back({there, linear(1, 1, 100)});
    problem.demands.push_back({linear(21, -1, 21)});
    problem.deliveries.push_back({here, DemandId(0), kInfinity});
    const ArcId way = add_arc(problem, there, here, 2);
    Resource load{kInfinity, {{way, 1}}, true, linear(0, 0.5, 100)};
    problem.resources.push_back(load);
    for (const Formulation formulation : {Formulation::kAutomatic, Formulation::kArcs}) {
        const Solved solved = solved_over(problem, formulation);
        ASSERT_EQ(solved.status, LpStatus::kOptimal);
        EXPECT_NEAR(solved.solution.flow[way], 7.2, 1e-6);
        EXPECT_NEAR(solved.solution.demand_price[DemandId(0)], 13.8, 1e-4);
        EXPECT_NEAR(solved.solution.resource_rent[ResourceId(0)], 3.6, 1e-4);
        EXPECT_TRUE(certify(problem, solved.solution).holds());
    }
}

TEST(PathProgram, LeavesBoundedArcsToTheArcFormulation) {
    const Problem problem = random_problem(1);
    bool any = false;
    for (const Block& block : blocks(problem)) any = any || is_path_block(problem, block);
    EXPECT_FALSE(any);
}

/// From the optimum itself, and from nothing at all, the active-set method ends at the same point.
TEST(PathActiveSet, FindsTheOptimumFromAnyFeasibleStart) {
    std::size_t found = 0;
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
        SCOPED_TRACE(seed);
        Problem problem = layered_problem(seed);
        for (Obligation& obligation : problem.obligations) obligation.lower = 0;
        const Solution arcs = solved_over(problem, Formulation::kArcs).solution;
        for (const Block& block : blocks(problem)) {
            PathBlock paths(problem, block);
            ASSERT_TRUE(has_linear_curves(paths));
            RowPrices prices;
            if (!find_exact_flows(paths, prices)) continue;
            ++found;
            for (std::size_t i = 0; i < block.demands.size(); ++i) {
                double sum = 0;
                for (const Way& way : paths.ways()) {
                    if (paths.demand_of(way.delivery) == i) sum += way.flow;
                }
                EXPECT_NEAR(sum, arcs.demand[block.demands[i]], 1e-5);
            }
        }
    }
    EXPECT_GE(found, kSeeds * 9 / 10);
}

} // namespace
} // namespace isthmus::flow
