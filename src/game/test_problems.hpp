// SPDX-License-Identifier: Apache-2.0
// Small random coalition problems for tests.
#pragma once

#include <cstdint>

#include "base/random.hpp"
#include "flow/test_problems.hpp"
#include "game/coalition_problem.hpp"

namespace isthmus::game {

class TestRandom : public SplitMix64 {
  public:
    using SplitMix64::SplitMix64;

    double number(double low, double high) { return low + (high - low) * unit(); }
    /// Up to `most` players, often nobody.
    Coalition some(std::size_t players, std::size_t most) {
        Coalition result = 0;
        for (std::size_t i = below(most + 1); i > 0; --i) result |= player_bit(below(players));
        return result;
    }
};

struct TestProblemOptions {
    std::size_t players = 4, regions = 6;
    bool losses = true;
    bool both_ways = true; ///< some links whose directions share a capacity
};

/// Regions with supply and demand and arcs between them, as a network can state them.
inline CoalitionProblem random_network_problem(std::uint64_t seed,
                                               const TestProblemOptions& options = {}) {
    TestRandom random(seed);
    CoalitionProblem part;
    part.players = options.players;
    flow::Problem& problem = part.problem;
    std::vector<flow::Region> regions;
    for (std::size_t i = 0; i < options.regions; ++i) {
        regions.push_back(flow::add_region(problem, random.number(1, 40), random.number(0.1, 2),
                                           random.number(25, 80), random.number(0.2, 3)));
        problem.supplies[regions.back().supply].curve.limit = random.number(1, 40);
        const Coalition owner = player_bit(random.below(options.players));
        part.supply_consent.push_back(owner | random.some(options.players, 1));
        part.demand_consent.push_back(random.below(2) == 0 ? owner
                                                           : random.some(options.players, 2));
    }
    const auto add_arc = [&](std::size_t from, std::size_t to, double upper, Coalition consent) {
        const double loss = options.losses && random.below(2) == 0 ? random.number(0, 0.1) : 0;
        part.arc_consent.push_back(consent);
        return flow::add_arc(problem, regions[from].vertex, regions[to].vertex, random.number(0, 8),
                             upper, loss);
    };
    for (std::size_t i = 0; i < 3 * options.regions; ++i) {
        const std::size_t from = random.below(options.regions);
        const std::size_t to = random.below(options.regions);
        if (from == to) continue;
        const Coalition consent = random.some(options.players, 2);
        if (options.both_ways && random.below(3) == 0) {
            flow::Resource both;
            both.limit = random.number(0.5, 12);
            both.uses.push_back({add_arc(from, to, flow::kInfinity, consent), 1});
            both.uses.push_back({add_arc(to, from, flow::kInfinity, consent), 1});
            problem.resources.push_back(both);
        } else {
            add_arc(from, to, random.below(4) == 0 ? flow::kInfinity : random.number(0.5, 12),
                    consent);
        }
    }
    return part;
}

/// The part with what a coalition cannot open taken away.
inline flow::Problem opened(const CoalitionProblem& part, Coalition coalition) {
    flow::Problem problem = part.problem;
    for (const flow::ArcId id : problem.arcs.ids()) {
        if (!is_subset(part.arc_consent[id], coalition)) problem.arcs[id].upper = 0;
    }
    for (const flow::SupplyId id : problem.supplies.ids()) {
        if (!is_subset(part.supply_consent[id], coalition)) problem.supplies[id].curve.limit = 0;
    }
    for (const flow::DeliveryId id : problem.deliveries.ids()) {
        const flow::DemandId demand = problem.deliveries[id].demand;
        if (!is_subset(part.demand_consent[demand], coalition)) problem.deliveries[id].upper = 0;
    }
    return problem;
}

/// Welfare of quantities by the curves themselves.
inline double welfare(const flow::Problem& problem, const flow::Solution& solution) {
    double sum = 0;
    for (const flow::DemandId id : problem.demands.ids()) {
        sum += problem.demands[id].curve.integral(solution.demand[id]);
    }
    for (const flow::SupplyId id : problem.supplies.ids()) {
        sum -= problem.supplies[id].curve.integral(solution.supply[id]);
    }
    for (const flow::ArcId id : problem.arcs.ids()) {
        sum -= problem.arcs[id].cost * solution.flow[id];
    }
    return sum;
}

} // namespace isthmus::game
