// SPDX-License-Identifier: Apache-2.0
// Networks for tests: random ones in whole units, and those of ../shared/coalitions.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "game/network.hpp"
#include "game/test_network_file.hpp"
#include "game/test_problems.hpp"

namespace isthmus::game {

struct NetworkShape {
    std::size_t players = 5, nodes = 12, arcs = 30;
    bool lossy = false;
    bool ownerless = false; ///< some nodes and arcs need nobody, some arcs a third player
};

/// Supply and demand steps at random nodes, arcs between random nodes; quantities and prices are
/// whole.
inline CoalitionNetwork random_network(const NetworkShape& shape, std::uint64_t seed) {
    TestRandom random(seed);
    CoalitionNetwork network;
    network.players = shape.players;
    std::vector<Coalition> owner;
    for (std::size_t v = 0; v < shape.nodes; ++v) {
        const bool nobody = shape.ownerless && random.below(4) == 0;
        owner.push_back(nobody ? 0 : player_bit(random.below(shape.players)));
        std::vector<flow::Step> supply, demand;
        const auto whole = [&](std::size_t least, std::size_t range) {
            return static_cast<double>(least + random.below(range));
        };
        if (random.below(3) == 0) {
            double price = whole(1, 20);
            for (std::size_t k = random.below(3); k < 3; ++k) {
                supply.push_back({whole(1, 20), price});
                price += whole(1, 15);
            }
        }
        if (random.below(2) == 0) {
            double price = whole(40, 60);
            for (std::size_t k = random.below(5); k < 5; ++k) {
                demand.push_back({whole(1, 12), price});
                price -= whole(1, 8);
            }
        }
        network.nodes.push_back(network_node(owner.back(), supply, demand));
    }
    while (network.arcs.size() < shape.arcs) {
        const std::size_t from = random.below(shape.nodes), to = random.below(shape.nodes);
        if (from == to) continue;
        NetworkArc arc{from,
                       to,
                       static_cast<double>(1 + random.below(25)),
                       static_cast<double>(1 + random.below(12)),
                       0,
                       owner[from] | owner[to]};
        if (shape.lossy && random.below(2) == 0) {
            arc.loss = static_cast<double>(1 + random.below(80)) / 1000;
        }
        if (shape.ownerless && random.below(5) == 0) {
            arc.consent |= player_bit(random.below(shape.players));
        }
        network.arcs.push_back(arc);
    }
    if (!shape.lossy) network.quantity_unit = network.price_unit = 1;
    return network;
}

/// The instance and its values of ../shared/coalitions/ref, where they are there.
struct SharedInstance {
    CoalitionNetwork network;
    std::vector<std::pair<Coalition, double>> values;
};
inline std::optional<SharedInstance> shared_instance(const std::string& name) {
    const std::string folder = std::string(ISTHMUS_SHARED_DIR) + "/coalitions/ref/" + name;
    std::ifstream network(folder + ".txt"), values(folder + ".values.txt");
    if (!network || !values) return std::nullopt;
    SharedInstance instance{read_network_file(network), {}};
    std::pair<Coalition, double> value;
    while (values >> value.first >> value.second) instance.values.push_back(value);
    return instance;
}

} // namespace isthmus::game
