// SPDX-License-Identifier: Apache-2.0
// Years in a text, and the small numbers that dates are made of.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "evidence/reading_rules.hpp"
#include "evidence/solar_hijri.hpp"

namespace isthmus::evidence {

inline constexpr int kFirstYear = 1500, kLastYear = 2150; ///< Gregorian years that are read
inline constexpr int kFirstHijri = 1200, kLastHijri = 1500;
inline constexpr int kHijriCentury = 1300; ///< of years and decades with two digits
inline constexpr std::size_t kYearDigits = 4;

/// A number without decimals and scales.
struct DateNumber {
    int value = 0;
    std::size_t digits = 0; ///< 0: in words
    bool ordinal = false;
    std::size_t next = 0;
};

/// A year of one of the three calendars, before it is turned into a Gregorian one.
struct CalendarYear {
    int year = 0;
    Calendar calendar = Calendar::kGregorian;
    std::size_t next = 0;
    bool certain = false; ///< a word or its form says that it is a year
};

class YearReader {
  public:
    YearReader(const std::vector<Token>& tokens, const LanguageRules& rules)
        : tokens_(tokens), rules_(rules) {}

    std::optional<DateNumber> digits(std::size_t at) const;
    /// In digits or words; digits may have a suffix.
    std::optional<DateNumber> number(std::size_t at) const;

    /// "2020", "the year 2020", "2020 года", "۱۴۰۰ شمسی", "2025th".
    std::optional<CalendarYear> year(std::size_t at) const;
    /// Takes in the words behind a year: "года", "AD". No year is left where they say that it lies
    /// before Christ.
    bool read_marks(CalendarYear& year) const;
    bool is_hijri_year(int year) const;

  private:
    bool is_short_hijri(const DateNumber& value) const;
    bool sign(std::size_t at, char32_t letter) const;

    const std::vector<Token>& tokens_;
    const LanguageRules& rules_;
};

} // namespace isthmus::evidence
