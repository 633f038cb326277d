// SPDX-License-Identifier: Apache-2.0
// Sets of keys of hundreds of millions of events in little memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace isthmus::chronicle {

/// 128 bits that stand for a text: among n texts two share them with a chance of about n^2 / 2^129.
struct KeyDigest {
    std::uint64_t low = 0, high = 0;
    bool operator==(const KeyDigest&) const = default;
};
/// MurmurHash3 in its variant x64_128 (Appleby 2011), the same on every machine.
KeyDigest key_digest(std::string_view text, std::uint32_t seed = 0);

/// Digests, 16 bytes each in an open table that is at most two thirds full.
class DigestKeySet {
  public:
    /// Whether the key was not there before.
    bool insert(KeyDigest key);
    bool contains(KeyDigest key) const;
    std::size_t size() const { return size_ + (has_zero_ ? 1 : 0); }

  private:
    std::size_t slot_of(KeyDigest key) const;
    void grow();

    std::vector<KeyDigest> slots_; ///< {0, 0} is free
    std::size_t size_ = 0;
    bool has_zero_ = false;
};

/// Whole numbers, most of which lie close together: one bit for each number in stretches of 65,536.
/// Where that would waste memory, because stretches hold few numbers, the rest is kept one by one.
class NumberKeySet {
  public:
    /// Whether the key was not there before.
    bool insert(std::uint64_t key);

  private:
    using Stretch = std::vector<std::uint64_t>;
    Stretch* stretch_of(std::uint64_t index);

    std::unordered_map<std::uint64_t, Stretch> stretches_;
    Stretch* last_ = nullptr; ///< the one used last, of the index below
    std::uint64_t last_index_ = 0;
    std::size_t size_ = 0; ///< of all keys
    DigestKeySet alone_;
};

} // namespace isthmus::chronicle
