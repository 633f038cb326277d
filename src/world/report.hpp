// SPDX-License-Identifier: Apache-2.0
// Internal to the module: how its parts report what is wrong with a row.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/table.hpp"

namespace isthmus::world {

/// Where in a row something is wrong, and what.
struct Finding {
    std::string_view id;
    std::string_view column = {};
    std::string found = {};
    std::string expected = {};
    std::string hint = {};
};

void report(Diagnostics& diagnostics, const RowOrigin& origin, Finding finding);

/// "did you mean 'x'?", or nothing.
std::string did_you_mean(const std::optional<std::string>& match);

/// "a", "a or b", "a, b or c"; a long list is cut, and the rest counted.
std::string alternatives(const std::vector<std::string>& items, std::size_t longest = 16);

/// Guesses at misspelt names. A name is looked up once, and only the first names are: where a whole
/// table of names is wrong, guessing at each would take quadratic time and help nobody.
class NameGuesser {
  public:
    explicit NameGuesser(std::vector<std::string> names) : names_(std::move(names)) {}
    std::string hint(std::string_view name);

  private:
    static constexpr std::size_t kMostGuesses = 100;
    std::vector<std::string> names_;
    std::map<std::string, std::string, std::less<>> hints_;
};

} // namespace isthmus::world
