// SPDX-License-Identifier: Apache-2.0
#include "dependence/before_rerouting.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "dependence/bounded_market.hpp"
#include "dependence/test_withdrawals.hpp"
#include "flow/shut.hpp"
#include "flow/withdrawal.hpp"
#include "game/game_players.hpp"

namespace isthmus::dependence {
namespace {

constexpr std::uint64_t kSeeds = 6;
/// Relative to the scale of a part's certificate.
constexpr double kNear = 1e-6;

/// Every state plays.
std::vector<game::Player> all_states(const world::World& world) {
    std::vector<game::Player> result;
    for (const auto id : world.actors.ids()) {
        result.push_back({world.actors[id].id, world.actors[id].name, {id}});
    }
    return result;
}

struct Year {
    explicit Year(std::uint64_t seed) : world(random_trade_world(seed)) {
        auto solved = baseline(world, 2020);
        EXPECT_TRUE(solved.ok());
        base = std::move(solved).value();
        players = all_states(world);
    }
    world::World world;
    Baseline base;
    std::vector<game::Player> players;
};

/// A part after player `by` withdrew towards player `towards`.
struct Withdrawn {
    Withdrawn(const Year& year, const Part& part, std::size_t by, std::size_t towards)
        : market(part.market), open(part.paths) {
        flow::withdraw(market, {year.players[by].actors, year.players[towards].actors, {}},
                       year.base.servants, &open);
        flow::excuse_minimum_takes(market, open);
    }
    flow::Market market;
    std::vector<flow::PathFlow> open;
};

template <typename Each> void for_pairs(const Each& each) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Year year(seed);
        const Partners partners(year.world, year.base.day(), year.players, year.base.servants);
        for (const Part& part : year.base.parts) {
            const PartBase base(part, partners);
            for (std::size_t i = 0; i < year.players.size(); ++i) {
                for (std::size_t j = 0; j < year.players.size(); ++j) {
                    if (i != j) each(year, partners, base, i, j);
                }
            }
        }
    }
}

// Nobody withdraws: flows, and who gets what, are what they were.
TEST(BeforeRerouting, NothingCutChangesNothing) {
    std::size_t corrections = 0, capped = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Year year(seed);
        const Partners partners(year.world, year.base.day(), year.players, year.base.servants);
        for (const Part& part : year.base.parts) {
            const PartBase base(part, partners);
            const auto same = before_rerouting(base, partners, part.market, part.paths);
            ASSERT_TRUE(same.ok());
            for (const flow::Resource& resource : part.market.problem.resources) {
                corrections += resource.has_curve ? 1 : 0;
            }
            const double near = kNear * part.certificate.scale;
            EXPECT_NEAR(same.value().welfare, part.welfare, near);
            for (std::size_t i = 0; i <= partners.players(); ++i) {
                EXPECT_NEAR(payoff(same.value().accounts, i), payoff(base.accounts(), i), near);
                capped += base.accounts().front()[i].price_cap_transfer > 0 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(corrections, 0u);
    EXPECT_GT(capped, 0u);
}

// A withdrawal that cuts nothing is told from one that does without solving: the market without
// what is shut has the welfare that it had.
TEST(BeforeRerouting, WhatCutsNothingCostsNothing) {
    std::size_t uncut = 0;
    for_pairs(
        [&](const Year& year, const Partners&, const PartBase& base, std::size_t i, std::size_t j) {
            const Withdrawn without(year, base.part(), j, i);
            EXPECT_EQ(base.cuts(j, i), without.open.size() < base.part().paths.size());
            if (base.cuts(j, i)) return;
            ++uncut;
            const auto outcome = solve_again(without.market, without.open, flow::PriceRule::kAny);
            ASSERT_TRUE(outcome.ok());
            EXPECT_NEAR(outcome.value().welfare, base.part().welfare,
                        kNear * base.part().certificate.scale);
        });
    EXPECT_GT(uncut, 10u);
}

// Bounded by former flows in the withdrawn market itself, by resources over its own arcs: the same
// welfare as in the small market in which everything idle is left out.
TEST(BeforeRerouting, TheSmallMarketIsTheBoundedOne) {
    for_pairs([](const Year& year, const Partners& partners, const PartBase& base, std::size_t i,
                 std::size_t j) {
        if (!base.cuts(j, i)) return;
        Withdrawn without(year, base.part(), j, i);
        const auto small = before_rerouting(base, partners, without.market, without.open);
        ASSERT_TRUE(small.ok());
        flow::Problem& problem = without.market.problem;
        for (const auto id : base.part().market.supplies.ids()) {
            problem.supplies[id].curve.limit = base.quantities().supply[id];
        }
        for (const auto id : problem.demands.ids()) {
            problem.demands[id].curve.limit = base.quantities().demand[id];
        }
        std::map<std::tuple<flow::LayerId, world::LinkId, bool>, flow::Resource> bounds;
        for (const auto id : problem.arcs.ids()) {
            if (!without.market.arcs[id].link.valid()) continue;
            const flow::MarketArc& arc = without.market.arcs[id];
            flow::Resource& bound =
                bounds[{PartBase::root(without.market, arc.layer), arc.link, arc.backward}];
            bound.limit = base.carriage(without.market, id).flow;
            bound.uses.push_back({id, 1});
        }
        for (const auto& [key, bound] : bounds) problem.resources.push_back(bound);
        flow::SolveOptions options;
        options.formulation = flow::Formulation::kArcs;
        const flow::Solved whole = flow::solve(problem, options);
        ASSERT_EQ(whole.status, flow::LpStatus::kOptimal);
        EXPECT_NEAR(flow::welfare(without.market, whole.solution), small.value().welfare,
                    kNear * base.part().certificate.scale);
        for (const auto id : base.part().market.supplies.ids()) {
            EXPECT_LE(small.value().quantities.supply[id], base.quantities().supply[id] + kNear);
        }
    });
}

// Markets that a withdrawal split, solved over arcs and over paths.
TEST(BeforeRerouting, SplitMarketsOverArcsAndPaths) {
    std::size_t split = 0;
    for_pairs([&](const Year& year, const Partners&, const PartBase& base, std::size_t i,
                  std::size_t j) {
        const Withdrawn without(year, base.part(), j, i);
        if (without.market.layers.size() == base.part().market.layers.size()) return;
        if (++split % 4 != 0) return;
        const auto over_paths = solve_again(without.market, without.open, flow::PriceRule::kMiddle);
        flow::SolveOptions options;
        options.formulation = flow::Formulation::kArcs;
        const flow::Solved over_arcs = flow::solve(without.market.problem, options);
        ASSERT_TRUE(over_paths.ok());
        ASSERT_EQ(over_arcs.status, flow::LpStatus::kOptimal);
        const flow::Solution& one = over_paths.value().solution;
        EXPECT_NEAR(flow::welfare(without.market, over_arcs.solution), over_paths.value().welfare,
                    kNear * base.part().certificate.scale);
        for (const auto id : without.market.problem.demands.ids()) {
            EXPECT_NEAR(one.demand[id], over_arcs.solution.demand[id], 1e-4);
            EXPECT_NEAR(one.demand_price[id], over_arcs.solution.demand_price[id],
                        1e-4 * (1 + std::abs(one.demand_price[id])));
        }
    });
    EXPECT_GT(split, 20u);
}

} // namespace
} // namespace isthmus::dependence
