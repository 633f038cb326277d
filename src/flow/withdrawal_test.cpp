// SPDX-License-Identifier: Apache-2.0
#include "flow/withdrawal.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "flow/equilibrium.hpp"
#include "flow/shut.hpp"
#include "flow/test_world.hpp"

namespace isthmus::flow {
namespace {

using world::World;

/// Seller's gas goes by way of Transit to the hub, from there to Importer and to Neighbour; a
/// dearer line leads from Seller to Importer direct.
TestWorld fork() {
    TestWorld world;
    for (const char* id : {"seller", "transit", "importer", "neighbour"}) world.state(id);
    world.node("field", "seller", 0).node("hub", "transit", 10);
    world.node("city", "importer", 20).node("town", "neighbour", 30);
    world.link("in", "field", "hub", "gas", 100, 10, "forward");
    world.link("to-city", "hub", "city", "gas", 100, 10, "forward");
    world.link("to-town", "hub", "town", "gas", 100, 10, "forward");
    world.link("direct", "field", "city", "gas", 100, 60, "forward");
    world.gas_supply("field", "seller", 40, 100, 1, 100);
    world.gas_demand("city", "importer", 20, 200, -0.5);
    world.gas_demand("town", "neighbour", 20, 200, -0.5);
    return world;
}

Result<Equilibrium> withdrawn(const TestWorld& base, const std::string& by,
                              const std::string& towards) {
    TestWorld world = base;
    world.add("withdrawals", {{"id", "w"}, {"name", "W"}, {"by", by}, {"towards", towards}});
    static std::vector<std::unique_ptr<World>> kept;
    kept.push_back(std::make_unique<World>(world.build()));
    return equilibrium(*kept.back(), 2020);
}

double flow(const Equilibrium& equilibrium, const std::string& link) {
    double sum = 0;
    for (const LinkFlow& row : link_flows(equilibrium)) {
        if (equilibrium.market.world->links[row.link].id == link) sum += row.flow;
    }
    return sum;
}

TEST(Withdrawal, ShutsTheOthersOutAndLetsThirdPartiesPass) {
    const auto result = withdrawn(fork(), "transit", "importer");
    ASSERT_TRUE(result);
    const Equilibrium& equilibrium = result.value();
    EXPECT_EQ(flow(equilibrium, "to-city"), 0);
    EXPECT_GT(flow(equilibrium, "direct"), 1);
    EXPECT_GT(flow(equilibrium, "to-town"), 1);
    EXPECT_NEAR(flow(equilibrium, "in"), flow(equilibrium, "to-town"), 1e-6);
    EXPECT_TRUE(equilibrium.certificate.holds());
    EXPECT_LT(equilibrium.adding_up_error, 1e-5);
}

TEST(Withdrawal, SupplyIsOneForBothCopies) {
    TestWorld small = fork();
    const auto result = withdrawn(small, "transit", "importer");
    ASSERT_TRUE(result);
    double supplied = 0, consumed = 0;
    for (const NodePrice& row : node_prices(result.value())) {
        supplied += row.supplied;
        consumed += row.consumed;
    }
    EXPECT_NEAR(supplied, consumed, 1e-6);
    // Seller's curve is p = 100 + 2.5 (q - 40); the price in town is that at the field and 20.
    for (const NodePrice& row : node_prices(result.value())) {
        if (result.value().market.world->nodes[row.node].id != "town") continue;
        EXPECT_NEAR(row.price, 2.5 * supplied + 20, 1e-3);
    }
}

TEST(Withdrawal, SaleAndPurchaseEnd) {
    const auto no_sale = withdrawn(fork(), "seller", "importer");
    ASSERT_TRUE(no_sale);
    EXPECT_EQ(flow(no_sale.value(), "to-city") + flow(no_sale.value(), "direct"), 0);
    EXPECT_GT(flow(no_sale.value(), "to-town"), 1);
    const auto no_purchase = withdrawn(fork(), "importer", "seller");
    ASSERT_TRUE(no_purchase);
    EXPECT_EQ(flow(no_purchase.value(), "to-city") + flow(no_purchase.value(), "direct"), 0);
}

TEST(Withdrawal, CustomEndsToo) {
    // Seller leaves the lines of Transit; Transit has neither supply nor demand.
    const auto result = withdrawn(fork(), "seller", "transit");
    ASSERT_TRUE(result);
    EXPECT_EQ(flow(result.value(), "in"), 0);
    EXPECT_GT(flow(result.value(), "direct"), 1);
}

TEST(Withdrawal, FromEverybodyIsAutarky) {
    const auto result = withdrawn(fork(), "transit", "");
    ASSERT_TRUE(result);
    EXPECT_EQ(flow(result.value(), "in"), 0);
    EXPECT_GT(flow(result.value(), "direct"), 1);
}

TEST(Withdrawal, ContractsBetweenTheTwoAreSuspended) {
    TestWorld world = fork();
    world.add("contracts", {{"id", "c1"},
                            {"name", "C1"},
                            {"seller", "seller"},
                            {"buyer", "importer"},
                            {"commodity", "gas"},
                            {"minimum", "15"},
                            {"unit", "bcm/a"}});
    EXPECT_TRUE(withdrawn(world, "seller", "importer"));
}

TEST(Withdrawal, MovesWaysToTheLayersTheyBelongTo) {
    const World world = fork().build();
    MarketOptions options;
    options.separate_suppliers = true;
    Market market = build_market(world, 2020, options).value();
    const Solution before = solve(market.problem).solution;
    std::vector<PathFlow> paths = path_flows(market.problem, before);
    const std::size_t all = paths.size();
    const auto state = [&](const char* id) { return world.find<world::ActorTag>("actors", id); };
    withdraw(market, {{state("transit")}, {state("importer")}, {}},
             servants_on(world, reference_day(2020)), &paths);
    EXPECT_LT(paths.size(), all);
    ASSERT_FALSE(paths.empty());
    for (const PathFlow& path : paths) {
        VertexId at = market.problem.supplies[path.supply].vertex;
        for (const ArcId id : path.arcs) {
            EXPECT_EQ(market.problem.arcs[id].from, at);
            at = market.problem.arcs[id].to;
        }
        EXPECT_EQ(at, market.problem.deliveries[path.delivery].vertex);
    }
    SolveOptions warm, arcs;
    warm.hints = &paths;
    arcs.formulation = Formulation::kArcs;
    const Solution a = solve(market.problem, warm).solution;
    const Solution b = solve(market.problem, arcs).solution;
    for (const ArcId id : market.problem.arcs.ids()) EXPECT_NEAR(a.flow[id], b.flow[id], 1e-6);
}

TEST(Shut, LinkAndNode) {
    const World world = fork().build();
    Market market = build_market(world, 2020).value();
    shut_link(market, world.find<world::LinkTag>("links", "direct"));
    Solution solution = solve(market.problem).solution;
    for (const ArcId id : market.arcs.ids()) {
        if (world.links[market.arcs[id].link].id != "direct") continue;
        EXPECT_EQ(solution.flow[id], 0);
    }
    shut_node(market, world.find<world::NodeTag>("nodes", "hub"));
    solution = solve(market.problem).solution;
    for (const double flow : solution.flow) EXPECT_EQ(flow, 0);
}

TEST(Shut, MinimumTakeIsExcusedByWhatWasCut) {
    TestWorld with_contract = fork();
    with_contract.add("contracts", {{"id", "c1"},
                                    {"name", "C1"},
                                    {"seller", "seller"},
                                    {"buyer", "neighbour"},
                                    {"commodity", "gas"},
                                    {"minimum", "25"},
                                    {"unit", "bcm/a"}});
    const World world = with_contract.build();
    Market market = build_market(world, 2020).value();
    const std::vector<PathFlow> paths = path_flows(market.problem, solve(market.problem).solution);
    shut_link(market, world.find<world::LinkTag>("links", "direct"));
    excuse_minimum_takes(market, open_paths(market.problem, paths));
    EXPECT_NEAR(market.problem.obligations[ObligationId(0)].lower, 25, 1e-6);
    shut_link(market, world.find<world::LinkTag>("links", "to-town"));
    excuse_minimum_takes(market, open_paths(market.problem, paths));
    EXPECT_EQ(market.problem.obligations[ObligationId(0)].lower, 0);
    EXPECT_EQ(solve(market.problem).status, LpStatus::kOptimal);
}

} // namespace
} // namespace isthmus::flow
