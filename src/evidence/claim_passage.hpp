// SPDX-License-Identifier: Apache-2.0
// Which passage of a document a claim rests on: the paragraph that its locator names, or in it the
// sentence that holds the claim's number.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "evidence/anchor.hpp"
#include "evidence/document_text.hpp"
#include "evidence/normalise.hpp"

namespace isthmus::evidence {

/// Paragraphs, counted from 1, both ends included.
struct ParagraphRange {
    std::size_t first = 0, last = 0;
    bool operator==(const ParagraphRange&) const = default;
};

/// What a locator names: "para 12: energy", "p. 3, paragraph 2", "paras 34-36", "¶ 7". Nothing
/// where it names none.
std::optional<ParagraphRange> named_paragraphs(std::string_view locator);

/// Whether the number stands in a text, in digits of any script, with points, commas or spaces
/// between its groups; a share ("0.2") also as its percentage.
bool holds_number(std::string_view utf8, double value, bool is_share);
/// The same for a claim's value; nothing where this is no number.
std::optional<bool> holds_value(std::string_view utf8, const world::Claim& claim);

/// Sentences of a part of a text (Unicode Standard Annex 29, by ICU), as bytes of the whole.
std::vector<Paragraph> sentences_of(std::string_view text, Paragraph part);

/// The letters that came from bytes of the document.
LetterRange letters_from(const NormalisedText& letters, std::size_t begin, std::size_t end);
/// And back: bytes of the document, empty where the range is.
Paragraph bytes_of(const NormalisedText& letters, LetterRange range);

/// The passage of a claim: the paragraphs; or, where its value is a number that stands in one of
/// their sentences only, this one, with its neighbours until it has kShortestPassage letters.
/// Nothing where the document has no such paragraph.
std::optional<LetterRange> claim_passage(const DocumentText& document,
                                         const NormalisedText& letters, const world::Claim& claim,
                                         ParagraphRange paragraphs);

/// Letters of a passage that is found again by some fifteen of its groups.
inline constexpr std::size_t kShortestPassage = 120;

} // namespace isthmus::evidence
