// SPDX-License-Identifier: Apache-2.0
#include "dependence/disruption.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>

#include "dependence/outage_cases.hpp"
#include "game/task_pool.hpp"

namespace isthmus::dependence {
namespace {

using flow::DemandId;
using world::ActorId;
using world::CommodityId;

// Payoffs are sums of prices times quantities, known to about 1e-8; a change below this share of
// base welfare is rounding.
constexpr double kNegligibleLoss = 1e-9;

/// What one set does to one part.
struct PartEffect {
    double welfare_loss = 0;
    std::vector<DemandEffect> demands;
    std::map<ActorId, double> state_payoffs;
    flow::Certificate certificate;
};

bool moved(double before, double after) {
    return std::abs(after - before) >
           kEffectTolerance * std::max(std::abs(before), std::abs(after));
}

std::map<ActorId, double> payoffs_of_states(const flow::Market& market,
                                            const flow::Solution& solution) {
    std::map<ActorId, double> result;
    for (const flow::Payoff& row :
         flow::payoffs_by_state(market, flow::payoffs(market, solution))) {
        result[row.actor] = row.total();
    }
    return result;
}

std::vector<DemandEffect> demand_effects(const Part& part, const flow::Solution& after) {
    std::vector<DemandEffect> result;
    for (const DemandId id : part.market.demands.ids()) {
        const flow::MarketDemand& demand = part.market.demands[id];
        const DemandEffect effect{demand.node,
                                  demand.origin,
                                  demand.commodity,
                                  demand.actor,
                                  part.solution.demand[id],
                                  after.demand[id],
                                  part.solution.demand_price[id],
                                  after.demand_price[id]};
        if (moved(effect.consumed_before, effect.consumed_after) ||
            moved(effect.price_before, effect.price_after)) {
            result.push_back(effect);
        }
    }
    return result;
}

/// Sets by parts: which of them change what, each change solved into a place of its own.
class Run {
  public:
    Run(const Baseline& base, const std::vector<OutageSet>& sets, const DisruptionOptions& options)
        : base_(base),
          sets_(sets),
          options_(options),
          cases_(base, all_of(sets), {options.solver, flow::PriceRule::kMiddle, options.threads}) {}

    Result<Disruption> run() {
        describe_base();
        find_tasks();
        solve_tasks();
        Diagnostics diagnostics;
        for (const std::size_t task : first_) {
            if (!outcomes_[task]->ok()) diagnostics.append(outcomes_[task]->diagnostics());
        }
        if (!diagnostics.empty()) return diagnostics;
        Disruption result;
        result.base_welfare = base_welfare_;
        result.solved = first_.size();
        std::size_t task = 0;
        for (std::size_t set = 0; set < sets_.size(); ++set) {
            std::size_t end = task;
            while (end < tasks_.size() && tasks_[end].set == set) ++end;
            result.effects.push_back(effect(set, task, end));
            task = end;
        }
        return result;
    }

  private:
    struct Task {
        std::size_t set, part;
        std::size_t like = 0; ///< the first task that leaves the same of use; may be itself
    };

    static OutageSet all_of(const std::vector<OutageSet>& sets) {
        OutageSet all;
        for (const OutageSet& set : sets) all.insert(all.end(), set.begin(), set.end());
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }

