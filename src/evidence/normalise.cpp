// SPDX-License-Identifier: Apache-2.0
#include "evidence/normalise.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "evidence/characters.hpp"
#include "evidence/decompose.hpp"
#include "evidence/letter_variants.hpp"

namespace isthmus::evidence {

namespace {

constexpr char32_t kArmenianEch = 0x0565, kArmenianYiwn = 0x0582, kArmenianVew = 0x057E;

const UNormalizer2* composition() {
    static const UNormalizer2* const kInstance = [] {
        UErrorCode error = U_ZERO_ERROR;
        const UNormalizer2* const instance = unorm2_getNFCInstance(&error);
        if (U_FAILURE(error)) throw std::runtime_error("ICU has no data for normalisation");
        return instance;
    }();
    return kInstance;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // inside the macro of ICU 72
/// The character at `at`, which moves behind it; below zero for bytes that are no UTF-8.
UChar32 next_character(std::string_view text, std::int64_t& at) {
    const auto length = static_cast<std::int64_t>(text.size());
    UChar32 c = 0;
    U8_NEXT(text.data(), at, length, c);
    return c;
}
#pragma GCC diagnostic pop

/// Step 1: characters with their bytes; what is no UTF-8 is a space.
Characters decode(std::string_view text) {
    if (text.size() >= UINT32_MAX) throw std::length_error("a text of 4 GB or more");
    Characters out;
    out.reserve(text.size());
    const auto length = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < length;) {
        const auto begin = static_cast<std::uint32_t>(at);
        const UChar32 c = next_character(text, at);
        out.push_back(
            {c < 0 ? kSpace : static_cast<char32_t>(c), begin, static_cast<std::uint32_t>(at)});
    }
    return out;
}

/// Where a word that is divided at the end of a line goes on; `at` itself where it is none. `at`
/// stands on the hyphen.
std::size_t next_part(const Characters& text, std::size_t at) {
    std::size_t next = at + 1;
    std::size_t lines = 0;
    for (; next < text.size(); ++next) {
        const char32_t c = text[next].c;
        if (is_line_end(c)) {
            const bool pair = c == U'\n' && text[next - 1].c == U'\r';
            if (!pair && ++lines > 1) return at;
        } else if (!is_space(c) && !is_ignorable(c)) {
            break;
        }
    }
    return lines == 1 && next < text.size() && is_letter(text[next].c) ? next : at;
}

bool is_hyphen(char32_t c) {
    return c == kHyphen || c == kSoftHyphen || c == 0x058A || c == 0x2010 || c == 0x2011;
}

/// Steps 2 and 3: joiners and their like go, and words that lines divide are joined. Before a
/// capital the hyphen stays: it belongs to the word.
Characters join_words(const Characters& text) {
    Characters out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i].c;
        const bool after_word = !out.empty() && (is_letter(out.back().c) || is_mark(out.back().c));
        if (is_hyphen(c) && after_word) {
            const std::size_t next = next_part(text, i);
            if (next != i) {
                const bool stays = c != kSoftHyphen && u_isUUppercase(icu(text[next].c)) != 0;
                if (stays) out.push_back(text[i]);
                i = next - 1;
                continue;
            }
        }
        if (!is_ignorable(c)) out.push_back(text[i]);
    }
    return out;
}

