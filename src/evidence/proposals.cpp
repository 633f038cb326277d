// SPDX-License-Identifier: Apache-2.0
#include "evidence/proposals.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "evidence/quantity_reader.hpp"
#include "evidence/reading.hpp"
#include "evidence/reading_context.hpp"

namespace isthmus::evidence {
namespace {

// What adds to the score of a kind, and what takes from it.
constexpr double kKnownSubject = 0.1;  ///< named in the sentence
constexpr double kKnownProperty = 0.1; ///< a keyword of the language says it
constexpr double kOwnDate = 0.05;      ///< of a quantity with a date in its sentence
constexpr std::size_t kDateBefore = 3;
constexpr double kLowest = 0.01, kHighest = 0.99;

/// Paragraphs up to so many tokens that begin with a note's mark are references.
constexpr std::size_t kLongestReference = 45;

bool is_date(const std::string& kind) {
    return kind == "year" || kind == "date" || kind == "period";
}

class Proposer {
  public:
    Proposer(const DocumentText& document, const NormalisedText& text,
             const std::vector<Mention>& mentions, const ReadingRules& rules,
             const LanguageRules& language, const ReadOptions& options)
        : document_(document),
          text_(text),
          mentions_(mentions),
          rules_(rules),
          language_(language),
          options_(options) {}

    std::vector<Proposal> all() {
        for (std::size_t i = 0; i < document_.paragraphs.size(); ++i) paragraph(i);
        std::stable_sort(proposals_.begin(), proposals_.end(),
                         [](const Proposal& a, const Proposal& b) { return a.score > b.score; });
        for (std::size_t i = 0; i < proposals_.size(); ++i) proposals_[i].number = i + 1;
        return std::move(proposals_);
    }

  private:
    std::size_t character_at(std::size_t byte) const {
        const auto found = std::lower_bound(text_.begin.begin(), text_.begin.end(), byte);
        return static_cast<std::size_t>(found - text_.begin.begin());
    }

    void paragraph(std::size_t number) {
        const Paragraph& place = document_.paragraphs[number];
        const std::vector<Token> tokens =
            tokenise(text_.text, character_at(place.begin), character_at(place.end));
        const auto abbreviation = [&](std::u32string_view word) {
            return language_.is_abbreviation(word);
        };
        const bool note = begins_like_note(tokens) && tokens.size() <= kLongestReference;
        bool begins = true;
        TokenSpan before;
        for (const TokenSpan& span : sentences(tokens, text_, document_.text, abbreviation)) {
            const auto at = [&](std::size_t i) {
                return tokens.begin() + static_cast<std::ptrdiff_t>(i);
            };
            const std::vector<Token> sentence(at(span.first), at(span.last));
            const std::vector<Token> previous(at(before.first), at(before.last));
            const ReadingContext context{rules_, language_, options_.published, begins};
            of_sentence(number + 1, sentence, previous, context, note);
            before = span;
            begins = false;
        }
    }

    /// "1.", "[ii]", "^1" at the beginning.
    bool begins_like_note(const std::vector<Token>& tokens) const {
        if (tokens.size() < 2) return false;
        const auto closes = [&](std::size_t i) {
            return i < tokens.size() && !tokens[i].spaced &&
                   (tokens[i].is(U'.') || tokens[i].is(U']') || tokens[i].is(U')'));
        };
        const bool opened = tokens[0].is(U'[') || tokens[0].is(U'^') || tokens[0].is(U'*');
        if (opened) return closes(2) || tokens[0].is(U'^');
        return tokens[0].kind == TokenKind::kNumber && closes(1);
    }

    /// An address, or words that only references have.
    bool is_reference(const std::vector<Token>& sentence) const {
        for (std::size_t i = 0; i < sentence.size(); ++i) {
            const auto match = language_.find(Role::kCitation, sentence, i);
            if (match && language_.value_of(*match) == "strong") return true;
        }
        return false;
    }

    void of_sentence(std::size_t paragraph, const std::vector<Token>& sentence,
                     const std::vector<Token>& previous, const ReadingContext& context, bool note) {
        const std::vector<Reading> readings = read_sentence(sentence, context);
        if (readings.empty()) return;
        const bool only_dates =
            std::all_of(readings.begin(), readings.end(), [](const Reading& each) {
                return is_date(each.kind) || each.kind == "number";
            });
        const bool cites = (note && only_dates) || is_reference(sentence);
        const SentenceContext around(language_, mentions_, sentence, previous);
        for (const Reading& reading : readings) {
            if (cites && reading.kind == "number") continue;
            Proposal proposal = of_reading(reading, readings, around, cites);
            place(proposal, reading, sentence);
            proposal.paragraph = paragraph;
            proposal.locator = fmt::format("para {}: {}", paragraph, proposal.property);
            proposals_.push_back(std::move(proposal));
        }
    }

