// SPDX-License-Identifier: Apache-2.0
// How much of an owner's goods for some buyers can have used given links, over all decompositions
// of the flows into ways.
//
// Method. Goods are touched once they have used one of the links. The untouched share u of the flow
// f of each arc obeys 0 <= u <= f, everything starts untouched, what enters a given link ends
// touched: a network flow of its own, of which the deliveries to the buyers are made as large or
// as small as they can be. What is delivered touched is the rest. Every u belongs to a
// decomposition, and every decomposition has one.
#pragma once

#include <memory>
#include <vector>

#include "flow/linear_program.hpp"
#include "flow/market.hpp"
#include "flow/path_flows.hpp"

namespace isthmus::dependence {

struct TouchedRange {
    double low = 0, high = 0;
};

/// Ways of one owner's goods.
class OwnersGoods {
  public:
    OwnersGoods(const flow::Market& market, std::vector<const flow::PathFlow*> paths);

    /// Whether there is only one decomposition: no vertex that goods come to and leave in more than
    /// one way.
    bool is_unique() const { return unique_; }
    const std::vector<const flow::PathFlow*>& paths() const { return paths_; }
    const flow::Market& market() const { return *market_; }

  private:
    friend class TouchedGoods;
    struct Used {
        std::size_t from = 0, to = 0;
        double flow = 0, kept = 1;
        world::LinkId link;
    };
    struct Delivered {
        std::size_t vertex = 0;
        double quantity = 0;
        flow::DeliveryId delivery;
    };

    void add(const flow::PathFlow& path);
    std::size_t vertex(flow::VertexId id);
    bool mixes() const;

    const flow::Market* market_;
    std::vector<const flow::PathFlow*> paths_;
    std::vector<flow::VertexId> vertices_;
    std::vector<flow::ArcId> arc_ids_;
    std::vector<Used> arcs_;
    std::vector<double> supplied_; ///< by vertex
    std::vector<Delivered> delivered_;
    bool unique_ = true;
};

/// The goods with regard to given links.
class TouchedGoods {
  public:
    /// `touching` by link.
    TouchedGoods(const OwnersGoods& goods, const IdVector<world::LinkTag, char>& touching);

    /// Range of the touched deliveries, each counted with the weight of its delivery.
    TouchedRange range(const IdVector<flow::DeliveryTag, double>& weights);

  private:
    /// The least (sign 1) or most (sign -1) of untouched deliveries.
    double extreme(const IdVector<flow::DeliveryTag, double>& weights, double sign);

    const OwnersGoods& goods_;
    flow::LinearProgram program_;
    std::size_t first_delivery_ = 0; ///< column
    std::unique_ptr<flow::LpSolver> solver_;
};

} // namespace isthmus::dependence
