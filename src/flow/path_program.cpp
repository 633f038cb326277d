// SPDX-License-Identifier: Apache-2.0
#include "flow/path_program.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>

#include "flow/refine.hpp"
#include "flow/support_prices.hpp"
#include "flow/tie_break.hpp"

namespace isthmus::flow {
namespace {

// A path pays if it is cheaper than the price by this much (relative to the price plus one): the
// solver's own tolerance.
constexpr double kPays = 1e-9;
// A round of refinement or of new paths; far more than any block has needed.
constexpr std::size_t kMostRounds = 500;
// Flows and slacks below this (relative to the limit plus one) are the rounding of the solver.
constexpr double kZero = 1e-8;

struct Path {
    std::size_t demand; ///< place in the block
    std::vector<ArcId> arcs;
    double cost = 0;
    double slack = 0; ///< what the tie-break may add to the cost
    double flow = 0;
};

/// Shortest-path tree of one layer.
struct Tree {
    std::vector<double> distance; ///< by place in the layer
    std::vector<ArcId> by;        ///< last arc of the way; invalid at the origin
};

/// A layer: its places, its arcs by tail, its demands.
struct Network {
    std::size_t origin = 0;
    std::vector<VertexId> places;
    std::vector<std::size_t> first_out; ///< by place, into `out`
    std::vector<ArcId> out;
    std::vector<std::size_t> demands; ///< places in the block's list of demands
};

/// The parts of a block that arcs connect: its layers, in the order of their first vertex.
std::vector<std::vector<VertexId>> layers_of(const Problem& problem, const Block& block) {
    Problem skeleton;
    for (std::size_t i = 0; i < problem.vertices.size(); ++i) skeleton.vertices.push_back({});
    for (const ArcId id : block.arcs) skeleton.arcs.push_back(problem.arcs[id]);
    std::vector<bool> mine(problem.vertices.size(), false);
    for (const VertexId id : block.vertices) mine[id.index()] = true;
    std::vector<std::vector<VertexId>> layers;
    for (Block& part : blocks(skeleton)) {
        if (mine[part.vertices.front().index()]) layers.push_back(std::move(part.vertices));
    }
    return layers;
}

class PathBlock {
  public:
    PathBlock(const Problem& problem, const Block& block, const SolveOptions& options)
        : problem_(problem),
          block_(block),
          options_(options),
          solver_name_(options.solver.empty() ? lp_solver_names().front()
                                              : std::string_view(options.solver)),
          resources_of_(problem.arcs.size()),
          toll_(problem.arcs.size()) {
        find_networks();
        for (std::size_t i = 0; i < block.resources.size(); ++i) {
            for (const ResourceUse& use : problem.resources[block.resources[i]].uses) {
                resources_of_[use.arc.index()].push_back({i, use.use});
            }
        }
    }

    BlockResult run(Solution& solution) {
        BlockResult result;
        result.status = find_quantities(result);
        if (result.status != LpStatus::kOptimal) return result;
        write_quantities(solution);
        result.status = find_prices(solution);
        return result;
    }

  private:
    struct Use {
        std::size_t resource;
        double use;
    };

    std::size_t demand_count() const { return block_.demands.size(); }
    const Curve& curve(std::size_t demand) const {
        return problem_.demands[block_.demands[demand]].curve;
    }

    void find_networks();
    Tree tree(const Network& network, bool with_tie_break) const;
    void set_tolls(const std::vector<double>& rents);
    Path path_to(const Network& network, const Tree& tree, std::size_t demand) const;
    std::vector<LpEntry> entries(const Path& path, const std::vector<std::int32_t>& resource_row,
                                 double sign) const;
    std::vector<std::size_t> find_paths(const std::vector<double>& rents,
                                        const std::vector<double>& prices, bool with_tie_break);
    LpStatus find_quantities(BlockResult& result);
    void write_quantities(Solution& solution);
    LpStatus find_prices(Solution& solution);
    struct Support {
        std::vector<double> price, rent; ///< by demand and by resource of the block
    };
    LpStatus find_support(double sign, Support& support);
    void add_place_prices(Support& support, bool first, Solution& solution);
    LinearProgram change_program(double sign, std::vector<std::int32_t>& resource_row,
                                 double& box) const;

