// SPDX-License-Identifier: Apache-2.0
// Internal to the module: characters on their way through normalisation, and what Unicode says of
// them by the library ICU.
#pragma once

#include <cstdint>
#include <vector>

#include <unicode/umachine.h>

namespace isthmus::evidence {

/// One character on its way, with the bytes that it came from.
struct Character {
    char32_t c;
    std::uint32_t begin, end;
    bool capital = false; ///< it was one before its case was folded
};
using Characters = std::vector<Character>;

inline constexpr char32_t kSpace = U' ', kHyphen = U'-', kCaret = U'^', kSoftHyphen = 0x00AD;

inline UChar32 icu(char32_t c) {
    return static_cast<UChar32>(c);
}

/// Whether the general category is one of the mask (U_GC_L_MASK and others of unicode/uchar.h).
bool in_mask(char32_t c, std::uint32_t mask);

inline bool is_ascii_letter(char32_t c) {
    return (c | 0x20U) >= U'a' && (c | 0x20U) <= U'z';
}
inline bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c);
bool is_latin(char32_t c);
bool is_cyrillic(char32_t c);

/// White space, controls, and what is no character: not assigned, or younger than Unicode 13, so
/// that an ICU that knows it gives the same as one that does not.
bool is_space(char32_t c);
bool is_line_end(char32_t c);
/// Joiners, direction marks, variation selectors, soft hyphens, fillers.
bool is_ignorable(char32_t c);

bool is_mark(char32_t c);
/// Accents and vowel signs that words are written with or without; in scripts of India and in kana
/// they are part of the word.
bool is_dropped_mark(char32_t c);

} // namespace isthmus::evidence
