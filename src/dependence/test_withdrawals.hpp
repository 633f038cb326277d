// SPDX-License-Identifier: Apache-2.0
// For the tests of this module: worlds whose withdrawals can be worked by hand, and random ones.
#pragma once

#include <cmath>
#include <string>

#include "base/random.hpp"
#include "dependence/dependence.hpp"
#include "flow/test_world.hpp"

namespace isthmus::dependence {

/// Flat beyond any test's tolerance.
inline constexpr double kFlatSupply = 1e9;

/// Gas one way, with the consent of the states at both ends; `tariff` is what shippers pay.
inline void pipe(flow::TestWorld& world, const std::string& id, const std::string& from,
                 const std::string& to, double cost, double tariff, double capacity = 100) {
    world.add("links", {{"id", id},
                        {"name", id},
                        {"mode", "pipeline"},
                        {"from_node", from},
                        {"to_node", to},
                        {"direction", "forward"},
                        {"length", "1000"}});
    world.add("link_status", {{"link", id}, {"status", "open"}});
    for (const std::string& end : {from, to}) {
        world.add("consents", {{"link", id}, {"actor", end}, {"capacity", "territory"}});
    }
    world.add("capacities", {{"link", id},
                             {"commodity", "gas"},
                             {"capacity", format_number(capacity)},
                             {"unit", "bcm/a"}});
    world.add("costs", {{"link", id},
                        {"commodity", "gas"},
                        {"cost", format_number(cost)},
                        {"tariff", format_number(tariff)},
                        {"unit", "USD/1000m3"}});
}

// Field s sells at 10, any amount. Buyers i and k take (120 - p) / 6 each, behind the transit state
// t, whose pipes cost nothing: s-t has a tariff of 10, which s and t share. A supplier r (p = 4 q)
// has a pipe to i for nothing, and one to k for 5.
//
// At i and k the price is 20: i and k take 50/3 each, 5 of i's from r, so that s-t carries 85/3.
// Surplus of i and k: 6 (50/3)^2 / 2 = 2500/3 each; r: 20 * 5 / 2 = 50; s and t: 10 * 85/3 / 2
// each.
inline flow::TestWorld transit_world() {
    flow::TestWorld world;
    double longitude = 0;
    for (const char* id : {"s", "t", "i", "k", "r"}) {
        world.state(id).node(id, id, longitude);
        longitude += 2;
    }
    world.gas_supply("s", "s", 10, 10, kFlatSupply, 100);
    world.gas_supply("r", "r", 10, 40, 1, 30);
    world.gas_demand("i", "i", 10, 60, -1).gas_demand("k", "k", 10, 60, -1);
    pipe(world, "st", "s", "t", 0, 10);
    pipe(world, "ti", "t", "i", 0, 0);
    pipe(world, "tk", "t", "k", 0, 0);
    pipe(world, "ri", "r", "i", 0, 0);
    pipe(world, "rk", "r", "k", 5, 5);
    return world;
}

// The field f of i sells at 10, any amount, to k over j for a tariff of 10 (f-j), shared by i and
// j. At its market m, i takes (120 - p) / 6 from r (p = 4 q): 12 at 48. k takes 50/3 at 20; a pipe
// from r to k costs 5, too dear for it as long as j carries.
inline flow::TestWorld rival_world() {
    flow::TestWorld world;
    world.state("i").state("j").state("k").state("r");
    world.node("f", "i").node("m", "i", 2).node("j", "j", 4).node("k", "k", 6).node("r", "r", 8);
    world.gas_supply("f", "i", 10, 10, kFlatSupply, 100).gas_supply("r", "r", 10, 40, 1, 30);
    world.gas_demand("m", "i", 10, 60, -1).gas_demand("k", "k", 10, 60, -1);
    world.link("fj", "f", "j", "gas", 100, 10, "forward");
    world.add("consents", {{"link", "fj"}, {"actor", "j"}, {"capacity", "territory"}});
    world.link("jk", "j", "k", "gas", 100, 0, "forward");
    world.add("consents", {{"link", "jk"}, {"actor", "k"}, {"capacity", "territory"}});
    world.link("rm", "r", "m", "gas", 100, 0, "forward");
    world.link("rk", "r", "k", "gas", 100, 5, "forward");
    return world;
}

/// States in a ring with shortcuts: gas that everybody supplies and takes, containers between some,
/// scarce links with consents of third parties, a minimum take, a correction, a price cap.
inline world::World random_trade_world(std::uint64_t seed) {
    SplitMix64 random(seed);
    const auto number = [&](double low, double high) {
        return std::round((low + (high - low) * random.unit()) * 100) / 100;
    };
    const auto state = [](std::size_t i) { return "s" + std::to_string(i); };
    const auto node = [](std::size_t i) { return "n" + std::to_string(i); };
    flow::TestWorld world;
    const std::size_t count = 4 + random.below(3);
    for (std::size_t i = 0; i < count; ++i) {
        world.state(state(i)).node(node(i), state(i), static_cast<double>(i));
        world.gas_supply(node(i), state(i), number(5, 20), number(50, 150), number(0.3, 2),
                         number(20, 40));
        world.gas_demand(node(i), state(i), number(5, 25), number(80, 300), -number(0.2, 1));
    }
    for (std::size_t l = 0; l < 2 * count; ++l) {
        const std::size_t from = l % count;
        const std::size_t to = l < count ? (l + 1) % count : (l + 2) % count;
        const std::string gas = "gas" + std::to_string(l), rail = "rail" + std::to_string(l);
        world.link(gas, node(from), node(to), "gas", number(1, 15), number(1, 40));
        world.link(rail, node(from), node(to), "containers", number(5, 40), number(100, 900));
        for (const std::string& link : {gas, rail}) {
            const std::size_t other = random.below(count);
            if (other == from) continue;
            world.add("consents",
                      {{"link", link}, {"actor", state(other)}, {"capacity", "operator"}});
        }
    }
    for (std::size_t i = 0; i + 2 < count; ++i) {
        world.add("freight_demand", {{"origin", node(i)},
                                     {"destination", node(i + 2)},
                                     {"commodity", "containers"},
                                     {"shipper", state(i)},
                                     {"actor", state(i + 2)},
                                     {"year", "2020"},
                                     {"quantity", format_number(number(5, 30))},
                                     {"unit", "kTEU/a"},
                                     {"price", format_number(number(500, 2000))},
                                     {"price_unit", "USD/TEU"},
                                     {"elasticity", format_number(-number(0.3, 1.5))}});
    }
    world.add("contracts", {{"id", "take"},
                            {"name", "take"},
                            {"seller", "s3"},
                            {"buyer", "s2"},
                            {"commodity", "gas"},
                            {"minimum", format_number(number(0.1, 0.9))},
                            {"unit", "bcm/a"}});
    world.add("corrections", {{"link", "gas0"},
                              {"commodity", "gas"},
                              {"flow", "3"},
                              {"unit", "bcm/a"},
                              {"correction", format_number(number(-5, 20))},
                              {"slope", format_number(number(0, 20))},
                              {"price_unit", "USD/1000m3"}});
    world.add("restrictions", {{"id", "cap"},
                               {"name", "cap"},
                               {"kind", "price_cap"},
                               {"imposed_by", "s0"},
                               {"target", "s1"},
                               {"commodity", "gas"},
                               {"value", "60"},
                               {"unit", "USD/1000m3"}});
    return world.build();
}

/// The study with the states named, or with all that have a part in the year.
inline Dependence studied(const world::World& world, std::vector<std::string> players = {},
                          unsigned threads = 1) {
    DependenceOptions options;
    options.players = std::move(players);
    if (options.players.empty()) {
        for (const world::Actor& actor : world.actors) options.players.push_back(actor.id);
    }
    options.threads = threads;
    auto result = dependence(world, 2020, options);
    if (!result) {
        for (const Diagnostic& item : result.diagnostics().items()) {
            ADD_FAILURE() << item.to_string();
        }
        return {};
    }
    return std::move(result).value();
}

/// A pair by the ids of its players.
inline const PairDependence& pair_of(const Dependence& study, const std::string& i,
                                     const std::string& j) {
    const auto number = [&](const std::string& id) {
        for (std::size_t p = 0; p < study.players.size(); ++p) {
            if (study.players[p].id == id) return p;
        }
        ADD_FAILURE() << id << " does not play";
        return std::size_t{0};
    };
    return study.pair(number(i), number(j));
}

} // namespace isthmus::dependence
