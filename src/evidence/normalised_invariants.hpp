// SPDX-License-Identifier: Apache-2.0
// For the tests and the fuzz target: what holds of every normalised text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "evidence/normalise.hpp"

namespace isthmus::evidence {

/// Which of the promises of normalise() a text breaks; empty where none.
inline std::string broken_promise(const std::string& text) {
    const NormalisedText once = normalise(text);
    if (once.begin.size() != once.size() || once.end.size() != once.size() ||
        once.capital.size() != once.size()) {
        return "one offset for each character";
    }
    for (std::size_t i = 0; i < once.size(); ++i) {
        if (once.begin[i] > once.end[i] || once.end[i] > text.size()) return "inside the text";
        if (i > 0 && (once.begin[i - 1] > once.begin[i] || once.end[i - 1] > once.end[i]))
            return "in order";
        if (i > 0 && once.text[i] == U' ' && once.text[i - 1] == U' ') return "one space";
    }
    const NormalisedText twice = normalise(to_utf8(once.text));
    if (twice.text != once.text) {
        return "twice is as once: " + to_utf8(once.text) + " -> " + to_utf8(twice.text);
    }
    if (letters_of(twice).text != letters_of(once).text) return "letters of both";
    const NormalisedText letters = letters_of(once);
    if (letters_of(letters).text != letters.text) return "letters of letters";
    for (const char32_t c : letters.text) {
        if (!is_word_character(c)) return "letters and digits alone";
    }
    return {};
}

/// Letters, digits and signs of the languages that are read, with what is easily mixed up.
inline std::string random_text(SplitMix64& random, std::size_t length) {
    static const std::u32string kPieces =
        U"abcehikmopstxyzABCEHKMOPSTXYIQwйцукеёнгіїўЙЁВСНМТРОабвгсхуһәӘıİəƏşŞçğöüßæøñ"
        U"ابتثیيىئکكهةۀەآأإٱوؤءـپچژگ\u064B\u0650\u0670\u0654\u0653\u0306\u0308\u0301\u0307"
        U"აბგთᲗႧⴇեւևւոՈվՎԵՒ՝՞։0159۱۵٤\u00B9\u00B2\u00B3\u2070\u2460"
        U"\u00BD"
        U"\u2082"
        U"\u2116"
        U"  \n\n\r\t-\u2010\u2014\u00AD\u200C\u200D\u200B\u200F\uFEFF\u00A0\u2009.,:;^^'\"«»“’"
        U"\uFB01\uFB03\uFEFB\uFDF2\u33A5\u2122mmкмм";
    std::u32string text;
    for (std::size_t i = 0; i < length; ++i) text += kPieces[random.below(kPieces.size())];
    return to_utf8(text);
}

/// The text with joiners, tatweels, soft hyphens and spaces between its characters.
inline std::string sprinkled(const std::string& text, SplitMix64& random) {
    static const std::vector<std::string> kPieces{" ", "\u200C", "\u200D", "\u00AD",
                                                  "ـ", "\u00A0", "\u2060", "\n"};
    std::string out;
    for (const char byte : text) {
        const bool inside = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
        if (!inside && random.below(4) == 0) out += kPieces[random.below(kPieces.size())];
        out += byte;
    }
    return out;
}

} // namespace isthmus::evidence
