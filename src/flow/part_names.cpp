// SPDX-License-Identifier: Apache-2.0
#include "flow/part_names.hpp"

#include <fmt/format.h>

namespace isthmus::flow {

PartNames part_names(const Market& market) {
    const world::World& world = *market.world;
    std::vector<std::string> layers;
    for (const LayerId id : market.layers.ids()) {
        const Layer& layer = market.layers[id];
        const std::string& commodity = world.commodities[layer.commodity].id;
        layers.push_back(fmt::format("{}.{}", commodity, id.index()));
    }
    PartNames names;
    for (const MarketVertex& vertex : market.vertices) {
        names.vertices.push_back(fmt::format("balance.{}.{}", world.nodes[vertex.node].id,
                                             layers[vertex.layer.index()]));
    }
    for (const ArcId id : market.arcs.ids()) {
        const MarketArc& arc = market.arcs[id];
        if (!arc.link.valid()) {
            names.arcs.push_back(fmt::format("entry.{}", id.index()));
            continue;
        }
        names.arcs.push_back(fmt::format("flow.{}.{}.{}", world.links[arc.link].id,
                                         arc.backward ? "backward" : "forward",
                                         layers[arc.layer.index()]));
    }
    for (const MarketSupply& supply : market.supplies) {
        names.supplies.push_back(fmt::format("supply.{}.{}.{}", world.nodes[supply.node].id,
                                             world.actors[supply.actor].id,
                                             layers[supply.layer.index()]));
    }
    for (const DemandId id : market.demands.ids()) {
        const MarketDemand& demand = market.demands[id];
        names.demands.push_back(fmt::format("demand.{}.{}.{}", world.nodes[demand.node].id,
                                            world.commodities[demand.commodity].id, id.index()));
    }
    for (const DeliveryId id : market.deliveries.ids()) {
        const DemandId demand = market.problem.deliveries[id].demand;
        names.deliveries.push_back(
            fmt::format("delivery.{}.{}.{}", world.nodes[market.demands[demand].node].id,
                        layers[market.deliveries[id].layer.index()], demand.index()));
    }
    for (const MarketResource& resource : market.resources) {
        names.resources.push_back(
            resource.group.valid()
                ? fmt::format("capacity.{}", world.capacity_groups[resource.group].id)
                : fmt::format("capacity.{}.{}.{}", world.links[resource.link].id,
                              world.commodities[resource.commodity].id,
                              world::to_string(resource.direction)));
    }
    for (const MarketObligation& obligation : market.obligations) {
        names.obligations.push_back(
            obligation.contract.valid()
                ? fmt::format("contract.{}", world.contracts[obligation.contract].id)
                : fmt::format("quota.{}", world.restrictions[obligation.restriction].id));
    }
    return names;
}

std::string market_as_mps(const Market& market, std::size_t block) {
    const std::vector<Block> parts = blocks(market.problem);
    const BlockProgram program(market.problem, parts[block]);
    const PartNames names = part_names(market);
    return to_mps(program.program(), program.column_names(names), program.row_names(names));
}

} // namespace isthmus::flow
