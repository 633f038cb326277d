// SPDX-License-Identifier: Apache-2.0
#include "evidence/claim_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::evidence {
namespace {

/// Spellings of documents for units that tables write in one way only.
struct DocumentUnit {
    std::string_view name, dimension;
    double factor;
};
constexpr std::array kDocumentUnits{
    DocumentUnit{"t", "mass", 1e-6},           DocumentUnit{"Gt", "mass", 1000},
    DocumentUnit{"bn t", "mass", 1000},        DocumentUnit{"bbl", "barrel", 1e-6},
    DocumentUnit{"million bbl", "barrel", 1},  DocumentUnit{"bn bbl", "barrel", 1000},
    DocumentUnit{"tcm", "volume", 1000},       DocumentUnit{"trillion m3", "volume", 1000},
    DocumentUnit{"million USD", "money", 1},   DocumentUnit{"M USD", "money", 1},
    DocumentUnit{"bn USD", "money", 1000},     DocumentUnit{"m", "length", 0.001},
    DocumentUnit{"km", "length", 1},           DocumentUnit{"MEUR", "euros", 1},
    DocumentUnit{"bn EUR", "euros", 1000},     DocumentUnit{"hours", "duration", 1},
    DocumentUnit{"days", "duration", 24},      DocumentUnit{"USD/FEU", "container_price", 0.0005},
    DocumentUnit{"TEU", "boxes", 1},           DocumentUnit{"FEU", "boxes", 2},
    DocumentUnit{"USD/t/km", "mass_haul", 1},  DocumentUnit{"USD/t/100km", "mass_haul", 0.01},
    DocumentUnit{"USD/tkm", "mass_haul", 1},   DocumentUnit{"USD/t/1000km", "mass_haul", 0.001},
    DocumentUnit{"USD/TEU-km", "box_haul", 1}, DocumentUnit{"USD/TEU/km", "box_haul", 1},
};

/// Words of which each stands for a basis of its own. Where `one_sided`, naming one is enough: who
/// names none means the usual basis.
struct BasisFamily {
    std::vector<std::vector<std::string_view>> bases; ///< by basis, the words for it
    bool one_sided = false;
};
const std::vector<BasisFamily>& families() {
    static const std::vector<BasisFamily> all{
        {{{"gross"}, {"net"}}},
        {{{"needs", "demand", "consumption"}, {"imports"}}},
        {{{"design capacity", "nameplate"}, {"booked", "in use", "available"}}},
        {{{"first stage", "first phase", "initial"},
          {"second stage", "second phase", "final", "full capacity", "after expansion"}}},
        {{{"lower end"}, {"upper end"}, {"midpoint", "middle of"}}},
        {{{"transit only", "transit alone"}, {"all cargo", "exports, imports and transit"}}},
        {{{"each direction", "one direction", "one way"}, {"both directions", "both ways"}}, true},
        {{{"iranian year"}, {"fiscal year"}, {"marketing year"}}, true},
    };
    return all;
}

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool has_word(const std::string& text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !is_word_character(text[at - 1]);
        const bool ends = end == text.size() || !is_word_character(text[end]);
        if (begins && ends) return true;
    }
    return false;
}

bool is_money(std::string_view unit) {
    constexpr std::array<std::string_view, 8> kCurrencies{"USD", "EUR", "RUB", "BGN",
                                                          "GBP", "CNY", "TRY", "KZT"};
    return std::any_of(kCurrencies.begin(), kCurrencies.end(), [&](std::string_view currency) {
        return unit.find(currency) != std::string_view::npos;
    });
}

std::string words_of(const world::Claim& claim) {
    std::string text =
        claim.property + " | " + claim.unit + " | " + claim.locator + " | " + claim.note;
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '_') c = ' ';
    }
    return text;
}

/// The bases of a family that a text names, each by the first of its words that stands there.
std::vector<std::string> named_bases(const std::string& text, const BasisFamily& family) {
    std::vector<std::string> named;
    for (const auto& words : family.bases) {
        const auto found = std::find_if(words.begin(), words.end(), [&](std::string_view word) {
            return has_word(text, word);
        });
        named.push_back(found == words.end() ? std::string() : std::string(*found));
    }
    return named;
}

