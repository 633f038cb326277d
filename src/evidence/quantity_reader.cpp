// SPDX-License-Identifier: Apache-2.0
#include "evidence/quantity_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/number_reader.hpp"

namespace isthmus::evidence {
namespace {

constexpr std::size_t kLongestPhrase = 4; ///< tokens of a phrase before a number
constexpr std::size_t kPerWithin = 4;     ///< tokens between an amount and "a year"
constexpr std::size_t kPerBeforeWithin = 6;
constexpr double kWorthScaling = 1e5; ///< plain numbers from here on get a larger unit
constexpr double kFewInWords = 2;     ///< "two countries" mostly points back
constexpr double kDoubtFew = 0.35, kDoubtZero = 0.4, kDoubtVague = 0.15, kDoubtFraction = 0.15;
constexpr int kFirstYear = 1200, kLastYear = 2150; ///< four digits that may be a year
constexpr double kThousand = 1000;

struct FoundUnit {
    const UnitWord* word = nullptr;
    std::size_t next = 0;
};

class QuantityReader {
  public:
    QuantityReader(const std::vector<Token>& tokens, const ReadingContext& context)
        : tokens_(tokens), context_(context), rules_(context.language) {}

    FoundQuantities read(std::size_t at) const {
        FoundQuantities found{{}, at};
        if (const auto prefix = currency_before(at)) return with_currency(at, *prefix);
        const auto first = read_number(tokens_, at, rules_);
        if (!first) return found;
        if (phrase_before(rules_, Role::kNumberLabel, tokens_, at)) return {{}, first->next};
        if (first->ordinal) return found;
        if (const auto unit = unit_after(*first, at)) return one_or_two(*first, *unit);
        return shared_unit(*first);
    }

  private:
    const std::string& kind_of(const UnitWord& word) const {
        return context_.rules.units.at(word.base).kind;
    }

    bool sign(std::size_t at, char32_t letter) const {
        return at < tokens_.size() && tokens_[at].is(letter);
    }

    std::optional<FoundUnit> currency_before(std::size_t at) const {
        for (const auto& match : rules_.unit_phrases.all(tokens_, at)) {
            const UnitWord& word = rules_.units[match.row];
            if (kind_of(word) == "money" && match.next < tokens_.size() &&
                tokens_[match.next].kind == TokenKind::kNumber) {
                return FoundUnit{&word, match.next};
            }
        }
        return std::nullopt;
    }

    /// "$5-10 bn", "USD 3 million".
    FoundQuantities with_currency(std::size_t at, const FoundUnit& unit) const {
        const auto number = read_number(tokens_, unit.next, rules_);
        if (!number) return {{}, at};
        const bool dash = sign(number->next, U'-');
        const auto word = rules_.find(Role::kRange, tokens_, number->next);
        if (dash || word) {
            std::size_t second_at = dash ? number->next + 1 : word->next;
            if (const auto again = currency_before(second_at)) second_at = again->next;
            const auto second = read_number(tokens_, second_at, rules_);
            if (second && !second->ordinal && second->vague.empty()) {
                return pair(*number, *second, {unit.word, second->next}, at);
            }
        }
        Reading reading = amount(*number, {unit.word, number->next}, at);
        return finish({std::move(reading)}, at);
    }

    /// Words that may not stand between a number and what it counts.
    bool breaks(std::size_t at) const {
        if (tokens_[at].kind != TokenKind::kWord) return true;
        for (const Role role :
             {Role::kIn, Role::kList, Role::kRange, Role::kPer, Role::kRelative, Role::kSince,
              Role::kUntil, Role::kBy, Role::kFractionOf, Role::kClause}) {
            if (rules_.find(role, tokens_, at)) return true;
        }
        return false;
    }

    std::optional<FoundUnit> unit_after(const FoundNumber& number, std::size_t at) const {
        std::size_t begin = number.next;
        if (const auto hedge = rules_.find(Role::kHedgeAfter, tokens_, begin)) begin = hedge->next;
        if (sign(begin, U'-') && !tokens_[begin].spaced && begin + 1 < tokens_.size() &&
            !tokens_[begin + 1].spaced) {
            ++begin;
        }
        for (std::size_t gap = 0; begin + gap < tokens_.size(); ++gap) {
            if (gap > 0 && breaks(begin + gap - 1)) break;
            if (const auto unit = best_unit(number, at, begin + gap, gap)) return unit;
            constexpr std::size_t kWidestGap = 3;
            if (gap == kWidestGap) break;
        }
        return std::nullopt;
    }

