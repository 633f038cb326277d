// SPDX-License-Identifier: Apache-2.0
// A scenario: a TOML file with changes to a world's tables. It makes new tables; the world it
// starts from is untouched. docs/how-to/write-a-scenario.md has every operation with an example.
//
//   id = "no-straits"                 # required, as are title and question
//   title = "The straits are shut"
//   question = "What if no tanker passes the Turkish straits?"
//   inherits = ["other-scenario"]     # applied before, by file name without .toml in the same
//                                     # folder
//
// Operations are tables such as [[close]], applied in the order of the file. All take `claims` and
// `note`, and dates or years `from` .. `to` within the years of the world.
//
//   close, open                       service of link, links, node, corridor or project
//   build                             a project in service from a day on
//   capacity, tariff                  set, scale or add, in a period
//   demand, supply, freight           scale or add, in a span of years
//   consent                           who must agree to links
//   withdraw                          an actor deals no longer with others
//   embargo, export_ban, transit_ban, quota, price_cap, surcharge, lift     restrictions
//   contract, membership              ended or added
//   add, change, remove               rows of any table
//
// An operation that changes nothing is an error. Rows that an operation makes or changes cite its
// claims or else the claim "scenario-<id>", which is made on the spot with confidence estimate and
// the scenario as its source.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
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

/// The same from TOML text that is no file; `name` stands for the file in messages and origins, and
/// inherited scenarios are looked for in its folder.
Result<Tables> apply_scenario_text(const Tables& tables, std::string_view toml,
                                   const std::filesystem::path& name);

/// Several scenarios one after the other, and what they inherit each once before them. The id of
/// the tables' scenario is "a+b".
Result<Tables> apply_scenarios(const Tables& tables,
                               const std::vector<std::filesystem::path>& files);

/// What several scenarios are called together: ids joined with "+", titles with " + "; the file is
/// that of the first.
Result<ScenarioInfo> scenario_info(const std::vector<std::filesystem::path>& files);

/// The scenarios in a world's folder scenarios/, by file name.
Result<std::vector<ScenarioInfo>> list_scenarios(const std::filesystem::path& world_folder);

} // namespace isthmus::world
