// SPDX-License-Identifier: Apache-2.0
#include "game/network.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "base/text.hpp"

namespace isthmus::game {
namespace {

// Sums of prices and of flows up to here leave the kernels one bit of 32 for a difference.
constexpr double kLargestSum = 1073741823;
// Units finer than this, in canonical quantities and prices, are finer than any source states.
constexpr int kFinestPower = -9;
constexpr int kCoarsestPower = 15;
// Share of a unit by which a decimal number may miss a whole multiple of it.
constexpr double kWhole = 1e-6;

double total_width(const std::vector<flow::Step>& steps) {
    double sum = 0;
    for (const flow::Step& step : steps) sum += step.width;
    return sum;
}

void append(const std::vector<flow::Step>& steps, std::vector<flow::Step>& to) {
    to.insert(to.end(), steps.begin(), steps.end());
}

/// Surplus of sellers (cheapest first) and buyers (dearest first) among themselves.
double trade_surplus(const std::vector<flow::Step>& supply, const std::vector<flow::Step>& demand) {
    double surplus = 0, sold = 0, bought = 0;
    std::size_t seller = 0, buyer = 0;
    while (seller < supply.size() && buyer < demand.size() &&
           supply[seller].value < demand[buyer].value) {
        const double sells = supply[seller].width - sold;
        const double buys = demand[buyer].width - bought;
        const double traded = std::min(sells, buys);
        surplus += traded * (demand[buyer].value - supply[seller].value);
        sold = sells <= buys ? 0 : sold + traded;
        bought = buys <= sells ? 0 : bought + traded;
        if (sells <= buys) ++seller;
        if (buys <= sells) ++buyer;
    }
    return surplus;
}

class NetworkBuilder {
  public:
    explicit NetworkBuilder(const CoalitionProblem& part) : part_(part), problem_(part.problem) {
        network_.players = part.players;
        network_.nodes.resize(problem_.vertices.size());
    }

    std::optional<CoalitionNetwork> run() {
        if (!problem_.obligations.empty()) return std::nullopt;
        for (const flow::Vertex& vertex : problem_.vertices) {
            if (vertex.injection != 0) return std::nullopt;
        }
        std::map<Place, Market> markets;
        add_supplies(markets);
        add_demands(markets);
        add_markets(markets);
        return add_arcs() ? std::optional(std::move(network_)) : std::nullopt;
    }

  private:
    /// What one consent opens at one vertex.
    struct Market {
        std::vector<flow::Step> supply, demand;
    };
    using Place = std::pair<std::size_t, Coalition>;

    void add_supplies(std::map<Place, Market>& markets) {
        for (const flow::SupplyId id : problem_.supplies.ids()) {
            const flow::SupplyCurve& supply = problem_.supplies[id];
            append(value_steps(supply.curve),
                   markets[{supply.vertex.index(), part_.supply_consent[id]}].supply);
            supplied_ += supply.curve.limit;
        }
    }

    /// Demands that one vertex alone serves without limit are merged by consent; any other is a
    /// node that its deliveries lead to.
    void add_demands(std::map<Place, Market>& markets) {
        IdVector<flow::DemandTag, std::vector<flow::DeliveryId>> ways(problem_.demands.size());
        for (const flow::DeliveryId id : problem_.deliveries.ids()) {
            ways[problem_.deliveries[id].demand].push_back(id);
        }
        for (const flow::DemandId id : problem_.demands.ids()) {
            const auto steps = value_steps(problem_.demands[id].curve);
            const double width = total_width(steps);
            const Coalition consent = part_.demand_consent[id];
            if (ways[id].size() == 1 && problem_.deliveries[ways[id].front()].upper >= width) {
                const std::size_t vertex = problem_.deliveries[ways[id].front()].vertex.index();
                append(steps, markets[{vertex, consent}].demand);
                continue;
            }
            for (const flow::DeliveryId way : ways[id]) {
                const flow::Delivery& delivery = problem_.deliveries[way];
                network_.arcs.push_back({delivery.vertex.index(), network_.nodes.size(),
                                         std::min(width, delivery.upper), 0, 0, consent});
            }
            network_.nodes.push_back(network_node(consent, {}, steps));
        }
    }

