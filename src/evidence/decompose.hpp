// SPDX-License-Identifier: Apache-2.0
// Internal to the module: a step of normalisation.
#pragma once

#include "evidence/characters.hpp"

namespace isthmus::evidence {

/// Compatibility decomposition (the D of NFKD, character by character), one form for signs, digits
/// of every script as 0 to 9, marks dropped or joined to their letter. Raised and encircled numbers
/// follow a caret, and numbers that are one character (fractions) stand apart from digits beside
/// them.
Characters decompose(const Characters& text);

} // namespace isthmus::evidence
