// SPDX-License-Identifier: Apache-2.0
// Who gains what: welfare divided among actors. The parts add up to welfare because prices support
// the quantities: every price difference is somebody's tariff, fee, rent or cost.
#pragma once

#include <vector>

#include "flow/market.hpp"

namespace isthmus::flow {

/// Million USD a year.
struct Payoff {
    world::ActorId
        actor; ///< invalid: owners of links for which no owner, operator or territory is named
    double consumer_surplus = 0;
    double producer_surplus = 0;
    double transport_margin = 0; ///< tariffs less operating cost, by payee of the link
    double congestion_rent = 0;  ///< scarcity of capacity, by payee of the link
    double fees = 0;             ///< transit fees received
    double contract_transfer =
        0; ///< what minimum and maximum takes and quotas cost or bring the buyer
    double price_cap_transfer = 0; ///< from the seller to the buyer
    double correction = 0; ///< rent of corrections that rise with the flow, which no actor gets
    /// Adds every part; the actor stays.
    Payoff& operator+=(const Payoff& more);
    double total() const {
        return consumer_surplus + producer_surplus + transport_margin + congestion_rent + fees +
               contract_transfer + price_cap_transfer + correction;
    }
};

/// In the order of the world's actors, those with nothing left out; the invalid actor last. With a
/// commodity, what comes of that one alone: the payoffs of all commodities add up to the whole.
std::vector<Payoff> payoffs(const Market& market, const Solution& solution,
                            world::CommodityId commodity = {});
/// The same with companies counted for their home states.
std::vector<Payoff> payoffs_by_state(const Market& market, const std::vector<Payoff>& by_actor);

/// Benefit of consumption less cost of supply and real cost of transport.
double welfare(const Market& market, const Solution& solution);

} // namespace isthmus::flow
