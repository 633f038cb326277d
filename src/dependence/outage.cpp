// SPDX-License-Identifier: Apache-2.0
#include "dependence/outage.hpp"

namespace isthmus::dependence {
namespace {

using world::LinkId;
using world::NodeId;

/// Links and nodes that the markets have, of one commodity if asked for.
struct InService {
    std::vector<bool> links, nodes; ///< by index
};

InService in_service(const Baseline& base, world::CommodityId commodity) {
    InService result{std::vector<bool>(base.world->links.size()),
                     std::vector<bool>(base.world->nodes.size())};
    for (const Part& part : base.parts) {
        const flow::Market& market = part.market;
        const auto wanted = [&](flow::LayerId layer) {
            return !commodity.valid() || market.layers[layer].commodity == commodity;
        };
        for (const flow::MarketArc& arc : market.arcs) {
            if (arc.link.valid() && wanted(arc.layer)) result.links[arc.link.index()] = true;
        }
        for (const flow::MarketVertex& vertex : market.vertices) {
            if (wanted(vertex.layer)) result.nodes[vertex.node.index()] = true;
        }
    }
    return result;
}

bool lies_in(const Baseline& base, NodeId node, world::ActorId state) {
    return base.world->controller(base.world->nodes[node].territory, base.day()) == state;
}

/// Nodes that links of the mode in service touch.
std::vector<bool> touched_by(const Baseline& base, const InService& service, world::Mode mode) {
    std::vector<bool> result(base.world->nodes.size());
    for (const LinkId id : base.world->links.ids()) {
        const world::Link& link = base.world->links[id];
        if (!service.links[id.index()] || link.mode != mode) continue;
        result[link.from.index()] = true;
        result[link.to.index()] = true;
    }
    return result;
}

} // namespace

OutageSet outages_in_service(const Baseline& base, const OutageFilter& filter) {
    const world::World& world = *base.world;
    const InService service = in_service(base, filter.commodity);
    OutageSet result;
    if (filter.links) {
        for (const LinkId id : world.links.ids()) {
            const world::Link& link = world.links[id];
            if (!service.links[id.index()] || (filter.mode && link.mode != *filter.mode)) continue;
            const bool there = !filter.territory.valid() ||
                               lies_in(base, link.from, filter.territory) ||
                               lies_in(base, link.to, filter.territory);
            if (there) result.push_back({id, {}});
        }
    }
    if (filter.nodes) {
        const auto of_mode = filter.mode ? touched_by(base, service, *filter.mode) : service.nodes;
        for (const NodeId id : world.nodes.ids()) {
            const bool there = !filter.territory.valid() || lies_in(base, id, filter.territory);
            if (service.nodes[id.index()] && of_mode[id.index()] && there)
                result.push_back({{}, id});
        }
    }
    return result;
}

double days_of(int year) {
    const Period period = Period::of_year(year);
    return static_cast<double>(period.last - period.first) + 1;
}

const std::string& outage_id(const world::World& world, const Outage& outage) {
    return outage.is_link() ? world.links[outage.link].id : world.nodes[outage.node].id;
}

const std::string& outage_name(const world::World& world, const Outage& outage) {
    return outage.is_link() ? world.links[outage.link].name : world.nodes[outage.node].name;
}

} // namespace isthmus::dependence
