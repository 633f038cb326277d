// SPDX-License-Identifier: Apache-2.0
// Internal to the module: why goods take a way in one equilibrium and not, or less, in another.
//
// What is looked for, in this order, and the first that applies is named:
//   1. what stands in the way: a link out of service for more of the year, a restriction, a
//      withdrawal, a capacity that is smaller and binds;
//   2. supply or demand at the ends that changed by itself: at one and the same price another
//      quantity is put out or asked for;
//   3. what made one unit over the way dearer, the largest amount first: the scarcity rent of a
//      capacity, a contract or a quota, the cost of carriage, the price at the origin or at the
//      destination. In equilibrium a way that is used earns exactly what it costs (Samuelson 1952),
//      so that the changes of these amounts are what its margin lost or won;
//   4. nothing: the way earns as much as the ones that are used.
#pragma once

#include <string>

#include "report/views_compare_market.hpp"

namespace isthmus::report {

struct WayReason {
    /// The kinds 1 to 4 above.
    enum class Kind { kObstacle, kCurve, kPrice, kTie };
    Kind kind = Kind::kTie;
    std::string text;
};

/// Why the way carries less in `other` than in `reference`, or more.
WayReason why_moved(const ComparedMarket& reference, const ComparedMarket& other, const Way& way,
                    bool gained);

} // namespace isthmus::report
