// SPDX-License-Identifier: Apache-2.0
// Internal to the module: from which ways goods moved to which, and why.
#pragma once

#include "report/views_compare_sides.hpp"

namespace isthmus::report {

/// compare_ways: for each owner of goods and each destination the ways that carry another quantity
/// than in the reference. Pairs of owner and destination come first where something stood in the
/// way (a closure, a ban, a smaller capacity), then by what moved; in each what lost before what
/// gained. Suppliers whose goods travel together on any side count as one owner, because what is
/// theirs on a way is not unique.
ResultTable ways_table(const ComparedSides& sides);

} // namespace isthmus::report
