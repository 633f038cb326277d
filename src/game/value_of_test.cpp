// SPDX-License-Identifier: Apache-2.0
// A producer p sells 10 bcm of gas at 10 USD/1000m3 to a consumer c who pays 100 for them, through
// a transit state t: p-t-c costs 10 a unit, so that v(ptc) = 800 and nothing without all three. A
// bypass p-c of cost 20, closed until 2025, gives v(pc) = 700 at once.
//     without: 800/3 each;   with: t 100/3, p and c 700/6 + 800/3 each.
// The bypass adds nothing to the welfare of all and moves 700/3 from t to the other two: the
// mechanism of Hubert & Ikonnikova (2011).
#include "game/value_of.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "flow/test_world.hpp"
#include "world/project.hpp"

namespace isthmus::game {
namespace {

using flow::TestWorld;
using world::World;

/// Flat beyond any test's tolerance.
constexpr double kFlatSupply = 1e9;
constexpr double kNear = 1e-3;
constexpr double kMoved = 700.0 / 6;

/// A pipe that is shut until 2025.
TestWorld& later_pipe(TestWorld& world, const std::string& id, const std::string& from,
                      const std::string& to, double cost) {
    world.add("links", {{"id", id},
                        {"name", id},
                        {"mode", "pipeline"},
                        {"from_node", from},
                        {"to_node", to},
                        {"direction", "forward"},
                        {"length", "1000"}});
    world.add("link_status", {{"link", id}, {"status", "open"}, {"from", "2025"}});
    for (const std::string& actor : {from, to}) {
        world.add("consents", {{"link", id}, {"actor", actor}, {"capacity", "territory"}});
    }
    world.add("capacities", {{"link", id},
                             {"commodity", "gas"},
                             {"from", "2025"},
                             {"capacity", "10"},
                             {"unit", "bcm/a"}});
    return world.add("costs", {{"link", id},
                               {"commodity", "gas"},
                               {"cost", format_number(cost)},
                               {"unit", "USD/1000m3"}});
}

TestWorld& pipe(TestWorld& world, const std::string& id, const std::string& from,
                const std::string& to, double capacity, double cost) {
    world.link(id, from, to, "gas", capacity, cost, "forward");
    return world.add("consents", {{"link", id}, {"actor", to}, {"capacity", "territory"}});
}

TestWorld& project(TestWorld& world, const std::string& id, const std::string& links,
                   const std::string& cost) {
    return world.add("projects", {{"id", id},
                                  {"name", "The " + id},
                                  {"status", "planned"},
                                  {"start", "2025"},
                                  {"cost", cost},
                                  {"unit", cost.empty() ? "" : "MUSD"},
                                  {"links", links}});
}

TestWorld transit_monopoly() {
    TestWorld world;
    double longitude = 0;
    for (const char* id : {"p", "t", "c"}) {
        world.state(id).node(id, id, longitude);
        longitude += 2;
    }
    world.gas_supply("p", "p", 10, 10, kFlatSupply, 10);
    world.add("demand", {{"node", "c"},
                         {"commodity", "gas"},
                         {"actor", "c"},
                         {"year", "2020"},
                         {"quantity", "10"},
                         {"unit", "bcm/a"},
                         {"price", "100"},
                         {"choke_price", "100"},
                         {"price_unit", "USD/1000m3"},
                         {"elasticity", "-0.001"}});
    pipe(world, "pt", "p", "t", 10, 5);
    pipe(world, "tc", "t", "c", 10, 5);
    return later_pipe(world, "pc", "p", "c", 20);
}

ProjectValue valued(const World& world, const std::string& id, const WorldGameOptions& options = {},
                    const Financing& financing = {}) {
    const auto project = world.find<world::ProjectTag>("projects", id);
    WorldGameOptions game = options;
    game.others = Others::kPresent;
    Result<ProjectValue> value = value_of(world, project, 2020, game, {}, financing);
    if (!value) {
        for (const Diagnostic& item : value.diagnostics().items()) {
            ADD_FAILURE() << item.id << " " << item.found << " " << item.hint;
        }
        return {};
    }
    return std::move(value).value();
}

std::size_t player(const ProjectValue& value, const std::string& id) {
    for (std::size_t i = 0; i < value.players.size(); ++i) {
        if (value.players[i].id == id) return i;
    }
    ADD_FAILURE() << "no player " << id;
    return 0;
}
double change(const ProjectValue& value, const std::string& id) {
    return value.change(player(value, id));
}
std::vector<std::string> ids(const ProjectValue& value, const std::vector<std::size_t>& players) {
    std::vector<std::string> result;
    for (const std::size_t i : players) result.push_back(value.players[i].id);
    std::sort(result.begin(), result.end());
    return result;
}
using Ids = std::vector<std::string>;

TEST(Annuity, RepaysTheCostWithInterest) {
    // 1000 at 8 % over 25 years: 93.6788 (any table of capital recovery factors).
    EXPECT_NEAR(annuity(1000, {}), 93.67878, 1e-5);
    EXPECT_DOUBLE_EQ(annuity(1000, {0, 25}), 40);
    EXPECT_NEAR(annuity(1000, {0.1, 1}), 1100, 1e-9);
    EXPECT_NEAR(annuity(1000, {1e-12, 25}), 40, 1e-8);
    double debt = 1000;
    for (int year = 0; year < 12; ++year) debt = debt * 1.05 - annuity(1000, {0.05, 12});
    EXPECT_NEAR(debt, 0, 1e-9);
}

TEST(ValueOf, BypassMovesPowerFromTheTransitState) {
    TestWorld rows = transit_monopoly();
    project(rows, "bypass", "pc", "1000")
        .add("project_sponsors", {{"project", "bypass"}, {"actor", "p"}});
    const World world = rows.build();
    const ProjectValue value = valued(world, "bypass");
    ASSERT_EQ(value.players.size(), 3U);
    EXPECT_NEAR(value.without[player(value, "t")], 800.0 / 3, kNear);
    EXPECT_NEAR(value.with[player(value, "t")], 100.0 / 3, kNear);
    EXPECT_NEAR(change(value, "p"), kMoved, kNear);
    EXPECT_NEAR(change(value, "c"), kMoved, kNear);
    EXPECT_NEAR(change(value, "t"), -2 * kMoved, kNear);
    EXPECT_NEAR(value.gain(), 0, kNear);
    EXPECT_EQ(ids(value, value.gainers), (Ids{"c", "p"}));
    EXPECT_EQ(ids(value, value.bypassed), Ids{"t"});
    EXPECT_TRUE(value.blockers.empty());
    // 93.7 a year: the sponsor's 116.7 cover it, the welfare of all does not rise.
    ASSERT_TRUE(value.sponsors_gain().has_value());
    EXPECT_NEAR(*value.sponsors_gain(), kMoved, kNear);
    EXPECT_EQ(value.verdict, Verdict::kRedistributes);
    EXPECT_EQ(value.payers.size(), 1U);
    EXPECT_EQ(value.finding,
              "With The bypass in 2020, all players together gain 0.0 million USD a year, p and c "
              "each most (+117); t (-233) loses most, and need not be asked; the gain of its "
              "sponsors' states, "
              "117, covers its cost of 94 million USD a year, that of all does not: others would "
              "pay for it.");
}

TEST(ValueOf, VerdictFollowsTheCost) {
    TestWorld rows = transit_monopoly();
    for (const char* cost : {"2000", "3000", "", "0"}) {
        const std::string id = std::string("costs") + cost;
        project(rows, id, "pc", cost).add("project_sponsors", {{"project", id}, {"actor", "p"}});
    }
    const World world = rows.build();
    const ProjectValue both = valued(world, "costs2000"); // 187 a year, p and c gain 233
    EXPECT_EQ(both.verdict, Verdict::kOthers);
    EXPECT_EQ(ids(both, both.payers), (Ids{"c", "p"}));
    const ProjectValue dear = valued(world, "costs3000"); // 281 a year
    EXPECT_EQ(dear.verdict, Verdict::kTooDear);
    EXPECT_TRUE(dear.payers.empty());
    const ProjectValue unknown = valued(world, "costs");
    EXPECT_EQ(unknown.verdict, Verdict::kCostUnknown);
    EXPECT_FALSE(unknown.yearly_cost.has_value());
    EXPECT_FALSE(unknown.sponsors.front().payment.has_value());
    EXPECT_TRUE(unknown.payers.empty());
    EXPECT_EQ(valued(world, "costs0").verdict, Verdict::kSponsors); // nothing to cover
    EXPECT_EQ(valued(world, "costs3000", {}, {0, 50}).verdict, Verdict::kRedistributes); // 60
}

TEST(ValueOf, LosersWhoMustAgreeCanBlock) {
    TestWorld rows = transit_monopoly();
    later_pipe(rows, "pt2", "p", "t", 5);
    project(rows, "package", "pc;pt2", "1000");
    const World world = rows.build();
    const ProjectValue value = valued(world, "package");
    EXPECT_NEAR(change(value, "t"), -2 * kMoved, kNear);
    EXPECT_EQ(ids(value, value.blockers), Ids{"t"});
    EXPECT_TRUE(value.bypassed.empty());
    EXPECT_TRUE(value.sponsors.empty());
    EXPECT_FALSE(value.sponsors_gain().has_value());
}

TEST(ValueOf, EnlargementOfTheOnlyRouteIsSharedByAll) {
    TestWorld rows = transit_monopoly();
    // p could sell 20, c buys them; the route takes 10.
    project(rows, "wider", "", "100");
    for (const char* link : {"pt", "tc"}) {
        rows.add("project_capacities", {{"project", "wider"},
                                        {"link", link},
                                        {"commodity", "gas"},
                                        {"capacity", "2"},
                                        {"unit", "bcm/a"}});
    }
    const World world = rows.build();
    const ProjectValue value = valued(world, "wider");
    EXPECT_EQ(value.verdict, Verdict::kNoEffect); // nothing more to sell
    EXPECT_EQ(
        value.finding,
        "The wider changes nobody's bargaining power in 2020: other ways, or other limits, leave "
        "it nothing to add.");
    TestWorld plenty = transit_monopoly();
    plenty.node("p2", "p", 1).gas_supply("p2", "p", 10, 10, kFlatSupply, 10);
    pipe(plenty, "p2t", "p2", "t", 10, 5);
    plenty.node("c2", "c", 5);
    plenty.add("demand", {{"node", "c2"},
                          {"commodity", "gas"},
                          {"actor", "c"},
                          {"year", "2020"},
                          {"quantity", "10"},
                          {"unit", "bcm/a"},
                          {"price", "100"},
                          {"choke_price", "100"},
                          {"price_unit", "USD/1000m3"},
                          {"elasticity", "-0.001"}});
    plenty.link("cc2", "c", "c2", "gas", 10, 0, "forward");
    project(plenty, "wider", "", "100");
    plenty.add("project_capacities", {{"project", "wider"},
                                      {"link", "tc"},
                                      {"commodity", "gas"},
                                      {"capacity", "2"},
                                      {"unit", "bcm/a"}});
    const World larger = plenty.build();
    const ProjectValue shared = valued(larger, "wider");
    EXPECT_NEAR(shared.gain(), 2 * 80, kNear);
    for (const char* id : {"p", "t", "c"}) EXPECT_NEAR(change(shared, id), 160.0 / 3, kNear) << id;
    EXPECT_EQ(shared.verdict, Verdict::kOthers); // nobody is known to sponsor it
}

TEST(ValueOf, ChosenPlayersIncludeWhoMustAgree) {
    TestWorld rows = transit_monopoly();
    rows.state("l");
    later_pipe(rows, "pc-by-law", "p", "c", 5);
    rows.add("consents", {{"link", "pc-by-law"}, {"actor", "l"}, {"capacity", "legal_regime"}});
    project(rows, "bypass", "pc-by-law", "1000");
    const World world = rows.build();
    WorldGameOptions three;
    three.player_count = 3;
    const ProjectValue value = valued(world, "bypass", three);
    EXPECT_EQ(value.players.size(), 3U);
    EXPECT_EQ(value.players.back().id, "l");
    // t, the third in rank, gives its place to l and is always present: 850 with l, 800 without.
    EXPECT_NEAR(change(value, "l"), 50.0 / 3, kNear);
    EXPECT_NEAR(value.without[player(value, "l")], 0, kNear);
}

TEST(ValueOf, PlayersAsNamed) {
    TestWorld rows = transit_monopoly();
    project(rows, "bypass", "pc", "1000");
    const World world = rows.build();
    WorldGameOptions two;
    two.players = {"p", "t"}; // c is always present: v(pt) = 800, with the bypass v(p) = 700
    const ProjectValue value = valued(world, "bypass", two);
    EXPECT_NEAR(change(value, "p"), 750 - 400, kNear);
    EXPECT_NEAR(change(value, "t"), 50 - 400, kNear);
}

TEST(ValueOf, SaysWhereALinkLeadsNowhere) {
    TestWorld rows = transit_monopoly();
    rows.node("q", "c", 6);
    rows.add("links", {{"id", "spur"},
                       {"name", "Spur"},
                       {"mode", "pipeline"},
                       {"from_node", "p"},
                       {"to_node", "q"},
                       {"direction", "forward"},
                       {"length", "10"}});
    rows.add("consents", {{"link", "spur"}, {"actor", "p"}, {"capacity", "territory"}});
    rows.add("link_status", {{"link", "spur"}, {"status", "closed"}});
    rows.add("capacities",
             {{"link", "spur"}, {"commodity", "gas"}, {"capacity", "10"}, {"unit", "bcm/a"}});
    rows.add("costs",
             {{"link", "spur"}, {"commodity", "gas"}, {"cost", "1"}, {"unit", "USD/1000m3"}});
    project(rows, "spur", "spur", "1000");
    const World world = rows.build();
    const ProjectValue value = valued(world, "spur");
    EXPECT_EQ(value.verdict, Verdict::kNoEffect);
    EXPECT_EQ(value.idle, world::project_links(world, value.project));
    EXPECT_EQ(value.finding, "The spur changes nobody's bargaining power in 2020: no way between a "
                             "supply and a demand leads over it.");
}

TEST(ValueOf, RefusesWhatTheWorldKnowsNothingOf) {
    TestWorld rows = transit_monopoly();
    project(rows, "dream", "", "1000");
    project(rows, "bypass", "pc", "1000");
    const World world = rows.build();
    const auto dream = value_of(world, world.find<world::ProjectTag>("projects", "dream"), 2020);
    ASSERT_FALSE(dream.ok());
    EXPECT_EQ(dream.diagnostics().items().front().id, "E713");
    WorldGameOptions boxes;
    boxes.commodities = {world.find<world::CommodityTag>("commodities", "containers")};
    const auto none =
        value_of(world, world.find<world::ProjectTag>("projects", "bypass"), 2020, boxes);
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.diagnostics().items().front().id, "E713");
}

TEST(ValueOf, AllAreAsEachAlone) {
    TestWorld rows = transit_monopoly();
    later_pipe(rows, "pc2", "p", "c", 30);
    project(rows, "bypass", "pc", "1000");
    project(rows, "dream", "", "1000");
    project(rows, "second", "pc2", "1000");
    const World world = rows.build();
    std::vector<std::size_t> calls;
    WorldGameOptions named;
    named.players = {"p", "t", "c"};
    const auto all = value_of_all(world, 2020, named, {}, {},
                                  [&](std::size_t number) { calls.push_back(number); });
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all.value().size(), 3U);
    EXPECT_EQ(calls, (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_FALSE(all.value()[1].value.has_value());
    for (const char* id : {"bypass", "second"}) {
        const ProjectValue alone = valued(world, id, named);
        const auto& together = all.value()[alone.project.index()].value;
        ASSERT_TRUE(together.has_value());
        EXPECT_EQ(together->with, alone.with);
        EXPECT_EQ(together->without, alone.without);
        EXPECT_EQ(together->finding, alone.finding);
    }
    EXPECT_NE(all.value()[0].value->with, all.value()[2].value->with);
}

} // namespace
} // namespace isthmus::game
