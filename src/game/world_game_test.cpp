// SPDX-License-Identifier: Apache-2.0
// A small world whose coalition values follow by hand.
//
// Two sellers of gas, 10 bcm each: a at 10, b at 20 USD/1000m3. A transit state t, a buyer c who
// pays 100 for up to 20 bcm. Pipes: a-t (10 bcm, cost 5), b-t (10, 5), t-c (12, 5), b-c (4, 10).
// Each needs both states that it joins.
//     a-t-c: 100 - 10 - 5 - 5 = 80 a unit;  b-t-c: 70;  b-c: 70.
//     v(atc) = 800, v(bc) = 280, v(btc) = 700, v(abtc) = 10 * 80 + (2 + 4) * 70 = 1220.
#include "game/world_game.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "flow/test_world.hpp"
#include "game/game_market.hpp"
#include "game/oracle.hpp"

namespace isthmus::game {
namespace {

using flow::TestWorld;
using world::World;

/// Flat beyond any test's tolerance.
constexpr double kFlatSupply = 1e9;
constexpr double kFlatDemand = -0.001;
constexpr double kNear = 1e-4;

TestWorld& pipe(TestWorld& world, const std::string& id, const std::string& from,
                const std::string& to, double capacity, double cost) {
    world.link(id, from, to, "gas", capacity, cost, "forward");
    return world.add("consents", {{"link", id}, {"actor", to}, {"capacity", "territory"}});
}

/// c pays 100 for up to `quantity`, at any node.
void flat_demand(TestWorld& world, const std::string& node, double quantity) {
    world.add("demand", {{"node", node},
                         {"commodity", "gas"},
                         {"actor", "c"},
                         {"year", "2020"},
                         {"quantity", format_number(quantity)},
                         {"unit", "bcm/a"},
                         {"price", "100"},
                         {"choke_price", "100"},
                         {"price_unit", "USD/1000m3"},
                         {"elasticity", format_number(kFlatDemand)}});
}

TestWorld four_states() {
    TestWorld world;
    double longitude = 0;
    for (const char* id : {"a", "b", "t", "c"}) {
        world.state(id).node(id, id, longitude);
        longitude += 2;
    }
    world.gas_supply("a", "a", 10, 10, kFlatSupply, 10);
    world.gas_supply("b", "b", 10, 20, kFlatSupply, 10);
    flat_demand(world, "c", 20);
    pipe(world, "at", "a", "t", 10, 5);
    pipe(world, "bt", "b", "t", 10, 5);
    pipe(world, "tc", "t", "c", 12, 5);
    return pipe(world, "bc", "b", "c", 4, 10);
}

TestWorld& member(TestWorld& world, const std::string& actor, const std::string& bloc,
                  const std::string& to = {}) {
    return world.add("memberships",
                     {{"actor", actor}, {"bloc", bloc}, {"role", "member"}, {"to", to}});
}

TestWorld& restriction(TestWorld& world, const std::string& id, const std::string& kind,
                       const std::string& imposed_by, const std::string& target,
                       TestWorld::Cells more = {}) {
    TestWorld::Cells cells{{"id", id},         {"name", id},
                           {"kind", kind},     {"imposed_by", imposed_by},
                           {"target", target}, {"note", "invented"}};
    cells.insert(cells.end(), more.begin(), more.end());
    return world.add("restrictions", cells);
}

WorldGame made(const World& world, const WorldGameOptions& options) {
    Result<WorldGame> game = world_game(world, 2020, options);
    if (!game) {
        for (const Diagnostic& item : game.diagnostics().items()) {
            ADD_FAILURE() << item.id << " " << item.found << " " << item.hint;
        }
        return {};
    }
    return std::move(game).value();
}

WorldGame made(const World& world, const std::vector<std::string>& players,
               Others others = Others::kPresent) {
    WorldGameOptions options;
    options.players = players;
    options.others = others;
    return made(world, options);
}

/// v of players named by their ids, part by part from the linear program.
double value(const WorldGame& game, const std::vector<std::string>& ids) {
    Coalition coalition = 0;
    for (const std::string& id : ids) {
        for (std::size_t i = 0; i < game.players.size(); ++i) {
            if (game.players[i].id == id) coalition |= player_bit(i);
        }
    }
    EXPECT_EQ(coalition_size(coalition), ids.size());
    double sum = 0;
    for (const GamePart& part : game.parts) {
        const auto oracle = make_oracle(part.problem);
        sum += oracle->welfare(coalition) - oracle->welfare(Coalition{0});
    }
    return sum;
}

Diagnostic refusal(const World& world, const std::vector<std::string>& players) {
    WorldGameOptions options;
    options.players = players;
    const Result<WorldGame> game = world_game(world, 2020, options);
    EXPECT_FALSE(game.ok());
    return game.ok() ? Diagnostic() : game.diagnostics().items().front();
}

bool says(const WorldGame& game, const std::string& text) {
    return std::any_of(
        game.assumptions.begin(), game.assumptions.end(),
        [&](const std::string& item) { return item.find(text) != std::string::npos; });
}

TEST(WorldGame, ValuesByHand) {
    const World world = four_states().build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    ASSERT_EQ(game.parts.size(), 1U);
    EXPECT_TRUE(game.always_present.empty());
    EXPECT_EQ(game.parts[0].problem.relevant_players(), grand_coalition(4));
    EXPECT_NEAR(value(game, {"a", "t", "c"}), 800, kNear);
    EXPECT_NEAR(value(game, {"b", "c"}), 280, kNear);
    EXPECT_NEAR(value(game, {"b", "t", "c"}), 700, kNear);
    EXPECT_NEAR(value(game, {"a", "b", "t", "c"}), 1220, kNear);
    EXPECT_NEAR(value(game, {"a", "b", "c"}), 280, kNear);
    EXPECT_NEAR(value(game, {"a", "b", "t"}), 0, kNear);
    EXPECT_NEAR(value(game, {"a", "c"}), 0, kNear);
}

TEST(WorldGame, KeepsTheLinkOfEachArcAndItsConsents) {
    const World world = four_states().build();
    const WorldGame game = made(world, {"c", "b", "a", "t"});
    const GamePart& part = game.parts.front();
    ASSERT_EQ(part.problem.arc_consent.size(), 4U);
    for (const auto id : part.link_of_arc.ids()) {
        if (world.links[part.link_of_arc[id]].id != "bt") continue;
        EXPECT_EQ(part.problem.arc_consent[id], player_bit(1) | player_bit(3));
    }
    EXPECT_EQ(part.commodities.size(), 1U);
}

TEST(WorldGame, TotalsOfTheTableAreThoseOfTheProgram) {
    const World world = four_states().build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    const Result<GameValues> values = game_values(game);
    ASSERT_TRUE(values.ok());
    const ValueTable& total = values.value().total;
    EXPECT_NEAR(total[0b1101], 800, kNear);
    EXPECT_NEAR(total[0b1010], 280, kNear);
    EXPECT_NEAR(total[0b1111], 1220, kNear);
    EXPECT_EQ(total[0], 0);
}

TEST(WorldGame, TariffsAndFeesCostNothing) {
    TestWorld base = four_states();
    base.add("fees", {{"link", "tc"},
                      {"commodity", "gas"},
                      {"actor", "t"},
                      {"fee", "30"},
                      {"unit", "USD/1000m3"}});
    const World world = base.build();
    EXPECT_NEAR(value(made(world, {"a", "b", "t", "c"}), {"a", "t", "c"}), 800, kNear);
}

TEST(WorldGame, OtherActorsArePresentOrOut) {
    const World world = four_states().build();
    const WorldGame present = made(world, {"a", "t"});
    ASSERT_EQ(present.always_present.size(), 2U);
    EXPECT_TRUE(says(present, "Always present, with their consent given and their markets open: "
                              "b, c."));
    EXPECT_NEAR(value(present, {"a", "t"}), 1220 - 280, kNear);
    EXPECT_NEAR(value(present, {"t"}), 700 - 280, kNear);
    EXPECT_NEAR(value(present, {"a"}), 0, kNear);

    const WorldGame out = made(world, {"a", "t", "c"}, Others::kOut);
    EXPECT_TRUE(out.always_present.empty());
    EXPECT_TRUE(says(out, "Nothing opens that needs anyone who is no player: b."));
    EXPECT_NEAR(value(out, {"a", "t", "c"}), 800, kNear);
    EXPECT_EQ(out.parts[0].problem.problem.arcs.size(), 2U) << "b's pipes can never open";
    EXPECT_EQ(out.parts[0].problem.problem.supplies.size(), 1U);

    const WorldGame nothing = made(world, {"a", "c"}, Others::kOut);
    EXPECT_TRUE(nothing.parts.empty());
}

TEST(WorldGame, ASanctionerWhoMustAgreeHasAVeto) {
    TestWorld base = four_states();
    base.state("power");
    base.add("consents", {{"link", "tc"}, {"actor", "power"}, {"capacity", "sanctioner"}});
    base.add(
        "consents",
        {{"link", "bc"}, {"actor", "power"}, {"capacity", "sanctioner"}, {"to", "2020-06-30"}});
    const World world = base.build();
    const WorldGame game = made(world, {"a", "b", "t", "c", "power"});
    EXPECT_NEAR(value(game, {"a", "b", "t", "c"}), 280, kNear) << "on 1 July only t-c needs it";
    EXPECT_NEAR(value(game, {"a", "b", "t", "c", "power"}), 1220, kNear);
    EXPECT_TRUE(says(game, "A sanctioner must agree to the use of tc (power)."));
    EXPECT_NEAR(value(made(world, {"a", "b", "t", "c"}), {"a", "b", "t", "c"}), 1220, kNear);
    EXPECT_NEAR(value(made(world, {"a", "b", "t", "c"}, Others::kOut), {"a", "b", "t", "c"}), 280,
                kNear);
}

TEST(WorldGame, ABlocActsAsOneForItsMembersOfTheDay) {
    TestWorld base = four_states();
    base.add("blocs", {{"id", "union"}, {"name", "Union"}, {"kind", "political"}});
    member(member(base, "t", "union"), "c", "union");
    member(base, "b", "union", "2019");
    const World world = base.build();
    const WorldGame game = made(world, {"a", "b", "union"});
    ASSERT_EQ(game.players[2].actors.size(), 2U);
    EXPECT_NEAR(value(game, {"a", "union"}), 800, kNear);
    EXPECT_NEAR(value(game, {"b", "union"}), 700, kNear);
    EXPECT_TRUE(says(game, "Union acts as one for its members of 1 July 2020: t, c."));
}

TEST(WorldGame, CompaniesCountForTheirHome) {
    TestWorld base = four_states();
    base.add("actors", {{"id", "firm"}, {"name", "Firm"}, {"kind", "company"}, {"home", "a"}});
    base.add("consents", {{"link", "bc"}, {"actor", "firm"}, {"capacity", "operator"}});
    const World world = base.build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    EXPECT_NEAR(value(game, {"b", "c"}), 0, kNear);
    EXPECT_NEAR(value(game, {"a", "b", "c"}), 280, kNear);
    EXPECT_TRUE(says(game, "Firm (a)"));
    const Diagnostic refused = refusal(world, {"firm", "b"});
    EXPECT_EQ(refused.id, "E702");
    EXPECT_EQ(refused.hint, "name 'a' instead");
}

TEST(WorldGame, WhoControlsAPlaceMustAgreeToItsMarket) {
    TestWorld base = four_states();
    base.add("territories", {{"id", "held"}, {"name", "Held"}});
    base.add("control", {{"territory", "held"}, {"actor", "t"}, {"capacity", "de_facto"}});
    base.add("control", {{"territory", "held"}, {"actor", "c"}, {"capacity", "claim"}});
    base.add("territories", {{"id", "free"}, {"name", "Free"}});
    for (const std::string id : {"held", "free"}) {
        base.node(id, id, 1);
        base.gas_supply(id, "a", 5, 10, kFlatSupply, 5);
        flat_demand(base, id, 20);
    }
    const World world = base.build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    EXPECT_NEAR(value(game, {"a", "c"}), 5 * 90, kNear);
    EXPECT_NEAR(value(game, {"a", "t", "c"}), 800 + 2 * 5 * 90, kNear);
    EXPECT_TRUE(says(game, "Nobody controls Free on 1 July 2020"));
}

TEST(WorldGame, RestrictionsAreLiftedOrStand) {
    TestWorld base = four_states();
    restriction(base, "embargo", "embargo", "c", "a", {{"commodity", "gas"}});
    restriction(base, "quota", "quota", "c", "b",
                {{"commodity", "gas"}, {"value", "3"}, {"unit", "bcm/a"}});
    const World world = base.build();
    WorldGameOptions options;
    options.players = {"a", "b", "t", "c"};
    const WorldGame lifted = made(world, options);
    EXPECT_NEAR(value(lifted, {"a", "b", "t", "c"}), 1220, kNear);
    EXPECT_TRUE(says(lifted, "are lifted: embargo; quota."));
    options.restrictions = RestrictionRule::kStanding;
    const WorldGame standing = made(world, options);
    EXPECT_NEAR(value(standing, {"a", "t", "c"}), 0, kNear);
    EXPECT_NEAR(value(standing, {"a", "b", "t", "c"}), 3 * 70, kNear);
    EXPECT_TRUE(says(standing, "stand in every coalition: embargo; quota."));
}

TEST(WorldGame, LiftedAFuelNeedsOneLayer) {
    TestWorld base = four_states();
    restriction(base, "embargo", "embargo", "c", "a", {{"commodity", "gas"}});
    base.add("observations", {{"id", "o"},
                              {"link", "tc"},
                              {"commodity", "gas"},
                              {"supplier", "a"},
                              {"year", "2020"},
                              {"value", "10"},
                              {"unit", "bcm/a"}});
    const World world = base.build();
    WorldGameOptions options;
    EXPECT_EQ(game_market(world, 2020, options).value().market.layers.size(), 1U);
    options.restrictions = RestrictionRule::kStanding;
    EXPECT_EQ(game_market(world, 2020, options).value().market.layers.size(), 2U);
}

TEST(WorldGame, ContractsBindNobody) {
    TestWorld base = four_states();
    base.add("contracts", {{"id", "k"},
                           {"name", "Contract"},
                           {"seller", "a"},
                           {"buyer", "c"},
                           {"commodity", "gas"},
                           {"minimum", "500"},
                           {"unit", "bcm/a"}});
    const World world = base.build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    EXPECT_TRUE(game.parts[0].problem.problem.obligations.empty());
    EXPECT_NEAR(value(game, {"b", "c"}), 280, kNear);
    EXPECT_TRUE(says(game, "Contracts bind no coalition (1 in force in 2020)"));
}

/// 8 of 10 kTEU from a to c, each worth 1000 and carried for 400 USD: 4.8 MUSD.
TestWorld with_freight() {
    TestWorld world = four_states();
    world.link("rail", "a", "c", "containers", 8, 400);
    world.add("freight_demand", {{"commodity", "containers"},
                                 {"origin", "a"},
                                 {"destination", "c"},
                                 {"shipper", "b"},
                                 {"actor", "c"},
                                 {"year", "2020"},
                                 {"quantity", "10"},
                                 {"unit", "kTEU/a"},
                                 {"price", "1000"},
                                 {"choke_price", "1000"},
                                 {"price_unit", "USD/TEU"},
                                 {"elasticity", format_number(kFlatDemand)}});
    return world;
}

TEST(WorldGame, CommoditiesThatShareNothingAddUp) {
    const World world = with_freight().build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    ASSERT_EQ(game.parts.size(), 2U);
    EXPECT_NEAR(value(game, {"a", "b", "c"}), 280 + 4.8, kNear) << "freight needs its shipper b";
    EXPECT_NEAR(value(game, {"a", "c"}), 0, kNear);
    EXPECT_TRUE(says(game, "2 parts of the market share no capacity, and their values add up: "
                           "Gas; Containers."));
    const Result<GameValues> values = game_values(game);
    ASSERT_TRUE(values.ok());
    for (Coalition coalition = 0; coalition < 16; ++coalition) {
        double sum = 0;
        for (const PartValues& part : values.value().parts) {
            sum += part.table[compress(coalition, part.relevant)];
        }
        EXPECT_EQ(values.value().total[coalition], sum);
    }
    EXPECT_NEAR(values.value().total[0b1111], 1224.8, kNear);

    WorldGameOptions options;
    options.players = {"a", "b", "t", "c"};
    options.commodities = {world.find<world::CommodityTag>("commodities", "containers")};
    EXPECT_NEAR(value(made(world, options), {"a", "b", "t", "c"}), 4.8, kNear);
}

TEST(WorldGame, TradingOutsidersTakeTheirShareOfWhatIsThere) {
    const World world = four_states().build();
    const WorldGame open = made(world, {"a", "b"});
    const auto present = values_with_trading_outsiders(open, game_values(open).value());
    ASSERT_TRUE(present.ok());
    EXPECT_NEAR(present.value()[0b01], 1220 - 700, kNear);
    EXPECT_NEAR(present.value()[0b10], 1220 - 800, kNear);
    EXPECT_NEAR(present.value()[0b11], 1220, kNear);
    EXPECT_EQ(present.value()[0], 0);
    const WorldGame closed = made(world, {"a", "b", "t", "c"});
    const auto alone = game_values(closed);
    ASSERT_TRUE(alone.ok());
    const auto apart = values_with_trading_outsiders(closed, alone.value());
    ASSERT_TRUE(apart.ok());
    for (Coalition coalition = 0; coalition < 16; ++coalition) {
        EXPECT_NEAR(apart.value()[coalition], alone.value().total[coalition], kNear);
    }
}

TEST(WorldGame, TradingOutsidersDoNotDependOnThreads) {
    const World world = with_freight().build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    const GameValues alone = game_values(game).value();
    ValueOptions options;
    options.threads = 1;
    const auto one = values_with_trading_outsiders(game, alone, options);
    options.threads = 3;
    const auto three = values_with_trading_outsiders(game, alone, options);
    ASSERT_TRUE(one.ok() && three.ok());
    EXPECT_TRUE(std::equal(one.value().values().begin(), one.value().values().end(),
                           three.value().values().begin()));
}

TEST(WorldGame, TradingOutsidersCanBeInterrupted) {
    const World world = four_states().build();
    const WorldGame game = made(world, {"a", "b", "t", "c"});
    const GameValues alone = game_values(game).value();
    const std::atomic<bool> interrupt = true;
    ValueOptions options;
    options.interrupt = &interrupt;
    const auto values = values_with_trading_outsiders(game, alone, options);
    ASSERT_FALSE(values.ok());
    EXPECT_EQ(values.diagnostics().items().front().id, "E704");
}

TEST(WorldGame, RefusesPlayersWithReasons) {
    TestWorld base = four_states();
    base.state("idle");
    base.add("blocs", {{"id", "union"}, {"name", "Union"}, {"kind", "political"}});
    base.add("blocs", {{"id", "league"}, {"name", "League"}, {"kind", "alliance"}});
    base.add("blocs", {{"id", "empty"}, {"name", "Empty"}, {"kind", "alliance"}});
    member(member(base, "t", "union"), "c", "union");
    member(base, "c", "league");
    const World world = base.build();

    const Diagnostic misspelt = refusal(world, {"a", "unoin"});
    EXPECT_EQ(misspelt.id, "E702");
    EXPECT_EQ(misspelt.found, "unoin");
    EXPECT_EQ(misspelt.hint, "did you mean 'union'?");
    EXPECT_EQ(refusal(world, {"a", "a"}).hint, "it is named twice");
    EXPECT_EQ(refusal(world, {"union", "t"}).hint,
              "'t' counts for 'union' already; leave one of the two out");
    EXPECT_EQ(refusal(world, {"union", "league"}).hint,
              "'c' counts for 'union' already; leave one of the two out");
    EXPECT_EQ(refusal(world, {"a", "idle"}).hint,
              "no supply, demand or consent of that year is its own");
    EXPECT_EQ(refusal(world, {"empty"}).expected, "a bloc with members on the reference day");
    EXPECT_EQ(refusal(world, std::vector<std::string>(kMaxPlayers + 1, "a")).id, "E701");
    EXPECT_EQ(world_game(world, 1900).diagnostics().items().front().id, "E503");
}

TEST(WorldGame, RefusesCurvesWithoutLimit) {
    TestWorld base = four_states();
    base.gas_demand("t", "t", 20, 10, -1e308);
    EXPECT_EQ(refusal(base.build(), {"a", "t"}).id, "E703");
}

TEST(DefaultPlayers, ByWhatTheirWithdrawalCostsEveryone) {
    const World world = four_states().build();
    // c 1220, t 1220 - 280, a 1220 - 700, b 1220 - 800.
    EXPECT_EQ(default_players(world, 2020).value(), (std::vector<std::string>{"c", "t", "a", "b"}));
    WorldGameOptions options;
    options.player_count = 2;
    options.others = Others::kPresent;
    EXPECT_EQ(default_players(world, 2020, options).value(), (std::vector<std::string>{"c", "t"}));
    const WorldGame game = made(world, options);
    EXPECT_EQ(game.players.size(), 2U);
    EXPECT_TRUE(says(game, "The players named are those whose withdrawal alone would cost"));
}

TEST(DefaultPlayers, EveryoneElseIsOnePlayerMore) {
    const World world = four_states().build();
    WorldGameOptions options;
    options.player_count = 2;
    const WorldGame game = made(world, options);
    ASSERT_EQ(game.players.size(), 3U);
    EXPECT_EQ(game.players.back().id, kEveryoneElse);
    EXPECT_TRUE(game.always_present.empty());
    EXPECT_TRUE(says(game, "Everyone else with a stake acts as one player"));
}

TEST(DefaultPlayers, APoliticalBlocThatImposesSomethingCountsAsOne) {
    for (const char* kind : {"embargo", "record"}) {
        TestWorld base = four_states();
        base.add("blocs", {{"id", "union"}, {"name", "Union"}, {"kind", "political"}});
        member(member(base, "b", "union"), "a", "union");
        restriction(base, "r", kind, "union", "t", {{"commodity", "gas"}, {"from", "2025"}});
        const auto players = default_players(base.build(), 2020).value();
        const bool as_one = std::find(players.begin(), players.end(), "union") != players.end();
        EXPECT_EQ(as_one, std::string(kind) == "embargo") << kind;
        EXPECT_EQ(players.size(), as_one ? 3U : 4U);
    }
}

TEST(DefaultPlayers, AggregatesAndThoseWhomNobodyMissesAreNotChosen) {
    TestWorld base = four_states();
    base.state("bystander").node("x", "bystander", 9);
    base.gas_supply("x", "bystander", 5, 10, kFlatSupply, 5);
    base.add("actors", {{"id", "rest"}, {"name", "Rest"}, {"kind", "aggregate"}});
    base.add("consents", {{"link", "tc"}, {"actor", "rest"}, {"capacity", "legal_regime"}});
    EXPECT_EQ(default_players(base.build(), 2020).value(),
              (std::vector<std::string>{"c", "t", "a", "b"}));
}

TEST(Relations, SeveredByRestrictionsAndByClosedLinks) {
    TestWorld base = with_freight();
    restriction(base, "ban", "export_ban", "a", "c", {{"commodity", "gas"}});
    restriction(base, "over", "embargo", "b", "c", {{"commodity", "gas"}, {"to", "2019"}});
    for (const char* id : {"ab", "ta"}) {
        const std::string from(1, id[0]), to(1, id[1]);
        base.add("links", {{"id", id},
                           {"name", id},
                           {"mode", "pipeline"},
                           {"from_node", from},
                           {"to_node", to},
                           {"direction", "forward"},
                           {"length", "1000"}});
        base.add("capacities",
                 {{"link", id}, {"commodity", "gas"}, {"capacity", "10"}, {"unit", "bcm/a"}});
        base.add("link_status", {{"link", id}, {"status", "closed"}, {"by", from}});
        base.add("consents", {{"link", id}, {"actor", from}, {"capacity", "territory"}});
        base.add("consents", {{"link", id}, {"actor", to}, {"capacity", "territory"}});
    }
    const World world = base.build();
    const auto severed = severed_relations(made(world, {"a", "b", "t", "c"}));
    ASSERT_EQ(severed.size(), 2U) << "a and t still meet on the pipe a-t";
    EXPECT_EQ(severed[0].one, 0U);
    EXPECT_EQ(severed[0].other, 1U);
    EXPECT_EQ(world.links[severed[0].link].id, "ab");
    EXPECT_EQ(severed[1].one, 0U);
    EXPECT_EQ(severed[1].other, 3U);
    EXPECT_EQ(world.restrictions[severed[1].restriction].id, "ban");

    WorldGameOptions options;
    options.players = {"a", "b", "t", "c"};
    options.commodities = {world.find<world::CommodityTag>("commodities", "containers")};
    EXPECT_EQ(severed_relations(made(world, options)).size(), 1U) << "the ban speaks of gas only";
}

TEST(Relations, BlocsOfTheDayWithTwoPlayersOrMore) {
    TestWorld base = four_states();
    base.add("blocs", {{"id", "pair"}, {"name", "Pair"}, {"kind", "alliance"}});
    base.add("blocs", {{"id", "past"}, {"name", "Past"}, {"kind", "alliance"}});
    member(member(base, "a", "pair"), "c", "pair");
    member(member(base, "a", "past"), "t", "past", "2019");
    const World world = base.build();
    const auto blocs = dated_blocs(made(world, {"c", "a", "t"}));
    ASSERT_EQ(blocs.size(), 1U);
    EXPECT_EQ(world.blocs[blocs[0].bloc].id, "pair");
    EXPECT_EQ(blocs[0].members, player_bit(0) | player_bit(1));
    EXPECT_TRUE(dated_blocs(made(world, {"c", "t"})).empty());
}

} // namespace
} // namespace isthmus::game
