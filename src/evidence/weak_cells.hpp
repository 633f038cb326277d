// SPDX-License-Identifier: Apache-2.0
// Cells that rest on something weaker than what a document states.
#pragma once

#include <string>
#include <vector>

#include "evidence/contradictions.hpp"

namespace isthmus::evidence {

/// A cell that rests on a recalled or estimated claim although a document states a number for the
/// same thing at the same time.
struct WeakCell {
    std::string table;
    std::size_t row = 0, column = 0;
    world::Evidence evidence = world::Evidence::kEstimate;
    std::vector<world::ClaimId> better; ///< best first
};
/// In the order of tables and rows.
std::vector<WeakCell> weak_cells(const world::World& world, const Topics& topics,
                                 const ClaimUses& uses);
/// The same as warnings (W970), each at the row's place.
Diagnostics weak_cell_warnings(const world::World& world, const std::vector<WeakCell>& cells);

} // namespace isthmus::evidence
