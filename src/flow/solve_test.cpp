// SPDX-License-Identifier: Apache-2.0
#include "flow/solve.hpp"

#include <gtest/gtest.h>

#include "flow/infeasibility.hpp"
#include "flow/test_problems.hpp"

namespace isthmus::flow {
namespace {

Solution solved(const Problem& problem) {
    const Solved result = solve(problem);
    EXPECT_EQ(result.status, LpStatus::kOptimal);
    const Certificate certificate = certify(problem, result.solution);
    EXPECT_TRUE(certificate.holds()) << certificate.primal_residual << ' '
                                     << certificate.dual_residual << ' ' << certificate.gap;
    return result.solution;
}

// Supply p = 2 + q at A, demand p = 20 - q at B, transport 4: 2 + q + 4 = 20 - q gives q = 7,
// prices 9 and 13.
TEST(Solve, TwoRegionsByHand) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    const ArcId arc = add_arc(problem, a.vertex, b.vertex, 4);
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.flow[arc], 7, 1e-5);
    EXPECT_NEAR(solution.price[a.vertex], 9, 1e-4);
    EXPECT_NEAR(solution.demand_price[b.demand], 13, 1e-4);
}

// The same with capacity 5: prices 7 and 15 differ by 8, of which 4 is cost and 4 the rent of the
// capacity.
TEST(Solve, ScarceCapacityHasARent) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    const ArcId arc = add_arc(problem, a.vertex, b.vertex, 4);
    const ResourceId capacity = problem.resources.push_back({5, {{arc, 1}}, false, {}});
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.flow[arc], 5, 1e-6);
    EXPECT_NEAR(solution.price[a.vertex], 7, 1e-4);
    EXPECT_NEAR(solution.demand_price[b.demand], 15, 1e-4);
    EXPECT_NEAR(solution.resource_rent[capacity], 4, 1e-4);
}

// Loss 20 %: of f sent 0.8 f arrives; 0.8 (20 - 0.8 f) = 2 + f + 4 gives 16 - 6 = 1.64 f, f
// = 6.097561.
TEST(Solve, LossTakesItsShare) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    const ArcId arc = add_arc(problem, a.vertex, b.vertex, 4, kInfinity, 0.2);
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.flow[arc], 10 / 1.64, 1e-5);
    EXPECT_NEAR(solution.demand[b.demand], 8 / 1.64, 1e-5);
}

// Without obligation 7 moves; a minimum take of 9 makes the seller's price 2 + 9 + 4 = 15 at B,
// where 9 is worth 11: the buyer pays 4 more than it is worth.
TEST(Solve, MinimumTakeCostsTheBuyer) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    add_arc(problem, a.vertex, b.vertex, 4);
    const ObligationId take = problem.obligations.push_back({9, kInfinity, {b.delivery}});
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.delivery[b.delivery], 9, 1e-6);
    EXPECT_NEAR(solution.price[b.vertex], 15, 1e-4);
    EXPECT_NEAR(solution.demand_price[b.demand], 11, 1e-4);
    EXPECT_NEAR(solution.obligation_rent[take], 4, 1e-4);
}

// A take that is at most 0 and at least 0 is worth something to lift, never to enforce; one between
// 0 and 5 that is not used is worth nothing either way.
TEST(Solve, LowerBoundOfZeroNeverBinds) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 10, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    add_arc(problem, a.vertex, b.vertex, 4);
    const ObligationId barred = problem.obligations.push_back({0, 0, {b.delivery}});
    const ObligationId unused = problem.obligations.push_back({0, 50, {a.delivery}});
    const Solution solution = solved(problem);
    EXPECT_LT(solution.obligation_rent[barred], -1);
    EXPECT_NEAR(solution.obligation_rent[unused], 0, 1e-6);
}

// Two arcs A to B share a capacity of 6, the second using it twice: 6 units over the first, none
// over the second.
TEST(Solve, SharedCapacityGoesToTheThriftier) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    const ArcId thrifty = add_arc(problem, a.vertex, b.vertex, 4);
    const ArcId wasteful = add_arc(problem, a.vertex, b.vertex, 3.9);
    problem.resources.push_back({6, {{thrifty, 1}, {wasteful, 2}}, false, {}});
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.flow[thrifty], 6, 1e-6);
    EXPECT_NEAR(solution.flow[wasteful], 0, 1e-6);
}

