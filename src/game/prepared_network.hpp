// SPDX-License-Identifier: Apache-2.0
// A coalition network laid out for the kernels: markets only at nodes that exist exactly where
// their market does, arcs in the order of the nodes they leave and enter, players of `relevant`
// packed to 32 bits, numbers in whole units (lossless) or as they are (lossy).
#pragma once

#include <cstdint>
#include <vector>

#include "game/network.hpp"

namespace isthmus::game {

/// One end of an arc, seen from a node.
template <typename Number> struct StarEntry {
    std::int32_t other = 0; ///< the node at the other end
    std::int32_t arc = 0;
    Number cost = 0;
    bool outward = false; ///< the arc leaves this node
};

template <typename Number> struct PreparedNetwork {
    struct Node {
        std::uint32_t consent =
            0; ///< what every incident arc and the market need: exists within it
        std::int32_t first_step = 0, step_count = 0; ///< in `step_price`
        std::int32_t first_star = 0, star_count = 0; ///< in `star`
        /// The step that holds zero trade, where there are steps.
        std::int32_t zero_step = 0;
        /// Surplus at zero net purchases (NetworkNode), in units of value.
        double self_surplus = 0;
    };
    struct Arc {
        std::int32_t from = 0, to = 0;
        Number capacity = 0, cost = 0;
        double gain = 1; ///< what leaves for one that enters: 1 - loss
        std::uint32_t consent = 0;
    };
    std::int32_t players = 0; ///< packed
    Coalition relevant = 0;   ///< in the numbering of the whole game
    std::vector<Node> nodes;
    std::vector<Arc> arcs;
    /// Steps of node v: price[first_step + k] falling in k; net purchases on step k lie between
    /// purchases[first_step + v + k] and the entry after it (step_count + 1 entries a node).
    std::vector<Number> step_price, purchases;
    std::vector<StarEntry<Number>> star;                      ///< of each node, by arc
    std::vector<std::vector<std::int32_t>> nodes_of, arcs_of; ///< by player: those that need it
    std::vector<std::uint32_t> neighbours; ///< of each player: who may change the value with it
    double value_unit = 1;                 ///< real value of one unit of value
    double rounding_error = 0;

    const Number* prices(std::int32_t node) const { return &step_price[first(node)]; }
    const Number* bounds(std::int32_t node) const {
        return &purchases[first(node) + static_cast<std::size_t>(node)];
    }

  private:
    std::size_t first(std::int32_t node) const {
        return static_cast<std::size_t>(nodes[static_cast<std::size_t>(node)].first_step);
    }
};

/// Whole units for a lossless network; E703 as network_scale.
Result<PreparedNetwork<std::int32_t>> prepare_lossless(const CoalitionNetwork& network);
/// Numbers as they are, for networks with losses.
PreparedNetwork<double> prepare_lossy(const CoalitionNetwork& network);

} // namespace isthmus::game
