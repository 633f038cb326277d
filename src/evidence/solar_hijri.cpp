// SPDX-License-Identifier: Apache-2.0
#include "evidence/solar_hijri.hpp"

#include <cmath>
#include <memory>

#include <unicode/calendar.h>
#include <unicode/timezone.h>

namespace isthmus::evidence {
namespace {

constexpr double kMillisecondsOfDay = 86'400'000;
constexpr int kMonths = 12;

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2021), civil_from_days.
Date date_of(Day day) {
    constexpr int kDaysOfEra = 146'097;
    const int shifted = day + 719'468;
    const int era = (shifted >= 0 ? shifted : shifted - kDaysOfEra + 1) / kDaysOfEra;
    const int of_era = shifted - era * kDaysOfEra;
    const int year_of_era = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
    const int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted_month = (5 * of_year + 2) / 153;
    const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    const int year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return {year, month, of_year - (153 * shifted_month + 2) / 5 + 1};
}

std::unique_ptr<icu::Calendar> make_calendar(Calendar kind) {
    UErrorCode failure = U_ZERO_ERROR;
    const char* name =
        kind == Calendar::kSolarHijri ? "fa_IR@calendar=persian" : "fa_IR@calendar=islamic-civil";
    std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(
        icu::TimeZone::getGMT()->clone(), icu::Locale(name), failure));
    if (U_FAILURE(failure)) return nullptr;
    calendar->setLenient(false);
    return calendar;
}

std::optional<Day> day_of(Calendar kind, int year, int month, int day) {
    const auto calendar = make_calendar(kind);
    if (!calendar) return std::nullopt;
    calendar->clear();
    calendar->set(year, month - 1, day);
    UErrorCode failure = U_ZERO_ERROR;
    const double time = calendar->getTime(failure);
    if (U_FAILURE(failure)) return std::nullopt;
    return static_cast<Day>(std::floor(time / kMillisecondsOfDay));
}

std::optional<DateSpan> days(std::optional<Day> first, std::optional<Day> after_last) {
    if (!first || !after_last) return std::nullopt;
    return DateSpan{date_of(*first), date_of(*after_last - 1)};
}

} // namespace

std::optional<DateSpan> gregorian(Calendar calendar, int year, int month, int day) {
    if (calendar == Calendar::kGregorian) {
        const Date date{year, month, day};
        if (!parse_date(date.to_string())) return std::nullopt;
        return DateSpan{date, date};
    }
    if (month < 0 || month > kMonths) return std::nullopt;
    if (month == 0) return days(day_of(calendar, year, 1, 1), day_of(calendar, year + 1, 1, 1));
    if (day == 0) {
        const bool last = month == kMonths;
        return days(day_of(calendar, year, month, 1),
                    day_of(calendar, last ? year + 1 : year, last ? 1 : month + 1, 1));
    }
    const auto only = day_of(calendar, year, month, day);
    if (!only) return std::nullopt;
    return DateSpan{date_of(*only), date_of(*only)};
}

} // namespace isthmus::evidence
