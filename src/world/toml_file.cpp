// SPDX-License-Identifier: Apache-2.0
#include "world/toml_file.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/report.hpp"

namespace isthmus::world {

namespace {

std::string format_date(const toml::date& date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string describe(const toml::node& node) {
    const std::optional<std::string> text = cell_text(node);
    if (text && !text->empty()) return *text;
    if (node.is_table()) return "a table";
    if (node.is_array()) return "a list";
    if (node.is_boolean()) return node.as_boolean()->get() ? "true" : "false";
    return text ? "an empty text" : "a value";
}

} // namespace

void TomlReader::check_keys(const std::vector<std::string>& known) const {
    for (const auto& [key, value] : table_) {
        const std::string name(key.str());
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const RowOrigin origin{file_, key.source().begin.line};
        isthmus::world::report(diagnostics_, origin,
                               {.id = "E203",
                                .column = name,
                                .expected = alternatives(known),
                                .hint = did_you_mean(nearest_match(name, known))});
    }
}

std::size_t TomlReader::line_of(std::string_view key) const {
    const toml::node* node = table_.get(key);
    return node == nullptr ? line() : node->source().begin.line;
}

void TomlReader::report(std::string_view id, std::string_view key, std::string expected,
                        std::string hint) const {
    const toml::node* node = table_.get(key);
    isthmus::world::report(diagnostics_, {file_, line_of(key)},
                           {.id = id,
                            .column = key,
                            .found = node == nullptr ? std::string() : describe(*node),
                            .expected = std::move(expected),
                            .hint = std::move(hint)});
}

const toml::node* TomlReader::find(std::string_view key, bool required,
                                   std::string_view expected) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr && required) report("E204", key, std::string(expected));
    return node;
}

std::string TomlReader::text(std::string_view key, bool required) const {
    constexpr std::string_view kExpected = "text in quotes";
    const toml::node* node = find(key, required, kExpected);
    if (node == nullptr) return {};
    const std::optional<std::string> value = node->value_exact<std::string>();
    if (!value || (required && trim(*value).empty())) {
        report("E205", key, std::string(kExpected));
        return {};
    }
    return *value;
}

std::optional<int> TomlReader::integer(std::string_view key, bool required) const {
    constexpr std::string_view kExpected = "a whole number";
    const toml::node* node = find(key, required, kExpected);
    if (node == nullptr) return std::nullopt;
    const std::optional<std::int64_t> value = node->value_exact<std::int64_t>();
    if (!value || *value < std::numeric_limits<int>::min() ||
        *value > std::numeric_limits<int>::max()) {
        report("E205", key, std::string(kExpected));
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::string TomlReader::date(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return {};
    const std::optional<std::string> text = cell_text(*node);
    if (text && !node->is_array()) return *text;
    report("E205", key, "a date such as \"2025\", \"2025-03\" or \"2025-03-01\"");
    return {};
}

std::vector<std::string> TomlReader::texts(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return {};
    std::vector<std::string> result;
    if (const toml::array* array = node->as_array()) {
        for (const toml::node& item : *array) {
            if (const auto value = item.value_exact<std::string>()) result.push_back(*value);
        }
        if (result.size() == array->size()) return result;
    }
    report("E205", key, "a list of texts, as in [\"a\", \"b\"]");
    return {};
}

const toml::table* TomlReader::table(std::string_view key, bool required) const {
    constexpr std::string_view kExpected = "a table, as in {column = \"text\"}";
    const toml::node* node = find(key, required, kExpected);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) report("E205", key, std::string(kExpected));
    return node->as_table();
}

std::optional<toml::table> parse_toml(std::string_view text, const std::string& file,
                                      Diagnostics& diagnostics) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        report(diagnostics, {file, error.source().begin.line},
               {.id = "E110", .hint = std::string(error.description())});
        return std::nullopt;
    }
}

std::optional<std::string> cell_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* number = node.as_floating_point()) return format_number(number->get());
    if (const auto* date = node.as_date()) return format_date(date->get());
    const toml::array* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> items;
    for (const toml::node& item : *array) {
        const std::optional<std::string> text = item.is_array() ? std::nullopt : cell_text(item);
        if (!text) return std::nullopt;
        items.push_back(*text);
    }
    return join(items, ";");
}

} // namespace isthmus::world
