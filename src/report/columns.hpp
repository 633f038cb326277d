// SPDX-License-Identifier: Apache-2.0
// Internal to the module: short ways to state a view's columns.
#pragma once

#include <string>
#include <utility>

#include "report/table.hpp"

namespace isthmus::report {

inline ResultColumn text(std::string name, std::string title, std::string meaning = {}) {
    return {std::move(name), std::move(title), "", CellKind::kText, 0, std::move(meaning)};
}

inline ResultColumn number(std::string name, std::string title, std::string unit, int decimals,
                           std::string meaning) {
    return {std::move(name),   std::move(title), std::move(unit),
            CellKind::kNumber, decimals,         std::move(meaning)};
}

} // namespace isthmus::report
