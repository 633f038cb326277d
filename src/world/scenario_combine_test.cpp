// SPDX-License-Identifier: Apache-2.0
// Scenarios that inherit, are combined or come as text.
#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

std::string doubling(const std::string& id, const std::string& inherits) {
    return "id = \"" + id + "\"\ntitle = \"Title " + id + "\"\nquestion = \"Why " + id +
           "?\"\ninherits = [" + inherits +
           "]\n[[capacity]]\nlink = \"pipe\"\ncommodity = \"gas\"\nadd = 1\nunit = \"bcm/a\"\n";
}

/// Base, left and right, of which the last two inherit the first, and one that halves.
struct Files : SmallWorld {
    std::filesystem::path base = scenario("base", doubling("base", ""));
    std::filesystem::path left = scenario("left", doubling("left", "\"base\""));
    std::filesystem::path right = scenario("right", doubling("right", "\"base\""));
    std::filesystem::path half =
        scenario("half", "id = \"half\"\ntitle = \"Half\"\nquestion = \"Less?\"\n[[capacity]]\n"
                         "link = \"pipe\"\ncommodity = \"gas\"\nscale = 0.5\n");
    Tables tables;

    Files() {
        write();
        Result<Tables> read = read_tables(folder());
        if (read) tables = std::move(read).value();
    }
};

std::string gas(const Result<Tables>& tables) {
    if (!tables) return tables.diagnostics().items()[0].to_string();
    const Table& table = tables.value().at("capacities");
    return table.cell(table.rows[1], "capacity");
}

TEST(ScenarioCombination, AppliesInOrderAndEachOnce) {
    Files files;
    EXPECT_EQ(gas(apply_scenarios(files.tables, {files.left, files.right})), "11");
    EXPECT_EQ(gas(apply_scenarios(files.tables, {files.left, files.half})), "5");
    EXPECT_EQ(gas(apply_scenarios(files.tables, {files.half, files.left})), "6");
    EXPECT_EQ(gas(apply_scenarios(files.tables, {files.base, files.base})), "9");
    EXPECT_EQ(gas(apply_scenarios(files.tables, {})), "8");
}

TEST(ScenarioCombination, IsNamedByItsParts) {
    Files files;
    const auto tables = apply_scenarios(files.tables, {files.left, files.half});
    ASSERT_TRUE(tables.ok());
    EXPECT_EQ(tables.value().scenario, "left+half");
    const auto info = scenario_info({files.left, files.half});
    ASSERT_TRUE(info.ok());
    EXPECT_EQ(info.value().id, "left+half");
    EXPECT_EQ(info.value().title, "Title left + Half");
    EXPECT_EQ(info.value().question, "Why left? Less?");
    const Result<World> world = build(tables.value());
    ASSERT_TRUE(world.ok());
    EXPECT_TRUE(world.value().find<ClaimTag>("claims", "scenario-base").valid());
    EXPECT_TRUE(world.value().find<ClaimTag>("claims", "scenario-half").valid());
}

TEST(ScenarioCombination, FaultsOfAllAreToldTogether) {
    Files files;
    const auto a = files.scenario("a", kScenarioHead + "[[close]]\nlink = \"rial\"\n");
    const auto b = files.scenario("b", "id = \"b\"\ntitle = \"B\"\nquestion = \"?\"\n"
                                       "[[close]]\nlink = \"pip\"\n");
    files.write();
    const auto tables =
        apply_scenarios(files.tables, {a, b, files.folder() / "scenarios/lft.toml"});
    ASSERT_FALSE(tables.ok());
    EXPECT_EQ(lines_of(tables.diagnostics(), files),
              (Lines{"E235 | scenarios/a.toml:5 | link | rial | an id of links | did you mean "
                     "'rail'?",
                     "E235 | scenarios/b.toml:5 | link | pip | an id of links | did you mean "
                     "'pipe'?",
                     "E231 | scenarios/lft.toml:0 |  | lft | a, b, base, half, left or right | did "
                     "you mean 'left'?"}));
}

TEST(ScenarioText, IsAppliedLikeAFile) {
    Files files;
    const auto name = files.folder() / "scenarios" / "typed.toml";
    const auto tables = apply_scenario_text(files.tables, doubling("typed", "\"left\""), name);
    EXPECT_EQ(gas(tables), "11");
    ASSERT_TRUE(tables.ok());
    EXPECT_EQ(tables.value().scenario, "typed");
    const Row& row = tables.value().at("capacities").rows[1];
    EXPECT_EQ(row.origin.file, name.generic_string());
    EXPECT_EQ(row.origin.line, 5u);
    const auto wrong = apply_scenario_text(files.tables, "id = \"x\"\n[[close]]\n", name);
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.diagnostics().error_count(), 3u) << "title, question and the link";
    const auto circle = apply_scenario_text(files.tables, doubling("typed", "\"typed\""), name);
    ASSERT_FALSE(circle.ok());
    EXPECT_EQ(circle.diagnostics().items()[0].id, "E232");
}

} // namespace
} // namespace isthmus::world
