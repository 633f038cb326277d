// SPDX-License-Identifier: Apache-2.0
#include "game/connected_walk.hpp"

#include <bit>

namespace isthmus::game {

std::vector<WalkTask> walk_tasks(const std::vector<std::uint32_t>& neighbours, std::size_t wanted) {
    std::vector<WalkTask> tasks;
    std::uint32_t allowed = neighbours.size() >= 32 ? ~0U : (1U << neighbours.size()) - 1;
    for (std::size_t root = 0; root < neighbours.size(); ++root) {
        const std::uint32_t bit = 1U << root;
        allowed &= ~bit;
        tasks.push_back({{static_cast<std::uint8_t>(root)}, bit, allowed, false});
    }
    // The widest branches are opened, level by level, until there are enough.
    for (std::size_t open = 0; open < tasks.size() && tasks.size() < wanted; ++open) {
        WalkTask& parent = tasks[open];
        std::uint32_t rest = parent.allowed;
        std::uint32_t joining = extension(neighbours, parent.coalition, rest);
        parent.alone = true;
        const WalkTask copy = parent;
        for (; joining != 0; joining &= joining - 1) {
            const std::uint32_t bit = joining & ~(joining - 1);
            rest &= ~bit;
            WalkTask task{copy.chain, copy.coalition | bit, rest, false};
            task.chain.push_back(static_cast<std::uint8_t>(std::countr_zero(bit)));
            tasks.push_back(std::move(task));
        }
    }
    return tasks;
}

} // namespace isthmus::game
