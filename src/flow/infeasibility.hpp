// SPDX-License-Identifier: Apache-2.0
// Why a market has no solution, in the words of its contracts, links and closures. Supply and
// demand are elastic from zero, so only minimum takes can make a market infeasible. Two methods:
// elastic relaxation (Chinneck 2008, ch. 6: each minimum may be missed, the sum of what is missed
// is least) tells how much of each can be met and which capacities limit it; a deletion filter
// (Chinneck & Dravnieks 1991) finds a smallest set of minimum takes that cannot be met together.
#pragma once

#include "base/diagnostics.hpp"
#include "flow/market.hpp"

namespace isthmus::flow {

struct Shortfall {
    ObligationId obligation;
    double required = 0;
    double possible = 0; ///< when the sum of what is missed is least
};
struct Infeasibility {
    std::vector<Shortfall> shortfalls;
    std::vector<ResourceId>
        limits; ///< capacities that would reduce the shortfall if they were larger
    std::vector<ObligationId>
        conflict; ///< an irreducible set of minimum takes that cannot all be met
};

/// Of the given block (blocks()), which must be infeasible.
Infeasibility find_infeasibility(const Problem& problem, std::size_t block);

/// One E510 diagnostic for each shortfall.
Diagnostics explain_infeasibility(const Market& market, std::size_t block);

} // namespace isthmus::flow
