// SPDX-License-Identifier: Apache-2.0
// Identifiers that cannot be mixed up, and vectors indexed by them.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace isthmus {

/// A dense index into the table of things that `Tag` names. Default-constructed ids are invalid.
template <typename Tag> class Id {
  public:
    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}

    constexpr std::size_t index() const { return index_; }
    constexpr bool valid() const { return index_ != kInvalid; }
    constexpr auto operator<=>(const Id&) const = default;

  private:
    static constexpr std::uint32_t kInvalid = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t index_ = kInvalid;
};

/// A vector whose only index type is `Id<Tag>`.
template <typename Tag, typename T> class IdVector {
  public:
    using Key = Id<Tag>;

    IdVector() = default;
    explicit IdVector(std::size_t size, const T& value = T()) : items_(size, value) {}

    T& operator[](Key id) { return items_[id.index()]; }
    const T& operator[](Key id) const { return items_[id.index()]; }
    Key push_back(T item) {
        items_.push_back(std::move(item));
        return Key(items_.size() - 1);
    }
    std::size_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }
    auto begin() { return items_.begin(); }
    auto end() { return items_.end(); }
    auto begin() const { return items_.begin(); }
    auto end() const { return items_.end(); }

    /// The ids of all items, in order.
    std::vector<Key> ids() const {
        std::vector<Key> result;
        result.reserve(items_.size());
        for (std::size_t i = 0; i < items_.size(); ++i) result.emplace_back(i);
        return result;
    }

  private:
    std::vector<T> items_;
};

} // namespace isthmus

template <typename Tag> struct std::hash<isthmus::Id<Tag>> {
    std::size_t operator()(isthmus::Id<Tag> id) const noexcept { return id.index(); }
};
