// SPDX-License-Identifier: Apache-2.0
// Numbers in digits and in words: "1,250.5", "2 million", "forty-eighth", and so in other languages
// by their rules.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "evidence/reading_rules.hpp"

namespace isthmus::evidence {

struct FoundNumber {
    double mantissa = 0; ///< what stands before the scale
    double scale = 1;    ///< "million" is 1e6
    bool ordinal = false;
    bool in_words = false;
    bool fraction = false;           ///< "half", "a third"
    std::string vague;               ///< "several" where it is no number; the mantissa is 0 then
    std::size_t digits = 0;          ///< of a whole number in digits without separators
    std::size_t first = 0, next = 0; ///< tokens, next excluded

    double value() const { return mantissa * scale; }
};

/// The number that begins at the token, as long as it can be. Digits that are a part of something
/// else (a version, a clock time, a score, a code with leading zeros, a telephone number) are none;
/// `skip_code` says how far such a run goes.
std::optional<FoundNumber> read_number(const std::vector<Token>& tokens, std::size_t at,
                                       const LanguageRules& rules);

/// The token after digits at `at` that are no number: after the whole of the version, time or code.
std::size_t skip_code(const std::vector<Token>& tokens, std::size_t at);

} // namespace isthmus::evidence
