// SPDX-License-Identifier: Apache-2.0
#include "evidence/reading_rule_files.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace isthmus::evidence {
namespace {

constexpr std::pair<std::string_view, Role> kRoles[] = {{"hedge", Role::kHedge},
                                                        {"hedge_after", Role::kHedgeAfter},
                                                        {"range", Role::kRange},
                                                        {"range_from", Role::kRangeFrom},
                                                        {"list", Role::kList},
                                                        {"per", Role::kPer},
                                                        {"per_before", Role::kPerBefore},
                                                        {"for_each", Role::kForEach},
                                                        {"relative", Role::kRelative},
                                                        {"year_mark", Role::kYearMark},
                                                        {"by", Role::kBy},
                                                        {"until", Role::kUntil},
                                                        {"since", Role::kSince},
                                                        {"in", Role::kIn},
                                                        {"decade_end", Role::kDecadeEnd},
                                                        {"decade", Role::kDecade},
                                                        {"century", Role::kCentury},
                                                        {"quarter", Role::kQuarter},
                                                        {"quarter_letter", Role::kQuarterLetter},
                                                        {"half_year", Role::kHalfYear},
                                                        {"era", Role::kEra},
                                                        {"day_filler", Role::kDayFiller},
                                                        {"month_filler", Role::kMonthFiller},
                                                        {"superlative", Role::kSuperlative},
                                                        {"rank_noun", Role::kRankNoun},
                                                        {"rank_after", Role::kRankAfter},
                                                        {"one_of", Role::kOneOf},
                                                        {"rank_before", Role::kRankBefore},
                                                        {"ordinal_use", Role::kOrdinalUse},
                                                        {"times", Role::kTimes},
                                                        {"fraction_of", Role::kFractionOf},
                                                        {"citation", Role::kCitation},
                                                        {"abbreviation", Role::kAbbreviation},
                                                        {"number_label", Role::kNumberLabel},
                                                        {"clause", Role::kClause}};

constexpr std::pair<std::string_view, NumberWordKind> kNumberWordKinds[] = {
    {"unit", NumberWordKind::kUnit},         {"ten", NumberWordKind::kTen},
    {"hundreds", NumberWordKind::kHundreds}, {"hundred", NumberWordKind::kHundred},
    {"scale", NumberWordKind::kScale},       {"glued", NumberWordKind::kGlued},
    {"ordinal", NumberWordKind::kOrdinal},   {"suffix", NumberWordKind::kSuffix},
    {"fraction", NumberWordKind::kFraction}, {"vague", NumberWordKind::kVague},
    {"joiner", NumberWordKind::kJoiner},     {"article", NumberWordKind::kArticle}};

constexpr std::pair<std::string_view, MonthKind> kMonthKinds[] = {
    {"month", MonthKind::kMonth},
    {"season", MonthKind::kSeason},
    {"solar_hijri", MonthKind::kSolarHijri}};

template <typename Kind, std::size_t size>
std::optional<Kind> look_up(const std::pair<std::string_view, Kind> (&names)[size],
                            std::string_view name) {
    for (const auto& [text, kind] : names) {
        if (text == name) return kind;
    }
    return std::nullopt;
}

template <typename Kind, std::size_t size>
std::vector<std::string> names_of(const std::pair<std::string_view, Kind> (&names)[size]) {
    std::vector<std::string> result;
    for (const auto& [text, kind] : names) result.emplace_back(text);
    return result;
}

/// One row of a file with its cells by column.
class RuleRow {
  public:
    RuleRow(const std::string& file, const CsvFile& csv, const CsvRecord& record,
            Diagnostics& wrong)
        : file_(file), csv_(csv), record_(record), wrong_(wrong) {}

