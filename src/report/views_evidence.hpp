// SPDX-License-Identifier: Apache-2.0
// Contradictions between claims, and what cells should not rest on, as tables.
#pragma once

#include <vector>

#include "evidence/contradictions.hpp"
#include "evidence/weak_cells.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// A row for each contradiction, the claim with the smaller id first; with the claim that goes
/// first by the rules, the one that the world uses, and why. Rows cite both claims.
ResultTable contradiction_table(const world::World& world,
                                const evidence::Contradictions& contradictions,
                                const std::vector<evidence::Contradiction>& shown);
/// The same for people: a row for each of the two claims, that which goes first above, with the
/// titles of the sources.
ResultTable contradiction_side_table(const world::World& world,
                                     const evidence::Contradictions& contradictions,
                                     const std::vector<evidence::Contradiction>& shown);
/// The same in short, a row each: what the world follows (else what goes first) against the other.
ResultTable contradiction_brief_table(const world::World& world,
                                      const evidence::Contradictions& contradictions,
                                      const std::vector<evidence::Contradiction>& shown);
/// Claims that are marked as implausible, and that nothing uses.
ResultTable implausible_table(const world::World& world, const std::vector<world::ClaimId>& claims);
/// Cells that rest on an estimate or on what was recalled, beside what documents state.
ResultTable weak_cell_table(const world::World& world,
                            const std::vector<evidence::WeakCell>& cells);

} // namespace isthmus::report
