// SPDX-License-Identifier: Apache-2.0
// Accepted proposals as rows of claims and anchors.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evidence/proposals.hpp"
#include "evidence/world_tables.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

struct AcceptedClaims {
    std::vector<NewRows> changes;     ///< of claims and anchors
    std::vector<std::string> ids;     ///< of the new claims, in order
    std::vector<std::size_t> numbers; ///< proposals that became them
    std::vector<std::size_t> known;   ///< proposals whose claim the world has already
};

/// Rows for the proposals of a source's document. A claim of the same source, subject, property,
/// value, unit, dates and object is not written twice. E932 for each proposal without a subject or
/// property; E933 where the world has no such source.
Result<AcceptedClaims> claims_of(const world::World& world, const std::string& source,
                                 const DocumentText& document, const NormalisedText& text,
                                 std::span<const Proposal> accepted);

} // namespace isthmus::evidence
