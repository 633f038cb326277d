// SPDX-License-Identifier: Apache-2.0
// The scenarios that come with the worlds: each builds, and says what it asks and for which year.
#include <filesystem>

#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

std::filesystem::path world_folder(const std::string& name) {
    return std::filesystem::path(ISTHMUS_SOURCE_DIR) / "worlds" / name;
}

/// Builds every scenario of the world; says how many there are.
std::size_t build_all(const std::string& name) {
    const Result<Tables> tables = read_tables(world_folder(name));
    const auto scenarios = list_scenarios(world_folder(name));
    EXPECT_TRUE(tables.ok() && scenarios.ok()) << name;
    if (!tables || !scenarios) return 0;
    for (const ScenarioInfo& info : scenarios.value()) {
        EXPECT_EQ(info.file.stem().string(), info.id);
        EXPECT_TRUE(info.question.ends_with("?")) << info.id;
        Result<Tables> changed = apply_scenario(tables.value(), info.file);
        EXPECT_TRUE(changed.ok()) << changed.diagnostics().items()[0].to_string();
        if (!changed) continue;
        const Result<World> world = build(std::move(changed).value());
        EXPECT_TRUE(world.ok()) << world.diagnostics().items()[0].to_string();
    }
    return scenarios.value().size();
}

TEST(ShippedScenarios, OfTheCaspianWorldBuild) {
    EXPECT_GE(build_all("caspian"), 18u);
}

TEST(ShippedScenarios, OfTheCaspianWorldSayForWhichYearTheyAreMeant) {
    const auto scenarios = list_scenarios(world_folder("caspian"));
    ASSERT_TRUE(scenarios.ok());
    for (const ScenarioInfo& info : scenarios.value()) {
        EXPECT_TRUE(read_file(info.file).starts_with("# Meant for ")) << info.id;
    }
}

TEST(ShippedScenarios, OfTheOtherWorldsBuild) {
    EXPECT_GT(build_all("tutorial"), 0u);
    EXPECT_GT(build_all("eurasian-gas"), 0u);
}

TEST(ShippedScenarios, TheCondominiumIsOneOfAllShoreStates) {
    const Result<Tables> tables = read_tables(world_folder("caspian"));
    ASSERT_TRUE(tables.ok());
    Result<Tables> changed = apply_scenario(
        tables.value(), world_folder("caspian") / "scenarios/caspian-condominium.toml");
    ASSERT_TRUE(changed.ok());
    const Result<World> world = build(std::move(changed).value());
    ASSERT_TRUE(world.ok());
    for (const char* link : {"aktau-baku-sea", "trans-caspian-gas", "acg-sangachal"}) {
        for (const char* actor : {"azerbaijan", "iran", "kazakhstan", "russia", "turkmenistan"}) {
            EXPECT_EQ(rows_of(world.value(), "consents",
                              {{"link", link}, {"actor", actor}, {"capacity", "legal_regime"}},
                              {"from"})
                          .size(),
                      1u)
                << link << " and " << actor;
        }
    }
}

} // namespace
} // namespace isthmus::world
