// SPDX-License-Identifier: Apache-2.0
#include "flow/market_layers.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <tuple>

namespace isthmus::flow {

using world::ActorId;
using world::CommodityId;
using world::RestrictionKind;
using world::World;

namespace {

bool wanted(const MarketOptions& options, CommodityId commodity) {
    return options.commodities.empty() ||
           std::find(options.commodities.begin(), options.commodities.end(), commodity) !=
               options.commodities.end();
}

/// Every series of a table (rows of one key) at the year; `key_of` tells the series, `name_of`
/// names it in an error.
template <typename Row, typename KeyOf, typename NameOf>
std::vector<Row> series_at(const std::vector<Row>& rows, const MarketYear& year,
                           const MarketOptions& options, const std::string& table, KeyOf key_of,
                           NameOf name_of, Diagnostics& diagnostics) {
    std::map<decltype(key_of(rows.front())), std::vector<const Row*>> series;
    std::vector<const std::vector<const Row*>*> order;
    for (const Row& row : rows) {
        if (!wanted(options, row.commodity)) continue;
        auto& anchors = series[key_of(row)];
        anchors.push_back(&row);
        if (anchors.size() == 1) order.push_back(&anchors);
    }
    std::vector<Row> result;
    for (const auto* anchors : order) {
        YearRow<Row> found = at_year(*anchors, year.year());
        if (found.state == YearRow<Row>::State::kPresent) {
            result.push_back(std::move(found.row));
        } else if (found.state == YearRow<Row>::State::kMissing) {
            const Row& last = *anchors->back();
            const auto& origin = year.world().tables.at(table).rows[last.provenance.row].origin;
            diagnostics.add({"E501", origin.file, origin.line, "year",
                             fmt::format("last year {} for {}", last.year, name_of(last)),
                             fmt::format("a row for {} or later", year.year()),
                             "a missing number withholds the result"});
        }
    }
    return result;
}

std::vector<ActorId> suppliers_of(const Participants& who, CommodityId commodity) {
    std::vector<ActorId> result;
    for (const auto& supply : who.supplies) {
        if (supply.commodity != commodity) continue;
        if (std::find(result.begin(), result.end(), supply.actor) == result.end()) {
            result.push_back(supply.actor);
        }
    }
    return result;
}

/// What tells a supplier from others: the restrictions, contracts and observations that speak of
/// it, as far as they count.
std::vector<std::size_t> signature(const MarketYear& year, const MarketOptions& options,
                                   CommodityId commodity, ActorId actor) {
    const World& world = year.world();
    std::vector<std::size_t> result;
    if (options.restrictions) {
        for (const auto id : year.restrictions()) {
            const auto& restriction = world.restrictions[id];
            if (restriction.commodity.valid() && restriction.commodity != commodity) continue;
            const auto& owners = restriction.kind == RestrictionKind::kExportBan
                                     ? restriction.imposed_by
                                     : restriction.target;
            result.push_back(world.covers(owners, actor, year.day()) ? 1 : 0);
        }
    }
    if (options.withdrawals) {
        for (const auto& withdrawal : world.withdrawals) {
            if (!withdrawal.period.contains(year.day())) continue;
            if (withdrawal.commodity.valid() && withdrawal.commodity != commodity) continue;
            result.push_back(world.covers(withdrawal.by, actor, year.day()) ? 1 : 0);
            result.push_back(world.covers(withdrawal.towards, actor, year.day()) ? 1 : 0);
        }
    }
    if (options.contracts) {
        for (const auto& contract : world.contracts) {
            if (contract.commodity != commodity || year.share(contract.period) <= 0) continue;
            result.push_back(stands_for(world, contract.seller, actor) ? 1 : 0);
        }
    }
    if (options.observations) {
        for (const auto& observation : world.observations) {
            if (observation.commodity != commodity || observation.year != year.year() ||
                !observation.supplier.valid()) {
                continue;
            }
            result.push_back(stands_for(world, observation.supplier, actor) ? 1 : 0);
        }
    }
    for (const auto& correction : world.corrections) {
        if (correction.commodity != commodity || !correction.supplier.valid() ||
            !correction.period.contains(year.day())) {
            continue;
        }
        result.push_back(stands_for(world, correction.supplier, actor) ? 1 : 0);
    }
    return result;
}

bool covers_layer(const MarketYear& year, const std::vector<world::Party>& parties,
                  const Layer& layer) {
    return std::any_of(layer.suppliers.begin(), layer.suppliers.end(), [&](ActorId actor) {
        return year.world().covers(parties, actor, year.day());
    });
}

bool speaks_of(const world::Restriction& restriction, const Layer& layer) {
    return !restriction.commodity.valid() || restriction.commodity == layer.commodity;
}

bool names_link(const world::Restriction& restriction, world::LinkId link) {
    return std::find(restriction.links.begin(), restriction.links.end(), link) !=
           restriction.links.end();
}

} // namespace

bool stands_for(const World& world, ActorId party, ActorId actor) {
    return party == actor || world.state_of(actor) == party || world.state_of(party) == actor;
}

Participants participants(const MarketYear& year, const MarketOptions& options,
                          Diagnostics& diagnostics) {
    const World& world = year.world();
    const auto fuel_key = [](const auto& row) {
        return std::tuple(row.commodity, row.node, row.actor);
    };
    const auto fuel_name = [&](const auto& row) {
        return fmt::format("{} at {}", world.commodities[row.commodity].id,
                           world.nodes[row.node].id);
    };
    const auto freight_key = [](const world::FreightDemand& row) {
        return std::tuple(row.commodity, row.origin, row.destination, row.shipper, row.actor);
    };
    const auto freight_name = [&](const world::FreightDemand& row) {
        return fmt::format("{} from {} to {}", world.commodities[row.commodity].id,
                           world.nodes[row.origin].id, world.nodes[row.destination].id);
    };
    Participants who;
    who.supplies =
        series_at(world.supply, year, options, "supply", fuel_key, fuel_name, diagnostics);
    who.demands =
        series_at(world.demand, year, options, "demand", fuel_key, fuel_name, diagnostics);
    who.freight = series_at(world.freight_demand, year, options, "freight_demand", freight_key,
                            freight_name, diagnostics);
    std::erase_if(who.supplies, [](const auto& row) { return row.capacity <= 0; });
    std::erase_if(who.demands, [](const auto& row) { return row.quantity <= 0; });
    std::erase_if(who.freight, [](const auto& row) { return row.quantity <= 0; });
    return who;
}

std::map<CommodityId, std::vector<Passage>>
passages(const MarketYear& year, const Participants& who, Diagnostics& diagnostics) {
    const World& world = year.world();
    std::set<CommodityId> traded;
    for (const auto& row : who.supplies) traded.insert(row.commodity);
    for (const auto& row : who.freight) traded.insert(row.commodity);
    std::map<CommodityId, std::vector<Passage>> result;
    for (const auto link_id : world.links.ids()) {
        const world::Link& link = world.links[link_id];
        std::set<std::pair<CommodityId, bool>> directions;
        for (const YearCapacity& capacity : year.capacities(link_id)) {
            if (!traded.contains(capacity.commodity)) continue;
            if (capacity.direction != world::FlowDirection::kBackward) {
                directions.insert({capacity.commodity, false});
            }
            if (capacity.direction != world::FlowDirection::kForward &&
                link.direction == world::LinkDirection::kBoth) {
                directions.insert({capacity.commodity, true});
            }
        }
        for (const auto& [commodity, backward] : directions) {
            const auto cost = year.cost(link_id, commodity, backward);
            if (!cost) {
                const auto& origin = world.tables.at("links").rows[link.provenance.row].origin;
                diagnostics.add({"E502", origin.file, origin.line, "id", link.id,
                                 fmt::format("a cost of {} in {} by link or by mode {}",
                                             world.commodities[commodity].id, year.year(),
                                             world::to_string(link.mode)),
                                 "add a row to costs.csv or mode_costs.csv"});
                continue;
            }
            result[commodity].push_back({link_id, backward, backward ? link.to : link.from,
                                         backward ? link.from : link.to, cost->price, cost->loss});
        }
    }
    return result;
}

std::vector<Layer> layers(const MarketYear& year, const Participants& who,
                          const MarketOptions& options) {
    std::vector<Layer> result;
    for (const CommodityId commodity : year.world().commodities.ids()) {
        std::map<std::vector<std::size_t>, std::size_t> layer_of;
        for (const ActorId actor : suppliers_of(who, commodity)) {
            auto key = signature(year, options, commodity, actor);
            if (options.separate_suppliers) key.push_back(actor.index());
            const auto [place, added] = layer_of.try_emplace(key, result.size());
            if (added) result.push_back({commodity, {}, {}, {}});
            result[place->second].suppliers.push_back(actor);
        }
        std::map<std::pair<world::NodeId, ActorId>, bool> seen;
        for (const auto& row : who.freight) {
            if (row.commodity != commodity) continue;
            if (!seen.emplace(std::pair(row.origin, row.shipper), true).second) continue;
            result.push_back({commodity, {row.shipper}, row.origin, {}});
        }
    }
    return result;
}

bool may_serve(const MarketYear& year, const Layer& layer, ActorId consumer) {
    const World& world = year.world();
    for (const auto id : year.restrictions()) {
        const auto& restriction = world.restrictions[id];
        if (!speaks_of(restriction, layer)) continue;
        const bool embargo = restriction.kind == RestrictionKind::kEmbargo &&
                             covers_layer(year, restriction.target, layer) &&
                             world.covers(restriction.imposed_by, consumer, year.day());
        const bool export_ban = restriction.kind == RestrictionKind::kExportBan &&
                                covers_layer(year, restriction.imposed_by, layer) &&
                                world.covers(restriction.target, consumer, year.day());
        if (embargo || export_ban) return false;
    }
    return true;
}

bool may_use(const MarketYear& year, const Layer& layer, const Passage& passage) {
    for (const auto id : year.restrictions()) {
        const auto& restriction = year.world().restrictions[id];
        if (restriction.kind == RestrictionKind::kTransitBan && speaks_of(restriction, layer) &&
            names_link(restriction, passage.link) &&
            covers_layer(year, restriction.target, layer)) {
            return false;
        }
    }
    return true;
}

double surcharge(const MarketYear& year, const Layer& layer, const Passage& passage) {
    double sum = 0;
    for (const auto id : year.restrictions()) {
        const auto& restriction = year.world().restrictions[id];
        if (restriction.kind == RestrictionKind::kSurcharge && speaks_of(restriction, layer) &&
            names_link(restriction, passage.link) && restriction.value &&
            (restriction.target.empty() || covers_layer(year, restriction.target, layer))) {
            sum += *restriction.value;
        }
    }
    return sum;
}

} // namespace isthmus::flow
