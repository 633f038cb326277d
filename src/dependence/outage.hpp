// SPDX-License-Identifier: Apache-2.0
// What can fail: a link, or a node with everything that touches it. N-1 means that one of them is
// out (Regulation (EU) 2017/1938, Annex II, for the largest one of a gas network; Jenelius,
// Petersen & Mattsson 2006, section 2, for each one of a road network in turn).
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "dependence/baseline.hpp"

namespace isthmus::dependence {

/// Exactly one of the two is valid. In order: links first, each kind in the order of the world.
struct Outage {
    world::LinkId link;
    world::NodeId node;

    bool is_link() const { return link.valid(); }
    constexpr auto operator<=>(const Outage&) const = default;
};

/// Each once, in order.
using OutageSet = std::vector<Outage>;

/// Which outages are looked at. What is left empty does not narrow.
struct OutageFilter {
    bool links = true;
    bool nodes = true;
    std::optional<world::Mode> mode; ///< links of that mode; nodes that such links touch
    world::CommodityId commodity;    ///< that it may carry, supply or consume
    world::ActorId territory; ///< in territory that the state controls on the reference day; a
                              ///< link where one of its ends is
};

/// Links with an arc in the market of the year, and nodes with a link, a supply or a demand in it.
OutageSet outages_in_service(const Baseline& base, const OutageFilter& filter = {});

/// 365 or 366.
double days_of(int year);

/// The id of the link or node in the world.
const std::string& outage_id(const world::World& world, const Outage& outage);
const std::string& outage_name(const world::World& world, const Outage& outage);

} // namespace isthmus::dependence