/// The only basis that is named; empty where none is, or several are.
std::string only(const std::vector<std::string>& named) {
    std::string found;
    for (const std::string& word : named) {
        if (word.empty()) continue;
        if (!found.empty()) return {};
        found = word;
    }
    return found;
}

} // namespace

std::optional<Unit> claim_unit(std::string_view name) {
    if (const Unit* unit = find_unit(name)) return *unit;
    for (const DocumentUnit& unit : kDocumentUnits) {
        if (unit.name == name) {
            return Unit{std::string(name), std::string(unit.dimension), unit.factor, {}};
        }
    }
    return std::nullopt;
}

std::optional<double> claim_factor(const std::string& from, const std::string& to,
                                   const Quality& quality) {
    if (from == to) return 1;
    const auto source = claim_unit(from), target = claim_unit(to);
    if (!source || !target) return std::nullopt;
    const Conversion factor = conversion(*source, *target, quality);
    if (!factor.problem.empty()) return std::nullopt;
    return factor.factor;
}

bool Numbers::same() const {
    constexpr double kSame = 1e-6;
    const double larger = std::max(std::abs(first), std::abs(second));
    return std::abs(first - second) <= kSame * larger;
}

std::optional<double> Numbers::factor() const {
    if (!(first * second > 0)) return std::nullopt;
    return std::max(first / second, second / first);
}

std::optional<double> number_of(const world::Claim& claim) {
    return parse_number(trim(claim.value));
}

std::optional<Numbers> comparable(const world::Claim& first, const world::Claim& second,
                                  const Quality& quality) {
    const auto a = number_of(first), b = number_of(second);
    if (!a || !b) return std::nullopt;
    const auto factor = claim_factor(second.unit, first.unit, quality);
    if (!factor) return std::nullopt;
    return Numbers{*a, *b * *factor};
}

bool same_kind(const std::string& unit, const std::string& other) {
    if (is_money(unit) && is_money(other)) return true;
    return claim_factor(unit, other, {1, 1, 1, 1}).has_value();
}

bool is_word(std::string_view value) {
    return !value.empty() && value.find_first_of(" ,;") == std::string_view::npos;
}

std::optional<Date> date_of(const world::Claim& claim) {
    // Without a unit, four digits may be a number; with a month they are a date.
    const bool plain = claim.unit.empty() && claim.value.find('-') != std::string::npos;
    if (claim.unit != "date" && claim.unit != "year" && !plain) return std::nullopt;
    return parse_date(trim(claim.value));
}

Period period_of(const world::Claim& claim) {
    return Period::between(parse_date(claim.from), parse_date(claim.to));
}

std::string word_bases(const world::Claim& first, const world::Claim& second) {
    const std::string one = words_of(first), other = words_of(second);
    for (const BasisFamily& family : families()) {
        const auto here = named_bases(one, family), there = named_bases(other, family);
        const std::string a = only(here), b = only(there);
        const auto none = [](const std::vector<std::string>& named) {
            return std::all_of(named.begin(), named.end(),
                               [](const std::string& word) { return word.empty(); });
        };
        if (!a.empty() && !b.empty()) {
            const auto place = [](const std::vector<std::string>& named, const std::string& word) {
                return std::find(named.begin(), named.end(), word) - named.begin();
            };
            if (place(here, a) != place(there, b)) {
                return fmt::format("{} says '{}', {} '{}'", first.id, a, second.id, b);
            }
        } else if (family.one_sided && (a.empty() != b.empty()) && none(a.empty() ? here : there)) {
            return fmt::format("{} says '{}', {} does not", a.empty() ? second.id : first.id,
                               a.empty() ? b : a, a.empty() ? first.id : second.id);
        }
    }
    return {};
}

std::string spoken_value(const world::Claim& claim) {
    if (claim.unit.empty() || claim.unit == "date" || claim.unit == "year" ||
        claim.unit == "text") {
        return claim.value;
    }
    return claim.value + " " + claim.unit;
}

std::string spoken_dates(const world::Claim& claim) {
    if (claim.from == claim.to) return claim.from;
    if (claim.to.empty()) return "from " + claim.from;
    if (claim.from.empty()) return "until " + claim.to;
    return claim.from + " to " + claim.to;
}

} // namespace isthmus::evidence
