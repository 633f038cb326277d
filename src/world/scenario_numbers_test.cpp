// SPDX-License-Identifier: Apache-2.0
// Capacities and tariffs in a period.
#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

const std::vector<std::string> kCapacity{"commodity", "direction", "from",  "to",
                                         "capacity",  "unit",      "claims"};
const std::vector<std::string> kTariff{"commodity", "from", "to", "cost", "tariff", "claims"};

TEST(ScenarioCapacity, ScaledInAPeriodAndTheSameOutsideOfIt) {
    SmallWorld files;
    const World world =
        changed_world(files, "[[capacity]]\nlink = \"pipe\"\ncommodity = \"crude\"\nscale = 0.25\n"
                             "from = \"2024-03\"\nto = \"2025\"\n");
    EXPECT_EQ(rows_of(world, "capacities", {{"link", "pipe"}}, kCapacity),
              (Lines{"crude|forward||2024-02-29|100|kb/d|c1",
                     "crude|forward|2024-03|2025|25|kb/d|c1;scenario-s",
                     "crude|forward|2026-01-01||100|kb/d|c1", "gas|forward|||8|bcm/a|c1"}));
}

TEST(ScenarioCapacity, AddsInTheRowsOwnUnitAndGrade) {
    SmallWorld files;
    const World world =
        changed_world(files, "[[capacity]]\nlink = \"pipe\"\ncommodity = \"crude\"\n"
                             "add = -1\nunit = \"Mt/a\"\n");
    const Table& table = world.tables.at("capacities");
    const double left = *parse_number(table.cell(table.rows[0], "capacity"));
    // Light crude has 8 barrels a tonne, and a year 365.25 days.
    EXPECT_NEAR(left, 100 - 8000 / 365.25, 1e-9);
    EXPECT_EQ(table.cell(table.rows[0], "unit"), "kb/d");
}

TEST(ScenarioCapacity, AllCommoditiesAndACorridor) {
    SmallWorld files;
    files.set("corridors.csv", "id,name,links,claims,note\nwest,West,pipe;rail,c1,\n");
    const World world = changed_world(files, "[[capacity]]\ncorridor = \"west\"\nscale = 2\n");
    EXPECT_EQ(rows_of(world, "capacities", {}, {"link", "commodity", "capacity"}),
              (Lines{"pipe|crude|200", "pipe|gas|16", "rail|boxes|400", "rail|crude|10"}));
    const World one =
        changed_world(files, "[[capacity]]\ncorridor = \"west\"\ncommodity = \"gas\"\nset = 3\n"
                             "unit = \"bcm/a\"\nnote = \"Compressor\"\n");
    EXPECT_EQ(rows_of(one, "capacities", {{"commodity", "gas"}}, {"link", "capacity", "note"}),
              Lines{"pipe|3|Compressor"})
        << "no capacity for gas where the corridor has none";
}

TEST(ScenarioCapacity, SetReplacesAndMakesRows) {
    SmallWorld files;
    const World world =
        changed_world(files, "[[capacity]]\nlink = \"pipe\"\ncommodity = \"crude\"\nset = 7\n"
                             "unit = \"Mt/a\"\ngrade = \"light\"\nfrom = \"2025\"\n"
                             "[[capacity]]\nlink = \"pipe\"\ncommodity = \"boxes\"\nset = 1\n"
                             "unit = \"kTEU/a\"\nto = \"2004\"\n"
                             "[[add]]\ntable = \"costs\"\nrow = {link = \"pipe\", commodity = "
                             "\"boxes\", cost = 1, unit = \"USD/TEU\"}\n");
    EXPECT_EQ(
        rows_of(world, "capacities", {{"link", "pipe"}}, kCapacity),
        (Lines{"crude|forward||2024-12-31|100|kb/d|c1", "gas|forward|||8|bcm/a|c1",
               "crude|forward|2025||7|Mt/a|scenario-s", "boxes|both||2004|1|kTEU/a|scenario-s"}));
}

TEST(ScenarioCapacity, Groups) {
    SmallWorld files;
    const std::vector<std::string> columns{"from", "to", "capacity", "unit"};
    const World scaled = changed_world(
        files, "[[capacity]]\ngroup = \"track\"\nscale = 0.5\nfrom = \"2015\"\nto = \"2016\"\n");
    EXPECT_EQ(rows_of(scaled, "group_capacities", {}, columns),
              (Lines{"|2014-12-31|6000|kt/a", "2015|2015|3000|kt/a", "2016|2016|4|Mt/a",
                     "2017-01-01||8|Mt/a"}));
    const World more =
        changed_world(files, "[[capacity]]\ngroup = \"track\"\nadd = 1\nunit = \"Mt/a\"\n");
    EXPECT_EQ(rows_of(more, "group_capacities", {}, columns),
              (Lines{"|2015|7000|kt/a", "2016||9|Mt/a"}));
    const World set = changed_world(
        files, "[[capacity]]\ngroup = \"track\"\nset = 1\nunit = \"Mt/a\"\nfrom = \"2020\"\n");
    EXPECT_EQ(rows_of(set, "group_capacities", {}, columns),
              (Lines{"|2015|6000|kt/a", "2016|2019-12-31|8|Mt/a", "2020||1|Mt/a"}));
}

