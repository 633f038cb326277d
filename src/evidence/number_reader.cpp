// SPDX-License-Identifier: Apache-2.0
#include "evidence/number_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.hpp"

namespace isthmus::evidence {
namespace {

constexpr std::size_t kGroup = 3;       ///< digits between separators of thousands
constexpr std::size_t kMostDigits = 15; ///< more cannot be a quantity
constexpr double kHundred = 100;
constexpr double kThousand = 1000;
constexpr double kTen = 10;

bool has(std::u32string_view signs, const Token& token) {
    return token.text.size() == 1 && signs.find(token.text.front()) != std::u32string_view::npos;
}

bool is_number(const std::vector<Token>& tokens, std::size_t at) {
    return at < tokens.size() && tokens[at].kind == TokenKind::kNumber;
}

/// A sign and digits behind it, both without a space.
bool continues(const std::vector<Token>& tokens, std::size_t sign) {
    return is_number(tokens, sign + 1) && tokens[sign].kind == TokenKind::kSign &&
           !tokens[sign].spaced && !tokens[sign + 1].spaced;
}

std::string digits_of(const Token& token) {
    return to_utf8(token.text);
}

struct Numeral {
    std::string text; ///< digits with a point
    std::size_t next = 0;
    std::size_t plain_digits = 0;
};

/// Digits with separators of thousands and decimals, by the language.
class NumeralReader {
  public:
    NumeralReader(const std::vector<Token>& tokens, const LanguageRules& rules)
        : tokens_(tokens), rules_(rules) {}

    std::optional<Numeral> read(std::size_t at) const {
        if (!is_number(tokens_, at) || tokens_[at].text.size() > kMostDigits) return std::nullopt;
        Numeral numeral{digits_of(tokens_[at]), at + 1, tokens_[at].text.size()};
        take_thousands(numeral);
        take_decimals(numeral);
        if (is_code(at, numeral)) return std::nullopt;
        return numeral;
    }

  private:
    bool is_group(std::size_t at) const {
        return is_number(tokens_, at) && tokens_[at].text.size() == kGroup;
    }

    void take_thousands(Numeral& numeral) const {
        if (numeral.text.size() > kGroup || numeral.text.front() == '0') return;
        std::string text = numeral.text;
        std::size_t next = numeral.next;
        std::size_t groups = 0;
        std::u32string_view sign;
        while (next < tokens_.size()) {
            const bool by_space = is_group(next) && tokens_[next].spaced &&
                                  rules_.thousands.find(U' ') != std::u32string::npos &&
                                  (groups == 0 || sign == U" ");
            const bool by_sign = continues(tokens_, next) && is_group(next + 1) &&
                                 (groups == 0 || sign == tokens_[next].text) &&
                                 separates_thousands(tokens_[next], next);
            if (!by_space && !by_sign) break;
            sign = by_space ? std::u32string_view(U" ") : tokens_[next].text;
            text += digits_of(tokens_[by_space ? next : next + 1]);
            next += by_space ? 1 : 2;
            ++groups;
        }
        if (groups == 0) return;
        numeral = {std::move(text), next, 0};
    }

    /// A point where decimals have a comma, and the like, only where two groups say so.
    bool separates_thousands(const Token& sign, std::size_t at) const {
        if (has(rules_.decimal, sign)) return false;
        if (has(rules_.thousands, sign)) return true;
        const bool foreign = sign.is(U'.') || sign.is(U',') || sign.is(U'\'');
        return foreign && continues(tokens_, at + 2) && is_group(at + 3) &&
               tokens_[at + 2].text == sign.text;
    }

    void take_decimals(Numeral& numeral) const {
        const std::size_t sign = numeral.next;
        if (!continues(tokens_, sign)) return;
        const Token& digits = tokens_[sign + 1];
        const bool own = has(rules_.decimal, tokens_[sign]);
        const bool foreign = (tokens_[sign].is(U'.') || tokens_[sign].is(U',')) &&
                             (digits.text.size() != kGroup || is_scale(sign + 2));
        if ((!own && !foreign) || digits.text.size() > kMostDigits) return;
        numeral.text += "." + digits_of(digits);
        numeral.next = sign + 2;
        numeral.plain_digits = 0;
    }

    /// 1.585 million has decimals in every language.
    bool is_scale(std::size_t at) const {
        const auto matches = rules_.number_phrases.all(tokens_, at);
        return std::any_of(matches.begin(), matches.end(), [&](const auto& match) {
            const NumberWord& word = rules_.numbers[match.row];
            constexpr double kMillion = 1e6;
            return word.kind == NumberWordKind::kScale && word.value >= kMillion;
        });
    }

