// SPDX-License-Identifier: Apache-2.0
// Periods in checks and in messages.
#include <algorithm>

#include <fmt/format.h>

#include "world/checks.hpp"

namespace isthmus::world {

Period world_period(const Manifest& manifest) {
    Period period;
    if (manifest.first_year != 0) period.first = Period::of_year(manifest.first_year).first;
    if (manifest.last_year != 0) period.last = Period::of_year(manifest.last_year).last;
    return period;
}

std::vector<Period> uncovered(const Period& whole, std::vector<Period> covers) {
    std::sort(covers.begin(), covers.end(),
              [](const Period& a, const Period& b) { return a.first < b.first; });
    std::vector<Period> gaps;
    Day next = whole.first;
    for (const Period& cover : covers) {
        if (cover.last < next) continue;
        if (cover.first > whole.last) break;
        if (cover.first > next) gaps.push_back({next, cover.first - 1});
        if (cover.last >= whole.last) return gaps;
        next = cover.last + 1;
    }
    if (next <= whole.last) gaps.push_back({next, whole.last});
    return gaps;
}

std::string show_day(Day day) {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    const std::int64_t shifted = static_cast<std::int64_t>(day) + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t of_era = shifted - era * 146097;
    const std::int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_index = (5 * of_year + 2) / 153;
    const std::int64_t day_of_month = of_year - (153 * month_index + 2) / 5 + 1;
    const std::int64_t month = month_index < 10 ? month_index + 3 : month_index - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day_of_month);
}

std::string show(const Period& period) {
    const bool has_start = period.first != Period().first;
    const bool has_end = period.last != Period().last;
    if (!has_start && !has_end) return "all days";
    if (!has_start) return "days until " + show_day(period.last);
    if (!has_end) return "days from " + show_day(period.first) + " on";
    return show_day(period.first) + " to " + show_day(period.last);
}

} // namespace isthmus::world
