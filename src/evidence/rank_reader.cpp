// SPDX-License-Identifier: Apache-2.0
// Ranks and ordinals: quantity_reader.hpp declares them.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/number_reader.hpp"
#include "evidence/quantity_reader.hpp"

namespace isthmus::evidence {
namespace {

constexpr std::size_t kUseWithin = 2;    ///< words between an ordinal and what it orders
constexpr std::size_t kNounWithin = 4;   ///< words between "largest" and "producer"
constexpr std::size_t kAfterWithin = 12; ///< words between "producer" and "after Russia"
constexpr int kLargestRank = 100;

class RankReader {
  public:
    RankReader(const std::vector<Token>& tokens, const ReadingContext& context)
        : tokens_(tokens), rules_(context.language) {}

    FoundQuantities read(std::size_t at) const {
        const auto number = read_number(tokens_, at, rules_);
        if (number && number->ordinal) return ordinal(*number);
        return superlative(at);
    }

  private:
    static FoundQuantities only(Reading reading, std::size_t at) {
        reading.first = at;
        const std::size_t next = reading.next;
        return {{std::move(reading)}, next};
    }

    bool is_word(std::size_t at) const {
        return at < tokens_.size() &&
               (tokens_[at].kind == TokenKind::kWord || tokens_[at].is(U'-'));
    }

    /// Of a use such as "years:anniversary" or "rank:rank:5", its parts.
    FoundQuantities ordinal(const FoundNumber& number) const {
        if (phrase_before(rules_, Role::kRankBefore, tokens_, number.first)) {
            return used(number, {"rank", "rank"}, number.next);
        }
        for (std::size_t i = number.next, words = 0; is_word(i); ++i) {
            for (const auto& match : rules_.role(Role::kOrdinalUse).all(tokens_, i)) {
                const auto use = split(rules_.value_of(match), ':');
                const std::size_t within =
                    use.size() > 2 ? static_cast<std::size_t>(parse_integer(use[2]).value_or(0))
                                   : kUseWithin;
                if (words > within || use.empty()) continue;
                return used(number, use, match.next);
            }
            if (!tokens_[i].is(U'-')) ++words;
            constexpr std::size_t kFarthest = 6;
            if (words > kFarthest) break;
        }
        Reading reading;
        reading.kind = "ordinal";
        reading.value = number.value();
        reading.text = format_number(number.value());
        reading.unit = "count";
        reading.next = number.next;
        return only(std::move(reading), number.first);
    }

    FoundQuantities used(const FoundNumber& number, const std::vector<std::string>& use,
                         std::size_t next) const {
        if (use[0] == "label") return {{}, next};
        Reading reading;
        reading.kind = use[0] == "rank" ? "rank" : use[0] == "years" ? "duration" : "count";
        if (reading.kind == "rank" && number.value() > kLargestRank) return {{}, next};
        reading.value = number.value();
        reading.text = format_number(number.value());
        reading.unit = use[0];
        if (use.size() > 1 && use[1] != "rank") reading.property = use[1];
        constexpr double kFirstOnly = 0.35; // "the first meeting" is seldom a count
        if (reading.kind != "rank" && number.value() <= 2) reading.doubt += kFirstOnly;
        add_note(reading.note, "ordinal");
        reading.next = next;
        return only(std::move(reading), number.first);
    }

    /// "largest producer" is the first, "largest producer after Russia" the second.
    FoundQuantities superlative(std::size_t at) const {
        const FoundQuantities nothing{{}, at};
        const auto most = rules_.find(Role::kSuperlative, tokens_, at);
        if (!most || phrase_before(rules_, Role::kOneOf, tokens_, at)) return nothing;
        std::size_t next = most->next;
        bool noun = rules_.value_of(*most) == "whole";
        for (std::size_t i = next; !noun && i <= most->next + kNounWithin && is_word(i); ++i) {
            if (rules_.find(Role::kOneOf, tokens_, i)) return nothing;
            const auto named = rules_.find(Role::kRankNoun, tokens_, i);
            if (!named) continue;
            noun = true;
            next = named->next;
        }
        if (!noun) return nothing;
        Reading reading;
        reading.kind = "rank";
        reading.unit = "rank";
        reading.value = 1;
        for (std::size_t i = next; i < std::min(tokens_.size(), next + kAfterWithin); ++i) {
            if (!rules_.find(Role::kRankAfter, tokens_, i)) continue;
            reading.value = 2;
            add_note(reading.note, "the first after another");
            break;
        }
        reading.text = format_number(*reading.value);
        reading.next = next;
        return only(std::move(reading), at);
    }

    const std::vector<Token>& tokens_;
    const LanguageRules& rules_;
};

} // namespace

FoundQuantities read_rank(const std::vector<Token>& tokens, std::size_t at,
                          const ReadingContext& context) {
    return RankReader(tokens, context).read(at);
}

} // namespace isthmus::evidence
