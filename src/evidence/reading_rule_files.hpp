// SPDX-License-Identifier: Apache-2.0
// Names that the files of rules use for kinds of words and roles of phrases.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "evidence/reading_rules.hpp"

namespace isthmus::evidence {

std::optional<Role> role_of(std::string_view name);
std::vector<std::string> role_names();
std::optional<NumberWordKind> number_word_kind_of(std::string_view name);
std::vector<std::string> number_word_kind_names();

} // namespace isthmus::evidence
