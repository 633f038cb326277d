// SPDX-License-Identifier: Apache-2.0
// Routes between a player and one partner on the open network, as far as they differ in what they
// need.
//
// Method. Labels (Martins 1984, for more than one criterion): a way to a vertex with the set of
// what it needs, taken up in the order of the size of the set; one whose set contains that of an
// earlier one at the same vertex is dropped. Sets only grow along a way, so that no way that is
// kept comes back to a vertex.
#pragma once

#include <cstddef>
#include <vector>

#include "dependence/part_base.hpp"
#include "dependence/partners.hpp"

namespace isthmus::dependence {

/// Labels of one search, beyond which it stops.
inline constexpr std::size_t kMostLabels = 20000;

/// A set of small numbers.
class NeedSet {
  public:
    void insert(std::size_t number);
    bool contains(std::size_t number) const;
    bool is_subset_of(const NeedSet& other) const;
    bool meets(const NeedSet& other) const;
    std::size_t size() const { return size_; }

  private:
    std::vector<std::uint64_t> words_;
    std::uint64_t folded_ = 0; ///< all words together: what is not in another's is in none of it
    std::size_t size_ = 0;
};

/// A route in the direction of the goods.
struct Route {
    std::size_t partner = 0;
    std::vector<flow::ArcId> arcs;
    const flow::Market* market = nullptr;
    flow::VertexId from, to;
    /// Parties by their number, without the player and the partner; then, from Partners::size() on,
    /// links abroad to which nobody else must agree.
    NeedSet needs;
};

/// The arcs of a part of the market that can carry goods.
class RouteNetwork {
  public:
    explicit RouteNetwork(const Part& part);
    const Part& part() const { return *part_; }
    const std::vector<flow::ArcId>& leaving(flow::VertexId vertex) const {
        return leaving_[vertex];
    }
    const std::vector<flow::ArcId>& entering(flow::VertexId vertex) const {
        return entering_[vertex];
    }

  private:
    const Part* part_;
    IdVector<flow::VertexTag, std::vector<flow::ArcId>> leaving_, entering_;
};

/// What is looked for.
struct RouteQuery {
    std::size_t player = 0, partner = 0;
    world::CommodityId commodity;
    bool exports = false; ///< from the player's supplies to the partner's demands; else the reverse
};

struct RouteList {
    std::vector<Route> routes;
    bool complete = true; ///< false where kMostLabels were not enough
};
RouteList find_routes(const RouteNetwork& network, const Partners& partners,
                      const RouteQuery& query);

/// The most routes that share no link abroad, whoever must agree: what the number of vectors cannot
/// exceed.
std::size_t link_disjoint_routes(const RouteNetwork& network, const Partners& partners,
                                 std::size_t player, world::CommodityId commodity, bool exports);

} // namespace isthmus::dependence