    /// The first market of a vertex stands at the vertex, each other one at a node of its own.
    void add_markets(const std::map<Place, Market>& markets) {
        std::size_t last = problem_.vertices.size();
        for (const auto& [place, market] : markets) {
            const auto& [vertex, consent] = place;
            NetworkNode node = network_node(consent, market.supply, market.demand);
            if (vertex != last) {
                network_.nodes[vertex] = std::move(node);
                last = vertex;
                continue;
            }
            const std::size_t own = network_.nodes.size();
            network_.nodes.push_back(std::move(node));
            const double sold = total_width(market.supply);
            const double bought = total_width(market.demand);
            if (sold > 0) network_.arcs.push_back({own, vertex, sold, 0, 0, consent});
            if (bought > 0) network_.arcs.push_back({vertex, own, bought, 0, 0, consent});
        }
    }

    /// Whether the arcs allow a network.
    bool add_arcs() {
        IdVector<flow::ArcTag, double> capacity(problem_.arcs.size(), supplied_);
        for (const flow::ArcId id : problem_.arcs.ids()) {
            const flow::Arc& arc = problem_.arcs[id];
            if (arc.lower != 0 || arc.cost < 0) return false;
            capacity[id] = std::min(capacity[id], arc.upper);
        }
        for (const flow::Resource& resource : problem_.resources) {
            if (resource.has_curve || !bounds_arcs(resource)) return false;
            for (const flow::ResourceUse& use : resource.uses) {
                if (use.use > 0) {
                    capacity[use.arc] = std::min(capacity[use.arc], resource.limit / use.use);
                }
            }
        }
        for (const flow::ArcId id : problem_.arcs.ids()) {
            const flow::Arc& arc = problem_.arcs[id];
            if (arc.from == arc.to) continue;
            network_.arcs.push_back({arc.from.index(), arc.to.index(), capacity[id], arc.cost,
                                     arc.loss, part_.arc_consent[id]});
        }
        return true;
    }

    /// Whether the resource is a bound of one arc, or of both directions of one link.
    bool bounds_arcs(const flow::Resource& resource) const {
        std::vector<const flow::Arc*> used;
        for (const flow::ResourceUse& use : resource.uses) {
            if (use.use < 0) return false;
            if (use.use > 0) used.push_back(&problem_.arcs[use.arc]);
        }
        if (used.size() < 2 || resource.limit == flow::kInfinity) return true;
        return used.size() == 2 && used[0]->from == used[1]->to && used[0]->to == used[1]->from;
    }

