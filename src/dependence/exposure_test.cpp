// SPDX-License-Identifier: Apache-2.0
#include "dependence/exposure.hpp"

#include <gtest/gtest.h>

#include "dependence/test_withdrawals.hpp"

namespace isthmus::dependence {
namespace {

constexpr double kNear = 1e-4;

// transit_world(): t carries 35/3 for i and 50/3 for k, all of s; r sells 5 to i.
TEST(Exposure, TransitByHand) {
    const Dependence study = studied(transit_world().build());
    const auto of = [&](const char* i, const char* j) -> const TradeShares& {
        return pair_of(study, i, j).exposure.by_commodity.front();
    };
    EXPECT_NEAR(*of("i", "s").imports.value(), 0.7, kNear);
    EXPECT_NEAR(*of("i", "r").imports.value(), 0.3, kNear);
    EXPECT_NEAR(of("i", "s").imports.whole, 50.0 / 3, kNear);
    EXPECT_NEAR(*of("i", "t").imports.value(), 0, kNear);
    EXPECT_NEAR(*of("i", "t").through.value(), 0.7, kNear);
    EXPECT_FALSE(of("i", "t").exports.value().has_value()) << "i exports nothing";
    EXPECT_FALSE(of("i", "t").carriage.value().has_value()) << "i carries for nobody";
    EXPECT_NEAR(*of("s", "i").exports.value(), 35.0 / 85, kNear);
    EXPECT_NEAR(*of("s", "t").through.value(), 1, kNear);
    EXPECT_NEAR(*of("t", "s").carriage.value(), 1, kNear);
    EXPECT_NEAR(*of("t", "i").carriage.value(), 35.0 / 85, kNear);
    EXPECT_NEAR(*of("t", "r").carriage.value(), 0, kNear);
    // By value all arrives at 20.
    EXPECT_NEAR(pair_of(study, "i", "s").exposure.total.imports.amount, 20 * 35.0 / 3, 0.01);
    EXPECT_NEAR(*pair_of(study, "i", "s").exposure.total.imports.value(), 0.7, kNear);
}

// One owner's goods from two fields, 5 each, of which one needs a link of j, mix at a hub and go to
// i (6) and k (4). Of i's 6, from 6 - 5 = 1 to 5 can have used it.
TEST(Exposure, MixedGoodsHaveARange) {
    flow::TestWorld made;
    made.state("s").state("j").state("i").state("k");
    made.node("a", "s").node("b", "s", 2).node("h", "s", 4).node("i", "i", 6).node("k", "k", 8);
    made.gas_supply("a", "s", 5, 10, kFlatSupply, 5).gas_supply("b", "s", 5, 10, kFlatSupply, 5);
    // Both would take more at any price that counts: 6 and 4 is all that their pipes carry.
    made.gas_demand("i", "i", 20, 100, -1).gas_demand("k", "k", 20, 100, -1);
    made.link("ah", "a", "h", "gas", 5, 0, "forward");
    made.add("consents", {{"link", "ah"}, {"actor", "j"}, {"capacity", "operator"}});
    made.link("bh", "b", "h", "gas", 5, 0, "forward");
    made.link("hi", "h", "i", "gas", 6, 0, "forward");
    made.link("hk", "h", "k", "gas", 4, 0, "forward");
    const Dependence study = studied(made.build());
    const Share& through = pair_of(study, "i", "j").exposure.by_commodity.front().through;
    EXPECT_NEAR(through.whole, 6, kNear);
    EXPECT_NEAR(through.low, 1, kNear);
    EXPECT_NEAR(through.high, 5, kNear);
    EXPECT_GE(through.amount, through.low);
    EXPECT_LE(through.amount, through.high);
    // All of s's goods together: half used it, whichever went where.
    const Share& of_s = pair_of(study, "s", "j").exposure.by_commodity.front().through;
    EXPECT_NEAR(of_s.low, 5, kNear);
    EXPECT_NEAR(of_s.high, 5, kNear);
    // By value: i pays what its sixth unit is worth, 200 - 5 * 6 = 170.
    const Share& value = pair_of(study, "i", "j").exposure.total.through;
    EXPECT_NEAR(value.low, 170, 0.01);
    EXPECT_NEAR(value.high, 850, 0.01);
}

TEST(Exposure, RandomWorldsHaveShares) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const Dependence study = studied(random_trade_world(seed));
        const std::size_t n = study.players.size();
        for (std::size_t c = 0; c < study.commodities.size(); ++c) {
            for (std::size_t i = 0; i < n; ++i) {
                double imports = 0, exports = 0;
                const Share* whole = nullptr;
                for (std::size_t j = 0; j < n; ++j) {
                    if (j == i) continue;
                    const TradeShares& shares = study.pair(i, j).exposure.by_commodity[c];
                    imports += shares.imports.value().value_or(0);
                    exports += shares.exports.value().value_or(0);
                    whole = &shares.imports;
                    EXPECT_LE(shares.through.low, shares.through.amount);
                    EXPECT_GE(shares.through.high, shares.through.amount);
                    EXPECT_LE(shares.through.high, shares.through.whole * (1 + kNear));
                }
                // All states play, so that partners are all there are.
                EXPECT_TRUE(whole->whole == 0 || std::abs(imports - 1) < kNear);
                EXPECT_TRUE(exports == 0 || std::abs(exports - 1) < kNear);
            }
        }
    }
}

} // namespace
} // namespace isthmus::dependence
