// SPDX-License-Identifier: Apache-2.0
// Made-up documents in several scripts for tests, and what happens to documents: other settings and
// the noise of scanning.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "evidence/anchor.hpp"

namespace isthmus::evidence {

struct TestScript {
    std::string name;
    std::u32string letters;
    bool joins = false; ///< whether tatweel and joiners may stand in its words
};

inline const std::vector<TestScript>& test_scripts() {
    static const std::vector<TestScript> scripts = {
        {"latin", U"abcdefghijklmnoprstuvyzçşğöü", false},
        {"cyrillic", U"абвгдежзиклмнопрстуфхцчшщыьэюя", false},
        {"persian", U"ابپتجچحخدرزسشطعغفقکگلمنوهی", true},
        {"georgian", U"აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", false},
        {"armenian", U"աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆ", false}};
    return scripts;
}

inline std::u32string made_up_word(const TestScript& script, SplitMix64& random) {
    std::u32string word;
    for (std::size_t left = 2 + random.below(9); left > 0; --left)
        word += script.letters[random.below(script.letters.size())];
    return word;
}

/// Sentences of words from a vocabulary of six hundred, frequent ones far more often (Zipf 1935),
/// with a number here and there; a blank line after each paragraph.
inline std::u32string made_up_document(const TestScript& script, std::size_t paragraphs,
                                       SplitMix64& random) {
    constexpr std::size_t kWords = 600;
    std::vector<std::u32string> words;
    for (std::size_t i = 0; i < kWords; ++i) words.push_back(made_up_word(script, random));
    std::u32string text;
    for (; paragraphs > 0; --paragraphs) {
        for (std::size_t sentences = 2 + random.below(5); sentences > 0; --sentences) {
            for (std::size_t left = 7 + random.below(16); left > 0; --left) {
                const auto rank = static_cast<std::size_t>(std::pow(kWords, random.unit()));
                text += words[rank - 1];
                text += U' ';
            }
            for (const char digit : std::to_string(random.below(5000)))
                text += static_cast<char32_t>(digit);
            text += U". ";
        }
        text.back() = U'\n';
        text += U'\n';
    }
    return text;
}

/// The same document set anew: other lines, words divided at their ends, other spaces and quotes,
/// soft hyphens, and joiners and tatweel where the script has them.
inline std::u32string set_anew(std::u32string_view text, const TestScript& script,
                               SplitMix64& random) {
    std::u32string result = U"\uFEFF";
    std::size_t line = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t character = text[i];
        const bool inside = i > 0 && i + 1 < text.size() &&
                            script.letters.find(text[i - 1]) != std::u32string::npos &&
                            script.letters.find(character) != std::u32string::npos &&
                            script.letters.find(text[i + 1]) != std::u32string::npos;
        if (inside && line > 60) {
            result += U"-\n";
            line = 0;
        } else if (inside && random.below(20) == 0) {
            result += script.joins ? (random.below(2) == 0 ? U"\u0640" : U"\u200D") : U"\u00AD";
        }
        if (character == U' ' && line > 55) {
            result += U"\r\n";
            line = 0;
        } else if (character == U' ' && random.below(10) == 0) {
            result += random.below(2) == 0 ? U"\u00A0" : U" \u201C";
        } else {
            result += character;
        }
        ++line;
    }
    return result;
}

/// The characters of well-formed UTF-8.
inline std::u32string from_utf8(std::string_view utf8) {
    std::u32string text;
    for (const char each : utf8) {
        const auto byte = static_cast<unsigned char>(each);
        if ((byte & 0xC0U) == 0x80U)
            text.back() = (text.back() << 6U) | (byte & 0x3FU);
        else
            text += byte < 0x80U ? byte : byte & (byte < 0xE0U ? 0x1FU : byte < 0xF0U ? 0x0FU : 7U);
    }
    return text;
}

/// Letters after scanning, and where each of them has gone.
struct NoisyLetters {
    std::u32string text;
    std::vector<std::size_t> place; ///< of each former letter and of the end
};

/// Every letter with this chance read as another, left out, or with another one beside it.
inline NoisyLetters with_noise(std::u32string_view letters, double rate, SplitMix64& random) {
    NoisyLetters noisy;
    for (const char32_t letter : letters) {
        noisy.place.push_back(noisy.text.size());
        if (random.unit() >= rate) {
            noisy.text += letter;
            continue;
        }
        const char32_t other = letters[random.below(letters.size())];
        const std::size_t kind = random.below(3);
        if (kind == 1) noisy.text += letter;
        if (kind != 2) noisy.text += other;
    }
    noisy.place.push_back(noisy.text.size());
    return noisy;
}

/// Whether more than half of the place is inside `begin` to `end`, and of these inside the place.
inline bool overlaps(const LetterRange& place, std::size_t begin, std::size_t end) {
    const std::size_t from = std::max(place.position, begin);
    const std::size_t to = std::min(place.position + place.length, end);
    return to > from && 2 * (to - from) > std::max(place.length, end - begin);
}

} // namespace isthmus::evidence
