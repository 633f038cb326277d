// SPDX-License-Identifier: Apache-2.0
#include "game/path_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "game/oracle.hpp"
#include "game/path_groups.hpp"
#include "game/test_problems.hpp"

namespace isthmus::game {
namespace {

// Relative to the value plus one: the solver's own tolerance.
constexpr double kSame = 1e-9;

struct FreightOptions {
    std::size_t players = 6, places = 7, layers = 4, demands = 3;
    double tightness = 1; ///< capacities are divided by it
    bool capacities = true;
};

/// Layers over the same places, with capacities of links and of groups of links that all share.
CoalitionProblem random_freight(std::uint64_t seed, const FreightOptions& options = {}) {
    TestRandom random(seed);
    CoalitionProblem part;
    part.players = options.players;
    flow::Problem& problem = part.problem;
    struct Link {
        std::size_t from, to;
        double cost;
        Coalition consent;
        std::vector<flow::ArcId> arcs;
    };
    std::vector<Link> links;
    for (std::size_t i = 0; i < 4 * options.places; ++i) {
        const std::size_t from = random.below(options.places);
        const std::size_t to =
            i < options.places ? (i + 1) % options.places : random.below(options.places);
        if ((i < options.places ? i : from) == to) continue;
        // Whole costs make ties.
        links.push_back({i < options.places ? i : from,
                         to,
                         std::floor(random.number(0, 12)),
                         random.some(options.players, 2),
                         {}});
    }
    for (std::size_t layer = 0; layer < options.layers; ++layer) {
        std::vector<flow::VertexId> place;
        for (std::size_t i = 0; i < options.places; ++i) {
            place.push_back(problem.vertices.push_back({}));
        }
        for (Link& link : links) {
            link.arcs.push_back(
                flow::add_arc(problem, place[link.from], place[link.to], link.cost));
            part.arc_consent.push_back(link.consent);
        }
        flow::Curve supply;
        for (std::size_t i = 0; i < options.demands; ++i) {
            flow::Curve curve = flow::linear(random.number(20, 60), -random.number(0.5, 4), 0);
            curve.limit = curve.constant / -curve.slope;
            curve.highest = random.below(2) == 0 ? flow::kInfinity : random.number(15, 50);
            supply.limit += curve.limit;
            const auto demand = problem.demands.push_back({curve});
            problem.deliveries.push_back(
                {place[1 + random.below(options.places - 1)], demand, flow::kInfinity});
            part.demand_consent.push_back(random.some(options.players, 1));
        }
        problem.supplies.push_back({place[0], supply});
        part.supply_consent.push_back(random.some(options.players, 1));
    }
    if (!options.capacities) return part;
    for (std::size_t i = 0; i < links.size(); ++i) {
        flow::Resource resource;
        resource.limit = random.number(0, 30) / options.tightness;
        for (const flow::ArcId arc : links[i].arcs) resource.uses.push_back({arc, 1});
        if (random.below(3) == 0) {
            for (const flow::ArcId arc : links[random.below(links.size())].arcs) {
                const bool known =
                    std::any_of(resource.uses.begin(), resource.uses.end(),
                                [&](const flow::ResourceUse& use) { return use.arc == arc; });
                if (!known) resource.uses.push_back({arc, random.number(0.5, 2)});
            }
        }
        if (random.below(4) != 0) problem.resources.push_back(resource);
    }
    return part;
}

PartValues values_of(const CoalitionProblem& part, unsigned threads = 2) {
    ValueOptions options;
    options.threads = threads;
    auto result = path_values(part, options);
    EXPECT_TRUE(result.ok());
    return std::move(result).value();
}

TEST(PathValues, AgreeWithTheLinearProgramForAllCoalitions) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        FreightOptions options;
        options.tightness = 1 + static_cast<double>(seed % 3) * 4;
        const CoalitionProblem part = random_freight(seed, options);
        ASSERT_TRUE(is_path_part(part));
        const PartValues values = values_of(part);
        EXPECT_EQ(values.relevant, part.relevant_players());
        const auto oracle = make_oracle(part);
        const double nobody = oracle->welfare(Coalition{0});
        for (Coalition packed = 0; packed < values.table.size(); ++packed) {
            const double expected = oracle->welfare(expand(packed, values.relevant)) - nobody;
            ASSERT_NEAR(values.table[packed], expected, kSame * (1 + expected))
                << "seed " << seed << " coalition " << packed;
        }
    }
}

TEST(PathValues, SimplexCertifiesWhatItSolves) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        FreightOptions options;
        options.tightness = 5;
        options.places = 9;
        const CoalitionProblem part = random_freight(seed, options);
        const PathNetwork network(part);
        GroupOptima optima(network);
        GroupSolver solver(network, optima);
        for (Coalition coalition = 0; coalition < 64; ++coalition) {
            EXPECT_TRUE(solver.solve(coalition).certified);
        }
        EXPECT_GT(optima.solved(), 0U);
    }
}

TEST(PathValues, SameBytesForAnyNumberOfThreads) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        FreightOptions options;
        options.players = 9;
        options.tightness = 4;
        const CoalitionProblem part = random_freight(seed, options);
        const PartValues one = values_of(part, 1);
        for (const unsigned threads : {0U, 2U, 3U}) {
            const PartValues more = values_of(part, threads);
            ASSERT_EQ(one.table.size(), more.table.size());
            EXPECT_EQ(std::memcmp(one.table.values().data(), more.table.values().data(),
                                  one.table.size() * sizeof(double)),
                      0);
            EXPECT_EQ(one.statistics.solved, more.statistics.solved);
            EXPECT_EQ(one.statistics.pivots, more.statistics.pivots);
        }
    }
}

