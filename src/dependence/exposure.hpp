// SPDX-License-Identifier: Apache-2.0
// How much of a player's trade goes from, to or through another in the year as it is.
//
// By the ways that goods take (flow/path_flows.hpp), counted in what arrives:
//   imports   share of what others supply to i that j supplies;
//   exports   share of what i supplies to others that j buys;
//   through   share of i's imports and exports that uses a link in j's territory or of its
//   operation; carriage  share of what i carries for others (goods over links in i's territory or
//   of its operation, neither
//             i's nor bound for i) that is j's or bound for j.
// Shares of one commodity are by quantity. In total they are by value at the price where goods
// arrive; for freight that is the price of its transport, as the value of the goods is not known.
//
// Imports and exports are unique. Where goods of one owner mix at a node, it is not, which of them
// went on which way: `through` then comes with the range over all possible decompositions of the
// flows, and `carriage` rests on the one that path_flows() gives.
#pragma once

#include <optional>
#include <vector>

#include "dependence/part_base.hpp"
#include "dependence/partners.hpp"

namespace isthmus::dependence {

/// A share of a whole, both canonical quantities (of one commodity) or MUSD a year (in total).
struct Share {
    double amount = 0, whole = 0;
    double low = 0,
           high = 0; ///< range of `amount` over all decompositions; equal where it is unique
    /// Nothing where there is no trade.
    std::optional<double> value() const { return of(amount); }
    std::optional<double> lowest() const { return of(low); }
    std::optional<double> highest() const { return of(high); }

  private:
    std::optional<double> of(double part) const {
        if (whole <= 0) return std::nullopt;
        return part / whole;
    }
};

struct TradeShares {
    Share imports, exports, through, carriage;
};

/// Of player i with regard to player j.
struct Exposure {
    std::vector<TradeShares> by_commodity; ///< as in Dependence::commodities
    TradeShares total;
};

/// i * players + j, with `commodities` in their order; those of i = j are empty. Threads change the
/// time, not the answer.
std::vector<Exposure> exposures(const std::vector<PartBase>& parts, const Partners& partners,
                                const std::vector<world::CommodityId>& commodities,
                                unsigned threads);

} // namespace isthmus::dependence
