// SPDX-License-Identifier: Apache-2.0
// Any bytes as a document: decoded, read as a page and as plain text, cut into paragraphs and
// sentences, its language guessed. Whatever they are, the text is UTF-8 and its parts lie in it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "evidence/claim_passage.hpp"
#include "evidence/document_text.hpp"
#include "evidence/encoding.hpp"
#include "evidence/html_text.hpp"

namespace {

using namespace isthmus::evidence;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const DocumentText& document) {
    std::size_t before = 0, count = 0;
    for (const Paragraph& paragraph : document.paragraphs) {
        require(paragraph.begin >= before && paragraph.end > paragraph.begin);
        require(paragraph.end <= document.text.size());
        require(document.paragraph_at(paragraph.begin) == ++count);
        before = paragraph.end;
        std::size_t place = paragraph.begin;
        for (const Paragraph& sentence : sentences_of(document.text, paragraph)) {
            require(sentence.begin == place && sentence.end > place);
            place = sentence.end;
        }
        require(place == paragraph.end);
    }
    require(isthmus::is_utf8(document.title));
    // The guesser reads its data each time, which would be most of the work.
    if (document.text.size() % 64 == 0) (void)detect_language(document.text);
    (void)named_paragraphs(document.title);
    (void)holds_number(document.title, 1, true);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::optional<std::string> text = decode(bytes, declared_encoding(bytes));
    if (!text) return 0;
    require(isthmus::is_utf8(*text));
    check(plain_document(*text));
    (void)looks_like_html(bytes);
    HtmlText page = html_text(*text);
    require(isthmus::is_utf8(page.text) && isthmus::is_utf8(page.title));
    check(plain_document(std::move(page.text)));
    return 0;
}
