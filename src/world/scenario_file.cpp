// SPDX-License-Identifier: Apache-2.0
#include "world/scenario_file.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "world/report.hpp"
#include "world/toml_file.hpp"

namespace isthmus::world {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".toml";

/// The id becomes part of the id of a claim.
bool is_id(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

std::optional<ScenarioFile> read_scenario(std::string_view text, const fs::path& path,
                                          Diagnostics& diagnostics) {
    const std::string file = path.generic_string();
    std::optional<toml::table> content = parse_toml(text, file, diagnostics);
    if (!content) return std::nullopt;
    ScenarioFile scenario;
    const TomlReader reader(*content, file, diagnostics);
    std::vector<std::string> keys{"id", "title", "question", "inherits"};
    for (std::string& operation : scenario_operations()) keys.push_back(std::move(operation));
    reader.check_keys(keys);
    scenario.info.id = reader.text("id", true);
    scenario.info.title = reader.text("title", true);
    scenario.info.question = reader.text("question", true);
    scenario.info.file = path;
    scenario.inherits = reader.texts("inherits");
    scenario.inherits_line = reader.line_of("inherits");
    if (!scenario.info.id.empty() && !is_id(scenario.info.id)) {
        reader.report("E205", "id", "lower-case letters, digits, dots, hyphens and underscores");
    }
    scenario.content = std::move(*content);
    return scenario;
}

/// The scenario files of a folder without their suffix, sorted.
std::vector<std::string> scenario_names(const fs::path& folder) {
    std::vector<std::string> names;
    if (!fs::is_directory(folder)) return names;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == kSuffix) names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Depth-first over what scenarios inherit.
class Inheritance {
  public:
    explicit Inheritance(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    /// The file and what it inherits.
    void visit(const fs::path& path, const RowOrigin& named_in) {
        if (!is_new(path, named_in)) return;
        if (!fs::is_regular_file(path)) return report_unknown(path, named_in);
        read(read_file(path), path);
    }

    /// The text in the place of the file.
    void visit_text(std::string_view text, const fs::path& name) { read(text, name); }

    std::vector<ScenarioFile> take() { return std::move(scenarios_); }

  private:
    /// Whether the scenario was not read yet; one that is being read leads back to itself.
    bool is_new(const fs::path& path, const RowOrigin& named_in) {
        const std::string name = name_of(path);
        if (std::find(done_.begin(), done_.end(), name) != done_.end()) return false;
        const auto open = std::find(open_.begin(), open_.end(), name);
        if (open == open_.end()) return true;
        std::vector<std::string> chain;
        for (auto each = open; each != open_.end(); ++each) {
            chain.push_back(fs::path(*each).stem().string());
        }
        chain.push_back(path.stem().string());
        report(diagnostics_, named_in,
               {.id = "E232",
                .column = "inherits",
                .found = join(chain, " -> "),
                .expected = "scenarios that do not lead back to themselves"});
        return false;
    }

    /// Scenarios of one name in two folders are two scenarios.
    static std::string name_of(const fs::path& path) {
        return path.lexically_normal().generic_string();
    }

    void read(std::string_view text, const fs::path& path) {
        open_.push_back(name_of(path));
        std::optional<ScenarioFile> scenario = read_scenario(text, path, diagnostics_);
        if (scenario) {
            const RowOrigin origin{path.generic_string(), scenario->inherits_line};
            for (const std::string& name : scenario->inherits) {
                visit(path.parent_path() / (name + std::string(kSuffix)), origin);
            }
            scenarios_.push_back(std::move(*scenario));
        }
        done_.push_back(open_.back());
        open_.pop_back();
    }

    void report_unknown(const fs::path& path, const RowOrigin& named_in) {
        const std::vector<std::string> names = scenario_names(path.parent_path());
        const bool is_inherited = named_in.line > 0;
        report(diagnostics_, named_in,
               {.id = "E231",
                .column = is_inherited ? "inherits" : "",
                .found = path.stem().string(),
                .expected = names.empty() ? "a TOML file" : alternatives(names),
                .hint = did_you_mean(nearest_match(path.stem().string(), names))});
    }

    Diagnostics& diagnostics_;
    std::vector<std::string> open_, done_;
    std::vector<ScenarioFile> scenarios_;
};

} // namespace

ScenarioFiles read_scenarios(const std::vector<fs::path>& files, Diagnostics& diagnostics) {
    Inheritance inheritance(diagnostics);
    for (const fs::path& file : files) inheritance.visit(file, {file.generic_string(), 0});
    ScenarioFiles result{inheritance.take(), {}};
    for (const fs::path& file : files) {
        const auto read =
            std::find_if(result.files.begin(), result.files.end(), [&](const ScenarioFile& each) {
                return each.info.file.lexically_normal() == file.lexically_normal();
            });
        if (read != result.files.end()) result.named.push_back(read->info);
    }
    return result;
}

ScenarioFiles read_scenario_text(std::string_view toml, const fs::path& name,
                                 Diagnostics& diagnostics) {
    Inheritance inheritance(diagnostics);
    inheritance.visit_text(toml, name);
    ScenarioFiles result{inheritance.take(), {}};
    if (!result.files.empty()) result.named.push_back(result.files.back().info);
    return result;
}

Result<std::vector<ScenarioInfo>> list_scenarios(const fs::path& world_folder) {
    const fs::path folder = world_folder / "scenarios";
    Diagnostics diagnostics;
    std::vector<ScenarioInfo> scenarios;
    for (const std::string& name : scenario_names(folder)) {
        const fs::path file = folder / (name + std::string(kSuffix));
        const std::optional<ScenarioFile> scenario =
            read_scenario(read_file(file), file, diagnostics);
        if (scenario) scenarios.push_back(scenario->info);
    }
    if (diagnostics.has_errors()) return diagnostics;
    return scenarios;
}

} // namespace isthmus::world
