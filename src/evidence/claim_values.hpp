// SPDX-License-Identifier: Apache-2.0
// Internal to the module: a claim's value as a number, a date or words, and its dates.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/units.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

/// A unit of schema/units.csv, or one of those that documents use beside them ("Gt", "bn bbl").
std::optional<Unit> claim_unit(std::string_view name);
/// What a number in unit `from` is to be multiplied with to be in unit `to`; 1 for units of the
/// same name, known or not. Nothing where they do not convert.
std::optional<double> claim_factor(const std::string& from, const std::string& to,
                                   const Quality& quality = {});

/// Two numbers in the unit of the first, where that can be.
struct Numbers {
    double first = 0, second = 0;

    /// Numbers that differ by less than a millionth are the same number after conversion.
    bool same() const;
    /// The larger over the smaller by size; nothing where one is 0 or their signs differ.
    std::optional<double> factor() const;
};
std::optional<Numbers> comparable(const world::Claim& first, const world::Claim& second,
                                  const Quality& quality = {});
/// Whether both units are of money, or each converts to the other for some commodity.
bool same_kind(const std::string& unit, const std::string& other);
/// A value of one word, such as "closed"; sentences cannot be held against each other.
bool is_word(std::string_view value);
std::optional<double> number_of(const world::Claim& claim);
/// The value where its unit says that it is a date or a year, or where it has none and a month.
std::optional<Date> date_of(const world::Claim& claim);

/// The days of which the claim speaks; without a first or last date, of all days on that side.
Period period_of(const world::Claim& claim);

/// How the bases of two claims differ as far as their words tell ("gross and net"); empty where
/// they tell nothing. Read from property, unit, locator and note.
std::string word_bases(const world::Claim& first, const world::Claim& second);

/// "12.5 Mt/a", "closed".
std::string spoken_value(const world::Claim& claim);
/// "2006 to 2009", "from 2006", "until 2009", "2006"; empty without dates.
std::string spoken_dates(const world::Claim& claim);

} // namespace isthmus::evidence