/// Step 5: case folding and the letter variants.
Characters fold(const Characters& text) {
    Characters out;
    out.reserve(text.size());
    const auto push = [&](char32_t c, const Character& from) {
        if (c == kArmenianYiwn && !out.empty() && out.back().c == kArmenianEch) c = kArmenianVew;
        const auto form = letter_form(c);
        for (const char32_t part : form ? *form : std::u32string_view(&c, 1)) {
            out.push_back({part, from.begin, from.end, u_isUUppercase(icu(from.c)) != 0});
        }
    };
    for (const Character& from : text) {
        const char32_t c = from.c;
        if (c < 0x80) {
            const bool capital = c >= U'A' && c <= U'Z';
            out.push_back({capital ? c + 0x20 : c, from.begin, from.end, capital});
            continue;
        }
        if (u_hasBinaryProperty(icu(c), UCHAR_CHANGES_WHEN_CASEFOLDED) == 0) {
            push(c, from);
            continue;
        }
        std::array<UChar, 2> one{};
        std::array<UChar, 8> folded{};
        std::int32_t length = 0;
        UErrorCode error = U_ZERO_ERROR;
        U16_APPEND_UNSAFE(one.data(), length, icu(c));
        const std::int32_t size = u_strFoldCase(folded.data(), folded.size(), one.data(), length,
                                                U_FOLD_CASE_DEFAULT, &error);
        for (std::int32_t at = 0; at < size;) {
            UChar32 part = 0;
            U16_NEXT(folded.data(), at, size, part);
            push(static_cast<char32_t>(part), from);
        }
    }
    return out;
}

/// Latin and Cyrillic letters of a word, and those that belong to one script alone.
struct Scripts {
    std::size_t latin = 0, cyrillic = 0, only_latin = 0, only_cyrillic = 0;
};

Scripts scripts_of(const Characters& text, std::size_t first, std::size_t last) {
    Scripts count;
    for (std::size_t i = first; i < last; ++i) {
        const char32_t c = text[i].c;
        if (is_latin(c)) {
            ++count.latin;
            if (cyrillic_look_alike(c, text[i].capital) == 0) ++count.only_latin;
        } else if (is_cyrillic(c)) {
            ++count.cyrillic;
            if (latin_look_alike(c, text[i].capital) == 0) ++count.only_cyrillic;
        }
    }
    return count;
}

/// Step 6: in a word of both scripts the letters that could be either become those of the script
/// that the others show; of the more frequent one where no letter shows any.
void unmix(Characters& text, std::size_t first, std::size_t last) {
    const Scripts count = scripts_of(text, first, last);
    if (count.latin == 0 || count.cyrillic == 0) return;
    if (count.only_latin > 0 && count.only_cyrillic > 0) return;
    const bool cyrillic =
        count.only_cyrillic > 0 || (count.only_latin == 0 && count.cyrillic >= count.latin);
    for (std::size_t i = first; i < last; ++i) {
        const char32_t c = text[i].c;
        const bool capital = text[i].capital;
        const char32_t other = cyrillic && is_latin(c)       ? cyrillic_look_alike(c, capital)
                               : !cyrillic && is_cyrillic(c) ? latin_look_alike(c, capital)
                                                             : 0;
        if (other != 0) text[i].c = other;
    }
}

void unmix_words(Characters& text) {
    for (std::size_t first = 0; first < text.size();) {
        std::size_t last = first;
        while (last < text.size() && is_letter(text[last].c)) ++last;
        if (last > first) unmix(text, first, last);
        first = std::max(last, first + 1);
    }
}

/// Units whose square and cube are written with a plain digit: m3, km2.
constexpr std::u32string_view kMetres[] = {U"m", U"mm", U"cm", U"dm", U"km",
                                           U"м", U"мм", U"см", U"дм", U"км"};

/// Whether the text that ends before `end` is one of these units.
bool ends_with_metres(const Characters& text, std::size_t end) {
    std::size_t begin = end;
    std::u32string word;
    while (begin > 0 && is_letter(text[begin - 1].c) && end - begin < 3) --begin;
    for (std::size_t i = begin; i < end; ++i) word += text[i].c;
    return std::find(std::begin(kMetres), std::end(kMetres), word) != std::end(kMetres);
}

/// Step 7: runs of spaces as one, and the caret of m^3 goes.
void tidy(Characters& text) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i].c == kSpace && size > 0 && text[size - 1].c == kSpace) {
            text[size - 1].end = text[i].end;
            continue;
        }
        if (text[i].c == kCaret && i + 1 < text.size()) {
            const char32_t power = text[i + 1].c;
            const bool alone = i + 2 == text.size() || !is_digit(text[i + 2].c);
            if ((power == U'2' || power == U'3') && alone && ends_with_metres(text, size)) continue;
        }
        text[size++] = text[i];
    }
    text.resize(size);
}

