// SPDX-License-Identifier: Apache-2.0
// The checks of meaning: each with a world that fails it in one place.
#include "world/test_world.hpp"

namespace isthmus::world {
namespace {

// --- places ------------------------------------------------------------------------------------

TEST(CheckPlaces, TwoControllersAtOnce) {
    SmallWorld world;
    world.replace("control.csv", "cyra,cyra,de_facto,,2009", "cyra,cyra,de_facto,,2010-02");
    EXPECT_EQ(findings(world),
              Lines{"E322 | control.csv:5 | actor | brana | one actor in control on any day | line "
                    "4 names cyra, too, on 2010-01-01 to 2010-02-28"});
}

TEST(CheckPlaces, TerritoryWithoutController) {
    SmallWorld world;
    world.replace("control.csv", "cyra,brana,de_facto,2010,", "cyra,brana,de_facto,2012,2028");
    EXPECT_EQ(findings(world),
              Lines{"W303 | territories.csv:4 | id | cyra | a row of control with capacity "
                    "de_facto on 2010-01-01 to 2011-12-31 | "});
}

TEST(CheckPlaces, HomeOfACompany) {
    SmallWorld world;
    world.append("actors.csv", "sub,Sub,company,alba-oil,,,,")
        .append("actors.csv", "dora,Dora,state,alba,,,,");
    EXPECT_EQ(
        findings(world),
        (Lines{"E323 | actors.csv:6 | home | alba-oil | an actor that is not a company | ",
               "E323 | actors.csv:7 | home | alba | nothing, for only a company has a home | "}));
}

// --- links -------------------------------------------------------------------------------------

TEST(CheckLinks, LongerThanTheEarth) {
    SmallWorld world;
    world.replace("links.csv", "forward,300,", "forward,300000,");
    EXPECT_EQ(findings(world), Lines{"E303 | links.csv:2 | length | 300000 | at most 40075 km | "
                                     "300 km if it is in metres"});
}

TEST(CheckLinks, ShorterThanTheStraightLine) {
    SmallWorld world;
    world.replace("links.csv", "forward,300,", "forward,200,");
    EXPECT_EQ(findings(world),
              Lines{"W302 | links.csv:2 | length | 200 | at least 277 km, the straight line from "
                    "field to hub | "});
    SmallWorld swap;
    swap.replace("links.csv", "pipe,Pipe,pipeline,field,hub,forward,300,",
                 "pipe,Pipe,swap,field,hub,forward,0,");
    EXPECT_EQ(findings(swap), Lines{}) << "a swap covers no distance";
}

TEST(CheckLinks, EqualEnds) {
    SmallWorld world;
    world.replace("links.csv", "pipeline,field,hub", "pipeline,hub,hub");
    EXPECT_EQ(findings(world),
              Lines{"E304 | links.csv:2 | to_node | hub | another node than from_node | "});
}

TEST(CheckLinks, DirectionThatTheLinkLacks) {
    SmallWorld world;
    world.replace("capacities.csv", "pipe,gas,forward", "pipe,gas,backward");
    EXPECT_EQ(findings(world), Lines{"E315 | capacities.csv:3 | direction | backward | forward, as "
                                     "the link 'pipe' has it | "});
}

TEST(CheckLinks, TwoRowsForOneDirection) {
    SmallWorld world;
    world.append("costs.csv", "pipe,gas,both,2020,,10,,USD/1000m3,,,c1,")
        .append("costs.csv", "rail,crude,both,,,10,,USD/t,,,c1,")
        .append("costs.csv", "rail,crude,forward,,,10,,USD/t,,,c1,");
    EXPECT_EQ(findings(world),
              Lines{"E316 | costs.csv:4 | direction | both | one row for the only direction of the "
                    "link | line 3 speaks of the same days"})
        << "on a link for both ways they are different statements";
}

TEST(CheckLinks, OwnershipOnEveryDay) {
    SmallWorld world;
    world.replace("ownership.csv", "pipe,cyra,0.4,2010,", "pipe,cyra,0.3,2011,");
    EXPECT_EQ(findings(world),
              (Lines{"E302 | ownership.csv:2 | share | 0.6 | shares of 'pipe' that add up to 1 on "
                     "2010-01-01 to 2010-12-31 | 0.4 is missing",
                     "E302 | ownership.csv:2 | share | 0.9 | shares of 'pipe' that add up to 1 on "
                     "days from 2011-01-01 on | 0.1 is missing"}));
    SmallWorld above;
    above.replace("ownership.csv", "pipe,brana,0.4,,2009", "pipe,brana,0.6,,2009");
    EXPECT_EQ(findings(above),
              Lines{"E302 | ownership.csv:2 | share | 1.2 | shares of 'pipe' that add up to 1 on "
                    "days until 2009-12-31 | "});
    SmallWorld rounded;
    rounded.replace("ownership.csv", "pipe,brana,0.4,,2009", "pipe,brana,0.3995,,2009");
    EXPECT_EQ(findings(rounded), Lines{});
    SmallWorld gap;
    gap.append("ownership.csv", "rail,brana,1,,2010,c1,")
        .append("ownership.csv", "rail,cyra,1,2012,,c1,");
    EXPECT_EQ(findings(gap),
              Lines{"E302 | ownership.csv:5 | share | 0 | shares of 'rail' that add up to 1 on "
                    "2011-01-01 to 2011-12-31 | 1 is missing"});
}

TEST(CheckLinks, Groups) {
    SmallWorld world;
    world.append("capacity_groups.csv", "empty,Empty,");
    EXPECT_EQ(findings(world),
              (Lines{"E321 | capacity_groups.csv:3 | id | empty | a row in group_capacities | ",
                     "W311 | capacity_groups.csv:3 | id | empty | a row in group_members | "}));
    SmallWorld mixed;
    mixed.replace("group_capacities.csv", "8,Mt/a", "8,kTEU/a");
    EXPECT_EQ(findings(mixed), Lines{"E320 | group_capacities.csv:3 | unit | kTEU/a | a unit of "
                                     "mass_flow, as in the group's other rows | "});
    SmallWorld price;
    price.replace("group_capacities.csv", "8,Mt/a", "8,USD/t");
    EXPECT_EQ(findings(price), Lines{"E305 | group_capacities.csv:3 | unit | USD/t | a unit of "
                                     "quantity a year such as Mt/a | "});
}

TEST(CheckLinks, GroupMemberThatDoesNotConvert) {
    SmallWorld world;
    world.replace("commodities.csv", "USD/TEU,,,,12,30", "USD/TEU,,,,,30")
        .replace("freight_demand.csv", "24,kt/a", "2,kTEU/a");
    EXPECT_EQ(findings(world),
              Lines{"E306 | group_members.csv:2 | commodity | kTEU/a | the property that converts "
                    "it, or a unit of mass_flow | boxes cannot be added up in mass_flow: "
                    "tonnes_per_teu is not given"});
}

// --- service -----------------------------------------------------------------------------------

TEST(CheckService, LinkWithoutStatusConsentOrCapacity) {
    SmallWorld world;
    world.append("links.csv", "bare,Bare,road,hub,market,both,600,c1,");
    EXPECT_EQ(findings(world), (Lines{"E311 | links.csv:4 | id | bare | a row in link_status | ",
                                      "E312 | links.csv:4 | id | bare | a row in consents | ",
                                      "E313 | links.csv:4 | id | bare | a row in capacities | "}));
}

TEST(CheckService, CapacityWithoutCost) {
    SmallWorld world;
    world.replace("costs.csv", "pipe,gas,forward,,,10", "pipe,gas,forward,,2019,10");
    EXPECT_EQ(
        findings(world),
        Lines{"E314 | capacities.csv:3 | commodity | gas | a cost of 'pipe' forward in costs, "
              "or of mode pipeline in mode_costs, for 2020-01-01 to 2030-12-31 | "});
    SmallWorld backward;
    backward.replace("mode_costs.csv", "rail,boxes,,,100", "road,boxes,,,100")
        .append("costs.csv", "rail,boxes,forward,,,100,,USD/TEU,,,c1,");
    EXPECT_EQ(findings(backward),
              Lines{"E314 | capacities.csv:4 | commodity | boxes | a cost of 'rail' backward in "
                    "costs, or of mode rail in mode_costs, for 2000-01-01 to 2014-12-31 | "});
}

TEST(CheckService, NoCostNeededWhileClosed) {
    SmallWorld world;
    world.replace("mode_costs.csv", "rail,crude,,,4,0.02,USD/t,,,c1,",
                  "rail,crude,,2014,4,0.02,USD/t,,,c1,\nrail,crude,2017,,4,0.02,USD/t,,,c1,");
    EXPECT_EQ(findings(world), Lines{}) << "the railway is closed in 2015 and 2016";
}

TEST(CheckService, ServiceWithoutConsent) {
    SmallWorld world;
    world.replace("consents.csv", "rail,brana,territory,,", "rail,brana,territory,2005,2015");
    EXPECT_EQ(findings(world), Lines{"W308 | links.csv:3 | id | rail | a row in consents for "
                                     "2000-01-01 to 2004-12-31 | "});
}

TEST(CheckService, RestrictedWithoutNote) {
    SmallWorld world;
    world.replace("link_status.csv", "By day only", "");
    EXPECT_EQ(findings(world), Lines{"W309 | link_status.csv:5 | note |  | the limit under which "
                                     "the link is in service | "});
}

TEST(CheckService, RowsWithoutEffect) {
    SmallWorld world;
    world.append("costs.csv", "pipe,boxes,both,,,1,,USD/TEU,,,c1,")
        .append("fees.csv", "rail,gas,brana,,,1,USD/1000m3,c1,")
        .append("group_members.csv", "track,pipe,boxes,,")
        .append("observations.csv", "o2,rail,gas,,,2020,1,bcm/a,,c1,");
    EXPECT_EQ(
        findings(world),
        (Lines{
            "W306 | costs.csv:4 | commodity | boxes | a commodity that 'pipe' has a capacity for "
            "| ",
            "W306 | fees.csv:3 | commodity | gas | a commodity that 'rail' has a capacity for | ",
            "W306 | group_members.csv:4 | commodity | boxes | a commodity that 'pipe' has a "
            "capacity for | ",
            "W306 | observations.csv:3 | commodity | gas | a commodity that 'rail' has a "
            "capacity for | "}));
}

// --- units -------------------------------------------------------------------------------------

TEST(CheckUnits, WrongDimension) {
    SmallWorld world;
    world.replace("capacities.csv", "8,bcm/a", "8,USD/1000m3")
        .replace("costs.csv", "10,,USD/1000m3", "10,,bcm/a")
        .replace("storage.csv", "700,mcm", "700,mcm/a")
        .replace("projects.csv", "2.5,BUSD", "2.5,Mt");
    EXPECT_EQ(
        findings(world),
        (Lines{"E305 | capacities.csv:3 | unit | USD/1000m3 | a unit of quantity a year for gas: "
               "bcm/a, mcm/a, mcm/d, TWh_gross/a, PJ_gross/a, TWh_net/a or PJ_net/a | USD/1000m3 "
               "is a unit of price, bcm/a one of flow",
               "E305 | costs.csv:3 | unit | bcm/a | a unit of price for gas: USD/1000m3, "
               "USD/MWh_gross or USD/MMBtu | bcm/a is a unit of flow, bcm/a one of price",
               "E305 | projects.csv:2 | unit | Mt | a unit of money: USD, MUSD or BUSD | ",
               "E305 | storage.csv:2 | unit | mcm/a | a unit of quantity for gas: bcm or mcm | "
               "mcm/a is a unit of flow, bcm/a one of amount"}));
}

TEST(CheckUnits, PropertyMissing) {
    SmallWorld world;
    world.replace("commodities.csv", "USD/1000m3,,40,36", "USD/1000m3,,,36");
    EXPECT_EQ(
        findings(world),
        (Lines{
            "E306 | demand.csv:3 | price_unit | USD/MWh_gross | the property that converts it, "
            "or a unit of volume_price | gas: gross_calorific_value is not given",
            "E306 | demand.csv:3 | unit | TWh_gross/a | the property that converts it, or a unit "
            "of volume_flow | gas: gross_calorific_value is not given"}));
}

TEST(CheckUnits, UnitsOfACommodity) {
    SmallWorld world;
    world.append("commodities.csv", "coal,Coal,fuel,USD/t,USD/t,,,,,,c1,")
        .append("commodities.csv", "ore,Ore,freight,Mt/a,USD/1000m3,,,,,,c1,");
    EXPECT_EQ(
        findings(world),
        (Lines{"E305 | commodities.csv:5 | unit | USD/t | a unit of quantity a year such as "
               "Mt/a, bcm/a or kTEU/a | ",
               "E305 | commodities.csv:6 | price_unit | USD/1000m3 | a unit of price for ore: "
               "USD/t, USD/bbl or USD/TEU | no property of a commodity ties USD/1000m3 to "
               "Mt/a"}));
}

TEST(CheckUnits, CostOfAProjectNeedsAUnit) {
    SmallWorld world;
    world.replace("projects.csv", "2.5,BUSD", "2.5,");
    EXPECT_EQ(findings(world),
              Lines{"E210 | projects.csv:2 | unit |  | a unit of money: USD, MUSD or BUSD | "});
}

// --- trade -------------------------------------------------------------------------------------

TEST(CheckTrade, YearOutsideTheWorld) {
    SmallWorld world;
    world.replace("observations.csv", "alba,2019", "alba,1999");
    EXPECT_EQ(findings(world), Lines{"W301 | observations.csv:2 | year | 1999 | 2000 to 2030 | "});
}

TEST(CheckTrade, PricesAndQuantitiesInOrder) {
    SmallWorld world;
    world.replace("demand.csv", "60,90,USD/bbl", "60,50,USD/bbl")
        .replace("freight_demand.csv", "1200,2400", "1200,1000")
        .replace("supply.csv", "80,100,kb/d,light,50,20", "80,70,kb/d,light,50,55")
        .replace("contracts.csv", "2000,3000", "4000,3000");
    EXPECT_EQ(
        findings(world),
        (Lines{"E309 | contracts.csv:2 | minimum | 4000 | at most 3000, the maximum | ",
               "E307 | demand.csv:2 | choke_price | 50 | at least 60, the price | ",
               "E307 | freight_demand.csv:2 | choke_price | 1000 | at least 1200, the price | ",
               "E310 | supply.csv:2 | capacity | 70 | at least 80, the quantity | ",
               "E308 | supply.csv:2 | floor_price | 55 | at most 50, the price | "}));
}

TEST(CheckTrade, FuelAndFreight) {
    SmallWorld world;
    world.replace("storage.csv", "market,gas,cyra,,,700,mcm", "market,boxes,cyra,,,700,Mt")
        .replace("freight_demand.csv", "market,boxes,brana,cyra,2020,24,kt/a,1200,2400,USD/TEU",
                 "market,crude,brana,cyra,2020,24,kt/a,12,24,USD/t");
    EXPECT_EQ(
        findings(world),
        (Lines{"E317 | freight_demand.csv:2 | commodity | crude | a commodity of kind freight "
               "| 'crude' is fuel",
               "E317 | storage.csv:2 | commodity | boxes | a commodity of kind fuel | 'boxes' "
               "is freight"}));
}

TEST(CheckTrade, GradeOfAnotherCommodity) {
    SmallWorld world;
    world.replace("capacities.csv", "8,bcm/a,,c1", "8,bcm/a,light,c1");
    EXPECT_EQ(findings(world), Lines{"E318 | capacities.csv:3 | grade | light | a grade of gas | "
                                     "'light' is a grade of crude"});
}

TEST(CheckTrade, TheSameSides) {
    SmallWorld world;
    world.replace("contracts.csv", "alba,cyra,gas", "alba,alba,gas")
        .replace("freight_demand.csv", "hub,market,boxes", "market,market,boxes");
    EXPECT_EQ(findings(world),
              (Lines{"E324 | contracts.csv:2 | buyer | alba | another actor than the seller | ",
                     "E324 | freight_demand.csv:2 | destination | market | another node than the "
                     "origin | "}));
}

TEST(CheckTrade, SponsorsAboveOne) {
    SmallWorld world;
    world.replace("project_sponsors.csv", "wider,brana,,", "wider,brana,0.4,");
    EXPECT_EQ(findings(world), Lines{"E325 | project_sponsors.csv:3 | share | 0.4 | shares of "
                                     "'wider' that add up to 1 at most | "});
}

TEST(CheckTrade, UnknownLinksOfAProject) {
    SmallWorld world;
    world.replace("projects.csv", "2.5,BUSD,,c1", "2.5,BUSD,pipe;ripe,c1");
    EXPECT_EQ(findings(world), Lines{"E214 | projects.csv:2 | links | ripe | an id of links | did "
                                     "you mean 'pipe'?"});
}

// --- restrictions ------------------------------------------------------------------------------

std::string restriction(const std::string& kind, const std::string& cells) {
    return "r," + kind + "," + kind + ",brana," + cells;
}

TEST(CheckRestrictions, WhatEachKindLacks) {
    struct Case {
        std::string kind;
        std::vector<std::string> lacking;
    };
    const std::vector<Case> cases{{"embargo", {"target"}},
                                  {"export_ban", {"target"}},
                                  {"transit_ban", {"links", "target"}},
                                  {"closure", {"links"}},
                                  {"quota", {"commodity", "target", "unit", "value"}},
                                  {"surcharge", {"commodity", "links", "target", "unit", "value"}},
                                  {"price_cap", {"commodity", "target", "unit", "value"}},
                                  {"record", {"note"}}};
    for (const Case& one : cases) {
        SmallWorld world;
        world.append("restrictions.csv", restriction(one.kind, ",,,,,,,c1,"));
        Lines expected;
        for (const std::string& column : one.lacking) {
            expected.push_back("E319 | restrictions.csv:5 | " + column + " |  | a " + column +
                               " of the " + one.kind + " | ");
        }
        EXPECT_EQ(findings(world), expected) << one.kind;
    }
}

TEST(CheckRestrictions, WhatAKindDoesNotUse) {
    SmallWorld world;
    world.append("restrictions.csv", restriction("embargo", "alba,crude,pipe,,,5,Mt/a,c1,"));
    const std::string expected = " | nothing, for a restriction of kind embargo does not use it | ";
    EXPECT_EQ(findings(world), (Lines{"W307 | restrictions.csv:5 | links | pipe" + expected,
                                      "W307 | restrictions.csv:5 | unit | Mt/a" + expected,
                                      "W307 | restrictions.csv:5 | value | 5" + expected}));
}

TEST(CheckRestrictions, ValueInTheWrongUnit) {
    SmallWorld world;
    world.append("restrictions.csv", restriction("quota", "alba,crude,,,,5,USD/t,c1,"));
    EXPECT_EQ(
        findings(world),
        Lines{"E305 | restrictions.csv:5 | unit | USD/t | a unit of quantity a year for "
              "crude: Mt/a, kt/a, t/a, Mbbl/a, kb/d, Mb/d, kTEU/a, TEU/a or MTEU/a | USD/t is "
              "a unit of price, Mt/a one of flow"});
}

// --- evidence ----------------------------------------------------------------------------------

TEST(CheckEvidence, WhatNothingCites) {
    SmallWorld world;
    world.append("claims.csv", "c2,x,world,y,,,,,,s1,,stated,")
        .append("claims.csv", "c3,x,world,y,,,2021,2020,,s1,,stated,")
        .append("sources.csv", "s2,Unread,,,,,press");
    EXPECT_EQ(
        findings(world),
        (Lines{"W304 | claims.csv:0 | id | 2 of 3 | claims that something cites | first c2, c3",
               "E218 | claims.csv:4 | to | 2020 | a date not before 2021 | ",
               "W305 | sources.csv:0 | id | 1 of 2 | sources that something cites | first s2"}));
}

TEST(CheckEvidence, ClaimOfNoSource) {
    SmallWorld world;
    world.append("claims.csv", "c2,x,world,y,,,,,,s9,,stated,")
        .replace("storage.csv", "mcm,c1", "mcm,c2");
    EXPECT_EQ(findings(world),
              Lines{"E214 | claims.csv:3 | source | s9 | an id of sources | did you mean 's1'?"});
}

} // namespace
} // namespace isthmus::world
