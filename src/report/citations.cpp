// SPDX-License-Identifier: Apache-2.0
#include "report/citations.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::report {

namespace {

using world::Confidence;

/// How weak a claim is; a row is marked by its strongest claim from each source.
enum class Weakness { kStated, kDerived, kCalibrated, kEstimate, kRecalled };

Weakness weakness_of(const world::World& world, world::ClaimId id) {
    const world::Claim& claim = world.claims[id];
    if (world.sources[claim.source].kind == world::SourceKind::kRecalled)
        return Weakness::kRecalled;
    if (claim.confidence == Confidence::kEstimate) return Weakness::kEstimate;
    if (claim.confidence == Confidence::kCalibrated) return Weakness::kCalibrated;
    return claim.confidence == Confidence::kDerived ? Weakness::kDerived : Weakness::kStated;
}

std::string mark(Weakness weakness) {
    switch (weakness) {
    case Weakness::kDerived:
        return "<abbr class=\"mark derived\" title=\"derived\">d</abbr>";
    case Weakness::kCalibrated:
        return "<abbr class=\"mark calibrated\" title=\"calibrated\">c</abbr>";
    case Weakness::kEstimate:
        return "<abbr class=\"mark estimate\" title=\"estimate\">e</abbr>";
    case Weakness::kRecalled:
        return "<abbr class=\"mark recalled\" title=\"recalled\">r</abbr>";
    case Weakness::kStated:
        break;
    }
    return {};
}

std::string confidence_word(Weakness weakness) {
    switch (weakness) {
    case Weakness::kDerived:
        return " <span class=\"tag derived\">derived</span>";
    case Weakness::kCalibrated:
        return " <span class=\"tag calibrated\">calibrated</span>";
    case Weakness::kEstimate:
        return " <span class=\"tag estimate\">estimate</span>";
    case Weakness::kRecalled:
        return " <span class=\"tag recalled\">recalled</span>";
    case Weakness::kStated:
        break;
    }
    return {};
}

constexpr std::pair<const char*, const char*> kLanguages[] = {
    {"ar", "Arabic"},   {"az", "Azerbaijani"}, {"bg", "Bulgarian"}, {"de", "German"},
    {"el", "Greek"},    {"en", "English"},     {"es", "Spanish"},   {"fa", "Persian"},
    {"fr", "French"},   {"hi", "Hindi"},       {"hr", "Croatian"},  {"hu", "Hungarian"},
    {"hy", "Armenian"}, {"it", "Italian"},     {"ja", "Japanese"},  {"ka", "Georgian"},
    {"kk", "Kazakh"},   {"nl", "Dutch"},       {"pl", "Polish"},    {"pt", "Portuguese"},
    {"ro", "Romanian"}, {"ru", "Russian"},     {"tg", "Tajik"},     {"tk", "Turkmen"},
    {"tr", "Turkish"},  {"uk", "Ukrainian"},   {"uz", "Uzbek"},     {"zh", "Chinese"}};

std::string primary(const std::string& tag) {
    return tag.substr(0, tag.find('-'));
}

bool in(const std::string& item, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* other) { return item == other; });
}

/// Letters of a two-byte block, as lead bytes: Cyrillic D0-D3, Armenian D4-D6, Arabic D8-DB.
bool has_lead(const std::string& text, unsigned char first, unsigned char last) {
    return std::any_of(text.begin(), text.end(), [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return first <= byte && byte <= last;
    });
}

bool web_address(const std::string& url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

} // namespace

Citations::Citations(const world::World& world)
    : world_(world), number_(world.sources.size(), 0), cited_(world.claims.size(), 0) {
    for (const auto id : world.claims.ids()) by_id_.emplace(world.claims[id].id, id);
}

std::string Citations::cite(const std::vector<std::string>& claims) {
    struct Seen {
        std::size_t number;
        Weakness weakness;
    };
    std::vector<Seen> seen;
    for (const std::string& text : claims) {
        const auto found = by_id_.find(text);
        if (found == by_id_.end()) continue;
        const world::ClaimId id = found->second;
        std::size_t& number = number_[world_.claims[id].source];
        if (number == 0) {
            order_.push_back(world_.claims[id].source);
            claims_.emplace_back();
            number = order_.size();
        }
        if (cited_[id] == 0) {
            cited_[id] = 1;
            ++cited_count_;
            claims_[number - 1].push_back(id);
        }
        const Weakness weakness = weakness_of(world_, id);
        const auto same = std::find_if(seen.begin(), seen.end(),
                                       [&](const Seen& other) { return other.number == number; });
        if (same == seen.end())
            seen.push_back({number, weakness});
        else
            same->weakness = std::min(same->weakness, weakness);
    }
    std::string out;
    for (const Seen& one : seen) {
        out += fmt::format("{}<a href=\"#s{}\">{}</a>{}", out.empty() ? "" : " ", one.number,
                           one.number, mark(one.weakness));
    }
    return out;
}

