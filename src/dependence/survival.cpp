// SPDX-License-Identifier: Apache-2.0
#include "dependence/survival.hpp"

#include <algorithm>
#include <map>

#include "dependence/open_network.hpp"

namespace isthmus::dependence {
namespace {

using world::NodeId;
using Key = std::pair<world::ActorId, world::CommodityId>;

bool is_out(const OutageSet& outages, world::LinkId link, NodeId node) {
    return std::any_of(outages.begin(), outages.end(), [&](const Outage& outage) {
        return outage.is_link() ? outage.link == link : outage.node == node;
    });
}

/// Nodes from which open links lead to one of those marked; they are marked as well.
std::vector<bool> leading_to(std::vector<bool> marked, const std::vector<OpenLink>& links) {
    for (bool more = true; more;) {
        more = false;
        for (const OpenLink& link : links) {
            if (!marked[link.to.index()] || marked[link.from.index()]) continue;
            marked[link.from.index()] = more = true;
        }
    }
    return marked;
}

std::vector<OpenLink> left_open(const flow::MarketYear& year, world::CommodityId commodity,
                                const OutageSet& outages) {
    std::vector<OpenLink> links = open_links(year, commodity);
    const auto shut = [&](const OpenLink& link) {
        return is_out(outages, link.link, link.from) || is_out(outages, {}, link.to);
    };
    links.erase(std::remove_if(links.begin(), links.end(), shut), links.end());
    return links;
}

void add_stores(const Baseline& base, const OutageSet& outages, const std::vector<bool>& leads,
                SurvivalTime& row) {
    for (const world::Storage& store : base.world->storage) {
        if (store.commodity != row.commodity || base.world->state_of(store.actor) != row.state ||
            !store.period.contains(base.day())) {
            continue;
        }
        row.has_stores = true;
        if (!leads[store.node.index()] || is_out(outages, {}, store.node)) {
            row.unconnected += store.volume;
            continue;
        }
        row.volume += store.volume;
        if (std::find(row.stores.begin(), row.stores.end(), store.node) == row.stores.end()) {
            row.stores.push_back(store.node);
        }
    }
    std::sort(row.stores.begin(), row.stores.end());
}

} // namespace

std::vector<SurvivalTime> survival_times(const Baseline& base, const OutageEffect& effect) {
    const world::World& world = *base.world;
    std::map<Key, SurvivalTime> rows;
    std::map<Key, std::vector<bool>> unserved;
    for (const DemandEffect& demand : effect.demands) {
        const double lost = demand.unserved();
        if (lost <= kEffectTolerance * demand.consumed_before ||
            world.commodities[demand.commodity].kind != world::CommodityKind::kFuel) {
            continue;
        }
        const Key key{world.state_of(demand.actor), demand.commodity};
        rows[key].unserved += lost;
        auto& at = unserved[key];
        at.resize(world.nodes.size());
        at[demand.node.index()] = true;
    }
    for (const Part& part : base.parts) {
        for (const auto id : part.market.demands.ids()) {
            const flow::MarketDemand& demand = part.market.demands[id];
            const auto row = rows.find({world.state_of(demand.actor), demand.commodity});
            if (row != rows.end()) row->second.consumed += part.solution.demand[id];
        }
    }
    const flow::MarketYear year(world, base.year);
    const double days = days_of(base.year);
    std::vector<SurvivalTime> result;
    for (auto& [key, row] : rows) {
        row.state = key.first;
        row.commodity = key.second;
        const auto leads = leading_to(unserved[key], left_open(year, key.second, effect.outages));
        add_stores(base, effect.outages, leads, row);
        row.days = row.volume / (row.unserved / days);
        result.push_back(row);
    }
    return result;
}

} // namespace isthmus::dependence
