// SPDX-License-Identifier: Apache-2.0
#include "evidence/document_text.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "evidence/encoding.hpp"
#include "evidence/html_text.hpp"
#include "evidence/normalise.hpp"
#include "evidence/pdf_text.hpp"
#include "evidence/refusal.hpp"

namespace isthmus::evidence {

namespace {

/// A scanned book with its pictures; the file is held in memory for its digest.
constexpr std::size_t kLargestFile = std::size_t{256} << 20U;
/// Some ten thousand pages. A normalised text takes twelve times as much memory.
constexpr std::size_t kLargestText = std::size_t{32} << 20U;
/// PDF readers accept some bytes before the file's own head (ISO 32000-1, annex H, note 13).
constexpr std::size_t kPdfHead = 1024;
constexpr std::size_t kLongestTitle = 200;

/// Bytes of the white space at the place: of ASCII, or the spaces and invisible marks of Unicode
/// that make a line look blank. 0 where something stands there.
std::size_t blank_at(std::string_view text, std::size_t place) {
    const char first = text[place];
    if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
    const std::string_view rest = text.substr(place);
    for (const std::string_view blank :
         {"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x80\xAF", "\xE2\x81\xA0", "\xC2\x85"}) {
        if (rest.starts_with(blank)) return blank.size();
    }
    // U+2000 to U+200F: spaces, joiners, direction marks.
    if (rest.size() >= 3 && rest.starts_with("\xE2\x80") &&
        static_cast<unsigned char>(rest[2]) < 0x90)
        return 3;
    return 0;
}

bool is_utf16_html(std::string_view bytes, const std::string& text) {
    return bytes.size() >= 2 && (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) &&
           looks_like_html(text);
}

std::string first_line_of(const DocumentText& document) {
    if (document.paragraphs.empty()) return {};
    const Paragraph& first = document.paragraphs.front();
    std::string_view line =
        std::string_view(document.text).substr(first.begin, first.end - first.begin);
    line = trim(line.substr(0, line.find('\n')));
    if (line.size() <= kLongestTitle) return std::string(line);
    std::size_t end = kLongestTitle;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    const std::size_t space = line.rfind(' ', end);
    return std::string(line.substr(0, space == std::string_view::npos ? end : space)) + " ...";
}

Result<DocumentText> text_document(const std::filesystem::path& file, std::string_view bytes) {
    const bool is_html = looks_like_html(bytes);
    std::optional<std::string> text = decode(bytes, is_html ? declared_encoding(bytes) : "");
    if (!text && bytes.find('\0') != std::string_view::npos) {
        return refusal("E910", file, "bytes that no text has", "text, HTML or PDF");
    }
    if (!text) {
        return refusal("E917", file, "neither UTF-8 nor an encoding that can be told",
                       "text, HTML or PDF", "save it as UTF-8");
    }
    if (!is_html && !is_utf16_html(bytes, *text)) return plain_document(std::move(*text));
    HtmlText page = html_text(*text);
    DocumentText document = plain_document(std::move(page.text));
    document.format = world::DocumentFormat::kHtml;
    if (!page.title.empty()) document.title = std::move(page.title);
    return document;
}

Result<DocumentText> pdf_document(const std::filesystem::path& file) {
    Result<std::string> text = pdf_text(file, kLargestText);
    if (!text) return text.diagnostics();
    DocumentText document = plain_document(std::move(text).value());
    document.format = world::DocumentFormat::kPdf;
    if (document.letters == 0) {
        return refusal("E912", file, "no letters on its pages", "a PDF with text",
                       "it may be a scan: run an OCR program over it first");
    }
    return document;
}

bool is_pdf(std::string_view bytes) {
    return bytes.substr(0, kPdfHead).find("%PDF-") != std::string_view::npos;
}

} // namespace

std::size_t DocumentText::paragraph_at(std::size_t byte) const {
    const auto after =
        std::upper_bound(paragraphs.begin(), paragraphs.end(), byte,
                         [](std::size_t place, const Paragraph& p) { return place < p.begin; });
    return static_cast<std::size_t>(after - paragraphs.begin());
}

std::vector<Paragraph> paragraphs_of(std::string_view text) {
    std::vector<Paragraph> paragraphs;
    bool open = false, line_blank = true;
    std::size_t place = 0;
    while (place < text.size()) {
        const std::size_t blank = blank_at(text, place);
        if (blank == 0) {
            if (!open) paragraphs.push_back({place, place});
            open = true;
            line_blank = false;
            paragraphs.back().end = ++place;
            continue;
        }
        if (text[place] == '\f') open = false;
        if (text[place] == '\n') {
            if (line_blank) open = false;
            line_blank = true;
        }
        // Old Mac line ends: a carriage return that no line feed follows.
        if (text[place] == '\r' && (place + 1 == text.size() || text[place + 1] != '\n')) {
            if (line_blank) open = false;
            line_blank = true;
        }
        place += blank;
    }
    return paragraphs;
}

DocumentText plain_document(std::string text) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) text.erase(0, kMark.size());
    DocumentText document;
    document.text = std::move(text);
    document.paragraphs = paragraphs_of(document.text);
    document.title = first_line_of(document);
    document.digest = sha256(document.text);
    const NormalisedText letters = letters_of(normalise(document.text));
    document.letters = letters.size();
    document.text_digest = sha256(to_utf8(letters.text));
    return document;
}

Result<DocumentText> read_document(const std::filesystem::path& file) {
    std::error_code ignored;
    const std::uintmax_t size = std::filesystem::file_size(file, ignored);
    if (!ignored && size > kLargestFile) {
        return refusal("E911", file, fmt::format("{} bytes", size),
                       fmt::format("at most {}", kLargestFile));
    }
    const std::string bytes = read_file(file);
    const bool pdf = is_pdf(bytes);
    if (!pdf && bytes.size() > kLargestText) {
        return refusal("E911", file, fmt::format("{} bytes of text", bytes.size()),
                       fmt::format("at most {}", kLargestText));
    }
    Result<DocumentText> read = pdf ? pdf_document(file) : text_document(file, bytes);
    if (!read) return read;
    DocumentText document = std::move(read).value();
    if (document.letters == 0) {
        return refusal("E910", file, bytes.empty() ? "an empty file" : "no letters",
                       "text, HTML or PDF");
    }
    document.digest = sha256(bytes);
    return document;
}

} // namespace isthmus::evidence
