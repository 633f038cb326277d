// SPDX-License-Identifier: Apache-2.0
// A scenario: a TOML file with changes to a world's tables. It makes new tables; the world it
// starts from is untouched.
//
//   id = "no-straits"                 # required, as are title and question
//   title = "The straits are shut"
//   question = "What if no tanker passes the Turkish straits?"
//   inherits = ["other-scenario"]     # applied before, by file name without .toml in the same
//   folder
//
//   [[close]]                         # no service on the link from .. to (both may be left out)
//   link = "bosphorus"                # by = "turkey", from = "2025", to = "2026", note = "..."
//   [[open]]                          # service on the link from .. to
//   link = "kars-gyumri-rail"
//   [[add]]                           # a row more; cells are text, numbers or lists
//   table = "capacities"
//   row = {link = "...", commodity = "crude", capacity = 10, unit = "Mt/a", claims = ["..."]}
//   [[change]]                        # cells of all rows that match `where` (every column given
//   must be equal) table = "supply" where = {node = "sangachal", commodity = "crude"} set =
//   {elasticity = 0.1}          # or scale = {quantity = 0.5, capacity = 0.5} to multiply numbers
//   [[remove]]
//   table = "contracts"
//   where = {id = "..."}
//
// A change or removal that matches no row is an error. Rows added without claims cite the claim
// "scenario-<id>", which is made on the spot with confidence estimate and the scenario as its
// source.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/table.hpp"

namespace isthmus::world {

struct ScenarioInfo {
    std::string id, title, question;
    std::filesystem::path file;
};

/// The tables with the scenario applied, what it inherits first.
Result<Tables> apply_scenario(const Tables& tables, const std::filesystem::path& file);

/// The scenarios in a world's folder scenarios/, by file name.
Result<std::vector<ScenarioInfo>> list_scenarios(const std::filesystem::path& world_folder);

} // namespace isthmus::world
