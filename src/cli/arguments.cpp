// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/linear_program.hpp"
#include "world/scenario.hpp"

namespace isthmus::cli {
namespace {

std::vector<std::string> solver_names() {
    std::vector<std::string> names;
    for (const std::string_view name : flow::lp_solver_names()) names.emplace_back(name);
    return names;
}

namespace fs = std::filesystem;

constexpr const char* kManifest = "world.toml";
constexpr char kTogether = '+'; ///< between scenarios that are applied together

bool is_world(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / kManifest, ignored);
}

/// Worlds beside the one that was meant, as they could have been typed.
std::vector<std::string> worlds_beside(const fs::path& typed) {
    const fs::path parent = typed.has_parent_path() ? typed.parent_path() : fs::path(".");
    std::vector<std::string> names;
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent, failed)) {
        if (is_world(entry.path())) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string hint_at_world(const fs::path& typed) {
    if (fs::is_directory(typed)) {
        return "the folder has no world.toml; `isthmus new FOLDER` makes a world";
    }
    if (fs::exists(typed)) return "this is a file, not a folder";
    const std::string name = typed.filename().string();
    if (const auto match = nearest_match(name, worlds_beside(typed))) {
        return fmt::format("did you mean '{}'?", (typed.parent_path() / *match).generic_string());
    }
    for (const fs::path& folder : shipped_worlds()) {
        if (is_world(folder / name)) {
            return fmt::format("did you mean '{}'?", (folder / name).generic_string());
        }
    }
    return "there is no such folder; `isthmus new FOLDER` makes a world";
}

std::vector<std::string> scenario_names(const fs::path& world_folder) {
    std::vector<std::string> names;
    std::error_code failed;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(world_folder / "scenarios", failed)) {
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

std::string did_you_mean(const std::string& typed, const std::vector<std::string>& names,
                         const std::string& otherwise) {
    const auto match = nearest_match(typed, names);
    return match ? fmt::format("did you mean '{}'?", *match) : otherwise;
}

std::string shell_word(const std::string& word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return std::string_view("\"'\\ \t\n$`&;|<>()*?[]{}!#~").find(c) == std::string_view::npos;
    });
    if (plain) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

void declare_world(Options& options, std::string& world) {
    options.argument("WORLD", world,
                     "Folder of the world; the current folder if it is one and none is named");
}

void declare_year(Options& options, std::string& year) {
    options.option("--year", "YEAR", year, "Year to solve", Need::kRequired);
}

void declare_scenario(Options& options, std::string& scenario) {
    options.option("--scenario", "NAME", scenario,
                   "Scenario of the world (see `isthmus scenarios`), or a TOML file; a+b applies "
                   "both");
}

std::vector<fs::path> shipped_worlds() {
    std::vector<fs::path> folders;
    const auto add = [&](const fs::path& folder) {
        std::error_code ignored;
        if (fs::is_directory(folder, ignored)) folders.push_back(folder);
    };
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    if (failed) return folders;
    // Installed: PREFIX/bin and PREFIX/share. Built: somewhere inside the source tree.
    const fs::path bin = program.parent_path();
    add(bin.parent_path() / "share" / "isthmus" / "worlds");
    fs::path folder = bin;
    while (folder.has_relative_path()) {
        folder = folder.parent_path();
        if (fs::exists(folder / "schema" / "tables.csv", failed)) add(folder / "worlds");
    }
    return folders;
}

Result<fs::path> find_world(const std::string& typed) {
    if (typed.empty()) {
        if (is_world(".")) return fs::path(".");
        return one({"E601", "", 0, "", "", "the folder of a world",
                    "the current folder is none; `isthmus new FOLDER` makes one"});
    }
    fs::path folder = fs::path(typed).lexically_normal();
    if (!folder.has_filename() && folder.has_parent_path()) folder = folder.parent_path();
    if (folder.filename() == kManifest && fs::is_regular_file(folder)) {
        return folder.has_parent_path() ? folder.parent_path() : fs::path(".");
    }
    if (is_world(folder)) return folder;
    return one({"E201", folder.generic_string(), 0, "", "", "a folder with the file world.toml",
                hint_at_world(folder)});
}

Result<fs::path> find_scenario(const fs::path& world_folder, const std::string& typed) {
    if (typed.empty() || typed == kBase) return fs::path();
    const std::vector<std::string> names = scenario_names(world_folder);
    if (std::find(names.begin(), names.end(), typed) != names.end()) {
        return world_folder / "scenarios" / (typed + ".toml");
    }
    std::error_code ignored;
    if (fs::exists(typed, ignored) && !fs::is_directory(typed, ignored)) return fs::path(typed);
    const std::string expected =
        names.empty()
            ? "a TOML file, since the world has no scenarios"
            : fmt::format("a scenario of the world ({}) or a TOML file", join(names, ", "));
    return one({"E602", (world_folder / "scenarios").generic_string(), 0, "", typed, expected,
                did_you_mean(typed, names, "")});
}

Result<std::vector<fs::path>> find_scenarios(const fs::path& world_folder,
                                             const std::string& typed) {
    std::error_code ignored;
    const bool is_file = fs::is_regular_file(typed, ignored);
    std::vector<fs::path> files;
    Diagnostics unknown;
    for (const std::string& name :
         is_file ? std::vector<std::string>{typed} : split(typed, kTogether)) {
        const Result<fs::path> file = find_scenario(world_folder, name);
        if (!file)
            unknown.append(file.diagnostics());
        else if (!file.value().empty())
            files.push_back(file.value());
    }
    if (!unknown.empty()) return unknown;
    return files;
}

Result<world::World> load_world(const std::string& world, const std::string& scenario) {
    const Result<fs::path> folder = find_world(world);
    if (!folder) return folder.diagnostics();
    const auto files = find_scenarios(folder.value(), scenario);
    if (!files) return files.diagnostics();
    if (files.value().empty()) return world::load(folder.value());
    if (files.value().size() == 1) return world::load(folder.value(), files.value().front());
    const Result<world::Tables> tables = world::read_tables(folder.value());
    if (!tables) return tables.diagnostics();
    Result<world::Tables> changed = world::apply_scenarios(tables.value(), files.value());
    if (!changed) return changed.diagnostics();
    return world::build(std::move(changed).value());
}

Result<int> read_year(const world::World& world, const std::string& typed,
                      const std::string& option) {
    const int first = world.manifest().first_year;
    const int last = world.manifest().last_year;
    const auto year = parse_integer(typed);
    if (year && *year >= first && *year <= last) return *year;
    std::string hint = fmt::format("the base year is {}", world.manifest().base_year);
    if (year) hint = *year < first ? fmt::format("the first year is {}", first) : hint;
    std::vector<std::string> years;
    for (int each = first; each <= last; ++each) years.push_back(std::to_string(each));
    return one({"E603", "", 0, "", option + " " + typed,
                fmt::format("a year from {} to {}", first, last),
                typed.size() == 4 ? did_you_mean(typed, years, hint) : hint});
}

Result<std::vector<world::CommodityId>> read_commodities(const world::World& world,
                                                         const std::vector<std::string>& typed) {
    std::vector<world::CommodityId> result;
    std::vector<std::string> names;
    for (const world::Commodity& commodity : world.commodities) names.push_back(commodity.id);
    Diagnostics diagnostics;
    for (const std::string& name : typed) {
        const auto id = world.find<world::CommodityTag>("commodities", name);
        if (id.valid()) {
            result.push_back(id);
        } else {
            diagnostics.add({"E602", "", 0, "", "--commodity " + name,
                             fmt::format("a commodity of the world ({})", join(names, ", ")),
                             did_you_mean(name, names, "")});
        }
    }
    if (!diagnostics.empty()) return diagnostics;
    return result;
}

std::vector<std::string> listed(const std::vector<std::string>& typed) {
    std::vector<std::string> names;
    for (const std::string& text : typed) {
        for (const std::string& name : split(text, ',')) {
            if (!name.empty()) names.push_back(name);
        }
    }
    return names;
}

Result<int> read_number(const std::string& option, const std::string& typed, int least, int most) {
    const auto number = parse_integer(typed);
    if (number && *number >= least && *number <= most) return *number;
    return one({"E603", "", 0, "", fmt::format("{} {}", option, typed),
                fmt::format("a number from {} to {}", least, most), ""});
}

void declare_threads(Options& options, std::string& threads) {
    options.option("--threads", "N", threads,
                   "Most threads to use; the answer does not depend on it");
}

Result<unsigned> read_threads(const std::string& typed) {
    constexpr int kMostThreads = 1024;
    const auto threads = read_number("--threads", typed, 1, kMostThreads);
    if (!threads) return threads.diagnostics();
    return static_cast<unsigned>(threads.value());
}

void declare_solver(Options& options, std::string& solver) {
    options.option("--solver", join(solver_names(), "|"), solver, "Solver of the linear programs");
}

Diagnostics check_solver(const std::string& typed) {
    return check_word("--solver", typed, solver_names());
}

Diagnostics check_word(const std::string& option, const std::string& typed,
                       const std::vector<std::string>& words) {
    Diagnostics diagnostics;
    if (typed.empty() || std::find(words.begin(), words.end(), typed) != words.end()) {
        return diagnostics;
    }
    diagnostics.add({"E603", "", 0, "", option + " " + typed,
                     fmt::format("one of {}", join(words, ", ")), did_you_mean(typed, words, "")});
    return diagnostics;
}

} // namespace isthmus::cli
