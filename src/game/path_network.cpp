// SPDX-License-Identifier: Apache-2.0
#include "game/path_network.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "game/problem_piece.hpp"

namespace isthmus::game {
namespace {

/// Neither losses, nor bounds of single arcs, nor rising costs of loads; one delivery to a demand.
bool plain(const flow::Problem& problem) {
    for (const flow::Vertex& vertex : problem.vertices) {
        if (vertex.injection != 0) return false;
    }
    for (const flow::Arc& arc : problem.arcs) {
        const bool bounded = arc.lower != 0 || std::isfinite(arc.upper);
        if (arc.loss != 0 || arc.cost < 0 || bounded) return false;
    }
    for (const flow::Resource& resource : problem.resources) {
        if (resource.has_curve) return false;
    }
    IdVector<flow::DemandTag, std::size_t> ways(problem.demands.size());
    for (const flow::Delivery& delivery : problem.deliveries) {
        if (std::isfinite(delivery.upper) || ++ways[delivery.demand] > 1) return false;
    }
    return true;
}

/// One origin for each layer, free and large enough for all demands of its own.
bool has_free_origins(const flow::Problem& problem) {
    flow::Problem skeleton;
    skeleton.vertices = problem.vertices;
    skeleton.arcs = problem.arcs;
    IdVector<flow::VertexTag, std::size_t> layer(problem.vertices.size());
    std::size_t layers = 0;
    for (const flow::Block& block : flow::blocks(skeleton)) {
        for (const flow::VertexId id : block.vertices) layer[id] = layers;
        ++layers;
    }
    std::vector<double> wanted(layers, 0);
    for (const flow::Delivery& delivery : problem.deliveries) {
        wanted[layer[delivery.vertex]] += problem.demands[delivery.demand].curve.limit;
    }
    std::vector<std::size_t> origins(layers, 0);
    for (const flow::SupplyCurve& supply : problem.supplies) {
        const std::size_t of = layer[supply.vertex];
        const bool is_free = supply.curve.constant == 0 && supply.curve.slope == 0;
        if (++origins[of] > 1 || !is_free || supply.curve.limit < wanted[of]) return false;
    }
    return std::all_of(origins.begin(), origins.end(),
                       [](std::size_t count) { return count == 1; });
}

constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

/// A way to a vertex in the search for routes.
struct Label {
    double cost = 0;
    Coalition consent = 0;
    std::uint32_t vertex = 0;
    std::uint32_t before = kNone; ///< the label that it extends
    std::uint32_t arc = kNone;
};

/// The origin that leads to each vertex over arcs, kNone where none does.
std::vector<std::uint32_t> origins(const flow::Problem& problem) {
    std::vector<std::vector<std::uint32_t>> next(problem.vertices.size());
    for (const flow::Arc& arc : problem.arcs) {
        next[arc.from.index()].push_back(static_cast<std::uint32_t>(arc.to.index()));
    }
    std::vector<std::uint32_t> origin(problem.vertices.size(), kNone);
    for (const flow::SupplyCurve& supply : problem.supplies) {
        const auto start = static_cast<std::uint32_t>(supply.vertex.index());
        std::vector<std::uint32_t> stack{start};
        origin[start] = start;
        while (!stack.empty()) {
            const std::uint32_t vertex = stack.back();
            stack.pop_back();
            for (const std::uint32_t to : next[vertex]) {
                if (origin[to] != kNone) continue;
                origin[to] = start;
                stack.push_back(to);
            }
        }
    }
    return origin;
}

} // namespace

double OriginDestination::surplus(double price) const {
    double sum = 0;
    for (const flow::Step& step : steps) {
        if (step.value <= price) break;
        sum += step.width * (step.value - price);
    }
    return sum;
}

PathNetwork::PathNetwork(const CoalitionProblem& part) : relevant_(part.relevant_players()) {
    for (const flow::Resource& resource : part.problem.resources) limit_.push_back(resource.limit);
    add_ods(part);
    add_arcs(part);
    find_useful(part);
    index_arcs();
    find_routes();
}

void PathNetwork::add_ods(const CoalitionProblem& part) {
    const flow::Problem& problem = part.problem;
    const auto origin = origins(problem);
    std::map<std::uint32_t, Coalition> origin_consent;
    for (const flow::SupplyId id : problem.supplies.ids()) {
        origin_consent[static_cast<std::uint32_t>(problem.supplies[id].vertex.index())] =
            part.supply_consent[id];
    }
    for (const flow::Delivery& delivery : problem.deliveries) {
        OriginDestination od;
        od.destination = static_cast<std::uint32_t>(delivery.vertex.index());
        od.origin = origin[delivery.vertex.index()];
        if (od.origin == kNone) continue;
        od.consent = compress(part.demand_consent[delivery.demand] | origin_consent.at(od.origin),
                              relevant_);
        od.steps = value_steps(problem.demands[delivery.demand].curve);
        if (od.steps.empty()) continue;
        od.ends.push_back(0);
        for (const flow::Step& step : od.steps) od.ends.push_back(od.ends.back() + step.width);
        ods_.push_back(std::move(od));
    }
    std::stable_sort(ods_.begin(), ods_.end(),
                     [](const OriginDestination& one, const OriginDestination& other) {
                         return one.origin < other.origin;
                     });
}

void PathNetwork::add_arcs(const CoalitionProblem& part) {
    for (const flow::ArcId id : part.problem.arcs.ids()) {
        const flow::Arc& arc = part.problem.arcs[id];
        arcs_.push_back({static_cast<std::uint32_t>(arc.from.index()),
                         static_cast<std::uint32_t>(arc.to.index()),
                         arc.cost,
                         compress(part.arc_consent[id], relevant_),
                         {}});
    }
    for (const flow::ResourceId id : part.problem.resources.ids()) {
        if (part.problem.resources[id].limit == flow::kInfinity) continue;
        for (const flow::ResourceUse& use : part.problem.resources[id].uses) {
            arcs_[use.arc.index()].uses.push_back(
                {static_cast<std::uint32_t>(id.index()), use.use});
        }
    }
}

/// Keeps the arcs, and finds the players, that some demand could ever use.
void PathNetwork::find_useful(const CoalitionProblem& part) {
    const std::size_t vertices = part.problem.vertices.size();
    std::vector<std::vector<std::uint32_t>> out(vertices), in(vertices);
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
        out[arcs_[i].from].push_back(static_cast<std::uint32_t>(i));
        in[arcs_[i].to].push_back(static_cast<std::uint32_t>(i));
    }
    using Entry = std::pair<double, std::uint32_t>;
    const auto distances = [&](std::uint32_t start, bool against) {
        std::vector<double> distance(vertices, flow::kInfinity);
        std::vector<Entry> heap{{0, start}};
        distance[start] = 0;
        while (!heap.empty()) {
            std::pop_heap(heap.begin(), heap.end(), std::greater<>());
            const Entry top = heap.back();
            heap.pop_back();
            if (top.first > distance[top.second]) continue;
            for (const std::uint32_t i : against ? in[top.second] : out[top.second]) {
                const std::uint32_t to = against ? arcs_[i].from : arcs_[i].to;
                if (top.first + arcs_[i].cost >= distance[to]) continue;
                distance[to] = top.first + arcs_[i].cost;
                heap.emplace_back(distance[to], to);
                std::push_heap(heap.begin(), heap.end(), std::greater<>());
            }
        }
        return distance;
    };
    remaining_.assign(vertices, flow::kInfinity);
    std::vector<bool> useful(arcs_.size(), false);
    std::vector<double> ahead;
    std::uint32_t origin = kNone;
    for (OriginDestination& od : ods_) {
        if (od.origin != origin) ahead = distances(od.origin, false);
        origin = od.origin;
        od.relevant = od.consent;
        const std::vector<double> behind = distances(od.destination, true);
        for (std::size_t v = 0; v < vertices; ++v) {
            remaining_[v] = std::min(remaining_[v], behind[v]);
        }
        for (std::size_t i = 0; i < arcs_.size(); ++i) {
            const Arc& arc = arcs_[i];
            if (ahead[arc.from] + arc.cost + behind[arc.to] >= od.steps.front().value) continue;
            useful[i] = true;
            od.relevant |= arc.consent;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
        if (!useful[i]) continue;
        if (kept != i) arcs_[kept] = std::move(arcs_[i]);
        ++kept;
    }
    arcs_.resize(kept);
    first_out_.assign(vertices + 1, 0);
}

void PathNetwork::index_arcs() {
    std::stable_sort(arcs_.begin(), arcs_.end(),
                     [](const Arc& one, const Arc& other) { return one.from < other.from; });
    for (const Arc& arc : arcs_) ++first_out_[arc.from + 1];
    std::partial_sum(first_out_.begin(), first_out_.end(), first_out_.begin());
}

void PathNetwork::find_routes() {
    for (std::size_t first = 0; first < ods_.size();) {
        std::size_t last = first;
        while (last < ods_.size() && ods_[last].origin == ods_[first].origin) ++last;
        add_routes(first, last);
        first = last;
    }
    std::erase_if(ods_, [](const OriginDestination& od) { return od.routes.empty(); });
    for (std::size_t i = 0; i < ods_.size(); ++i) {
        for (Route& route : ods_[i].routes) route.path.od = static_cast<std::uint32_t>(i);
    }
}

/// Routes of the demands [first_od, last_od), which share an origin.
void PathNetwork::add_routes(std::size_t first_od, std::size_t last_od) {
    double dearest = 0;
    for (std::size_t i = first_od; i < last_od; ++i) {
        dearest = std::max(dearest, ods_[i].steps.front().value);
    }
    std::vector<Label> labels;
    std::vector<std::vector<std::uint32_t>> kept(first_out_.size());
    const auto dominated = [&](std::uint32_t vertex, Coalition consent) {
        return std::any_of(kept[vertex].begin(), kept[vertex].end(), [&](std::uint32_t label) {
            return is_subset(labels[label].consent, consent);
        });
    };
    std::vector<std::pair<double, std::uint32_t>> heap{{0, 0}};
    labels.push_back({0, 0, ods_[first_od].origin, kNone, kNone});
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end(), std::greater<>());
        const std::uint32_t top = heap.back().second;
        heap.pop_back();
        const Label label = labels[top];
        if (dominated(label.vertex, label.consent)) continue;
        kept[label.vertex].push_back(top);
        for (std::uint32_t i = first_out_[label.vertex]; i < first_out_[label.vertex + 1]; ++i) {
            const double cost = label.cost + arcs_[i].cost;
            const Coalition consent = label.consent | arcs_[i].consent;
            if (cost >= dearest || dominated(arcs_[i].to, consent)) continue;
            heap.emplace_back(cost, static_cast<std::uint32_t>(labels.size()));
            std::push_heap(heap.begin(), heap.end(), std::greater<>());
            labels.push_back({cost, consent, arcs_[i].to, top, i});
        }
    }
    for (std::size_t i = first_od; i < last_od; ++i) {
        OriginDestination& od = ods_[i];
        for (const std::uint32_t at : kept[od.destination]) {
            if (labels[at].cost >= od.steps.front().value) break;
            Route route;
            std::vector<std::uint32_t> arcs;
            for (std::uint32_t l = at; labels[l].arc != kNone; l = labels[l].before) {
                arcs.push_back(labels[l].arc);
            }
            route.path = path_of(static_cast<std::uint32_t>(i), std::move(arcs));
            const bool useless =
                std::any_of(od.routes.begin(), od.routes.end(), [&](const Route& cheaper) {
                    return is_subset(cheaper.path.consent, route.path.consent);
                });
            if (useless) continue;
            for (const flow::Step& step : od.steps) {
                if (step.value > route.path.cost) route.quantity += step.width;
            }
            route.surplus = od.surplus(route.path.cost);
            od.routes.push_back(std::move(route));
        }
    }
}

