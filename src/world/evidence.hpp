// SPDX-License-Identifier: Apache-2.0
// What the numbers of a world rest on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "world/world.hpp"

namespace isthmus::world {

/// From strong to weak: a document states it; it was computed from what documents state; it was
/// fitted to observed flows; nobody states it and the claim gives the reasoning; it is from general
/// knowledge.
enum class Evidence { kStated, kDerived, kCalibrated, kEstimate, kRecalled };
std::string_view to_string(Evidence evidence);
/// What the word means, for tables.
std::string_view meaning(Evidence evidence);

/// Calibrated where the claim says so; else by the kind of its source where that is recalled or an
/// estimate; else by its confidence.
Evidence evidence_of(const World& world, ClaimId claim);

/// The claims that a row cites, in its order.
std::vector<ClaimId> cited_claims(const World& world, const Table& table, const Row& row);

/// The unit in which a number of the row stands: the column's own, or the one that the row names
/// ("USD/t", and "USD/t/km" for "@unit/km").
std::string unit_of(const Table& table, const Row& row, const Column& column);

/// What one cell rests on. A number: the claims of its row that say the same number in the same
/// unit, the strongest of them. Where none does, and for other cells: the weakest claim of the row.
/// Nothing where the row cites no claim.
std::optional<Evidence> evidence_of(const World& world, const Table& table, const Row& row,
                                    std::size_t column);

/// Numbers of all tables that cite claims, by what they rest on.
struct EvidenceSummary {
    std::size_t numbers = 0, stated = 0, derived = 0, calibrated = 0, estimate = 0, recalled = 0;
    /// Rows that cite recalled claims only: name of the table and index of the row in it.
    std::vector<std::pair<std::string, std::size_t>> recalled_rows;

    std::size_t count(Evidence evidence) const;
};
EvidenceSummary summarise_evidence(const World& world);

} // namespace isthmus::world
