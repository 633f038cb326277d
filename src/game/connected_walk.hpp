// SPDX-License-Identifier: Apache-2.0
// Every connected coalition once, each reached from one with a player less.
//
// A coalition is connected in the graph of players that may change each other's value
// (PreparedNetwork::neighbours); v is the sum over the components of a coalition, so that only
// connected ones need solving. A connected coalition grows by one neighbour at a time, and a
// neighbour passed over stays out below (reverse search by extension with a forbidden set; Avis &
// Fukuda 1996). The tree of the walk depends on the network alone: its branches are tasks for any
// number of threads, and every coalition is always reached over the same chain of additions.
#pragma once

#include <cstdint>
#include <vector>

namespace isthmus::game {

/// A branch of the walk: the coalition of `chain`, and below it everything that players of
/// `allowed` add, unless it stands alone because its branches are tasks of their own.
struct WalkTask {
    std::vector<std::uint8_t> chain; ///< players in the order of their joining
    std::uint32_t coalition = 0;
    std::uint32_t allowed = 0;
    bool alone = false;
};

/// Players adjacent to the coalition, among `allowed`.
inline std::uint32_t extension(const std::vector<std::uint32_t>& neighbours,
                               std::uint32_t coalition, std::uint32_t allowed) {
    std::uint32_t adjacent = 0;
    for (std::uint32_t rest = coalition; rest != 0; rest &= rest - 1) {
        adjacent |= neighbours[static_cast<std::size_t>(__builtin_ctz(rest))];
    }
    return adjacent & allowed & ~coalition;
}

/// The walk cut into at least `wanted` branches where there are as many, in a fixed order. Player 0
/// joins first and the last player last.
std::vector<WalkTask> walk_tasks(const std::vector<std::uint32_t>& neighbours, std::size_t wanted);

/// Calls `emit(coalition)` for the coalitions of a branch in the order in which they are solved,
/// until it returns false.
template <typename Emit>
bool visit_extensions(const std::vector<std::uint32_t>& neighbours, std::uint32_t coalition,
                      std::uint32_t allowed, const Emit& emit) {
    for (std::uint32_t joining = extension(neighbours, coalition, allowed); joining != 0;
         joining &= joining - 1) {
        const std::uint32_t bit = joining & ~(joining - 1);
        allowed &= ~bit;
        if (!emit(coalition | bit)) return false;
        if (!visit_extensions(neighbours, coalition | bit, allowed, emit)) return false;
    }
    return true;
}
template <typename Emit>
bool visit_branch(const std::vector<std::uint32_t>& neighbours, const WalkTask& task,
                  const Emit& emit) {
    return emit(task.coalition) &&
           (task.alone || visit_extensions(neighbours, task.coalition, task.allowed, emit));
}

} // namespace isthmus::game
