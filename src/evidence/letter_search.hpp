// SPDX-License-Identifier: Apache-2.0
// Approximate search in the letters of one text: spaces, signs and line ends do not count, and some
// letters may be wrong, missing or too many, as a scanner leaves them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/normalise.hpp"

namespace isthmus::evidence {

/// Where a pattern stands: letters first to last (excluded) of the text.
struct LetterMatch {
    std::size_t first = 0, last = 0;
    std::size_t errors = 0; ///< letters inserted, left out or replaced

    bool operator==(const LetterMatch&) const = default;
};

/// The letters of a text with an index of their groups of three.
///
/// A pattern that stands in the text with at most k errors has, of k + 1 pieces, at least one
/// without any (Wu & Manber 1992, "Fast text searching allowing errors"; Navarro & Baeza-Yates
/// 2000, "A hybrid indexing method for approximate string matching"). The index gives the places of
/// the pieces, and the bit-parallel edit distance of Myers (1999, "A fast bit-vector algorithm for
/// approximate string matching based on dynamic programming", in the form of Hyyrö 2003 for
/// patterns of any length) decides in the text around them. A pattern too short for such pieces is
/// looked for in the whole text. Building takes time and memory linear in the text.
class LetterIndex {
  public:
    /// `letters` as letters_of() gives them.
    explicit LetterIndex(std::u32string letters);

    const std::u32string& letters() const { return letters_; }

    /// All places with at most `errors` errors, in order, of overlapping ones the one with fewest
    /// (then of the pattern's length, then the first). A pattern that is no longer than `errors`
    /// has none.
    std::vector<LetterMatch> find(std::u32string_view pattern, std::size_t errors) const;

  private:
    struct Window {
        std::size_t begin, end;
    };
    /// Parts of the text that may hold the pattern, in order and apart from each other.
    std::vector<Window> windows(std::u32string_view pattern, std::size_t errors) const;
    void add_places(std::u32string_view piece, std::size_t offset, std::size_t length,
                    std::size_t errors, std::vector<Window>& windows) const;

    std::u32string letters_;
    std::vector<std::uint32_t> bucket_; ///< where in places_ the groups with a hash begin
    std::vector<std::uint32_t> places_; ///< beginnings of groups, by hash, then in order
};

/// Fewest insertions, deletions and replacements that make one text of the other: the oracle of the
/// tests and a measure of noise (Levenshtein 1966).
std::size_t edit_distance(std::u32string_view a, std::u32string_view b);

} // namespace isthmus::evidence
