// SPDX-License-Identifier: Apache-2.0
#include "evidence/year_reader.hpp"

#include "base/text.hpp"
#include "evidence/number_reader.hpp"

namespace isthmus::evidence {

bool YearReader::sign(std::size_t at, char32_t letter) const {
    return at < tokens_.size() && tokens_[at].is(letter);
}

std::optional<DateNumber> YearReader::digits(std::size_t at) const {
    if (at >= tokens_.size() || tokens_[at].kind != TokenKind::kNumber) return std::nullopt;
    if (tokens_[at].text.size() > kYearDigits) return std::nullopt;
    const auto value = parse_integer(to_utf8(tokens_[at].text));
    if (!value) return std::nullopt;
    return DateNumber{*value, tokens_[at].text.size(), false, at + 1};
}

std::optional<DateNumber> YearReader::number(std::size_t at) const {
    if (auto plain = digits(at)) {
        const auto full = read_number(tokens_, at, rules_);
        if (full && full->ordinal) {
            plain->ordinal = true;
            plain->next = full->next;
        }
        return plain;
    }
    const auto words = read_number(tokens_, at, rules_);
    if (!words || !words->in_words || !words->vague.empty() || words->fraction) {
        return std::nullopt;
    }
    const double value = words->value();
    if (value < 1 || value > kLastYear) return std::nullopt;
    return DateNumber{static_cast<int>(value), 0, words->ordinal, words->next};
}

bool YearReader::is_hijri_year(int year) const {
    return rules_.solar_hijri && year >= kFirstHijri && year < kLastHijri;
}

std::optional<CalendarYear> YearReader::year(std::size_t at) const {
    CalendarYear result;
    std::size_t begin = at;
    for (int i = 0; i < 2; ++i) {
        const auto mark = rules_.find(Role::kYearMark, tokens_, begin);
        if (!mark) break;
        begin = mark->next;
        result.certain = true;
    }
    auto value = number(begin);
    if (value && result.certain && is_short_hijri(*value)) {
        value->value += kHijriCentury;
        value->digits = kYearDigits;
    }
    if (!value || (value->digits != kYearDigits && !(result.certain && value->digits == 0))) {
        return std::nullopt;
    }
    result.year = value->value;
    result.next = value->next;
    if (value->ordinal) result.certain = true;
    if (!read_marks(result)) return std::nullopt;
    const bool gregorian = result.calendar == Calendar::kGregorian;
    const bool hijri = result.year >= kFirstHijri && result.year < kLastHijri;
    if (gregorian && result.year >= kFirstYear && result.year <= kLastYear) return result;
    if (!hijri || (gregorian && !rules_.solar_hijri)) return std::nullopt;
    if (gregorian) result.calendar = Calendar::kSolarHijri;
    return result;
}

/// "سال ۹۷" is 1397.
bool YearReader::is_short_hijri(const DateNumber& value) const {
    constexpr int kEarliest = 40;
    return rules_.solar_hijri && value.digits == 2 && value.value >= kEarliest && !value.ordinal &&
           !rules_.number_phrases.longest(tokens_, value.next) &&
           !rules_.unit_phrases.longest(tokens_, value.next);
}
bool YearReader::read_marks(CalendarYear& year) const {
    const auto mark = rules_.find(Role::kYearMark, tokens_, year.next);
    if (mark && rules_.value_of(*mark) != "before") {
        year.next = mark->next;
        if (sign(year.next, U'.') && !tokens_[year.next].spaced) ++year.next;
        year.certain = true;
    }
    const std::size_t bracket = sign(year.next, U'(') ? 1 : 0;
    const auto era = rules_.find(Role::kEra, tokens_, year.next + bracket);
    if (!era) return true;
    const std::string& name = rules_.value_of(*era);
    if (name == "before") return false;
    year.next = era->next + (sign(era->next, U')') ? bracket : 0);
    year.certain = true;
    if (name == "solar_hijri") year.calendar = Calendar::kSolarHijri;
    if (name == "lunar_hijri") year.calendar = Calendar::kLunarHijri;
    return true;
}

} // namespace isthmus::evidence