    const std::string& cell(std::string_view column) const {
        static const std::string kNothing;
        const auto& names = csv_.header.fields;
        const auto at = std::find(names.begin(), names.end(), column);
        return at == names.end() ? kNothing
                                 : record_.fields[static_cast<std::size_t>(at - names.begin())];
    }
    double number(std::string_view column, double otherwise) const {
        if (cell(column).empty()) return otherwise;
        const auto value = parse_number(cell(column));
        if (!value) refuse(column, "a number");
        return value.value_or(otherwise);
    }
    bool yes(std::string_view column) const {
        const std::string& text = cell(column);
        if (!text.empty() && text != "yes" && text != "no") refuse(column, "yes or no");
        return text == "yes";
    }
    void refuse(std::string_view column, const std::string& expected,
                const std::vector<std::string>& names = {}) const {
        const auto near = nearest_match(cell(column), names);
        wrong_.add({"E930", file_, record_.line, std::string(column), cell(column), expected,
                    near ? fmt::format("did you mean '{}'?", *near) : ""});
    }

  private:
    const std::string& file_;
    const CsvFile& csv_;
    const CsvRecord& record_;
    Diagnostics& wrong_;
};

class RuleParser {
  public:
    Result<ReadingRules> parse(const std::vector<RuleFile>& files) {
        // Units and kinds first: the languages speak of them.
        for (const RuleFile& file : files) {
            if (file.path.find('/') == std::string::npos) common(file);
        }
        for (const RuleFile& file : files) {
            if (file.path.find('/') != std::string::npos) of_language(file);
        }
        if (!wrong_.empty()) return wrong_;
        return std::move(rules_);
    }

  private:
    template <typename Take>
    void rows(const RuleFile& file, const std::vector<std::string>& columns, const Take& take) {
        const Result<CsvFile> csv = parse_csv(file.text, file.path);
        if (!csv) {
            wrong_.append(csv.diagnostics());
            return;
        }
        if (csv.value().header.fields != columns) {
            wrong_.add({"E930", file.path, 1, "", join(csv.value().header.fields, ","),
                        join(columns, ","), ""});
            return;
        }
        for (const CsvRecord& record : csv.value().records) {
            take(RuleRow(file.path, csv.value(), record, wrong_));
        }
    }

    void common(const RuleFile& file) {
        if (file.path == "units.csv") {
            rows(file, {"base", "unit", "factor", "kind"}, [&](const RuleRow& row) {
                UnitLadder& ladder = rules_.units[row.cell("base")];
                ladder.kind = row.cell("kind");
                ladder.steps.push_back({row.cell("unit"), row.number("factor", 1)});
            });
        } else if (file.path == "kinds.csv") {
            rows(file, {"kind", "property", "score", "meaning"}, [&](const RuleRow& row) {
                rules_.kinds.push_back({row.cell("kind"), row.cell("property"), row.cell("meaning"),
                                        row.number("score", 0)});
            });
        } else {
            unknown(file);
        }
    }

    void unknown(const RuleFile& file) {
        wrong_.add({"E930", file.path, 0, "", file.path,
                    "units.csv, kinds.csv, or LANGUAGE/ with language.csv, numbers.csv, units.csv, "
                    "months.csv, patterns.csv, properties.csv",
                    ""});
    }

    LanguageRules& language(const std::string& tag) {
        for (LanguageRules& rules : rules_.languages) {
            if (rules.language == tag) return rules;
        }
        rules_.languages.emplace_back();
        rules_.languages.back().language = tag;
        return rules_.languages.back();
    }

    void of_language(const RuleFile& file) {
        const std::size_t slash = file.path.find('/');
        LanguageRules& rules = language(file.path.substr(0, slash));
        const std::string name = file.path.substr(slash + 1);
        if (name == "language.csv") {
            settings(file, rules);
        } else if (name == "numbers.csv") {
            numbers(file, rules);
        } else if (name == "units.csv") {
            units(file, rules);
        } else if (name == "months.csv") {
            months(file, rules);
        } else if (name == "patterns.csv") {
            patterns(file, rules);
        } else if (name == "properties.csv") {
            properties(file, rules);
        } else {
            unknown(file);
        }
    }