std::string Citations::claim_item(world::ClaimId id) const {
    const world::Claim& claim = world_.claims[id];
    std::string out = fmt::format("<li><span dir=\"auto\">{}, {}", escape_html(claim.subject),
                                  escape_html(claim.property));
    if (!claim.value.empty()) out += fmt::format(": {}", escape_html(claim.value));
    if (!claim.value.empty() && !claim.unit.empty())
        out += fmt::format(" {}", escape_html(claim.unit));
    out += "</span>";
    if (!claim.from.empty() || !claim.to.empty()) {
        out += claim.from == claim.to
                   ? fmt::format(" ({})", escape_html(claim.from))
                   : fmt::format(" ({} to {})", escape_html(claim.from), escape_html(claim.to));
    }
    if (!claim.locator.empty()) {
        out += fmt::format(" <span class=\"locator\" dir=\"auto\">{}</span>",
                           escape_html(claim.locator));
    }
    out += confidence_word(weakness_of(world_, id));
    if (!claim.note.empty()) {
        out += fmt::format(" <span class=\"why\" dir=\"auto\">{}</span>", escape_html(claim.note));
    }
    return out + "</li>\n";
}

std::string Citations::source_item(std::size_t number) const {
    const world::Source& source = world_.sources[order_[number - 1]];
    const auto& claims = claims_[number - 1];
    std::string title =
        fmt::format("<cite{}>{}</cite>", language_attributes(source.title, source.language),
                    escape_html(source.title));
    if (web_address(source.url)) {
        title =
            fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape_html(source.url), title);
    }
    std::vector<std::string> facts;
    if (!source.publisher.empty()) {
        facts.push_back(fmt::format("<span dir=\"auto\">{}</span>", escape_html(source.publisher)));
    }
    if (!source.published.empty()) facts.push_back(escape_html(source.published));
    if (!source.language.empty()) facts.push_back(escape_html(language_name(source.language)));
    facts.emplace_back(to_string(source.kind));
    const auto estimates = static_cast<std::size_t>(
        std::count_if(claims.begin(), claims.end(), [&](world::ClaimId id) {
            return weakness_of(world_, id) == Weakness::kEstimate;
        }));
    std::string out = fmt::format("<li id=\"s{}\">{}. {}.", number, title, join(facts, ", "));
    if (source.kind == world::SourceKind::kRecalled) out += confidence_word(Weakness::kRecalled);
    out += fmt::format("\n<details><summary>{} claim{} used here{}</summary><ul>\n", claims.size(),
                       claims.size() == 1 ? "" : "s",
                       estimates == 0 ? "" : fmt::format(", of which {} estimated", estimates));
    for (const world::ClaimId id : claims) out += claim_item(id);
    return out + "</ul></details></li>\n";
}

std::string Citations::list() const {
    std::string out = "<ol class=\"sources\">\n";
    for (std::size_t number = 1; number <= order_.size(); ++number) out += source_item(number);
    return out + "</ol>\n";
}

std::string language_name(const std::string& tag) {
    for (const auto& [code, name] : kLanguages) {
        if (primary(tag) == code) return name;
    }
    return tag;
}

std::string language_attributes(const std::string& text, const std::string& tag) {
    const std::string language = primary(tag);
    if (language.empty()) return " dir=\"auto\"";
    if (in(language, {"fa", "ar", "ps", "ur"})) {
        if (!has_lead(text, 0xD8, 0xDB)) return " dir=\"auto\"";
        return fmt::format(" lang=\"{}\" dir=\"rtl\"", escape_html(tag));
    }
    // A Latin title may be a translation, whatever the tag says; only a script of its own proves
    // the language.
    const bool cyrillic =
        in(language, {"ru", "uk", "kk", "bg", "tg"}) && has_lead(text, 0xD0, 0xD3);
    const bool armenian = language == "hy" && has_lead(text, 0xD4, 0xD6);
    const bool other = in(language, {"ka", "zh", "ja"}) && has_lead(text, 0xE1, 0xEF);
    if (!cyrillic && !armenian && !other) return {};
    return fmt::format(" lang=\"{}\"", escape_html(tag));
}

} // namespace isthmus::report
