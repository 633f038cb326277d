// SPDX-License-Identifier: Apache-2.0
#include "evidence/claim_passage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/text.hpp"

namespace isthmus::evidence {

namespace {

constexpr std::array<std::string_view, 6> kParagraphWords = {"paragraphs", "paragraph", "paras",
                                                             "para",       "par.",      "\xC2\xB6"};

bool is_digit(char32_t character) {
    return character >= U'0' && character <= U'9';
}
bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/// A whole number at the beginning of the text, which is taken off.
std::optional<std::size_t> take_number(std::string_view& text) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    constexpr std::size_t kMostDigits = 7;
    if (digits == 0 || digits > kMostDigits) return std::nullopt;
    const std::size_t number = std::stoul(std::string(text.substr(0, digits)));
    text.remove_prefix(digits);
    return number;
}

void skip_space(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
}

std::optional<ParagraphRange> range_at(std::string_view text) {
    skip_space(text);
    const std::optional<std::size_t> first = take_number(text);
    if (!first || *first == 0) return std::nullopt;
    skip_space(text);
    for (const std::string_view dash : {"-", "\xE2\x80\x93", "to ", "and "}) {
        if (!text.starts_with(dash)) continue;
        text.remove_prefix(dash.size());
        skip_space(text);
        const std::optional<std::size_t> last = take_number(text);
        if (last && *last >= *first) return ParagraphRange{*first, *last};
        break;
    }
    return ParagraphRange{*first, *first};
}

/// Characters that stand between the digits of a number, after normalisation.
bool is_separator(char32_t character) {
    return std::u32string_view(U".,' \u066B\u066C").find(character) != std::u32string_view::npos;
}

/// The digits of a number as it may be meant: `text` with its separators left out but for the one
/// at `point`, which is the decimal point.
std::optional<double> reading(std::u32string_view text, std::size_t point) {
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_digit(text[i])) digits += static_cast<char>(text[i]);
        if (i == point) digits += '.';
    }
    return parse_number(digits);
}

bool equal(double a, double b) {
    constexpr double kRounding = 1e-9;
    return std::abs(a - b) <= kRounding * std::max(std::abs(a), std::abs(b));
}

struct BreakerClose {
    void operator()(UBreakIterator* breaker) const { ubrk_close(breaker); }
};
struct TextClose {
    void operator()(UText* text) const { utext_close(text); }
};

std::string_view part_of(std::string_view text, Paragraph part) {
    return text.substr(part.begin, part.end - part.begin);
}

/// Enlarges the sentence by those after it, then by those before it, until it is long enough.
LetterRange enlarged(const NormalisedText& letters, const std::vector<Paragraph>& sentences,
                     std::size_t sentence) {
    std::size_t first = sentence, last = sentence;
    const auto range = [&] {
        return letters_from(letters, sentences[first].begin, sentences[last].end);
    };
    while (range().length < kShortestPassage && last + 1 < sentences.size()) ++last;
    while (range().length < kShortestPassage && first > 0) --first;
    return range();
}

} // namespace

std::optional<ParagraphRange> named_paragraphs(std::string_view locator) {
    std::string lower(locator);
    for (char& character : lower) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
    }
    for (std::size_t place = 0; place < lower.size(); ++place) {
        if (place > 0 && is_letter(lower[place - 1])) continue;
        for (const std::string_view word : kParagraphWords) {
            const std::string_view rest = std::string_view(lower).substr(place);
            if (!rest.starts_with(word)) continue;
            const std::optional<ParagraphRange> range = range_at(rest.substr(word.size()));
            if (range) return range;
        }
    }
    return std::nullopt;
}

bool holds_number(std::string_view utf8, double value, bool is_share) {
    const std::u32string text = normalise(utf8).text;
    const auto meant = [&](std::optional<double> number) {
        constexpr double kPerCent = 100;
        return number && (equal(*number, value) || (is_share && equal(*number, kPerCent * value)));
    };
    for (std::size_t begin = 0; begin < text.size();) {
        if (!is_digit(text[begin])) {
            ++begin;
            continue;
        }
        // Every run from here that single separators join is a number that may be meant, since
        // "in 2024, 12.5" and "1 200 000" look alike.
        std::size_t end = begin;
        while (end < text.size()) {
            while (end < text.size() && is_digit(text[end])) ++end;
            const std::u32string_view run = std::u32string_view(text).substr(begin, end - begin);
            if (meant(reading(run, std::u32string_view::npos))) return true;
            const std::size_t last = run.find_last_not_of(U"0123456789");
            if (last != std::u32string_view::npos && meant(reading(run, last))) return true;
            if (end + 1 >= text.size() || !is_separator(text[end]) || !is_digit(text[end + 1]))
                break;
            ++end;
        }
        while (begin < text.size() && is_digit(text[begin])) ++begin;
    }
    return false;
}

std::optional<bool> holds_value(std::string_view utf8, const world::Claim& claim) {
    const std::optional<double> value = parse_number(claim.value);
    if (!value) return std::nullopt;
    return holds_number(utf8, std::abs(*value), claim.unit == "share");
}

std::vector<Paragraph> sentences_of(std::string_view text, Paragraph part) {
    const std::string_view content = part_of(text, part);
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UText, TextClose> source(
        utext_openUTF8(nullptr, content.data(), static_cast<std::int64_t>(content.size()), &error));
    const std::unique_ptr<UBreakIterator, BreakerClose> breaker(
        ubrk_open(UBRK_SENTENCE, "", nullptr, 0, &error));
    if (U_SUCCESS(error)) ubrk_setUText(breaker.get(), source.get(), &error);
    if (U_FAILURE(error)) return {part};
    std::vector<Paragraph> sentences;
    std::int32_t begin = ubrk_first(breaker.get());
    for (std::int32_t end = ubrk_next(breaker.get()); end != UBRK_DONE;
         end = ubrk_next(breaker.get())) {
        sentences.push_back({part.begin + static_cast<std::size_t>(begin),
                             part.begin + static_cast<std::size_t>(end)});
        begin = end;
    }
    return sentences;
}

LetterRange letters_from(const NormalisedText& letters, std::size_t begin, std::size_t end) {
    const auto first = std::lower_bound(letters.begin.begin(), letters.begin.end(), begin);
    const auto last = std::lower_bound(first, letters.begin.end(), end);
    return {static_cast<std::size_t>(first - letters.begin.begin()),
            static_cast<std::size_t>(last - first)};
}

Paragraph bytes_of(const NormalisedText& letters, LetterRange range) {
    const auto [begin, end] = letters.origin(range.position, range.position + range.length);
    return {begin, end};
}

std::optional<LetterRange> claim_passage(const DocumentText& document,
                                         const NormalisedText& letters, const world::Claim& claim,
                                         ParagraphRange paragraphs) {
    if (paragraphs.first == 0 || paragraphs.last > document.paragraphs.size()) return std::nullopt;
    const Paragraph whole{document.paragraphs[paragraphs.first - 1].begin,
                          document.paragraphs[paragraphs.last - 1].end};
    const LetterRange range = letters_from(letters, whole.begin, whole.end);
    if (range.length == 0) return std::nullopt;
    if (!parse_number(claim.value)) return range;
    const std::vector<Paragraph> sentences = sentences_of(document.text, whole);
    std::vector<std::size_t> holding;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (holds_value(part_of(document.text, sentences[i]), claim).value_or(false))
            holding.push_back(i);
    }
    if (holding.size() != 1) return range;
    const LetterRange narrowed = enlarged(letters, sentences, holding.front());
    return narrowed.length > 0 ? narrowed : range;
}

} // namespace isthmus::evidence
