// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <set>

#include "dependence/diversification.hpp"
#include "dependence/largest_clique.hpp"
#include "dependence/route_search.hpp"
#include "game/task_pool.hpp"

namespace isthmus::dependence {

namespace {

bool are_independent(const Route& one, const Route& other) {
    if (one.needs.meets(other.needs)) return false;
    return one.partner == other.partner ||
           (!one.needs.contains(other.partner) && !other.needs.contains(one.partner));
}

Vector described(const Route& route, const Partners& partners, std::size_t player) {
    const flow::Market& market = *route.market;
    Vector result;
    result.from = market.vertices[route.from].node;
    result.to = market.vertices[route.to].node;
    result.partner = partners[route.partner];
    std::set<std::size_t> parties;
    for (const flow::ArcId arc : route.arcs) {
        const world::LinkId link = market.arcs[arc].link;
        if (!link.valid()) continue;
        result.links.push_back(link);
        const auto& needs = partners.consenting(link);
        parties.insert(needs.begin(), needs.end());
    }
    parties.erase(player);
    parties.erase(route.partner);
    for (const std::size_t party : parties) result.consenting.push_back(partners[party]);
    return result;
}

VectorSet vector_set(const RouteNetwork& network, const Partners& partners, std::size_t player,
                     world::CommodityId commodity, bool exports) {
    std::vector<Route> routes;
    bool complete = true;
    for (std::size_t partner = 0; partner < partners.size(); ++partner) {
        if (partner == player) continue;
        RouteList found = find_routes(network, partners, {player, partner, commodity, exports});
        complete = complete && found.complete;
        std::move(found.routes.begin(), found.routes.end(), std::back_inserter(routes));
    }
    std::vector<std::vector<bool>> joined(routes.size(), std::vector<bool>(routes.size()));
    for (std::size_t i = 0; i < routes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            joined[i][j] = joined[j][i] = are_independent(routes[i], routes[j]);
        }
    }
    const LargestClique clique = largest_clique(joined);
    VectorSet result;
    for (const std::size_t route : clique.vertices) {
        result.vectors.push_back(described(routes[route], partners, player));
    }
    result.bound = clique.bound;
    if (!complete || clique.bound > clique.vertices.size()) {
        const std::size_t most =
            link_disjoint_routes(network, partners, player, commodity, exports);
        result.bound = complete ? std::min(clique.bound, most) : most;
    }
    return result;
}

struct Task {
    std::size_t part = 0, player = 0, commodity = 0;
    bool exports = false;
};

} // namespace

std::vector<IndependentVectors>
independent_vectors(const std::vector<PartBase>& parts, const Partners& partners,
                    const std::vector<world::CommodityId>& commodities, unsigned threads) {
    std::vector<RouteNetwork> networks;
    std::vector<Task> tasks;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        networks.emplace_back(parts[p].part());
        for (const world::CommodityId commodity : parts[p].part().commodities) {
            const auto place = std::find(commodities.begin(), commodities.end(), commodity);
            const auto number = static_cast<std::size_t>(place - commodities.begin());
            for (std::size_t i = 0; i < partners.players(); ++i) {
                tasks.push_back({p, i, number, true});
                tasks.push_back({p, i, number, false});
            }
        }
    }
    std::vector<IndependentVectors> result(partners.players());
    for (IndependentVectors& of : result) {
        of.exports.resize(commodities.size());
        of.imports.resize(commodities.size());
    }
    std::atomic<std::size_t> next{0};
    game::share_out(std::max(1U, threads), [&](std::size_t) {
        for (std::size_t t = next++; t < tasks.size(); t = next++) {
            const Task& task = tasks[t];
            IndependentVectors& of = result[task.player];
            (task.exports ? of.exports : of.imports)[task.commodity] =
                vector_set(networks[task.part], partners, task.player, commodities[task.commodity],
                           task.exports);
        }
    });
    return result;
}

} // namespace isthmus::dependence
