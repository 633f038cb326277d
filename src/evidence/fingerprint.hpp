// SPDX-License-Identifier: Apache-2.0
// Fingerprints of passages: few short hashes of letter groups, by which a passage is found again
// after noise, and which do not give its text away.
//
// Method: winnowing (Schleimer, Wilkerson & Aiken 2003, section 3): of all groups of k = 8 letters,
// those with the smallest hash in any window of w neighbouring groups. On the side of the document
// every group is looked up, so that a group that survived is found even where its neighbours did
// not.
//
// How much is given away: a passage of n letters has n - 7 groups. Of these about 2 in w + 1 are
// kept, w being 12 or more (fewer than 12 in passages of under some 80 letters, so that about ten
// are kept), at most some 48 in all, sorted by value: which group follows which is not recorded,
// but for the first and the last of the passage. Each keeps 16 bits of its hash. A language has
// 10^7 to 10^8 likely groups of eight letters, so each value stands for hundreds of them; two
// groups that are kept lie 6 letters apart on average, so that they share too few letters to be
// joined by them. Who has the text can confirm it; who has not cannot rebuild it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::evidence {

/// Letters of a group; at a noise of 8 of 100 letters half of the groups stay whole.
inline constexpr std::size_t kGroup = 8;

struct Fingerprint {
    std::uint16_t first = 0, last = 0;  ///< the groups at the passage's beginning and end
    std::vector<std::uint16_t> between; ///< others that were kept, rising, each once

    /// All values, rising, each once.
    std::vector<std::uint16_t> values() const;
};

/// A passage shorter than a group is one group.
Fingerprint fingerprint_of(std::u32string_view passage);

/// "1:" and four hexadecimal digits for each value: first, last, the others.
std::string to_string(const Fingerprint& fingerprint);
/// Nothing where the text is not as to_string() writes it.
std::optional<Fingerprint> read_fingerprint(std::string_view text);

/// Where the groups of a document stand.
class GroupIndex {
  public:
    /// `size` is the letters of a group, at most kGroup.
    explicit GroupIndex(std::u32string_view letters, std::size_t size = kGroup);

    /// First letters of the groups with this value, rising.
    std::span<const std::uint32_t> places(std::uint16_t value) const;
    /// The value of the group that begins at a letter; nothing where none does.
    std::optional<std::uint16_t> value_at(std::size_t letter) const;

  private:
    std::vector<std::uint16_t> values_; ///< by place
    std::vector<std::uint32_t> places_; ///< by value, then place
};

} // namespace isthmus::evidence
