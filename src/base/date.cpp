// SPDX-License-Identifier: Apache-2.0
#include "base/date.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus {

namespace {

constexpr int kDecember = 12;

std::chrono::month month_of(int month) {
    return std::chrono::month(static_cast<unsigned>(month));
}

int days_in_month(int year, int month) {
    const std::chrono::year_month_day_last last(std::chrono::year(year),
                                                std::chrono::month_day_last(month_of(month)));
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

/// The number that `text` spells with digits only: signs and spaces have no place in a date.
std::optional<int> parse_digits(std::string_view text) {
    if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    return parse_integer(text);
}

} // namespace

Day day_number(int year, int month, int day) {
    const std::chrono::sys_days first =
        std::chrono::year_month_day(std::chrono::year(year), month_of(month), std::chrono::day(1));
    return static_cast<Day>(first.time_since_epoch().count()) + day - 1;
}

Day Date::first_day() const {
    return day_number(year, std::max(month, 1), std::max(day, 1));
}

Day Date::last_day() const {
    if (day > 0) return day_number(year, month, day);
    const int last_month = month > 0 ? month : kDecember;
    return day_number(year, last_month, days_in_month(year, last_month));
}

std::string Date::to_string() const {
    if (month == 0) return fmt::format("{:04}", year);
    if (day == 0) return fmt::format("{:04}-{:02}", year, month);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<Date> parse_date(std::string_view text) {
    const std::size_t length = text.size();
    if (length != 4 && length != 7 && length != 10) return std::nullopt;
    Date date;
    const std::optional<int> year = parse_digits(text.substr(0, 4));
    if (!year) return std::nullopt;
    date.year = *year;
    if (length == 4) return date;

    const std::optional<int> month = parse_digits(text.substr(5, 2));
    if (text[4] != '-' || !month || *month < 1 || *month > kDecember) return std::nullopt;
    date.month = *month;
    if (length == 7) return date;

    const std::optional<int> day = parse_digits(text.substr(8, 2));
    if (text[7] != '-' || !day || *day < 1) return std::nullopt;
    if (*day > days_in_month(date.year, date.month)) return std::nullopt;
    date.day = *day;
    return date;
}

Period Period::between(const std::optional<Date>& from, const std::optional<Date>& to) {
    Period period;
    if (from) period.first = from->first_day();
    if (to) period.last = to->last_day();
    return period;
}

Period Period::of_year(int year) {
    return {day_number(year, 1, 1), day_number(year, kDecember, 31)};
}

double Period::share_of_year(int year) const {
    const Period whole = of_year(year);
    const Day from = std::max(first, whole.first);
    const Day to = std::min(last, whole.last);
    if (from > to) return 0;
    return static_cast<double>(to - from + 1) / static_cast<double>(whole.last - whole.first + 1);
}

Day reference_day(int year) {
    return day_number(year, 7, 1);
}

} // namespace isthmus
