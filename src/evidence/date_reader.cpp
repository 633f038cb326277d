// SPDX-License-Identifier: Apache-2.0
#include "evidence/date_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/year_reader.hpp"

namespace isthmus::evidence {
namespace {

constexpr int kCentury = 100, kDecade = 10;
constexpr int kMonthsOfYear = 12, kMonthsOfQuarter = 3, kMonthsOfHalf = 6;
constexpr std::size_t kLongestLead = 4; ///< tokens of a phrase before a date

class DateReader {
  public:
    DateReader(const std::vector<Token>& tokens, const LanguageRules& rules,
               const std::optional<Date>& document)
        : tokens_(tokens), rules_(rules), years_(tokens, rules), document_(document) {}

    std::optional<FoundDate> read(std::size_t at) const {
        if (at >= tokens_.size()) return std::nullopt;
        for (const auto& form : {&DateReader::in_figures, &DateReader::day_month,
                                 &DateReader::month_first, &DateReader::quarter_or_half,
                                 &DateReader::decade, &DateReader::century, &DateReader::years}) {
            if (auto found = (this->*form)(at)) {
                found->first = at;
                return used(std::move(*found));
            }
        }
        return std::nullopt;
    }

  private:
    using Found = std::optional<FoundDate>;

    bool sign(std::size_t at, char32_t letter) const {
        return at < tokens_.size() && tokens_[at].is(letter);
    }
    bool unspaced(std::size_t at) const { return at < tokens_.size() && !tokens_[at].spaced; }
    std::size_t past(Role role, std::size_t at) const {
        const auto match = rules_.find(role, tokens_, at);
        return match ? match->next : at;
    }

    std::optional<MonthWord> month(std::size_t at, std::size_t& next) const {
        const auto match = rules_.month_phrases.longest(tokens_, at);
        if (!match) return std::nullopt;
        next = match->next;
        if (sign(next, U'.') && unspaced(next) && rules_.is_abbreviation(tokens_[next - 1].text)) {
            ++next;
        }
        return rules_.months[match->row];
    }

    static std::string calendar_note(Calendar calendar, const std::string& original) {
        if (calendar == Calendar::kGregorian) return "";
        return fmt::format("{} {}", calendar == Calendar::kSolarHijri ? "Solar Hijri" : "Hijri",
                           original);
    }

    static std::string as_written(int year, int month, int day) {
        return Date{year, month, day}.to_string();
    }

    static Found dated(const std::string& kind, Calendar calendar, Date date, std::size_t next) {
        const auto span = gregorian(calendar, date.year, date.month, date.day);
        if (!span) return std::nullopt;
        FoundDate found;
        found.kind = kind;
        found.span = *span;
        found.note = calendar_note(calendar, as_written(date.year, date.month, date.day));
        found.next = next;
        return found;
    }

    /// 2025-12-24, 24.12.2025, 24/12/2025, 1399/5/12.
    Found in_figures(std::size_t at) const {
        if (at + kYearDigits >= tokens_.size()) return std::nullopt;
        const Token& first = tokens_[at + 1];
        const bool divided = (first.is(U'.') || first.is(U'/') || first.is(U'-')) &&
                             tokens_[at + 3].text == first.text && unspaced(at + 1) &&
                             unspaced(at + 2) && unspaced(at + 3) && unspaced(at + 4);
        if (!divided) return std::nullopt;
        const auto a = years_.digits(at), b = years_.digits(at + 2), c = years_.digits(at + 4);
        if (!a || !b || !c || b->digits > 2) return std::nullopt;
        Date date;
        std::string doubt;
        if (a->digits == kYearDigits && c->digits <= 2) {
            date = {a->value, b->value, c->value};
        } else if (c->digits == kYearDigits && a->digits <= 2) {
            date = {c->value, b->value, a->value};
            const bool either = first.is(U'/') && date.day <= kMonthsOfYear;
            if (date.month > kMonthsOfYear) std::swap(date.month, date.day);
            if (either && date.month != date.day) doubt = "day and month may be the other way";
        } else {
            return std::nullopt;
        }
        if (date.month < 1 || date.day < 1 || date.year > kLastYear) return std::nullopt;
        Calendar calendar = Calendar::kGregorian;
        if (date.year < kFirstYear) {
            if (!years_.is_hijri_year(date.year)) return std::nullopt;
            calendar = Calendar::kSolarHijri;
        }
        Found found = dated("date", calendar, date, past(Role::kYearMark, at + 5));
        if (found && !doubt.empty()) found->note = doubt;
        return found;
    }

