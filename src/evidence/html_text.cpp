// SPDX-License-Identifier: Apache-2.0
// Web pages by libxml2: parsed with repair, walked without recursion.
#include "evidence/html_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <utility>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

#include "base/text.hpp"

namespace isthmus::evidence {

namespace {

/// The head of a page is looked for here; browsers look at 1024 bytes (HTML Living Standard,
/// 13.2.3.2), pages put their declarations later.
constexpr std::size_t kHead = 4096;

constexpr std::array<std::string_view, 18> kLeftOut = {
    "script", "style",  "noscript", "template", "nav",   "form",  "button", "select", "textarea",
    "svg",    "iframe", "object",   "canvas",   "audio", "video", "head",   "map",    "embed"};
constexpr std::array<std::string_view, 41> kBlocks = {
    "address",  "article",    "aside",  "blockquote", "body", "caption", "center",
    "dd",       "details",    "dialog", "dir",        "div",  "dl",      "dt",
    "fieldset", "figcaption", "figure", "footer",     "h1",   "h2",      "h3",
    "h4",       "h5",         "h6",     "header",     "hr",   "html",    "li",
    "main",     "menu",       "ol",     "p",          "pre",  "section", "summary",
    "table",    "tbody",      "tfoot",  "thead",      "tr",   "ul"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_space(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r' ||
           character == '\f' || character == '\v';
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& character : result) {
        if (character >= 'A' && character <= 'Z') character = static_cast<char>(character + 32);
    }
    return result;
}

std::string_view name_of(const xmlNode& node) {
    return node.name == nullptr ? std::string_view()
                                : std::string_view(reinterpret_cast<const char*>(node.name));
}

bool has_attribute(xmlNode* node, const char* name) {
    return xmlHasProp(node, reinterpret_cast<const xmlChar*>(name)) != nullptr;
}

/// Text as it is laid out: one space for a run of them, one line end for a break, a blank line
/// between blocks.
class Layout {
  public:
    void add(std::string_view content, bool as_it_is) {
        for (const char character : content) {
            if (as_it_is && (character == '\n' || character == '\t')) {
                settle();
                text_ += character;
            } else if (is_space(character)) {
                space_ = true;
            } else {
                settle();
                text_ += character;
            }
        }
    }
    void space() { space_ = true; }
    void line() { lines_ = std::min(lines_ + 1, 2); }
    void block() { lines_ = 2; }
    std::string take() {
        if (!text_.empty()) text_ += '\n';
        return std::move(text_);
    }

  private:
    void settle() {
        if (!text_.empty()) {
            if (lines_ > 0)
                text_.append(static_cast<std::size_t>(lines_), '\n');
            else if (space_)
                text_ += ' ';
        }
        space_ = false;
        lines_ = 0;
    }

    std::string text_;
    bool space_ = false;
    int lines_ = 0; ///< line ends owed before the next character
};

/// Walks a page in reading order by its links between nodes, so that depth costs no stack.
class Walk {
  public:
    std::string over(xmlNode* root) {
        xmlNode* node = root;
        while (node != nullptr) {
            if (enter(node) && node->children != nullptr) {
                node = node->children;
                continue;
            }
            leave(node);
            while (node != root && node->next == nullptr) {
                node = node->parent;
                if (node == nullptr) return layout_.take();
                leave(node);
            }
            if (node == root) break;
            node = node->next;
        }
        return layout_.take();
    }

  private:
    bool enter(xmlNode* node) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            if (node->content != nullptr)
                layout_.add(reinterpret_cast<const char*>(node->content), pre_ > 0);
            return false;
        }
        if (node->type != XML_ELEMENT_NODE) return false;
        const std::string_view name = name_of(*node);
        if (contains(kLeftOut, name) || has_attribute(node, "hidden")) {
            layout_.space();
            return false;
        }
        if (name == "br") layout_.line();
        if (name == "td" || name == "th") layout_.space();
        if (name == "pre") ++pre_;
        if (contains(kBlocks, name)) layout_.block();
        return true;
    }

