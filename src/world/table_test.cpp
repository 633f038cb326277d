// SPDX-License-Identifier: Apache-2.0
// What is wrong with the files of a world: each finding with its file, line, column, found,
// expected and hint.
#include "world/test_world.hpp"

namespace isthmus::world {
namespace {

TEST(ReadTables, NoSuchFolder) {
    const Result<World> world = load("/no/such/folder");
    ASSERT_FALSE(world.ok());
    ASSERT_EQ(world.diagnostics().items().size(), 1u);
    const Diagnostic& only = world.diagnostics().items().front();
    EXPECT_EQ(only.id, "E201");
    EXPECT_EQ(only.file, "/no/such/folder");
    EXPECT_EQ(only.hint, "there is no such folder");
}

TEST(ReadTables, FolderWithoutManifest) {
    SmallWorld world;
    world.remove("world.toml");
    const Diagnostics diagnostics = world.diagnose();
    ASSERT_EQ(diagnostics.items().size(), 1u);
    EXPECT_EQ(diagnostics.items()[0].id, "E201");
    EXPECT_EQ(diagnostics.items()[0].hint, "the folder has no world.toml");
}

TEST(ReadTables, UnknownFile) {
    SmallWorld world;
    world.set("link.csv", "id\n").set("notes.txt", "x").set(".hidden", "x").set("README.md", "x");
    world.set("datapackage.json", "{}");
    const std::string expected = "a table of the schema, world.toml, README.md, datapackage.json "
                                 "or the folder scenarios";
    EXPECT_EQ(findings(world),
              (Lines{"E206 | link.csv:0 |  |  | " + expected + " | did you mean 'links.csv'?",
                     "E206 | notes.txt:0 |  |  | " + expected + " | "}));
}

TEST(ReadTables, MissingTable) {
    SmallWorld world;
    world.remove("sources.csv");
    EXPECT_EQ(findings(world),
              Lines{"E207 | sources.csv:0 |  |  | The documents that claims come from | "})
        << "and the claims that cite a source are not faults of their own";
}

TEST(ReadTables, OptionalTableMayBeMissing) {
    SmallWorld world;
    world.remove("storage.csv").remove("observations.csv").remove("fees.csv");
    EXPECT_EQ(findings(world), Lines{});
}

TEST(ReadTables, UnknownColumn) {
    SmallWorld world;
    world.set("storage.csv", "node,commodity,actor,from,to,volum,unit,claims,note\n"
                             "market,gas,cyra,,,700,mcm,c1,\n");
    EXPECT_EQ(findings(world),
              (Lines{"E208 | storage.csv:1 | volum |  | node, commodity, actor, from, to, volume, "
                     "unit, claims or note | did you mean 'volume'?",
                     "E209 | storage.csv:1 | volume |  | Working volume | "}));
}

TEST(ReadTables, ColumnsInAnyOrderAndOptionalOnesLeftOut) {
    SmallWorld world;
    world.set("storage.csv",
              "unit,volume,claims,actor,commodity,node\nmcm,700,c1,cyra,gas,market\n");
    const Result<World> result = world.load();
    ASSERT_TRUE(result.ok());
    EXPECT_DOUBLE_EQ(result.value().storage[0].volume, 0.7);
}

TEST(ReadTables, WrongCsvNamesFileAndLine) {
    SmallWorld world;
    world.append("actors.csv", "dora,Dora");
    const Lines lines = findings(world);
    ASSERT_EQ(lines.size(), 1u) << "references to actors are not faults of their own";
    EXPECT_EQ(lines[0], "E105 | actors.csv:6 |  | 2 cells | 8 cells | ");
}

TEST(ReadTables, LinesCountInsideQuotedCells) {
    SmallWorld world;
    world.append("blocs.csv", "lines,\"two\nlines\",economic,")
        .append("blocs.csv", "next,Next,club,");
    const Lines lines = findings(world);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(lines[0].starts_with("E212 | blocs.csv:5 | kind | club | ")) << lines[0];
}

TEST(Manifest, UnknownKey) {
    SmallWorld world;
    world.append("world.toml", "base_yaer = 2020");
    const Lines lines = findings(world);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0], "E203 | world.toml:7 | base_yaer |  | id, title, description, licence, "
                        "conventions, first_year, last_year, base_year, players or price_year | "
                        "did you mean 'base_year'?");
}

