// SPDX-License-Identifier: Apache-2.0
// Dates of the Persian (Solar Hijri) and the Islamic (Lunar Hijri, civil) calendar as Gregorian
// ones, by ICU's calendars.
#pragma once

#include <optional>

#include "base/date.hpp"

namespace isthmus::evidence {

enum class Calendar { kGregorian, kSolarHijri, kLunarHijri };

struct DateSpan {
    Date from, to;
    bool operator==(const DateSpan&) const = default;
};

/// The Gregorian days of a day, month (day 0) or year (month 0) of a calendar: the first and the
/// last of them; for the Gregorian calendar itself the date twice. Nothing for a date that the
/// calendar lacks.
std::optional<DateSpan> gregorian(Calendar calendar, int year, int month = 0, int day = 0);

} // namespace isthmus::evidence
