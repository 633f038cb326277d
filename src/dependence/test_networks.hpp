// SPDX-License-Identifier: Apache-2.0
// For the tests of this module: small worlds whose outages can be worked by hand, and random ones.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "dependence/outage.hpp"
#include "flow/test_world.hpp"

namespace isthmus::dependence {

inline Baseline solved(const world::World& world, unsigned threads = 1) {
    BaselineOptions options;
    options.threads = threads;
    auto result = baseline(world, 2020, options);
    if (!result) {
        for (const Diagnostic& item : result.diagnostics().items()) {
            ADD_FAILURE() << item.to_string();
        }
        return {};
    }
    return std::move(result).value();
}

inline Outage link_outage(const world::World& world, const std::string& id) {
    return {world.find<world::LinkTag>("links", id), {}};
}
inline Outage node_outage(const world::World& world, const std::string& id) {
    return {{}, world.find<world::NodeTag>("nodes", id)};
}

// Gas from one field to one market over a near link (4 bcm a year at 10 USD) and a far one (10 at
// 30). Supply costs 5 q, the market pays 200 - 10 q. So q = 34/3 (5 q + 30 = 200 - 10 q), of which
// 4 go the near way, and
//   W = 200 q - 5 q^2 - 2.5 q^2 - 10 * 4 - 30 (q - 4) = 3130/3 MUSD.
// Without near: the far link's 10, W = 2000 - 750 - 300 = 950. Without far: 4, W = 800 - 120 - 40.
inline flow::TestWorld two_ways() {
    flow::TestWorld world;
    world.state("a").state("b");
    world.node("field", "a").node("market", "b", 10);
    world.link("near", "field", "market", "gas", 4, 10, "forward");
    world.link("far", "field", "market", "gas", 10, 30, "forward");
    world.gas_supply("field", "a", 10, 50, 1, 20);
    world.gas_demand("market", "b", 10, 100, -1);
    return world;
}
inline constexpr double kTwoWaysWelfare = 3130.0 / 3;
inline constexpr double kTwoWaysGas = 34.0 / 3; ///< bcm

/// One bcm a year in canonical units.
inline double bcm(const world::World& world) {
    return world.commodities[world.find<world::CommodityTag>("commodities", "gas")].unit.factor;
}

// Gas and containers between six nodes of three states, with fees, a shared capacity, a minimum
// take and two-way links; always feasible because the minimum take is far below what the link that
// is always there can carry.
inline flow::TestWorld random_network(std::uint64_t seed) {
    SplitMix64 random(seed);
    const auto between = [&](double low, double high) {
        return low + (high - low) * std::floor(random.unit() * 64) / 64;
    };
    flow::TestWorld world;
    const std::vector<std::string> states{"a", "b", "c"};
    for (const std::string& state : states) world.state(state);
    const std::vector<std::string> nodes{"n0", "n1", "n2", "n3", "n4", "n5"};
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        world.node(nodes[i], states[i / 2], static_cast<double>(i));
    }
    world.link("direct", "n0", "n5", "gas", between(3, 9), between(40, 200), "forward");
    for (int i = 0; i < 7; ++i) {
        const std::size_t from = random.below(nodes.size());
        const std::size_t to = (from + 1 + random.below(nodes.size() - 1)) % nodes.size();
        const std::string id = "g" + std::to_string(i);
        world.link(id, nodes[from], nodes[to], "gas", between(2, 9), between(2, 30),
                   random.below(2) == 0 ? "both" : "forward");
        if (random.below(2) == 0) {
            world.add("fees", {{"link", id},
                               {"commodity", "gas"},
                               {"actor", states[random.below(3)]},
                               {"fee", format_number(between(1, 15))},
                               {"unit", "USD/1000m3"}});
        }
    }
    for (int i = 0; i < 4; ++i) {
        const std::size_t from = random.below(nodes.size());
        const std::size_t to = (from + 1 + random.below(nodes.size() - 1)) % nodes.size();
        world.link("r" + std::to_string(i), nodes[from], nodes[to], "containers", between(50, 200),
                   between(100, 600), "both");
    }
    world.add("capacity_groups", {{"id", "shared"}, {"name", "Shared"}});
    for (const char* id : {"g0", "g1", "direct"}) {
        world.add("group_members", {{"group", "shared"}, {"link", id}, {"commodity", "gas"}});
    }
    world.add(
        "group_capacities",
        {{"group", "shared"}, {"capacity", format_number(between(5, 15))}, {"unit", "bcm/a"}});
    if (seed % 2 == 0) {
        world.add("corrections", {{"link", "g2"},
                                  {"commodity", "gas"},
                                  {"flow", "3"},
                                  {"unit", "bcm/a"},
                                  {"correction", format_number(between(1, 20))},
                                  {"slope", format_number(between(1, 20))},
                                  {"price_unit", "USD/1000m3"}});
    }
    world.gas_supply("n0", "a", 10, between(40, 80), 1, 20);
    world.gas_supply("n2", "b", 6, between(30, 90), 0.5, 10);
    world.gas_demand("n5", "c", between(5, 12), between(120, 250), -0.5);
    world.gas_demand("n3", "b", between(3, 9), between(120, 250), -0.4);
    world.gas_demand("n1", "a", between(2, 6), between(80, 200), -0.8);
    world.add("contracts", {{"id", "deal"},
                            {"name", "Deal"},
                            {"seller", "a"},
                            {"buyer", "c"},
                            {"commodity", "gas"},
                            {"minimum", format_number(between(2, 3))},
                            {"unit", "bcm/a"}});
    world.add("freight_demand", {{"origin", "n0"},
                                 {"destination", "n4"},
                                 {"commodity", "containers"},
                                 {"shipper", "a"},
                                 {"actor", "c"},
                                 {"year", "2020"},
                                 {"quantity", "100"},
                                 {"unit", "kTEU/a"},
                                 {"price", "2000"},
                                 {"price_unit", "USD/TEU"},
                                 {"elasticity", "-0.5"}});
    return world;
}

} // namespace isthmus::dependence
