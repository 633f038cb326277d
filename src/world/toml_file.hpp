// SPDX-License-Identifier: Apache-2.0
// Internal to the module: TOML files with the line of every fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/diagnostics.hpp"

namespace isthmus::world {

/// One table of a TOML file, read key by key. A key that is missing or holds another type is
/// reported.
class TomlReader {
  public:
    TomlReader(const toml::table& table, std::string file, Diagnostics& diagnostics)
        : table_(table), file_(std::move(file)), diagnostics_(diagnostics) {}

    /// Reports every key that is not one of `known`.
    void check_keys(const std::vector<std::string>& known) const;

    std::string text(std::string_view key, bool required) const;
    std::optional<int> integer(std::string_view key, bool required) const;
    /// A year, month or day as text, however it is written: 2025, "2025-03", 2025-03-01.
    std::string date(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    const toml::table* table(std::string_view key, bool required) const;

    /// Reports a fault at the key, or at the table where it has no such key.
    void report(std::string_view id, std::string_view key, std::string expected,
                std::string hint = {}) const;
    std::size_t line() const { return table_.source().begin.line; }
    std::size_t line_of(std::string_view key) const;

  private:
    const toml::node* find(std::string_view key, bool required, std::string_view expected) const;

    const toml::table& table_;
    std::string file_;
    Diagnostics& diagnostics_;
};

/// The file's content, or nothing after reporting why it is not TOML.
std::optional<toml::table> parse_toml(std::string_view text, const std::string& file,
                                      Diagnostics& diagnostics);

/// A value as the text of a table's cell: lists with semicolons, numbers in shortest form. Nothing
/// where a cell cannot hold it.
std::optional<std::string> cell_text(const toml::node& node);

} // namespace isthmus::world