    /// The longest phrase that fits; of two as long, the one with more conditions.
    std::optional<FoundUnit> best_unit(const FoundNumber& number, std::size_t at, std::size_t begin,
                                       std::size_t gap) const {
        std::optional<FoundUnit> best;
        for (const auto& match : rules_.unit_phrases.all(tokens_, begin)) {
            const UnitWord& word = rules_.units[match.row];
            if (word.gap < gap || (word.most > 0 && number.value() > word.most)) continue;
            if (!word.before.empty() && !stands_before(at, word.before)) continue;
            if (number.scale > 1 && word.most > 0) continue;
            if (!best || (match.next == best->next && !word.before.empty())) {
                best = FoundUnit{&word, match.next};
            }
        }
        return best;
    }

    bool stands_before(std::size_t at, const std::u32string& word) const {
        std::size_t begin = at;
        phrase_before(rules_, Role::kHedge, tokens_, at, &begin);
        return begin > 0 && tokens_[begin - 1].text == word;
    }

    /// An amount, and where a word of range and another amount of its kind follow, both.
    FoundQuantities one_or_two(const FoundNumber& number, const FoundUnit& unit) const {
        const std::size_t at = number.first;
        if (unit.word->base == "label") return {{}, unit.next};
        Reading first = amount(number, unit, at);
        if (is_relative(first)) return {{}, first.next + 1};
        const auto range = rules_.find(Role::kRange, tokens_, first.next);
        const bool dash = sign(first.next, U'-');
        if (range || dash) {
            const auto second = read_number(tokens_, dash ? first.next + 1 : range->next, rules_);
            if (second && !second->ordinal && !second->in_words) {
                const auto other = unit_after(*second, second->first);
                if (other && kind_of(*other->word) == first.kind) {
                    Reading last = amount(*second, *other, second->first);
                    return two(std::move(first), std::move(last), at);
                }
            }
        }
        return finish({std::move(first)}, at);
    }

    FoundQuantities two(Reading first, Reading last, std::size_t at) const {
        last.note.clear();
        add_note(first.note, fmt::format("first of two: {} and {}", first.text, last.text));
        add_note(last.note, fmt::format("second of two: {} and {}", first.text, last.text));
        return finish({std::move(first), std::move(last)}, at);
    }

    bool is_relative(const Reading& reading) const {
        return reading.kind == "duration" && rules_.find(Role::kRelative, tokens_, reading.next);
    }

    /// "5-10 million tonnes", "5 or 6 countries": the unit, and mostly the scale, is the second's.
    FoundQuantities shared_unit(const FoundNumber& first) const {
        const std::size_t at = first.first;
        const FoundQuantities nothing{{}, at};
        if (!first.vague.empty() || first.fraction) return nothing;
        std::size_t next = first.next;
        bool list = false;
        if (sign(next, U'-')) {
            ++next;
        } else if (const auto range = rules_.find(Role::kRange, tokens_, next)) {
            next = range->next;
        } else if (const auto word = rules_.find(Role::kList, tokens_, next)) {
            next = word->next;
            list = true;
        } else {
            return nothing;
        }
        const bool like_year =
            first.digits == 4 && first.value() >= kFirstYear && first.value() <= kLastYear;
        if (list && like_year) return nothing;
        const auto second = read_number(tokens_, next, rules_);
        if (!second || second->ordinal || !second->vague.empty() || second->fraction) {
            return nothing;
        }
        const auto unit = unit_after(*second, second->first);
        if (!unit) return nothing;
        if (unit->word->base == "label") return {{}, unit->next};
        return pair(first, *second, *unit, at);
    }

    FoundQuantities pair(FoundNumber first, const FoundNumber& second, const FoundUnit& unit,
                         std::size_t at) const {
        if (shares_scale(first, second)) first.scale = second.scale;
        Reading low = amount(first, unit, at);
        Reading high = amount(second, unit, at);
        if (is_relative(high)) return {{}, high.next + 1};
        low.note.clear();
        high.note.clear();
        add_note(low.note, hedge_before(at));
        return two(std::move(low), std::move(high), at);
    }

