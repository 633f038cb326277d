// SPDX-License-Identifier: Apache-2.0
#include "dependence/loss.hpp"

#include <algorithm>

namespace isthmus::dependence {

using flow::Payoff;

namespace {

double surplus(const Payoff& payoff) {
    return payoff.consumer_surplus + payoff.producer_surplus;
}

/// What the quantities that went were worth to the player at the former prices, by commodity.
std::vector<double> volumes(const Part& part, const Quantities& now, const Partners& partners,
                            std::size_t player) {
    const flow::Problem& problem = part.market.problem;
    std::vector<double> result(part.commodities.size());
    const auto volume_of = [&](world::CommodityId commodity) -> double& {
        return result[commodity_place(part, commodity)];
    };
    for (const auto id : problem.demands.ids()) {
        const flow::MarketDemand& demand = part.market.demands[id];
        const double before = part.solution.demand[id], after = now.demand[id];
        if (before == after || partners.of(demand.actor) != player) continue;
        const flow::Curve& benefit = problem.demands[id].curve;
        volume_of(demand.commodity) += benefit.integral(before) - benefit.integral(after) -
                                       part.solution.demand_price[id] * (before - after);
    }
    for (const auto id : problem.supplies.ids()) {
        const flow::MarketSupply& supply = part.market.supplies[id];
        const double before = part.solution.supply[id], after = now.supply[id];
        if (before == after || partners.of(supply.actor) != player) continue;
        const flow::Curve& cost = problem.supplies[id].curve;
        const double price = part.solution.price[problem.supplies[id].vertex];
        volume_of(supply.commodity) +=
            price * (before - after) - (cost.integral(before) - cost.integral(after));
    }
    return result;
}

} // namespace

std::size_t commodity_place(const Part& part, world::CommodityId commodity) {
    const auto place = std::find(part.commodities.begin(), part.commodities.end(), commodity);
    return static_cast<std::size_t>(place - part.commodities.begin());
}

Accounts no_accounts(std::size_t commodities, const Partners& partners) {
    return Accounts(commodities, std::vector<Payoff>(partners.players() + 1));
}

Accounts accounts(const Part& part, const flow::Market& market, const flow::Solution& solution,
                  const Partners& partners) {
    Accounts result = no_accounts(part.commodities.size(), partners);
    for (std::size_t c = 0; c < part.commodities.size(); ++c) {
        for (const Payoff& row : flow::payoffs(market, solution, part.commodities[c])) {
            result[c][partners.account(row.actor)] += row;
        }
    }
    return result;
}

double sum(const Accounts& accounts) {
    double result = 0;
    for (const auto& commodity : accounts) {
        for (const Payoff& payoff : commodity) result += payoff.total();
    }
    return result;
}

double payoff(const Accounts& accounts, std::size_t player) {
    double result = 0;
    for (const auto& commodity : accounts) result += commodity[player].total();
    return result;
}

std::vector<LossParts> losses(const Part& part, const Accounts& before, const Accounts& after,
                              const Quantities& now, const Partners& partners, std::size_t player) {
    const std::vector<double> volume = volumes(part, now, partners, player);
    std::vector<LossParts> result(part.commodities.size());
    for (std::size_t c = 0; c < result.size(); ++c) {
        const Payoff& one = before[c][player];
        const Payoff& other = after[c][player];
        const double of_surplus = surplus(one) - surplus(other);
        const double rents = (one.total() - surplus(one)) - (other.total() - surplus(other));
        result[c] = {of_surplus - volume[c], volume[c], rents};
    }
    return result;
}

} // namespace isthmus::dependence
