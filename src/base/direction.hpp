// SPDX-License-Identifier: Apache-2.0
// Text of any script shown beside other text: nothing in it may move what stands around it, or
// command the terminal.
#pragma once

#include <string>
#include <string_view>

namespace isthmus {

/// Whether a text holds letters that run from right to left (Arabic, Hebrew, Syriac, Thaana and
/// their like), or marks that make others run so.
bool runs_right_to_left(std::string_view utf8);

/// The text as one line for a terminal: white space as one space each, no control characters (which
/// could move the cursor or recolour the screen), no direction marks that reach beyond the text
/// (embeddings, overrides, isolates), and a replacement character for bytes that are not UTF-8.
std::string terminal_line(std::string_view text);

/// A text that runs from right to left between a first-strong isolate and its end (Unicode Annex 9,
/// section 2.7), so that numbers and names beside it stay in their places; other text as it is.
std::string isolated(std::string_view line);

} // namespace isthmus