TEST(Manifest, MissingAndWrongKeys) {
    SmallWorld world;
    world.set("world.toml", "id = 5\ntitle = \"\"\nfirst_year = \"2000\"\nlast_year = 99\n");
    EXPECT_EQ(findings(world),
              (Lines{"E204 | world.toml:1 | base_year |  | a whole number | ",
                     "E205 | world.toml:1 | id | 5 | text in quotes | ",
                     "E204 | world.toml:1 | licence |  | text in quotes | ",
                     "E205 | world.toml:2 | title | an empty text | text in quotes | ",
                     "E205 | world.toml:3 | first_year | 2000 | a whole number | ",
                     "E205 | world.toml:4 | last_year | 99 | a year of four digits | "}));
}

TEST(Manifest, YearsInOrder) {
    SmallWorld early;
    early.replace("world.toml", "last_year = 2030", "last_year = 1990");
    EXPECT_EQ(findings(early), Lines{"E205 | world.toml:5 | last_year | 1990 | a year not before "
                                     "first_year, 2000 | "});
    SmallWorld outside;
    outside.replace("world.toml", "base_year = 2020", "base_year = 2031");
    EXPECT_EQ(findings(outside),
              Lines{"E205 | world.toml:6 | base_year | 2031 | a year from 2000 to 2030 | "});
}

TEST(Manifest, WrongToml) {
    SmallWorld world;
    world.append("world.toml", "a = ");
    const Lines lines = findings(world);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_TRUE(lines[0].starts_with("E110 | world.toml:")) << lines[0];
}

TEST(Cells, EmptyCells) {
    SmallWorld world;
    world.append("territories.csv", ",Nowhere,").append("blocs.csv", "a,A,,");
    EXPECT_EQ(findings(world),
              (Lines{"E210 | blocs.csv:3 | kind |  | alliance, economic, political, corridor or "
                     "littoral | ",
                     "E210 | territories.csv:5 | id |  | an id such as 'baku-supsa' | ",
                     "W303 | territories.csv:5 | id |  | a row of control with capacity de_facto "
                     "on 2000-01-01 to 2030-12-31 | "}));
}

TEST(Cells, NodeWithoutTerritory) {
    SmallWorld world;
    world.append("nodes.csv", "lost,Lost,hub,,40,50,c1,");
    EXPECT_EQ(findings(world),
              Lines{"E210 | nodes.csv:5 | territory |  | an id of territories | "});
}

TEST(Cells, WrongTypes) {
    SmallWorld world;
    world.append("storage.csv", "market,gas,alba,2020-13,,\"1,5\",mcm,c1,")
        .append("storage.csv", "market,gas,brana,,31.12.2020,1 500 t,mcm,c1,")
        .append("actors.csv", "Dora,Dora,state,,,x,1.5,")
        .append("memberships.csv", "cyra,union,member,,,c1;,");
    EXPECT_EQ(
        findings(world),
        (Lines{
            "E211 | actors.csv:6 | cow | 1.5 | a whole number | ",
            "E211 | actors.csv:6 | gw | x | a whole number | ",
            "E211 | actors.csv:6 | id | Dora | an id such as 'baku-supsa' | ",
            "E211 | memberships.csv:4 | claims | c1; | ids of claims with ; between | an item is "
            "empty",
            "E211 | storage.csv:3 | from | 2020-13 | a date as YYYY, YYYY-MM or YYYY-MM-DD | ",
            "E211 | storage.csv:3 | volume | 1,5 | a number such as 12.5 | is it 1.5? Numbers "
            "have a decimal point and no separators",
            "E211 | storage.csv:4 | to | 31.12.2020 | a date as YYYY, YYYY-MM or YYYY-MM-DD | ",
            "E211 | storage.csv:4 | volume | 1 500 t | a number such as 12.5 | "}));
}

