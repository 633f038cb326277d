// SPDX-License-Identifier: Apache-2.0
// An actor withdraws towards others: its territory, operators, supply and demand no longer serve
// them (design, section 3). What the withdrawing side decides over is shut, and nothing else:
//   carriage  goods that the others supply, or that are bound for them, do not use links in the
//             withdrawing side's territory or of its operation;
//   sale      what it supplies is not delivered to them;
//   purchase  what they supply is not delivered to it;
//   custom    what it supplies does not use links in their territory or of their operation.
// Goods of third parties for third parties go on over the links of both. Goods of one owner for the
// others and for third parties have to be told apart for that: a layer that has both, and arcs that
// are shut to the first, is split into two, each with its own arcs; what a supply puts out enters
// either of them over arcs without a link.
//
// The market needs a layer for each supplier that belongs to either side
// (MarketOptions::separate_suppliers).
#pragma once

#include <vector>

#include "flow/consents.hpp"
#include "flow/market.hpp"
#include "flow/path_flows.hpp"

namespace isthmus::flow {

/// States, or companies that stand for themselves alone, each once, in the order of the world; none
/// is on both sides. To a link agree states only.
struct Sides {
    std::vector<world::ActorId> by, towards;
    world::CommodityId commodity; ///< invalid: all
};

/// Shuts and splits. Ids of what was there stay as they are; what is new comes after. `paths` (may
/// be null) are ways of the market before: those for the others are moved to the new layers, those
/// that are shut are dropped. Contracts between the two sides are suspended; minimum takes of
/// others are left to excuse_minimum_takes(). `servants`: servants_on() the reference day.
void withdraw(Market& market, const Sides& sides, const LinkConsents& servants,
              std::vector<PathFlow>* paths = nullptr);

/// The withdrawals of the world that hold on the reference day of the market's year.
std::vector<Sides> withdrawals_on(const world::World& world, Day day);

} // namespace isthmus::flow
