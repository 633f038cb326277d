// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <numeric>

#include <fmt/format.h>

namespace isthmus {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0; ///< bytes; 0 where the bytes are not UTF-8
};

CodePoint decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead < 0xC2   ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || text.size() < length) return {};
    char32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {};
        value = (value << 6) | (byte(i) & 0x3FU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {};
    return {value, length};
}

/// A byte that is not UTF-8 counts as a character of its own, so that any text can be compared.
std::u32string code_points(std::string_view text) {
    std::u32string result;
    while (!text.empty()) {
        const CodePoint next = decode(text);
        result += next.length > 0 ? next.value : 0x110000U + static_cast<unsigned char>(text[0]);
        text.remove_prefix(std::max<std::size_t>(next.length, 1));
    }
    return result;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, substituted});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], before_last[j - 2] + 1);
        }
        before_last.swap(last);
        last.swap(current);
    }
    return last[b.size()];
}

template <typename Number> std::optional<Number> parse_whole(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

} // namespace

std::string format_number(double value) {
    if (value == 0) return "0";
    // Beyond these bounds plain notation is padded with zeros that carry no information.
    const double magnitude = std::abs(value);
    const bool plain = magnitude >= 1e-5 && magnitude < 1e16;
    char buffer[64];
    const auto written =
        std::to_chars(buffer, buffer + sizeof buffer, value,
                      plain ? std::chars_format::fixed : std::chars_format::scientific);
    if (std::isfinite(value)) return std::string(buffer, written.ptr);
    return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

std::string format_fixed(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    const bool negative_zero = text[0] == '-' && text.find_first_not_of("-0.") == std::string::npos;
    return negative_zero ? text.substr(1) : text;
}

std::optional<double> parse_number(std::string_view text) {
    const std::optional<double> value = parse_whole<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<int> parse_integer(std::string_view text) {
    return parse_whole<int>(text);
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\f\v";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    if (trim(text).empty()) return parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    return fmt::format("{}", fmt::join(parts, separator));
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = decode(text).length;
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string escape_html(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

std::optional<std::string> nearest_match(std::string_view text,
                                         const std::vector<std::string>& candidates) {
    const std::u32string wanted = code_points(text);
    std::optional<std::string> nearest;
    std::size_t least = 0;
    for (const std::string& candidate : candidates) {
        const std::u32string letters = code_points(candidate);
        const std::size_t longer = std::max(wanted.size(), letters.size());
        const std::size_t shorter = std::min(wanted.size(), letters.size());
        const std::size_t allowed = std::max<std::size_t>(1, longer / 3);
        if (longer - shorter > allowed) continue;
        const std::size_t distance = edit_distance(wanted, letters);
        if (distance > allowed || (nearest && distance >= least)) continue;
        nearest = candidate;
        least = distance;
    }
    return nearest;
}

} // namespace isthmus
