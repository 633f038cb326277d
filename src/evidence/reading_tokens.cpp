// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading_tokens.hpp"

#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace isthmus::evidence {
namespace {

bool is_digit(char32_t letter) {
    return letter >= U'0' && letter <= U'9';
}

bool is_letter(char32_t letter) {
    const auto code = static_cast<UChar32>(letter);
    return u_isalpha(code) || (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0;
}

bool is_space(char32_t letter) {
    return u_isUWhiteSpace(static_cast<UChar32>(letter)) || letter < U' ';
}

} // namespace

std::vector<Token> tokenise(std::u32string_view text, std::size_t first, std::size_t last) {
    std::vector<Token> tokens;
    bool spaced = false;
    for (std::size_t i = first; i < last;) {
        const char32_t letter = text[i];
        if (is_space(letter)) {
            spaced = true;
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        TokenKind kind = TokenKind::kSign;
        if (is_digit(letter)) {
            kind = TokenKind::kNumber;
            while (end < last && is_digit(text[end])) ++end;
        } else if (is_letter(letter)) {
            kind = TokenKind::kWord;
            while (end < last && is_letter(text[end])) ++end;
            while (end < last && is_digit(text[end])) ++end;
        }
        tokens.push_back({kind, text.substr(i, end - i), i, end, spaced});
        spaced = false;
        i = end;
    }
    return tokens;
}

std::vector<Token> tokenise(std::u32string_view text) {
    return tokenise(text, 0, text.size());
}

bool ends_sentence(const Token& token) {
    return token.is(U'.') || token.is(U'!') || token.is(U'?') || token.is(U'\u061F') ||
           token.is(U'\u2026');
}

bool begins_sentence(const Token& token, const NormalisedText& text, std::string_view original) {
    if (token.kind == TokenKind::kNumber) return true;
    if (token.first >= text.begin.size()) return true;
    auto at = static_cast<std::int32_t>(text.begin[token.first]);
    UChar32 letter = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(original.data()), at,
            static_cast<std::int32_t>(original.size()), letter);
    return letter < 0 || !u_islower(letter);
}

} // namespace isthmus::evidence
