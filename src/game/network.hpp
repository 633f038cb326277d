// SPDX-License-Identifier: Apache-2.0
// A capacity network of one commodity whose parts need consent: what the network kernels solve.
//
// A node's market is one falling staircase of net purchases: at a price above all steps the node
// sells `supplied`, and each step, taken when the price falls to its value, buys `width` more
// (supply steps and demand steps merged by price, an infimal convolution). An arc carries up to its
// capacity at its cost; of what enters, 1 - loss leaves.
//
//     v(S) = W(S) - W(nobody),  W(S) = max surplus over the nodes and arcs whose consent is within
//     S.
#pragma once

#include <optional>
#include <vector>

#include "base/diagnostics.hpp"
#include "flow/curve.hpp"
#include "game/coalition.hpp"
#include "game/coalition_problem.hpp"

namespace isthmus::game {

struct NetworkNode {
    /// Who must agree to the node's market; a node without a market may still be passed by arcs.
    Coalition consent = 0;
    double supplied = 0;           ///< sum of the widths of the supply steps
    std::vector<flow::Step> steps; ///< net purchases, value falling strictly, width above zero
    /// Surplus of the trade within the node when it neither buys nor sells: part of W where the
    /// node's consent is given, and lost in the merged staircase.
    double self_surplus = 0;
};
struct NetworkArc {
    std::size_t from = 0, to = 0;
    double capacity = 0; ///< finite
    double cost = 0;     ///< not negative
    double loss = 0;     ///< in [0, 1)
    Coalition consent = 0;
};
struct CoalitionNetwork {
    std::size_t players = 0;
    std::vector<NetworkNode> nodes;
    std::vector<NetworkArc> arcs;
    /// Units in which all quantities and prices are whole numbers, where the data have such units
    /// (0.001 bcm, 0.01 USD); empty: the kernel chooses the finest that fit (network_scale).
    std::optional<double> quantity_unit, price_unit;

    bool lossy() const;
    /// Players whose consent anything needs.
    Coalition relevant_players() const;
};

/// Merges supply steps (price-ordered upwards) and demand steps (price-ordered downwards) into a
/// node's staircase.
NetworkNode network_node(Coalition consent, const std::vector<flow::Step>& supply,
                         const std::vector<flow::Step>& demand);

/// The part as a network, or nothing where it is none: several layers, capacities that arcs of
/// different links share, obligations, injections, rising costs of load, lower bounds. A capacity
/// of both directions of one link bounds each direction (costs are not negative, so that both are
/// never used at once). Markets of one place with different consents become nodes of their own,
/// tied to the place by free arcs.
std::optional<CoalitionNetwork> as_network(const CoalitionProblem& part);

/// Whole units of a lossless network: prices and flows of any coalition fit 32 bits, values 64.
struct NetworkScale {
    double quantity = 1, price = 1; ///< real amount of one unit
    double rounding_error = 0;      ///< bound on what rounding changes in any v(S)
};
/// The stated units, checked, or the finest powers of ten that fit. E703 where numbers are not
/// whole multiples of stated units or do not fit, with the units that would.
Result<NetworkScale> network_scale(const CoalitionNetwork& network);

} // namespace isthmus::game
