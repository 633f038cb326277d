// SPDX-License-Identifier: Apache-2.0
// Reads the network files of ../shared/coalitions (its gen.py states the format) for tests and the
// benchmark.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "game/network.hpp"

namespace isthmus::game {

/// Quantities in bcm and prices in USD/kcm, whole multiples of 0.001 and 0.01; values in MUSD.
inline CoalitionNetwork read_network_file(std::istream& input) {
    CoalitionNetwork network;
    std::vector<std::vector<flow::Step>> supply, demand;
    std::vector<Coalition> country;
    for (std::string line; std::getline(input, line);) {
        std::istringstream fields(line);
        char kind = 0;
        fields >> kind;
        if (kind == 'P') fields >> network.players;
        if (kind == 'N') {
            std::size_t node = 0, owner = 0;
            fields >> node >> owner;
            country.push_back(player_bit(owner));
        }
        if (kind == 'A') {
            NetworkArc arc;
            fields >> arc.from >> arc.to >> arc.capacity >> arc.cost >> arc.loss >> arc.consent;
            network.arcs.push_back(arc);
        }
        if (kind == 'S' || kind == 'D') {
            supply.resize(country.size());
            demand.resize(country.size());
            std::size_t node = 0, count = 0;
            fields >> node >> count;
            auto& steps = (kind == 'S' ? supply : demand)[node];
            for (flow::Step step; fields >> step.width >> step.value;) steps.push_back(step);
        }
    }
    for (std::size_t node = 0; node < country.size(); ++node) {
        network.nodes.push_back(network_node(country[node], supply[node], demand[node]));
    }
    if (!network.lossy()) {
        network.quantity_unit = 0.001;
        network.price_unit = 0.01;
    }
    return network;
}

} // namespace isthmus::game
