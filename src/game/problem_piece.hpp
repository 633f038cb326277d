// SPDX-License-Identifier: Apache-2.0
// Pieces of a flow problem: what is left of a block when some of its parts are shut, as a problem
// with ids of its own.
#pragma once

#include <vector>

#include "flow/problem.hpp"

namespace isthmus::game {

/// Which parts of a problem are open, by the index of their ids.
struct OpenParts {
    std::vector<bool> arcs, supplies, demands;

    /// Everything open.
    explicit OpenParts(const flow::Problem& problem)
        : arcs(problem.arcs.size(), true),
          supplies(problem.supplies.size(), true),
          demands(problem.demands.size(), true) {}
};

/// What of `block` can be of use when only `open` is open: vertices, arcs and deliveries on some
/// way from a supply to a demand, and the capacities and obligations that limit them. The market
/// has no fixed injections.
flow::Block useful_part(const flow::Problem& problem, const flow::Block& block,
                        const OpenParts& open);

/// All ids of a problem as one block.
flow::Block whole(const flow::Problem& problem);

/// A block as a problem of its own; the vectors say what its parts were.
struct ProblemPiece {
    flow::Problem problem;
    IdVector<flow::VertexTag, flow::VertexId> vertices;
    IdVector<flow::ArcTag, flow::ArcId> arcs;
    IdVector<flow::SupplyTag, flow::SupplyId> supplies;
    IdVector<flow::DemandTag, flow::DemandId> demands;
};
/// Uses of capacities by arcs outside of the block, and deliveries outside of it, are left out.
ProblemPiece piece(const flow::Problem& problem, const flow::Block& block);

} // namespace isthmus::game