TEST(PathValues, WithoutCapacitiesEachDemandTakesItsShortestOpenWay) {
    FreightOptions options;
    options.capacities = false;
    const CoalitionProblem part = random_freight(7, options);
    const PartValues values = values_of(part);
    EXPECT_EQ(values.statistics.pivots, 0U);
    const flow::Problem& problem = part.problem;
    const auto surplus = [&](Coalition open) {
        double sum = 0;
        for (const flow::SupplyId origin : problem.supplies.ids()) {
            if (!is_subset(part.supply_consent[origin], open)) continue;
            // Bellman and Ford.
            std::vector<double> distance(problem.vertices.size(), flow::kInfinity);
            distance[problem.supplies[origin].vertex.index()] = 0;
            for (std::size_t round = 0; round < options.places; ++round) {
                for (const flow::ArcId id : problem.arcs.ids()) {
                    const flow::Arc& arc = problem.arcs[id];
                    if (!is_subset(part.arc_consent[id], open)) continue;
                    distance[arc.to.index()] =
                        std::min(distance[arc.to.index()], distance[arc.from.index()] + arc.cost);
                }
            }
            for (const flow::Delivery& delivery : problem.deliveries) {
                if (!is_subset(part.demand_consent[delivery.demand], open)) continue;
                for (const flow::Step& step : value_steps(problem.demands[delivery.demand].curve)) {
                    sum +=
                        step.width * std::max(0.0, step.value - distance[delivery.vertex.index()]);
                }
            }
        }
        return sum;
    };
    const double nobody = surplus(0);
    for (Coalition packed = 0; packed < values.table.size(); ++packed) {
        const double expected = surplus(expand(packed, values.relevant)) - nobody;
        EXPECT_NEAR(values.table[packed], expected, kSame * (1 + expected));
    }
}

TEST(PathValues, AreMonotone) {
    FreightOptions options;
    options.players = 8;
    options.tightness = 6;
    const PartValues values = values_of(random_freight(11, options));
    EXPECT_EQ(values.table[0], 0);
    for (Coalition coalition = 0; coalition < values.table.size(); ++coalition) {
        for_each_player(coalition, [&](std::size_t player) {
            const double less = values.table[coalition & ~player_bit(player)];
            EXPECT_LE(less, values.table[coalition] + kSame * (1 + less));
        });
    }
}

TEST(PathValues, OneCongestedLinkByHand) {
    // Two demands worth 10 and 8, 5 units each, over one link of cost 2 that carries 6; a second
    // way of cost 7 needs another player.
    CoalitionProblem part;
    part.players = 2;
    flow::Problem& problem = part.problem;
    flow::Resource link;
    link.limit = 6;
    for (const double value : {10.0, 8.0}) {
        const auto from = problem.vertices.push_back({});
        const auto to = problem.vertices.push_back({});
        flow::Curve supply, demand;
        supply.limit = 5;
        demand.constant = value;
        demand.limit = 5;
        demand.falling = true;
        problem.supplies.push_back({from, supply});
        const auto buyer = problem.demands.push_back({demand});
        problem.deliveries.push_back({to, buyer, flow::kInfinity});
        link.uses.push_back({flow::add_arc(problem, from, to, 2), 1});
        part.arc_consent.push_back(1);
        flow::add_arc(problem, from, to, 7);
        part.arc_consent.push_back(2);
        part.supply_consent.push_back(0);
        part.demand_consent.push_back(0);
    }
    problem.resources.push_back(link);
    const PartValues values = values_of(part);
    EXPECT_DOUBLE_EQ(values.table[1], 5 * 8 + 1 * 6);
    EXPECT_DOUBLE_EQ(values.table[2], 5 * 3 + 5 * 1);
    EXPECT_DOUBLE_EQ(values.table[3], 5 * 8 + 1 * 6 + 4 * 1);
}

TEST(PathValues, StopWhenInterrupted) {
    const std::atomic<bool> interrupt{true};
    ValueOptions options;
    options.interrupt = &interrupt;
    const auto result = path_values(random_freight(1), options);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.diagnostics().items().front().id, "E704");
}

TEST(PathValues, TellTheirProgress) {
    std::size_t done = 0, total = 0;
    ValueOptions options;
    options.progress = [&](const Progress& progress) {
        EXPECT_GE(progress.done, done);
        done = progress.done;
        total = progress.total;
    };
    FreightOptions freight;
    freight.players = 9;
    const auto result = path_values(random_freight(1, freight), options);
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(total, result.value().table.size());
    EXPECT_GT(done, 0U);
    EXPECT_LE(done, total);
}

TEST(PathValues, ArePathPartsOnly) {
    EXPECT_TRUE(is_path_part(random_freight(1)));
    CoalitionProblem fuels = random_network_problem(1);
    EXPECT_FALSE(is_path_part(fuels));
    // Supplies that cost something have no place in an engine for which goods are free.
    for (flow::Arc& arc : fuels.problem.arcs) {
        arc.upper = flow::kInfinity;
        arc.loss = 0;
    }
    fuels.problem.obligations = {};
    EXPECT_FALSE(is_path_part(fuels));
}

} // namespace
} // namespace isthmus::game
