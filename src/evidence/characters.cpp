// SPDX-License-Identifier: Apache-2.0
#include "evidence/characters.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace isthmus::evidence {

namespace {

constexpr char32_t kKanaMark = 0x3099, kKanaMarkEnd = 0x309B;
constexpr std::uint8_t kUnicodeVersion = 13;

bool is_known(char32_t c) {
    UVersionInfo age;
    u_charAge(icu(c), age);
    return age[0] > 0 && age[0] <= kUnicodeVersion;
}

bool is_script(char32_t c, UScriptCode script) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(icu(c), &error) == script;
}

} // namespace

bool in_mask(char32_t c, std::uint32_t mask) {
    return (U_GET_GC_MASK(icu(c)) & mask) != 0;
}

bool is_letter(char32_t c) {
    return c < 0x80 ? is_ascii_letter(c) : in_mask(c, U_GC_L_MASK);
}

bool is_latin(char32_t c) {
    return c < 0x80 ? is_ascii_letter(c) : is_letter(c) && is_script(c, USCRIPT_LATIN);
}

bool is_cyrillic(char32_t c) {
    return c >= 0x0400 && is_letter(c) && is_script(c, USCRIPT_CYRILLIC);
}

bool is_space(char32_t c) {
    if (c < 0x7F) return c <= kSpace;
    return in_mask(c, U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CN_MASK) || !is_known(c);
}

bool is_line_end(char32_t c) {
    return c == U'\n' || c == U'\r' || c == 0x85 || c == 0x2028;
}

bool is_ignorable(char32_t c) {
    if (c < 0x80) return false;
    return in_mask(c, U_GC_CF_MASK) ||
           u_hasBinaryProperty(icu(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_mark(char32_t c) {
    return c >= 0x0300 && in_mask(c, U_GC_M_MASK);
}

bool is_dropped_mark(char32_t c) {
    if (!is_mark(c) || (c >= kKanaMark && c < kKanaMarkEnd)) return false;
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(icu(c), &error)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
    case USCRIPT_SYRIAC:
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
    case USCRIPT_LATIN:
        return true;
    default:
        return false;
    }
}

} // namespace isthmus::evidence