    const Problem& problem_;
    const Block& block_;
    const SolveOptions& options_;
    std::string_view solver_name_;
    std::vector<Network> networks_;
    std::vector<std::size_t> place_of_vertex_; ///< within its network
    std::vector<VertexId> destination_; ///< by demand in the block; invalid where nothing delivers
    std::vector<std::vector<Use>> resources_of_;
    std::vector<double> toll_; ///< by arc
    std::vector<Path> paths_;
    std::vector<std::map<std::vector<ArcId>, std::size_t>> known_; ///< by demand
    std::vector<double> quantity_;                                 ///< by demand
    std::vector<double> step_;                                     ///< fine step by demand
    std::vector<double> load_;                                     ///< by resource of the block
};

void PathBlock::find_networks() {
    place_of_vertex_.assign(problem_.vertices.size(), 0);
    std::vector<std::size_t> network_of(problem_.vertices.size());
    for (std::vector<VertexId>& places : layers_of(problem_, block_)) {
        Network network;
        network.places = std::move(places);
        for (std::size_t i = 0; i < network.places.size(); ++i) {
            place_of_vertex_[network.places[i].index()] = i;
            network_of[network.places[i].index()] = networks_.size();
        }
        network.first_out.assign(network.places.size() + 1, 0);
        networks_.push_back(std::move(network));
    }
    for (const ArcId id : block_.arcs) {
        const VertexId from = problem_.arcs[id].from;
        ++networks_[network_of[from.index()]].first_out[place_of_vertex_[from.index()] + 1];
    }
    for (Network& network : networks_) {
        for (std::size_t i = 1; i < network.first_out.size(); ++i) {
            network.first_out[i] += network.first_out[i - 1];
        }
        network.out.resize(network.first_out.back());
    }
    std::vector<std::size_t> filled(problem_.vertices.size(), 0);
    for (const ArcId id : block_.arcs) {
        const std::size_t from = problem_.arcs[id].from.index();
        Network& network = networks_[network_of[from]];
        network.out[network.first_out[place_of_vertex_[from]] + filled[from]++] = id;
    }
    for (const SupplyId id : block_.supplies) {
        const std::size_t vertex = problem_.supplies[id].vertex.index();
        networks_[network_of[vertex]].origin = place_of_vertex_[vertex];
    }
    std::map<DemandId, std::size_t> place;
    for (std::size_t i = 0; i < demand_count(); ++i) place[block_.demands[i]] = i;
    destination_.resize(demand_count());
    known_.resize(demand_count());
    for (const DeliveryId id : block_.deliveries) {
        const Delivery& delivery = problem_.deliveries[id];
        destination_[place.at(delivery.demand)] = delivery.vertex;
        networks_[network_of[delivery.vertex.index()]].demands.push_back(place.at(delivery.demand));
    }
}

Tree PathBlock::tree(const Network& network, bool with_tie_break) const {
    Tree result;
    result.distance.assign(network.places.size(), kInfinity);
    result.by.resize(network.places.size());
    using Entry = std::pair<double, std::size_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    result.distance[network.origin] = 0;
    queue.emplace(0, network.origin);
    while (!queue.empty()) {
        const auto [distance, place] = queue.top();
        queue.pop();
        if (distance > result.distance[place]) continue;
        for (std::size_t i = network.first_out[place]; i < network.first_out[place + 1]; ++i) {
            const ArcId arc = network.out[i];
            double cost = problem_.arcs[arc].cost + toll_[arc.index()];
            if (with_tie_break) cost += tie_break_cost(problem_, arc);
            const std::size_t to = place_of_vertex_[problem_.arcs[arc].to.index()];
            if (distance + cost < result.distance[to]) {
                result.distance[to] = distance + cost;
                result.by[to] = arc;
                queue.emplace(distance + cost, to);
            }
        }
    }
    return result;
}

void PathBlock::set_tolls(const std::vector<double>& rents) {
    for (const ArcId arc : block_.arcs) {
        double toll = 0;
        for (const Use& use : resources_of_[arc.index()]) toll += use.use * rents[use.resource];
        toll_[arc.index()] = toll;
    }
}

Path PathBlock::path_to(const Network& network, const Tree& tree, std::size_t demand) const {
    Path path;
    path.demand = demand;
    std::size_t place = place_of_vertex_[destination_[demand].index()];
    while (place != network.origin) {
        const ArcId arc = tree.by[place];
        path.arcs.push_back(arc);
        path.cost += problem_.arcs[arc].cost;
        path.slack += tie_break_unit(problem_.arcs[arc]);
        place = place_of_vertex_[problem_.arcs[arc].from.index()];
    }
    std::reverse(path.arcs.begin(), path.arcs.end());
    return path;
}

/// Rows: demands first, then resources as `resource_row` says (below zero: none).
std::vector<LpEntry> PathBlock::entries(const Path& path,
                                        const std::vector<std::int32_t>& resource_row,
                                        double sign) const {
    std::map<std::int32_t, double> uses;
    for (const ArcId arc : path.arcs) {
        for (const Use& use : resources_of_[arc.index()]) {
            if (resource_row[use.resource] >= 0) uses[resource_row[use.resource]] += use.use;
        }
    }
    std::vector<LpEntry> result{{static_cast<std::int32_t>(path.demand), sign}};
    for (const auto& [row, use] : uses) result.push_back({row, sign * use});
    return result;
}

/// Adds the paths that would pay at these rents and prices; returns their places in paths_.
std::vector<std::size_t> PathBlock::find_paths(const std::vector<double>& rents,
                                               const std::vector<double>& prices,
                                               bool with_tie_break) {
    set_tolls(rents);
    std::vector<std::size_t> added;
    for (const Network& network : networks_) {
        if (network.demands.empty()) continue;
        const Tree shortest = tree(network, with_tie_break);
        for (const std::size_t demand : network.demands) {
            const std::size_t place = place_of_vertex_[destination_[demand].index()];
            const double distance = shortest.distance[place];
            if (distance >= prices[demand] - kPays * (1 + std::abs(prices[demand]))) continue;
            Path path = path_to(network, shortest, demand);
            if (!known_[demand].emplace(path.arcs, paths_.size()).second) continue;
            added.push_back(paths_.size());
            paths_.push_back(std::move(path));
        }
    }
    return added;
}

LpStatus PathBlock::find_quantities(BlockResult& result) {
    LinearProgram program;
    for (std::size_t i = 0; i < demand_count(); ++i) program.add_row(0, 0);
    std::vector<std::int32_t> resource_row;
    for (const ResourceId id : block_.resources) {
        resource_row.push_back(static_cast<std::int32_t>(program.rows()));
        program.add_row(-kInfinity, problem_.resources[id].limit);
    }
    std::vector<Window> windows(demand_count());
    for (std::size_t i = 0; i < demand_count(); ++i) {
        for (const Step& step : steps(curve(i), windows[i])) {
            program.add_column(-step.value, 0, step.width);
            program.add_entry(i, -1);
        }
    }
    const auto solver = make_lp_solver(solver_name_, program);
    const auto add = [&](const std::vector<std::size_t>& added) {
        for (const std::size_t i : added) {
            double cost = paths_[i].cost;
            for (const ArcId arc : paths_[i].arcs) {
                cost += tie_break_cost(problem_, arc);
            }
            solver->add_column(cost, 0, kInfinity, entries(paths_[i], resource_row, 1));
        }
    };
    const auto known_rents = [&](const LpSolution& lp) {
        std::vector<double> rents;
        for (const std::int32_t row : resource_row) {
            rents.push_back(std::max(0.0, -lp.row_dual[static_cast<std::size_t>(row)]));
        }
        return rents;
    };
    const std::size_t first_path = program.columns();
    std::vector<double> choke(demand_count());
    for (std::size_t i = 0; i < demand_count(); ++i) choke[i] = curve(i).marginal(0);
    add(find_paths(std::vector<double>(block_.resources.size()), choke, true));

    LpSolution lp;
    std::vector<double> quantity(demand_count());
    for (result.rounds = 1; result.rounds < kMostRounds; ++result.rounds) {
        lp = solver->solve();
        if (lp.status != LpStatus::kOptimal) return lp.status;
        const std::vector<double> prices(
            lp.row_dual.begin(), lp.row_dual.begin() + static_cast<std::ptrdiff_t>(demand_count()));
        const auto added = find_paths(known_rents(lp), prices, true);
        add(added);
        if (!added.empty()) continue;
        bool changed = false;
        for (std::size_t i = 0; i < demand_count(); ++i) {
            quantity[i] = 0;
            for (std::size_t j = 0; j < kStepCount; ++j) {
                quantity[i] += lp.value[i * kStepCount + j];
            }
            const auto window =
                refined(curve(i), windows[i], quantity[i], options_.curve_tolerance);
            if (!window) continue;
            windows[i] = *window;
            const auto finer = steps(curve(i), windows[i]);
            for (std::size_t j = 0; j < kStepCount; ++j) {
                solver->set_column(i * kStepCount + j, -finer[j].value, 0, finer[j].width);
            }
            changed = true;
        }
        if (!changed) break;
    }
    if (result.rounds == kMostRounds) return LpStatus::kFailed;
    for (std::size_t i = 0; i < demand_count(); ++i) {
        const StepError error = step_error(curve(i), windows[i], quantity[i]);
        result.price_error = std::max(result.price_error, error.price);
        result.welfare_error += error.welfare;
        step_.push_back(fine_step_width(curve(i), windows[i]));
    }
    for (std::size_t i = 0; i < paths_.size(); ++i) paths_[i].flow = lp.value[first_path + i];
    result.rows = program.rows();
    result.columns = first_path + paths_.size();
    return LpStatus::kOptimal;
}

void PathBlock::write_quantities(Solution& solution) {
    quantity_.assign(demand_count(), 0);
    for (Path& path : paths_) {
        if (path.flow < kZero) path.flow = 0;
        quantity_[path.demand] += path.flow;
        for (const ArcId arc : path.arcs) solution.flow[arc] += path.flow;
    }
    for (std::size_t i = 0; i < demand_count(); ++i)
        solution.demand[block_.demands[i]] = quantity_[i];
    for (const DeliveryId id : block_.deliveries) {
        solution.delivery[id] = solution.demand[problem_.deliveries[id].demand];
    }
    for (std::size_t n = 0; n < networks_.size(); ++n) {
        double sum = 0;
        for (const std::size_t demand : networks_[n].demands) sum += quantity_[demand];
        for (const SupplyId id : block_.supplies) {
            if (problem_.supplies[id].vertex == networks_[n].places[networks_[n].origin]) {
                solution.supply[id] = sum;
            }
        }
    }
    for (const ResourceId id : block_.resources) {
        double load = 0;
        for (const ResourceUse& use : problem_.resources[id].uses) {
            load += use.use * solution.flow[use.arc];
        }
        load_.push_back(load);
    }
}

/// The program of support_prices.hpp over paths: changes of demands and of path flows that
/// withdraw, or put in, a little at every destination; path columns follow.
LinearProgram PathBlock::change_program(double sign, std::vector<std::int32_t>& resource_row,
                                        double& box) const {
    LinearProgram program;
    for (std::size_t i = 0; i < demand_count(); ++i) {
        const double weight = sign * generic_weight(i);
        program.add_row(weight, weight);
    }
    for (std::size_t i = 0; i < block_.resources.size(); ++i) {
        const double limit = problem_.resources[block_.resources[i]].limit;
        const bool tight = load_[i] >= limit - kZero * (1 + limit);
        resource_row.push_back(tight ? static_cast<std::int32_t>(program.add_row(-kInfinity, 0))
                                     : -1);
    }
    double largest = 1;
    for (std::size_t i = 0; i < demand_count(); ++i) {
        const double q = quantity_[i];
        const double above = curve(i).marginal(std::min(curve(i).limit, q + step_[i]));
        const double below = curve(i).marginal(std::max(0.0, q - step_[i]));
        largest = std::max(largest, std::max(above, below));
        const double slack = kTieBreak * (1 + std::abs(above));
        if (q < curve(i).limit * (1 - kZero)) {
            program.add_column(-std::min(above, below) + slack, 0, kInfinity);
            program.add_entry(i, -1);
        }
        if (q > kZero) {
            program.add_column(std::max(above, below) + slack, 0, kInfinity);
            program.add_entry(i, 1);
        }
    }
    for (const Path& path : paths_) largest = std::max(largest, path.cost);
    box = kPriceBox * largest;
    for (std::size_t i = 0; i < demand_count(); ++i) {
        for (const double way : {1.0, -1.0}) {
            program.add_column(box, 0, kInfinity);
            program.add_entry(i, way);
        }
    }
    return program;
}

LpStatus PathBlock::find_support(double sign, Support& support) {
    std::vector<std::int32_t> resource_row;
    double box = 0;
    const LinearProgram program = change_program(sign, resource_row, box);
    const auto solver = make_lp_solver(solver_name_, program);
    const auto add = [&](const Path& path) {
        solver->add_column(path.cost + 2 * path.slack, 0, kInfinity,
                           entries(path, resource_row, 1));
        if (path.flow > 0) {
            solver->add_column(-path.cost + 2 * path.slack, 0, kInfinity,
                               entries(path, resource_row, -1));
        }
    };
    for (const Path& path : paths_) add(path);
    for (std::size_t round = 0; round < kMostRounds; ++round) {
        const LpSolution lp = solver->solve();
        if (lp.status != LpStatus::kOptimal) return lp.status;
        support.price.assign(lp.row_dual.begin(),
                             lp.row_dual.begin() + static_cast<std::ptrdiff_t>(demand_count()));
        support.rent.clear();
        for (const std::int32_t row : resource_row) {
            support.rent.push_back(
                row < 0 ? 0 : std::max(0.0, -lp.row_dual[static_cast<std::size_t>(row)]));
        }
        const auto added = find_paths(support.rent, support.price, false);
        if (added.empty()) return LpStatus::kOptimal;
        for (const std::size_t i : added) add(paths_[i]);
    }
    return LpStatus::kFailed;
}

/// Prices of places from one set of rents, half of them into the middle. No demand pays more than
/// the price of its place: what it does by the slack of the change program is taken off.
void PathBlock::add_place_prices(Support& support, bool first, Solution& solution) {
    set_tolls(support.rent);
    for (const Network& network : networks_) {
        const Tree shortest = tree(network, false);
        for (std::size_t i = 0; i < network.places.size(); ++i) {
            const VertexId id = network.places[i];
            const double distance = shortest.distance[i];
            solution.price[id] += distance / 2;
            solution.price_low[id] = first ? distance : std::min(solution.price_low[id], distance);
            solution.price_high[id] =
                first ? distance : std::max(solution.price_high[id], distance);
        }
        for (const std::size_t demand : network.demands) {
            const std::size_t place = place_of_vertex_[destination_[demand].index()];
            support.price[demand] = std::min(support.price[demand], shortest.distance[place]);
        }
    }
}

LpStatus PathBlock::find_prices(Solution& solution) {
    Support top, bottom;
    for (const auto& [sign, support] : {std::pair(1.0, &top), std::pair(-1.0, &bottom)}) {
        const LpStatus status = find_support(sign, *support);
        if (status != LpStatus::kOptimal) return status;
    }
    for (Support* support : {&top, &bottom}) add_place_prices(*support, support == &top, solution);
    for (std::size_t i = 0; i < demand_count(); ++i) {
        const DemandId id = block_.demands[i];
        solution.demand_price_low[id] = std::min(top.price[i], bottom.price[i]);
        solution.demand_price_high[id] = std::max(top.price[i], bottom.price[i]);
        solution.demand_price[id] = (top.price[i] + bottom.price[i]) / 2;
    }
    for (std::size_t i = 0; i < block_.resources.size(); ++i) {
        solution.resource_rent[block_.resources[i]] = (top.rent[i] + bottom.rent[i]) / 2;
    }
    return LpStatus::kOptimal;
}

} // namespace

bool is_path_block(const Problem& problem, const Block& block) {
    if (block.supplies.empty() || block.demands.empty() || !block.obligations.empty()) return false;
    for (const VertexId id : block.vertices) {
        if (problem.vertices[id].injection != 0) return false;
    }
    for (const ArcId id : block.arcs) {
        const Arc& arc = problem.arcs[id];
        if (arc.loss != 0 || arc.cost < 0 || arc.lower != 0 || std::isfinite(arc.upper))
            return false;
    }
    for (const ResourceId id : block.resources) {
        if (problem.resources[id].has_curve) return false;
    }
    std::map<DemandId, std::size_t> ways;
    for (const DeliveryId id : block.deliveries) {
        if (std::isfinite(problem.deliveries[id].upper)) return false;
        if (++ways[problem.deliveries[id].demand] > 1) return false;
    }
    // One free origin for each layer: as many layers as supplies, each free and large enough for
    // all demands of its own.
    std::map<std::size_t, std::size_t> origins;
    std::vector<std::size_t> layer(problem.vertices.size());
    const auto layers = layers_of(problem, block);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        for (const VertexId id : layers[i]) layer[id.index()] = i;
    }
    std::map<std::size_t, double> wanted_in;
    for (const DeliveryId id : block.deliveries) {
        const Delivery& delivery = problem.deliveries[id];
        wanted_in[layer[delivery.vertex.index()]] += problem.demands[delivery.demand].curve.limit;
    }
    for (const SupplyId id : block.supplies) {
        const SupplyCurve& supply = problem.supplies[id];
        const std::size_t of = layer[supply.vertex.index()];
        if (++origins[of] > 1 || supply.curve.constant != 0 || supply.curve.slope != 0 ||
            supply.curve.limit < wanted_in[of]) {
            return false;
        }
    }
    for (const VertexId id : block.vertices) {
        if (!origins.contains(layer[id.index()])) return false;
    }
    return true;
}

BlockResult solve_over_paths(const Problem& problem, const Block& block,
                             const SolveOptions& options, Solution& solution) {
    return PathBlock(problem, block, options).run(solution);
}

} // namespace isthmus::flow