    /// "5-10 million" and "from 41 to 35 million", but not "from 800 to 1 million".
    static bool shares_scale(const FoundNumber& first, const FoundNumber& second) {
        constexpr double kFarApart = 10;
        return first.scale == 1 && first.mantissa < kThousand &&
               first.mantissa < kFarApart * second.mantissa;
    }

    /// "more than" before the number; not where a longer phrase opens a range.
    std::string hedge_before(std::size_t at) const {
        std::size_t hedge_at = at, range_at = at;
        const auto hedge = phrase_before(rules_, Role::kHedge, tokens_, at, &hedge_at);
        if (!hedge) return "";
        const bool range =
            phrase_before(rules_, Role::kRangeFrom, tokens_, at, &range_at) && range_at <= hedge_at;
        return range ? std::string() : rules_.value_of(*hedge);
    }

    Reading amount(const FoundNumber& number, const FoundUnit& unit, std::size_t at) const {
        Reading reading;
        reading.kind = kind_of(*unit.word);
        reading.first = at;
        reading.next = std::max(unit.next, number.next);
        add_note(reading.note, hedge_before(at));
        if (const auto after = rules_.find(Role::kHedgeAfter, tokens_, number.next)) {
            add_note(reading.note, rules_.value_of(*after));
        }
        std::string per;
        if (reading.kind == "money") {
            price(number, *unit.word, reading);
            if (!reading.unit.empty()) return reading;
        }
        if (reading.kind != "duration" && reading.kind != "share") per = period(reading);
        express(number, *unit.word, per, reading);
        doubts(number, reading);
        return reading;
    }

    /// "USD 60 per barrel", "за тысячу кубометров".
    void price(const FoundNumber& number, const UnitWord& word, Reading& reading) const {
        const auto each = rules_.find(Role::kForEach, tokens_, reading.next);
        if (!each) return;
        std::size_t begin = each->next;
        double many = 1;
        if (const auto scale = rules_.number_phrases.longest(tokens_, begin);
            scale && rules_.numbers[scale->row].kind == NumberWordKind::kScale) {
            many = rules_.numbers[scale->row].value;
            begin = scale->next;
        } else if (const auto figures = read_number(tokens_, begin, rules_)) {
            many = figures->value();
            begin = figures->next;
        }
        const auto what = rules_.unit_phrases.longest(tokens_, begin);
        if (!what) return;
        const UnitWord& good = rules_.units[what->row];
        const std::string& kind = kind_of(good);
        const bool goods =
            kind == "mass" || kind == "volume" || kind == "barrels" || kind == "containers";
        if (!goods || good.factor != 1 || (many != 1 && many != kThousand)) return;
        reading.value = decimal(number.value() * word.factor);
        reading.unit = fmt::format("{}/{}{}", word.base, many == 1 ? "" : "1000", good.base);
        reading.text = format_number(*reading.value);
        reading.property = "price";
        reading.next = what->next;
    }

    /// "a year" within a few words behind the amount, or "annual" before it.
    std::string period(Reading& reading) const {
        for (std::size_t i = reading.next; i <= reading.next + kPerWithin; ++i) {
            if (i >= tokens_.size()) break;
            const auto per = rules_.find(Role::kPer, tokens_, i);
            if (per && !rules_.find(Role::kRelative, tokens_, per->next) &&
                !followed_by_number(per->next)) {
                reading.next = std::max(reading.next, per->next);
                return rules_.value_of(*per);
            }
            if (tokens_[i].kind != TokenKind::kWord || rules_.find(Role::kList, tokens_, i)) break;
        }
        for (std::size_t back = 1; back <= kPerBeforeWithin && back <= reading.first; ++back) {
            const std::size_t i = reading.first - back;
            if (tokens_[i].kind == TokenKind::kNumber) break;
            const bool clause = tokens_[i].is(U',') || tokens_[i].is(U';') ||
                                tokens_[i].is(U'\u060C') || tokens_[i].is(U'(');
            if (clause) break;
            const auto per = rules_.find(Role::kPerBefore, tokens_, i);
            if (per && !followed_by_year(per->next)) {
                reading.leads = true;
                return rules_.value_of(*per);
            }
        }
        return "";
    }

