// SPDX-License-Identifier: Apache-2.0
// Loads the world in the folder named on the command line, solves its base year and prints what
// flows.
#include <iostream>

#include <isthmus/flow/equilibrium.hpp>
#include <isthmus/world/world.hpp>

namespace {

int refuse(const isthmus::Diagnostics& diagnostics) {
    for (const auto& item : diagnostics.items()) std::cerr << item.to_string() << '\n';
    return 3;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "Usage: consumer WORLD\n";
        return 2;
    }
    const auto loaded = isthmus::world::load(arguments[1]);
    if (!loaded) return refuse(loaded.diagnostics());
    const isthmus::world::World& world = loaded.value();
    const auto solved = isthmus::flow::equilibrium(world, world.manifest().base_year);
    if (!solved) return refuse(solved.diagnostics());

    std::cout.precision(3);
    std::cout << world.manifest().title << '\n';
    for (const auto& flow : isthmus::flow::link_flows(solved.value())) {
        std::cout << world.links[flow.link].id << ' ' << flow.flow << '\n';
    }
    for (const auto& price : isthmus::flow::node_prices(solved.value())) {
        std::cout << world.nodes[price.node].id << ' ' << price.price << '\n';
    }
}