// A supply that is full at 3 and demand that ends at 3: any price from 5 to 8 supports the same
// quantities.
TEST(Solve, PriceThatIsNotUniqueIsAnInterval) {
    Problem problem;
    const VertexId vertex = problem.vertices.push_back({});
    problem.supplies.push_back({vertex, linear(5, 0, 3)});
    Curve wanted = linear(8, 0, 3);
    wanted.falling = true;
    const DemandId demand = problem.demands.push_back({wanted});
    problem.deliveries.push_back({vertex, demand, kInfinity});
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.demand[demand], 3, 1e-6);
    EXPECT_NEAR(solution.demand_price_low[demand], 5, 1e-6);
    EXPECT_NEAR(solution.demand_price_high[demand], 8, 1e-6);
    EXPECT_NEAR(solution.demand_price[demand], 6.5, 1e-6);
}

// Two ways of equal cost: the sum is certain, each flow is a range from 0 to the sum.
TEST(Solve, FlowThatIsNotUniqueHasARange) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    const VertexId north = problem.vertices.push_back({});
    const VertexId south = problem.vertices.push_back({});
    const ArcId to_north = add_arc(problem, a.vertex, north, 2);
    add_arc(problem, north, b.vertex, 2);
    const ArcId to_south = add_arc(problem, a.vertex, south, 3);
    add_arc(problem, south, b.vertex, 1);
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.flow[to_north] + solution.flow[to_south], 7, 1e-5);
    const auto ranges =
        flow_ranges(problem, solution, {{to_north}, {to_south}, {to_north, to_south}});
    EXPECT_NEAR(ranges[0].low, 0, 1e-4);
    EXPECT_NEAR(ranges[0].high, 7, 1e-4);
    EXPECT_NEAR(ranges[1].low, 0, 1e-4);
    EXPECT_NEAR(ranges[1].high, 7, 1e-4);
    EXPECT_NEAR(ranges[2].low, 7, 1e-4);
    EXPECT_NEAR(ranges[2].high, 7, 1e-4);
}

// Miranda & Fackler (2002), Applied Computational Economics and Finance, section 3.8: three
// countries.
TEST(Solve, MirandaFacklerThreeCountries) {
    Problem problem;
    const std::vector<Region> countries = {add_region(problem, 9, 1, 42, 2),
                                           add_region(problem, 3, 2, 54, 3),
                                           add_region(problem, 18, 1, 51, 1)};
    const double cost[3][3] = {{0, 3, 9}, {3, 0, 3}, {6, 3, 0}};
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            if (i != j) add_arc(problem, countries[i].vertex, countries[j].vertex, cost[i][j]);
        }
    }
    const Solution solution = solved(problem);
    const double price[3] = {24, 27, 30};
    const double net_export[3] = {6, 3, -9};
    for (int i = 0; i < 3; ++i) {
        EXPECT_NEAR(solution.price[countries[i].vertex], price[i], 1e-4);
        EXPECT_NEAR(solution.supply[countries[i].supply] - solution.demand[countries[i].demand],
                    net_export[i], 1e-4);
    }
}

// Takayama & Judge (1964), first commodity of the numerical example without its cross-price terms.
// Demand 200 - 10p, 100 - 5p, 160 - 8p; supply -50 + 10p, -50 + 20p, -50 + 10p; transport 2 between
// 1 and 2 and 1 and 3, 1 between 2 and 3. Region 2 exports to both: p1 = p2 + 2, p3 = p2 + 1, so
// 460 - 20 - 8 - 23 p2 = -150 + 20 + 10 + 40 p2 and p2 = 552/63.
TEST(Solve, TakayamaJudgeThreeRegions) {
    Problem problem;
    const std::vector<Region> regions = {add_region(problem, 5, 0.1, 20, 0.1),
                                         add_region(problem, 2.5, 0.05, 20, 0.2),
                                         add_region(problem, 5, 0.1, 20, 0.125)};
    const double cost[3][3] = {{0, 2, 2}, {2, 0, 1}, {2, 1, 0}};
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            if (i != j) add_arc(problem, regions[i].vertex, regions[j].vertex, cost[i][j]);
        }
    }
    const Solution solution = solved(problem);
    EXPECT_NEAR(solution.price[regions[1].vertex], 552.0 / 63, 1e-4);
    EXPECT_NEAR(solution.price[regions[0].vertex], 552.0 / 63 + 2, 1e-4);
    EXPECT_NEAR(solution.price[regions[2].vertex], 552.0 / 63 + 1, 1e-4);
}

TEST(Solve, RandomMarketsAreCertified) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        const Problem problem = random_problem(seed);
        const Solved result = solve(problem);
        ASSERT_EQ(result.status, LpStatus::kOptimal) << "seed " << seed;
        const Certificate certificate = certify(problem, result.solution);
        ASSERT_TRUE(certificate.holds())
            << "seed " << seed << ": " << certificate.primal_residual << ' '
            << certificate.dual_residual << ' ' << certificate.gap;
    }
}

