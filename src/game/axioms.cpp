// SPDX-License-Identifier: Apache-2.0
#include "game/axioms.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "game/properties.hpp"
#include "game/unions.hpp"

namespace isthmus::game {
namespace {

double relative(const ValueTable& table, double violation) {
    const double scale = largest_value(table);
    return scale > 0 ? violation / scale : violation;
}

/// `rule` without each of the links in turn, and the links of each player.
struct LinkRemovals {
    LinkRemovals(const ValueTable& table, const CooperationGraph& graph, const GraphValueRule& rule)
        : whole(rule(table, graph)) {
        for (const CooperationLink& link : graph) {
            CooperationGraph rest = graph;
            std::erase(rest, link);
            std::erase(rest, CooperationLink{link.other, link.one});
            without.push_back(rule(table, rest));
        }
    }
    /// What the player loses when the link goes.
    double loss(std::size_t player, std::size_t link) const {
        return whole[player] - without[link][player];
    }
    std::vector<double> whole;
    std::vector<std::vector<double>> without;
};

bool touches(const CooperationLink& link, std::size_t player) {
    return link.one == player || link.other == player;
}

} // namespace

double efficiency_violation(const ValueTable& table, const std::vector<double>& payoff) {
    const double sum = std::accumulate(payoff.begin(), payoff.end(), 0.0);
    return relative(table, std::abs(sum - table[table.grand()]));
}

double symmetry_violation(const ValueTable& table, const std::vector<double>& payoff) {
    double worst = 0;
    for (const Coalition alike : symmetric_players(table)) {
        const double first = payoff[first_player(alike)];
        for_each_player(alike, [&](std::size_t player) {
            worst = std::max(worst, std::abs(payoff[player] - first));
        });
    }
    return relative(table, worst);
}

double null_player_violation(const ValueTable& table, const std::vector<double>& payoff) {
    double worst = 0;
    for_each_player(null_players(table),
                    [&](std::size_t player) { worst = std::max(worst, std::abs(payoff[player])); });
    return relative(table, worst);
}

double additivity_violation(const ValueTable& one, const ValueTable& other, const ValueRule& rule) {
    ValueTable sum = one;
    for (Coalition coalition = 0; coalition < sum.size(); ++coalition) {
        sum[coalition] += other[coalition];
    }
    const std::vector<double> of_sum = rule(sum), of_one = rule(one), of_other = rule(other);
    double worst = 0;
    for (std::size_t player = 0; player < of_sum.size(); ++player) {
        worst = std::max(worst, std::abs(of_sum[player] - of_one[player] - of_other[player]));
    }
    // The games may cancel out: the scale is that of the larger part.
    return relative(largest_value(one) > largest_value(other) ? one : other, worst);
}

ValueTable game_without(const ValueTable& table, std::size_t player) {
    ValueTable rest(table.players() - 1);
    const Coalition below = player_bit(player) - 1;
    for (Coalition coalition = 0; coalition < rest.size(); ++coalition) {
        rest[coalition] = table[(coalition & below) | (coalition & ~below) << 1];
    }
    return rest;
}

double balanced_contributions_violation(const ValueTable& table, const ValueRule& rule) {
    const std::vector<double> whole = rule(table);
    std::vector<std::vector<double>> without; // by who is gone, then by player
    for (std::size_t gone = 0; gone < table.players(); ++gone) {
        without.push_back(rule(game_without(table, gone)));
        without[gone].insert(without[gone].begin() + static_cast<std::ptrdiff_t>(gone), 0.0);
    }
    double worst = 0;
    for (std::size_t i = 0; i < table.players(); ++i) {
        for (std::size_t j = i + 1; j < table.players(); ++j) {
            const double by_j = whole[i] - without[j][i], by_i = whole[j] - without[i][j];
            worst = std::max(worst, std::abs(by_j - by_i));
        }
    }
    return relative(table, worst);
}

double quotient_game_violation(const ValueTable& table, const std::vector<Coalition>& partition,
                               const std::vector<double>& payoff, const ValueRule& rule) {
    const std::vector<double> of_union = rule(quotient_game(table, partition));
    double worst = 0;
    for (std::size_t place = 0; place < partition.size(); ++place) {
        double sum = 0;
        for_each_player(partition[place], [&](std::size_t player) { sum += payoff[player]; });
        worst = std::max(worst, std::abs(sum - of_union[place]));
    }
    return relative(table, worst);
}

double component_efficiency_violation(const ValueTable& table, const CooperationGraph& graph,
                                      const std::vector<double>& payoff) {
    double worst = 0;
    for (const Coalition component : components(table.players(), graph, table.grand())) {
        double sum = 0;
        for_each_player(component, [&](std::size_t player) { sum += payoff[player]; });
        worst = std::max(worst, std::abs(sum - table[component]));
    }
    return relative(table, worst);
}

double fairness_violation(const ValueTable& table, const CooperationGraph& graph,
                          const GraphValueRule& rule) {
    const LinkRemovals removals(table, graph, rule);
    double worst = 0;
    for (std::size_t link = 0; link < graph.size(); ++link) {
        worst = std::max(worst, std::abs(removals.loss(graph[link].one, link) -
                                         removals.loss(graph[link].other, link)));
    }
    return relative(table, worst);
}

double balanced_link_contributions_violation(const ValueTable& table, const CooperationGraph& graph,
                                             const GraphValueRule& rule) {
    const LinkRemovals removals(table, graph, rule);
    const auto losses = [&](std::size_t player, std::size_t partner) {
        double sum = 0;
        for (std::size_t link = 0; link < graph.size(); ++link) {
            if (touches(graph[link], partner)) sum += removals.loss(player, link);
        }
        return sum;
    };
    double worst = 0;
    for (std::size_t i = 0; i < table.players(); ++i) {
        for (std::size_t j = i + 1; j < table.players(); ++j) {
            worst = std::max(worst, std::abs(losses(i, j) - losses(j, i)));
        }
    }
    return relative(table, worst);
}

} // namespace isthmus::game
