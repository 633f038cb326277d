// SPDX-License-Identifier: Apache-2.0
// The most of one commodity that open links can carry from one side to another in the year, and the
// smallest capacity whose loss parts the two (max-flow min-cut: Ford & Fulkerson 1956). It is about
// capacities alone: supply, demand, costs and restrictions on goods do not count, losses neither.
//
// Capacity that several links share (capacity_groups) is one bound on the weighted sum of their
// flows. With it the network is not a plain one; flow and cut are then a linear program and its
// dual, which are equal as well, but a group can be cut by a share between 0 and 1: each unit of
// flow passes weights of at least 1. `weight` says so.
#pragma once

#include <vector>

#include "dependence/baseline.hpp"

namespace isthmus::dependence {

/// Nodes of a side: those in territory that the states control on the reference day, and those
/// named.
struct CutSide {
    std::vector<world::ActorId> states;
    std::vector<world::NodeId> nodes;
};
struct CutPart {
    world::LinkId link;                                           ///< valid for a link
    world::GroupId group;                                         ///< valid for a shared capacity
    world::FlowDirection direction = world::FlowDirection::kBoth; ///< which limit of the link
    double capacity = 0; ///< canonical a year; for a group in its own canonical unit
    double weight = 1;   ///< share of it that the cut takes
};
struct MinCut {
    double flow = 0;          ///< canonical a year; infinite where a way has no limit at all
    double capacity = 0;      ///< sum of weight * capacity: equals flow (within kCutTolerance)
    std::vector<CutPart> cut; ///< in the order of links, then of groups
    std::vector<world::NodeId> source_side; ///< nodes on the source's side of the cut
};

/// Relative difference of flow and cut that rounding may leave.
inline constexpr double kCutTolerance = 1e-7;

/// Errors: E814 (a side has no node, or the sides share one), E815 (flow and cut differ).
Result<MinCut> min_cut(const world::World& world, int year, world::CommodityId commodity,
                       const CutSide& from, const CutSide& to);

} // namespace isthmus::dependence
