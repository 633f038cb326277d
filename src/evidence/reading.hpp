// SPDX-License-Identifier: Apache-2.0
// What a sentence says in numbers: quantities with units, money, shares, counts, ranks, dates.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evidence/date_reader.hpp"
#include "evidence/reading_rules.hpp"

namespace isthmus::evidence {

struct Reading {
    std::string kind;            ///< of rules/reading/kinds.csv
    std::optional<double> value; ///< in `unit`; missing of dates and of vague amounts
    std::string text; ///< the value as a claim has it: "4", "2020-11-09", "several billion"
    std::string unit;
    std::string property;    ///< where the words themselves say it ("30th anniversary"), else empty
    std::string note;        ///< words of uncertainty and how it was read, in English
    std::string unit_a_year; ///< unit and value if the amount is one a year, where nobody says so
    std::optional<double> value_a_year;
    std::string base, per; ///< of the unit: "m3" and "/d"
    bool leads = false;    ///< its time ("daily") stands before it and goes for a list
    std::map<std::string, std::pair<double, std::string>> value_per; ///< as "/a", "/d", "/month"
    std::optional<FoundDate> date;
    double doubt = 0;                ///< taken off the score
    std::size_t first = 0, next = 0; ///< tokens of the sentence, next excluded
};

/// Adds a remark to a note.
void add_note(std::string& note, const std::string& remark);

/// Rounded to what decimal fractions need, so that 3.7 % is 0.037.
double decimal(double value);

struct ReadingContext {
    const ReadingRules& rules;
    const LanguageRules& language;
    std::optional<Date> document; ///< when it was published
    bool begins_paragraph = false;
};

/// Everything that a sentence says in numbers, in order and without overlaps.
std::vector<Reading> read_sentence(const std::vector<Token>& tokens, const ReadingContext& context);

} // namespace isthmus::evidence