TEST(Cells, UnknownChoice) {
    SmallWorld world;
    world.replace("links.csv", "rail,Rail,rail,", "rail,Rail,railway,");
    EXPECT_EQ(findings(world),
              Lines{"E212 | links.csv:3 | mode | railway | pipeline, rail, road, ferry, sea, lng, "
                    "waterway, swap or transfer | "});
    SmallWorld misspelt;
    misspelt.replace("links.csv", "pipe,Pipe,pipeline,", "pipe,Pipe,pipelin,");
    EXPECT_EQ(findings(misspelt),
              Lines{"E212 | links.csv:2 | mode | pipelin | pipeline, rail, road, ferry, sea, lng, "
                    "waterway, swap or transfer | did you mean 'pipeline'?"});
}

TEST(Cells, UnknownUnit) {
    SmallWorld world;
    world.replace("storage.csv", "700,mcm", "700,mcmm");
    EXPECT_EQ(findings(world), Lines{"E213 | storage.csv:2 | unit | mcmm | a unit of "
                                     "schema/units.csv | did you mean 'mcm'?"});
}

TEST(Cells, UnknownReference) {
    SmallWorld world;
    world.replace("storage.csv", "market,gas,cyra", "markt,gas,cyra");
    EXPECT_EQ(findings(world), Lines{"E214 | storage.csv:2 | node | markt | an id of nodes | did "
                                     "you mean 'market'?"});
}

TEST(Cells, UnknownListItemsEach) {
    SmallWorld world;
    world.replace("restrictions.csv", "union,alba;alba-oil", "unoin,alba;alba-iol;zzzzzz");
    EXPECT_EQ(
        findings(world),
        (Lines{
            "E214 | restrictions.csv:2 | imposed_by | unoin | an id of actors or blocs | did you "
            "mean 'union'?",
            "E214 | restrictions.csv:2 | target | alba-iol | an id of actors or blocs | did you "
            "mean 'alba-oil'?",
            "E214 | restrictions.csv:2 | target | zzzzzz | an id of actors or blocs | "}));
}

TEST(Cells, RepeatedListItem) {
    SmallWorld world;
    world.replace("storage.csv", "mcm,c1", "mcm,c1;c1");
    EXPECT_EQ(findings(world), Lines{"W201 | storage.csv:2 | claims | c1 | each item once | "});
}

TEST(Cells, RepeatedId) {
    SmallWorld world;
    world.append("nodes.csv", "hub,Other hub,hub,brana,41,47,c1,");
    EXPECT_EQ(findings(world), Lines{"E215 | nodes.csv:5 | id | hub | an id that no other row has "
                                     "| first in nodes.csv:3"});
}

TEST(Cells, RepeatedKey) {
    SmallWorld world;
    world.append("project_sponsors.csv", "wider,brana,0.1,c1,")
        .append("demand.csv", "market,gas,cyra,2020,4,bcm/a,25,,USD/1000m3,-0.3,c1,");
    EXPECT_EQ(findings(world),
              (Lines{"E216 | demand.csv:4 | node | market gas cyra 2020 | one row for each node, "
                     "commodity, actor, year | first in line 3",
                     "E216 | project_sponsors.csv:4 | project | wider brana | one row for each "
                     "project, actor | first in line 3"}));
}

TEST(Cells, OverlappingDates) {
    SmallWorld world;
    world.replace("link_status.csv", "rail,closed,2015,2016", "rail,closed,2014-12-31,2017-01");
    EXPECT_EQ(findings(world),
              (Lines{"E217 | link_status.csv:4 | from | 2014-12-31 to 2017-01 | no day in common "
                     "with the other rows for 'rail' | line 3 holds until 2014",
                     "E217 | link_status.csv:5 | from | from 2017 on | no day in common with the "
                     "other rows for 'rail' | line 4 holds 2014-12-31 to 2017-01"}));
}

TEST(Cells, PeriodThatEndsBeforeItBegins) {
    SmallWorld world;
    world.replace("restrictions.csv", "rail,2022,2022-03", "rail,2022-04,2022-03-31");
    EXPECT_EQ(findings(world), Lines{"E218 | restrictions.csv:4 | to | 2022-03-31 | a date not "
                                     "before 2022-04 | "});
    SmallWorld same;
    same.replace("restrictions.csv", "rail,2022,2022-03", "rail,2022-03,2022-03");
    EXPECT_EQ(findings(same), Lines{});
}