    /// "9 October 2025", "9-10 октября", "24 декабря 2025 года", "۵ مهر ماه ۱۴۰۰".
    Found day_month(std::size_t at) const {
        const auto day = years_.number(at);
        if (!day || day->value < 1 || day->value > 31 || day->digits > 2) return std::nullopt;
        std::optional<DateNumber> last;
        std::size_t next = day->next;
        if (sign(next, U'-')) {
            last = years_.digits(next + 1);
            if (last && last->value > day->value && last->value <= 31) next = last->next;
        }
        next = skip_fillers(Role::kDayFiller, next);
        std::size_t after = next;
        const auto name = month(next, after);
        if (!name || name->kind == MonthKind::kSeason) return std::nullopt;
        if (day->digits == 0 && !day->ordinal) return std::nullopt;
        Found found = with_year(*name, day->value, after);
        if (!found || !last || next <= day->next + 1) return found;
        const Found end = with_year(*name, last->value, after);
        if (!end) return found;
        found->span.to = end->span.to;
        found->kind = "period";
        return found;
    }

    std::size_t skip_fillers(Role role, std::size_t at) const {
        for (int i = 0; i < 2; ++i) at = past(role, at);
        return at;
    }

    /// "May 2020", "November 9, 2020", "осенью 2025 года", "fall of the 2025th".
    Found month_first(std::size_t at) const {
        std::size_t next = at;
        const auto name = month(at, next);
        if (!name) return std::nullopt;
        if (name->kind == MonthKind::kMonth && !rules_.solar_hijri) {
            const auto day = years_.number(next);
            const bool fits =
                day && day->digits > 0 && day->digits <= 2 && day->value >= 1 && day->value <= 31;
            if (fits && !rules_.unit_phrases.longest(tokens_, day->next)) {
                return with_year(*name, day->value, day->next);
            }
        }
        if (Found months = month_range(*name, next)) return months;
        const std::size_t filled = skip_fillers(Role::kMonthFiller, next);
        const auto found = years_.year(filled);
        if (!found) return std::nullopt;
        return month_of(*name, *found);
    }

    /// "January-May 2007", "January to May 2007".
    Found month_range(const MonthWord& name, std::size_t at) const {
        std::size_t next = at;
        if (sign(at, U'-')) {
            ++next;
        } else if (const auto word = rules_.find(Role::kRange, tokens_, at)) {
            next = word->next;
        } else {
            return std::nullopt;
        }
        const auto last = month(next, next);
        if (!last || last->kind != name.kind || last->month <= name.month) return std::nullopt;
        const auto of = years_.year(skip_fillers(Role::kMonthFiller, next));
        if (!of) return std::nullopt;
        const Found first_month = month_of(name, *of);
        Found found = month_of(*last, *of);
        if (!first_month || !found) return std::nullopt;
        found->kind = "period";
        found->span.from = first_month->span.from;
        return found;
    }

    static Calendar calendar_of(const MonthWord& name, const CalendarYear& year) {
        return name.kind == MonthKind::kSolarHijri ? Calendar::kSolarHijri : year.calendar;
    }