    NumberSet numbers(const OutageSet& set) const {
        NumberSet result;
        for (const Outage& outage : set) {
            const auto place =
                std::lower_bound(cases_.candidates().begin(), cases_.candidates().end(), outage);
            result.push_back(static_cast<OutageNumber>(place - cases_.candidates().begin()));
        }
        std::sort(result.begin(), result.end());
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

    void describe_base() {
        consumed_.assign(base_.world->commodities.size(), 0);
        for (const Part& part : base_.parts) {
            base_welfare_ += part.welfare;
            for (const DemandId id : part.market.demands.ids()) {
                consumed_[part.market.demands[id].commodity.index()] += part.solution.demand[id];
            }
            state_payoffs_.push_back(options_.states ? payoffs_of_states(part.market, part.solution)
                                                     : std::map<ActorId, double>());
        }
    }

    void find_tasks() {
        std::vector<OutageReach> reach;
        for (const Part& part : base_.parts) reach.emplace_back(part);
        std::map<std::pair<std::size_t, std::vector<bool>>, std::size_t> alike;
        for (std::size_t set = 0; set < sets_.size(); ++set) {
            for (std::size_t part = 0; part < base_.parts.size(); ++part) {
                const PartCase& former = cases_.base_case(part);
                for (const OutageNumber number : numbers(sets_[set])) {
                    if (!former.touched[number]) continue;
                    const auto place =
                        alike.try_emplace({part, reach[part].useful(sets_[set])}, tasks_.size());
                    if (place.second) first_.push_back(tasks_.size());
                    tasks_.push_back({set, part, place.first->second});
                    break;
                }
            }
        }
    }

    void solve_tasks() {
        outcomes_.resize(tasks_.size());
        std::atomic<std::size_t> next = 0;
        std::mutex telling;
        std::size_t done = 0;
        game::share_out(std::min<std::size_t>(std::max(1U, options_.threads), first_.size()),
                        [&](std::size_t) {
                            for (std::size_t i = next++; i < first_.size(); i = next++) {
                                outcomes_[first_[i]] = solve(tasks_[first_[i]]);
                                if (!options_.progress) continue;
                                const std::lock_guard lock(telling);
                                options_.progress(++done, first_.size());
                            }
                        });
    }

    Result<PartEffect> solve(const Task& task) const {
        const Part& part = base_.parts[task.part];
        const ShutPart left = shut(part, sets_[task.set]);
        const Result<Outcome> outcome =
            solve_again(left.market, left.open, flow::PriceRule::kMiddle, options_.solver);
        if (!outcome) {
            return naming_outages(outcome.diagnostics(), *base_.world, sets_[task.set]);
        }
        const Outcome& after = outcome.value();
        PartEffect result;
        result.welfare_loss = part.welfare - after.welfare;
        result.demands = demand_effects(part, after.solution);
        if (options_.states) {
            result.state_payoffs = payoffs_of_states(left.market, after.solution);
        }
        result.certificate = after.certificate;
        return result;
    }

    const PartEffect& outcome(std::size_t task) const {
        return outcomes_[tasks_[task].like]->value();
    }

    OutageEffect effect(std::size_t set, std::size_t first, std::size_t end) const {
        OutageEffect result;
        result.outages = sets_[set];
        result.used = first < end;
        std::vector<double> unserved(consumed_.size());
        for (std::size_t i = first; i < end; ++i) {
            const PartEffect& part = outcome(i);
            result.welfare_loss += part.welfare_loss;
            for (const DemandEffect& demand : part.demands) {
                result.demands.push_back(demand);
                if (moved(demand.consumed_before, demand.consumed_after)) {
                    unserved[demand.commodity.index()] += demand.unserved();
                }
            }
            take_worse(result.certificate, part.certificate);
        }
        for (const CommodityId id : base_.world->commodities.ids()) {
            if (unserved[id.index()] <= 0) continue;
            result.unserved.push_back({id, unserved[id.index()], consumed_[id.index()]});
        }
        if (options_.states) result.states = state_losses(first, end);
        result.flow_share = flow_share(numbers(sets_[set]));
        return result;
    }

    std::vector<StateLoss> state_losses(std::size_t first, std::size_t end) const {
        std::map<ActorId, double> payoff, loss;
        for (const auto& part : state_payoffs_) {
            for (const auto& [state, amount] : part) payoff[state] += amount;
        }
        for (std::size_t i = first; i < end; ++i) {
            for (const auto& [state, amount] : state_payoffs_[tasks_[i].part]) {
                loss[state] += amount;
            }
            for (const auto& [state, amount] : outcome(i).state_payoffs) {
                loss[state] -= amount;
            }
        }
        std::vector<StateLoss> result;
        for (const auto& [state, amount] : loss) {
            if (std::abs(amount) <= kNegligibleLoss * base_welfare_) continue;
            result.push_back({state, payoff[state], amount});
        }
        return result;
    }

    double flow_share(const NumberSet& set) const {
        std::vector<double> cut(consumed_.size());
        for (std::size_t part = 0; part < base_.parts.size(); ++part) {
            const PartCase& former = cases_.base_case(part);
            std::vector<std::uint32_t> ways;
            for (const OutageNumber number : set) {
                ways.insert(ways.end(), former.ways_of[number].begin(),
                            former.ways_of[number].end());
            }
            std::sort(ways.begin(), ways.end());
            ways.erase(std::unique(ways.begin(), ways.end()), ways.end());
            for (const std::uint32_t place : ways) {
                const CaseWay& way = former.ways[place];
                const CommodityId commodity =
                    base_.parts[part].market.demands[way.demand].commodity;
                cut[commodity.index()] += way.delivered;
            }
        }
        double result = 0;
        for (std::size_t i = 0; i < cut.size(); ++i) {
            if (cut[i] > 0) result = std::max(result, cut[i] / consumed_[i]);
        }
        return result;
    }

    const Baseline& base_;
    const std::vector<OutageSet>& sets_;
    const DisruptionOptions& options_;
    OutageCases cases_;
    double base_welfare_ = 0;
    std::vector<double> consumed_;                         ///< by commodity
    std::vector<std::map<ActorId, double>> state_payoffs_; ///< of the base, by part
    std::vector<Task> tasks_;
    std::vector<std::size_t> first_; ///< tasks that are solved: of each kind the first
    std::vector<std::optional<Result<PartEffect>>> outcomes_;
};

} // namespace

const DemandEffect* OutageEffect::largest_price_rise() const {
    const DemandEffect* largest = nullptr;
    double share = kEffectTolerance;
    for (const DemandEffect& demand : demands) {
        if (demand.price_before <= 0 || demand.consumed_after <= 0) continue;
        if (demand.price_effect() / demand.price_before <= share) continue;
        share = demand.price_effect() / demand.price_before;
        largest = &demand;
    }
    return largest;
}

double OutageEffect::unserved_of(CommodityId commodity) const {
    for (const CommodityUnserved& row : unserved) {
        if (row.commodity == commodity) return row.unserved;
    }
    return 0;
}

std::size_t OutageEffect::states_hurt() const {
    return static_cast<std::size_t>(
        std::count_if(states.begin(), states.end(), [](const StateLoss& row) {
            return row.loss > kHurtShare * std::abs(row.payoff);
        }));
}

Result<Disruption> disruption(const Baseline& base, const std::vector<OutageSet>& sets,
                              const DisruptionOptions& options) {
    return Run(base, sets, options).run();
}

Result<Disruption> n_minus_1(const Baseline& base, const OutageFilter& filter,
                             const DisruptionOptions& options) {
    std::vector<OutageSet> sets;
    for (const Outage& outage : outages_in_service(base, filter)) sets.push_back({outage});
    return disruption(base, sets, options);
}

std::vector<Chokepoint> chokepoints(const Disruption& n_minus_1) {
    std::vector<Chokepoint> result;
    for (const OutageEffect& effect : n_minus_1.effects) {
        if (!effect.used || effect.outages.size() != 1) continue;
        Chokepoint row;
        row.outage = effect.outages.front();
        row.welfare_loss = effect.welfare_loss;
        row.score = 100 * effect.welfare_loss / n_minus_1.base_welfare;
        row.flow_share = effect.flow_share;
        for (const CommodityUnserved& of : effect.unserved) {
            const double share = of.unserved / of.consumed_base;
            if (share <= row.largest_unserved_share) continue;
            row.largest_unserved_share = share;
            row.largest_unserved = of.commodity;
        }
        row.states_hurt = effect.states_hurt();
        result.push_back(row);
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const Chokepoint& a, const Chokepoint& b) { return a.score > b.score; });
    for (std::size_t i = 0; i < result.size(); ++i) {
        const bool equal = i > 0 && result[i].score == result[i - 1].score;
        result[i].rank = equal ? result[i - 1].rank : i + 1;
    }
    return result;
}

} // namespace isthmus::dependence
