// SPDX-License-Identifier: Apache-2.0
#include "evidence/bibliography.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/date.hpp"
#include "base/text.hpp"

namespace isthmus::evidence {
namespace {

using Json = nlohmann::ordered_json;

/// Names of languages as babel and polyglossia have them, by BCP 47 tag.
constexpr std::array<std::pair<std::string_view, std::string_view>, 28> kBabel{{
    {"ar", "arabic"},   {"az", "azerbaijani"}, {"bg", "bulgarian"}, {"de", "german"},
    {"el", "greek"},    {"en", "english"},     {"es", "spanish"},   {"fa", "persian"},
    {"fr", "french"},   {"hi", "hindi"},       {"hr", "croatian"},  {"hu", "magyar"},
    {"hy", "armenian"}, {"it", "italian"},     {"ja", "japanese"},  {"ka", "georgian"},
    {"kk", "kazakh"},   {"nl", "dutch"},       {"pl", "polish"},    {"pt", "portuguese"},
    {"ro", "romanian"}, {"ru", "russian"},     {"sk", "slovak"},    {"tk", "turkmen"},
    {"tr", "turkish"},  {"uk", "ukrainian"},   {"uz", "uzbek"},     {"zh", "chinese"},
}};

std::string_view babel_name(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find('-'));
    const auto found = std::find_if(kBabel.begin(), kBabel.end(),
                                    [&](const auto& pair) { return pair.first == primary; });
    return found == kBabel.end() ? std::string_view() : found->second;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

/// Line ends and other controls as one space each, without spaces at the ends.
std::string one_line(std::string_view text) {
    std::string out(text);
    std::replace_if(out.begin(), out.end(), is_control, ' ');
    return std::string(trim(out));
}

/// What may stand in a URI (RFC 3986), the rest percent-encoded as UTF-8 bytes (RFC 3987, 3.1).
std::string uri(std::string_view url) {
    constexpr std::string_view kAllowed = "-._~:/?#[]@!$&'()*+,;=%";
    std::string out;
    for (const char c : trim(url)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || kAllowed.find(c) != std::string_view::npos;
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string key_part(std::string_view id) {
    std::string out;
    for (const char c : id) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ':' || c == '-';
        if (kept)
            out += c;
        else if (out.empty() || out.back() != '-')
            out += '-';
    }
    return out.empty() ? "source" : out;
}

std::string_view bibtex_type(const Reference& reference) {
    switch (reference.kind) {
    case ReferenceKind::kArticle:
    case ReferenceKind::kNews:
        return "article";
    case ReferenceKind::kReport:
        return "techreport";
    case ReferenceKind::kDataset:
    case ReferenceKind::kEncyclopedia:
    case ReferenceKind::kSoftware:
        return "misc";
    }
    return "misc";
}

/// The field that the publisher fills.
std::string_view publisher_field(ReferenceKind kind) {
    switch (kind) {
    case ReferenceKind::kArticle:
    case ReferenceKind::kNews:
        return "journal";
    case ReferenceKind::kReport:
        return "institution";
    default:
        return "howpublished";
    }
}

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

std::string bibtex_entry(const Reference& of, const std::string& key) {
    std::string out = fmt::format("@{}{{{}", bibtex_type(of), key);
    const auto add = [&](std::string_view field, const std::string& value) {
        out += fmt::format(",\n  {} = {}", field, value);
    };
    const auto whole = [&](std::string_view field, const std::string& text) {
        const std::string safe = escape_bibtex(text);
        if (!safe.empty()) add(field, "{{" + safe + "}}");
    };
    whole("title", of.title);
    whole("author", of.author);
    whole(publisher_field(of.kind), of.publisher);
    if (const auto date = parse_date(of.date)) {
        add("year", fmt::format("{{{}}}", date->year));
        if (date->month > 0)
            add("month", std::string(kMonths[static_cast<std::size_t>(date->month - 1)]));
        if (date->day > 0) add("day", fmt::format("{{{}}}", date->day));
    }
    if (!of.url.empty()) add("url", "{" + uri(of.url) + "}");
    const std::string_view babel = babel_name(of.language);
    if (!babel.empty()) add("langid", fmt::format("{{{}}}", babel));
    whole("language", of.language);
    whole("version", of.version);
    whole("note", of.note);
    return out + "\n}\n";
}

std::string_view csl_type(ReferenceKind kind) {
    switch (kind) {
    case ReferenceKind::kArticle:
        return "article-journal";
    case ReferenceKind::kNews:
        return "article-newspaper";
    case ReferenceKind::kReport:
        return "report";
    case ReferenceKind::kDataset:
        return "dataset";
    case ReferenceKind::kEncyclopedia:
        return "entry-encyclopedia";
    case ReferenceKind::kSoftware:
        return "software";
    }
    return "document";
}

bool is_contained(ReferenceKind kind) {
    return kind == ReferenceKind::kArticle || kind == ReferenceKind::kNews ||
           kind == ReferenceKind::kEncyclopedia;
}

Json csl_item(const Reference& of, const std::string& key) {
    Json item{{"id", key}, {"type", csl_type(of.kind)}};
    const auto add = [&](const char* name, const std::string& text) {
        const std::string value = one_line(text);
        if (!value.empty()) item[name] = value;
    };
    add("title", of.title);
    if (!of.author.empty()) item["author"] = Json::array({{{"literal", one_line(of.author)}}});
    add(is_contained(of.kind) ? "container-title" : "publisher", of.publisher);
    if (const auto date = parse_date(of.date)) {
        Json parts = Json::array({date->year});
        if (date->month > 0) parts.push_back(date->month);
        if (date->day > 0) parts.push_back(date->day);
        item["issued"] = Json{{"date-parts", Json::array({std::move(parts)})}};
    }
    add("language", of.language);
    if (!of.url.empty()) item["URL"] = uri(of.url);
    add("version", of.version);
    add("note", of.note);
    return item;
}

/// An entry's parts, each ended by one full stop.
void add_sentence(std::string& out, const std::string& text) {
    const std::string part = one_line(text);
    if (part.empty()) return;
    if (!out.empty()) out += ' ';
    out += part;
    if (std::string_view(".!?").find(out.back()) == std::string_view::npos) out += '.';
}

ReferenceKind kind_of(world::SourceKind kind) {
    switch (kind) {
    case world::SourceKind::kPress:
        return ReferenceKind::kNews;
    case world::SourceKind::kAcademic:
        return ReferenceKind::kArticle;
    case world::SourceKind::kDataset:
        return ReferenceKind::kDataset;
    case world::SourceKind::kEncyclopedia:
        return ReferenceKind::kEncyclopedia;
    default:
        return ReferenceKind::kReport;
    }
}

} // namespace

bool is_document(const world::Source& source) {
    return source.kind != world::SourceKind::kRecalled &&
           source.kind != world::SourceKind::kEstimate &&
           source.kind != world::SourceKind::kComputed;
}

Reference reference(const world::Source& source) {
    Reference out;
    out.id = source.id;
    out.kind = kind_of(source.kind);
    out.title = source.title;
    out.publisher = source.publisher;
    // A body that publishes its own reports and data is their author.
    if (out.kind == ReferenceKind::kReport || out.kind == ReferenceKind::kDataset) {
        out.author = source.publisher;
    }
    out.language = source.language;
    out.date = source.published;
    out.url = source.url;
    return out;
}

Reference world_reference(const world::World& world) {
    const world::Manifest& manifest = world.manifest();
    Reference out;
    out.id = "world-" + manifest.id;
    out.kind = ReferenceKind::kDataset;
    out.title = manifest.title;
    out.publisher = fmt::format("World '{}' of tables for Isthmus", manifest.id);
    out.note =
        fmt::format("Years {} to {}, licence {}{}", manifest.first_year, manifest.last_year,
                    manifest.licence, world.scenario.empty() ? "" : ", scenario " + world.scenario);
    return out;
}

Reference software_reference(std::string_view version) {
    Reference out;
    out.id = "isthmus";
    out.kind = ReferenceKind::kSoftware;
    out.title = "Isthmus: flows, dependence and leverage on pipelines, railways and sea routes";
    out.author = "The Isthmus maintainers";
    out.version = version;
    out.note = "Licence Apache-2.0";
    return out;
}

std::vector<std::string> keys_of(const std::vector<Reference>& references) {
    std::set<std::string> taken;
    std::vector<std::string> keys;
    for (const Reference& reference : references) {
        const std::string base = key_part(reference.id);
        std::string key = base;
        for (int next = 2; !taken.insert(key).second; ++next)
            key = fmt::format("{}:{}", base, next);
        keys.push_back(std::move(key));
    }
    return keys;
}

std::string escape_bibtex(std::string_view text) {
    std::string out;
    for (const char c : one_line(text)) {
        switch (c) {
        case '%':
        case '&':
        case '#':
        case '_':
        case '$':
            out += '\\';
            out += c;
            break;
        case '~':
            out += "\\textasciitilde{}";
            break;
        case '^':
            out += "\\textasciicircum{}";
            break;
        case '\\':
            out += "\\textbackslash{}";
            break;
        // BibTeX counts braces even after a backslash.
        case '{':
            out += "\\textbraceleft{}";
            break;
        case '}':
            out += "\\textbraceright{}";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string to_bibtex(const std::vector<Reference>& references, std::string_view comment) {
    std::string out;
    for (const std::string& line : split(comment, '\n')) out += "% " + line + "\n";
    std::erase(out, '@');
    const std::vector<std::string> keys = keys_of(references);
    for (std::size_t i = 0; i < references.size(); ++i) {
        if (!out.empty()) out += "\n";
        out += bibtex_entry(references[i], keys[i]);
    }
    return out;
}

std::string to_csl_json(const std::vector<Reference>& references) {
    Json items = Json::array();
    const std::vector<std::string> keys = keys_of(references);
    for (std::size_t i = 0; i < references.size(); ++i) {
        items.push_back(csl_item(references[i], keys[i]));
    }
    return items.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_plain_text(const std::vector<Reference>& references) {
    std::string out;
    for (std::size_t i = 0; i < references.size(); ++i) {
        const Reference& of = references[i];
        std::string line;
        add_sentence(line, of.author);
        add_sentence(line, of.version.empty() ? of.title : of.title + ", version " + of.version);
        if (of.publisher != of.author) add_sentence(line, of.publisher);
        add_sentence(line, of.date);
        add_sentence(line, of.note);
        if (!of.url.empty()) line += " " + uri(of.url);
        const std::string language = one_line(of.language);
        if (!language.empty() && !language.starts_with("en")) line += " [" + language + "]";
        out += fmt::format("{}. {}\n", i + 1, line);
    }
    return out;
}

} // namespace isthmus::evidence
