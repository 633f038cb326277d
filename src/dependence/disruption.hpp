// SPDX-License-Identifier: Apache-2.0
// What outages do: the market of the year is solved again without them, and the difference is told
// as loss of welfare, demand that is no longer served, prices and losses of states.
//
// Definitions. W is welfare (flow::welfare), y_d consumption of demand d, both in the base and
// after the outage of a set S:
//     welfare loss       L(S) = W - W(S)
//     unserved demand    U_d(S) = max(0, y_d - y_d(S))
//     price effect       p_d(S) - p_d
//     loss of a state    its payoff in the base less its payoff after (flow::payoffs_by_state)
// All flows adapt to the outage (loss after rerouting: "vulnerability" in the design, section 3;
// Jenelius, Petersen & Mattsson 2006 call it importance of the link). What minimum takes ask for is
// excused as far as the outage cuts the ways of the base (flow::excuse_minimum_takes). Because of
// that L can be below zero: where a contract forces deliveries that lose welfare, an outage that
// excuses them gains.
//
// What carries nothing in the base changes nothing: the base stays feasible in a smaller set, and
// so optimal. Such outages are not solved and all their effects are exactly zero.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dependence/outage.hpp"

namespace isthmus::dependence {

/// Of one demand; for freight `origin` is valid and the place is the destination. Canonical
/// quantities a year, MUSD per canonical quantity.
struct DemandEffect {
    world::NodeId node, origin;
    world::CommodityId commodity;
    world::ActorId actor;
    double consumed_before = 0, consumed_after = 0;
    double price_before = 0, price_after = 0;

    double unserved() const {
        return consumed_before > consumed_after ? consumed_before - consumed_after : 0;
    }
    double price_effect() const { return price_after - price_before; }
};
struct CommodityUnserved {
    world::CommodityId commodity;
    double unserved = 0;      ///< sum of U_d, canonical a year
    double consumed_base = 0; ///< sum of y_d in the base
};
struct StateLoss {
    world::ActorId state; ///< invalid: owners that nobody names
    double payoff = 0;    ///< in the base, MUSD a year
    double loss = 0;      ///< MUSD a year; below zero: a gain
};

struct OutageEffect {
    OutageSet outages;
    bool used = false;       ///< whether goods of the base go there; false: all is exactly zero
    double welfare_loss = 0; ///< MUSD a year
    /// Demands whose consumption falls or whose price moves, in the order of the market; within
    /// kEffectTolerance of the base nothing counts as moved.
    std::vector<DemandEffect> demands;
    std::vector<CommodityUnserved> unserved; ///< commodities above zero, in the order of the world
    std::vector<StateLoss> states; ///< those that lose or gain, in the order of the world; if asked
    /// Share of the base's deliveries of a commodity that go over the link or through, from or to
    /// the node; the largest over commodities.
    double flow_share = 0;
    flow::Certificate certificate; ///< the worst of the parts that were solved

    /// Of the demands that are still served, the one whose price rises most relative to the price
    /// before; null where none does.
    const DemandEffect* largest_price_rise() const;
    double unserved_of(world::CommodityId commodity) const;
    /// States that lose more than kHurtShare of their payoff.
    std::size_t states_hurt() const;
};

/// Quantities and prices are known to about 1e-8 of a curve (flow::kCurveTolerance) and a
/// certificate allows 1e-5; a change below this share of the larger value is not told.
inline constexpr double kEffectTolerance = 1e-6;

/// A state is hurt where it loses more than this share of its payoff in the base.
inline constexpr double kHurtShare = 1e-3;

struct DisruptionOptions {
    bool states = true; ///< divide payoffs (slower: prices need their middle)
    unsigned threads = 2;
    std::string solver; ///< empty: the default
    /// Called from the calling thread or another, one at a time: how many of how many are done.
    std::function<void(std::size_t done, std::size_t all)> progress;
};

struct Disruption {
    double base_welfare = 0;           ///< MUSD a year, all parts
    std::vector<OutageEffect> effects; ///< in the order asked for
    std::size_t solved = 0;            ///< parts that were solved again
};

/// The effect of each set by itself: N-1 where each set is one outage. Errors: E520, E521 as
/// solve_again, with the outage named.
Result<Disruption> disruption(const Baseline& base, const std::vector<OutageSet>& sets,
                              const DisruptionOptions& options = {});
/// N-1 over all that the filter leaves.
Result<Disruption> n_minus_1(const Baseline& base, const OutageFilter& filter = {},
                             const DisruptionOptions& options = {});

/// Ranking of N-1, the formula in full:
///     score = 100 * welfare loss / welfare of the base
/// so that 1 means that one percent of all that the year's trade is worth hangs on this link or
/// node. The other columns are not part of the score; they tell what a high score comes from.
/// Equal scores share a rank.
struct Chokepoint {
    Outage outage;
    std::size_t rank = 0;
    double score = 0;
    double welfare_loss = 0;
    double flow_share = 0;               ///< OutageEffect::flow_share
    double largest_unserved_share = 0;   ///< largest over commodities of unserved / consumed_base
    world::CommodityId largest_unserved; ///< which commodity that is; invalid where none
    std::size_t states_hurt = 0;
};
/// Highest score first; equal scores in the order of the world. Only those with an effect.
std::vector<Chokepoint> chokepoints(const Disruption& n_minus_1);

} // namespace isthmus::dependence
