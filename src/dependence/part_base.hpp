// SPDX-License-Identifier: Apache-2.0
// What all withdrawals from one part of the market share: who has to do with each way that goods
// take, the former carriage of each layer's goods over each link and its price, and the payoffs.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "dependence/baseline.hpp"
#include "dependence/loss.hpp"
#include "dependence/partners.hpp"

namespace isthmus::dependence {

/// Goods of one layer, and of what was split from it, over a link one way.
struct Carriage {
    double flow = 0;       ///< that enters, over the ways of the solution
    double rent = 0;       ///< of scarce capacity, MUSD per unit
    double correction = 0; ///< of corrections that rise with the flow, at the margin, likewise
};

/// Who has to do with a way; `parties` are those who must agree to its links, in order.
struct PathParties {
    std::size_t supplier = 0, buyer = 0;
    std::vector<std::size_t> parties;
    bool needs(std::size_t party) const;
};

class PartBase {
  public:
    PartBase(const Part& part, const Partners& partners);

    const Part& part() const { return *part_; }
    const std::vector<PathParties>& paths() const { return paths_; }
    const Accounts& accounts() const { return accounts_; }
    /// |sum of payoffs - welfare| relative to the certificate's scale.
    double adding_up_error() const { return adding_up_error_; }

    /// Whether anything that flows is shut when player `by` withdraws towards player `towards`.
    bool cuts(std::size_t by, std::size_t towards) const;

    /// Former carriage on an arc of a market made from the part's; an arc without a link has none.
    const Carriage& carriage(const flow::Market& market, flow::ArcId arc) const;
    /// The layer that a layer was split from, or itself.
    static flow::LayerId root(const flow::Market& market, flow::LayerId layer) {
        const flow::LayerId from = market.layers[layer].split_from;
        return from.valid() ? from : layer;
    }
    /// What the former solution supplies and delivers, over its ways.
    const Quantities& quantities() const { return quantities_; }

  private:
    using Key = std::tuple<flow::LayerId, world::LinkId, bool>;

    void add_paths(const Partners& partners);
    void add_carriage();
    void add_rents();
    Carriage& carriage_at(flow::ArcId own);

    const Part* part_;
    std::vector<PathParties> paths_;
    std::map<Key, Carriage> carriage_;
    Quantities quantities_;
    Accounts accounts_;
    double adding_up_error_ = 0;
};

} // namespace isthmus::dependence
