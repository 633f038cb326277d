// SPDX-License-Identifier: Apache-2.0
// How long stores replace what an outage leaves unserved (design, section 7):
//     survival time = volume of connected stores / unserved demand a day after re-optimisation.
// By state and fuel. A store of the state (its own or its companies') counts where it lies at a
// node from which open links of that commodity, those of the outage shut, lead to a node of the
// state where demand is unserved, or at such a node itself. Stores are taken as full; a volume that
// reaches several unserved nodes counts once, against their sum. How fast a store can be emptied is
// not in the world, so this is the longest time that stores can last, not a promise that they
// deliver as much a day.
#pragma once

#include "dependence/disruption.hpp"

namespace isthmus::dependence {

struct SurvivalTime {
    world::ActorId state;
    world::CommodityId commodity;
    double unserved = 0;     ///< canonical a year
    double consumed = 0;     ///< in the base, canonical a year
    double volume = 0;       ///< of connected stores, canonical
    double unconnected = 0;  ///< of the state's stores that do not reach, canonical
    bool has_stores = false; ///< whether the world has any row for this state and fuel in the year
    std::vector<world::NodeId> stores; ///< those that count, each once
    /// Days; 0 where nothing reaches. Where has_stores is false nothing is known: missing is not
    /// zero.
    double days = 0;
};

/// One row for each state and fuel with unserved demand, in the order of the world.
std::vector<SurvivalTime> survival_times(const Baseline& base, const OutageEffect& effect);

} // namespace isthmus::dependence
