// SPDX-License-Identifier: Apache-2.0
// A document's plain text, taken from the file that a user holds.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/choices.hpp"

namespace isthmus::evidence {

/// A run of text between blank lines: bytes begin to end (excluded) of DocumentText::text.
struct Paragraph {
    std::size_t begin = 0, end = 0;
};

struct DocumentText {
    world::DocumentFormat format = world::DocumentFormat::kText;
    std::string text;                  ///< UTF-8
    std::string title;                 ///< of the page's head, else its first line; may be empty
    std::vector<Paragraph> paragraphs; ///< in order; people count them from 1
    std::string digest;                ///< SHA-256 of the file's bytes, hexadecimal
    std::string text_digest;           ///< SHA-256 of letters_of(normalise(text)) as UTF-8
    std::size_t letters = 0;           ///< how many these are

    /// The paragraph that holds the byte, counted from 1; the one before it between two; 0 before
    /// the first.
    std::size_t paragraph_at(std::size_t byte) const;
};

/// Reads text, HTML (libxml2) or PDF (the program pdftotext of poppler, run without a shell), by
/// what the file holds and not by its name. Throws Error (E401) where it cannot be read; E910 to
/// E914 and E917 where it is no text, too large, in an unknown encoding, or a PDF without text or
/// without the program.
Result<DocumentText> read_document(const std::filesystem::path& file);

/// Plain text in UTF-8 with its paragraphs and digests.
DocumentText plain_document(std::string text);

/// Runs of lines between blank lines; a form feed (a page's end) ends a paragraph, too.
std::vector<Paragraph> paragraphs_of(std::string_view text);

/// SHA-256 as 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

/// The language of a text as a BCP 47 tag ("fa", "ru", "en", "az", "tr", "ka", "hy", "ar" and many
/// more), guessed by libexttextcat; empty where it cannot tell, as of less than a line.
std::string detect_language(std::string_view text);

} // namespace isthmus::evidence