/// Step 8: canonical composition, for the scripts whose marks are kept.
Characters compose(Characters text) {
    const auto may_change = [](const Character& x) {
        return x.c >= 0x0300 && unorm2_hasBoundaryBefore(composition(), icu(x.c)) == 0;
    };
    if (std::none_of(text.begin(), text.end(), may_change)) return text;
    Characters out;
    for (std::size_t first = 0; first < text.size();) {
        std::size_t last = first + 1;
        while (last < text.size() && may_change(text[last])) ++last;
        if (last - first == 1) {
            out.push_back(text[first++]);
            continue;
        }
        std::u16string from, to;
        std::uint32_t end = 0;
        for (std::size_t i = first; i < last; ++i) {
            const char32_t c = text[i].c;
            if (c > 0xFFFF) from += static_cast<char16_t>(U16_LEAD(icu(c)));
            from += static_cast<char16_t>(c > 0xFFFF ? U16_TRAIL(icu(c)) : icu(c));
            end = std::max(end, text[i].end);
        }
        to.resize(from.size() * 3);
        UErrorCode error = U_ZERO_ERROR;
        const auto length =
            unorm2_normalize(composition(), from.data(), static_cast<std::int32_t>(from.size()),
                             to.data(), static_cast<std::int32_t>(to.size()), &error);
        for (std::int32_t at = 0; at < length;) {
            UChar32 c = 0;
            U16_NEXT(to.data(), at, length, c);
            out.push_back({static_cast<char32_t>(c), text[first].begin, end});
        }
        first = last;
    }
    return out;
}

NormalisedText packed(const Characters& characters) {
    NormalisedText out;
    out.text.reserve(characters.size());
    out.begin.reserve(characters.size());
    out.end.reserve(characters.size());
    for (const Character& each : characters) {
        out.text += each.c;
        out.begin.push_back(each.begin);
        out.end.push_back(each.end);
        out.capital.push_back(each.capital);
    }
    return out;
}

} // namespace

std::pair<std::size_t, std::size_t> NormalisedText::origin(std::size_t first,
                                                           std::size_t last) const {
    first = std::min(first, size());
    last = std::min(last, size());
    if (first < last) return {begin[first], end[last - 1]};
    const std::size_t place = first < size() ? begin[first] : size() == 0 ? 0 : end.back();
    return {place, place};
}

NormalisedText normalise(std::string_view utf8) {
    Characters text = fold(decompose(join_words(decode(utf8))));
    unmix_words(text);
    tidy(text);
    return packed(compose(std::move(text)));
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size() * 2);
    for (const char32_t c : text) {
        std::array<char, 4> bytes{};
        std::int32_t length = 0;
        UBool failed = 0;
        U8_APPEND(bytes.data(), length, 4, icu(c), failed);
        if (failed == 0) out.append(bytes.data(), static_cast<std::size_t>(length));
    }
    return out;
}

std::string normalised_utf8(std::string_view utf8) {
    return to_utf8(normalise(utf8).text);
}

bool is_word_character(char32_t c) {
    return c < 0x80 ? is_ascii_letter(c) || is_digit(c)
                    : in_mask(c, U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK);
}

NormalisedText letters_of(const NormalisedText& text) {
    NormalisedText out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t c = text.text[i];
        if (!is_word_character(c)) continue;
        c = common_shape(c);
        if (c == kArmenianYiwn && !out.text.empty() && out.text.back() == kArmenianEch) {
            c = kArmenianVew;
        }
        out.text += c;
        out.begin.push_back(text.begin[i]);
        out.end.push_back(text.end[i]);
        out.capital.push_back(text.capital[i]);
    }
    return out;
}

} // namespace isthmus::evidence
