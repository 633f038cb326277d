// SPDX-License-Identifier: Apache-2.0
// The answer of the flow engine for one market, and the views of it that the command, the report
// and the packages show: one number, one code path. Quantities and prices are canonical
// (base/units.hpp); commodities convert them for show.
#pragma once

#include <string>
#include <vector>

#include "flow/certificate.hpp"
#include "flow/market.hpp"
#include "flow/payoff.hpp"
#include "flow/solve.hpp"

namespace isthmus::flow {

struct Equilibrium {
    Market market;
    Solution solution;
    SolveStatistics statistics;
    Certificate certificate;
    double welfare = 0;
    std::vector<Payoff> payoffs;          ///< by actor
    std::vector<Payoff> payoffs_by_state; ///< companies counted for their home
    double adding_up_error = 0;           ///< |sum of payoffs - welfare| / certificate.scale
};

struct EquilibriumOptions {
    MarketOptions market;
    SolveOptions solve;
};

/// Builds, solves, certifies and divides. Diagnostics where the market cannot be built (E501..), is
/// infeasible (E510, in domain words), or the certificate fails (E520): an unsolved problem is
/// never a result. The world must outlive the equilibrium.
Result<Equilibrium> equilibrium(const world::World& world, int year,
                                const EquilibriumOptions& options = {});

/// Flow of one commodity over one link in one direction.
struct LinkFlow {
    world::LinkId link;
    world::CommodityId commodity;
    bool backward = false;
    double flow = 0; ///< that enters
    double capacity =
        kInfinity; ///< the tightest own limit that covers this direction; infinite where none
    double rent =
        0; ///< scarcity of that limit and of the groups the link is in, MUSD per canonical quantity
    double paid = 0; ///< mean cost to the shipper
    double tariff_and_fees = 0;
};
/// Every link, commodity and direction that has an arc, in the order of the world's links.
std::vector<LinkFlow> link_flows(const Equilibrium& equilibrium);

/// Flow of one layer's goods over a link.
struct LayerFlow {
    world::LinkId link;
    LayerId layer;
    bool backward = false;
    double flow = 0;
};
std::vector<LayerFlow> layer_flows(const Equilibrium& equilibrium);

/// Range of a link's flow over all optimal solutions, aligned with link_flows().
std::vector<FlowRange> link_flow_ranges(const Equilibrium& equilibrium);

struct NodePrice {
    world::NodeId node;
    world::CommodityId commodity;
    world::NodeId origin; ///< freight only: generalised cost from there
    double price = 0, low = 0, high = 0;
    double supplied = 0, consumed = 0;
};
/// Prices where something is supplied or consumed; for freight, at destinations.
std::vector<NodePrice> node_prices(const Equilibrium& equilibrium);

struct BindingConstraint {
    ResourceId resource;          ///< valid for a capacity
    ObligationId obligation;      ///< valid for a contract or quota
    std::string name;             ///< id of the link, group, contract or restriction
    world::CommodityId commodity; ///< of a link's capacity
    double limit = 0;
    double rent = 0;  ///< MUSD per canonical quantity
    double value = 0; ///< rent times load, MUSD a year
};
/// Capacities, contracts and quotas that bind, dearest first.
std::vector<BindingConstraint> binding_constraints(const Equilibrium& equilibrium);

struct ObservedFlow {
    std::size_t observation = 0; ///< index in world.observations
    double observed = 0, modelled = 0;
    double relative_error() const {
        return observed == 0 ? (modelled == 0 ? 0 : kInfinity) : (modelled - observed) / observed;
    }
};
/// Observations of the market's year beside the model; several of one link, commodity, direction
/// and supplier are all kept.
std::vector<ObservedFlow> observed_flows(const Equilibrium& equilibrium);

/// Name of a layer for people: the suppliers, or the origin of freight.
std::string layer_name(const Market& market, LayerId layer);

} // namespace isthmus::flow
