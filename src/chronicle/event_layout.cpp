// SPDX-License-Identifier: Apache-2.0
#include "chronicle/event_layout.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::chronicle {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::optional<Day> calendar_day(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// The lines that lie whole in the beginning of a file (the last too where it is all of the file).
std::vector<std::string_view> first_lines(std::string_view text) {
    constexpr std::size_t kLines = 50;
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    std::vector<std::string_view> lines;
    while (!text.empty() && lines.size() < kLines) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (!line.empty()) lines.push_back(line);
        text = end == std::string_view::npos ? "" : text.substr(end + 1);
    }
    return lines;
}

/// Sign, digits, point, at most six more digits: without the rounding of doubles.
std::optional<std::int32_t> read_decimal(std::string_view text) {
    constexpr std::size_t kLongest = 8, kDecimals = 6;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::size_t decimals = point < text.size() ? text.size() - point - 1 : 0;
    if (point == 0 || point > 2 || decimals > kDecimals || text.size() > kLongest) {
        return std::nullopt;
    }
    std::int32_t value = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == point) continue;
        if (!is_digit(text[i])) return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    for (std::size_t i = decimals; i < kDecimals; ++i) value *= 10;
    return negative ? -value : value;
}

} // namespace

std::vector<std::string_view> cells_of(std::string_view line) {
    std::vector<std::string_view> cells;
    while (true) {
        const std::size_t end = line.find('\t');
        cells.push_back(line.substr(0, end));
        if (end == std::string_view::npos) return cells;
        line.remove_prefix(end + 1);
    }
}

Diagnostics place_columns(const std::vector<std::string_view>& header,
                          const std::vector<WantedColumn>& wanted, const std::string& file,
                          FileLayout& layout) {
    Diagnostics diagnostics;
    for (const WantedColumn& column : wanted) {
        const auto found = std::find_first_of(header.begin(), header.end(), column.names.begin(),
                                              column.names.end());
        if (found == header.end()) {
            diagnostics.add(
                {"E947", file, 1, std::string(column.names.front()), "", "",
                 fmt::format("the file is taken for one of {}", format_name(layout.format))});
            continue;
        }
        layout.*column.place = static_cast<std::size_t>(found - header.begin());
    }
    return diagnostics;
}

FoundLayout find_layout(std::string_view beginning, const std::string& file) {
    const std::vector<std::string_view> lines = first_lines(beginning);
    if (lines.empty()) return {};
    FoundLayout found = icews_layout(lines, file);
    if (!found.fits) found = polecat_layout(lines, file);
    if (!found.fits) found = gdelt_layout(lines);
    return found;
}

std::optional<Day> read_compact_day(std::string_view text, DayMemory& memory) {
    constexpr std::size_t kLength = 8;
    if (text.size() != kLength) return std::nullopt;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), kLength);
    if (bytes == memory.text) return memory.day;
    unsigned number = 0;
    for (const char c : text) {
        if (!is_digit(c)) return std::nullopt;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    const std::optional<Day> day =
        calendar_day(static_cast<int>(number / 10000), number / 100 % 100, number % 100);
    if (day) memory = {bytes, *day};
    return day;
}

std::optional<Day> read_day(std::string_view text, DayMemory& memory) {
    constexpr std::size_t kDateLength = 10;
    if (text.size() < kDateLength) return read_compact_day(text, memory);
    if (text.size() > kDateLength && text[kDateLength] != ' ' && text[kDateLength] != 'T') {
        return std::nullopt;
    }
    if (text[4] != '-' || text[7] != '-') return std::nullopt;
    const char compact[] = {text[0], text[1], text[2], text[3], text[5], text[6], text[8], text[9]};
    return read_compact_day({compact, sizeof compact}, memory);
}

std::optional<std::uint64_t> read_whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::optional<std::int32_t> read_goldstein(std::string_view text) {
    constexpr std::int32_t kLargest = 10 * static_cast<std::int32_t>(kMillion);
    std::optional<std::int32_t> value = read_decimal(text);
    if (!value) {
        const std::optional<double> number = parse_number(text);
        if (!number || std::abs(*number) > from_millionths(kLargest)) return std::nullopt;
        value = static_cast<std::int32_t>(to_millionths(*number));
    }
    if (*value > kLargest || *value < -kLargest) return std::nullopt;
    return value;
}

} // namespace isthmus::chronicle
