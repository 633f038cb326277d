// SPDX-License-Identifier: Apache-2.0
// Dates in a text: days, months, seasons, quarters, years, decades, centuries and spans of them, of
// the Gregorian and the Solar Hijri calendar.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "evidence/reading_rules.hpp"
#include "evidence/solar_hijri.hpp"

namespace isthmus::evidence {

enum class DateUse {
    kAt,    ///< "in 2028"
    kBy,    ///< "by 2028": it holds for 2028
    kUntil, ///< "until 2028"
    kSince  ///< "since 2021"
};

struct FoundDate {
    std::string kind; ///< "year", "date" or "period"
    DateSpan span;    ///< of one day, month or year the same twice
    DateUse use = DateUse::kAt;
    bool certain = true; ///< a word or its form says that it is a date
    std::string note;
    std::size_t first = 0, next = 0; ///< tokens, next excluded
};

/// The date that begins at the token. `document` is when the text was published: days without a
/// year are taken to be of its year, and "until" a later year is read as "by".
std::optional<FoundDate> read_date(const std::vector<Token>& tokens, std::size_t at,
                                   const LanguageRules& rules,
                                   const std::optional<Date>& document = std::nullopt);

} // namespace isthmus::evidence
