// SPDX-License-Identifier: Apache-2.0
// Which of several optimal flows is shown. Costs are raised by a generic amount that depends on
// what an arc is, not on its number, so that the choice stays the same when another scenario adds
// or removes arcs elsewhere.
#pragma once

#include <cmath>
#include <cstdint>

#include "flow/problem.hpp"

namespace isthmus::flow {

/// Relative to the cost of an arc plus one: far above kLpTolerance, and far below any difference of
/// costs that a world states (two decimals).
inline constexpr double kTieBreak = 1e-7;

/// A number in [1, 2) that makes ties between sums of several unlikely: the finaliser of splitmix64
/// (Steele, Lea & Flood 2014).
inline double generic_weight(std::uint64_t key) {
    std::uint64_t bits = (key + 1) * 0x9E3779B97F4A7C15ULL;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
    bits ^= bits >> 31;
    return 1 + static_cast<double>(bits >> 11) * 0x1p-53;
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
