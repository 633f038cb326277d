// SPDX-License-Identifier: Apache-2.0
// Problems with published optima: min-cost flow (DIMACS), multi-commodity flow, traffic assignment
// (TNTP). The files are other people's data, read in place from shared/cases/flow; the tests skip,
// saying so, where that folder is absent.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "flow/certificate.hpp"
#include "flow/solve.hpp"

namespace isthmus::flow {
namespace {

namespace fs = std::filesystem;

fs::path cases() {
    return fs::path(ISTHMUS_SHARED_DIR) / "cases" / "flow";
}

#define NEEDS_CASES()                                                                              \
    if (!fs::exists(cases())) GTEST_SKIP() << cases() << " is absent: published cases not read"

nlohmann::json read_json(const fs::path& path) {
    std::ifstream stream(path);
    return nlohmann::json::parse(stream);
}

constexpr double kNoCapacity = 1e9; // the files' code for it where the index says so

Problem read_dimacs(const fs::path& path, bool unlimited_code) {
    Problem problem;
    std::ifstream stream(path);
    std::string line;
    while (std::getline(stream, line)) {
        std::istringstream words(line);
        std::string kind;
        words >> kind;
        if (kind == "p") {
            std::size_t nodes = 0;
            words >> kind >> nodes;
            for (std::size_t i = 0; i < nodes; ++i) problem.vertices.push_back({});
        } else if (kind == "n") {
            std::size_t node = 0;
            double supply = 0;
            words >> node >> supply;
            problem.vertices[VertexId(node - 1)].injection = supply;
        } else if (kind == "a") {
            std::size_t from = 0, to = 0;
            double low = 0, high = 0, cost = 0;
            words >> from >> to >> low >> high >> cost;
            if (unlimited_code && high >= kNoCapacity) high = kInfinity;
            problem.arcs.push_back({VertexId(from - 1), VertexId(to - 1), cost, 0, low, high});
        }
    }
    return problem;
}

TEST(Literature, MinCostFlow) {
    NEEDS_CASES();
    std::size_t checked = 0;
    for (const auto& instance : read_json(cases() / "mincost_index.json")) {
        const std::string name = instance["name"];
        const bool unlimited = !instance["unlimited_capacity_code"].is_null();
        const Problem problem =
            read_dimacs(cases() / instance["file"].get<std::string>(), unlimited);
        const Solved result = solve(problem);
        const std::string status = instance["status"];
        if (status == "optimal") {
            ASSERT_EQ(result.status, LpStatus::kOptimal) << name;
            const Certificate certificate = certify(problem, result.solution);
            EXPECT_TRUE(certificate.holds()) << name << ' ' << certificate.primal_residual << ' '
                                             << certificate.dual_residual << ' ' << certificate.gap;
            EXPECT_DOUBLE_EQ(std::round(-certificate.welfare), instance["highs"].get<double>())
                << name;
            EXPECT_NEAR(-certificate.welfare, instance["highs"].get<double>(),
                        1e-9 * std::abs(certificate.welfare) + 1e-6)
                << name;
        } else {
            EXPECT_EQ(result.status,
                      status == "infeasible" ? LpStatus::kInfeasible : LpStatus::kUnbounded)
                << name;
        }
        ++checked;
    }
    EXPECT_EQ(checked, 35u);
}

/// One copy of the network for each commodity, joint capacities shared.
Problem multicommodity(std::size_t nodes, const std::vector<std::pair<int, int>>& arcs,
                       const std::vector<std::vector<double>>& cost,
                       const std::vector<std::vector<double>>& supply,
                       const std::vector<double>& joint) {
    Problem problem;
    std::vector<Resource> shared(arcs.size());
    for (std::size_t k = 0; k < supply.size(); ++k) {
        const std::size_t base = problem.vertices.size();
        for (std::size_t i = 0; i < nodes; ++i) problem.vertices.push_back({supply[k][i]});
        for (std::size_t a = 0; a < arcs.size(); ++a) {
            const ArcId id = problem.arcs.push_back(
                {VertexId(base + static_cast<std::size_t>(arcs[a].first)),
                 VertexId(base + static_cast<std::size_t>(arcs[a].second)), cost[k][a]});
            shared[a].uses.push_back({id, 1});
        }
    }
    for (std::size_t a = 0; a < arcs.size(); ++a) {
        if (std::isinf(joint[a])) continue;
        shared[a].limit = joint[a];
        problem.resources.push_back(shared[a]);
    }
    return problem;
}

TEST(Literature, MultiCommodityFlow) {
    NEEDS_CASES();
    for (const auto& instance : read_json(cases() / "multicommodity" / "cases.json")) {
        const std::string name = instance["name"];
        std::vector<std::pair<int, int>> arcs;
        for (const auto& arc : instance["arcs"]) arcs.emplace_back(arc[0], arc[1]);
        std::vector<double> joint;
        for (const auto& limit : instance["joint_capacity"]) {
            joint.push_back(limit.is_null() ? kInfinity : limit.get<double>());
        }
        std::vector<std::vector<double>> cost, supply;
        if (instance.contains("supply_unscaled")) {
            const double factor = instance["demand_factor_for_min_cost"];
            for (auto row : instance["supply_unscaled"].get<std::vector<std::vector<double>>>()) {
                for (double& value : row) value *= factor;
                supply.push_back(row);
                cost.push_back(instance["arc_cost"].get<std::vector<double>>());
            }
        } else {
            supply = instance["supply"].get<std::vector<std::vector<double>>>();
            cost = instance["cost"].get<std::vector<std::vector<double>>>();
        }
        const Problem problem = multicommodity(supply.front().size(), arcs, cost, supply, joint);
        const Solved result = solve(problem);
        ASSERT_EQ(result.status, LpStatus::kOptimal) << name;
        const Certificate certificate = certify(problem, result.solution);
        EXPECT_TRUE(certificate.holds()) << name << ' ' << certificate.primal_residual << ' '
                                         << certificate.dual_residual << ' ' << certificate.gap;
        const double optimum = instance["highs"];
        EXPECT_NEAR(-certificate.welfare, optimum, 1e-6 * optimum) << name;
    }
}

struct Road {
    std::size_t from, to;
    double capacity, free_flow_time, b, power;
};

std::vector<Road> read_roads(const fs::path& path) {
    std::vector<Road> roads;
    std::ifstream stream(path);
    std::string line;
    bool body = false;
    while (std::getline(stream, line)) {
        if (line.find("<END OF METADATA>") != std::string::npos) body = true;
        if (!body || line.find('~') != std::string::npos || line.find('<') != std::string::npos) {
            continue;
        }
        std::istringstream words(line);
        Road road{};
        double length = 0;
        if (words >> road.from >> road.to >> road.capacity >> length >> road.free_flow_time >>
            road.b >> road.power) {
            roads.push_back(road);
        }
    }
    return roads;
}

/// Trips by origin and destination, both from 0.
std::map<std::size_t, std::map<std::size_t, double>> read_trips(const fs::path& path) {
    std::map<std::size_t, std::map<std::size_t, double>> trips;
    std::ifstream stream(path);
    std::string line;
    std::size_t origin = 0;
    while (std::getline(stream, line)) {
        if (line.find('<') != std::string::npos) continue;
        if (line.find("Origin") != std::string::npos) {
            origin = std::stoul(line.substr(line.find("Origin") + 6));
            continue;
        }
        std::istringstream entries(line);
        std::string entry;
        while (std::getline(entries, entry, ';')) {
            std::size_t destination = 0;
            char colon = 0;
            double value = 0;
            std::istringstream words(entry);
            if (words >> destination >> colon >> value && value > 0 && destination != origin) {
                trips[origin - 1][destination - 1] += value;
            }
        }
    }
    return trips;
}

/// User equilibrium of Beckmann, McGuire & Winsten (1956): one layer for each origin, each road a
/// resource whose cost of load is its travel time, so that minus the welfare is the Beckmann
/// objective.
Problem traffic(const std::vector<Road>& roads,
                const std::map<std::size_t, std::map<std::size_t, double>>& trips,
                std::size_t nodes) {
    Problem problem;
    std::vector<Resource> load(roads.size());
    double all = 0;
    for (const auto& [origin, row] : trips) {
        const std::size_t base = problem.vertices.size();
        for (std::size_t i = 0; i < nodes; ++i) problem.vertices.push_back({});
        for (const auto& [destination, value] : row) {
            problem.vertices[VertexId(base + origin)].injection += value;
            problem.vertices[VertexId(base + destination)].injection -= value;
            all += value;
        }
        for (std::size_t a = 0; a < roads.size(); ++a) {
            const ArcId id = problem.arcs.push_back(
                {VertexId(base + roads[a].from - 1), VertexId(base + roads[a].to - 1), 0});
            load[a].uses.push_back({id, 1});
        }
    }
    for (std::size_t a = 0; a < roads.size(); ++a) {
        const Road& road = roads[a];
        load[a].has_curve = true;
        load[a].curve.constant = road.free_flow_time;
        load[a].curve.slope = road.free_flow_time * road.b / std::pow(road.capacity, road.power);
        load[a].curve.power = road.power;
        load[a].curve.limit = all;
        problem.resources.push_back(load[a]);
    }
    return problem;
}

double road_load(const Problem& problem, const Solution& solution, std::size_t road) {
    double sum = 0;
    for (const ResourceUse& use : problem.resources[ResourceId(road)].uses) {
        sum += solution.flow[use.arc];
    }
    return sum;
}

TEST(Literature, BraessParadox) {
    NEEDS_CASES();
    const auto roads = read_roads(cases() / "tntp" / "Braess_net.tntp");
    const auto trips = read_trips(cases() / "tntp" / "Braess_trips.tntp");
    const Problem problem = traffic(roads, trips, 4);
    const Solved result = solve(problem);
    ASSERT_EQ(result.status, LpStatus::kOptimal);
    const double flows[5] = {4, 2, 2, 2, 4};
    for (std::size_t a = 0; a < 5; ++a) {
        EXPECT_NEAR(road_load(problem, result.solution, a), flows[a], 1e-3) << a;
    }
    const Certificate certificate = certify(problem, result.solution);
    EXPECT_NEAR(-certificate.welfare, 386, 1e-4 * 386);
    // 92 on every used path.
    EXPECT_NEAR(result.solution.price[VertexId(1)] - result.solution.price[VertexId(0)], 92, 0.01);
}

TEST(Literature, SiouxFallsUserEquilibrium) {
    NEEDS_CASES();
    const auto roads = read_roads(cases() / "tntp" / "SiouxFalls_net.tntp");
    const auto trips = read_trips(cases() / "tntp" / "SiouxFalls_trips.tntp");
    ASSERT_EQ(roads.size(), 76u);
    const Problem problem = traffic(roads, trips, 24);
    SolveOptions options;
    options.curve_tolerance = 1e-5;
    const Solved result = solve(problem, options);
    ASSERT_EQ(result.status, LpStatus::kOptimal);
    const double best = 4231335.28710744;
    const double found = -certify(problem, result.solution).welfare;
    EXPECT_GE(found, best * (1 - 1e-9));
    EXPECT_LE(found, best * (1 + 1e-4));
    std::ifstream stream(cases() / "tntp" / "SiouxFalls_flow.tntp");
    std::string line;
    std::getline(stream, line);
    std::size_t compared = 0;
    while (std::getline(stream, line)) {
        std::istringstream words(line);
        std::size_t from = 0, to = 0;
        double volume = 0;
        if (!(words >> from >> to >> volume)) continue;
        ASSERT_EQ(roads[compared].from, from);
        EXPECT_NEAR(road_load(problem, result.solution, compared), volume, 0.01 * volume)
            << from << "-" << to;
        ++compared;
    }
    EXPECT_EQ(compared, 76u);
}

} // namespace
} // namespace isthmus::flow
