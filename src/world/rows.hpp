// SPDX-License-Identifier: Apache-2.0
// Internal to the module: typed rows from typed cells. Every row of a table becomes one struct in
// the same order, so that a struct's place is its row's place.
#pragma once

#include "world/cells.hpp"
#include "world/convert.hpp"
#include "world/world.hpp"

namespace isthmus::world {

void make_actors_and_places(World& world, const Cells& cells);
/// Commodities and grades come first of all that has units.
void make_commodities(World& world, const Cells& cells, Diagnostics& diagnostics);
void make_links(World& world, const Cells& cells, const Converter& converter);
void make_groups(World& world, const Cells& cells, Diagnostics& diagnostics);
void make_trade(World& world, const Cells& cells, const Converter& converter);
void make_projects(World& world, const Cells& cells, const Converter& converter,
                   Diagnostics& diagnostics);
void make_politics(World& world, const Cells& cells);
void make_evidence(World& world, const Cells& cells);

Provenance provenance(const CellTable& table, std::size_t row);
std::vector<Party> parties(const CellColumn& column, std::size_t row);
std::vector<LinkId> link_list(const CellColumn& column, std::size_t row);

} // namespace isthmus::world
