// SPDX-License-Identifier: Apache-2.0
// The worst set of k outages (interdiction: Wood 1993; Scaparra & Church 2008), by branch and bound
// over markets solved again. Method: outage_search.hpp; why its bounds hold: outage_cases.hpp and
// outage_measure.hpp. Exactness is that of the solutions: two sets within kWorstTolerance are
// alike, and where quantities of an optimum are not unique, those count that the solver's tie-break
// picks.
#pragma once

#include "dependence/disruption.hpp"

namespace isthmus::dependence {

/// What makes a set the worst.
struct OutageObjective {
    /// kWelfareLoss: flow::welfare, as everywhere. kNetPayoff: the net social payoff that the
    /// market itself maximises (Samuelson 1952), which counts tariffs and fees as cost and not as
    /// somebody's income; its bounds are tighter and the search is quicker. kUnserved: demand.
    enum class Measure { kWelfareLoss, kNetPayoff, kUnserved };
    Measure measure = Measure::kWelfareLoss;
    /// Of unserved demand: of which commodity (needed: quantities of several do not add up), and of
    /// which state and its companies (invalid: all).
    world::CommodityId commodity;
    world::ActorId actor;
};

struct WorstOptions {
    std::size_t k = 2;
    OutageFilter candidates = {true, false, {}, {}, {}}; ///< links
    OutageObjective objective;
    /// Nodes of the search that are solved at most; where it ends earlier the gap stays open.
    std::size_t most_solved = 20000;
    unsigned threads = 2;
    std::string solver;
    /// Markets solved so far, the worst value found and the bound that is proved.
    std::function<void(std::size_t solved, double incumbent, double bound)> progress;
};

struct WorstOutages {
    OutageSet outages;  ///< the worst set found: at most k, fewer where more do not add
    double value = 0;   ///< its welfare loss (MUSD a year) or unserved demand (canonical a year)
    double bound = 0;   ///< proved: no set of at most k candidates does worse
    bool exact = false; ///< bound and value agree within kWorstTolerance
    double gap() const { return bound > value ? bound - value : 0; }
    std::size_t candidates = 0;    ///< that are in service
    std::size_t solved = 0;        ///< markets of a part solved
    std::size_t visited = 0;       ///< sets looked at
    flow::Certificate certificate; ///< the worst of all that were solved
};

/// Two sets whose values differ by less than this share of the base are equally bad: what
/// certificates leave open.
inline constexpr double kWorstTolerance = 1e-7;

/// Exact for k up to kMostExact; beyond it, and where most_solved is reached, greedy from below and
/// a proved bound from above. Errors: E810 (k is 0), E811 (unserved demand without a commodity),
/// E520, E521.
Result<WorstOutages> worst_outages(const Baseline& base, const WorstOptions& options = {});

inline constexpr std::size_t kMostExact = 4;

/// Greedy: adds the outage that raises the value most until k are out, and a bound that holds for
/// every set of k (a coverage bound over the ways of the base).
Result<WorstOutages> greedy_outages(const Baseline& base, const WorstOptions& options = {});

} // namespace isthmus::dependence
