// SPDX-License-Identifier: Apache-2.0
// Arguments that several commands share: a world, a year, a scenario, and how the answer is
// written.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "cli/options.hpp"
#include "world/world.hpp"

namespace isthmus::cli {

void declare_world(Options& options, std::string& world);
void declare_year(Options& options, std::string& year);
void declare_scenario(Options& options, std::string& scenario);

/// The folder of a world from what was typed: a folder, its world.toml, or nothing where the
/// current folder is a world. E201 with the nearest world where there is none.
Result<std::filesystem::path> find_world(const std::string& typed);
/// The file of one scenario from its name or path; empty for no name and for "base". E602 with the
/// nearest name.
Result<std::filesystem::path> find_scenario(const std::filesystem::path& world_folder,
                                            const std::string& typed);
/// The files of scenarios that are to be applied together, from "a+b" or one name or path. A file
/// that is there with a "+" in its name is that file. E602 for each that is unknown.
Result<std::vector<std::filesystem::path>> find_scenarios(const std::filesystem::path& world_folder,
                                                          const std::string& typed);
/// The world with the scenarios, which may be several: "a+b".
Result<world::World> load_world(const std::string& world, const std::string& scenario);

/// A year in the world's span; E603 with the nearest year otherwise.
Result<int> read_year(const world::World& world, const std::string& typed,
                      const std::string& option = "--year");
/// E602 with the nearest of the world's commodities.
Result<std::vector<world::CommodityId>> read_commodities(const world::World& world,
                                                         const std::vector<std::string>& typed);

/// "a,b" and "a" "b" alike.
std::vector<std::string> listed(const std::vector<std::string>& typed);

/// A whole number within bounds, else E603.
Result<int> read_number(const std::string& option, const std::string& typed, int least, int most);

/// --threads, of what answers the same with any number of them.
void declare_threads(Options& options, std::string& threads);
Result<unsigned> read_threads(const std::string& typed);

/// --solver, of the linear programs.
void declare_solver(Options& options, std::string& solver);
Diagnostics check_solver(const std::string& typed);

/// One of a few words; E603 with the nearest one otherwise.
Diagnostics check_word(const std::string& option, const std::string& typed,
                       const std::vector<std::string>& words);

/// The world as it is, where a scenario could stand.
inline constexpr const char* kBase = "base";

/// "did you mean 'x'?", else the other text.
std::string did_you_mean(const std::string& typed, const std::vector<std::string>& names,
                         const std::string& otherwise);
/// A word as a shell takes it: quoted where it has to be.
std::string shell_word(const std::string& word);
/// Folders with worlds that came along with the command, nearest first.
std::vector<std::filesystem::path> shipped_worlds();

} // namespace isthmus::cli
