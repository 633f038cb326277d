// SPDX-License-Identifier: Apache-2.0
// Internal to the module: one diagnostic about a file as a whole.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "base/diagnostics.hpp"

namespace isthmus::evidence {

inline Diagnostics refusal(std::string id, const std::filesystem::path& file, std::string found,
                           std::string expected, std::string hint = {}) {
    Diagnostic diagnostic;
    diagnostic.id = std::move(id);
    diagnostic.file = file.generic_string();
    diagnostic.found = std::move(found);
    diagnostic.expected = std::move(expected);
    diagnostic.hint = std::move(hint);
    return one(std::move(diagnostic));
}

} // namespace isthmus::evidence