    void place(Proposal& proposal, const Reading& reading,
               const std::vector<Token>& sentence) const {
        std::tie(proposal.begin, proposal.end) =
            text_.origin(sentence[reading.first].first, sentence[reading.next - 1].last);
        std::tie(proposal.sentence_begin, proposal.sentence_end) =
            text_.origin(sentence.front().first, sentence.back().last);
    }

    Proposal of_reading(const Reading& reading, const std::vector<Reading>& readings,
                        const SentenceContext& around, bool cites) const {
        Proposal proposal;
        const bool dated = is_date(reading.kind);
        proposal.kind = cites && dated ? "citation" : reading.kind;
        const ReadingKind& kind = rules_.kind(proposal.kind);
        proposal.value = reading.text;
        proposal.unit = reading.unit;
        proposal.note = reading.note;
        proposal.score = kind.score - reading.doubt;
        const PropertyWord* word = proposal.kind == "citation" ? nullptr : around.property(reading);
        proposal.property = !reading.property.empty() ? reading.property
                            : word != nullptr         ? word->property
                                                      : kind.property;
        if (word != nullptr || !reading.property.empty()) proposal.score += kKnownProperty;
        if (word != nullptr && word->flow && reading.value_a_year && !over_a_time(readings)) {
            proposal.unit = reading.unit_a_year;
            proposal.value = format_value(*reading.value_a_year);
            add_note(proposal.note, "a year is not said but meant by the property");
        }
        name(proposal, around.parties(reading, word));
        date(proposal, reading, readings);
        proposal.score = std::clamp(proposal.score, kLowest, kHighest);
        return proposal;
    }

    /// "in five months", "from 2016 to 2020": amounts of such a time are not those of a year.
    static bool over_a_time(const std::vector<Reading>& readings) {
        return std::any_of(readings.begin(), readings.end(), [](const Reading& each) {
            return each.kind == "duration" || each.kind == "period";
        });
    }

    static void name(Proposal& proposal, const Parties& parties) {
        if (parties.subject != nullptr) {
            proposal.subject = parties.subject->id;
            proposal.subject_kind = subject_kind(parties.subject->tables.front());
            if (parties.same_sentence) proposal.score += kKnownSubject;
        }
        if (parties.object != nullptr) proposal.object = parties.object->id;
    }

    /// Its own dates; of a quantity those of the nearest date in its sentence, else the document's.
    void date(Proposal& proposal, const Reading& reading,
              const std::vector<Reading>& readings) const {
        if (reading.date) {
            span_of(proposal, *reading.date);
            return;
        }
        const FoundDate* nearest = nullptr;
        std::size_t least = std::numeric_limits<std::size_t>::max();
        for (const Reading& other : readings) {
            if (!other.date || !other.date->certain) continue;
            // "350 bcm in 2020": what follows at once goes before what stood there.
            const std::size_t away = other.first >= reading.next
                                         ? 2 * (other.first - reading.next)
                                         : 2 * (reading.first - other.next) + kDateBefore;
            if (away < least) {
                least = away;
                nearest = &*other.date;
            }
        }
        if (nearest != nullptr) {
            span_of(proposal, *nearest);
            proposal.score += kOwnDate;
        } else if (options_.published) {
            proposal.from = options_.published->to_string();
            add_note(proposal.note, "date of the document");
        }
    }

    static void span_of(Proposal& proposal, const FoundDate& date) {
        const std::string from = date.span.from.to_string(), to = date.span.to.to_string();
        if (date.use != DateUse::kUntil) proposal.from = from;
        if (date.use == DateUse::kUntil || date.use == DateUse::kAt) proposal.to = to;
    }

    const DocumentText& document_;
    const NormalisedText& text_;
    const std::vector<Mention>& mentions_;
    const ReadingRules& rules_;
    const LanguageRules& language_;
    const ReadOptions& options_;
    std::vector<Proposal> proposals_;
};

} // namespace

std::string subject_kind(const std::string& table) {
    static const std::vector<std::pair<std::string, std::string>> kKinds{
        {"actors", "actor"},
        {"blocs", "actor"},
        {"territories", "node"},
        {"nodes", "node"},
        {"links", "link"},
        {"corridors", "corridor"},
        {"projects", "project"},
        {"contracts", "contract"},
        {"agreements", "contract"},
        {"commodities", "market"},
        {"restrictions", "restriction"},
        {"events", "event"}};
    for (const auto& [name, kind] : kKinds) {
        if (name == table) return kind;
    }
    return table;
}

std::vector<Proposal> propose(const DocumentText& document, const NormalisedText& text,
                              const std::vector<Mention>& mentions, const ReadingRules& rules,
                              const LanguageRules& language, const ReadOptions& options) {
    return Proposer(document, text, mentions, rules, language, options).all();
}

} // namespace isthmus::evidence
