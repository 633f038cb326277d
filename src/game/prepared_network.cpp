// SPDX-License-Identifier: Apache-2.0
#include "game/prepared_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <type_traits>

namespace isthmus::game {

namespace {

/// What adding up widths in doubles leaves of a sum that is zero, relative to what is supplied.
constexpr double kSumNoise = 1e-12;

/// A copy in which each market stands at a node that exists exactly where its market does.
CoalitionNetwork with_markets_apart(const CoalitionNetwork& network) {
    std::vector<Coalition> arcs_need(network.nodes.size(), ~Coalition{0});
    for (const NetworkArc& arc : network.arcs) {
        arcs_need[arc.from] &= arc.consent;
        arcs_need[arc.to] &= arc.consent;
    }
    CoalitionNetwork result = network;
    for (std::size_t place = 0; place < network.nodes.size(); ++place) {
        const NetworkNode market = network.nodes[place];
        if (market.steps.empty() || is_subset(market.consent, arcs_need[place])) continue;
        result.nodes[place] = NetworkNode();
        const std::size_t apart = result.nodes.size();
        double purchased = -market.supplied;
        for (const flow::Step& step : market.steps) purchased += step.width;
        if (market.supplied > 0) {
            result.arcs.push_back({apart, place, market.supplied, 0, 0, market.consent});
        }
        if (purchased > 0) {
            result.arcs.push_back({place, apart, purchased, 0, 0, market.consent});
        }
        result.nodes.push_back(market);
    }
    std::erase_if(result.arcs,
                  [](const NetworkArc& arc) { return arc.capacity <= 0 || arc.from == arc.to; });
    return result;
}

class UnionFind {
  public:
    explicit UnionFind(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t root(std::size_t item) {
        while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
        return item;
    }
    void join(std::size_t a, std::size_t b) { parent_[root(a)] = root(b); }

  private:
    std::vector<std::size_t> parent_;
};

/// Everybody in `clique` may change what the others add.
void join_all(std::vector<std::uint32_t>& neighbours, std::uint32_t clique) {
    for_each_player(clique, [&](std::size_t player) {
        neighbours[player] |= clique & ~static_cast<std::uint32_t>(player_bit(player));
    });
}

template <typename Number> class Preparation {
  public:
    using Prepared = PreparedNetwork<Number>;

    Preparation(const CoalitionNetwork& network, const NetworkScale& scale)
        : network_(with_markets_apart(network)), scale_(scale) {}

    Prepared run() {
        result_.relevant = network_.relevant_players();
        result_.players = static_cast<std::int32_t>(coalition_size(result_.relevant));
        result_.value_unit = scale_.quantity * scale_.price;
        result_.rounding_error = scale_.rounding_error;
        add_nodes();
        add_arcs();
        add_stars();
        add_players();
        return std::move(result_);
    }

  private:
    std::uint32_t packed(Coalition consent) const {
        return static_cast<std::uint32_t>(compress(consent, result_.relevant));
    }
    static Number number(double value, double unit) {
        if constexpr (std::is_integral_v<Number>) {
            return static_cast<Number>(std::llround(value / unit));
        } else {
            return value / unit;
        }
    }
    Number quantity(double value) const { return number(value, scale_.quantity); }
    Number price(double value) const { return number(value, scale_.price); }

    void add_nodes() {
        for (const NetworkNode& node : network_.nodes) {
            typename Prepared::Node prepared;
            prepared.first_step = static_cast<std::int32_t>(result_.step_price.size());
            prepared.self_surplus = node.self_surplus / result_.value_unit;
            if (std::is_integral_v<Number>)
                prepared.self_surplus = std::round(prepared.self_surplus);
            // Sums are rounded, not widths, so that zero trade stays possible.
            double sum = -node.supplied;
            Number purchased = quantity(sum);
            result_.purchases.push_back(purchased);
            for (const flow::Step& step : node.steps) {
                sum += step.width;
                if (std::abs(sum) < kSumNoise * node.supplied) sum = 0;
                if (quantity(sum) <= purchased) continue;
                purchased = quantity(sum);
                const Number value = price(step.value);
                const bool same_price =
                    prepared.step_count > 0 && result_.step_price.back() == value;
                if (same_price) {
                    result_.purchases.back() = purchased;
                    continue;
                }
                result_.step_price.push_back(value);
                result_.purchases.push_back(purchased);
                ++prepared.step_count;
            }
            const Number* bounds =
                &result_.purchases[result_.purchases.size() - 1 -
                                   static_cast<std::size_t>(prepared.step_count)];
            while (prepared.zero_step + 1 < prepared.step_count &&
                   bounds[prepared.zero_step + 1] < 0) {
                ++prepared.zero_step;
            }
            result_.nodes.push_back(prepared);
        }
    }

    void add_arcs() {
        std::vector<Coalition> need(network_.nodes.size(), ~Coalition{0});
        for (std::size_t v = 0; v < network_.nodes.size(); ++v) {
            if (!network_.nodes[v].steps.empty()) need[v] = network_.nodes[v].consent;
        }
        for (const NetworkArc& arc : network_.arcs) {
            typename Prepared::Arc prepared;
            prepared.from = static_cast<std::int32_t>(arc.from);
            prepared.to = static_cast<std::int32_t>(arc.to);
            prepared.capacity = quantity(arc.capacity);
            prepared.cost = price(arc.cost);
            prepared.gain = 1 - arc.loss;
            prepared.consent = packed(arc.consent);
            if (prepared.capacity <= 0) continue;
            need[arc.from] &= arc.consent;
            need[arc.to] &= arc.consent;
            result_.arcs.push_back(prepared);
        }
        for (std::size_t v = 0; v < need.size(); ++v) {
            result_.nodes[v].consent = packed(need[v] & result_.relevant);
        }
    }

    void add_stars() {
        std::vector<std::vector<StarEntry<Number>>> stars(result_.nodes.size());
        for (std::size_t a = 0; a < result_.arcs.size(); ++a) {
            const auto& arc = result_.arcs[a];
            const auto id = static_cast<std::int32_t>(a);
            stars[static_cast<std::size_t>(arc.from)].push_back({arc.to, id, arc.cost, true});
            stars[static_cast<std::size_t>(arc.to)].push_back({arc.from, id, arc.cost, false});
        }
        for (std::size_t v = 0; v < stars.size(); ++v) {
            result_.nodes[v].first_star = static_cast<std::int32_t>(result_.star.size());
            result_.nodes[v].star_count = static_cast<std::int32_t>(stars[v].size());
            result_.star.insert(result_.star.end(), stars[v].begin(), stars[v].end());
        }
    }

    void add_players() {
        const auto players = static_cast<std::size_t>(result_.players);
        result_.nodes_of.resize(players);
        result_.arcs_of.resize(players);
        result_.neighbours.assign(players, 0);
        const auto list = [&](std::vector<std::vector<std::int32_t>>& of, std::uint32_t consent,
                              std::size_t item) {
            for_each_player(consent, [&](std::size_t player) {
                of[player].push_back(static_cast<std::int32_t>(item));
            });
        };
        UnionFind common(result_.nodes.size());
        for (std::size_t v = 0; v < result_.nodes.size(); ++v) {
            list(result_.nodes_of, result_.nodes[v].consent, v);
            if (result_.nodes[v].step_count > 0) {
                join_all(result_.neighbours, result_.nodes[v].consent);
            }
        }
        for (std::size_t a = 0; a < result_.arcs.size(); ++a) {
            const auto& arc = result_.arcs[a];
            list(result_.arcs_of, arc.consent, a);
            join_all(result_.neighbours, arc.consent);
            if (arc.consent == 0) {
                common.join(static_cast<std::size_t>(arc.from), static_cast<std::size_t>(arc.to));
            }
        }
        std::vector<std::uint32_t> clique(result_.nodes.size(), 0);
        for (const auto& arc : result_.arcs) {
            for (const std::int32_t end : {arc.from, arc.to}) {
                const auto node = static_cast<std::size_t>(end);
                if (result_.nodes[node].consent == 0) clique[common.root(node)] |= arc.consent;
            }
        }
        for (const std::uint32_t members : clique) join_all(result_.neighbours, members);
    }

    CoalitionNetwork network_;
    NetworkScale scale_;
    Prepared result_;
};

} // namespace

Result<PreparedNetwork<std::int32_t>> prepare_lossless(const CoalitionNetwork& network) {
    const auto scale = network_scale(network);
    if (!scale.ok()) return scale.diagnostics();
    return Preparation<std::int32_t>(network, scale.value()).run();
}

PreparedNetwork<double> prepare_lossy(const CoalitionNetwork& network) {
    return Preparation<double>(network, NetworkScale()).run();
}

} // namespace isthmus::game