    bool is_code(std::size_t at, const Numeral& numeral) const {
        const std::string& text = numeral.text;
        if (text.size() > 1 && text.front() == '0' && text[1] != '.') return true;
        if (at > 0 && !tokens_[at].spaced) {
            const Token& before = tokens_[at - 1];
            const bool glued = before.kind == TokenKind::kWord || before.is(U'_') ||
                               before.is(U'/') || before.is(U'#');
            if (glued) return true;
            // Su-35, but not 5-10.
            const bool named = before.is(U'-') && !before.spaced && at > 1 &&
                               tokens_[at - 2].kind == TokenKind::kWord;
            if (named) return true;
        }
        if (!continues(tokens_, numeral.next)) return false;
        const Token& sign = tokens_[numeral.next];
        return sign.is(U':') || sign.is(U'.') || sign.is(U',') || sign.is(U'/') || sign.is(U'_');
    }

    const std::vector<Token>& tokens_;
    const LanguageRules& rules_;
};

/// Number words and scales behind a number, added up as people say them.
class NumberComposer {
  public:
    NumberComposer(const std::vector<Token>& tokens, const LanguageRules& rules)
        : tokens_(tokens), rules_(rules) {}

    std::optional<FoundNumber> read(std::size_t at) {
        at_ = at;
        if (is_number(tokens_, at)) {
            if (!begin_with_digits(at)) return std::nullopt;
        } else if (!begin_with_word(at)) {
            return std::nullopt;
        }
        while (!found_.ordinal && take_more()) {
        }
        found_.first = at;
        found_.next = at_;
        if (scaled_ > 0 && current_ == 0) {
            // One scale stays apart, so that 4 billion is 4 and 1e9.
            const double whole = total_;
            found_.mantissa = whole / first_scale_;
            found_.scale = first_scale_;
        } else {
            found_.mantissa = total_ + current_;
            found_.scale = 1;
        }
        return found_;
    }

  private:
    bool begin_with_digits(std::size_t at) {
        const auto numeral = NumeralReader(tokens_, rules_).read(at);
        if (!numeral) return false;
        current_ = parse_number(numeral->text).value_or(0);
        found_.digits = numeral->plain_digits;
        at_ = numeral->next;
        smallest_ = 0; // Nothing but a scale is added to digits.
        take_suffix();
        return true;
    }

    /// "th", "-го": ordinal, unless the suffix only declines the number.
    void take_suffix() {
        std::size_t next = at_;
        if (next < tokens_.size() && tokens_[next].is(U'-') && !tokens_[next].spaced) {
            ++next;
        } else if (rules_.unit_phrases.longest(tokens_, next)) {
            return; // 5 m is a length.
        }
        if (next >= tokens_.size()) return;
        for (const auto& match : rules_.number_phrases.all(tokens_, next)) {
            const NumberWord& word = rules_.numbers[match.row];
            if (word.kind != NumberWordKind::kSuffix) continue;
            if (tokens_[next].spaced && !word.alone) continue;
            found_.ordinal = word.text.empty();
            at_ = match.next;
            return;
        }
    }

    bool begin_with_word(std::size_t at) {
        for (const auto& match : rules_.number_phrases.all(tokens_, at)) {
            const NumberWord& word = rules_.numbers[match.row];
            found_.in_words = true;
            if (word.kind == NumberWordKind::kArticle) {
                if (!followed_by_scale(match.next)) continue;
                current_ = 1;
                smallest_ = 0;
                at_ = match.next;
                return true;
            }
            if (word.kind == NumberWordKind::kFraction) {
                current_ = word.value;
                found_.fraction = true;
                at_ = match.next;
                smallest_ = 0;
                return true;
            }
            if (word.kind == NumberWordKind::kVague) {
                found_.vague = word.text;
                at_ = match.next;
                current_ = 1;
                smallest_ = 0;
                return true;
            }
            if (!word.alone && word.kind != NumberWordKind::kScale) continue;
            if (word.kind == NumberWordKind::kScale && !word.alone) continue;
            if (add(word)) {
                at_ = match.next;
                return true;
            }
        }
        return false;
    }

    bool followed_by_scale(std::size_t at) const {
        for (const auto& match : rules_.number_phrases.all(tokens_, at)) {
            const NumberWordKind kind = rules_.numbers[match.row].kind;
            if (kind == NumberWordKind::kScale || kind == NumberWordKind::kHundred) return true;
        }
        return false;
    }

