// SPDX-License-Identifier: Apache-2.0
#include "chronicle/key_set.hpp"

#include <bit>
#include <utility>

namespace isthmus::chronicle {

namespace {

constexpr unsigned kStretchBits = 16;
constexpr std::size_t kStretchWords = (std::size_t{1} << kStretchBits) / 64;
/// A stretch takes 8 KiB, as much as 256 to 512 single keys in their table.
constexpr std::size_t kKeysWorthAStretch = 256;
/// So many stretches (8 MiB) are made without asking what they hold.
constexpr std::size_t kFreeStretches = 1024;

std::uint64_t byte_at(std::string_view text, std::size_t i) {
    return static_cast<std::uint64_t>(static_cast<unsigned char>(text[i]));
}

/// Up to eight bytes, the first the lowest.
std::uint64_t word(std::string_view text) {
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < text.size(); ++i) result |= byte_at(text, i) << (8 * i);
    return result;
}

std::uint64_t finalise(std::uint64_t k) {
    k = (k ^ (k >> 33)) * 0xff51afd7ed558ccdU;
    k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53U;
    return k ^ (k >> 33);
}

constexpr std::uint64_t kC1 = 0x87c37b91114253d5U, kC2 = 0x4cf5ad432745937fU;

std::uint64_t mixed_low(std::uint64_t k) {
    return std::rotl(k * kC1, 31) * kC2;
}
std::uint64_t mixed_high(std::uint64_t k) {
    return std::rotl(k * kC2, 33) * kC1;
}

} // namespace

KeyDigest key_digest(std::string_view text, std::uint32_t seed) {
    std::uint64_t low = seed, high = seed;
    const std::size_t length = text.size();
    for (; text.size() >= 16; text.remove_prefix(16)) {
        low = std::rotl(low ^ mixed_low(word(text.substr(0, 8))), 27) + high;
        low = low * 5 + 0x52dce729U;
        high = std::rotl(high ^ mixed_high(word(text.substr(8, 8))), 31) + low;
        high = high * 5 + 0x38495ab5U;
    }
    if (text.size() > 8) high ^= mixed_high(word(text.substr(8)));
    if (!text.empty()) low ^= mixed_low(word(text.substr(0, 8)));
    low ^= length;
    high ^= length;
    low += high;
    high += low;
    low = finalise(low);
    high = finalise(high);
    low += high;
    high += low;
    return {low, high};
}

/// Where the key is, or the free slot where it would be put. There is always a free one.
std::size_t DigestKeySet::slot_of(KeyDigest key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = static_cast<std::size_t>(finalise(key.low ^ key.high)) & mask;
    while (slots_[slot] != KeyDigest{} && slots_[slot] != key) slot = (slot + 1) & mask;
    return slot;
}

bool DigestKeySet::contains(KeyDigest key) const {
    if (key == KeyDigest{}) return has_zero_;
    return !slots_.empty() && slots_[slot_of(key)] == key;
}

bool DigestKeySet::insert(KeyDigest key) {
    if (key == KeyDigest{}) return !std::exchange(has_zero_, true);
    if (3 * (size_ + 1) > 2 * slots_.size()) grow();
    KeyDigest& slot = slots_[slot_of(key)];
    if (slot == key) return false;
    slot = key;
    ++size_;
    return true;
}

void DigestKeySet::grow() {
    constexpr std::size_t kFirstSlots = 1024;
    const std::size_t size = slots_.empty() ? kFirstSlots : 2 * slots_.size();
    const std::vector<KeyDigest> old = std::exchange(slots_, std::vector<KeyDigest>(size));
    for (const KeyDigest& key : old) {
        if (key != KeyDigest{}) slots_[slot_of(key)] = key;
    }
}

/// The stretch with that index, made where it is worth it; else nullptr.
NumberKeySet::Stretch* NumberKeySet::stretch_of(std::uint64_t index) {
    if (last_ != nullptr && index == last_index_) return last_;
    auto found = stretches_.find(index);
    if (found == stretches_.end()) {
        const std::size_t count = stretches_.size();
        if (count >= kFreeStretches && size_ < kKeysWorthAStretch * count) return nullptr;
        found = stretches_.emplace(index, Stretch(kStretchWords)).first;
    }
    last_ = &found->second;
    last_index_ = index;
    return last_;
}

bool NumberKeySet::insert(std::uint64_t key) {
    const KeyDigest alone{key, 1};
    if (alone_.size() != 0 && alone_.contains(alone)) return false;
    Stretch* stretch = stretch_of(key >> kStretchBits);
    if (stretch == nullptr) {
        const bool is_new = alone_.insert(alone);
        size_ += is_new ? 1 : 0;
        return is_new;
    }
    std::uint64_t& bits = (*stretch)[(key >> 6) % kStretchWords];
    const std::uint64_t bit = std::uint64_t{1} << (key & 63);
    if ((bits & bit) != 0) return false;
    bits |= bit;
    ++size_;
    return true;
}

} // namespace isthmus::chronicle
