// SPDX-License-Identifier: Apache-2.0
// From tables to a world: cells, rows, checks, indexes.
#include "world/cells.hpp"
#include "world/checks.hpp"
#include "world/read.hpp"
#include "world/rows.hpp"
#include "world/scenario.hpp"
#include "world/world.hpp"

namespace isthmus::world {

namespace {

void make_rows(World& world, const Cells& cells, Diagnostics& diagnostics) {
    make_actors_and_places(world, cells);
    make_commodities(world, cells, diagnostics);
    const Converter converter(world, diagnostics);
    make_links(world, cells, converter);
    make_groups(world, cells, diagnostics);
    make_trade(world, cells, converter);
    make_projects(world, cells, converter, diagnostics);
    make_politics(world, cells);
    make_evidence(world, cells);
}

void check_meaning(const CheckContext& context) {
    check_places(context);
    check_links(context);
    check_service(context);
    check_trade(context);
    check_restrictions(context);
    check_evidence(context);
}

void make_index(World& world, const Cells& cells) {
    for (const auto& [table, ids] : cells.ids) {
        auto& index = world.index[table];
        index.reserve(ids.size());
        for (const auto& [id, row] : ids) index.emplace(std::string(id), row);
    }
}

/// The faults of reading, of the scenario and of building together, so that all are told at once.
Result<World> finish(BuildOutcome outcome, const Diagnostics& earlier) {
    outcome.diagnostics.append(earlier);
    outcome.diagnostics.sort();
    if (outcome.diagnostics.has_errors()) return std::move(outcome.diagnostics);
    outcome.world.warnings = std::move(outcome.diagnostics);
    return std::move(outcome.world);
}

} // namespace

BuildOutcome build_as_far_as_possible(Tables tables, const Gaps& gaps) {
    BuildOutcome outcome;
    World& world = outcome.world;
    world.tables = std::move(tables);
    world.scenario = world.tables.scenario;
    const Cells cells = type_cells(world.tables, gaps, outcome.diagnostics);
    check_keys(cells, outcome.diagnostics);
    make_rows(world, cells, outcome.diagnostics);
    check_meaning({world, cells, gaps, outcome.diagnostics});
    make_index(world, cells);
    return outcome;
}

Result<World> build(Tables tables) {
    return finish(build_as_far_as_possible(std::move(tables), {}), {});
}

Result<World> load(const std::filesystem::path& folder, const std::filesystem::path& scenario) {
    ReadOutcome read = read_as_far_as_possible(folder);
    if (!read.diagnostics.has_errors() && !scenario.empty()) {
        Result<Tables> changed = apply_scenario(read.tables, scenario);
        if (changed)
            read.tables = std::move(changed).value();
        else
            read.diagnostics.append(changed.diagnostics());
    }
    return finish(build_as_far_as_possible(std::move(read.tables), read.gaps), read.diagnostics);
}

} // namespace isthmus::world
