// SPDX-License-Identifier: Apache-2.0
#include "flow/path_flows.hpp"

#include <gtest/gtest.h>

#include "flow/test_problems.hpp"

namespace isthmus::flow {
namespace {

TEST(PathFlows, AddUpToTheFlowsOfRandomMarkets) {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        const Problem problem = random_problem(seed);
        const Solution solution = solve(problem).solution;
        IdVector<ArcTag, double> flow(problem.arcs.size());
        IdVector<SupplyTag, double> supply(problem.supplies.size());
        IdVector<DeliveryTag, double> delivery(problem.deliveries.size());
        for (const PathFlow& path : path_flows(problem, solution)) {
            double here = path.entering;
            VertexId at = problem.supplies[path.supply].vertex;
            for (const ArcId id : path.arcs) {
                ASSERT_EQ(problem.arcs[id].from, at);
                at = problem.arcs[id].to;
                flow[id] += here;
                here *= 1 - problem.arcs[id].loss;
            }
            EXPECT_EQ(problem.deliveries[path.delivery].vertex, at);
            EXPECT_NEAR(here, path.delivered, 1e-9);
            supply[path.supply] += path.entering;
            delivery[path.delivery] += path.delivered;
        }
        for (const ArcId id : problem.arcs.ids()) EXPECT_NEAR(flow[id], solution.flow[id], 1e-6);
        for (const SupplyId id : problem.supplies.ids()) {
            EXPECT_NEAR(supply[id], solution.supply[id], 1e-6);
        }
        for (const DeliveryId id : problem.deliveries.ids()) {
            EXPECT_NEAR(delivery[id], solution.delivery[id], 1e-6);
        }
    }
}

TEST(PathFlows, CirclesAreLeftOut) {
    Problem problem;
    const Region a = add_region(problem, 1, 1, 10, 1);
    const Region b = add_region(problem, 1, 1, 10, 1);
    const ArcId there = add_arc(problem, a.vertex, b.vertex, 1);
    const ArcId back = add_arc(problem, b.vertex, a.vertex, 1);
    Solution solution;
    solution.flow = IdVector<ArcTag, double>(2);
    solution.supply = IdVector<SupplyTag, double>(2);
    solution.delivery = IdVector<DeliveryTag, double>(2);
    solution.flow[there] = 5;
    solution.flow[back] = 2;
    solution.supply[a.supply] = 3;
    solution.delivery[b.delivery] = 3;
    const std::vector<PathFlow> paths = path_flows(problem, solution);
    ASSERT_EQ(paths.size(), 1U);
    EXPECT_EQ(paths[0].arcs, std::vector<ArcId>{there});
    EXPECT_DOUBLE_EQ(paths[0].delivered, 3);
}

TEST(PathFlows, OpenIsWhatHasNothingShut) {
    Problem problem;
    const Region a = add_region(problem, 1, 1, 2, 1);
    const Region b = add_region(problem, 50, 1, 40, 1);
    const ArcId way = add_arc(problem, a.vertex, b.vertex, 1);
    const PathFlow path{a.supply, b.delivery, {way}, 1, 1};
    EXPECT_EQ(open_paths(problem, {path}).size(), 1U);
    Problem shut = problem;
    shut.arcs[way].upper = 0;
    EXPECT_TRUE(open_paths(shut, {path}).empty());
    shut = problem;
    shut.deliveries[b.delivery].upper = 0;
    EXPECT_TRUE(open_paths(shut, {path}).empty());
    shut = problem;
    shut.supplies[a.supply].curve.limit = 0;
    EXPECT_TRUE(open_paths(shut, {path}).empty());
}

} // namespace
} // namespace isthmus::flow
