// SPDX-License-Identifier: Apache-2.0
#include "world/scenario.hpp"

#include "world/test_world.hpp"

namespace isthmus::world {
namespace {

const std::string kHead = "id = \"s\"\ntitle = \"Title\"\nquestion = \"What if?\"\n";

/// The rows of link_status for a link: status, from, to, by, claims, note.
Lines status_rows(const World& world, const std::string& link) {
    const Table& table = world.tables.at("link_status");
    Lines lines;
    for (const Row& row : table.rows) {
        if (table.cell(row, "link") != link) continue;
        std::string line = table.cell(row, "status");
        for (const char* column : {"from", "to", "by", "claims", "note"}) {
            line += "|" + table.cell(row, column);
        }
        lines.push_back(line);
    }
    return lines;
}

/// The world with the scenario, which must build.
World changed(SmallWorld& files, const std::string& operations) {
    Result<World> world = files.load(files.scenario("s", kHead + operations));
    EXPECT_TRUE(world.ok()) << (world.ok() ? "" : world.diagnostics().items()[0].to_string());
    return world ? std::move(world).value() : World();
}

Lines faults(SmallWorld& files, const std::string& operations) {
    return findings(files, files.scenario("s", kHead + operations));
}

TEST(Scenario, MakesANewWorldAndNamesIt) {
    SmallWorld files;
    const World world = changed(files, "");
    EXPECT_EQ(world.scenario, "s");
    EXPECT_EQ(world.claims.size(), 1u) << "no claim where nothing is changed";
}

TEST(Scenario, CloseForGood) {
    SmallWorld files;
    const World world =
        changed(files, "[[close]]\nlink = \"rail\"\nby = \"cyra\"\nnote = \"War\"\n");
    EXPECT_EQ(status_rows(world, "rail"), Lines{"closed|||cyra|scenario-s|War"});
    EXPECT_EQ(status_rows(world, "pipe"), Lines{"open||||c1|"});
    EXPECT_TRUE(world.warnings.empty());
    const Claim& claim = world.claims[world.find<ClaimTag>("claims", "scenario-s")];
    EXPECT_EQ(claim.confidence, Confidence::kEstimate);
    EXPECT_EQ(claim.note, "What if?");
    EXPECT_EQ(world.sources[claim.source].title, "Title");
    EXPECT_EQ(world.sources[claim.source].kind, SourceKind::kEstimate);
}

TEST(Scenario, CloseSplitsPeriods) {
    SmallWorld files;
    const World world =
        changed(files, "[[close]]\nlink = \"rail\"\nfrom = 2012\nto = \"2018-02\"\n");
    EXPECT_EQ(status_rows(world, "rail"),
              (Lines{"open||2011-12-31||c1|", "restricted|2018-03-01|||c1|By day only",
                     "closed|2012|2018-02||scenario-s|"}));
}

TEST(Scenario, CloseInsideOnePeriodLeavesBothSides) {
    SmallWorld files;
    const World world =
        changed(files, "[[close]]\nlink = \"pipe\"\nfrom = 2020-03-01\nto = 2020-03-01\n");
    EXPECT_EQ(status_rows(world, "pipe"), (Lines{"open||2020-02-29||c1|", "open|2020-03-02|||c1|",
                                                 "closed|2020-03-01|2020-03-01||scenario-s|"}));
}

TEST(Scenario, OpenWithItsOwnClaims) {
    SmallWorld files;
    const World world =
        changed(files, "[[open]]\nlink = \"rail\"\nfrom = \"2015\"\nclaims = [\"c1\"]\n");
    EXPECT_EQ(status_rows(world, "rail"), (Lines{"open||2014||c1|", "open|2015|||c1|"}));
}

TEST(Scenario, OperationsApplyInTheOrderOfTheFile) {
    SmallWorld files;
    const World world =
        changed(files, "[[open]]\nlink = \"rail\"\n[[close]]\nlink = \"rail\"\n"
                       "from = \"2025\"\n[[open]]\nlink = \"rail\"\nfrom = \"2027\"\n");
    EXPECT_EQ(status_rows(world, "rail"),
              (Lines{"open||2024-12-31||scenario-s|", "closed|2025|2026-12-31||scenario-s|",
                     "open|2027|||scenario-s|"}));
}

TEST(Scenario, AddRows) {
    SmallWorld files;
    const World world = changed(files, R"(
[[add]]
table = "links"
row.id = "road"
row.name = "Road"
row.mode = "road"
row.from_node = "hub"
row.to_node = "market"
row.direction = "both"
row.length = 550.5
[[open]]
link = "road"
[[add]]
table = "consents"
row = {link = "road", actor = "brana", capacity = "territory", from = 2020-01-01}
[[add]]
table = "capacities"
row.link = "road"
row.commodity = "boxes"
row.capacity = 10
row.unit = "kTEU/a"
row.claims = ["c1", "scenario-s"]
[[add]]
table = "mode_costs"
row = {mode = "road", commodity = "boxes", fixed = 100, per_km = 1, unit = "USD/TEU"}
[[change]]
table = "consents"
where = {link = "road"}
set = {from = ""}
)");
    const LinkId road = world.find<LinkTag>("links", "road");
    ASSERT_TRUE(road.valid());
    EXPECT_DOUBLE_EQ(world.links[road].length_km, 550.5);
    EXPECT_EQ(world.capacities.back().provenance.claims.size(), 2u);
    EXPECT_TRUE(world.warnings.empty());
}

TEST(Scenario, ChangeSetsCellsAndCitesTheScenario) {
    SmallWorld files;
    const World world = changed(files, R"(
[[change]]
table = "supply"
where = {node = "field", commodity = "crude", year = 2020.0}
set = {elasticity = 0.1}
)");
    EXPECT_DOUBLE_EQ(world.supply[0].elasticity, 0.1);
    EXPECT_DOUBLE_EQ(world.supply[1].elasticity, 1);
    const Table& supply = world.tables.at("supply");
    EXPECT_EQ(supply.cell(supply.rows[0], "claims"), "c1;scenario-s");
    EXPECT_EQ(supply.cell(supply.rows[1], "claims"), "c1");
    EXPECT_TRUE(supply.rows[0].origin.file.ends_with("s.toml"));
    EXPECT_EQ(supply.rows[0].origin.line, 5u);
}

TEST(Scenario, ChangeScalesNumbers) {
    SmallWorld files;
    const World world = changed(files, R"(
[[change]]
table = "supply"
where = {commodity = "gas"}
scale = {quantity = 0.5, capacity = 0.25}
set = {claims = ["c1"]}
)");
    const Table& supply = world.tables.at("supply");
    EXPECT_EQ(supply.cell(supply.rows[1], "quantity"), "21");
    EXPECT_EQ(supply.cell(supply.rows[1], "capacity"), "21");
    EXPECT_EQ(supply.cell(supply.rows[1], "claims"), "c1") << "claims given are the claims";
}

TEST(Scenario, ScalesTheDefaultOfAnEmptyCell) {
    SmallWorld files;
    const World world = changed(files, "[[change]]\ntable = \"group_members\"\n"
                                       "where = {commodity = \"boxes\"}\nscale = {use = 3}\n");
    EXPECT_DOUBLE_EQ(world.group_members[0].use, 3 * 0.012);
}

TEST(Scenario, RemoveRows) {
    SmallWorld files;
    const World world =
        changed(files, "[[remove]]\ntable = \"contracts\"\nwhere = {id = \"deal\"}\n");
    EXPECT_TRUE(world.contracts.empty());
}

TEST(Scenario, RecordsAndNamesForgetWhatIsRemoved) {
    SmallWorld files;
    files.replace("agreements.csv", "pipe;union,,c1", "deal,deal;pipe,c1");
    const World world =
        changed(files, "[[remove]]\ntable = \"contracts\"\nwhere = {id = \"deal\"}\n");
    EXPECT_TRUE(world.agreements[AgreementId(0)].opens.empty());
    EXPECT_EQ(world.agreements[AgreementId(0)].closes, (std::vector<RowName>{{"links", "pipe"}}));

    files.set("agreements.csv", "id,name,kind,parties,signed,from,to,opens,closes,claims,note\n"
                                "pact,Pact,transit,alba,,,,,,c1,\n");
    files.set("events.csv", "id,date,source_actor,target_actor,code,goldstein,summary,opens,closes,"
                            "claims,note\n");
    files.append("aliases.csv", "pact,en,Treaty,,");
    files.append("aliases.csv", "alba;pact,en,Both,,");
    const World without =
        changed(files, "[[remove]]\ntable = \"agreements\"\nwhere = {id = \"pact\"}\n");
    ASSERT_EQ(without.aliases.size(), 3u);
    EXPECT_EQ(without.aliases.back().name, "Both");
    EXPECT_EQ(without.aliases.back().things, (std::vector<std::string>{"alba"}));
}

TEST(Scenario, InheritsInOrderAndOnce) {
    SmallWorld files;
    const auto doubling = [](const std::string& id, const std::string& inherits) {
        return "id = \"" + id + "\"\ntitle = \"T\"\nquestion = \"Q\"\ninherits = [" + inherits +
               "]\n[[change]]\ntable = \"fees\"\nwhere = {link = \"pipe\"}\nscale = {fee = 2}\n";
    };
    files.scenario("base", doubling("base", ""));
    files.scenario("left", doubling("left", "\"base\""));
    files.scenario("right", doubling("right", "\"base\""));
    const Result<World> world =
        files.load(files.scenario("both", doubling("both", "\"left\", \"right\"")));
    ASSERT_TRUE(world.ok());
    const Table& fees = world.value().tables.at("fees");
    EXPECT_EQ(fees.cell(fees.rows[0], "fee"), "8") << "base, left, right and both";
    EXPECT_EQ(fees.cell(fees.rows[0], "claims"),
              "c1;scenario-base;scenario-left;scenario-right;scenario-both");
    EXPECT_EQ(world.value().scenario, "both");
}

TEST(Scenario, TablesItStartsFromAreUntouched) {
    SmallWorld files;
    files.write();
    const Result<Tables> tables = read_tables(files.folder());
    ASSERT_TRUE(tables.ok());
    const std::filesystem::path file =
        files.scenario("s", kHead + "[[remove]]\ntable = \"fees\"\nwhere = {}\n");
    files.write();
    const Result<Tables> result = apply_scenario(tables.value(), file);
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result.value().at("fees").rows.size(), 0u);
    EXPECT_EQ(tables.value().at("fees").rows.size(), 1u);
    EXPECT_EQ(tables.value().scenario, "");
}

TEST(Scenario, ListsScenariosByFileName) {
    SmallWorld files;
    files.scenario("b", kHead);
    files.scenario("a", "id = \"x\"\ntitle = \"X\"\nquestion = \"?\"\n");
    files.write();
    const auto scenarios = list_scenarios(files.folder());
    ASSERT_TRUE(scenarios.ok());
    ASSERT_EQ(scenarios.value().size(), 2u);
    EXPECT_EQ(scenarios.value()[0].id, "x");
    EXPECT_EQ(scenarios.value()[1].question, "What if?");
    EXPECT_EQ(scenarios.value()[1].file.filename(), "b.toml");
    EXPECT_TRUE(list_scenarios("/no/such/folder").value().empty());
}

// --- what is wrong -------------------------------------------------------------------------------

TEST(ScenarioFaults, Keys) {
    SmallWorld files;
    const auto file = files.scenario("s", "id = \"S 1\"\ntitel = \"T\"\nquestion = 5\n"
                                          "[[close]]\nlnk = \"rail\"\n[remove]\nwhere = 1\n");
    EXPECT_EQ(
        findings(files, file),
        (Lines{"E205 | scenarios/s.toml:1 | id | S 1 | lower-case letters, digits, dots, "
               "hyphens and underscores | ",
               "E204 | scenarios/s.toml:1 | title |  | text in quotes | ",
               "E203 | scenarios/s.toml:2 | titel |  | id, title, question, inherits, close, "
               "open, withdraw, embargo, export_ban, transit_ban, quota, price_cap, surcharge, "
               "lift, tariff, capacity or one of 10 more | did you mean 'title'?",
               "E205 | scenarios/s.toml:3 | question | 5 | text in quotes | ",
               "E238 | scenarios/s.toml:4 | link |  | exactly one of link, links, node, corridor, "
               "project | ",
               "E203 | scenarios/s.toml:5 | lnk |  | link, links, node, corridor, project, from, "
               "to, by, claims or note | did you mean 'link'?",
               "E205 | scenarios/s.toml:6 | remove | a table | tables headed [[remove]] | "}));
}

TEST(ScenarioFaults, UnknownLinkAndDates) {
    SmallWorld files;
    EXPECT_EQ(
        faults(files, "[[close]]\nlink = \"rial\"\n[[open]]\nlink = \"rail\"\nfrom = \"soon\"\n"
                      "[[open]]\nlink = \"rail\"\nfrom = \"2021\"\nto = \"2020\"\n"),
        (Lines{"E235 | scenarios/s.toml:5 | link | rial | an id of links | did you mean 'rail'?",
               "E205 | scenarios/s.toml:8 | from | soon | a date such as \"2025\", "
               "\"2025-03\" or \"2025-03-01\" | ",
               "E205 | scenarios/s.toml:12 | to | 2020 | a date not before 2021 | "}));
}

TEST(ScenarioFaults, UnknownTableColumnAndValue) {
    SmallWorld files;
    EXPECT_EQ(
        faults(files, "[[remove]]\ntable = \"contract\"\nwhere = {id = \"deal\"}\n"
                      "[[remove]]\ntable = \"fees\"\nwhere = {lnik = \"pipe\"}\n"
                      "[[remove]]\ntable = \"fees\"\nwhere = {link = \"pip\", actor = \"brana\"}\n"
                      "[[add]]\ntable = \"fees\"\nrow = {fee = true}\n"),
        (Lines{
            "E205 | scenarios/s.toml:5 | table | contract | a table of the schema | did you mean "
            "'contracts'?",
            "E208 | scenarios/s.toml:9 | lnik |  | link, commodity, actor, from, to, fee, unit, "
            "claims or note | did you mean 'link'?",
            "E233 | scenarios/s.toml:12 | where | actor = brana, link = pip | a row of fees | did "
            "you mean link = 'pipe'?",
            "E205 | scenarios/s.toml:15 | fee | true | text, a number, a date or a list of them "
            "| "}));
}

TEST(ScenarioFaults, ChangeNeedsSetOrScale) {
    SmallWorld files;
    EXPECT_EQ(faults(files, "[[change]]\ntable = \"fees\"\nwhere = {link = \"pipe\"}\n"),
              Lines{"E204 | scenarios/s.toml:4 | set |  | a table, as in {column = \"text\"} | "});
}

TEST(ScenarioFaults, ScaleNeedsNumbers) {
    SmallWorld files;
    EXPECT_EQ(
        faults(files, "[[change]]\ntable = \"fees\"\nwhere = {}\nscale = {unit = 2}\n"
                      "[[change]]\ntable = \"fees\"\nwhere = {}\nscale = {fee = \"half\"}\n"
                      "[[change]]\ntable = \"costs\"\nwhere = {commodity = \"gas\"}\n"
                      "scale = {tariff = 2}\n"),
        (Lines{"E234 | scenarios/s.toml:7 | unit | 2 | a column that holds numbers | ",
               "E205 | scenarios/s.toml:11 | fee | half | a number to multiply with | ",
               "E234 | scenarios/s.toml:15 | tariff | an empty cell | a number | in costs.csv:3"}));
}

TEST(ScenarioFaults, InheritsItself) {
    SmallWorld files;
    files.scenario("b", "id = \"b\"\ntitle = \"B\"\nquestion = \"?\"\ninherits = [\"a\"]\n");
    const auto a = files.scenario("a", "id = \"a\"\ntitle = \"A\"\nquestion = \"?\"\n"
                                       "inherits = [\"b\"]\n");
    EXPECT_EQ(
        findings(files, a),
        Lines{"E232 | scenarios/b.toml:4 | inherits | a -> b -> a | scenarios that do not lead "
              "back to themselves | "});
}

TEST(ScenarioFaults, UnknownScenario) {
    SmallWorld files;
    files.scenario("no-straits", kHead);
    const auto heir = files.scenario("heir", kHead + "inherits = [\"no-strait\"]\n");
    EXPECT_EQ(
        findings(files, heir),
        Lines{"E231 | scenarios/heir.toml:4 | inherits | no-strait | heir or no-straits | did "
              "you mean 'no-straits'?"});
    EXPECT_EQ(findings(files, files.folder() / "scenarios" / "hier.toml"),
              Lines{"E231 | scenarios/hier.toml:0 |  | hier | heir or no-straits | did you mean "
                    "'heir'?"});
}

TEST(ScenarioFaults, WrongToml) {
    SmallWorld files;
    const Lines lines = faults(files, "[[close]\n");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(lines[0].starts_with("E110 | scenarios/s.toml:4 | ")) << lines[0];
}

TEST(ScenarioFaults, WhatItMakesIsCheckedAndNamesTheScenario) {
    SmallWorld files;
    EXPECT_EQ(faults(files, "[[change]]\ntable = \"fees\"\nwhere = {}\nset = {fee = -1}\n"
                            "[[add]]\ntable = \"storage\"\nrow = {node = \"markt\"}\n"),
              (Lines{"E301 | scenarios/s.toml:4 | fee | -1 | at least 0 | ",
                     "E210 | scenarios/s.toml:8 | actor |  | an id of actors | ",
                     "E210 | scenarios/s.toml:8 | commodity |  | an id of commodities | ",
                     "E214 | scenarios/s.toml:8 | node | markt | an id of nodes | did you mean "
                     "'market'?",
                     "E210 | scenarios/s.toml:8 | unit |  | a unit such as Mt/a | ",
                     "E210 | scenarios/s.toml:8 | volume |  | a number such as 12.5 | "}));
}

TEST(ScenarioFaults, ToldTogetherWithThoseOfTheWorld) {
    SmallWorld files;
    files.replace("storage.csv", "700,mcm", "-700,mcm");
    const Lines lines = faults(files, "[[close]]\nlink = \"rial\"\n");
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_TRUE(lines[0].starts_with("E235")) << lines[0];
    EXPECT_TRUE(lines[1].starts_with("E301")) << lines[1];
}

} // namespace
} // namespace isthmus::world
