// SPDX-License-Identifier: Apache-2.0
// Words, numerals and signs of a normalised text, and the sentences that they make.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "evidence/normalise.hpp"

namespace isthmus::evidence {

enum class TokenKind {
    kWord,   ///< letters; digits may follow without a space ("m3", "g20")
    kNumber, ///< digits alone
    kSign,   ///< one character that is neither
};

struct Token {
    TokenKind kind = TokenKind::kSign;
    std::u32string_view text;
    std::size_t first = 0, last = 0; ///< characters of the whole normalised text, last excluded
    bool spaced = false;             ///< a space stands before it

    bool is(char32_t sign) const { return text.size() == 1 && text.front() == sign; }
};

/// Tokens of the characters first to last (excluded). They point into `text`, which has to stay.
std::vector<Token> tokenise(std::u32string_view text, std::size_t first, std::size_t last);
std::vector<Token> tokenise(std::u32string_view text);

/// Tokens first to last (excluded).
struct TokenSpan {
    std::size_t first = 0, last = 0;
};

/// Longer ones are cut: they are tables or lists, and what is about a number stands near it.
inline constexpr std::size_t kLongestSentence = 300;

/// Sentences of a paragraph's tokens. A full stop ends one where the next word begins with a
/// capital or in a script without them, and no abbreviation or single letter stands before it;
/// `abbreviation` says which words are such. `original` is the text before normalisation, which has
/// the capitals.
template <typename Abbreviation>
std::vector<TokenSpan> sentences(const std::vector<Token>& tokens, const NormalisedText& text,
                                 std::string_view original, const Abbreviation& abbreviation);

/// Whether the token may begin a sentence: its first letter is a capital, or of a script without.
bool begins_sentence(const Token& token, const NormalisedText& text, std::string_view original);
bool ends_sentence(const Token& token);

template <typename Abbreviation>
std::vector<TokenSpan> sentences(const std::vector<Token>& tokens, const NormalisedText& text,
                                 std::string_view original, const Abbreviation& abbreviation) {
    std::vector<TokenSpan> result;
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (i - begin >= kLongestSentence) {
            result.push_back({begin, i});
            begin = i;
        }
        if (!ends_sentence(tokens[i])) continue;
        const bool stop = tokens[i].is(U'.');
        if (stop && i > 0 && !tokens[i].spaced) {
            const Token& before = tokens[i - 1];
            if (before.kind == TokenKind::kWord &&
                (before.text.size() == 1 || abbreviation(before.text))) {
                continue;
            }
        }
        std::size_t next = i + 1;
        while (next < tokens.size() && tokens[next].kind == TokenKind::kSign) ++next;
        if (next >= tokens.size()) break;
        if (stop && next == i + 1 && !tokens[next].spaced) continue;
        if (!begins_sentence(tokens[next], text, original)) continue;
        result.push_back({begin, i + 1});
        begin = i + 1;
    }
    if (begin < tokens.size()) result.push_back({begin, tokens.size()});
    return result;
}

} // namespace isthmus::evidence
