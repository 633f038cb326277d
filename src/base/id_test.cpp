// SPDX-License-Identifier: Apache-2.0
#include "base/id.hpp"

#include <string>
#include <type_traits>
#include <unordered_set>

#include <gtest/gtest.h>

namespace isthmus {
namespace {

using NodeId = Id<struct NodeTag>;
using LinkId = Id<struct LinkTag>;

static_assert(!std::is_convertible_v<std::size_t, NodeId>);
static_assert(!std::is_convertible_v<NodeId, std::size_t>);
static_assert(!std::is_constructible_v<NodeId, LinkId>);
static_assert(sizeof(NodeId) == 4);

TEST(Id, DefaultIsInvalidAndLast) {
    EXPECT_FALSE(NodeId().valid());
    EXPECT_TRUE(NodeId(0).valid());
    EXPECT_LT(NodeId(5), NodeId());
    EXPECT_EQ(NodeId(5), NodeId(5));
}

TEST(Id, Hashes) {
    const std::unordered_set<NodeId> ids{NodeId(1), NodeId(2), NodeId(1)};
    EXPECT_EQ(ids.size(), 2U);
}

TEST(IdVector, IndexedByItsIdsOnly) {
    IdVector<NodeTag, std::string> names;
    EXPECT_TRUE(names.empty());
    const NodeId first = names.push_back("Baku");
    const NodeId second = names.push_back("Batumi");
    EXPECT_EQ(names[first], "Baku");
    names[second] = "Poti";
    EXPECT_EQ(names.ids(), (std::vector<NodeId>{first, second}));
    std::string all;
    for (const std::string& name : names) all += name;
    EXPECT_EQ(all, "BakuPoti");
    EXPECT_EQ((IdVector<NodeTag, int>(3, 7)[NodeId(2)]), 7);
}

} // namespace
} // namespace isthmus
