// SPDX-License-Identifier: Apache-2.0
#include "dependence/dependence.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "dependence/test_withdrawals.hpp"
#include "flow/shut.hpp"

namespace isthmus::dependence {
namespace {

/// Steps of curves and tie-breaks, of values in the hundreds.
constexpr double kNear = 1e-2;
/// Of welfare, relative to its scale: what certificates leave.
constexpr double kWelfareNear = 1e-6;

void expect_parts(const LossParts& loss, double price, double volume, double rent) {
    EXPECT_NEAR(loss.price, price, kNear);
    EXPECT_NEAR(loss.volume, volume, kNear);
    EXPECT_NEAR(loss.rent, rent, kNear);
}

// t withdraws towards i: of the 50/3 that i takes, 35/3 came from s over t. Goods of s for k still
// cross t.
//   Before rerouting i has the 5 of r and pays what the fifth is worth, 120 - 6 * 5 = 90: it loses
// (90 - 20) * 5 = 350 by price, and by volume the area 6 (50/3 - 5)^2 / 2 = 408.33.
//   After, r sells it 4 q = 120 - 6 q, so 12 at 48: by price 28 * 12 = 336, by volume
// 6 (50/3 - 12)^2 / 2 = 65.33; 401.33 together.
TEST(Dependence, TransitWithdrawnByHand) {
    const world::World world = transit_world().build();
    const Dependence study = studied(world);
    const PairDependence& pair = pair_of(study, "i", "t");
    EXPECT_TRUE(pair.cuts);
    EXPECT_FALSE(pair.excused);
    expect_parts(pair.sensitivity.loss.total, 350, 408.0 + 1.0 / 3, 0);
    expect_parts(pair.vulnerability.loss.total, 336, 65.0 + 1.0 / 3, 0);
    EXPECT_EQ(study.players[pair.i].id, "i");
    // r gains what i pays more for its goods: 350, or 12 * 48 / 2 - 50 = 238. s and t lose half the
    // tariff on 35/3 each, k nothing.
    const std::vector<std::pair<std::string, std::pair<double, double>>> changes{
        {"s", {-350.0 / 6, -350.0 / 6}},
        {"t", {-350.0 / 6, -350.0 / 6}},
        {"i", {-350 - 408.0 - 1.0 / 3, -401.0 - 1.0 / 3}},
        {"k", {0, 0}},
        {"r", {350, 238}}};
    for (std::size_t p = 0; p < study.players.size(); ++p) {
        EXPECT_EQ(study.players[p].id, changes[p].first);
        EXPECT_NEAR(pair.sensitivity.change[p], changes[p].second.first, kNear) << p;
        EXPECT_NEAR(pair.vulnerability.change[p], changes[p].second.second, kNear) << p;
    }
    // 408.33 + 116.67 of tariffs, and 401.33 - 238 + 116.67.
    EXPECT_NEAR(pair.sensitivity.welfare_loss, 525, kNear);
    EXPECT_NEAR(pair.vulnerability.welfare_loss, 280, kNear);
    EXPECT_NEAR(*study.relative(pair.i, 401.0 + 1.0 / 3), 401.0 / 2500 * 3 + 1.0 / 2500, 1e-5);
    EXPECT_FALSE(pair.reversal.has_value());
    // i supplies nothing, and nothing is t's or bound for t: what i could withdraw from t, it does
    // not give.
    const PairDependence& other = pair_of(study, "t", "i");
    EXPECT_FALSE(other.cuts);
    EXPECT_EQ(other.vulnerability.loss.total.total(), 0);
    EXPECT_EQ(study.asymmetry(pair.i, pair.j).absolute, 1.0);
    EXPECT_EQ(study.asymmetry(pair.j, pair.i).relative, -1.0);
    EXPECT_FALSE(study.asymmetry(pair.i, pair.j).gain);
}

// The cheap shortcuts on the same world. Closing t's links for everybody drives k to r as well:
// with p at r, p / 4 = (120 - p) / 6 + (115 - p) / 6, so p = 470/7, and i loses
// 2500/3 - (120 - p)^2 / 12 = 600.51. A share of trade: 35/3 of the 50/3 that i takes cross t,
// 0.7 of its payoff of 833.33 is 583.33. What i loses is 401.33.
TEST(Dependence, CheapShortcutsAreWrong) {
    const world::World world = transit_world().build();
    const Dependence study = studied(world);
    const PairDependence& pair = pair_of(study, "i", "t");

    auto solved = baseline(world, 2020);
    ASSERT_TRUE(solved.ok());
    const Part& part = solved.value().parts.front();
    flow::Market closed = part.market;
    for (const char* link : {"st", "ti", "tk"}) {
        flow::shut_link(closed, world.find<world::LinkTag>("links", link));
    }
    const auto outcome =
        solve_again(closed, flow::open_paths(closed.problem, part.paths), flow::PriceRule::kMiddle);
    ASSERT_TRUE(outcome.ok());
    const auto i = world.find<world::ActorTag>("actors", "i");
    double shortcut = study.base[pair.i].total_payoff;
    for (const flow::Payoff& row : flow::payoffs(closed, outcome.value().solution)) {
        if (row.actor == i) shortcut -= row.total();
    }
    const double p = 470.0 / 7;
    EXPECT_NEAR(shortcut, 2500.0 / 3 - (120 - p) * (120 - p) / 12, kNear);

    const double share = *pair.exposure.total.through.value();
    EXPECT_NEAR(share, 0.7, 1e-4);
    EXPECT_NEAR(share * study.base[pair.i].total_payoff, 583.0 + 1.0 / 3, 0.1);

    EXPECT_NEAR(pair.vulnerability.loss.total.total(), 401.0 + 1.0 / 3, kNear);
}

// j withdraws towards i, whose goods for k crossed it: i sold them at cost, so that it loses
// nothing before rerouting. After it k buys from r, and i pays p = 470/7 instead of 48 for (120 -
// p) / 6 = 185/21 instead of 12 at m.
TEST(Dependence, OthersReroutingCanHurtMore) {
    const world::World world = rival_world().build();
    const Dependence study = studied(world);
    const PairDependence& pair = pair_of(study, "i", "j");
    expect_parts(pair.sensitivity.loss.total, 0, 0, 0);
    const double p = 470.0 / 7;
    const double taken = (120 - p) / 6;
    expect_parts(pair.vulnerability.loss.total, (p - 48) * taken,
                 6 * (12 - taken) * (12 - taken) / 2, 0);
    ASSERT_TRUE(pair.reversal.has_value());
    EXPECT_NEAR(pair.reversal->difference, pair.vulnerability.loss.total.total(), kNear);
    EXPECT_EQ(pair.reversal->node, world.find<world::NodeTag>("nodes", "m"));
    EXPECT_FALSE(pair.reversal->selling);
    const world::Commodity& gas = world.commodities[pair.reversal->commodity];
    EXPECT_NEAR(gas.shown_price(pair.reversal->price_before), 48, kNear);
    EXPECT_NEAR(gas.shown_price(pair.reversal->price_after), p, kNear);
    EXPECT_NEAR(pair.reversal->cost, (p - 48) * taken, 0.1);
    ASSERT_TRUE(pair.reversal->rerouted_by.has_value());
    EXPECT_EQ(study.players[*pair.reversal->rerouted_by].id, "k");
    // In total it is the other way round.
    EXPECT_GT(pair.sensitivity.welfare_loss, pair.vulnerability.welfare_loss);
}

// i has promised s to take 14. r sells to i and k at 15 (20 less the 5 to k): 3.5 to i, which takes
// (120 - 15) / 6 = 17.5 and loses 5 a unit of the 14 by its contract. t withdraws towards i:
// nothing of s comes through, so that the promise is excused.
//   Before rerouting i pays 120 - 6 * 3.5 = 99 for the 3.5 of r; after, 48 for 12 as without the
// contract. Either way it is rid of the 70 that the contract cost.
TEST(Dependence, AMinimumTakeIsExcusedByHand) {
    const world::World world = transit_world()
                                   .add("contracts", {{"id", "promise"},
                                                      {"name", "Promise"},
                                                      {"seller", "s"},
                                                      {"buyer", "i"},
                                                      {"commodity", "gas"},
                                                      {"minimum", "14"},
                                                      {"unit", "bcm/a"}})
                                   .build();
    const Dependence study = studied(world);
    const PairDependence& pair = pair_of(study, "i", "t");
    EXPECT_TRUE(pair.excused);
    EXPECT_NEAR(study.base[pair.i].total_payoff, 6 * 17.5 * 17.5 / 2 - 70, kNear);
    expect_parts(pair.sensitivity.loss.total, 84 * 3.5, 6 * 14.0 * 14 / 2, -70);
    expect_parts(pair.vulnerability.loss.total, 33 * 12, 6 * 5.5 * 5.5 / 2, -70);
}

double scale_of(const Dependence& study) {
    return std::abs(study.welfare) + 1;
}

TEST(Dependence, RandomWorldsAddUp) {
    std::size_t cut = 0, reversals = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        const world::World world = random_trade_world(seed);
        const Dependence study = studied(world);
        const double near = kWelfareNear * scale_of(study);
        for (const PairDependence& pair : study.pairs) {
            if (pair.i == pair.j) continue;
            cut += pair.cuts ? 1 : 0;
            reversals += pair.reversal ? 1 : 0;
            const double before = pair.sensitivity.welfare_loss;
            const double after = pair.vulnerability.welfare_loss;
            EXPECT_GE(before, after - near) << seed << " " << pair.i << " " << pair.j;
            if (!pair.excused) {
                EXPECT_GE(after, -near) << seed << " " << pair.i << " " << pair.j;
            }
            for (const WithdrawalEffect* effect : {&pair.sensitivity, &pair.vulnerability}) {
                double sum = effect->change_of_others;
                for (const double change : effect->change) sum += change;
                EXPECT_NEAR(sum, -effect->welfare_loss, near);
                double loss = 0;
                for (const LossParts& parts : effect->loss.by_commodity) loss += parts.total();
                EXPECT_NEAR(loss, effect->loss.total.total(), near);
                EXPECT_NEAR(loss, -effect->change[pair.i], near);
            }
        }
        EXPECT_LE(study.adding_up_error, kAddingUpTolerance);
    }
    EXPECT_GT(cut, 100u);
    EXPECT_GT(reversals, 0u);
}

bool same(const Dependence& one, const Dependence& other) {
    for (std::size_t p = 0; p < one.pairs.size(); ++p) {
        const PairDependence& a = one.pairs[p];
        const PairDependence& b = other.pairs[p];
        if (a.vulnerability.change != b.vulnerability.change ||
            a.sensitivity.change != b.sensitivity.change ||
            a.exposure.total.through.high != b.exposure.total.through.high ||
            a.sensitivity.loss.total.price != b.sensitivity.loss.total.price) {
            return false;
        }
    }
    return one.gap == other.gap && one.pairs.size() == other.pairs.size();
}

TEST(Dependence, ThreadsDoNotChangeTheAnswer) {
    const world::World world = random_trade_world(3);
    const Dependence one = studied(world, {}, 1);
    EXPECT_TRUE(same(one, studied(world, {}, 3)));
    EXPECT_TRUE(same(one, studied(world, {}, 7)));
}

// A bloc of t and s withdraws towards i: what crosses t belongs to the bloc, so that i is left with
// r as before, and k goes on.
TEST(Dependence, BlocsWithdrawAsOne) {
    const world::World world =
        transit_world()
            .add("blocs", {{"id", "union"}, {"name", "Union"}, {"kind", "political"}})
            .add("memberships", {{"actor", "s"}, {"bloc", "union"}, {"role", "member"}})
            .add("memberships", {{"actor", "t"}, {"bloc", "union"}, {"role", "member"}})
            .build();
    const Dependence study = studied(world, {"union", "i"});
    const PairDependence& pair = pair_of(study, "i", "union");
    EXPECT_NEAR(pair.vulnerability.loss.total.total(), 401.0 + 1.0 / 3, kNear);
    EXPECT_NEAR(*pair.exposure.total.imports.value(), 0.7, 1e-4);
    // Everyone else: r gains, k does not lose.
    EXPECT_NEAR(pair.vulnerability.change_of_others, 238, kNear);
    // What the union loses is the tariff on 35/3.
    EXPECT_NEAR(pair_of(study, "union", "i").vulnerability.loss.total.total(), 350.0 / 3, kNear);
}

TEST(Dependence, RefusesWhatCannotBeStudied) {
    const world::World world = transit_world().build();
    const auto id_of = [&](const DependenceOptions& options) -> std::string {
        const auto result = dependence(world, 2020, options);
        return result ? "" : result.diagnostics().items().front().id;
    };
    DependenceOptions options;
    options.players = {"i"};
    EXPECT_EQ(id_of(options), "E801");
    options.players = {"i", "atlantis"};
    EXPECT_EQ(id_of(options), "E702");
    options.players = {"i", "t"};
    const std::atomic<bool> stop = true;
    options.interrupt = &stop;
    EXPECT_EQ(id_of(options), "E803");
}

TEST(Dependence, TellsProgress) {
    const world::World world = transit_world().build();
    DependenceOptions options;
    options.players = {"i", "t", "s"};
    std::size_t last = 0, total = 0;
    options.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.done, last + 1);
        last = progress.done;
        total = progress.total;
    };
    const auto study = dependence(world, 2020, options);
    ASSERT_TRUE(study.ok());
    EXPECT_EQ(last, total);
    EXPECT_EQ(study.value().experiments, total);
}

} // namespace
} // namespace isthmus::dependence