TEST(ScenarioCapacity, Faults) {
    SmallWorld files;
    EXPECT_EQ(
        faults_of(files,
                  "[[capacity]]\nlink = \"pipe\"\nscale = -1\n"                          // 4
                  "[[capacity]]\nlink = \"pipe\"\nscale = 1\nset = 2\n"                  // 7
                  "[[capacity]]\nlink = \"pipe\"\nset = 2\n"                             // 11
                  "[[capacity]]\nlink = \"pipe\"\nscale = 2\nunit = \"bcm/a\"\n"         // 14
                  "[[capacity]]\nlink = \"pipe\"\ncommodity = \"gas\"\nadd = -9\n"       // 18
                  "unit = \"bcm/a\"\n"                                                   // 22
                  "[[capacity]]\nlink = \"pipe\"\ncommodity = \"gas\"\nadd = 9\n"        // 23
                  "unit = \"kTEU/a\"\n"                                                  // 27
                  "[[capacity]]\nlink = \"pipe\"\ncommodity = \"boxes\"\nscale = 2\n"    // 28
                  "[[capacity]]\ngroup = \"tarck\"\nscale = 2\ncommodity = \"gas\"\n"    // 32
                  "[[capacity]]\nlink = \"pipe\"\ncommodity = \"gas\"\nadd = \"much\"\n" // 36
                  "unit = \"bcm/y\"\n"),
        (Lines{
            "E242 | scenarios/s.toml:6 | scale | -1 | a number not below zero | ",
            "E238 | scenarios/s.toml:9 | scale | set, scale | exactly one of set, scale, add | ",
            "E204 | scenarios/s.toml:11 | unit |  | text in quotes | ",
            "E238 | scenarios/s.toml:17 | unit | bcm/a | no unit, for a scale is a plain factor | ",
            "E242 | scenarios/s.toml:21 | add | -9 | at least -8 bcm/a, so that nothing falls "
            "below zero | in capacities.csv:3",
            "E244 | scenarios/s.toml:27 | unit | kTEU/a | a unit that converts to bcm/a, in which "
            "the row for gas is | no property of a commodity ties kTEU/a to bcm/a",
            "E233 | scenarios/s.toml:29 | link | pipe | a link with capacities of boxes on all "
            "days | ",
            "E236 | scenarios/s.toml:33 | group | tarck | an id of capacity_groups | did you mean "
            "'track'?",
            "E238 | scenarios/s.toml:35 | commodity | gas | nothing beside a group | ",
            "E205 | scenarios/s.toml:39 | add | much | a number such as 0.5 | "}));
}

TEST(ScenarioTariff, ScaledAndAddedFromTheCostWhereTheTariffIsEmpty) {
    SmallWorld files;
    const World world =
        changed_world(files, "[[tariff]]\nlink = \"pipe\"\nscale = 2\nfrom = \"2024\"\n"
                             "[[tariff]]\nlink = \"pipe\"\ncommodity = \"gas\"\nadd = 1.5\n"
                             "unit = \"USD/1000m3\"\nfrom = \"2025\"\nto = \"2025\"\n");
    EXPECT_EQ(
        rows_of(world, "costs", {{"link", "pipe"}}, kTariff),
        (Lines{"crude||2023-12-31|2|3|c1", "crude|2024||2|6|c1;scenario-s",
               "gas||2023-12-31|10||c1", "gas|2024|2024-12-31|10|20|c1;scenario-s",
               "gas|2025|2025|10|21.5|c1;scenario-s", "gas|2026-01-01||10|20|c1;scenario-s"}));
}

TEST(ScenarioTariff, SetInAnotherUnit) {
    SmallWorld files;
    // 7.3 barrels a tonne.
    const World world = changed_world(files, "[[tariff]]\nlink = \"pipe\"\ncommodity = \"crude\"\n"
                                             "set = 36.5\nunit = \"USD/t\"\n");
    EXPECT_NEAR(world.costs[0].tariff, 36.5, 1e-9) << "canonical is MUSD/Mt";
    EXPECT_EQ(rows_of(world, "costs", {{"commodity", "crude"}}, {"cost"}), Lines{"2"});
}

TEST(ScenarioTariff, Faults) {
    SmallWorld files;
    files.set("corridors.csv", "id,name,links,claims,note\nwest,West,pipe;rail,c1,\n");
    const std::string rule =
        "its cost comes from mode_costs, where it is the tariff, too: [[add]] a row to costs "
        "first, or [[change]] mode_costs for all links of the mode";
    EXPECT_EQ(
        faults_of(files, "[[tariff]]\nlink = \"rail\"\ncommodity = \"boxes\"\nscale = 2\n"
                         "[[tariff]]\ncorridor = \"west\"\ncommodity = \"crude\"\nscale = 2\n"
                         "[[tariff]]\nlink = \"rail\"\ncommodity = \"gas\"\nscale = 2\n"
                         "[[tariff]]\nlink = \"pipe\"\ncommodity = \"gas\"\nadd = -11\n"
                         "unit = \"USD/1000m3\"\n"),
        (Lines{"E241 | scenarios/s.toml:5 | link | rail | a link with a row in costs for boxes | " +
                   rule,
               "E241 | scenarios/s.toml:9 | corridor | rail | a link with a row in costs for "
               "crude | " +
                   rule,
               "E233 | scenarios/s.toml:13 | link | rail | a link with capacities of gas on all "
               "days | ",
               "E242 | scenarios/s.toml:19 | add | -11 | at least -10 USD/1000m3, so that nothing "
               "falls below zero | in costs.csv:3"}));
}

} // namespace
} // namespace isthmus::world