    bool followed_by_number(std::size_t at) const {
        return at < tokens_.size() && tokens_[at].kind == TokenKind::kNumber;
    }
    bool followed_by_year(std::size_t at) const {
        return followed_by_number(at) && tokens_[at].text.size() == 4 &&
               !rules_.unit_phrases.longest(tokens_, at + 1);
    }

    /// The value in the largest unit that was spoken of: 4 billion tonnes is 4 Gt.
    void express(const FoundNumber& number, const UnitWord& word, const std::string& per,
                 Reading& reading) const {
        if (!number.vague.empty()) {
            const auto words = number.scale > 1 ? scale_name(number.scale) : std::string();
            reading.text = trim(fmt::format("{} {}", number.vague, words));
            reading.unit = word.base;
            return;
        }
        std::tie(reading.value, reading.unit) = in_unit(number, word, per);
        reading.text = format_number(*reading.value);
        reading.base = word.base;
        reading.per = per;
        for (const char* time : {"/a", "/d", "/month"}) {
            reading.value_per[time] = in_unit(number, word, time);
        }
        if (per.empty() && context_.rules.units.contains(word.base + "/a")) {
            std::tie(reading.value_a_year, reading.unit_a_year) = in_unit(number, word, "/a");
        }
    }

    static std::string scale_name(double scale) {
        constexpr double kMillion = 1e6, kBillion = 1e9, kTrillion = 1e12;
        if (scale == kThousand) return "thousand";
        if (scale == kMillion) return "million";
        if (scale == kBillion) return "billion";
        return scale == kTrillion ? "trillion" : "";
    }

    std::pair<double, std::string> in_unit(const FoundNumber& number, const UnitWord& word,
                                           const std::string& per) const {
        const auto flow = context_.rules.units.find(word.base + per);
        const bool known = flow != context_.rules.units.end();
        const UnitLadder& ladder = known ? flow->second : context_.rules.units.at(word.base);
        double reach = number.scale * word.factor;
        if (number.value() >= kWorthScaling) reach = std::max(reach, number.value() * word.factor);
        const UnitStep* step = &ladder.steps.front();
        for (const UnitStep& each : ladder.steps) {
            if (each.factor <= reach) step = &each;
        }
        const double factor = number.scale * word.factor / step->factor;
        // Hundredths are divided by, so that 45 % is 0.45 to the last digit.
        const double value =
            factor < 1 ? number.mantissa / std::round(1 / factor) : number.mantissa * factor;
        const bool exact = factor >= 1 || std::abs(std::round(1 / factor) * factor - 1) < 1e-12;
        return {decimal(exact ? value : number.mantissa * factor), step->unit + (known ? "" : per)};
    }

    void doubts(const FoundNumber& number, Reading& reading) const {
        const bool counted = reading.kind == "count" || reading.kind == "duration";
        if (!number.vague.empty()) reading.doubt += kDoubtVague;
        if (number.fraction) reading.doubt += kDoubtFraction;
        if (counted && number.value() == 0) reading.doubt += kDoubtZero;
        if (counted && number.in_words && number.vague.empty() && number.value() <= kFewInWords) {
            reading.doubt += kDoubtFew;
        }
        if (reading.kind == "count" && !number.vague.empty()) reading.doubt += kDoubtFew;
    }

    FoundQuantities finish(std::vector<Reading> readings, std::size_t at) const {
        FoundQuantities found{std::move(readings), at};
        for (const Reading& reading : found.readings)
            found.next = std::max(found.next, reading.next);
        return found;
    }

    const std::vector<Token>& tokens_;
    const ReadingContext& context_;
    const LanguageRules& rules_;
};

} // namespace

std::optional<PhraseTable::Match> phrase_before(const LanguageRules& rules, Role role,
                                                const std::vector<Token>& tokens, std::size_t at,
                                                std::size_t* first) {
    for (std::size_t length = std::min(kLongestPhrase, at); length >= 1; --length) {
        for (const auto& match : rules.role(role).all(tokens, at - length)) {
            if (match.next != at) continue;
            if (first != nullptr) *first = at - length;
            return match;
        }
    }
    return std::nullopt;
}

FoundQuantities read_quantities(const std::vector<Token>& tokens, std::size_t at,
                                const ReadingContext& context) {
    return QuantityReader(tokens, context).read(at);
}

} // namespace isthmus::evidence