/// `arcs` from the destination backwards.
Path PathNetwork::path_of(std::uint32_t od, std::vector<std::uint32_t> arcs) const {
    Path path;
    path.od = od;
    path.consent = ods_[od].consent;
    std::reverse(arcs.begin(), arcs.end());
    for (const std::uint32_t i : arcs) {
        path.cost += arcs_[i].cost;
        path.consent |= arcs_[i].consent;
        path.uses.insert(path.uses.end(), arcs_[i].uses.begin(), arcs_[i].uses.end());
    }
    path.arcs = std::move(arcs);
    std::stable_sort(
        path.uses.begin(), path.uses.end(),
        [](const PathUse& one, const PathUse& other) { return one.resource < other.resource; });
    std::size_t kept = 0;
    for (const PathUse& use : path.uses) {
        if (kept > 0 && path.uses[kept - 1].resource == use.resource) {
            path.uses[kept - 1].use += use.use;
        } else {
            path.uses[kept++] = use;
        }
    }
    path.uses.resize(kept);
    return path;
}

void PathNetwork::search(std::uint32_t origin, Coalition open, const std::vector<double>& toll,
                         double farthest, Scratch& scratch) const {
    scratch.distance.resize(first_out_.size(), flow::kInfinity);
    scratch.by.resize(first_out_.size(), kNone);
    for (const std::uint32_t vertex : scratch.touched) scratch.distance[vertex] = flow::kInfinity;
    scratch.touched.assign(1, origin);
    scratch.heap.assign(1, {0, origin});
    scratch.distance[origin] = 0;
    while (!scratch.heap.empty()) {
        std::pop_heap(scratch.heap.begin(), scratch.heap.end(), std::greater<>());
        const auto [distance, vertex] = scratch.heap.back();
        scratch.heap.pop_back();
        if (distance > scratch.distance[vertex]) continue;
        for (std::uint32_t i = first_out_[vertex]; i < first_out_[vertex + 1]; ++i) {
            const Arc& arc = arcs_[i];
            if (!is_subset(arc.consent, open)) continue;
            double cost = distance + arc.cost;
            if (cost + remaining_[arc.to] >= farthest) continue;
            for (const PathUse& use : arc.uses) cost += use.use * toll[use.resource];
            if (cost + remaining_[arc.to] >= farthest || cost >= scratch.distance[arc.to]) {
                continue;
            }
            if (scratch.distance[arc.to] == flow::kInfinity) scratch.touched.push_back(arc.to);
            scratch.distance[arc.to] = cost;
            scratch.by[arc.to] = i;
            scratch.heap.emplace_back(cost, arc.to);
            std::push_heap(scratch.heap.begin(), scratch.heap.end(), std::greater<>());
        }
    }
}

Path PathNetwork::found(std::uint32_t od, const Scratch& scratch) const {
    std::vector<std::uint32_t> arcs;
    for (std::uint32_t vertex = ods_[od].destination; vertex != ods_[od].origin;
         vertex = arcs_[arcs.back()].from) {
        arcs.push_back(scratch.by[vertex]);
    }
    return path_of(od, std::move(arcs));
}

bool is_path_part(const CoalitionProblem& part) {
    const flow::Problem& problem = part.problem;
    if (!problem.obligations.empty() || problem.supplies.empty() || problem.demands.empty()) {
        return false;
    }
    return plain(problem) && has_free_origins(problem);
}

} // namespace isthmus::game