    static Found month_of(const MonthWord& name, const CalendarYear& year) {
        if (name.kind == MonthKind::kSeason) {
            if (year.calendar != Calendar::kGregorian) return std::nullopt;
            const int end = name.month + kMonthsOfQuarter - 1;
            const bool turns = end > kMonthsOfYear;
            FoundDate found;
            found.kind = "period";
            found.span = {{year.year, name.month, 0},
                          {year.year + (turns ? 1 : 0), turns ? end - kMonthsOfYear : end, 0}};
            found.note = "season";
            found.next = year.next;
            return found;
        }
        if (name.kind == MonthKind::kMonth && year.calendar != Calendar::kGregorian) {
            return std::nullopt;
        }
        return dated("date", calendar_of(name, year), {year.year, name.month, 0}, year.next);
    }

    /// A day of a month, with the year that follows or that of the document.
    Found with_year(const MonthWord& name, int day, std::size_t next) const {
        const auto written = years_.year(skip_fillers(Role::kMonthFiller, next));
        if (written) {
            const Calendar calendar = calendar_of(name, *written);
            return dated("date", calendar, {written->year, name.month, day}, written->next);
        }
        if (!document_ || name.kind != MonthKind::kMonth) return std::nullopt;
        Found found = dated("date", Calendar::kGregorian, {document_->year, name.month, day}, next);
        if (found) found->note = "year of the document";
        return found;
    }

    /// "Q3 2021", "third quarter of 2021", "III квартал", "first half of 2023", "سه ماهه سوم ۱۴۰۰".
    Found quarter_or_half(std::size_t at) const {
        if (auto found = part_of_year(at, Role::kQuarter, kMonthsOfQuarter)) return found;
        if (auto found = part_of_year(at, Role::kHalfYear, kMonthsOfHalf)) return found;
        // Q3: one word of a letter and digits.
        const std::u32string_view text = tokens_[at].text;
        if (text.size() != 2 || text[1] < U'1' || text[1] > U'4') return std::nullopt;
        const std::vector<Token> letter{{TokenKind::kWord, text.substr(0, 1), 0, 1, false}};
        if (!rules_.find(Role::kQuarterLetter, letter, 0)) return std::nullopt;
        return part(static_cast<int>(text[1] - U'0'), kMonthsOfQuarter, at + 1);
    }

    Found part_of_year(std::size_t at, Role role, int months) const {
        if (const auto which = ordinal(at)) {
            const auto named = rules_.find(role, tokens_, which->next);
            if (named) return part(which->value, months, named->next);
        }
        const auto named = rules_.find(role, tokens_, at);
        if (!named) return std::nullopt;
        const auto which = ordinal(named->next);
        return which ? part(which->value, months, which->next) : std::nullopt;
    }

    Found part(int which, int months, std::size_t next) const {
        if (which < 1 || which * months > kMonthsOfYear) return std::nullopt;
        const auto of = years_.year(skip_fillers(Role::kMonthFiller, next));
        if (!of) return std::nullopt;
        const auto first = gregorian(of->calendar, of->year, (which - 1) * months + 1);
        const auto last = gregorian(of->calendar, of->year, which * months);
        if (!first || !last) return std::nullopt;
        FoundDate found;
        found.kind = "period";
        found.span = {first->from, last->to};
        found.note = calendar_note(of->calendar, std::to_string(of->year));
        found.next = of->next;
        return found;
    }

    /// Ordinals, and Roman numbers up to 39.
    std::optional<DateNumber> ordinal(std::size_t at) const {
        if (auto found = years_.number(at); found && (found->ordinal || found->digits > 0))
            return found;
        if (at >= tokens_.size() || tokens_[at].kind != TokenKind::kWord) return std::nullopt;
        int value = 0, last = 0;
        for (const char32_t letter : tokens_[at].text) {
            const int unit = letter == U'i' ? 1 : letter == U'v' ? 5 : letter == U'x' ? 10 : 0;
            // Cyrillic letters that look alike.
            const int look = letter == U'\u0445' ? 10 : letter == U'\u0456' ? 1 : unit;
            if (look == 0) return std::nullopt;
            value += look > last && last > 0 ? look - 2 * last : look;
            last = look;
        }
        return DateNumber{value, 0, true, at + 1};
    }