    void leave(const xmlNode* node) {
        if (node->type != XML_ELEMENT_NODE) return;
        const std::string_view name = name_of(*node);
        if (name == "pre" && pre_ > 0) --pre_;
        if (contains(kBlocks, name)) layout_.block();
    }

    Layout layout_;
    int pre_ = 0;
};

struct DocumentFree {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct ContextFree {
    void operator()(htmlParserCtxt* context) const { htmlFreeParserCtxt(context); }
};

xmlNode* next_in_order(xmlNode* node) {
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
    while (node != nullptr && node->next == nullptr) node = node->parent;
    return node == nullptr ? nullptr : node->next;
}

std::string title_of(xmlNode* root) {
    for (xmlNode* node = root; node != nullptr; node = next_in_order(node)) {
        if (node->type != XML_ELEMENT_NODE || name_of(*node) != "title") continue;
        Layout layout;
        for (const xmlNode* part = node->children; part != nullptr; part = part->next) {
            if (part->content != nullptr)
                layout.add(reinterpret_cast<const char*>(part->content), false);
        }
        return std::string(trim(layout.take()));
    }
    return {};
}

} // namespace

bool looks_like_html(std::string_view bytes) {
    const std::string head = lower(bytes.substr(0, kHead));
    std::string_view rest = head;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    while (true) {
        while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
        const std::string_view end = rest.starts_with("<!--") ? "-->" : "?>";
        if (!rest.starts_with("<!--") && !rest.starts_with("<?xml")) break;
        const std::size_t place = rest.find(end);
        if (place == std::string_view::npos) return true;
        rest.remove_prefix(place + end.size());
    }
    for (const std::string_view begin : {"<!doctype html", "<html", "<head", "<body", "<meta",
                                         "<title", "<article", "<div", "<p>", "<h1", "<table"}) {
        if (rest.starts_with(begin)) return true;
    }
    return false;
}

std::string declared_encoding(std::string_view bytes) {
    const std::string head = lower(bytes.substr(0, kHead));
    for (std::size_t meta = head.find("<meta"); meta != std::string::npos;
         meta = head.find("<meta", meta + 1)) {
        const std::string_view element =
            std::string_view(head).substr(meta, head.find('>', meta) - meta);
        std::size_t place = element.find("charset");
        if (place == std::string_view::npos) continue;
        place += std::string_view("charset").size();
        while (place < element.size() && (is_space(element[place]) || element[place] == '=' ||
                                          element[place] == '"' || element[place] == '\'')) {
            ++place;
        }
        std::size_t end = place;
        while (end < element.size() &&
               (std::isalnum(static_cast<unsigned char>(element[end])) != 0 ||
                element[end] == '-' || element[end] == '_' || element[end] == ':')) {
            ++end;
        }
        return std::string(element.substr(place, end - place));
    }
    return {};
}

HtmlText html_text(const std::string& utf8) {
    const std::unique_ptr<htmlParserCtxt, ContextFree> context(
        htmlCreateMemoryParserCtxt(utf8.data(), static_cast<int>(utf8.size())));
    HtmlText result;
    if (!context) return result; // an empty page
    htmlCtxtUseOptions(context.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                          HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                          HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC);
    // Without it a page of more than 256 levels has no text at all.
    context->options |= XML_PARSE_HUGE;
    xmlSwitchEncoding(context.get(), XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(context.get());
    const std::unique_ptr<xmlDoc, DocumentFree> document(std::exchange(context->myDoc, nullptr));
    xmlNode* const root = document ? xmlDocGetRootElement(document.get()) : nullptr;
    if (root == nullptr) return result;
    result.title = title_of(root);
    result.text = Walk().over(root);
    return result;
}

} // namespace isthmus::evidence
