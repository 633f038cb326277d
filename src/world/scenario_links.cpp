// SPDX-License-Identifier: Apache-2.0
// Which links an operation speaks of.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/scenario_editor.hpp"

namespace isthmus::world {

namespace {

using Ids = std::vector<std::string>;

/// The links with an end in one of the nodes, in the order of the world.
Ids links_at(const ScenarioEditor& editor, const Ids& nodes) {
    const Table& links = editor.table("links");
    Ids result;
    for (const Row& row : links.rows) {
        if (holds(nodes, links.cell(row, "from_node")) || holds(nodes, links.cell(row, "to_node")))
            result.push_back(links.cell(row, "id"));
    }
    return result;
}

std::optional<Ids> nodes_of_kind(const ScenarioEditor& editor, const Operation& operation) {
    const std::string kind = operation.text("node_kind", true);
    if (kind.empty() || !is_choice(operation, "node_kind", kind, "node_kind")) return std::nullopt;
    Ids result;
    const Table& nodes = editor.table("nodes");
    for (const Row& row : nodes.rows) {
        if (nodes.cell(row, "kind") == kind) result.push_back(nodes.cell(row, "id"));
    }
    return result;
}

std::optional<Ids> find_links(const ScenarioEditor& editor, const Operation& operation,
                              const std::string& key) {
    if (key == "links") return editor.known_names(operation, key, {"links"}, true);
    if (key == "node") {
        const auto nodes = editor.known_names(operation, key, {"nodes"}, true);
        return nodes ? std::optional(links_at(editor, *nodes)) : std::nullopt;
    }
    if (key == "node_kind") {
        const auto nodes = nodes_of_kind(editor, operation);
        return nodes ? std::optional(links_at(editor, *nodes)) : std::nullopt;
    }
    const std::string table = key == "link" ? "links" : key + "s";
    const auto name = editor.known_name(operation, key, table, true);
    if (!name) return std::nullopt;
    if (key == "link") return Ids{*name};
    if (key == "project") return own_links_of(editor, *name);
    return list_of(editor.table(table), *editor.find(table, *name), "links");
}

/// Whether the link's service begins no earlier than the project's, and no project lists it; see
/// project.cpp.
bool came_along(const ScenarioEditor& editor, const Date& start, const std::string& link) {
    const Table &projects = editor.table("projects"), &statuses = editor.table("link_status");
    const bool is_listed =
        std::any_of(projects.rows.begin(), projects.rows.end(),
                    [&](const Row& row) { return holds(list_of(projects, row, "links"), link); });
    return !is_listed &&
           std::all_of(statuses.rows.begin(), statuses.rows.end(), [&](const Row& row) {
               return statuses.cell(row, "link") != link ||
                      statuses.cell(row, "status") == "closed" ||
                      ScenarioEditor::period_of(statuses, row).first >= start.first_day();
           });
}

} // namespace

std::vector<std::string> own_links_of(const ScenarioEditor& editor, const std::string& project) {
    const Table &projects = editor.table("projects"), &added = editor.table("project_capacities");
    const Row& row = *editor.find("projects", project);
    Ids own = list_of(projects, row, "links");
    const std::optional<Date> start = parse_date(projects.cell(row, "start"));
    if (start) {
        for (const Row& capacity : added.rows) {
            const std::string& link = added.cell(capacity, "link");
            if (added.cell(capacity, "project") == project && !holds(own, link) &&
                came_along(editor, *start, link)) {
                own.push_back(link);
            }
        }
    }
    return own;
}

std::optional<LinkSelection> select_links(const ScenarioEditor& editor, const Operation& operation,
                                          const std::vector<std::string>& keys) {
    const std::optional<std::string> key = operation.only_of(keys);
    if (!key) return std::nullopt;
    std::optional<Ids> links = find_links(editor, operation, *key);
    if (!links) return std::nullopt;
    if (links->empty()) {
        report_no_effect(operation, *key, operation.text(*key, false), "a name with links");
        return std::nullopt;
    }
    return LinkSelection{std::move(*links), *key};
}

} // namespace isthmus::world
