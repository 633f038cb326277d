// SPDX-License-Identifier: Apache-2.0
#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

const std::vector<std::string> kStatus{"link", "status", "from", "to", "claims"};

/// A road beside the railway, a corridor of both, and a project that has the road.
void add_road(SmallWorld& files) {
    files.append("links.csv", "road,Road,road,hub,market,both,550,c1,")
        .append("link_status.csv", "road,closed,,,,c1,")
        .append("consents.csv", "road,brana,territory,,,c1,")
        .append("capacities.csv", "road,boxes,both,,,50,kTEU/a,,c1,")
        .append("mode_costs.csv", "road,boxes,,,100,1,USD/TEU,,,c1,")
        .append("projects.csv", "highway,Highway,planned,2025,,,road,c1,")
        .set("corridors.csv", "id,name,links,claims,note\nwest,West,rail;road,c1,\n");
}

TEST(ScenarioService, SeveralLinksACorridorANodeAndAProject) {
    const Lines both{"rail|closed|2025|2025|scenario-s", "road|closed|2025|2025|scenario-s"};
    for (const char* which :
         {"links = [\"rail\", \"road\"]", "corridor = \"west\"", "node = \"market\""}) {
        SmallWorld files;
        add_road(files);
        const World world = changed_world(files, std::string("[[close]]\n") + which +
                                                     "\nfrom = 2025\nto = \"2025\"\n");
        EXPECT_EQ(rows_of(world, "link_status", {{"from", "2025"}}, kStatus), both) << which;
        EXPECT_EQ(rows_of(world, "link_status", {{"link", "pipe"}}, kStatus),
                  Lines{"pipe|open|||c1"});
    }
    SmallWorld files;
    add_road(files);
    const World world =
        changed_world(files, "[[open]]\nproject = \"highway\"\nfrom = 2024-07-01\n");
    EXPECT_EQ(rows_of(world, "link_status", {{"link", "road"}}, kStatus),
              (Lines{"road|closed||2024-06-30|c1", "road|open|2024-07-01||scenario-s"}));
}

TEST(ScenarioService, OpeningTakesClosuresOffOnItsDaysOnly) {
    SmallWorld files;
    files.append("restrictions.csv", "all,All,closure,brana,,,rail;pipe,2020,2029,,,c1,");
    const World world =
        changed_world(files, "[[open]]\nlink = \"rail\"\nfrom = \"2022-03\"\nto = \"2024\"\n");
    EXPECT_EQ(rows_of(world, "restrictions", {{"kind", "closure"}}, {"id", "links", "from", "to"}),
              (Lines{"shut|rail|2022|2022-02-28", "all|rail;pipe|2020|2022-02-28",
                     "all-2|pipe|2022-03|2024", "all-3|rail;pipe|2025-01-01|2029"}));
    EXPECT_EQ(rows_of(world, "restrictions", {{"kind", "closure"}}, {"claims"}),
              (Lines{"c1", "c1", "c1;scenario-s", "c1"}));
}

TEST(ScenarioService, ConsentIsAddedWhereItIsNotNeededYet) {
    SmallWorld files;
    files.append("consents.csv", "rail,cyra,legal_regime,2010,2019,c1,");
    const World world =
        changed_world(files, "[[consent]]\nlinks = [\"rail\", \"pipe\"]\nadd = [\"cyra\"]\n"
                             "from = \"2005\"\nto = \"2025\"\nnote = \"Sea\"\n");
    EXPECT_EQ(
        rows_of(world, "consents", {{"capacity", "legal_regime"}},
                {"link", "actor", "from", "to", "claims", "note"}),
        (Lines{"rail|cyra|2010|2019|c1|", "rail|cyra|2005|2009-12-31|scenario-s|Sea",
               "rail|cyra|2020-01-01|2025|scenario-s|Sea", "pipe|cyra|2005|2025|scenario-s|Sea"}));
}

