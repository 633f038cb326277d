// SPDX-License-Identifier: Apache-2.0
// Which of several optimal flows is shown. Costs are raised by a generic amount that depends on
// what an arc is, not on its number, so that the choice stays the same when another scenario adds
// or removes arcs elsewhere.
#pragma once

#include <cmath>
#include <cstdint>

#include "base/random.hpp"
#include "flow/problem.hpp"

namespace isthmus::flow {

/// Relative to the cost of an arc plus one: far above kLpTolerance, and far below any difference of
/// costs that a world states (two decimals).
inline constexpr double kTieBreak = 1e-7;

/// A number in [1, 2) that makes ties between sums of several unlikely.
inline double generic_weight(std::uint64_t key) {
    return 1 + unit_interval(splitmix64((key + 1) * kSplitMixStep));
}

/// The most that the tie-break adds to the cost of an arc is twice this.
inline double tie_break_unit(const Arc& arc) {
    return kTieBreak * (1 + std::abs(arc.cost));
}

inline double tie_break_cost(const Problem& problem, ArcId id) {
    const Arc& arc = problem.arcs[id];
    return tie_break_unit(arc) * generic_weight(arc.identity == 0 ? id.index() : arc.identity);
}

} // namespace isthmus::flow
