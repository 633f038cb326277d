// SPDX-License-Identifier: Apache-2.0
// Internal to the module: which characters count as the same, beyond what Unicode itself says.
// docs/reference/text-normalisation.md gives the reasons.
#pragma once

#include <optional>
#include <string_view>

namespace isthmus::evidence {

/// What a quote, dash, sign or modifier is written as, "" for nothing; no value where it is no
/// such character. By Unicode most of them would decompose into a space and a mark, or not at all.
std::optional<std::u32string_view> sign_form(char32_t c);

/// What a letter in lower case without diacritics is written as; no value where it stays.
std::optional<std::u32string_view> letter_form(char32_t c);

/// The Cyrillic letter that a base and a mark make where that is a letter of its own (short i,
/// short u, yi); 0 where the mark is dropped.
char32_t own_letter(char32_t base, char32_t mark);

/// The small letter of the other script that looks the same, of a small letter that may have been a
/// capital; 0 where there is none. More capitals look the same than small letters: Latin B looks as
/// a Cyrillic letter and b does not.
char32_t cyrillic_look_alike(char32_t latin, bool capital);
char32_t latin_look_alike(char32_t cyrillic, bool capital);

} // namespace isthmus::evidence
