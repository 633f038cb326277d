// SPDX-License-Identifier: Apache-2.0
// Flows over arcs as flows over ways from supplies to deliveries (flow decomposition: Ford &
// Fulkerson 1962, chapter I; Ahuja, Magnanti & Orlin 1993, section 3.5).
//
// Which goods went where is not unique where goods of one owner mix at a node; the decomposition is
// one of them, the same in every run. What has to hold for all of them must not rest on it.
#pragma once

#include <vector>

#include "flow/problem.hpp"

namespace isthmus::flow {

/// Goods that go one way from a supply to a delivery.
struct PathFlow {
    SupplyId supply;
    DeliveryId delivery;
    std::vector<ArcId> arcs; ///< in order; none where the supply is at the delivery's vertex
    double entering = 0;     ///< leaves the supply
    double delivered = 0;    ///< arrives: less by the losses on the way
};

/// The ways that add up to the solution's flows, supplies and deliveries, up to rounding. Goods
/// that go round in a circle are left out. Vertices have no injections.
std::vector<PathFlow> path_flows(const Problem& problem, const Solution& solution);

/// Whether something is shut: an arc or delivery whose upper bound is 0, a supply whose limit is 0.
bool is_open(const Problem& problem, const PathFlow& path);
/// The ways of which nothing is shut.
std::vector<PathFlow> open_paths(const Problem& problem, const std::vector<PathFlow>& paths);

} // namespace isthmus::flow