    void settings(const RuleFile& file, LanguageRules& rules) {
        rows(file, {"setting", "value"}, [&](const RuleRow& row) {
            const std::string& setting = row.cell("setting");
            const std::string& value = row.cell("value");
            if (setting == "decimal") {
                rules.decimal = normalise(value).text;
            } else if (setting == "thousands") {
                rules.thousands = normalise(value).text;
            } else if (setting == "calendar") {
                rules.solar_hijri = value == "solar_hijri";
            } else if (setting != "name") {
                row.refuse("setting", "name, decimal, thousands or calendar");
            }
        });
    }

    void numbers(const RuleFile& file, LanguageRules& rules) {
        rows(file, {"word", "value", "kind", "alone"}, [&](const RuleRow& row) {
            const auto kind = number_word_kind_of(row.cell("kind"));
            if (!kind) return row.refuse("kind", "a kind of number word", number_word_kind_names());
            const bool vague = *kind == NumberWordKind::kVague;
            rules.number_phrases.add(row.cell("word"), rules.numbers.size());
            rules.numbers.push_back(
                {*kind, vague ? 0 : row.number("value", 0), row.yes("alone"), row.cell("value")});
        });
    }

    void units(const RuleFile& file, LanguageRules& rules) {
        rows(file, {"word", "base", "factor", "gap", "before", "most"}, [&](const RuleRow& row) {
            if (!rules_.units.contains(row.cell("base"))) {
                row.refuse("base", "a base of units.csv", bases());
            }
            rules.unit_phrases.add(row.cell("word"), rules.units.size());
            rules.units.push_back({row.cell("base"), row.number("factor", 1),
                                   static_cast<std::size_t>(std::max(0.0, row.number("gap", 0))),
                                   normalise(row.cell("before")).text, row.number("most", 0)});
        });
    }

    void months(const RuleFile& file, LanguageRules& rules) {
        rows(file, {"word", "month", "kind"}, [&](const RuleRow& row) {
            const auto kind = look_up(kMonthKinds, row.cell("kind"));
            const auto month = parse_integer(row.cell("month"));
            if (!kind) row.refuse("kind", "month, season or solar_hijri");
            if (!month || *month < 1 || *month > 12) row.refuse("month", "1 to 12");
            if (!kind || !month) return;
            rules.month_phrases.add(row.cell("word"), rules.months.size());
            rules.months.push_back({*month, *kind});
        });
    }

    void patterns(const RuleFile& file, LanguageRules& rules) {
        rows(file, {"word", "role", "value"}, [&](const RuleRow& row) {
            const auto role = role_of(row.cell("role"));
            if (!role) return row.refuse("role", "a role", role_names());
            rules.roles[static_cast<std::size_t>(*role)].add(row.cell("word"), rules.values.size());
            rules.values.push_back(row.cell("value"));
        });
    }

    void properties(const RuleFile& file, LanguageRules& rules) {
        rows(file, {"word", "property", "kinds", "flow", "subjects"}, [&](const RuleRow& row) {
            PropertyWord word{row.cell("property"), split(row.cell("kinds"), '|'), row.yes("flow"),
                              split(row.cell("subjects"), '|')};
            for (const std::string& kind : word.kinds) {
                if (!rules_.has_kind(kind)) row.refuse("kinds", "kinds of kinds.csv");
            }
            rules.property_phrases.add(row.cell("word"), rules.properties.size());
            rules.properties.push_back(std::move(word));
        });
    }

    std::vector<std::string> bases() const {
        std::vector<std::string> names;
        for (const auto& [base, ladder] : rules_.units) names.push_back(base);
        return names;
    }

    ReadingRules rules_;
    Diagnostics wrong_;
};

} // namespace

std::optional<Role> role_of(std::string_view name) {
    return look_up(kRoles, name);
}

std::vector<std::string> role_names() {
    return names_of(kRoles);
}

std::optional<NumberWordKind> number_word_kind_of(std::string_view name) {
    return look_up(kNumberWordKinds, name);
}

std::vector<std::string> number_word_kind_names() {
    return names_of(kNumberWordKinds);
}

Result<ReadingRules> parse_rules(const std::vector<RuleFile>& files) {
    return RuleParser().parse(files);
}

} // namespace isthmus::evidence
