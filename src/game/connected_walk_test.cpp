// SPDX-License-Identifier: Apache-2.0
#include "game/connected_walk.hpp"

#include <gtest/gtest.h>
#include <set>

#include "game/coalition.hpp"

namespace isthmus::game {
namespace {

using Neighbours = std::vector<std::uint32_t>;

Neighbours path(std::size_t players) {
    Neighbours neighbours(players, 0);
    for (std::size_t i = 0; i + 1 < players; ++i) {
        neighbours[i] |= 1U << (i + 1);
        neighbours[i + 1] |= 1U << i;
    }
    return neighbours;
}

/// By growing from the lowest member.
bool connected(const Neighbours& neighbours, std::uint32_t coalition) {
    std::uint32_t reached = coalition & ~(coalition - 1);
    for (std::uint32_t before = 0; before != reached;) {
        before = reached;
        reached |= extension(neighbours, reached, coalition);
    }
    return reached == coalition;
}

std::multiset<std::uint32_t> visited(const Neighbours& neighbours, std::size_t wanted) {
    std::multiset<std::uint32_t> all;
    for (const WalkTask& task : walk_tasks(neighbours, wanted)) {
        visit_branch(neighbours, task, [&](std::uint32_t coalition) {
            all.insert(coalition);
            return true;
        });
    }
    return all;
}

void expect_each_connected_once(const Neighbours& neighbours) {
    for (const std::size_t wanted : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
        const auto all = visited(neighbours, wanted);
        for (std::uint32_t s = 1; s < 1U << neighbours.size(); ++s) {
            EXPECT_EQ(all.count(s), connected(neighbours, s) ? 1U : 0U) << s;
        }
    }
}

TEST(ConnectedWalk, VisitsEachConnectedCoalitionOnce) {
    expect_each_connected_once(path(8));
    Neighbours complete(7, 0x7F);
    for (std::size_t i = 0; i < complete.size(); ++i) complete[i] &= ~(1U << i);
    expect_each_connected_once(complete);
    // Two triangles joined at player 2, and player 5 alone.
    expect_each_connected_once({0b000110, 0b000101, 0b011011, 0b010100, 0b001100, 0});
}

/// A path of n has n (n + 1) / 2 connected coalitions.
TEST(ConnectedWalk, CountsTheIntervalsOfAPath) {
    EXPECT_EQ(visited(path(12), 50).size(), 78U);
}

TEST(ConnectedWalk, ChainsLeadToTheirCoalitions) {
    for (const WalkTask& task : walk_tasks(path(9), 40)) {
        std::uint32_t coalition = 0;
        for (const std::uint8_t player : task.chain) {
            EXPECT_TRUE(coalition == 0 || (extension(path(9), coalition, ~0U) >> player & 1) != 0);
            coalition |= 1U << player;
        }
        EXPECT_EQ(coalition, task.coalition);
    }
}

} // namespace
} // namespace isthmus::game