TEST(Cells, OutOfRange) {
    SmallWorld world;
    world.replace("nodes.csv", "40,50,c1", "95,-181,c1")
        .replace("capacities.csv", "8,bcm/a", "-8,bcm/a")
        .replace("costs.csv", "2,3,USD/bbl,4,0.01", "-2,-3,USD/bbl,-4,1")
        .replace("ownership.csv", "alba-oil,0.6", "alba-oil,60")
        .replace("group_members.csv", "crude,2", "crude,-2")
        .replace("demand.csv", "USD/bbl,-0.2", "USD/bbl,0.2")
        .replace("supply.csv", "USD/bbl,0.5", "USD/bbl,-0.5")
        .replace("commodities.csv", "7.3", "0");
    const Lines lines = findings(world);
    const Lines expected{
        "E301 | capacities.csv:3 | capacity | -8 | at least 0 | ",
        "E301 | commodities.csv:2 | barrels_per_tonne | 0 | above 0 | ",
        "E301 | costs.csv:2 | cost | -2 | at least 0 | ",
        "E301 | costs.csv:2 | days | -4 | at least 0 | ",
        "E301 | costs.csv:2 | loss | 1 | from 0 to below 1 | ",
        "E301 | costs.csv:2 | tariff | -3 | at least 0 | ",
        "E301 | demand.csv:2 | elasticity | 0.2 | below 0 | ",
        "E301 | group_members.csv:3 | use | -2 | above 0 | ",
        "E301 | nodes.csv:2 | latitude | 95 | from -90 to 90 | ",
        "E301 | nodes.csv:2 | longitude | -181 | from -180 to 180 | ",
        "E301 | ownership.csv:2 | share | 60 | from 0 to 1 | 0.6 if it is meant as per cent",
        "E301 | supply.csv:2 | elasticity | -0.5 | above 0 | "};
    for (const std::string& line : expected) {
        EXPECT_NE(std::find(lines.begin(), lines.end(), line), lines.end()) << line;
    }
}

TEST(Build, AllErrorsAtOnce) {
    SmallWorld world;
    world.append("world.toml", "extra = 1")
        .set("stray.csv", "a\n")
        .append("actors.csv", "dora,Dora,stat,,,,,")
        .remove("control.csv")
        .append("blocs.csv", "broken")
        .replace("storage.csv", "700,mcm", "-700,USD/t")
        .replace("links.csv", "hub,market,both,500", "hub,hub,both,50000");
    const Lines lines = findings(world);
    Lines ids;
    for (const std::string& line : lines) ids.push_back(line.substr(0, line.find(" | ", 7)));
    EXPECT_EQ(ids, (Lines{"E212 | actors.csv:6", "E105 | blocs.csv:3", "E207 | control.csv:0",
                          "E303 | links.csv:3", "E304 | links.csv:3", "E305 | storage.csv:2",
                          "E301 | storage.csv:2", "E206 | stray.csv:0", "E203 | world.toml:7"}))
        << ::testing::PrintToString(lines);
}

TEST(Build, EveryDiagnosticIsListedWithHelp) {
    for (const char* id :
         {"E201", "E203", "E204", "E205", "E206", "E207", "E208", "E209", "E210", "E211",
          "E212", "E213", "E214", "E215", "E216", "E217", "E218", "W201", "E231", "E232",
          "E233", "E234", "E235", "E301", "E302", "E303", "E304", "E305", "E306", "E307",
          "E308", "E309", "E310", "E311", "E312", "E313", "E314", "E315", "E316", "E317",
          "E318", "E319", "E320", "E321", "E322", "E323", "E324", "E325", "W301", "W302",
          "W303", "W304", "W305", "W306", "W307", "W308", "W309", "W311"}) {
        const DiagnosticKind* kind = find_diagnostic_kind(id);
        ASSERT_NE(kind, nullptr) << id;
        EXPECT_GT(kind->help.size(), 20u) << id;
        EXPECT_EQ(kind->level, id[0] == 'W' ? Level::kWarning : Level::kError) << id;
    }
}

} // namespace
} // namespace isthmus::world
