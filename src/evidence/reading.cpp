// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/number_reader.hpp"
#include "evidence/quantity_reader.hpp"

namespace isthmus::evidence {
namespace {

constexpr double kDoubtBareYear = 0.2; ///< four digits that no word calls a year
constexpr double kDoubtNoYear = 0.1;   ///< a day whose year is that of the document
constexpr double kDoubtFraction = 0.2;

class SentenceReader {
  public:
    SentenceReader(const std::vector<Token>& tokens, const ReadingContext& context)
        : tokens_(tokens), context_(context), rules_(context.language) {}

    std::vector<Reading> read() {
        std::size_t at = past_list_mark();
        while (at < tokens_.size()) at = step(at);
        share_periods();
        return std::move(readings_);
    }

  private:
    /// "daily 22 Mt to A, 13 Mt to B": the time goes for all of a list.
    void share_periods() {
        const Reading* leader = nullptr;
        for (Reading& reading : readings_) {
            const bool follows = leader != nullptr && leader->leads &&
                                 reading.kind == leader->kind && reading.base == leader->base &&
                                 reading.per.empty() && is_list(leader->next, reading.first);
            if (follows) {
                reading.per = leader->per;
                reading.leads = true;
                reading.value = reading.value_per[reading.per].first;
                reading.unit = reading.value_per[reading.per].second;
                reading.text = format_number(*reading.value);
                reading.value_a_year.reset();
            }
            if (reading.value && reading.kind != "number") leader = &reading;
        }
    }

    /// Few words, one of them a comma or "and".
    bool is_list(std::size_t first, std::size_t next) const {
        constexpr std::size_t kMostWords = 6;
        if (next <= first || next - first > kMostWords) return false;
        for (std::size_t i = first; i < next; ++i) {
            if (tokens_[i].is(U',') || tokens_[i].is(U'\u060C') ||
                rules_.find(Role::kList, tokens_, i)) {
                return true;
            }
        }
        return false;
    }

    /// "1." or "2)" before a paragraph.
    std::size_t past_list_mark() const {
        const bool mark = context_.begins_paragraph && tokens_.size() > 1 &&
                          tokens_[0].kind == TokenKind::kNumber &&
                          (tokens_[1].is(U'.') || tokens_[1].is(U')')) &&
                          (tokens_.size() == 2 || tokens_[2].spaced);
        return mark ? 2 : 0;
    }

    std::size_t step(std::size_t at) {
        if (is_address(at)) return past_address(at);
        if (is_note_mark(at)) return at + 1;
        // A number that is a quantity or date begins where no letter is glued to it.
        if (auto date = read_date(tokens_, at, rules_, context_.document); date && keeps(*date)) {
            const std::size_t next = date->next;
            readings_.push_back(of_date(std::move(*date)));
            return next;
        }
        FoundQuantities found = read_quantities(tokens_, at, context_);
        if (found.next == at) found = read_rank(tokens_, at, context_);
        if (found.next == at) found = fraction(at);
        if (found.next == at) found = multiple(at);
        if (found.next == at) found = bare_number(at);
        for (Reading& reading : found.readings) readings_.push_back(std::move(reading));
        return std::max(found.next, at + 1);
    }

    bool is_address(std::size_t at) const {
        const std::u32string_view text = tokens_[at].text;
        return text == U"http" || text == U"https" || text == U"www";
    }
    std::size_t past_address(std::size_t at) const {
        do {
            ++at;
        } while (at < tokens_.size() && !tokens_[at].spaced);
        return at;
    }

    /// ^1 or [12].
    bool is_note_mark(std::size_t at) const {
        if (tokens_[at].kind != TokenKind::kNumber || at == 0) return false;
        const Token& before = tokens_[at - 1];
        const bool bracket = before.is(U'[') && at + 1 < tokens_.size() && tokens_[at + 1].is(U']');
        return before.is(U'^') || bracket;
    }

    /// A label such as "No. 1999" is no year.
    bool keeps(const FoundDate& date) const {
        return date.kind != "year" ||
               !phrase_before(rules_, Role::kNumberLabel, tokens_, date.first);
    }

    static Reading of_date(FoundDate date) {
        Reading reading;
        reading.kind = date.kind;
        const std::string from = date.span.from.to_string(), to = date.span.to.to_string();
        reading.text = from == to ? from : fmt::format("{}/{}", from, to);
        const bool year = date.kind == "year" && from == to;
        reading.unit = year ? "year" : "date";
        if (year) reading.value = date.span.from.year;
        reading.note = date.note;
        if (date.use == DateUse::kBy) add_note(reading.note, "by");
        if (date.use == DateUse::kUntil) add_note(reading.note, "until");
        if (date.use == DateUse::kSince) add_note(reading.note, "since");
        if (!date.certain) reading.doubt += kDoubtBareYear;
        if (date.note == "year of the document") reading.doubt += kDoubtNoYear;
        reading.first = date.first;
        reading.next = date.next;
        reading.date = std::move(date);
        return reading;
    }

    /// "half of the reserves", "a third of".
    FoundQuantities fraction(std::size_t at) const {
        const auto number = read_number(tokens_, at, rules_);
        if (!number || !number->fraction) return {{}, at};
        const auto of = rules_.find(Role::kFractionOf, tokens_, number->next);
        const bool needs = !rules_.role(Role::kFractionOf).empty();
        if (needs && !of) return {{}, number->next};
        Reading reading;
        reading.kind = "share";
        reading.unit = "share";
        reading.value = decimal(number->value());
        reading.text = format_number(*reading.value);
        reading.doubt = kDoubtFraction;
        add_note(reading.note, "in words");
        reading.first = at;
        reading.next = of ? of->next : number->next;
        const std::size_t next = reading.next;
        return {{std::move(reading)}, next};
    }

    /// "doubled", "вдвое".
    FoundQuantities multiple(std::size_t at) const {
        const auto match = rules_.find(Role::kTimes, tokens_, at);
        if (!match) return {{}, at};
        Reading reading;
        reading.kind = "ratio";
        reading.unit = "ratio";
        reading.text = rules_.value_of(*match);
        reading.value = parse_number(reading.text);
        add_note(reading.note, "in words");
        reading.first = at;
        reading.next = match->next;
        return {{std::move(reading)}, match->next};
    }

    FoundQuantities bare_number(std::size_t at) const {
        if (tokens_[at].kind != TokenKind::kNumber) return {{}, at};
        const auto number = read_number(tokens_, at, rules_);
        if (!number) return {{}, skip_code(tokens_, at)};
        Reading reading;
        reading.kind = "number";
        reading.value = number->value();
        reading.text = format_number(number->value());
        reading.first = at;
        reading.next = number->next;
        return {{std::move(reading)}, number->next};
    }

    const std::vector<Token>& tokens_;
    const ReadingContext& context_;
    const LanguageRules& rules_;
    std::vector<Reading> readings_;
};

} // namespace

void add_note(std::string& note, const std::string& remark) {
    if (remark.empty()) return;
    if (!note.empty()) note += "; ";
    note += remark;
}

double decimal(double value) {
    constexpr int kDigits = 12;
    return std::strtod(fmt::format("{:.{}g}", value, kDigits).c_str(), nullptr);
}

std::vector<Reading> read_sentence(const std::vector<Token>& tokens,
                                   const ReadingContext& context) {
    return SentenceReader(tokens, context).read();
}

} // namespace isthmus::evidence
