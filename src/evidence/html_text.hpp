// SPDX-License-Identifier: Apache-2.0
// The text of a web page as a reader sees it.
#pragma once

#include <string>
#include <string_view>

namespace isthmus::evidence {

struct HtmlText {
    std::string title; ///< of the page's head
    std::string text;  ///< UTF-8; block elements are apart by blank lines
};

/// Whether bytes begin as a web page does (after space, marks and comments).
bool looks_like_html(std::string_view bytes);
/// The encoding that the page's head names; empty where it names none.
std::string declared_encoding(std::string_view bytes);

/// Reads with libxml2's forgiving parser; nothing is fetched. Scripts, styles, forms and navigation
/// are left out.
HtmlText html_text(const std::string& utf8);

} // namespace isthmus::evidence