TEST(Solve, MoreCapacityNeverLowersWelfare) {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        Problem problem = random_problem(seed);
        const double before = certify(problem, solve(problem).solution).welfare;
        for (const ArcId id : problem.arcs.ids()) problem.arcs[id].upper *= 1.2;
        for (const ResourceId id : problem.resources.ids()) problem.resources[id].limit *= 1.2;
        const double after = certify(problem, solve(problem).solution).welfare;
        EXPECT_GE(after, before - 1e-6 * std::abs(before)) << "seed " << seed;
    }
}

// Any other feasible point has less welfare: the certificate's bound is no use unless it is tight.
TEST(Solve, CertificateRefusesWrongAnswers) {
    Problem problem = random_problem(7);
    Solution solution = solved(problem);
    Solution wrong_price = solution;
    for (double& price : wrong_price.price) price += 1;
    EXPECT_FALSE(certify(problem, wrong_price).holds());
    Solution slightly_wrong = solution;
    slightly_wrong.price[VertexId(0)] += 0.01;
    EXPECT_FALSE(certify(problem, slightly_wrong).holds());
    Solution wrong_flow = solution;
    wrong_flow.flow[ArcId(0)] += 0.5;
    EXPECT_FALSE(certify(problem, wrong_flow).holds());
    Solution idle = solution;
    for (double& flow : idle.flow) flow = 0;
    EXPECT_FALSE(certify(problem, idle).holds());
}

TEST(Solve, SameBytesForAnyNumberOfThreads) {
    Problem problem = random_problem(11);
    const Problem other = random_problem(12); // a second block
    const std::size_t shift = problem.vertices.size();
    for (const Vertex& vertex : other.vertices) problem.vertices.push_back(vertex);
    for (SupplyCurve supply : other.supplies) {
        supply.vertex = VertexId(supply.vertex.index() + shift);
        problem.supplies.push_back(supply);
    }
    SolveOptions options;
    options.threads = 1;
    const Solution first = solve(problem, options).solution;
    for (const unsigned threads : {1u, 2u, 7u}) {
        options.threads = threads;
        const Solution again = solve(problem, options).solution;
        for (const ArcId id : problem.arcs.ids()) EXPECT_EQ(first.flow[id], again.flow[id]);
        for (const VertexId id : problem.vertices.ids()) {
            EXPECT_EQ(first.price[id], again.price[id]);
            EXPECT_EQ(first.price_low[id], again.price_low[id]);
        }
    }
}

// Renumbering the arcs changes the solver's path but not the prices, nor the sum over ways of equal
// cost.
TEST(Solve, PricesDoNotDependOnTheOrderOfArcs) {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        const Problem problem = random_problem(seed);
        Problem turned = problem;
        const std::size_t count = problem.arcs.size();
        for (const ArcId id : problem.arcs.ids()) {
            turned.arcs[ArcId(count - 1 - id.index())] = problem.arcs[id];
        }
        for (const ResourceId id : turned.resources.ids()) {
            for (ResourceUse& use : turned.resources[id].uses) {
                use.arc = ArcId(count - 1 - use.arc.index());
            }
        }
        const Solution a = solve(problem).solution;
        const Solution b = solve(turned).solution;
        for (const DemandId id : problem.demands.ids()) {
            EXPECT_NEAR(a.demand_price[id], b.demand_price[id], 2e-3) << "seed " << seed;
        }
    }
}

// A minimum take of 9 through a capacity of 5, and a second one that is harmless.
TEST(Infeasibility, NamesTheShortfallTheLimitAndTheConflict) {
    Problem problem;
    const Region a = add_region(problem, 2, 1, 1, 1);
    const Region b = add_region(problem, 100, 1, 20, 1);
    problem.supplies[b.supply].curve.limit = 0;
    const ArcId arc = add_arc(problem, a.vertex, b.vertex, 4);
    const ResourceId capacity = problem.resources.push_back({5, {{arc, 1}}, false, {}});
    const ObligationId harmless = problem.obligations.push_back({0.5, kInfinity, {a.delivery}});
    const ObligationId take = problem.obligations.push_back({9, kInfinity, {b.delivery}});
    const Solved result = solve(problem);
    ASSERT_EQ(result.status, LpStatus::kInfeasible);
    const Infeasibility found = find_infeasibility(problem, result.failed_block);
    ASSERT_EQ(found.shortfalls.size(), 1u);
    EXPECT_EQ(found.shortfalls[0].obligation, take);
    EXPECT_NEAR(found.shortfalls[0].possible, 5, 1e-6);
    EXPECT_EQ(found.limits, std::vector<ResourceId>{capacity});
    EXPECT_EQ(found.conflict, std::vector<ObligationId>{take});
    EXPECT_NE(found.conflict, std::vector<ObligationId>{harmless});
}

} // namespace
} // namespace isthmus::flow
