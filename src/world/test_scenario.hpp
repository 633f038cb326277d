// SPDX-License-Identifier: Apache-2.0
// For the tests of scenarios: the small world of test_world.hpp under operations, and its rows.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "world/scenario.hpp"
#include "world/test_world.hpp"

namespace isthmus::world {

/// Three lines, so that operations begin on line 4.
inline const std::string kScenarioHead = "id = \"s\"\ntitle = \"Title\"\nquestion = \"What if?\"\n";

/// The world under the operations, which must build.
inline World changed_world(SmallWorld& files, const std::string& operations) {
    Result<World> world = files.load(files.scenario("s", kScenarioHead + operations));
    EXPECT_TRUE(world.ok()) << (world.ok() ? "" : world.diagnostics().items()[0].to_string());
    return world ? std::move(world).value() : World();
}

/// What the operations are blamed for; nothing else of the world is wrong.
inline Lines faults_of(SmallWorld& files, const std::string& operations) {
    return findings(files, files.scenario("s", kScenarioHead + operations));
}

/// Some columns of the rows in which others have these values: "a|b|c".
inline Lines rows_of(const World& world, const std::string& name,
                     const std::vector<std::pair<std::string, std::string>>& where,
                     const std::vector<std::string>& columns) {
    Lines lines;
    if (!world.tables.tables.contains(name)) return lines;
    const Table& table = world.tables.at(name);
    for (const Row& row : table.rows) {
        bool is_meant = true;
        for (const auto& [column, value] : where) {
            is_meant = is_meant && table.cell(row, column) == value;
        }
        if (!is_meant) continue;
        std::vector<std::string> cells;
        for (const std::string& column : columns) cells.push_back(table.cell(row, column));
        lines.push_back(join(cells, "|"));
    }
    return lines;
}

} // namespace isthmus::world
