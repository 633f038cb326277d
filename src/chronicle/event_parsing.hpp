// SPDX-License-Identifier: Apache-2.0
// From a block of lines to events, apart from all other blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "chronicle/event_blocks.hpp"
#include "chronicle/event_layout.hpp"

namespace isthmus::chronicle {

struct ParsedEvent {
    EventRecord record; ///< with the texts of its block
    KeyDigest key;
    bool disagrees = false;   ///< with its source's Goldstein list
    bool unlisted = false;    ///< that list lacks the code
    bool other_class = false; ///< than rules/cameo.csv gives the code
    bool broken_text = false; ///< in a column that is not used
};

struct RowProblemFound {
    std::size_t line = 0; ///< of the block, the first being 1
    RowFailure failure;
};

struct ParsedBlock {
    std::size_t number = 0, file = 0;
    bool last = false;
    std::uint64_t bytes = 0; ///< read so far of all files
    std::size_t lines = 0;   ///< with the header and empty ones
    std::uint64_t rows = 0;
    std::vector<ParsedEvent> events;
    EventTexts texts;
    std::array<std::uint64_t, kRowProblems> malformed{};
    std::vector<RowProblemFound> problems; ///< the first of them
};

ParsedBlock parse_block(const EventBlock& block, const FileLayout& layout,
                        const EventFileOptions& options);

} // namespace isthmus::chronicle
