// SPDX-License-Identifier: Apache-2.0
#include "report/citations.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/bibliography.hpp"
#include "evidence/claim_values.hpp"
#include "world/evidence.hpp"

namespace isthmus::report {

namespace {

using world::Evidence;

/// What all that a source gives to a row is, in letters: not by colour alone.
std::string mark(Evidence evidence) {
    if (evidence == Evidence::kStated) return {};
    const std::string_view word = world::to_string(evidence);
    const std::string_view letters = evidence == Evidence::kDerived      ? "der."
                                     : evidence == Evidence::kCalibrated ? "cal."
                                     : evidence == Evidence::kEstimate   ? "est."
                                                                         : "rec.";
    return fmt::format("<abbr class=\"mark {0}\" title=\"{0}: {1}\">{2}</abbr>", word,
                       world::meaning(evidence), letters);
}

std::string tag(Evidence evidence) {
    if (evidence == Evidence::kStated) return {};
    return fmt::format(" <span class=\"tag {0}\">{0}</span>", world::to_string(evidence));
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

/// "7 claims: 4 stated, 3 derived", "2 claims, stated".
std::string evidence_counts(const world::World& world, const std::vector<world::ClaimId>& claims) {
    std::map<Evidence, std::size_t> counts;
    for (const world::ClaimId id : claims) ++counts[world::evidence_of(world, id)];
    std::vector<std::string> parts;
    if (counts.size() == 1) {
        return fmt::format("{} claim{}, {}", claims.size(), claims.size() == 1 ? "" : "s",
                           world::to_string(counts.begin()->first));
    }
    for (const auto& [evidence, count] : counts) {
        parts.push_back(fmt::format("{} {}", count, world::to_string(evidence)));
    }
    return fmt::format("{} claims: {}", claims.size(), join(parts, ", "));
}

} // namespace

Citations::Citations(const world::World& world)
    : world_(world), number_(world.sources.size(), 0), cited_(world.claims.size(), 0) {
    for (const auto id : world.claims.ids()) by_id_.emplace(world.claims[id].id, id);
}

void Citations::stand_in(const std::string& id, const std::string& name) {
    places_.push_back({id, name});
}

std::size_t Citations::number_of(world::ClaimId id) {
    std::size_t& number = number_[world_.claims[id].source];
    if (number == 0) {
        order_.push_back({world_.claims[id].source, {}, {}});
        number = order_.size();
    }
    if (cited_[id] == 0) {
        cited_[id] = 1;
        ++cited_count_;
        order_[number - 1].claims.push_back(id);
    }
    return number;
}

void Citations::count_use(std::size_t number, std::size_t figures) {
    if (places_.empty()) return;
    std::vector<Use>& uses = order_[number - 1].uses;
    if (uses.empty() || uses.back().place != places_.size() - 1) {
        uses.push_back({places_.size() - 1, 0});
    }
    uses.back().figures += figures;
}

std::string Citations::cite(const std::vector<std::string>& claims, const CiteOptions& options) {
    struct Seen {
        std::size_t number;
        Evidence evidence;
    };
    std::vector<Seen> seen;
    for (const std::string& text : claims) {
        const auto found = by_id_.find(text);
        if (found == by_id_.end()) continue;
        const std::size_t number = number_of(found->second);
        const Evidence evidence = world::evidence_of(world_, found->second);
        const auto same = std::find_if(seen.begin(), seen.end(),
                                       [&](const Seen& other) { return other.number == number; });
        if (same == seen.end())
            seen.push_back({number, evidence});
        else
            same->evidence = std::min(same->evidence, evidence);
    }
    std::string out;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        count_use(seen[i].number, options.figures);
        if (options.most > 0 && i >= options.most) continue;
        out += fmt::format("{}<a href=\"#s{}\">{}</a>{}", out.empty() ? "" : " ", seen[i].number,
                           seen[i].number, mark(seen[i].evidence));
    }
    if (options.most > 0 && seen.size() > options.most) {
        out += fmt::format(" and {} more", seen.size() - options.most);
    }
    return out;
}

std::vector<world::ClaimId> Citations::claims() const {
    std::vector<world::ClaimId> found;
    for (const world::ClaimId id : world_.claims.ids()) {
        if (cited_[id] != 0) found.push_back(id);
    }
    return found;
}

std::size_t Citations::document_count() const {
    return static_cast<std::size_t>(
        std::count_if(order_.begin(), order_.end(), [&](const Cited& cited) {
            return evidence::is_document(world_.sources[cited.source]);
        }));
}

std::string Citations::claim_item(world::ClaimId id) const {
    const world::Claim& claim = world_.claims[id];
    std::string out = fmt::format("<li><span dir=\"auto\">{}, {}", escape_html(claim.subject),
                                  escape_html(claim.property));
    if (!claim.value.empty()) {
        out += fmt::format(": {}", escape_html(evidence::spoken_value(claim)));
    }
    out += "</span>";
    const std::string dates = evidence::spoken_dates(claim);
    if (!dates.empty()) out += fmt::format(" ({})", escape_html(dates));
    if (!claim.locator.empty()) {
        out += fmt::format(" <span class=\"locator\" dir=\"auto\">{}</span>",
                           escape_html(claim.locator));
    }
    out += tag(world::evidence_of(world_, id));
    if (!claim.note.empty()) {
        out += fmt::format(" <span class=\"why\" dir=\"auto\">{}</span>", escape_html(claim.note));
    }
    return out + "</li>\n";
}

std::string Citations::back_links(const Cited& cited) const {
    // A table may be cited from in several runs where others stand inside it.
    std::map<std::size_t, std::size_t> figures;
    std::size_t all = 0;
    for (const Use& use : cited.uses) {
        figures[use.place] += use.figures;
        all += use.figures;
    }
    std::vector<std::string> links;
    for (const auto& [place, count] : figures) {
        links.push_back(fmt::format("<a href=\"#{}\">{}</a>{}", escape_html(places_[place].id),
                                    escape_html(places_[place].name),
                                    count == 0 ? "" : fmt::format(" ({})", count)));
    }
    if (links.empty()) return {};
    return fmt::format(" <span class=\"back\">{} figure{} rest{} on it: {}.</span>", all,
                       all == 1 ? "" : "s", all == 1 ? "s" : "", join(links, ", "));
}

std::string Citations::source_item(std::size_t number) const {
    const Cited& cited = order_[number - 1];
    const world::Source& source = world_.sources[cited.source];
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
    std::string out =
        fmt::format("<li id=\"s{0}\" value=\"{0}\">{1}. {2}.", number, title, join(facts, ", "));
    if (source.kind == world::SourceKind::kRecalled) out += tag(Evidence::kRecalled);
    if (source.kind == world::SourceKind::kEstimate) out += tag(Evidence::kEstimate);
    out += back_links(cited);
    out += fmt::format("\n<details><summary>{}</summary><ul>\n",
                       evidence_counts(world_, cited.claims));
    for (const world::ClaimId id : cited.claims) out += claim_item(id);
    return out + "</ul></details></li>\n";
}

std::string Citations::source_list(bool documents) const {
    std::string out;
    for (std::size_t number = 1; number <= order_.size(); ++number) {
        const world::Source& source = world_.sources[order_[number - 1].source];
        if (evidence::is_document(source) == documents) out += source_item(number);
    }
    if (out.empty()) return {};
    return fmt::format("<h3>{}</h3>\n<ol class=\"sources\">\n{}</ol>\n",
                       documents ? "Documents" : "Without a document", out);
}

std::string Citations::list() const {
    return source_list(true) + source_list(false);
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
