// SPDX-License-Identifier: Apache-2.0
// The spatial price equilibrium as a convex separable network problem (Samuelson 1952; Takayama &
// Judge 1964). It knows nothing of worlds: vertices, arcs and curves only, so that problems of the
// literature can be stated as they are.
//
// Maximise
//     sum_d B_d(y_d) - sum_s C_s(z_s) - sum_a c_a f_a - sum_r Q_r(load_r)
// subject to
//     inflow_v - outflow_v + injection_v + sum z_s - sum x_e = 0   each vertex v (price pi_v)
//     sum of deliveries x_e to d = y_d                             each demand d (price p_d)
//     load_r = sum use * f_a <= limit_r                            each resource r (rent mu_r >= 0)
//     lower <= sum x_e <= upper                                    each obligation (rent lambda)
//     0 <= y, z <= limit of their curves, lower <= f <= upper, 0 <= x <= upper.
//
// An arc with loss w delivers (1 - w) of what enters it. A demand is kept apart from the vertices
// so that flows of several owners (one copy of the network each) can serve it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/id.hpp"
#include "flow/curve.hpp"

namespace isthmus::flow {

using VertexId = Id<struct VertexTag>;
using ArcId = Id<struct ArcTag>;
using SupplyId = Id<struct SupplyTag>;
using DemandId = Id<struct DemandTag>;
using DeliveryId = Id<struct DeliveryTag>;
using ResourceId = Id<struct ResourceTag>;
using ObligationId = Id<struct ObligationTag>;

struct Vertex {
    double injection = 0; ///< fixed quantity that enters (above zero) or leaves (below zero)
};
struct Arc {
    VertexId from, to;
    double cost = 0;
    double loss = 0; ///< in [0, 1)
    double lower = 0;
    double upper = kInfinity;
    std::uint64_t identity = 0; ///< what ties are broken by (tie_break.hpp); 0: the arc's number
};
struct SupplyCurve {
    VertexId vertex;
    Curve curve; ///< rising
};
struct DemandCurve {
    Curve curve; ///< falling
};
struct Delivery {
    VertexId vertex;
    DemandId demand;
    double upper = kInfinity;
};
struct ResourceUse {
    ArcId arc;
    double use = 1;
};
/// A capacity that arcs share, with an optional rising cost of its load.
struct Resource {
    double limit = kInfinity;
    std::vector<ResourceUse> uses;
    bool has_curve = false;
    Curve curve;
};
/// Bounds on a sum of deliveries: minimum takes, maximum takes and quotas.
struct Obligation {
    double lower = 0;
    double upper = kInfinity;
    std::vector<DeliveryId> deliveries;
};

struct Problem {
    IdVector<VertexTag, Vertex> vertices;
    IdVector<ArcTag, Arc> arcs;
    IdVector<SupplyTag, SupplyCurve> supplies;
    IdVector<DemandTag, DemandCurve> demands;
    IdVector<DeliveryTag, Delivery> deliveries;
    IdVector<ResourceTag, Resource> resources;
    IdVector<ObligationTag, Obligation> obligations;
};

/// Quantities and the prices that support them.
struct Solution {
    IdVector<ArcTag, double> flow;
    IdVector<SupplyTag, double> supply;
    IdVector<DemandTag, double> demand;
    IdVector<DeliveryTag, double> delivery;

    IdVector<VertexTag, double>
        price; ///< middle of the interval of prices that support the quantities
    IdVector<VertexTag, double> price_low, price_high;
    IdVector<DemandTag, double> demand_price; ///< likewise
    IdVector<DemandTag, double> demand_price_low, demand_price_high;
    IdVector<ResourceTag, double> resource_rent; ///< at or above zero
    IdVector<ObligationTag, double>
        obligation_rent; ///< above zero at a lower bound, below zero at an upper one
};

/// Parts of the problem that share nothing and can be solved apart, in the order of their first
/// vertex.
struct Block {
    std::vector<VertexId> vertices;
    std::vector<ArcId> arcs;
    std::vector<SupplyId> supplies;
    std::vector<DemandId> demands;
    std::vector<DeliveryId> deliveries;
    std::vector<ResourceId> resources;
    std::vector<ObligationId> obligations;
};
std::vector<Block> blocks(const Problem& problem);

} // namespace isthmus::flow