    /// Adds a word to the number where its size fits what came before.
    bool add(const NumberWord& word) {
        switch (word.kind) {
        case NumberWordKind::kUnit:
            return add_part(word.value, word.value < kTen ? kTen : kHundred);
        case NumberWordKind::kTen:
            return add_part(word.value, kHundred);
        case NumberWordKind::kHundreds:
            return add_part(word.value, kThousand);
        case NumberWordKind::kHundred:
            if (current_ < 1 || current_ >= kHundred || found_.fraction) return false;
            current_ *= kHundred;
            smallest_ = kHundred;
            return true;
        case NumberWordKind::kScale:
            return add_scale(word.value);
        case NumberWordKind::kOrdinal:
            if (!add_part(word.value, word.value < kTen ? kTen : kHundred)) return false;
            found_.ordinal = true;
            return true;
        default:
            return false;
        }
    }

    /// `room`: what stands before has to be a multiple of this.
    bool add_part(double value, double room) {
        if (smallest_ < room) return false;
        current_ += value;
        smallest_ = value >= kHundred ? kHundred : (value >= 2 * kTen ? kTen : 1);
        return true;
    }

    bool add_scale(double value) {
        if (value > last_scale_ && scaled_ == 1 && current_ == 0) {
            // "four thousand billion"
            total_ *= value;
            first_scale_ = last_scale_ = first_scale_ * value;
            return true;
        }
        if (value >= last_scale_) return false;
        if (current_ == 0) {
            if (scaled_ > 0) return false;
            current_ = 1;
        }
        total_ += current_ * value;
        current_ = 0;
        last_scale_ = value;
        if (scaled_ == 0) first_scale_ = value;
        ++scaled_;
        smallest_ = std::numeric_limits<double>::infinity();
        return true;
    }

    bool take_more() {
        const std::size_t begin = at_;
        std::size_t next = at_;
        const bool hyphen = next + 1 < tokens_.size() && tokens_[next].is(U'-') &&
                            !tokens_[next].spaced && !tokens_[next + 1].spaced &&
                            tokens_[next + 1].kind == TokenKind::kWord;
        if (hyphen) ++next;
        if (const auto joined = joiner(next); joined && !hyphen) next = *joined;
        if (next >= tokens_.size()) return false;
        if (scaled_ > 0 && current_ == 0 && is_number(tokens_, next)) {
            return take_lower_numeral(next);
        }
        for (const auto& match : rules_.number_phrases.all(tokens_, next)) {
            const NumberWord& word = rules_.numbers[match.row];
            const bool glued = word.kind == NumberWordKind::kGlued;
            if (glued && (tokens_[next].spaced || found_.in_words || next != begin)) continue;
            if (glued ? add_scale(word.value) : add(word)) {
                at_ = past_stop(match.next);
                return true;
            }
        }
        return false;
    }

    /// The full stop of an abbreviated scale belongs to it.
    std::size_t past_stop(std::size_t at) const {
        const bool stop = at < tokens_.size() && tokens_[at].is(U'.') && !tokens_[at].spaced &&
                          at + 1 < tokens_.size() && rules_.is_abbreviation(tokens_[at - 1].text);
        return stop ? at + 1 : at;
    }

    std::optional<std::size_t> joiner(std::size_t at) const {
        for (const auto& match : rules_.number_phrases.all(tokens_, at)) {
            if (rules_.numbers[match.row].kind == NumberWordKind::kJoiner) return match.next;
        }
        return std::nullopt;
    }

    /// "2 billion 300 million": digits count only where a smaller scale follows them.
    bool take_lower_numeral(std::size_t at) {
        const auto numeral = NumeralReader(tokens_, rules_).read(at);
        if (!numeral) return false;
        for (const auto& match : rules_.number_phrases.all(tokens_, numeral->next)) {
            const NumberWord& word = rules_.numbers[match.row];
            if (word.kind != NumberWordKind::kScale || word.value >= last_scale_) continue;
            current_ = parse_number(numeral->text).value_or(0);
            if (!add_scale(word.value)) return false;
            at_ = past_stop(match.next);
            return true;
        }
        return false;
    }

    const std::vector<Token>& tokens_;
    const LanguageRules& rules_;
    FoundNumber found_;
    std::size_t at_ = 0;
    double total_ = 0, current_ = 0, first_scale_ = 1;
    double last_scale_ = std::numeric_limits<double>::infinity();
    double smallest_ = std::numeric_limits<double>::infinity();
    int scaled_ = 0;
};

} // namespace

std::optional<FoundNumber> read_number(const std::vector<Token>& tokens, std::size_t at,
                                       const LanguageRules& rules) {
    if (at >= tokens.size() || tokens[at].kind == TokenKind::kSign) return std::nullopt;
    auto found = NumberComposer(tokens, rules).read(at);
    if (found && !std::isfinite(found->value())) return std::nullopt;
    return found;
}

std::size_t skip_code(const std::vector<Token>& tokens, std::size_t at) {
    std::size_t next = at + 1;
    while (continues(tokens, next)) next += 2;
    return next;
}

} // namespace isthmus::evidence
