// SPDX-License-Identifier: Apache-2.0
#include "world/evidence.hpp"
#include "world/test_world.hpp"

namespace isthmus::world {
namespace {

World loaded(const SmallWorld& world) {
    Result<World> result = world.load();
    EXPECT_TRUE(result.ok());
    return result ? std::move(result).value() : World();
}

TEST(Build, GoodWorldHasNoFindings) {
    const SmallWorld files;
    EXPECT_EQ(findings(files), Lines{});
    const World world = loaded(files);
    EXPECT_EQ(world.manifest().id, "small");
    EXPECT_EQ(world.actors.size(), 4u);
    EXPECT_EQ(world.links.size(), 2u);
    EXPECT_EQ(world.scenario, "");
}

TEST(Build, NamesInAnyScriptWithQuotesAndCommas) {
    const World world = loaded(SmallWorld());
    EXPECT_EQ(world.actors[world.find<ActorTag>("actors", "brana")].name,
              "Brana, \"the hub\" & co");
    EXPECT_EQ(world.actors[world.find<ActorTag>("actors", "cyra")].name, "سیرا");
}

TEST(Build, FindsRowsById) {
    const World world = loaded(SmallWorld());
    const LinkId rail = world.find<LinkTag>("links", "rail");
    ASSERT_TRUE(rail.valid());
    EXPECT_EQ(world.links[rail].mode, Mode::kRail);
    EXPECT_EQ(world.nodes[world.links[rail].to].id, "market");
    EXPECT_FALSE(world.find<LinkTag>("links", "nothing").valid());
    EXPECT_FALSE(world.find<LinkTag>("nothing", "rail").valid());
}

TEST(Build, QuantitiesBecomeCanonical) {
    const World world = loaded(SmallWorld());
    // 100 kb/d are 36.525 Mbbl a year; the grade has 8 bbl/t.
    EXPECT_DOUBLE_EQ(world.capacities[0].capacity, 36.525 / 8);
    EXPECT_DOUBLE_EQ(world.capacities[3].capacity, 5);
    EXPECT_DOUBLE_EQ(world.supply[0].quantity, 0.8 * 36.525 / 8);
    // 40 TWh are 144 PJ at 40 MJ/m3.
    EXPECT_DOUBLE_EQ(world.demand[1].quantity, 3.6);
    // 24 kt at 12 t a container.
    EXPECT_DOUBLE_EQ(world.freight_demand[0].quantity, 2);
    EXPECT_DOUBLE_EQ(world.contracts[ContractId(0)].minimum, 2);
    EXPECT_DOUBLE_EQ(world.restrictions[RestrictionId(1)].value.value_or(0), 0.5);
    EXPECT_DOUBLE_EQ(world.project_capacities[0].capacity, 4);
    EXPECT_DOUBLE_EQ(world.storage[0].volume, 0.7);
    EXPECT_DOUBLE_EQ(world.observations[0].value, 7);
}

TEST(Build, VolumesOfAGradeCountByTheirEnergy) {
    const World world = loaded(SmallWorld());
    // 42 bcm with 42 MJ/m3 hold what 44.1 bcm with 40 MJ/m3 do; the price of one of the latter is
    // so much lower.
    EXPECT_DOUBLE_EQ(world.supply[1].quantity, 44.1);
    EXPECT_DOUBLE_EQ(world.supply[1].capacity, 88.2);
    EXPECT_DOUBLE_EQ(world.supply[1].price, 100 / 1.05);
    EXPECT_DOUBLE_EQ(world.supply[1].price * world.supply[1].quantity, 4200);
}

TEST(Build, PricesBecomeCanonical) {
    const World world = loaded(SmallWorld());
    // USD/bbl to million USD a million tonnes: 7.3 bbl/t, or 8 of the grade.
    EXPECT_DOUBLE_EQ(world.costs[0].cost, 2 * 7.3);
    EXPECT_DOUBLE_EQ(world.costs[0].tariff, 3 * 7.3);
    EXPECT_DOUBLE_EQ(world.costs[1].tariff, world.costs[1].cost)
        << "the cost where there is no tariff";
    EXPECT_DOUBLE_EQ(world.supply[0].price, 50 * 8.0);
    EXPECT_DOUBLE_EQ(world.supply[0].floor_price, 20 * 8.0);
    EXPECT_DOUBLE_EQ(world.demand[0].choke_price.value_or(0), 90 * 7.3);
    EXPECT_FALSE(world.demand[1].choke_price.has_value());
    // 25 USD/MWh is 25 / 3.6 MUSD a PJ, and a bcm has 40 PJ.
    EXPECT_NEAR(world.demand[1].price, 25 / 3.6 * 40, 1e-9);
    // USD/TEU is 0.001 MUSD a thousand TEU.
    EXPECT_DOUBLE_EQ(world.freight_demand[0].price, 1.2);
    EXPECT_DOUBLE_EQ(world.mode_costs[0].per_km, 0.0005);
    EXPECT_DOUBLE_EQ(world.mode_costs[0].km_per_day, 400);
    EXPECT_DOUBLE_EQ(world.mode_costs[1].km_per_day, 0);
    EXPECT_DOUBLE_EQ(world.fees[0].fee, 0.5 * 7.3);
    EXPECT_DOUBLE_EQ(world.projects[ProjectId(0)].cost.value_or(0), 2500);
    EXPECT_DOUBLE_EQ(world.restrictions[RestrictionId(0)].value.value_or(0), 60 * 7.3);
}

TEST(Build, ResultsAreShownInTheUnitsOfTheCommodity) {
    const World world = loaded(SmallWorld());
    const Commodity& crude = world.commodities[CommodityId(0)];
    EXPECT_DOUBLE_EQ(crude.shown_price(73), 10) << "73 USD/t at 7.3 bbl/t";
    EXPECT_DOUBLE_EQ(crude.shown_quantity(3), 3);
    const Commodity& boxes = world.commodities[CommodityId(2)];
    EXPECT_DOUBLE_EQ(boxes.value_of_time, 0.03);
    EXPECT_DOUBLE_EQ(boxes.shown_price(boxes.value_of_time), 30);
}

TEST(Build, GroupMembersAreConvertedToTheGroup) {
    const World world = loaded(SmallWorld());
    EXPECT_EQ(world.capacity_groups[GroupId(0)].dimension, "mass_flow");
    EXPECT_DOUBLE_EQ(world.group_members[0].use, 0.012) << "a thousand TEU of 12 t in Mt";
    EXPECT_DOUBLE_EQ(world.group_members[1].use, 2);
    EXPECT_DOUBLE_EQ(world.group_capacities[0].capacity, 6);
    EXPECT_DOUBLE_EQ(world.group_capacities[1].capacity, 8);
}

TEST(Build, RowsKeepTheirOrigin) {
    const World world = loaded(SmallWorld());
    const Capacity& capacity = world.capacities[2];
    const Row& row = world.tables.at("capacities").rows[capacity.provenance.row];
    EXPECT_EQ(row.origin.line, 4u);
    EXPECT_EQ(world.tables.at("capacities").cell(row, "capacity"), "200");
    ASSERT_EQ(capacity.provenance.claims.size(), 1u);
    EXPECT_EQ(world.claims[capacity.provenance.claims[0]].id, "c1");
    EXPECT_EQ(world.link_status[3].provenance.note, "By day only");
}

TEST(Build, DatesBecomePeriods) {
    const World world = loaded(SmallWorld());
    EXPECT_EQ(world.memberships[0].period.first, day_number(2004, 1, 1));
    EXPECT_EQ(world.memberships[0].period.last, day_number(2015, 6, 30));
    EXPECT_EQ(world.memberships[1].period.last, Period().last);
    EXPECT_EQ(world.projects[ProjectId(0)].start, (Date{2028, 6, 0}));
}

TEST(Query, StateOfACompanyIsItsHome) {
    const World world = loaded(SmallWorld());
    const ActorId alba = world.find<ActorTag>("actors", "alba");
    EXPECT_EQ(world.state_of(world.find<ActorTag>("actors", "alba-oil")), alba);
    EXPECT_EQ(world.state_of(alba), alba);
}

TEST(Build, WithdrawalsCorridorsAndCorrections) {
    const World world = loaded(SmallWorld());
    const LinkId pipe = world.find<LinkTag>("links", "pipe");
    ASSERT_EQ(world.withdrawals.size(), 1u);
    EXPECT_EQ(world.withdrawals[0].by[0].actor, world.find<ActorTag>("actors", "brana"));
    EXPECT_EQ(world.withdrawals[0].towards[1].bloc, world.find<BlocTag>("blocs", "union"));
    ASSERT_EQ(world.corridors.size(), 1u);
    EXPECT_EQ(world.corridors[CorridorId(0)].links,
              (std::vector<LinkId>{pipe, world.find<LinkTag>("links", "rail")}));
    ASSERT_EQ(world.corrections.size(), 1u);
    const Correction& row = world.corrections[0];
    EXPECT_EQ(row.link, pipe);
    EXPECT_DOUBLE_EQ(row.correction / row.slope, -2);
    EXPECT_DOUBLE_EQ(row.flow, world.contracts[ContractId(0)].minimum * 2.5);
}

TEST(Build, AgreementsEventsAndOtherNames) {
    const World world = loaded(SmallWorld());
    ASSERT_EQ(world.agreements.size(), 1u);
    const Agreement& pact = world.agreements[AgreementId(0)];
    EXPECT_EQ(pact.parties[1].bloc, world.find<BlocTag>("blocs", "union"));
    EXPECT_EQ(pact.opens, (std::vector<RowName>{{"links", "pipe"}, {"blocs", "union"}}));
    EXPECT_FALSE(pact.in_force(day_number(2009, 12, 31)));
    EXPECT_TRUE(pact.in_force(day_number(2020, 6, 30)));
    EXPECT_FALSE(pact.in_force(day_number(2020, 7, 1)));
    ASSERT_EQ(world.events.size(), 1u);
    const Event& quarrel = world.events[EventId(0)];
    EXPECT_EQ(quarrel.code, "0211");
    EXPECT_EQ(quarrel.goldstein, -0.1);
    EXPECT_EQ(quarrel.target.size(), 2u);
    EXPECT_EQ(quarrel.closes, (std::vector<RowName>{{"agreements", "pact"}}));
    ASSERT_EQ(world.aliases.size(), 2u);
    EXPECT_EQ(world.aliases[0].kind, AliasKind::kName);
    EXPECT_EQ(world.aliases[1].things, (std::vector<std::string>{"alba", "pipe"}));
    EXPECT_EQ(world.aliases[1].kind, AliasKind::kStem);
}

TEST(Build, DocumentsAndAnchors) {
    const World world = loaded(SmallWorld());
    ASSERT_EQ(world.documents.size(), 1u);
    EXPECT_EQ(world.documents[0].source, world.find<SourceTag>("sources", "s1"));
    EXPECT_EQ(world.documents[0].letters, 12);
    ASSERT_EQ(world.anchors.size(), 1u);
    EXPECT_EQ(world.anchors[0].claim, world.find<ClaimTag>("claims", "c1"));
    EXPECT_EQ(world.anchors[0].length, 5);
}

TEST(Build, NothingRestsOnAnImplausibleClaim) {
    SmallWorld small;
    small.replace("claims.csv", "confidence,note\n", "confidence,plausibility,note\n");
    small.replace("claims.csv", "stated,\n", "stated,implausible,ten times too much\n");
    const Result<World> world = small.load();
    ASSERT_FALSE(world.ok());
    const Diagnostic& first = world.diagnostics().items().front();
    EXPECT_EQ(first.id, "E326");
    EXPECT_EQ(first.found, "c1");
    EXPECT_EQ(first.hint, "its note: ten times too much");
}

TEST(Query, CoversActorsCompaniesAndMembers) {
    const World world = loaded(SmallWorld());
    const ActorId alba = world.find<ActorTag>("actors", "alba");
    const ActorId brana = world.find<ActorTag>("actors", "brana");
    const ActorId oil = world.find<ActorTag>("actors", "alba-oil");
    const BlocId bloc = world.find<BlocTag>("blocs", "union");
    const Day day = day_number(2010, 7, 1);
    const std::vector<Party> union_only{{.actor = {}, .bloc = bloc}};
    const std::vector<Party> alba_only{{.actor = alba, .bloc = {}}};
    EXPECT_TRUE(world.covers(alba_only, alba, day));
    EXPECT_TRUE(world.covers(alba_only, oil, day)) << "a company of a named state";
    EXPECT_FALSE(world.covers(alba_only, brana, day));
    EXPECT_TRUE(world.covers(union_only, alba, day));
    EXPECT_TRUE(world.covers(union_only, oil, day)) << "a company of a member";
    EXPECT_FALSE(world.covers(union_only, brana, day)) << "an observer";
    EXPECT_FALSE(world.covers(union_only, alba, day_number(2015, 7, 1))) << "no longer a member";
    EXPECT_FALSE(world.covers({}, alba, day));
    const std::vector<Party> company_only{{.actor = oil, .bloc = {}}};
    EXPECT_FALSE(world.covers(company_only, alba, day)) << "a state does not stand for its company";
}

TEST(Query, ControllerChangesWithTheDay) {
    const World world = loaded(SmallWorld());
    const TerritoryId cyra = world.find<TerritoryTag>("territories", "cyra");
    const auto controller = [&](int year) {
        return world.actors[world.controller(cyra, day_number(year, 7, 1))].id;
    };
    EXPECT_EQ(controller(2009), "cyra");
    EXPECT_EQ(controller(2010), "brana") << "a claim is no control";
}

TEST(Evidence, CountsNumbersByTheirWeakestClaim) {
    SmallWorld files;
    files.append("claims.csv", "c2,pipe,link,length,300,km,,,,s1,,derived,From a map")
        .append("claims.csv", "c3,pipe,link,length,300,km,,,,s1,,estimate,Guess")
        .append("claims.csv", "c4,rail,link,length,500,km,,,,s2,,stated,")
        .append("claims.csv", "c5,rail,link,length,500,km,,,,s3,,stated,")
        .append("sources.csv", "s2,Memory,,,,,recalled")
        .append("sources.csv", "s3,Reasoning,,,,,estimate")
        .replace("capacities.csv", "100,kb/d,light,c1", "100,kb/d,light,c1;c2")
        .replace("capacities.csv", "8,bcm/a,,c1", "8,bcm/a,,c3;c2")
        .replace("capacities.csv", "5,Mt/a,,c1", "5,Mt/a,,c5")
        .replace("links.csv", "forward,300,c1", "forward,300,c1;c4")
        .replace("links.csv", "both,500,c1", "both,500,c4");
    const World world = loaded(files);
    const EvidenceSummary summary = summarise_evidence(world);
    EXPECT_EQ(summary.derived, 1u);
    EXPECT_EQ(summary.estimate, 2u) << "by confidence and by kind of source";
    EXPECT_EQ(summary.recalled, 2u);
    EXPECT_EQ(summary.numbers,
              summary.stated + summary.derived + summary.estimate + summary.recalled);
    ASSERT_EQ(summary.recalled_rows.size(), 1u) << "a row that also rests on a document is not one";
    EXPECT_EQ(summary.recalled_rows[0], (std::pair<std::string, std::size_t>("links", 1)));
}

TEST(Evidence, ANumberRestsOnTheClaimThatStatesIt) {
    const auto estimates = [](const std::string& cited) {
        SmallWorld files;
        files.append("claims.csv", "says,pipe,link,capacity,8,bcm/a,,,,s1,,stated,")
            .append("claims.csv", "other-unit,pipe,link,capacity,8,Mt/a,,,,s1,,stated,")
            .append("claims.csv", "guess,pipe,link,capacity,,,,,,s1,,estimate,Guess")
            .replace("capacities.csv", "8,bcm/a,,c1", "8,bcm/a,," + cited);
        return summarise_evidence(loaded(files)).estimate;
    };
    EXPECT_EQ(estimates("guess;says"), 0u);
    EXPECT_EQ(estimates("guess;other-unit"), 1u);
}

TEST(Build, TutorialWorldBuildsWithoutFindings) {
    const std::filesystem::path folder = std::string(ISTHMUS_SOURCE_DIR) + "/worlds/tutorial";
    const Result<World> world = load(folder);
    ASSERT_TRUE(world.ok()) << world.diagnostics().items().front().to_string();
    EXPECT_TRUE(world.value().warnings.empty());
    EXPECT_EQ(world.value().nodes.size(), 5u);
    for (const char* scenario : {"western-closed", "bypass"}) {
        const Result<World> changed =
            load(folder, folder / "scenarios" / (std::string(scenario) + ".toml"));
        ASSERT_TRUE(changed.ok()) << changed.diagnostics().items().front().to_string();
        EXPECT_EQ(changed.value().scenario, scenario);
        EXPECT_TRUE(changed.value().warnings.empty());
    }
}

TEST(Build, SameInputSameWorld) {
    const SmallWorld files;
    const World first = loaded(files), second = loaded(files);
    EXPECT_EQ(first.supply.size(), second.supply.size());
    for (std::size_t i = 0; i < first.supply.size(); ++i) {
        EXPECT_EQ(first.supply[i].quantity, second.supply[i].quantity);
    }
}

} // namespace
} // namespace isthmus::world
