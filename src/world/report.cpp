// SPDX-License-Identifier: Apache-2.0
#include "world/report.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::world {

void report(Diagnostics& diagnostics, const RowOrigin& origin, Finding finding) {
    Diagnostic diagnostic;
    diagnostic.id = finding.id;
    diagnostic.file = origin.file;
    diagnostic.row = origin.line;
    diagnostic.column = finding.column;
    diagnostic.found = std::move(finding.found);
    diagnostic.expected = std::move(finding.expected);
    diagnostic.hint = std::move(finding.hint);
    diagnostics.add(std::move(diagnostic));
}

std::string did_you_mean(const std::optional<std::string>& match) {
    return match ? fmt::format("did you mean '{}'?", *match) : std::string();
}

std::string alternatives(const std::vector<std::string>& items, std::size_t longest) {
    if (items.size() > longest) {
        const std::vector<std::string> shown(items.begin(),
                                             items.begin() + static_cast<std::ptrdiff_t>(longest));
        return fmt::format("{} or one of {} more", join(shown, ", "), items.size() - longest);
    }
    if (items.size() < 2) return items.empty() ? std::string() : items.front();
    const std::vector<std::string> first(items.begin(), items.end() - 1);
    return fmt::format("{} or {}", join(first, ", "), items.back());
}

std::string NameGuesser::hint(std::string_view name) {
    const auto known = hints_.find(name);
    if (known != hints_.end()) return known->second;
    if (hints_.size() >= kMostGuesses) return {};
    std::string hint = did_you_mean(nearest_match(name, names_));
    hints_.emplace(std::string(name), hint);
    return hint;
}

} // namespace isthmus::world
