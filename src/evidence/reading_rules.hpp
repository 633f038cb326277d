// SPDX-License-Identifier: Apache-2.0
// Word lists and rules by which documents are read: the files of rules/reading, whose README says
// what each column means. A language is a folder there.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "evidence/reading_tokens.hpp"

namespace isthmus::evidence {

/// Phrases of words, each with the number of a row. A word that ends in * is the beginning of
/// words. Full stops count neither in a phrase nor in a text where they follow a word.
class PhraseTable {
  public:
    struct Match {
        std::size_t row = 0;
        std::size_t next = 0; ///< the token after the phrase
    };

    void add(std::string_view phrase, std::size_t row);
    /// All phrases that begin at the token, the longest first, then in the order of rows.
    std::vector<Match> all(const std::vector<Token>& tokens, std::size_t at) const;
    std::optional<Match> longest(const std::vector<Token>& tokens, std::size_t at) const;
    bool empty() const { return phrases_.empty(); }

  private:
    struct Word {
        std::u32string text;
        bool stem = false;
    };
    struct Phrase {
        std::vector<Word> words;
        std::size_t row = 0;
    };
    std::optional<std::size_t> end_of(const Phrase& phrase, const std::vector<Token>& tokens,
                                      std::size_t at) const;

    std::vector<Phrase> phrases_;
    std::map<char32_t, std::vector<std::size_t>> by_first_letter_;
};

enum class NumberWordKind {
    kUnit,     ///< 0 to 19
    kTen,      ///< 20 to 90
    kHundreds, ///< 100 to 900 as one word
    kHundred,  ///< multiplies what stands before it by 100
    kScale,    ///< thousand and up
    kGlued,    ///< a scale where it follows the digits without a space
    kOrdinal,
    kSuffix, ///< makes digits before it an ordinal; with a value they stay a number
    kFraction,
    kVague,
    kJoiner, ///< "and" within a number
    kArticle ///< "a" before a scale
};

struct NumberWord {
    NumberWordKind kind = NumberWordKind::kUnit;
    double value = 0;
    bool alone = false; ///< may stand without a number before it
    std::string text;
};

struct UnitWord {
    std::string base; ///< of UnitSteps
    double factor = 1;
    std::size_t gap = 0;   ///< words that may stand between the number and the unit
    std::u32string before; ///< word that has to stand before the number
    double most = 0;       ///< largest number for which the word has this sense; 0: any
};

enum class MonthKind { kMonth, kSeason, kSolarHijri };
struct MonthWord {
    int month = 1; ///< of a season the first
    MonthKind kind = MonthKind::kMonth;
};

/// What a phrase of patterns.csv does.
enum class Role {
    kHedge,
    kHedgeAfter,
    kRange,
    kRangeFrom,
    kList,
    kPer,
    kPerBefore,
    kForEach,
    kRelative,
    kYearMark,
    kBy,
    kUntil,
    kSince,
    kIn,
    kDecadeEnd,
    kDecade,
    kCentury,
    kQuarter,
    kQuarterLetter,
    kHalfYear,
    kEra,
    kDayFiller,
    kMonthFiller,
    kSuperlative,
    kRankNoun,
    kRankAfter,
    kOneOf,
    kRankBefore,
    kOrdinalUse,
    kTimes,
    kFractionOf,
    kCitation,
    kAbbreviation,
    kNumberLabel,
    kClause,
    kCount_
};

struct PropertyWord {
    std::string property;
    std::vector<std::string> kinds;    ///< of readings that it applies to; empty: all but dates
    bool flow = false;                 ///< the property is so much a year even where nobody says so
    std::vector<std::string> subjects; ///< tables of the world that its subjects are in
};

struct LanguageRules {
    std::string language; ///< BCP 47 tag; the folder's name
    std::u32string decimal, thousands;
    bool solar_hijri = false; ///< years of 1200 to 1500 are Solar Hijri ones

    std::vector<NumberWord> numbers;
    std::vector<UnitWord> units;
    std::vector<MonthWord> months;
    std::vector<PropertyWord> properties;
    std::vector<std::string> values; ///< of patterns, by row
    PhraseTable number_phrases, unit_phrases, month_phrases, property_phrases;
    std::array<PhraseTable, static_cast<std::size_t>(Role::kCount_)> roles;

    const PhraseTable& role(Role role) const { return roles[static_cast<std::size_t>(role)]; }
    std::optional<PhraseTable::Match> find(Role role, const std::vector<Token>& tokens,
                                           std::size_t at) const {
        return this->role(role).longest(tokens, at);
    }
    const std::string& value_of(const PhraseTable::Match& match) const { return values[match.row]; }
    bool is_abbreviation(std::u32string_view word) const;
};

/// A unit of claims and how many base units it is.
struct UnitStep {
    std::string unit;
    double factor = 1;
};
struct UnitLadder {
    std::string kind;
    std::vector<UnitStep> steps; ///< rising
};
struct ReadingKind {
    std::string kind, property, meaning;
    double score = 0;
};

struct ReadingRules {
    std::vector<LanguageRules> languages; ///< by tag
    std::map<std::string, UnitLadder> units;
    std::vector<ReadingKind> kinds;

    /// By the tag, or by what stands before its first hyphen; nullptr where there is none.
    const LanguageRules* find(std::string_view language) const;
    const ReadingKind& kind(std::string_view name) const;
    bool has_kind(std::string_view name) const;
    std::vector<std::string> language_tags() const;
};

/// A file of rules by its path below rules/reading, such as "fa/units.csv".
struct RuleFile {
    std::string path, text;
};

/// E930 for all that is wrong in them.
Result<ReadingRules> parse_rules(const std::vector<RuleFile>& files);
/// The rules in a folder such as rules/reading. E401 where it cannot be read.
Result<ReadingRules> read_rules(const std::filesystem::path& folder);
/// The rules that the library was built with.
const ReadingRules& built_in_rules();

} // namespace isthmus::evidence
