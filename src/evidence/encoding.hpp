// SPDX-License-Identifier: Apache-2.0
// From the bytes of a file to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace isthmus::evidence {

/// The text in UTF-8, from: the byte order mark where there is one; else UTF-8 where the bytes are
/// that; else `declared` (what the page says of itself; may be empty or unknown); else UTF-8 with a
/// few damaged bytes; else what ICU's detector says with confidence. Bytes that the encoding has
/// not become U+FFFD. Nothing where the encoding cannot be told, or where the result holds
/// characters that no text has.
std::optional<std::string> decode(std::string_view bytes, std::string_view declared = {});

/// Whether a text holds control characters that no text has (NUL and the like).
bool holds_controls(std::string_view utf8);

} // namespace isthmus::evidence
