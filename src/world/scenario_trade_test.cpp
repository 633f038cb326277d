// SPDX-License-Identifier: Apache-2.0
// Operations on who deals with whom: withdrawals, restrictions, contracts and memberships.
#include "world/test_scenario.hpp"

namespace isthmus::world {
namespace {

const std::vector<std::string> kBan{"id", "kind", "imposed_by", "target", "from", "to"};

TEST(ScenarioTrade, Withdrawals) {
    SmallWorld files;
    const World world = changed_world(
        files, "[[withdraw]]\nactor = \"alba\"\ntowards = [\"cyra\", \"brana\"]\n"
               "commodity = \"gas\"\nfrom = \"2024\"\nto = \"2025\"\nnote = \"Quarrel\"\n"
               "[[withdraw]]\nactor = \"union\"\nfrom = 2010\n"
               "[[withdraw]]\nactor = [\"union\", \"cyra\"]\ntowards = [\"alba\"]\n"
               "from = \"2016\"\n");
    EXPECT_EQ(
        rows_of(world, "withdrawals", {},
                {"id", "name", "by", "towards", "commodity", "from", "to", "claims", "note"}),
        (Lines{"leave|Leave|brana|cyra;union|gas|2010|2012|c1|",
               "s-withdrawal-1|Alba towards سیرا, Brana, \"the hub\" & co: Gas|alba|"
               "cyra;brana|gas|2024|2025|scenario-s|Quarrel",
               "s-withdrawal-2|The Union towards everybody else|union|||2010||scenario-s|",
               // Alba left the union in June 2015.
               "s-withdrawal-3|The Union, سیرا towards Alba|union;cyra|alba||2016||scenario-s|"}));
    ASSERT_EQ(world.withdrawals.size(), 4u);
    EXPECT_EQ(world.withdrawals[1].towards.size(), 2u);
    EXPECT_TRUE(world.withdrawals[2].towards.empty());
}

TEST(ScenarioTrade, NobodyWithdrawsTowardsItself) {
    SmallWorld files;
    EXPECT_EQ(
        faults_of(files, "[[withdraw]]\nactor = \"brana\"\ntowards = [\"cyra\", \"brana\"]\n"
                         "[[withdraw]]\nactor = \"union\"\ntowards = \"alba\"\n"
                         "[[withdraw]]\nactor = \"alba-oil\"\ntowards = \"union\"\nto = \"2010\"\n"
                         "[[withdraw]]\nactor = \"barna\"\ntowards = \"alba\"\n"
                         "[[withdraw]]\nactor = \"union\"\nfrom = 2016\n"),
        (Lines{"E239 | scenarios/s.toml:6 | towards | cyra, brana | others than 'brana', which "
               "withdraws | ",
               "E239 | scenarios/s.toml:9 | towards | alba | others than 'alba', which withdraws | "
               "'alba' is a member of 'union'",
               "E239 | scenarios/s.toml:12 | towards | union | others than 'alba', which "
               "withdraws | 'alba' is the home of 'alba-oil' and 'alba' is a member of 'union'",
               "E236 | scenarios/s.toml:15 | actor | barna | an id of actors or blocs | did you "
               "mean 'brana'?",
               "E233 | scenarios/s.toml:18 | actor | union | a bloc with members on days from "
               "2016-01-01 on | "}));
}

TEST(ScenarioTrade, Restrictions) {
    SmallWorld files;
    files.set("corridors.csv", "id,name,links,claims,note\nwest,West,pipe;rail,c1,\n");
    const World world = changed_world(
        files, "[[embargo]]\nby = [\"cyra\", \"union\"]\nagainst = \"alba\"\ncommodity = \"gas\"\n"
               "[[embargo]]\nby = \"cyra\"\nagainst = \"brana\"\nfrom = \"2024\"\n"
               "[[export_ban]]\nby = \"alba\"\nagainst = \"cyra\"\nto = \"2024-06\"\n"
               "[[transit_ban]]\nby = \"brana\"\nagainst = \"alba\"\nlink = \"rail\"\n"
               "[[quota]]\nby = \"cyra\"\nagainst = \"alba\"\ncommodity = \"crude\"\n"
               "value = 12.5\nunit = \"Mt/a\"\n"
               "[[price_cap]]\nby = \"cyra\"\nagainst = \"alba\"\ncommodity = \"crude\"\n"
               "value = 60\nunit = \"USD/bbl\"\nclaims = [\"c1\"]\n"
               "[[surcharge]]\nby = \"brana\"\nagainst = \"alba\"\ncommodity = \"crude\"\n"
               "corridor = \"west\"\nvalue = 5\nunit = \"USD/t\"\n");
    EXPECT_EQ(Lines(rows_of(world, "restrictions", {{"note", ""}},
                            {"id", "kind", "imposed_by", "target", "commodity", "links", "from",
                             "to", "value", "unit", "claims"})),
              (Lines{"cap|price_cap|union|alba;alba-oil|crude||2022||60|USD/bbl|c1",
                     "quota|quota|cyra|alba|gas||2022||500|mcm/a|c1",
                     "shut|closure|brana|||rail|2022|2022-03|||c1",
                     "s-embargo-1|embargo|cyra;union|alba|gas||||||scenario-s",
                     "s-embargo-2|embargo|cyra|brana|||2024||||scenario-s",
                     "s-export-ban-1|export_ban|alba|cyra||||2024-06|||scenario-s",
                     "s-transit-ban-1|transit_ban|brana|alba||rail|||||scenario-s",
                     "s-quota-1|quota|cyra|alba|crude||||12.5|Mt/a|scenario-s",
                     "s-price-cap-1|price_cap|cyra|alba|crude||||60|USD/bbl|c1",
                     "s-surcharge-1|surcharge|brana|alba|crude|pipe;rail|||5|USD/t|scenario-s"}));
    EXPECT_EQ(rows_of(world, "restrictions", {{"id", "s-embargo-1"}}, {"name"}),
              Lines{"Embargo by سیرا, The Union against Alba: Gas"});
    EXPECT_TRUE(world.warnings.empty());
}

TEST(ScenarioTrade, RestrictionFaults) {
    SmallWorld files;
    EXPECT_EQ(
        faults_of(files, "[[embargo]]\nby = \"cyra\"\nlink = \"rail\"\n"
                         "[[transit_ban]]\nby = \"cyra\"\nagainst = \"alba\"\n"
                         "[[quota]]\nby = \"cyra\"\nagainst = \"alba\"\ncommodity = \"gsa\"\n"
                         "value = -1\n"),
        (Lines{"E204 | scenarios/s.toml:4 | against |  | text in quotes | ",
               "E203 | scenarios/s.toml:6 | link |  | by, against, commodity, from, to, claims or "
               "note | ",
               "E238 | scenarios/s.toml:7 | link |  | exactly one of link, links, corridor | ",
               "E204 | scenarios/s.toml:10 | unit |  | text in quotes | ",
               "E236 | scenarios/s.toml:13 | commodity | gsa | an id of commodities | did you mean "
               "'gas'?",
               "E242 | scenarios/s.toml:14 | value | -1 | a number not below zero | "}));
}

TEST(ScenarioTrade, LiftByIdFromADayOn) {
    SmallWorld files;
    const World world = changed_world(files, "[[lift]]\nrestriction = \"cap\"\nfrom = \"2024-03\"\n"
                                             "[[lift]]\nrestriction = [\"quota\"]\n");
    EXPECT_EQ(rows_of(world, "restrictions", {}, kBan),
              (Lines{"cap|price_cap|union|alba;alba-oil|2022|2024-02-29",
                     "shut|closure|brana||2022|2022-03"}));
}

TEST(ScenarioTrade, LiftForSomeOfThoseConcernedAndForATime) {
    SmallWorld files;
    files.append("restrictions.csv",
                 "ban,Ban,embargo,brana;cyra;union,alba;alba-oil,crude,,2020,,,,c1,");
    const World world =
        changed_world(files, "[[lift]]\nby = \"cyra\"\nagainst = \"alba\"\nkind = \"embargo\"\n"
                             "from = \"2022\"\nto = \"2023\"\n");
    EXPECT_EQ(rows_of(world, "restrictions", {{"kind", "embargo"}}, kBan),
              (Lines{"ban|embargo|brana;cyra;union|alba;alba-oil|2020|2021-12-31",
                     "ban-2|embargo|brana;union|alba;alba-oil|2022|2023",
                     "ban-3|embargo|cyra|alba-oil|2022|2023",
                     "ban-4|embargo|brana;cyra;union|alba;alba-oil|2024-01-01|"}));
    EXPECT_EQ(rows_of(world, "restrictions", {{"kind", "quota"}}, {"id"}), Lines{"quota"});
}

TEST(ScenarioTrade, ARecordIsLiftedOnlyByNameOrKind) {
    SmallWorld files;
    files.append("restrictions.csv", "seen,Seen,record,brana,cyra,,,2020,,,,c1,No effect");
    EXPECT_EQ(faults_of(files, "[[lift]]\nby = \"brana\"\nagainst = \"cyra\"\n"),
              Lines{"E233 | scenarios/s.toml:5 | by | by = brana, against = cyra | a restriction "
                    "that holds on all days | "});
    EXPECT_TRUE(rows_of(changed_world(files, "[[lift]]\nkind = \"record\"\n"), "restrictions",
                        {{"kind", "record"}}, {"id"})
                    .empty());
}

TEST(ScenarioTrade, LiftFaults) {
    SmallWorld files;
    EXPECT_EQ(faults_of(files, "[[lift]]\nfrom = \"2024\"\n"
                               "[[lift]]\nrestriction = \"cpa\"\n"
                               "[[lift]]\nrestriction = \"shut\"\nfrom = \"2023\"\n"
                               "[[lift]]\nkind = \"embrago\"\n"),
              (Lines{"E238 | scenarios/s.toml:4 | restriction |  | at least one of restriction, "
                     "by, against, kind | ",
                     "E236 | scenarios/s.toml:7 | restriction | cpa | an id of restrictions | did "
                     "you mean 'cap'?",
                     "E233 | scenarios/s.toml:9 | restriction | restriction = shut | a "
                     "restriction that holds on days from 2023-01-01 on | ",
                     "E236 | scenarios/s.toml:12 | kind | embrago | embargo, export_ban, "
                     "transit_ban, closure, quota, surcharge, price_cap or record | did you mean "
                     "'embargo'?"}));
}

TEST(ScenarioTrade, ContractsEndAndBegin) {
    SmallWorld files;
    const World world = changed_world(
        files, "[[contract]]\nend = \"deal\"\nfrom = \"2024-07\"\n"
               "[[contract]]\nadd = {id = \"new\", name = \"New\", seller = \"alba\", "
               "buyer = \"cyra\", commodity = \"crude\", minimum = 1, unit = \"Mt/a\"}\n"
               "note = \"Hoped for\"\n");
    EXPECT_EQ(rows_of(world, "contracts", {}, {"id", "from", "to", "minimum", "claims", "note"}),
              (Lines{"deal|2005|2024-06-30|2000|c1;scenario-s|", "new|||1|scenario-s|Hoped for"}));
    EXPECT_TRUE(
        changed_world(files, "[[contract]]\nend = \"deal\"\nfrom = 2004\n").contracts.empty());
    EXPECT_EQ(faults_of(files, "[[contract]]\nend = \"dael\"\n"
                               "[[contract]]\nend = \"deal\"\nfrom = \"2026\"\n"
                               "[[contract]]\nfrom = \"2026\"\n"),
              (Lines{"E236 | scenarios/s.toml:5 | end | dael | an id of contracts | did you mean "
                     "'deal'?",
                     "E233 | scenarios/s.toml:8 | from | 2026 | a day on which the contract "
                     "'deal' still runs | ",
                     "E238 | scenarios/s.toml:9 | end |  | exactly one of end, add | "}));
}

TEST(ScenarioTrade, MembershipsBeginAndEnd) {
    SmallWorld files;
    const std::vector<std::string> columns{"actor", "role", "from", "to", "claims"};
    const World world = changed_world(
        files, "[[membership]]\nactor = \"brana\"\nbloc = \"union\"\njoin = \"2024\"\n"
               "[[membership]]\nactor = \"alba\"\nbloc = \"union\"\nleave = \"2010\"\n"
               "[[membership]]\nactor = \"cyra\"\nbloc = \"union\"\nrole = \"partner\"\n"
               "join = \"2020\"\nleave = \"2025\"\n");
    EXPECT_EQ(rows_of(world, "memberships", {}, columns),
              (Lines{"alba|member|2004|2009-12-31|c1", "brana|observer|2004|2023-12-31|c1",
                     "brana|member|2024||scenario-s", "cyra|partner|2020|2024-12-31|scenario-s"}));
    EXPECT_EQ(
        faults_of(files, "[[membership]]\nactor = \"brana\"\nbloc = \"union\"\n"
                         "[[membership]]\nactor = \"cyra\"\nbloc = \"union\"\nleave = \"2024\"\n"
                         "[[membership]]\nactor = \"brana\"\nbloc = \"union\"\nrole = "
                         "\"observer\"\njoin = \"2024\"\n"
                         "[[membership]]\nactor = \"brana\"\nbloc = \"union\"\njoin = \"2024\"\n"
                         "leave = \"2024\"\n"),
        (Lines{"E238 | scenarios/s.toml:4 | join |  | at least one of join, leave | ",
               "E233 | scenarios/s.toml:10 | leave | 2024 | a day on which 'cyra' is in 'union' | ",
               "E233 | scenarios/s.toml:15 | join | 2024 | days on which 'brana' is not yet a "
               "observer of 'union' | ",
               "E205 | scenarios/s.toml:20 | leave | 2024 | a date after 2024 | "}));
}

} // namespace
} // namespace isthmus::world
