// SPDX-License-Identifier: Apache-2.0
// Applies scenarios to tables, one operation after the other in the order of the file. What each
// operation does is in scenario_*.cpp.
#include "world/scenario.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/scenario_build.hpp"
#include "world/scenario_editor.hpp"
#include "world/scenario_file.hpp"
#include "world/scenario_numbers.hpp"
#include "world/scenario_parties.hpp"
#include "world/scenario_records.hpp"
#include "world/scenario_restrictions.hpp"
#include "world/scenario_rows.hpp"
#include "world/scenario_series.hpp"
#include "world/scenario_service.hpp"

namespace isthmus::world {

namespace {

using Apply = void (*)(ScenarioEditor&, const Operation&);

struct Kind {
    std::string name;
    Apply apply;
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> kKinds{{"close", close_links},
                                          {"open", open_links},
                                          {"withdraw", withdraw},
                                          {"embargo", impose},
                                          {"export_ban", impose},
                                          {"transit_ban", impose},
                                          {"quota", impose},
                                          {"price_cap", impose},
                                          {"surcharge", impose},
                                          {"lift", lift},
                                          {"tariff", change_tariff},
                                          {"capacity", change_capacity},
                                          {"demand", change_series},
                                          {"supply", change_series},
                                          {"freight", change_series},
                                          {"build", build_project},
                                          {"consent", change_consents},
                                          {"contract", change_contract},
                                          {"membership", change_membership},
                                          {"add", add_row},
                                          {"change", change_rows},
                                          {"remove", remove_rows}};
    return kKinds;
}

/// An operation's kind and its table in the file.
struct Place {
    const Kind* kind = nullptr;
    const toml::table* content = nullptr;
};

/// The operations in the order of the file.
std::vector<Place> operations(const ScenarioFile& scenario, const std::string& file,
                              Diagnostics& diagnostics) {
    std::vector<Place> result;
    for (const Kind& kind : kinds()) {
        const toml::node* node = scenario.content.get(kind.name);
        if (node == nullptr) continue;
        const toml::array* array = node->as_array();
        if (array == nullptr || !array->is_homogeneous(toml::node_type::table)) {
            TomlReader(scenario.content, file, diagnostics)
                .report("E205", kind.name, fmt::format("tables headed [[{}]]", kind.name));
            continue;
        }
        for (const toml::node& item : *array) result.push_back({&kind, item.as_table()});
    }
    const auto begin = [](const Place& place) { return place.content->source().begin; };
    std::stable_sort(result.begin(), result.end(),
                     [&](const Place& a, const Place& b) { return begin(a) < begin(b); });
    return result;
}

/// Applies what was read, in order; `id` names the result.
Result<Tables> apply(const Tables& tables, const std::vector<ScenarioFile>& scenarios,
                     const std::string& id, Diagnostics diagnostics) {
    Tables result = tables;
    BuiltProjects built;
    for (const ScenarioFile& scenario : scenarios) {
        const std::string file = scenario.info.file.generic_string();
        ScenarioEditor editor(result, scenario.info, built);
        for (const Place& place : operations(scenario, file, diagnostics)) {
            place.kind->apply(editor, Operation(place.kind->name, *place.content, file,
                                                tables.manifest, diagnostics));
        }
        editor.finish();
    }
    if (diagnostics.has_errors()) {
        diagnostics.sort();
        return diagnostics;
    }
    forget_removed(tables, result);
    result.scenario = id;
    return result;
}

ScenarioInfo joined(const std::vector<ScenarioInfo>& named) {
    ScenarioInfo info;
    std::vector<std::string> ids, titles, questions;
    for (const ScenarioInfo& each : named) {
        ids.push_back(each.id);
        titles.push_back(each.title);
        questions.push_back(each.question);
    }
    info.id = join(ids, "+");
    info.title = join(titles, " + ");
    info.question = join(questions, " ");
    if (!named.empty()) info.file = named.front().file;
    return info;
}

} // namespace

std::vector<std::string> scenario_operations() {
    std::vector<std::string> names;
    for (const Kind& kind : kinds()) names.push_back(kind.name);
    return names;
}

Result<Tables> apply_scenario(const Tables& tables, const std::filesystem::path& file) {
    return apply_scenarios(tables, {file});
}

Result<Tables> apply_scenarios(const Tables& tables,
                               const std::vector<std::filesystem::path>& files) {
    Diagnostics diagnostics;
    const ScenarioFiles read = read_scenarios(files, diagnostics);
    return apply(tables, read.files, joined(read.named).id, std::move(diagnostics));
}

Result<Tables> apply_scenario_text(const Tables& tables, std::string_view toml,
                                   const std::filesystem::path& name) {
    Diagnostics diagnostics;
    const ScenarioFiles read = read_scenario_text(toml, name, diagnostics);
    return apply(tables, read.files, joined(read.named).id, std::move(diagnostics));
}

Result<ScenarioInfo> scenario_info(const std::vector<std::filesystem::path>& files) {
    Diagnostics diagnostics;
    const ScenarioFiles read = read_scenarios(files, diagnostics);
    if (!diagnostics.has_errors()) return joined(read.named);
    diagnostics.sort();
    return diagnostics;
}

} // namespace isthmus::world
