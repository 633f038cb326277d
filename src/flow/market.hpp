// SPDX-License-Identifier: Apache-2.0
// A market: a world at one year as a flow problem, with the way back from its parts to places,
// links and actors.
//
// Year. Capacities, costs and link status count by the share of the year's days that they hold;
// consents, restrictions (other than closures), ownership, memberships and contracts are those of 1
// July (reference_day). Supply and demand are linear between the years given; before its first year
// a row does not exist, after its last one it is missing and an error (E501).
//
// Layers. Each layer is a copy of the network for one owner's goods. Fuels: suppliers whom every
// restriction, contract and observation treats alike share a layer (one a commodity where the
// options leave all three out). Freight: one layer for each origin, commodity and shipper. A layer
// holds only the arcs that lie on some way from its sources to a demand that it may serve.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "flow/problem.hpp"
#include "world/world.hpp"

namespace isthmus::flow {

using LayerId = Id<struct LayerTag>;

struct Layer {
    world::CommodityId commodity;
    /// Whose goods: suppliers of a fuel, or the shipper of freight.
    std::vector<world::ActorId> suppliers;
    world::NodeId origin; ///< freight only; invalid for fuels
    LayerId
        split_from; ///< of a layer made by withdraw(): the one that it was part of; else invalid
};
struct MarketVertex {
    LayerId layer;
    world::NodeId node;
};
/// What one unit over an arc costs the shipper, and who gets it (MUSD per canonical quantity that
/// enters).
struct ArcPrice {
    double resource = 0;   ///< operating cost
    double tariff = 0;     ///< paid to the owners
    double fees = 0;       ///< paid to the actors of the table fees
    double time = 0;       ///< value of the days in transit
    double surcharge = 0;  ///< of restrictions; a real cost
    double correction = 0; ///< of calibration; a real cost or benefit that no row names
    double paid() const { return tariff + fees + time + surcharge + correction; }
    double real() const { return resource + time + surcharge + correction; }
};
struct MarketArc {
    LayerId layer;
    world::LinkId link; ///< invalid where goods only enter the copy of a layer (withdrawal.hpp)
    bool backward = false;
    ArcPrice price;
};
struct MarketSupply {
    LayerId layer;
    world::NodeId node;
    world::CommodityId commodity;
    world::ActorId actor;
};
struct MarketDemand {
    world::NodeId node;
    world::CommodityId commodity;
    world::ActorId actor;
    world::NodeId origin; ///< freight only
};
struct MarketDelivery {
    LayerId layer;
};
/// A capacity of one link and commodity, or of a group.
struct MarketResource {
    world::LinkId link; ///< invalid for a group
    world::CommodityId commodity;
    world::FlowDirection direction = world::FlowDirection::kBoth;
    world::GroupId group; ///< invalid for a link
};
struct MarketObligation {
    world::ContractId contract;       ///< invalid for a quota
    world::RestrictionId restriction; ///< invalid for a contract
};
/// A price cap in force: sales by the covered suppliers' layers.
struct MarketPriceCap {
    world::RestrictionId restriction;
    std::vector<LayerId> layers;
    double cap = 0;
};
/// Service of one link in the year.
struct LinkService {
    world::Status status =
        world::Status::kClosed; ///< at the end of the year; closed where no row covers it
    double open_share = 0;      ///< share of the year in service
};
/// Who gets a share of what a link earns.
struct Payee {
    world::ActorId actor;
    double share = 0;
};

struct Market {
    const world::World* world = nullptr;
    int year = 0;
    Problem problem;
    IdVector<LayerTag, Layer> layers;
    IdVector<VertexTag, MarketVertex> vertices;
    IdVector<ArcTag, MarketArc> arcs;
    IdVector<SupplyTag, MarketSupply> supplies;
    IdVector<DemandTag, MarketDemand> demands;
    IdVector<DeliveryTag, MarketDelivery> deliveries;
    IdVector<ResourceTag, MarketResource> resources;
    IdVector<ObligationTag, MarketObligation> obligations;
    std::vector<MarketPriceCap> price_caps;
    IdVector<world::LinkTag, LinkService> service;
    IdVector<world::LinkTag, std::vector<Payee>>
        payees; ///< shares add to one, or empty where nobody is named
};

struct MarketOptions {
    bool separate_suppliers = false;             ///< a layer for every supplier of a fuel
    std::vector<world::CommodityId> commodities; ///< empty: all
    bool contracts = true;                       ///< false: left out
    /// False: those between actors (all kinds but closures, which belong to a link's service) are
    /// lifted.
    bool restrictions = true;
    bool withdrawals = true;  ///< false: left out
    bool observations = true; ///< false: no supplier is told apart for being observed
};

/// Builds the market of a year. Errors: year outside the world, missing numbers (E501), missing
/// costs (E502). The world must outlive the market.
Result<Market> build_market(const world::World& world, int year, const MarketOptions& options = {});

} // namespace isthmus::flow