    /// "1990s", "the 80s", "1990-е годы", "دهه ۱۹۹۰", "دهه هفتاد".
    Found decade(std::size_t at) const {
        std::optional<DateNumber> value;
        std::size_t next = at;
        if (const auto word = rules_.find(Role::kDecade, tokens_, at)) {
            value = years_.number(word->next);
            if (!value || value->ordinal) return std::nullopt;
            next = value->next;
        } else {
            value = years_.digits(at);
            if (!value) return std::nullopt;
            next = value->next;
            if (sign(next, U'-') && unspaced(next)) ++next;
            if (!unspaced(next)) return std::nullopt;
            const auto end = rules_.find(Role::kDecadeEnd, tokens_, next);
            if (!end) return std::nullopt;
            next = end->next;
            const auto years_word = rules_.find(Role::kDecade, tokens_, next);
            const bool named = years_word.has_value();
            if (named) next = years_word->next;
            const bool needs_word = !rules_.role(Role::kDecade).empty();
            if (needs_word && !named && value->digits < kYearDigits) return std::nullopt;
        }
        return ten_years(*value, next);
    }

    Found ten_years(const DateNumber& value, std::size_t next) const {
        if (value.value % kDecade != 0) return std::nullopt;
        CalendarYear mark{0, Calendar::kGregorian, next, false};
        if (!years_.read_marks(mark)) return std::nullopt;
        int first = value.value;
        Calendar calendar = mark.calendar;
        std::string note = "decade";
        if (value.value < kCentury) {
            const bool hijri = rules_.solar_hijri && !mark.certain;
            first += hijri ? kHijriCentury : 19 * kCentury;
            if (hijri) calendar = Calendar::kSolarHijri;
        } else if (years_.is_hijri_year(first)) {
            calendar = Calendar::kSolarHijri;
        } else if (first < kFirstYear || first > kLastYear) {
            return std::nullopt;
        }
        if (calendar == Calendar::kSolarHijri) note = fmt::format("decade, Solar Hijri {}", first);
        const auto from = gregorian(calendar, first);
        const auto to = gregorian(calendar, first + kDecade - 1);
        if (!from || !to) return std::nullopt;
        FoundDate found;
        found.kind = "period";
        found.span = {from->from, to->to};
        found.note = note;
        found.next = mark.next;
        return found;
    }

    /// "21st century", "XX веке", "قرن بیست و یکم".
    Found century(std::size_t at) const {
        std::optional<DateNumber> which;
        std::size_t next = at;
        if (const auto word = rules_.find(Role::kCentury, tokens_, at)) {
            which = ordinal(word->next);
            if (which) next = which->next;
        } else if ((which = ordinal(at))) {
            const auto behind = rules_.find(Role::kCentury, tokens_, which->next);
            if (!behind) return std::nullopt;
            next = behind->next;
        }
        constexpr int kFirst = 16, kLast = 22;
        if (!which || which->value < kFirst || which->value > kLast) return std::nullopt;
        FoundDate found;
        found.kind = "period";
        found.span = {{(which->value - 1) * kCentury + 1, 0, 0}, {which->value * kCentury, 0, 0}};
        found.note = "century";
        found.next = next;
        return found;
    }

    /// One year, or two with a dash or a word of range between them.
    Found years(std::size_t at) const {
        const auto first = years_.year(at);
        if (!first) return std::nullopt;
        if (Found both = year_range(at, *first)) return both;
        if (!first->certain && is_quantity(first->next)) return std::nullopt;
        Found found = dated("year", first->calendar, {first->year, 0, 0}, first->next);
        if (found) {
            found->certain = first->certain || first->calendar == Calendar::kLunarHijri;
        }
        return found;
    }

