// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading_context.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"

namespace isthmus::evidence {
namespace {

// Distances are counted in tokens for keywords and in characters for names.
constexpr std::size_t kKeywordBehind = 4;
constexpr std::size_t kOtherClause = 12; ///< a comma or a clause word lies between
constexpr std::size_t kNameBehind = 25;
constexpr std::size_t kOtherTable = 60; ///< not one of the tables that have the property
constexpr std::size_t kOnlyGoods = 150; ///< a commodity is seldom what a number is about
constexpr std::size_t kFarthestKeyword = 40;

std::vector<const Mention*> within(const std::vector<Mention>& mentions,
                                   const std::vector<Token>& tokens) {
    std::vector<const Mention*> result;
    if (tokens.empty()) return result;
    const auto begin = std::lower_bound(
        mentions.begin(), mentions.end(), tokens.front().first,
        [](const Mention& mention, std::size_t place) { return mention.first < place; });
    for (auto mention = begin; mention != mentions.end(); ++mention) {
        if (mention->first >= tokens.back().last) break;
        result.push_back(&*mention);
    }
    return result;
}

bool only_goods(const Mention& mention) {
    return mention.tables.size() == 1 && mention.tables.front() == "commodities";
}

bool in_tables(const Mention& mention, const std::vector<std::string>& tables) {
    if (tables.empty()) return true;
    return std::any_of(mention.tables.begin(), mention.tables.end(), [&](const std::string& table) {
        return std::find(tables.begin(), tables.end(), table) != tables.end();
    });
}

bool is_date(const std::string& kind) {
    return kind == "year" || kind == "date" || kind == "period";
}

} // namespace

SentenceContext::SentenceContext(const LanguageRules& language,
                                 const std::vector<Mention>& mentions,
                                 const std::vector<Token>& sentence,
                                 const std::vector<Token>& previous)
    : language_(language),
      sentence_(sentence),
      named_(within(mentions, sentence)),
      named_before_(within(mentions, previous)) {
    for (std::size_t i = 0; i < sentence.size(); ++i) {
        for (const auto& match : language.property_phrases.all(sentence, i)) {
            keywords_.push_back({&language.properties[match.row], i, match.next});
        }
    }
}

const PropertyWord* SentenceContext::property(const Reading& reading) const {
    const PropertyWord* best = nullptr;
    std::size_t least = kFarthestKeyword;
    for (const Keyword& keyword : keywords_) {
        const auto& kinds = keyword.word->kinds;
        const bool fits = kinds.empty()
                              ? !is_date(reading.kind)
                              : std::find(kinds.begin(), kinds.end(), reading.kind) != kinds.end();
        if (!fits) continue;
        std::size_t away = 0;
        std::size_t from = 0, to = 0;
        if (keyword.first >= reading.next) {
            away = keyword.first - reading.next + kKeywordBehind;
            from = reading.next, to = keyword.first;
        } else if (keyword.next <= reading.first) {
            away = reading.first - keyword.next;
            from = keyword.next, to = reading.first;
        }
        for (std::size_t i = from; i < to; ++i) {
            const bool divides = sentence_[i].is(U',') || sentence_[i].is(U'\u060C') ||
                                 sentence_[i].is(U';') || sentence_[i].is(U':') ||
                                 language_.find(Role::kClause, sentence_, i);
            if (divides) away += kOtherClause;
        }
        if (away < least) {
            least = away;
            best = keyword.word;
        }
    }
    return best;
}

Parties SentenceContext::parties(const Reading& reading, const PropertyWord* property) const {
    static const std::vector<std::string> kAny;
    const std::vector<std::string>& tables = property == nullptr ? kAny : property->subjects;
    const std::size_t first = sentence_[reading.first].first;
    const std::size_t last = sentence_[reading.next - 1].last;
    const auto away = [&](const Mention& mention, bool subject) {
        std::size_t distance = mention.first >= last   ? mention.first - last + kNameBehind
                               : first >= mention.last ? first - mention.last
                                                       : 0;
        if (subject && !in_tables(mention, tables)) distance += kOtherTable;
        if (only_goods(mention)) distance += kOnlyGoods;
        return distance;
    };
    const auto nearest = [&](const std::vector<const Mention*>& names, const Mention* other) {
        const Mention* best = nullptr;
        std::size_t least = std::numeric_limits<std::size_t>::max();
        for (const Mention* mention : names) {
            const bool same = other != nullptr &&
                              (mention->id == other->id || mention->first < other->last) &&
                              (mention->id == other->id || mention->last > other->first);
            if (same || (other != nullptr && only_goods(*mention))) continue;
            const std::size_t distance = away(*mention, other == nullptr);
            if (distance < least) {
                least = distance;
                best = mention;
            }
        }
        return best;
    };
    Parties parties;
    parties.same_sentence = !named_.empty();
    const auto& names = named_.empty() ? named_before_ : named_;
    parties.subject = nearest(names, nullptr);
    if (parties.subject != nullptr) parties.object = nearest(names, parties.subject);
    return parties;
}

std::string format_value(double value) {
    return format_number(value);
}

} // namespace isthmus::evidence
