// SPDX-License-Identifier: Apache-2.0
// Which rows cite a claim, and which cells say what it says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "world/world.hpp"

namespace isthmus::evidence {

/// A row that cites a claim.
struct ClaimUse {
    std::string table;
    std::size_t row = 0;               ///< index in the table
    std::optional<std::size_t> column; ///< the cell that says the claim's value; none: no cell does
};

/// By claim, the rows that cite it, in the order of tables and rows; a row once for each cell that
/// says the claim's value: its number (after conversion, to the digits of the cell), its date or
/// its word.
using ClaimUses = IdVector<world::ClaimTag, std::vector<ClaimUse>>;
ClaimUses claim_uses(const world::World& world);

/// Whether some cell says the claim's value.
bool is_said(const std::vector<ClaimUse>& uses);

/// The claims that a claim's note names by their ids, as computed and estimated ones do of what
/// they reckon from; in the note's order, each once.
std::vector<world::ClaimId> named_in_note(const world::World& world, world::ClaimId claim);

/// What the row is about, without its dates: "btc/crude". Rows of observations by what was
/// measured, since several may measure the same.
std::string identity_of(const world::World& world, const ClaimUse& use);
/// "capacities btc/crude (2006 to 2009): capacity", for people.
std::string to_string(const world::World& world, const ClaimUse& use);
/// The row's own note; empty where it has none.
std::string note_of(const world::World& world, const ClaimUse& use);
/// The days of which a row speaks: its dates, its year, or all.
Period period_of(const world::Table& table, const world::Row& row);

} // namespace isthmus::evidence
