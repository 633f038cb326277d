// SPDX-License-Identifier: Apache-2.0
#include "flow/path_block.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

#include "flow/tie_break.hpp"

namespace isthmus::flow {
namespace {

// A way pays if it is cheaper than the price by this much (relative to the price plus one): the
// solver's own tolerance.
constexpr double kPays = 1e-11;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Root of a place in a forest of joined places.
std::size_t root(std::vector<std::size_t>& parent, std::size_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
}

} // namespace

PathBlock::PathBlock(const Problem& problem, const Block& block)
    : problem_(problem),
      block_(block),
      resources_of_(problem.arcs.size()),
      toll_(problem.arcs.size()),
      obligations_of_(block.deliveries.size()),
      known_(block.deliveries.size()),
      label_(problem.vertices.size(), kInfinity),
      by_(problem.vertices.size()),
      from_(problem.vertices.size(), kNone) {
    for (std::size_t i = 0; i < block.resources.size(); ++i) {
        for (const ResourceUse& use : problem.resources[block.resources[i]].uses) {
            resources_of_[use.arc.index()].push_back({i, use.use});
        }
    }
    std::vector<std::size_t> demand(problem.demands.size(), kNone);
    for (std::size_t i = 0; i < block.demands.size(); ++i) demand[block.demands[i].index()] = i;
    std::vector<std::size_t> place(problem.deliveries.size(), kNone);
    for (std::size_t i = 0; i < block.deliveries.size(); ++i) {
        demand_of_.push_back(demand[problem.deliveries[block.deliveries[i]].demand.index()]);
        place[block.deliveries[i].index()] = i;
    }
    for (std::size_t i = 0; i < block.obligations.size(); ++i) {
        for (const DeliveryId id : problem.obligations[block.obligations[i]].deliveries) {
            obligations_of_[place[id.index()]].push_back(i);
        }
    }
    find_networks();
    find_free_supplies();
}

void PathBlock::find_networks() {
    std::vector<std::size_t> parent(problem_.vertices.size());
    for (const VertexId id : block_.vertices) parent[id.index()] = id.index();
    for (const ArcId id : block_.arcs) {
        const std::size_t a = root(parent, problem_.arcs[id].from.index());
        const std::size_t b = root(parent, problem_.arcs[id].to.index());
        parent[std::max(a, b)] = std::min(a, b);
    }
    std::vector<std::size_t> network(problem_.vertices.size(), kNone);
    const auto network_of = [&](VertexId id) -> Network& {
        return networks_[network[root(parent, id.index())]];
    };
    for (const VertexId id : block_.vertices) {
        std::size_t& at = network[root(parent, id.index())];
        if (at == kNone) {
            at = networks_.size();
            networks_.emplace_back();
        }
        networks_[at].places.push_back(static_cast<std::uint32_t>(id.index()));
    }
    for (std::size_t i = 0; i < block_.supplies.size(); ++i) {
        network_of(problem_.supplies[block_.supplies[i]].vertex).supplies.push_back(i);
    }
    for (std::size_t i = 0; i < block_.deliveries.size(); ++i) {
        const Delivery& delivery = problem_.deliveries[block_.deliveries[i]];
        if (delivery.upper > 0) network_of(delivery.vertex).deliveries.push_back(i);
    }
    first_out_.assign(problem_.vertices.size() + 1, 0);
    const auto open = [&](ArcId id) { return problem_.arcs[id].upper > 0; };
    for (const ArcId id : block_.arcs) {
        if (open(id)) ++first_out_[problem_.arcs[id].from.index() + 1];
    }
    for (std::size_t i = 1; i < first_out_.size(); ++i) first_out_[i] += first_out_[i - 1];
    out_.resize(first_out_.back());
    std::vector<std::size_t> next(first_out_.begin(), first_out_.end() - 1);
    for (const ArcId id : block_.arcs) {
        if (!open(id)) continue;
        const Arc& arc = problem_.arcs[id];
        out_[next[arc.from.index()]++] = {id, static_cast<std::uint32_t>(arc.to.index()), arc.cost,
                                          tie_break_cost(problem_, id), 1 - arc.loss};
    }
}

void PathBlock::find_free_supplies() {
    free_.assign(block_.supplies.size(), 0);
    for (const Network& network : networks_) {
        double wanted = 0;
        for (const std::size_t delivery : network.deliveries) {
            wanted += demand_curve(demand_of_[delivery]).limit;
        }
        bool loses = false;
        for (const std::uint32_t place : network.places) {
            for (std::size_t i = first_out_[place]; i < first_out_[place + 1]; ++i) {
                loses = loses || out_[i].kept < 1;
            }
        }
        for (const std::size_t supply : network.supplies) {
            const Curve& curve = supply_curve(supply);
            free_[supply] = curve.constant == 0 && curve.slope == 0 && curve.lowest <= 0 &&
                            curve.limit >= wanted && curve.limit > 0 && !loses;
        }
    }
}

bool PathBlock::is_shut(std::size_t supply) const {
    return supply_curve(supply).limit <= 0;
}

void PathBlock::set_tolls(const std::vector<double>& rents) {
    for (const ArcId arc : block_.arcs) {
        double toll = 0;
        for (const Use& use : resources_of_[arc.index()]) toll += use.use * rents[use.resource];
        toll_[arc.index()] = toll;
    }
}

void PathBlock::grow(const Network& network, const RowPrices& prices, bool with_tie_break) {
    for (const std::uint32_t place : network.places) label_[place] = kInfinity;
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (const std::size_t supply : network.supplies) {
        if (is_shut(supply)) continue;
        const auto place =
            static_cast<std::uint32_t>(problem_.supplies[block_.supplies[supply]].vertex.index());
        // A price below zero (of a supply that is not used) would fall further on every round of a
        // circle with losses; zero supports the same quantities.
        const double price = is_free(supply) ? 0 : std::max(0.0, prices.supply[supply]);
        if (price >= label_[place]) continue;
        label_[place] = price;
        by_[place] = ArcId();
        from_[place] = supply;
        queue.emplace(price, place);
    }
    while (!queue.empty()) {
        const auto [label, place] = queue.top();
        queue.pop();
        if (label > label_[place]) continue;
        for (std::size_t i = first_out_[place]; i < first_out_[place + 1]; ++i) {
            const OutArc& arc = out_[i];
            double next = label + arc.cost + toll_[arc.arc.index()];
            if (with_tie_break) next += arc.tie_break;
            next /= arc.kept;
            if (next >= label_[arc.to]) continue;
            label_[arc.to] = next;
            by_[arc.to] = arc.arc;
            from_[arc.to] = from_[place];
            queue.emplace(next, arc.to);
        }
    }
}

Way PathBlock::way_to(std::size_t delivery) const {
    Way way;
    way.delivery = delivery;
    std::size_t place = problem_.deliveries[block_.deliveries[delivery]].vertex.index();
    way.supply = from_[place];
    while (by_[place].valid()) {
        way.arcs.push_back(by_[place]);
        place = problem_.arcs[by_[place]].from.index();
    }
    std::reverse(way.arcs.begin(), way.arcs.end());
    return way;
}

void PathBlock::price(Way& way) const {
    double kept = 1;
    for (const ArcId id : way.arcs) {
        const Arc& arc = problem_.arcs[id];
        way.cost += kept * arc.cost;
        way.tie_break += kept * tie_break_cost(problem_, id);
        way.slack += kept * tie_break_unit(arc);
        kept *= 1 - arc.loss;
    }
    way.intake = 1 / kept;
    way.cost *= way.intake;
    way.tie_break *= way.intake;
    way.slack *= way.intake;
}

std::vector<std::pair<std::size_t, double>> PathBlock::uses(const Way& way) const {
    std::vector<std::pair<std::size_t, double>> result;
    double entering = way.intake;
    for (const ArcId id : way.arcs) {
        for (const Use& use : resources_of_[id.index()]) {
            result.emplace_back(use.resource, use.use * entering);
        }
        entering *= 1 - problem_.arcs[id].loss;
    }
    std::sort(result.begin(), result.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (kept > 0 && result[kept - 1].first == result[i].first) {
            result[kept - 1].second += result[i].second;
        } else {
            result[kept++] = result[i];
        }
    }
    result.resize(kept);
    return result;
}

bool PathBlock::add(Way way, std::vector<std::size_t>& added) {
    if (!known_[way.delivery].try_emplace({way.supply, way.arcs}, 1).second) return false;
    price(way);
    added.push_back(ways_.size());
    ways_.push_back(std::move(way));
    return true;
}

std::vector<std::size_t> PathBlock::take(const std::vector<PathFlow>& paths) {
    std::vector<std::size_t> supply(problem_.supplies.size(), kNone);
    for (std::size_t i = 0; i < block_.supplies.size(); ++i) supply[block_.supplies[i].index()] = i;
    std::vector<std::size_t> delivery(problem_.deliveries.size(), kNone);
    for (std::size_t i = 0; i < block_.deliveries.size(); ++i) {
        delivery[block_.deliveries[i].index()] = i;
    }
    std::vector<std::size_t> added;
    for (const PathFlow& path : paths) {
        const std::size_t from = supply[path.supply.index()];
        const std::size_t to = delivery[path.delivery.index()];
        if (from == kNone || to == kNone || !is_open(problem_, path)) continue;
        Way way;
        way.supply = from;
        way.delivery = to;
        way.arcs = path.arcs;
        way.flow = path.delivered;
        add(std::move(way), added);
    }
    return added;
}

std::vector<std::size_t> PathBlock::find_ways(const RowPrices& prices, bool with_tie_break,
                                              std::size_t most) {
    set_tolls(prices.rent);
    std::vector<std::pair<double, std::size_t>> paying; // loss relative to worth, delivery
    for (const Network& network : networks_) {
        if (network.deliveries.empty()) continue;
        grow(network, prices, with_tie_break);
        for (const std::size_t delivery : network.deliveries) {
            double worth = prices.demand[demand_of_[delivery]];
            for (const std::size_t i : obligations_of_[delivery]) worth += prices.obligation[i];
            const double label =
                label_[problem_.deliveries[block_.deliveries[delivery]].vertex.index()];
            const double loss = (label - worth) / (1 + std::abs(worth));
            if (loss < -kPays) paying.emplace_back(loss, delivery);
        }
    }
    if (paying.size() > most) std::sort(paying.begin(), paying.end());
    std::vector<std::size_t> added;
    for (const auto& [loss, delivery] : paying) {
        if (added.size() >= most) break;
        add(way_to(delivery), added);
    }
    return added;
}

void PathBlock::label(const RowPrices& prices, bool with_tie_break, std::vector<double>& labels) {
    set_tolls(prices.rent);
    for (const Network& network : networks_) {
        grow(network, prices, with_tie_break);
        for (const std::uint32_t place : network.places) labels[place] = label_[place];
    }
}

} // namespace isthmus::flow
