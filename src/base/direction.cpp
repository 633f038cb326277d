// SPDX-License-Identifier: Apache-2.0
#include "base/direction.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace isthmus {

namespace {

constexpr std::string_view kIsolate = "\u2068", kIsolateEnd = "\u2069", kLost = "\uFFFD";

struct Range {
    char32_t first, last;
};
/// Blocks of letters that run from right to left (DerivedBidiClass of Unicode, R and AL, whole
/// blocks), and the mark that makes others do so.
constexpr Range kRightToLeft[] = {{0x0590, 0x08FF}, {0x200F, 0x200F},   {0xFB1D, 0xFDFF},
                                  {0xFE70, 0xFEFE}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF}};
/// Embeddings, overrides and isolates.
constexpr Range kReachingMarks[] = {{0x202A, 0x202E}, {0x2066, 0x2069}};

template <std::size_t Size> bool within(const Range (&ranges)[Size], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](const Range& range) { return range.first <= c && c <= range.last; });
}

struct Next {
    char32_t c = 0;
    std::string_view bytes;
    bool valid = false;
};

/// The character at the beginning of a text that is not empty.
Next first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    Next next;
    next.bytes = text.substr(0, length);
    next.valid = next.bytes.size() == length && is_utf8(next.bytes);
    if (!next.valid) {
        next.bytes = text.substr(0, 1);
        return next;
    }
    next.c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (const char byte : next.bytes.substr(1)) {
        next.c = (next.c << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return next;
}

bool is_white(char32_t c) {
    return (c >= U'\t' && c <= U'\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

} // namespace

bool runs_right_to_left(std::string_view utf8) {
    while (!utf8.empty()) {
        const Next next = first_character(utf8);
        if (next.valid && within(kRightToLeft, next.c)) return true;
        utf8.remove_prefix(next.bytes.size());
    }
    return false;
}

std::string terminal_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    while (!text.empty()) {
        const Next next = first_character(text);
        text.remove_prefix(next.bytes.size());
        if (!next.valid)
            line += kLost;
        else if (is_white(next.c))
            line += ' ';
        else if (!is_control(next.c) && !within(kReachingMarks, next.c))
            line += next.bytes;
    }
    return line;
}

std::string isolated(std::string_view line) {
    if (!runs_right_to_left(line)) return std::string(line);
    std::string text(kIsolate);
    text += line;
    text += kIsolateEnd;
    return text;
}

} // namespace isthmus
