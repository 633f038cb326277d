// SPDX-License-Identifier: Apache-2.0
// How many legs a player's trade stands on: concentration over partners and routes, and the number
// of vectors that no single refusal can cut together.
//
// Concentration. The Herfindahl index, the sum of squared shares (Herfindahl 1950; Hirschman 1945),
// of imports over origins and of exports over destinations, and of either over routes. A route is
// the link by which goods enter the player's territory for the last time (imports) or leave it for
// the first (exports); where goods cross no border of it, the last (first) link that they use.
// Shares as in exposure.hpp: by quantity for a commodity, by value in total.
//
// Independent vectors. A route from a supply to a demand on the open network, used or not, of the
// right commodity and owner, over links with capacity. Its parties are all who must agree to its
// links, and the partner at its far end. Two routes are independent where they share no link and no
// party other than the player itself and a partner that both end at (or come from). Links within
// the player's own territory may be shared: how goods get to its border is not for others to
// refuse. The number of vectors is the size of the largest set of routes of which every two are
// independent.
//
// Method. Set packing is hard in general (Karp 1972) and small here: routes are enumerated by
// labels (vertex, parties, links that two routes could share), of which one is dropped where
// another one at the same place needs no more of either; the largest set is the largest clique of
// the graph of independent routes, by branch and bound with greedy colourings (Tomita & Seki 2003).
// Where labels or steps run out (kMostLabels, kMostSteps) the number is that of the vectors found,
// and `bound` is what it cannot exceed: the most routes that share no link abroad, whoever must
// agree, by maximum flow; or the number of colours of all routes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dependence/part_base.hpp"
#include "dependence/partners.hpp"

namespace isthmus::dependence {

/// Herfindahl indices, in (0, 1]; nothing where there is no such trade.
struct ConcentrationIndices {
    std::optional<double> import_partners, export_partners, import_routes, export_routes;
};
struct Concentration {
    std::vector<ConcentrationIndices> by_commodity; ///< as in Dependence::commodities
    ConcentrationIndices total;
};

struct Vector {
    std::vector<world::LinkId> links; ///< in the direction of the goods
    world::NodeId from, to;
    Party partner;                 ///< who buys exports, who supplies imports
    std::vector<Party> consenting; ///< who else must agree, without the player itself
};
struct VectorSet {
    std::vector<Vector> vectors; ///< a largest set found
    std::size_t bound = 0;       ///< what the number cannot exceed
    bool exact() const { return bound == vectors.size(); }
};
/// By commodity, as in Dependence::commodities.
struct IndependentVectors {
    std::vector<VectorSet> exports, imports;
};

/// By player, with `commodities` in their order.
std::vector<Concentration> concentrations(const std::vector<PartBase>& parts,
                                          const Partners& partners,
                                          const std::vector<world::CommodityId>& commodities);
std::vector<IndependentVectors>
independent_vectors(const std::vector<PartBase>& parts, const Partners& partners,
                    const std::vector<world::CommodityId>& commodities, unsigned threads);

} // namespace isthmus::dependence
