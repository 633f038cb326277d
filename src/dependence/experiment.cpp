// SPDX-License-Identifier: Apache-2.0
#include "dependence/experiment.hpp"

#include <algorithm>
#include <cmath>

#include "flow/shut.hpp"
#include "flow/withdrawal.hpp"

namespace isthmus::dependence {

using flow::DemandId;
using flow::SupplyId;

namespace {

/// Minimum takes are asked for with more than this share of them missing when they are excused;
/// less is rounding.
constexpr double kExcused = 1e-7;

bool is_excused(const flow::Problem& before, const flow::Problem& after) {
    for (const auto id : before.obligations.ids()) {
        if (after.obligations[id].lower < before.obligations[id].lower * (1 - kExcused)) {
            return true;
        }
    }
    return false;
}

PartEffect effect(const PartBase& base, const Partners& partners, const Accounts& accounts,
                  const Quantities& quantities, double welfare,
                  const flow::Certificate& certificate, std::size_t player) {
    PartEffect result;
    result.loss = losses(base.part(), base.accounts(), accounts, quantities, partners, player);
    result.accounts = accounts;
    result.welfare = welfare;
    result.certificate = certificate;
    result.adding_up_error = std::abs(sum(accounts) - welfare) / base.part().certificate.scale;
    return result;
}

/// Looks for the price that moved most against a player from before rerouting to after it.
class PriceMoves {
  public:
    PriceMoves(const PartBase& base, const Partners& partners, const BeforeRerouting& before,
               const flow::Market& withdrawn, const flow::Solution& after)
        : market_(base.part().market),
          partners_(partners),
          before_(before),
          withdrawn_(withdrawn),
          after_(after) {}

    std::optional<PriceMove> dearest(std::size_t player) {
        for (const DemandId id : market_.demands.ids()) {
            const flow::MarketDemand& demand = market_.demands[id];
            if (partners_.of(demand.actor) != player) continue;
            consider({demand.commodity,
                      demand.node,
                      false,
                      before_.demand_price[id],
                      after_.demand_price[id],
                      0,
                      {}},
                     after_.demand[id]);
        }
        for (const SupplyId id : market_.supplies.ids()) {
            const flow::MarketSupply& supply = market_.supplies[id];
            if (partners_.of(supply.actor) != player || !before_.supply_price[id]) continue;
            consider({supply.commodity,
                      supply.node,
                      true,
                      *before_.supply_price[id],
                      after_.price[withdrawn_.problem.supplies[id].vertex],
                      0,
                      {}},
                     after_.supply[id]);
        }
        if (found_) found_->by = who_grew(found_->commodity, found_->selling, player);
        return found_;
    }

  private:
    void consider(PriceMove move, double quantity) {
        move.cost = (move.selling ? move.before - move.after : move.after - move.before) * quantity;
        if (move.cost > (found_ ? found_->cost : 0)) found_ = move;
    }

    std::optional<std::size_t> who_grew(world::CommodityId commodity, bool selling,
                                        std::size_t player) const {
        std::vector<double> growth(partners_.players() + 1);
        if (selling) {
            for (const SupplyId id : market_.supplies.ids()) {
                if (market_.supplies[id].commodity != commodity) continue;
                growth[partners_.account(market_.supplies[id].actor)] +=
                    after_.supply[id] - before_.quantities.supply[id];
            }
        } else {
            for (const DemandId id : market_.demands.ids()) {
                if (market_.demands[id].commodity != commodity) continue;
                growth[partners_.account(market_.demands[id].actor)] +=
                    after_.demand[id] - before_.quantities.demand[id];
            }
        }
        growth[player] = 0;
        const auto most = std::max_element(growth.begin(), growth.end());
        if (*most <= 0) return std::nullopt;
        return static_cast<std::size_t>(most - growth.begin());
    }

    const flow::Market& market_;
    const Partners& partners_;
    const BeforeRerouting& before_;
    const flow::Market& withdrawn_;
    const flow::Solution& after_;
    std::optional<PriceMove> found_;
};

} // namespace

Result<Experiment> experiment(const PartBase& base, const Partners& partners,
                              const flow::LinkConsents& servants, const Pair& pair,
                              const std::string& solver) {
    const Part& part = base.part();
    flow::Market market = part.market;
    std::vector<flow::PathFlow> open = part.paths;
    flow::withdraw(market, {pair.by->actors, pair.towards->actors, {}}, servants, &open);
    flow::excuse_minimum_takes(market, open);

    const auto before = before_rerouting(base, partners, market, open, solver);
    if (!before) return before.diagnostics();
    const auto after = solve_again(market, open, flow::PriceRule::kMiddle, solver);
    if (!after) return after.diagnostics();

    const flow::Solution& solution = after.value().solution;
    Quantities quantities;
    for (const SupplyId id : part.market.supplies.ids()) {
        quantities.supply.push_back(solution.supply[id]);
    }
    quantities.demand = solution.demand;
    Experiment result;
    result.excused = is_excused(part.market.problem, market.problem);
    result.before = effect(base, partners, before.value().accounts, before.value().quantities,
                           before.value().welfare, before.value().certificate, pair.towards_number);
    result.after = effect(base, partners, accounts(part, market, solution, partners), quantities,
                          after.value().welfare, after.value().certificate, pair.towards_number);
    result.move =
        PriceMoves(base, partners, before.value(), market, solution).dearest(pair.towards_number);
    return result;
}

} // namespace isthmus::dependence
