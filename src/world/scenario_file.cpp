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

std::optional<ScenarioFile> read_scenario(const fs::path& path, Diagnostics& diagnostics) {
    const std::string file = path.generic_string();
    std::optional<toml::table> content = parse_toml(read_file(path), file, diagnostics);
    if (!content) return std::nullopt;
    ScenarioFile scenario;
    const TomlReader reader(*content, file, diagnostics);
    reader.check_keys(
        {"id", "title", "question", "inherits", "close", "open", "add", "change", "remove"});
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

    void visit(const fs::path& path, const RowOrigin& named_in) {
        const std::string name = path.stem().string();
        if (std::find(done_.begin(), done_.end(), name) != done_.end()) return;
        const auto open = std::find(open_.begin(), open_.end(), name);
        if (open != open_.end()) {
            std::vector<std::string> chain(open, open_.end());
            chain.push_back(name);
            report(diagnostics_, named_in,
                   {.id = "E232",
                    .column = "inherits",
                    .found = join(chain, " -> "),
                    .expected = "scenarios that do not lead back to themselves"});
            return;
        }
        if (!fs::is_regular_file(path)) return report_unknown(path, named_in);
        open_.push_back(name);
        read(path);
        open_.pop_back();
        done_.push_back(name);
    }

    std::vector<ScenarioFile> take() { return std::move(scenarios_); }

  private:
    void read(const fs::path& path) {
        std::optional<ScenarioFile> scenario = read_scenario(path, diagnostics_);
        if (!scenario) return;
        const RowOrigin origin{path.generic_string(), scenario->inherits_line};
        for (const std::string& name : scenario->inherits) {
            visit(path.parent_path() / (name + std::string(kSuffix)), origin);
        }
        scenarios_.push_back(std::move(*scenario));
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

std::vector<ScenarioFile> read_scenarios(const fs::path& file, Diagnostics& diagnostics) {
    Inheritance inheritance(diagnostics);
    inheritance.visit(file, {file.generic_string(), 0});
    return inheritance.take();
}

Result<std::vector<ScenarioInfo>> list_scenarios(const fs::path& world_folder) {
    const fs::path folder = world_folder / "scenarios";
    Diagnostics diagnostics;
    std::vector<ScenarioInfo> scenarios;
    for (const std::string& name : scenario_names(folder)) {
        const std::optional<ScenarioFile> scenario =
            read_scenario(folder / (name + std::string(kSuffix)), diagnostics);
        if (scenario) scenarios.push_back(scenario->info);
    }
    if (diagnostics.has_errors()) return diagnostics;
    return scenarios;
}

} // namespace isthmus::world
