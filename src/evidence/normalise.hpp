// SPDX-License-Identifier: Apache-2.0
// One form for text in any script, so that the same words are the same characters however they were
// typed, set or scanned. The steps are listed in docs/reference/text-normalisation.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isthmus::evidence {

/// Normalised characters, each with the bytes of the original that it came from. One original
/// character may give several (ligatures) or none (joiners, diacritics); several may give one
/// (a letter with its combining accent, a run of spaces).
struct NormalisedText {
    std::u32string text;
    std::vector<std::uint32_t> begin, end; ///< byte offsets in the original, one for each character
    std::vector<bool> capital;             ///< whether it was a capital: US is no pronoun

    std::size_t size() const { return text.size(); }
    /// The bytes of the original that the characters first to last (excluded) came from; an empty
    /// range at the place where nothing is asked for.
    std::pair<std::size_t, std::size_t> origin(std::size_t first, std::size_t last) const;
};

/// Unicode NFKC with case folding, then: digits of every script as 0 to 9; one form for the letter
/// variants of Arabic and Persian (yeh, kaf, heh, alef, hamza carriers) and of Cyrillic (io, short
/// i's composed and decomposed, Latin look-alikes inside Cyrillic words and the reverse); no
/// zero-width joiners, direction marks, tatweel, soft hyphens, vowel signs or other diacritics; one
/// quote, one apostrophe, one dash, one space for all that look so; runs of spaces as one. A word
/// divided by a hyphen at the end of a line is joined. Raised digits follow a caret (2022^1), but
/// not in m3. Bytes that are not UTF-8 become spaces. Deterministic: the same text gives the same
/// characters with every supported version of ICU. Normalising twice changes nothing.
NormalisedText normalise(std::string_view utf8);

/// The same as UTF-8, for showing and for data files.
std::string normalised_utf8(std::string_view utf8);
std::string to_utf8(std::u32string_view text);

/// The letters and digits of a normalised text alone, with letters of Latin and Cyrillic that look
/// the same as one: what is left the same when a document is set anew with other lines, quotes and
/// spaces. Anchors count in these; they are for comparing, not for showing.
NormalisedText letters_of(const NormalisedText& text);

/// Whether a character of a normalised text belongs to a word: a letter, a digit or a mark that was
/// kept.
bool is_word_character(char32_t c);
/// The letter that stands for all that look the same in Latin and Cyrillic (as in letters_of).
char32_t common_shape(char32_t c);

} // namespace isthmus::evidence
