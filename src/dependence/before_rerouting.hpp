// SPDX-License-Identifier: Apache-2.0
// A withdrawal before anybody reroutes: the most that the former flows still allow, and who gets
// what of it.
//
// Quantities. All flows are bounded by their former level: no link carries more of one owner's
// goods either way than it did (a layer and what withdraw() split from it together), nobody
// supplies or consumes more. Goods of one owner are alike, so that which of them went where may be
// told anew within these bounds; the welfare is the largest that they allow. Flows in the withdrawn
// market that keep within the bounds are flows of that market, so that re-solving it is never
// worse: the loss before rerouting is never below the loss after.
//
// Payoffs. Prices that nobody has renegotiated stand:
//   - carriage costs what it did, a unit: tariffs, fees, costs, the rent of scarce capacity, and
//   what
//     corrections of calibration add at the margin;
//   - a demand for fuel that gets less than it did pays what the last unit it still gets is worth
//   to
//     it, and never less than before; demand for freight pays what it did;
//   - sellers get what the buyers of their goods pay, less the carriage of their goods;
//   - what contracts and price caps moved from seller to buyer a unit, they still move.
// Every sum that one pays another gets, so that payoffs add up to the welfare of the quantities.
#pragma once

#include <optional>
#include <string>

#include "dependence/part_base.hpp"

namespace isthmus::dependence {

struct BeforeRerouting {
    double welfare = 0; ///< MUSD a year
    flow::Certificate certificate;
    Accounts accounts;
    Quantities quantities;
    IdVector<flow::DemandTag, double> demand_price; ///< what buyers pay
    /// What a supply's owner gets: the former price, and as much more a unit as its buyers pay
    /// more; nothing where it sells nothing.
    IdVector<flow::SupplyTag, std::optional<double>> supply_price;
};

/// `withdrawn` was made from the part's market by shutting and withdrawing, its minimum takes are
/// excused; `open` are the ways that are left in it. Errors as solve_again().
Result<BeforeRerouting> before_rerouting(const PartBase& base, const Partners& partners,
                                         const flow::Market& withdrawn,
                                         const std::vector<flow::PathFlow>& open,
                                         const std::string& solver = {});

} // namespace isthmus::dependence
