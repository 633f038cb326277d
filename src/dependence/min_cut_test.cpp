// SPDX-License-Identifier: Apache-2.0
#include "dependence/min_cut.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"
#include "dependence/test_networks.hpp"

namespace isthmus::dependence {
namespace {

world::CommodityId gas(const world::World& world) {
    return world.find<world::CommodityTag>("commodities", "gas");
}

CutSide side(const world::World& world, const std::vector<std::string>& nodes) {
    CutSide result;
    for (const std::string& id : nodes) {
        result.nodes.push_back(world.find<world::NodeTag>("nodes", id));
    }
    return result;
}

MinCut cut(const world::World& world, const CutSide& from, const CutSide& to) {
    auto result = min_cut(world, 2020, gas(world), from, to);
    if (!result) {
        ADD_FAILURE() << result.diagnostics().items().at(0).to_string();
        return {};
    }
    return std::move(result).value();
}

std::vector<std::string> names(const world::World& world, const MinCut& of) {
    std::vector<std::string> result;
    for (const CutPart& part : of.cut) {
        result.push_back(part.link.valid() ? world.links[part.link].id
                                           : world.capacity_groups[part.group].id);
    }
    return result;
}

// Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, chapter on maximum flow (the
// trucking network): the largest flow is 23, the cut v1-v3, v4-v3, v4-t.
TEST(MinCut, TextbookNetwork) {
    flow::TestWorld rows;
    rows.state("x");
    for (const char* id : {"s", "v1", "v2", "v3", "v4", "t"}) rows.node(id, "x");
    const auto add = [&](const std::string& from, const std::string& to, double capacity) {
        rows.link(from + "-" + to, from, to, "gas", capacity, 1, "forward");
    };
    add("s", "v1", 16);
    add("s", "v2", 13);
    add("v1", "v3", 12);
    add("v2", "v1", 4);
    add("v3", "v2", 9);
    add("v2", "v4", 14);
    add("v4", "v3", 7);
    add("v3", "t", 20);
    add("v4", "t", 4);
    const world::World world = rows.build();
    const MinCut result = cut(world, side(world, {"s"}), side(world, {"t"}));
    EXPECT_NEAR(result.flow / bcm(world), 23, 1e-7);
    EXPECT_NEAR(result.capacity, result.flow, 1e-7 * result.flow);
    EXPECT_EQ(names(world, result), (std::vector<std::string>{"v1-v3", "v4-v3", "v4-t"}));
    EXPECT_EQ(result.source_side.size(), 4);
    // Nothing leads back.
    const MinCut back = cut(world, side(world, {"t"}), side(world, {"s"}));
    EXPECT_EQ(back.flow, 0);
    EXPECT_TRUE(back.cut.empty());
}

// On random networks the flow is the least capacity over all sets of nodes that hold the source.
TEST(MinCut, LeastOfAllCuts) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SplitMix64 random(seed);
        constexpr std::size_t kNodes = 7;
        flow::TestWorld rows;
        rows.state("x");
        for (std::size_t i = 0; i < kNodes; ++i) rows.node("n" + std::to_string(i), "x");
        struct Edge {
            std::size_t from, to;
            double capacity;
            bool both;
        };
        std::vector<Edge> edges;
        for (int i = 0; i < 14; ++i) {
            const std::size_t from = random.below(kNodes);
            const std::size_t to = (from + 1 + random.below(kNodes - 1)) % kNodes;
            edges.push_back(
                {from, to, static_cast<double>(1 + random.below(9)), random.below(2) == 0});
            rows.link("l" + std::to_string(i), "n" + std::to_string(from), "n" + std::to_string(to),
                      "gas", edges.back().capacity, 1, edges.back().both ? "both" : "forward");
        }
        double least = 1e9;
        for (std::size_t set = 0; set < (1U << kNodes); ++set) {
            const auto in = [&](std::size_t node) { return ((set >> node) & 1U) != 0; };
            if (!in(0) || in(kNodes - 1)) continue;
            double capacity = 0;
            for (const Edge& edge : edges) {
                const bool crosses =
                    (in(edge.from) && !in(edge.to)) || (edge.both && in(edge.to) && !in(edge.from));
                if (crosses) capacity += edge.capacity;
            }
            least = std::min(least, capacity);
        }
        const world::World world = rows.build();
        const MinCut result = cut(world, side(world, {"n0"}), side(world, {"n6"}));
        EXPECT_NEAR(result.flow / bcm(world), least, 1e-6) << seed;
        EXPECT_NEAR(result.capacity / bcm(world), least, 1e-6) << seed;
        for (const CutPart& part : result.cut) EXPECT_EQ(part.weight, 1);
    }
}

TEST(MinCut, BetweenStates) {
    const world::World world = two_ways().build();
    CutSide a, b;
    a.states = {world.find<world::ActorTag>("actors", "a")};
    b.states = {world.find<world::ActorTag>("actors", "b")};
    const MinCut result = cut(world, a, b);
    EXPECT_NEAR(result.flow / bcm(world), 14, 1e-7);
    EXPECT_EQ(names(world, result), (std::vector<std::string>{"near", "far"}));
}

// Side by side two links of 5 under a group of 6 let 6 through, and the group is the cut. One after
// the other every unit loads the group twice, so 3 go through and half the group is the cut.
TEST(MinCut, SharedCapacities) {
    for (const bool series : {false, true}) {
        flow::TestWorld rows;
        rows.state("x").node("s", "x").node("m", "x").node("t", "x");
        rows.link("one", "s", series ? "m" : "t", "gas", 5, 1, "forward");
        rows.link("two", series ? "m" : "s", "t", "gas", 5, 1, "forward");
        rows.add("capacity_groups", {{"id", "shared"}, {"name", "Shared"}});
        for (const char* id : {"one", "two"}) {
            rows.add("group_members", {{"group", "shared"}, {"link", id}, {"commodity", "gas"}});
        }
        rows.add("group_capacities", {{"group", "shared"}, {"capacity", "6"}, {"unit", "bcm/a"}});
        const world::World world = rows.build();
        const MinCut result = cut(world, side(world, {"s"}), side(world, {"t"}));
        EXPECT_NEAR(result.flow / bcm(world), series ? 3 : 6, 1e-7);
        EXPECT_EQ(names(world, result), std::vector<std::string>{"shared"});
        EXPECT_NEAR(result.cut.at(0).weight, series ? 0.5 : 1, 1e-7);
        EXPECT_EQ(result.source_side.size(), 1);
    }
}

TEST(MinCut, RefusesBadSides) {
    const world::World world = two_ways().build();
    for (const auto& [from, to] : {std::pair<CutSide, CutSide>{side(world, {"field"}), {}},
                                   {side(world, {"field"}), side(world, {"field", "market"})}}) {
        const auto result = min_cut(world, 2020, gas(world), from, to);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.diagnostics().items().at(0).id, "E814");
    }
}

} // namespace
} // namespace isthmus::dependence