TEST(ScenarioService, ConsentIsRemovedInOneCapacityAndPeriod) {
    SmallWorld files;
    const World world =
        changed_world(files, "[[consent]]\nnode_kind = \"field\"\nremove = [\"alba\"]\n"
                             "capacity = \"territory\"\nfrom = \"2025\"\nto = \"2026-06\"\n");
    EXPECT_EQ(rows_of(world, "consents", {{"actor", "alba"}}, {"link", "from", "to"}),
              (Lines{"pipe||2024-12-31", "pipe|2026-07-01|"}));
    EXPECT_EQ(rows_of(world, "consents", {{"actor", "alba-oil"}}, {"from", "to"}), Lines{"|"});
}

TEST(ScenarioServiceFaults, ToldAtOnce) {
    SmallWorld files;
    add_road(files);
    EXPECT_EQ(
        faults_of(files, "[[close]]\nlink = \"rail\"\nnode = \"hub\"\n"      // 4
                         "[[close]]\nlinks = [\"rail\", \"raod\"]\n"         // 7
                         "[[close]]\nnode = \"hbu\"\n"                       // 9
                         "[[open]]\ncorridor = \"wset\"\n"                   // 11
                         "[[open]]\nproject = \"highwya\"\nby = \"brana\"\n" // 13
                         "[[close]]\nlink = \"rail\"\nfrom = \"1999\"\n"     // 16
                         "[[close]]\nlink = \"rail\"\nto = 2031-01-01\n"     // 19
                         "[[close]]\nlinks = []\nby = \"bran\"\n"            // 22
                         "[[clsoe]]\nlink = \"rail\"\n"),
        (Lines{"E238 | scenarios/s.toml:6 | node | link, node | exactly one of link, links, node, "
               "corridor, project | ",
               "E235 | scenarios/s.toml:8 | links | raod | an id of links | did you mean 'road'?",
               "E236 | scenarios/s.toml:10 | node | hbu | an id of nodes | did you mean 'hub'?",
               "E236 | scenarios/s.toml:12 | corridor | wset | an id of corridors | did you mean "
               "'west'?",
               "E236 | scenarios/s.toml:14 | project | highwya | an id of projects | did you mean "
               "'highway'?",
               "E203 | scenarios/s.toml:15 | by |  | link, links, node, corridor, project, from, "
               "to, claims or note | ",
               "E237 | scenarios/s.toml:18 | from | 1999 | a date from 2000 to 2030, the years of "
               "the world | ",
               "E237 | scenarios/s.toml:21 | to | 2031-01-01 | a date from 2000 to 2030, the "
               "years of the world | ",
               "E205 | scenarios/s.toml:23 | links | a list | a name or a list of names, as in "
               "[\"a\", "
               "\"b\"] | ",
               "E236 | scenarios/s.toml:24 | by | bran | an id of actors | did you mean "
               "'brana'?",
               "E203 | scenarios/s.toml:25 | clsoe |  | id, title, question, inherits, close, "
               "open, withdraw, embargo, export_ban, transit_ban, quota, price_cap, surcharge, "
               "lift, tariff, capacity or one of 10 more | did you mean 'close'?"}));
}

TEST(ScenarioServiceFaults, Consents) {
    SmallWorld files;
    EXPECT_EQ(
        faults_of(files,
                  "[[consent]]\nlink = \"rail\"\nadd = [\"brana\"]\ncapacity = \"territory\"\n"
                  "[[consent]]\nlink = \"rail\"\nremove = [\"cyra\"]\n"
                  "[[consent]]\nlink = \"rail\"\nremove = [\"cyar\"]\ncapacity = \"teritory\"\n"
                  "[[consent]]\nnode_kind = \"fields\"\nadd = [\"cyra\"]\n"),
        (Lines{"E233 | scenarios/s.toml:6 | add | brana | an actor that need not agree to one of "
               "the links as territory | ",
               "E233 | scenarios/s.toml:10 | remove | cyra | an actor that has to agree to one of "
               "the links as legal_regime | ",
               "E236 | scenarios/s.toml:13 | remove | cyar | an id of actors | did you mean "
               "'cyra'?",
               "E236 | scenarios/s.toml:14 | capacity | teritory | territory, owner, operator, "
               "sanctioner or legal_regime | did you mean 'territory'?",
               "E236 | scenarios/s.toml:16 | node_kind | fields | field, market, port, terminal, "
               "border, hub or strait | did you mean 'field'?"}));
}

} // namespace
} // namespace isthmus::world
