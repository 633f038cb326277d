// SPDX-License-Identifier: Apache-2.0
// Anchors: where a claim stands in its document, kept so that the passage is found again in
// anybody's copy without its text being stored. Everything counts in letters and digits of the
// normalised text (letters_of), so that lines, quotes, spaces, hyphens and joiners play no part.
//
// A passage counts as
//   verified  its digest holds, at its place or at another one with both neighbours the same (what
//             was put in or left out further up shifts it);
//   moved     its digest holds elsewhere, and what stands beside it is not what stood there;
//   changed   its digest holds nowhere, and part of its letter groups stand together at one place
//             more often than chance explains: `resemblance` of them;
//   missing   neither.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

/// Letters before and after a passage that are its neighbourhood: less than a line and a half, and
/// more than anybody guesses.
inline constexpr std::size_t kBeside = 48;

/// Letters position to position + length (excluded) of a document.
struct LetterRange {
    std::size_t position = 0, length = 0;
    bool operator==(const LetterRange&) const = default;
};

/// The anchor of a passage, without its claim. The range lies in the letters and is not empty.
world::Anchor make_anchor(std::u32string_view letters, LetterRange range);

enum class AnchorStatus { kVerified, kMoved, kChanged, kMissing };
std::string_view to_string(AnchorStatus status);

struct AnchorFinding {
    AnchorStatus status = AnchorStatus::kMissing;
    LetterRange place; ///< where it stands now; of a changed passage about there
    double resemblance =
        0; ///< share of its letter groups that stand there; 1 where its digest holds
    bool before_same = false, after_same = false;
};

/// Looks for anchors of one document in a copy of it, one finding for each in their order. Linear
/// in the letters of the copy and, but for texts that repeat themselves without end, in the number
/// of anchors. E919 where a fingerprint cannot be read.
Result<std::vector<AnchorFinding>> find_anchors(std::u32string_view letters,
                                                std::span<const world::Anchor> anchors);

} // namespace isthmus::evidence
