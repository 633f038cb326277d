// SPDX-License-Identifier: Apache-2.0
#include "evidence/fingerprint.hpp"

#include <algorithm>
#include <numeric>

#include "base/random.hpp"

namespace isthmus::evidence {

namespace {

/// Windows of groups: of an average passage, the fewest and most groups that are to be kept.
constexpr std::size_t kWindow = 12;
constexpr std::size_t kFewest = 10, kMost = 48;
constexpr std::string_view kVersion = "1:";
constexpr std::size_t kDigits = 4;

/// FNV-1a over the letters, mixed so that its upper and lower bits are independent.
std::uint64_t hash_of(std::u32string_view group) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char32_t letter : group) {
        hash ^= letter;
        hash *= 0x100000001B3U;
    }
    return splitmix64(hash);
}

/// What is kept of a hash; the choice among groups is made by the other bits.
std::uint16_t value_of(std::uint64_t hash) {
    return static_cast<std::uint16_t>(hash >> 48U);
}
std::uint32_t rank_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash);
}

/// Winnowing keeps about 2 in w + 1 groups.
std::size_t window_for(std::size_t groups) {
    const std::size_t for_fewest = std::max<std::size_t>(2 * groups / kFewest, 2) - 1;
    const std::size_t for_most = 2 * groups / kMost;
    return std::max(std::min(kWindow, for_fewest), for_most);
}

void sort_unique(std::vector<std::uint16_t>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::optional<std::uint16_t> read_value(std::string_view digits) {
    unsigned value = 0;
    for (const char digit : digits) {
        if (digit >= '0' && digit <= '9')
            value = value * 16 + static_cast<unsigned>(digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            value = value * 16 + static_cast<unsigned>(digit - 'a' + 10);
        else
            return std::nullopt;
    }
    return static_cast<std::uint16_t>(value);
}

void write_value(std::string& text, std::uint16_t value) {
    constexpr std::string_view kHexadecimal = "0123456789abcdef";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) text += kHexadecimal[(value >> shift) & 15U];
}

} // namespace

std::vector<std::uint16_t> Fingerprint::values() const {
    std::vector<std::uint16_t> all = between;
    all.push_back(first);
    all.push_back(last);
    sort_unique(all);
    return all;
}

Fingerprint fingerprint_of(std::u32string_view passage) {
    const std::size_t size = std::min(kGroup, passage.size());
    std::vector<std::uint64_t> hashes;
    for (std::size_t i = 0; i + size <= passage.size(); ++i)
        hashes.push_back(hash_of(passage.substr(i, size)));
    const std::size_t window = window_for(hashes.size());
    Fingerprint fingerprint{value_of(hashes.front()), value_of(hashes.back()), {}};
    for (std::size_t i = 0; i + window <= hashes.size(); ++i) {
        const auto begin = hashes.begin() + static_cast<std::ptrdiff_t>(i);
        const auto smallest =
            std::min_element(begin, begin + static_cast<std::ptrdiff_t>(window),
                             [](auto a, auto b) { return rank_of(a) < rank_of(b); });
        fingerprint.between.push_back(value_of(*smallest));
    }
    sort_unique(fingerprint.between);
    return fingerprint;
}

std::string to_string(const Fingerprint& fingerprint) {
    std::string text(kVersion);
    write_value(text, fingerprint.first);
    write_value(text, fingerprint.last);
    for (const std::uint16_t value : fingerprint.between) write_value(text, value);
    return text;
}

std::optional<Fingerprint> read_fingerprint(std::string_view text) {
    if (!text.starts_with(kVersion)) return std::nullopt;
    text.remove_prefix(kVersion.size());
    if (text.size() < 2 * kDigits || text.size() % kDigits != 0) return std::nullopt;
    std::vector<std::uint16_t> values;
    for (; !text.empty(); text.remove_prefix(kDigits)) {
        const std::optional<std::uint16_t> value = read_value(text.substr(0, kDigits));
        if (!value) return std::nullopt;
        values.push_back(*value);
    }
    Fingerprint fingerprint{values[0], values[1], {values.begin() + 2, values.end()}};
    sort_unique(fingerprint.between);
    return fingerprint;
}

GroupIndex::GroupIndex(std::u32string_view letters, std::size_t size) {
    if (size == 0 || letters.size() < size) return;
    values_.reserve(letters.size() - size + 1);
    for (std::size_t i = 0; i + size <= letters.size(); ++i)
        values_.push_back(value_of(hash_of(letters.substr(i, size))));
    places_.resize(values_.size());
    std::iota(places_.begin(), places_.end(), 0U);
    std::stable_sort(places_.begin(), places_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return values_[a] < values_[b]; });
}

std::span<const std::uint32_t> GroupIndex::places(std::uint16_t value) const {
    const auto begin = std::lower_bound(
        places_.begin(), places_.end(), value,
        [&](std::uint32_t place, std::uint16_t wanted) { return values_[place] < wanted; });
    const auto end = std::upper_bound(
        begin, places_.end(), value,
        [&](std::uint16_t wanted, std::uint32_t place) { return wanted < values_[place]; });
    return {begin, end};
}

std::optional<std::uint16_t> GroupIndex::value_at(std::size_t letter) const {
    if (letter >= values_.size()) return std::nullopt;
    return values_[letter];
}

} // namespace isthmus::evidence
