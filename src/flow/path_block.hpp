// SPDX-License-Identifier: Apache-2.0
// Internal to the module: one block as networks of places, the ways through them that are known so
// far, and the search for ways that would pay.
//
// A network is what arcs connect: one layer, or several that a withdrawal told apart. Goods enter
// at its supplies and leave at its deliveries. The label of a place is the least at which one unit
// can be there: a supply's price at its vertex, then (label + cost + tolls) / (1 - loss) over each
// arc, which never falls, so that Dijkstra's rule (1959) holds with losses as well.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "flow/linear_program.hpp"
#include "flow/path_flows.hpp"
#include "flow/problem.hpp"

namespace isthmus::flow {

/// A way from a supply to a delivery. Everything is a unit delivered.
struct Way {
    std::size_t supply = 0, delivery = 0; ///< places in the block
    std::vector<ArcId> arcs;
    double intake = 1; ///< what has to enter at the supply
    double cost = 0;
    double tie_break = 0; ///< what ties are broken by
    double slack = 0;     ///< the least that the tie-break may add
    double flow = 0;      ///< delivered
};

/// Prices of a block's rows, by place in the block.
struct RowPrices {
    std::vector<double> demand, supply;
    std::vector<double> rent;       ///< of resources
    std::vector<double> obligation; ///< what the deliveries of an obligation are worth beyond price
};

class PathBlock {
  public:
    PathBlock(const Problem& problem, const Block& block);

    const Problem& problem() const { return problem_; }
    const Block& block() const { return block_; }

    /// A supply that costs nothing and holds all that its network may want: it has no price.
    bool is_free(std::size_t supply) const { return free_[supply] != 0; }
    bool is_shut(std::size_t supply) const;
    const Curve& supply_curve(std::size_t supply) const {
        return problem_.supplies[block_.supplies[supply]].curve;
    }
    const Curve& demand_curve(std::size_t demand) const {
        return problem_.demands[block_.demands[demand]].curve;
    }
    const Resource& resource(std::size_t resource) const {
        return problem_.resources[block_.resources[resource]];
    }
    std::size_t demand_of(std::size_t delivery) const { return demand_of_[delivery]; }
    /// Obligations that count a delivery.
    const std::vector<std::size_t>& obligations_of(std::size_t delivery) const {
        return obligations_of_[delivery];
    }

    const std::vector<Way>& ways() const { return ways_; }
    std::vector<Way>& ways() { return ways_; }
    /// Uses of resources by a unit delivered over a way, in the order of the block.
    std::vector<std::pair<std::size_t, double>> uses(const Way& way) const;

    /// Adds ways that are given, as far as they are open; returns their places.
    std::vector<std::size_t> take(const std::vector<PathFlow>& paths);
    /// Adds the ways that would pay at these prices, to each delivery the cheapest one, and of
    /// these the `most` that would pay most; returns their places.
    std::vector<std::size_t> find_ways(const RowPrices& prices, bool with_tie_break,
                                       std::size_t most = std::numeric_limits<std::size_t>::max());
    /// Labels of all vertices of the block at these prices; infinite where nothing gets to.
    /// By the index of the vertex, other places are left as they are.
    void label(const RowPrices& prices, bool with_tie_break, std::vector<double>& labels);

  private:
    struct Use {
        std::size_t resource;
        double use;
    };
    struct Network {
        std::vector<std::uint32_t> places; ///< vertices
        std::vector<std::size_t> supplies, deliveries;
    };
    struct OutArc {
        ArcId arc;
        std::uint32_t to = 0; ///< vertex
        double cost = 0, tie_break = 0, kept = 1;
    };

    void find_networks();
    void find_free_supplies();
    void set_tolls(const std::vector<double>& rents);
    void grow(const Network& network, const RowPrices& prices, bool with_tie_break);
    Way way_to(std::size_t delivery) const;
    void price(Way& way) const;
    bool add(Way way, std::vector<std::size_t>& added);

    const Problem& problem_;
    const Block& block_;
    std::vector<Network> networks_;
    std::vector<std::size_t> first_out_; ///< by vertex, into out_
    std::vector<OutArc> out_;
    std::vector<std::vector<Use>> resources_of_; ///< by arc
    std::vector<double> toll_;                   ///< by arc
    std::vector<std::size_t> demand_of_;
    std::vector<std::vector<std::size_t>> obligations_of_;
    std::vector<char> free_;
    std::vector<Way> ways_;
    std::vector<std::map<std::pair<std::size_t, std::vector<ArcId>>, char>> known_; ///< by delivery
    // Of the network grown last, by vertex.
    std::vector<double> label_;
    std::vector<ArcId> by_;
    std::vector<std::size_t> from_; ///< supply that a place's goods come from
};

} // namespace isthmus::flow
