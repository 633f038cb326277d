// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_operation.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"

namespace isthmus::world {

namespace {

std::string years_of(const Manifest& manifest, std::string_view what) {
    return fmt::format("{} from {} to {}, the years of the world", what, manifest.first_year,
                       manifest.last_year);
}

} // namespace

void Operation::check_keys(std::vector<std::string> known) const {
    known.emplace_back("claims");
    known.emplace_back("note");
    reader_.check_keys(known);
}

std::vector<std::string> Operation::names(std::string_view key, bool required) const {
    std::vector<std::string> given;
    const toml::node* node = content_.get(key);
    if (node == nullptr || node->is_string()) {
        const std::string name = reader_.text(key, required);
        if (!name.empty()) given.push_back(name);
        return given;
    }
    given = reader_.texts(key);
    if (given.empty() && node->is_array() && node->as_array()->empty()) {
        report("E205", key, "a name or a list of names, as in [\"a\", \"b\"]");
    }
    std::vector<std::string> names;
    for (std::string& name : given) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

std::optional<double> Operation::number(std::string_view key, bool required) const {
    constexpr std::string_view kExpected = "a number such as 0.5";
    const toml::node* node = content_.get(key);
    if (node == nullptr) {
        if (required) report("E204", key, std::string(kExpected));
        return std::nullopt;
    }
    std::optional<double> value;
    if (const auto* whole = node->as_integer()) value = static_cast<double>(whole->get());
    if (const auto* real = node->as_floating_point()) value = real->get();
    if (value && std::isfinite(*value)) return value;
    report("E205", key, std::string(kExpected));
    return std::nullopt;
}

std::optional<double> Operation::amount(std::string_view key, bool required) const {
    const std::optional<double> value = number(key, required);
    if (!value || *value >= 0) return value;
    report("E242", key, "a number not below zero");
    return std::nullopt;
}

std::optional<std::string> Operation::only_of(const std::vector<std::string>& keys) const {
    std::vector<std::string> given;
    for (const std::string& key : keys) {
        if (has(key)) given.push_back(key);
    }
    if (given.size() == 1) return given.front();
    const std::string expected =
        keys.size() == 1 ? keys.front() : "exactly one of " + join(keys, ", ");
    report({.id = "E238",
            .column = given.empty() ? std::string_view(keys.front()) : given.back(),
            .found = join(given, ", "),
            .expected = expected});
    return std::nullopt;
}

std::optional<NumberChange> Operation::change(const std::vector<std::string>& kinds) const {
    const std::optional<std::string> key = only_of(kinds);
    if (!key) return std::nullopt;
    NumberChange change;
    change.kind = *key == "set"     ? NumberChange::Kind::kSet
                  : *key == "scale" ? NumberChange::Kind::kScale
                                    : NumberChange::Kind::kAdd;
    const bool scales = change.kind == NumberChange::Kind::kScale;
    const std::optional<double> value =
        change.kind == NumberChange::Kind::kAdd ? number(*key, true) : amount(*key, true);
    if (scales && has("unit")) {
        report("E238", "unit", "no unit, for a scale is a plain factor");
        return std::nullopt;
    }
    change.unit = text("unit", !scales);
    if (!value || (!scales && change.unit.empty())) return std::nullopt;
    change.value = *value;
    return change;
}

std::optional<std::optional<Date>> Operation::date(std::string_view key) const {
    const std::string text = reader_.date(key);
    if (text.empty()) {
        const toml::node* node = content_.get(key);
        const bool misread = node != nullptr && !node->is_string();
        if (misread) return std::nullopt;
        return std::optional<Date>();
    }
    const std::optional<Date> result = parse_date(text);
    if (!result) {
        report("E205", key, "a date such as \"2025\", \"2025-03\" or \"2025-03-01\"");
        return std::nullopt;
    }
    const Period world = world_period(manifest_);
    if (result->last_day() < world.first || result->first_day() > world.last) {
        report("E237", key, years_of(manifest_, "a date"));
        return std::nullopt;
    }
    return result;
}

std::optional<Dates> Operation::dates(std::string_view from_key, std::string_view to_key) const {
    const auto from = date(from_key), to = date(to_key);
    if (!from || !to) return std::nullopt;
    Dates dates;
    dates.period = Period::between(*from, *to);
    if (dates.period.last < dates.period.first) {
        report("E205", to_key, "a date not before " + (*from)->to_string());
        return std::nullopt;
    }
    if (*from) dates.from = (*from)->to_string();
    if (*to) dates.to = (*to)->to_string();
    return dates;
}

std::optional<int> Operation::year(std::string_view key, int otherwise) const {
    if (!has(key)) return otherwise;
    const std::string text = reader_.date(key);
    const std::optional<int> value = parse_integer(text);
    if (!value) {
        if (!text.empty()) report("E205", key, "a year such as 2025, for a series has no days");
        return std::nullopt;
    }
    if (*value >= manifest_.first_year && *value <= manifest_.last_year) return value;
    report("E237", key, years_of(manifest_, "a year"));
    return std::nullopt;
}

std::optional<Years> Operation::years() const {
    const std::optional<int> first = year("from", manifest_.first_year);
    const std::optional<int> last = year("to", manifest_.last_year);
    if (!first || !last) return std::nullopt;
    if (*last < *first) {
        report("E205", "to", fmt::format("a year not before {}", *first));
        return std::nullopt;
    }
    return Years{*first, *last};
}

} // namespace isthmus::world