    /// A unit follows: 2000 tonnes.
    bool is_quantity(std::size_t next) const {
        for (const auto& match : rules_.unit_phrases.all(tokens_, next)) {
            const std::string& base = rules_.units[match.row].base;
            if (base == "label") continue;
            return true;
        }
        return false;
    }

    Found year_range(std::size_t at, const CalendarYear& first) const {
        std::size_t next = first.next;
        std::optional<CalendarYear> last;
        if ((sign(next, U'-') || sign(next, U'/')) && next + 1 < tokens_.size()) {
            last = short_year(first, next);
            if (!last && sign(next, U'-')) last = years_.year(next + 1);
        } else if (const auto word = rules_.find(Role::kRange, tokens_, next)) {
            last = years_.year(word->next);
        } else if (const auto list = rules_.find(Role::kList, tokens_, next);
                   list && led_by(Role::kRangeFrom, at)) {
            last = years_.year(list->next);
        }
        if (!last || last->year <= first.year) return std::nullopt;
        const auto from = gregorian(last->calendar, first.year);
        const auto to = gregorian(last->calendar, last->year);
        if (!from || !to) return std::nullopt;
        FoundDate found;
        found.kind = "period";
        found.span = {from->from, to->to};
        found.note = calendar_note(last->calendar, fmt::format("{}-{}", first.year, last->year));
        found.next = last->next;
        found.certain = true;
        return found;
    }

    /// 2019/20, 2019-20.
    std::optional<CalendarYear> short_year(const CalendarYear& first, std::size_t sign) const {
        if (!unspaced(sign) || !unspaced(sign + 1)) return std::nullopt;
        const auto rest = years_.digits(sign + 1);
        if (!rest || rest->digits != 2) return std::nullopt;
        if (rest->value != (first.year + 1) % kCentury && rest->value <= first.year % kCentury) {
            return std::nullopt;
        }
        CalendarYear year{first.year / kCentury * kCentury + rest->value, first.calendar,
                          rest->next, true};
        if (year.year < first.year) year.year += kCentury;
        if (!years_.read_marks(year)) return std::nullopt;
        return year;
    }

    /// Whether a phrase of the role stands right before the token.
    bool led_by(Role role, std::size_t at) const {
        for (std::size_t length = 1; length <= std::min(kLongestLead, at); ++length) {
            const auto match = rules_.find(role, tokens_, at - length);
            if (match && match->next == at) return true;
        }
        return false;
    }

    Found used(FoundDate found) const {
        std::size_t begin = found.first;
        // "since the end of 2021": the words before may be two phrases.
        if (led_by(Role::kSince, begin)) found.use = DateUse::kSince;
        if (led_by(Role::kUntil, begin)) found.use = DateUse::kUntil;
        if (led_by(Role::kBy, begin)) found.use = DateUse::kBy;
        if (found.span.from != found.span.to && found.use == DateUse::kSince) {
            found.use = DateUse::kAt; // "from 2016 to 2020"
        }
        const bool marked = found.use != DateUse::kAt || led_by(Role::kIn, begin) ||
                            (begin > 0 && tokens_[begin - 1].is(U'('));
        if (marked) found.certain = true;
        if (found.use == DateUse::kUntil && document_ && found.span.to.year > document_->year) {
            found.use = DateUse::kBy;
        }
        return found;
    }

    const std::vector<Token>& tokens_;
    const LanguageRules& rules_;
    YearReader years_;
    const std::optional<Date>& document_;
};

} // namespace

std::optional<FoundDate> read_date(const std::vector<Token>& tokens, std::size_t at,
                                   const LanguageRules& rules,
                                   const std::optional<Date>& document) {
    return DateReader(tokens, rules, document).read(at);
}

} // namespace isthmus::evidence
