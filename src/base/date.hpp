// SPDX-License-Identifier: Apache-2.0
// Calendar dates known to the year, month or day, and periods with open ends.
// A date stands for all the days it may mean: as a period's first it counts from the first of them,
// as its last to the last of them. Proleptic Gregorian calendar.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace isthmus {

/// Days since 1970-01-01.
using Day = std::int32_t;

/// Noon-free day number of a calendar date (month 1-12, day 1-31).
Day day_number(int year, int month, int day);

struct Date {
    int year = 0;
    int month = 0; ///< 0: known to the year only
    int day = 0;   ///< 0: known to the month only

    Day first_day() const;
    Day last_day() const;
    std::string to_string() const;
    bool operator==(const Date&) const = default;
};

/// Reads YYYY, YYYY-MM or YYYY-MM-DD; nothing else, and no day that the month lacks.
std::optional<Date> parse_date(std::string_view text);

/// The days from `first` to `last`, both included.
struct Period {
    Day first = std::numeric_limits<Day>::min();
    Day last = std::numeric_limits<Day>::max();

    static Period between(const std::optional<Date>& from, const std::optional<Date>& to);
    static Period of_year(int year);

    bool contains(Day day) const { return first <= day && day <= last; }
    bool overlaps(const Period& other) const { return first <= other.last && other.first <= last; }
    /// The share of the year's days that lie in the period, in [0, 1].
    double share_of_year(int year) const;
    bool operator==(const Period&) const = default;
};

/// The day for which legal conditions (consents, restrictions, ownership) of a yearly market are
/// read: 1 July, so that what held for the longer part of the year counts.
Day reference_day(int year);

} // namespace isthmus
