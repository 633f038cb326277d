// SPDX-License-Identifier: Apache-2.0
// Corrections of calibration (calibration.hpp) in a market: what one more unit of a flow costs on
// top of what the world's rows say.
//
// Definition. A correction in force on the reference day adds to one more unit of a flow f
//     max(correction + slope * (f / flow - 1), -floor)
// where f is the load of the arcs that carry the flow: of the link and commodity, one way or both
// added up, all owners or the layers of one state. The floor is the least cost of those of its arcs
// on which goods could come back to where they were (arcs inside a strongly connected component of
// a layer's arcs; Tarjan 1972), and infinite where there are none. Hence no arc on a cycle ever
// costs less than nothing, and no goods go round for the sake of a negative cost; a way out of all
// cycles may be paid for.
//
// In the problem. The least value is added to the costs of the arcs (ArcPrice::correction, which
// may be below zero), and what rises from there is a resource with a curve, at or above zero.
//
// Money. A correction is a real cost, or a real benefit, that nobody named: welfare counts its
// integral. Shippers pay its marginal value. The difference, the rent of cheaper first units, goes
// to no actor of the world; payoffs show it as a line of its own (Payoff::correction of the invalid
// actor), so that they add up to welfare.
#pragma once

#include <vector>

#include "flow/market.hpp"

namespace isthmus::flow {

/// A flow as observations and corrections name it.
struct NamedFlow {
    world::LinkId link;
    world::CommodityId commodity;
    world::FlowDirection direction = world::FlowDirection::kBoth;
    world::ActorId supplier; ///< invalid: all
    auto operator<=>(const NamedFlow&) const = default;
};
inline NamedFlow flow_named_by(const world::Observation& of) {
    return {of.link, of.commodity, of.direction, of.supplier};
}
inline NamedFlow flow_named_by(const world::Correction& of) {
    return {of.link, of.commodity, of.direction, of.supplier};
}

/// The arcs that carry a flow; a supplier stands for the layers with suppliers of its state.
std::vector<ArcId> arcs_of(const Market& market, const NamedFlow& flow);

/// By arc: whether goods that took it could come back to its start within their layer.
std::vector<bool> arcs_on_cycles(const Market& market);

/// How far below zero a correction over these arcs may go; infinite where none is on a cycle.
double correction_floor(const Market& market, const std::vector<ArcId>& arcs,
                        const std::vector<bool>& on_cycle);

/// Adds those of the corrections that hold on the reference day of the market's year, in their
/// order. Call it last: arcs and capacities must be there.
void add_corrections(Market& market, const std::vector<world::Correction>& corrections);

} // namespace isthmus::flow
