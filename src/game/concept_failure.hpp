// SPDX-License-Identifier: Apache-2.0
// The failure that the solution concepts over a value table share.
#pragma once

#include <string_view>
#include <utility>

#include "base/diagnostics.hpp"

namespace isthmus::game {

/// E706 with what was found and what should have been.
inline Diagnostics concept_failure(std::string_view found, std::string_view expected) {
    Diagnostic diagnostic;
    diagnostic.id = "E706";
    diagnostic.found = found;
    diagnostic.expected = expected;
    return one(std::move(diagnostic));
}

} // namespace isthmus::game
