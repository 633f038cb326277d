// SPDX-License-Identifier: Apache-2.0
// Small problems for tests, stated in the terms of the literature.
#pragma once

#include <cstdint>
#include <random>

#include "flow/certificate.hpp"
#include "flow/solve.hpp"

namespace isthmus::flow {

/// Price as a linear function of quantity: intercept + slope * q.
inline Curve linear(double intercept, double slope, double limit) {
    Curve curve;
    curve.constant = intercept;
    curve.slope = slope;
    curve.limit = limit;
    return curve;
}

/// A region with a vertex, a supply p = a + b q and a demand p = c - d q (down to price 0).
struct Region {
    VertexId vertex;
    SupplyId supply;
    DemandId demand;
    DeliveryId delivery;
};
inline Region add_region(Problem& problem, double a, double b, double c, double d) {
    Region region;
    region.vertex = problem.vertices.push_back({});
    region.supply = problem.supplies.push_back({region.vertex, linear(a, b, 1000)});
    region.demand = problem.demands.push_back({linear(c, -d, c / d)});
    region.delivery = problem.deliveries.push_back({region.vertex, region.demand, kInfinity});
    return region;
}
inline ArcId add_arc(Problem& problem, VertexId from, VertexId to, double cost,
                     double upper = kInfinity, double loss = 0) {
    return problem.arcs.push_back({from, to, cost, loss, 0, upper});
}

/// A connected random market: curves, capacities, losses, a shared capacity and a minimum take that
/// can be met.
inline Problem random_problem(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto number = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967295.0;
    };
    Problem problem;
    const std::size_t count = 4 + random() % 8;
    std::vector<Region> regions;
    for (std::size_t i = 0; i < count; ++i) {
        regions.push_back(
            add_region(problem, number(1, 20), number(0.1, 2), number(25, 80), number(0.2, 3)));
        problem.supplies[regions.back().supply].curve.limit = number(1, 40);
    }
    for (std::size_t i = 0; i < 3 * count; ++i) {
        const std::size_t from = i < count ? i : random() % count;
        const std::size_t to = i < count ? (i + 1) % count : random() % count;
        if (from == to) continue;
        const double upper = random() % 3 == 0 ? kInfinity : number(0.5, 12);
        const double loss = random() % 2 == 0 ? 0 : number(0, 0.1);
        add_arc(problem, regions[from].vertex, regions[to].vertex, number(0.1, 8), upper, loss);
    }
    Resource shared;
    shared.limit = number(1, 15);
    for (const ArcId id : problem.arcs.ids()) {
        if (random() % 3 == 0) shared.uses.push_back({id, number(0.5, 2)});
    }
    if (!shared.uses.empty()) problem.resources.push_back(shared);
    // A region can always take what its own supply gives.
    const Region& buyer = regions[random() % count];
    const double own = problem.supplies[buyer.supply].curve.limit;
    const double most = problem.demands[buyer.demand].curve.limit;
    problem.obligations.push_back(
        {number(0, 0.9) * std::min(own, most), kInfinity, {buyer.delivery}});
    return problem;
}

} // namespace isthmus::flow
