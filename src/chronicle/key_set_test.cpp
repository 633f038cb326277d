// SPDX-License-Identifier: Apache-2.0
#include "chronicle/key_set.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/random.hpp"

namespace isthmus::chronicle {
namespace {

// Values of Appleby's own program for MurmurHash3_x64_128.
TEST(KeySet, DigestsAreThoseOfMurmurHash3) {
    EXPECT_EQ(key_digest(""), (KeyDigest{0, 0}));
    EXPECT_EQ(key_digest("hello"), (KeyDigest{0xcbd8a7b341bd9b02U, 0x5b1e906a48ae1d19U}));
    EXPECT_EQ(key_digest("The quick brown fox jumps over the lazy dog"),
              (KeyDigest{0xe34bbc7bbc071b6cU, 0x7a433ca9c49a9347U}));
    EXPECT_NE(key_digest("hello", 1), key_digest("hello"));
}

template <typename Set, typename Key> void expect_like_a_set(const std::vector<Key>& keys) {
    Set set;
    std::set<Key> expected;
    for (const Key& key : keys) EXPECT_EQ(set.insert(key), expected.insert(key).second);
}

TEST(KeySet, NumbersThatLieCloseTogether) {
    std::vector<std::uint64_t> keys;
    SplitMix64 random(1);
    for (int i = 0; i < 50000; ++i) keys.push_back(700000000 + random.below(30000));
    keys.insert(keys.end(), {0, 0, ~std::uint64_t{0}, ~std::uint64_t{0}, 65535, 65536, 65535});
    expect_like_a_set<NumberKeySet>(keys);
}

TEST(KeySet, NumbersThatLieFarApartDoNotFillTheMemory) {
    std::vector<std::uint64_t> far;
    SplitMix64 random(2);
    for (int i = 0; i < 3000; ++i) far.push_back(random.below(std::size_t{1} << 60));
    std::vector<std::uint64_t> keys = far;
    keys.insert(keys.end(), far.begin(), far.end());
    // Then so many in one stretch that others are worth it again, which some of the first lie in.
    for (std::uint64_t i = 0; i < 400000; ++i) keys.push_back(i);
    for (const std::uint64_t key : far) keys.push_back(key ^ 1);
    keys.insert(keys.end(), far.begin(), far.end());
    expect_like_a_set<NumberKeySet>(keys);
}

TEST(KeySet, Digests) {
    DigestKeySet set;
    EXPECT_TRUE(set.insert({0, 0}));
    EXPECT_FALSE(set.insert({0, 0}));
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 5000; ++i) {
            EXPECT_EQ(set.insert(key_digest(std::to_string(i))), round == 0);
        }
    }
    EXPECT_EQ(set.size(), 5001U);
    EXPECT_TRUE(set.contains(key_digest("17")));
    EXPECT_FALSE(set.contains(key_digest("-17")));
}

} // namespace
} // namespace isthmus::chronicle