    const CoalitionProblem& part_;
    const flow::Problem& problem_;
    CoalitionNetwork network_;
    double supplied_ = 0; ///< more than this no arc carries
};

double power_of_ten(int power) {
    return power < 0 ? 1 / std::pow(10, -power) : std::pow(10, power);
}

/// A number in some unit, and what a change of it by one would be worth at most.
struct Amount {
    double value = 0, weight = 0;
};

/// The finest power of ten in which a sum fits, or nothing.
std::optional<double> finest_unit(double largest_sum) {
    for (int power = kFinestPower; power <= kCoarsestPower; ++power) {
        if (largest_sum / power_of_ten(power) <= kLargestSum) return power_of_ten(power);
    }
    return std::nullopt;
}

/// The unit and what rounding to it may be worth, or a diagnostic.
struct ScaledUnit {
    double unit = 1, error = 0;
};
Result<ScaledUnit> scaled_unit(const std::string& name, const std::vector<Amount>& amounts,
                               double largest_sum, const std::optional<double>& stated) {
    const auto refuse = [&](const std::string& found, const std::string& expected,
                            const std::string& hint) {
        return one({"E703", "", 0, name, found, expected, hint});
    };
    const std::optional<double> finest = finest_unit(largest_sum);
    if (!finest) {
        return refuse(fmt::format("a sum of {}", format_number(largest_sum)),
                      fmt::format("a finite sum up to {}",
                                  format_number(kLargestSum * power_of_ten(kCoarsestPower))),
                      "bound the capacities and curves");
    }
    const std::string hint = fmt::format("a unit of {} fits", format_number(*finest));
    ScaledUnit result{stated.value_or(*finest), 0};
    if (!(result.unit > 0) || largest_sum / result.unit > kLargestSum) {
        return refuse(fmt::format("a sum of {} in units of {}", format_number(largest_sum),
                                  format_number(result.unit)),
                      fmt::format("up to {} units", format_number(kLargestSum)), hint);
    }
    for (const Amount& amount : amounts) {
        const double units = amount.value / result.unit;
        const double missed = std::abs(units - std::round(units));
        if (missed <= kWhole) continue;
        if (stated) {
            return refuse(format_number(amount.value),
                          fmt::format("a whole multiple of {}", format_number(result.unit)), hint);
        }
        result.error += missed * result.unit * amount.weight;
    }
    return result;
}

} // namespace

bool CoalitionNetwork::lossy() const {
    return std::any_of(arcs.begin(), arcs.end(),
                       [](const NetworkArc& arc) { return arc.loss != 0; });
}

Coalition CoalitionNetwork::relevant_players() const {
    Coalition result = 0;
    for (const NetworkNode& node : nodes) {
        if (!node.steps.empty()) result |= node.consent;
    }
    for (const NetworkArc& arc : arcs) result |= arc.consent;
    return result;
}

NetworkNode network_node(Coalition consent, const std::vector<flow::Step>& supply,
                         const std::vector<flow::Step>& demand) {
    const auto dearer = [](const flow::Step& one, const flow::Step& other) {
        return one.value > other.value;
    };
    std::vector<flow::Step> cheapest_first = supply;
    std::stable_sort(
        cheapest_first.begin(), cheapest_first.end(),
        [&](const flow::Step& one, const flow::Step& other) { return dearer(other, one); });
    std::vector<flow::Step> dearest_first = demand;
    std::stable_sort(dearest_first.begin(), dearest_first.end(), dearer);

    NetworkNode node;
    node.consent = consent;
    node.supplied = total_width(supply);
    node.self_surplus = trade_surplus(cheapest_first, dearest_first);
    std::vector<flow::Step> steps = supply;
    append(demand, steps);
    std::stable_sort(steps.begin(), steps.end(), dearer);
    for (const flow::Step& step : steps) {
        if (step.width <= 0) continue;
        if (!node.steps.empty() && node.steps.back().value == step.value) {
            node.steps.back().width += step.width;
        } else {
            node.steps.push_back(step);
        }
    }
    return node;
}

std::optional<CoalitionNetwork> as_network(const CoalitionProblem& part) {
    return NetworkBuilder(part).run();
}

Result<NetworkScale> network_scale(const CoalitionNetwork& network) {
    double lowest = flow::kInfinity, highest = -flow::kInfinity, largest = 0;
    for (const NetworkNode& node : network.nodes) {
        for (const flow::Step& step : node.steps) {
            lowest = std::min(lowest, step.value);
            highest = std::max(highest, step.value);
            largest = std::max(largest, std::abs(step.value));
        }
    }
    // No capacity and no width has a rent above the range of prices. A change of one width or of
    // what is supplied moves up to three widths of what its node sells and buys, in W(S) and in
    // W(nobody); a price counts for all its quantity in both.
    const double rent = lowest <= highest ? 3 * 2 * (highest - lowest) : 0;
    std::vector<Amount> quantities, prices;
    // No cut carries more than all that may cross it; no path costs more than all arcs.
    double carried = 0, paid = largest;
    for (const NetworkNode& node : network.nodes) {
        quantities.push_back({node.supplied, rent});
        const double width = total_width(node.steps);
        carried += std::max(node.supplied, width - node.supplied);
        for (const flow::Step& step : node.steps) {
            quantities.push_back({step.width, rent});
            prices.push_back({step.value, 2 * step.width});
        }
    }
    for (const NetworkArc& arc : network.arcs) {
        carried += arc.capacity;
        paid += arc.cost;
        quantities.push_back({arc.capacity, rent});
        prices.push_back({arc.cost, 2 * arc.capacity});
    }
    const auto quantity = scaled_unit("quantity_unit", quantities, carried, network.quantity_unit);
    const auto price = scaled_unit("price_unit", prices, paid, network.price_unit);
    Diagnostics diagnostics;
    if (!quantity) diagnostics.append(quantity.diagnostics());
    if (!price) diagnostics.append(price.diagnostics());
    if (!diagnostics.empty()) return diagnostics;
    return NetworkScale{quantity.value().unit, price.value().unit,
                        quantity.value().error + price.value().error};
}

} // namespace isthmus::game
