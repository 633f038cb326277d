// SPDX-License-Identifier: Apache-2.0
// The largest set of vertices of a graph of which every two are joined: branch and bound with
// greedy colourings (Tomita & Seki 2003), in which a set cannot be larger than its number of
// colours.
#pragma once

#include <cstddef>
#include <vector>

namespace isthmus::dependence {

/// Branches tried, beyond which the search stops.
inline constexpr std::size_t kMostSteps = 200000;

struct LargestClique {
    std::vector<std::size_t> vertices; ///< of the largest set found, in order
    std::size_t bound = 0;             ///< proved; the set's size where the search ended
};
/// `joined` is symmetric.
LargestClique largest_clique(const std::vector<std::vector<bool>>& joined);

} // namespace isthmus::dependence
