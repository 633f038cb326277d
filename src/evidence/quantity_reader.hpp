// SPDX-License-Identifier: Apache-2.0
// Amounts with units, also in ranges and lists, and ranks and ordinals.
#pragma once

#include <cstddef>
#include <vector>

#include "evidence/reading.hpp"

namespace isthmus::evidence {

struct FoundQuantities {
    std::vector<Reading> readings; ///< none where the words are to be passed over
    std::size_t next = 0;          ///< `at` where nothing begins there
};

/// The amounts that begin at the token: one, or the two of a range ("5-10 Mt", "from 45% to 13%").
FoundQuantities read_quantities(const std::vector<Token>& tokens, std::size_t at,
                                const ReadingContext& context);

/// "third largest", "the largest producer after Russia" (2), "30th anniversary", "48th time".
FoundQuantities read_rank(const std::vector<Token>& tokens, std::size_t at,
                          const ReadingContext& context);

/// Whether a phrase of the role ends right before the token; the row of its value.
std::optional<PhraseTable::Match> phrase_before(const LanguageRules& rules, Role role,
                                                const std::vector<Token>& tokens, std::size_t at,
                                                std::size_t* first = nullptr);

} // namespace isthmus::evidence
