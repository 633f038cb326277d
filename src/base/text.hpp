// SPDX-License-Identifier: Apache-2.0
// Small text helpers: numbers, splitting, escaping and the nearest match for a misspelt name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus {

/// Fewest digits that read back as the same double, with an exponent only below 0.00001 and from
/// 1e16 on; "0" for negative zero.
std::string format_number(double value);
/// Fixed number of decimals, without a negative zero.
std::string format_fixed(double value, int decimals);

/// The whole text as a finite number in the C locale, or nothing; no spaces and no plus sign before
/// it.
std::optional<double> parse_number(std::string_view text);
std::optional<int> parse_integer(std::string_view text);

std::string_view trim(std::string_view text);
/// Parts between separators, trimmed; empty text has no parts.
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Whether the bytes are well-formed UTF-8.
bool is_utf8(std::string_view text);
/// Text safe inside HTML content and double-quoted attributes.
std::string escape_html(std::string_view text);

/// The candidate with the smallest edit distance (optimal string alignment over code points), if it
/// is near enough to be a misspelling: at most a third of the longer length, and at least one edit
/// is always allowed.
std::optional<std::string> nearest_match(std::string_view text,
                                         const std::vector<std::string>& candidates);

} // namespace isthmus
