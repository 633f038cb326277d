// SPDX-License-Identifier: Apache-2.0
// Sums by a 64-bit key: an open table of places beside the sums themselves, which do not move.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace isthmus::chronicle {

template <typename Sum> class CellTable {
  public:
    /// The sum of the key, made where there is none.
    Sum& operator[](std::uint64_t key) {
        if (3 * (size_ + 1) > 2 * slots_.size()) grow();
        Slot& slot = slots_[slot_of(key)];
        if (slot.place == kFree) {
            slot = {key, static_cast<std::uint32_t>(size_)};
            if (size_ % kChunk == 0) chunks_.push_back(std::make_unique<Sum[]>(kChunk));
            ++size_;
        }
        return at(slot.place);
    }
    std::size_t size() const { return size_; }

    /// Calls `visit(key, sum)` for all, in no order.
    template <typename Visit> void for_each(const Visit& visit) const {
        for (const Slot& slot : slots_) {
            if (slot.place != kFree) visit(slot.key, at(slot.place));
        }
    }

  private:
    static constexpr std::uint32_t kFree = 0xffffffffU;
    static constexpr std::size_t kChunk = 256, kFirstSlots = 1024;
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t place = kFree;
    };

    Sum& at(std::uint32_t place) const { return chunks_[place / kChunk][place % kChunk]; }

    /// Where the key is, or the free slot where it would be put.
    std::size_t slot_of(std::uint64_t key) const {
        const std::size_t mask = slots_.size() - 1;
        std::uint64_t mixed = (key ^ (key >> 32)) * 0x9e3779b97f4a7c15U;
        mixed ^= mixed >> 29;
        std::size_t slot = static_cast<std::size_t>(mixed) & mask;
        while (slots_[slot].place != kFree && slots_[slot].key != key) slot = (slot + 1) & mask;
        return slot;
    }

    void grow() {
        const std::size_t size = slots_.empty() ? kFirstSlots : 2 * slots_.size();
        const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(size));
        for (const Slot& slot : old) {
            if (slot.place != kFree) slots_[slot_of(slot.key)] = slot;
        }
    }

    std::vector<Slot> slots_;
    std::vector<std::unique_ptr<Sum[]>> chunks_;
    std::size_t size_ = 0;
};

} // namespace isthmus::chronicle
