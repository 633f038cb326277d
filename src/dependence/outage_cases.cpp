// SPDX-License-Identifier: Apache-2.0
#include "dependence/outage_cases.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>

#include "flow/shut.hpp"
#include "game/task_pool.hpp"

namespace isthmus::dependence {
namespace {

using flow::DemandId;
using flow::Market;
using flow::PathFlow;
using flow::SupplyId;

constexpr OutageNumber kNone = std::numeric_limits<OutageNumber>::max();
// Quantities are known to about 1e-8 of a curve; what a minimum take asks for is met within this
// share of it.
constexpr double kMet = 1e-7;

void insert(NumberSet& set, OutageNumber number) {
    const auto place = std::lower_bound(set.begin(), set.end(), number);
    if (place == set.end() || *place != number) set.insert(place, number);
}

bool meet(const NumberSet& a, const NumberSet& b) {
    return std::any_of(a.begin(), a.end(), [&](OutageNumber number) {
        return std::binary_search(b.begin(), b.end(), number);
    });
}

/// Of each place (a demand, supply or resource), the sum of the r largest amounts that single
/// outages cut there.
class MostCut {
  public:
    MostCut(std::size_t places, std::size_t r) : amount_(places), largest_(places), r_(r) {}
    void add(std::size_t place, double amount) {
        if (amount_[place] == 0) used_.push_back(place);
        amount_[place] += amount;
    }
    /// The next outage.
    void next() {
        for (const std::size_t place : used_) {
            auto& list = largest_[place];
            list.insert(
                std::upper_bound(list.begin(), list.end(), amount_[place], std::greater<>()),
                amount_[place]);
            if (list.size() > r_) list.pop_back();
            amount_[place] = 0;
        }
        used_.clear();
    }
    double sum(std::size_t place) const {
        double result = 0;
        for (const double amount : largest_[place]) result += amount;
        return result;
    }

  private:
    std::vector<double> amount_;
    std::vector<std::size_t> used_;
    std::vector<std::vector<double>> largest_;
    std::size_t r_;
};

/// By delivery: whether a minimum take counts it.
std::vector<bool> under_minimum_takes(const flow::Problem& problem) {
    std::vector<bool> result(problem.deliveries.size());
    for (const flow::Obligation& obligation : problem.obligations) {
        if (obligation.lower <= 0) continue;
        for (const flow::DeliveryId id : obligation.deliveries) result[id.index()] = true;
    }
    return result;
}

double integral_lost(const flow::Curve& curve, double quantity, double cut) {
    return curve.integral(quantity) - curve.integral(std::max(0.0, quantity - cut));
}

/// The same a unit, for as much as can be cut.
double chord(const flow::Curve& curve, double quantity, double most) {
    const double reach = std::min(quantity, most);
    return reach > 0 ? integral_lost(curve, quantity, reach) / reach : 0;
}

} // namespace

ShutPart shut(const Part& part, const OutageSet& outages) {
    ShutPart result{part.market, {}};
    for (const Outage& outage : outages) {
        if (outage.is_link()) {
            flow::shut_link(result.market, outage.link);
        } else {
            flow::shut_node(result.market, outage.node);
        }
    }
    result.open = flow::open_paths(result.market.problem, part.paths);
    flow::excuse_minimum_takes(result.market, result.open);
    return result;
}

Diagnostics naming_outages(const Diagnostics& diagnostics, const world::World& world,
                           const OutageSet& outages) {
    Diagnostics result;
    for (Diagnostic item : diagnostics.items()) {
        for (const Outage& outage : outages) {
            item.hint += (item.hint.empty() ? "out: " : ", ") + outage_id(world, outage);
        }
        result.add(std::move(item));
    }
    return result;
}

NumberSet with(const NumberSet& set, OutageNumber more) {
    NumberSet result = set;
    insert(result, more);
    return result;
}

NumberSet without(const NumberSet& set, OutageNumber less) {
    NumberSet result = set;
    result.erase(std::remove(result.begin(), result.end(), less), result.end());
    return result;
}

void take_worse(flow::Certificate& worst, const flow::Certificate& other) {
    worst.primal_residual = std::max(worst.primal_residual, other.primal_residual);
    worst.dual_residual = std::max(worst.dual_residual, other.dual_residual);
    worst.gap = std::max(worst.gap, other.gap);
}

OutageCases::OutageCases(const Baseline& base, OutageSet candidates, CaseOptions options)
    : base_(base),
      candidates_(std::move(candidates)),
      options_(std::move(options)),
      link_number_(base.world->links.size(), kNone),
      node_number_(base.world->nodes.size(), kNone) {
    index_candidates();
    index_rising_costs();
    for (std::size_t part = 0; part < parts(); ++part) {
        mark_minimum_takes(part);
        const Part& of = base_.parts[part];
        reach_.emplace_back(of);
        cases_[{part, {}}] = std::make_shared<PartCase>(
            finish(part, of.solution, of.paths, of.welfare, of.certificate));
        alike_[{part, reach_.back().useful({})}] = cases_[{part, {}}];
    }
}

void OutageCases::index_candidates() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        const Outage& outage = candidates_[i];
        const auto number = static_cast<OutageNumber>(i);
        if (outage.is_link()) {
            link_number_[outage.link] = number;
        } else {
            node_number_[outage.node] = number;
        }
    }
    for (const Part& part : base_.parts) {
        std::vector<bool> there(candidates_.size() + 1);
        const auto mark = [&](OutageNumber number) {
            if (number != kNone) there[number] = true;
        };
        for (const flow::MarketArc& arc : part.market.arcs) {
            if (arc.link.valid()) mark(link_number_[arc.link]);
        }
        for (const flow::MarketVertex& vertex : part.market.vertices) {
            mark(node_number_[vertex.node]);
        }
        present_.push_back(std::move(there));
    }
}

void OutageCases::index_rising_costs() {
    for (const Part& part : base_.parts) {
        const flow::Problem& problem = part.market.problem;
        IdVector<flow::ArcTag, std::vector<std::pair<flow::ResourceId, double>>> uses(
            problem.arcs.size());
        for (const flow::ResourceId id : problem.resources.ids()) {
            if (!problem.resources[id].has_curve) continue;
            for (const flow::ResourceUse& use : problem.resources[id].uses) {
                uses[use.arc].emplace_back(id, use.use);
            }
        }
        rising_.push_back(std::move(uses));
    }
}

void OutageCases::mark_minimum_takes(std::size_t part) {
    const Part& of = base_.parts[part];
    obliged_.push_back(under_minimum_takes(of.market.problem));
    const std::vector<bool>& obliged = obliged_.back();
    std::vector<bool> holds_up(candidates_.size());
    for (const PathFlow& path : of.paths) {
        if (!obliged[path.delivery.index()]) continue;
        for (const OutageNumber number : cut_by(part, path)) holds_up[number] = true;
    }
    holds_up_.push_back(std::move(holds_up));
}

NumberSet OutageCases::cut_by(std::size_t part, const PathFlow& path) const {
    const Market& market = base_.parts[part].market;
    NumberSet result;
    const auto add = [&](OutageNumber number) {
        if (number != kNone) insert(result, number);
    };
    add(node_number_[market.vertices[market.problem.supplies[path.supply].vertex].node]);
    for (const flow::ArcId id : path.arcs) {
        if (market.arcs[id].link.valid()) add(link_number_[market.arcs[id].link]);
        add(node_number_[market.vertices[market.problem.arcs[id].to].node]);
    }
    return result;
}

PartCase OutageCases::finish(std::size_t part, flow::Solution solution, std::vector<PathFlow> paths,
                             double welfare, const flow::Certificate& certificate) const {
    const flow::Problem& problem = base_.parts[part].market.problem;
    PartCase result;
    result.net_payoff = certificate.welfare;
    result.welfare = welfare;
    result.certificate = certificate;
    result.consumed = std::move(solution.demand);
    result.supplied = std::move(solution.supply);
    result.ways_of.resize(candidates_.size());
    result.touched = holds_up_[part];
    result.loads = IdVector<flow::ResourceTag, double>(problem.resources.size());
    for (const PathFlow& path : paths) {
        const auto number = static_cast<std::uint32_t>(result.ways.size());
        CaseWay way{path.supply,
                    problem.deliveries[path.delivery].demand,
                    path.delivery,
                    path.entering,
                    path.delivered,
                    0,
                    {},
                    cut_by(part, path)};
        double on_way = path.entering;
        for (const flow::ArcId id : path.arcs) {
            way.transport += problem.arcs[id].cost * on_way;
            for (const auto& [resource, use] : rising_[part][id]) {
                way.loads.emplace_back(resource, use * on_way);
                result.loads[resource] += use * on_way;
            }
            on_way *= 1 - problem.arcs[id].loss;
        }
        for (const OutageNumber outage : way.cut_by) {
            result.ways_of[outage].push_back(number);
            result.touched[outage] = true;
        }
        result.ways.push_back(std::move(way));
    }
    result.paths = std::move(paths);
    return result;
}

NumberSet OutageCases::present(std::size_t part, const NumberSet& set) const {
    NumberSet result;
    for (const OutageNumber number : set) {
        if (present_[part][number]) result.push_back(number);
    }
    return result;
}

const PartCase* OutageCases::find(std::size_t part, const NumberSet& set) {
    const Key key{part, present(part, set)};
    const auto place = cases_.find(key);
    if (place != cases_.end()) return place->second.get();
    for (const OutageNumber last : key.second) {
        const auto smaller = cases_.find({part, without(key.second, last)});
        if (smaller == cases_.end() || smaller->second->touched[last]) continue;
        return (cases_[key] = smaller->second).get();
    }
    return nullptr;
}

const PartCase* OutageCases::resolve(std::size_t part, const NumberSet& set, NumberSet& wanted) {
    const NumberSet there = present(part, set);
    NumberSet out;
    for (;;) {
        const auto place = cases_.find({part, out});
        if (place == cases_.end()) {
            wanted = out;
            return nullptr;
        }
        const PartCase& at = *place->second;
        const std::size_t before = out.size();
        NumberSet more = out;
        for (const OutageNumber number : there) {
            if (at.touched[number]) insert(more, number);
        }
        if (more.size() == before) return &at;
        out = std::move(more);
    }
}

OutageSet OutageCases::outages(const NumberSet& set) const {
    OutageSet result;
    for (const OutageNumber number : set) result.push_back(candidates_[number]);
    return result;
}

Result<PartCase> OutageCases::solve_case(std::size_t part, const NumberSet& set) const {
    const ShutPart left = shut(base_.parts[part], outages(set));
    Result<Outcome> outcome = solve_again(left.market, left.open, options_.prices, options_.solver);
    if (!outcome) return naming_outages(outcome.diagnostics(), *base_.world, outages(set));
    Outcome found = std::move(outcome).value();
    std::vector<PathFlow> paths = flow::path_flows(left.market.problem, found.solution);
    PartCase result =
        finish(part, std::move(found.solution), std::move(paths), found.welfare, found.certificate);
    if (!options_.ways) {
        result.consumed = {};
        result.supplied = {};
        result.loads = {};
        result.ways = {};
        result.ways_of = {};
        result.paths = {};
    }
    return result;
}

Diagnostics OutageCases::solve(const std::vector<std::pair<std::size_t, NumberSet>>& cases) {
    std::vector<Key> missing;
    for (const auto& [part, set] : cases) {
        if (find(part, set) == nullptr) missing.emplace_back(part, present(part, set));
    }
    std::sort(missing.begin(), missing.end());
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());

    // The first of those that are alike is solved.
    std::vector<std::shared_ptr<const PartCase>*> like;
    std::vector<std::size_t> first;
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const std::size_t part = missing[i].first;
        const auto place =
            alike_.try_emplace({part, reach_[part].useful(outages(missing[i].second))});
        like.push_back(&place.first->second);
        if (place.second) first.push_back(i);
    }
    std::vector<std::optional<Result<PartCase>>> results(first.size());
    std::atomic<std::size_t> next = 0;
    game::share_out(std::min<std::size_t>(std::max(1U, options_.threads), first.size()),
                    [&](std::size_t) {
                        for (std::size_t i = next++; i < first.size(); i = next++) {
                            const Key& key = missing[first[i]];
                            results[i] = solve_case(key.first, key.second);
                        }
                    });
    Diagnostics diagnostics;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (!results[i]->ok()) {
            diagnostics.append(results[i]->diagnostics());
            continue;
        }
        auto solved = std::make_shared<PartCase>(std::move(*results[i]).value());
        take_worse(worst_, solved->certificate);
        *like[first[i]] = std::move(solved);
        ++solved_;
    }
    if (!diagnostics.empty()) return diagnostics;
    for (std::size_t i = 0; i < missing.size(); ++i) cases_[missing[i]] = *like[i];
    return {};
}

double OutageCases::cancellation(std::size_t part, const PartCase& of,
                                 const NumberSet& more) const {
    const flow::Problem& problem = base_.parts[part].market.problem;
    std::vector<std::uint32_t> cut;
    for (const OutageNumber number : more) {
        cut.insert(cut.end(), of.ways_of[number].begin(), of.ways_of[number].end());
    }
    std::sort(cut.begin(), cut.end());
    cut.erase(std::unique(cut.begin(), cut.end()), cut.end());
    std::map<DemandId, double> delivered;
    std::map<SupplyId, double> entering;
    std::map<flow::ResourceId, double> relieved;
    double loss = 0;
    for (const std::uint32_t place : cut) {
        const CaseWay& way = of.ways[place];
        delivered[way.demand] += way.delivered;
        entering[way.supply] += way.entering;
        for (const auto& [resource, load] : way.loads) relieved[resource] += load;
        loss -= way.transport;
    }
    for (const auto& [demand, amount] : delivered) {
        loss += integral_lost(problem.demands[demand].curve, of.consumed[demand], amount);
    }
    for (const auto& [supply, amount] : entering) {
        loss -= integral_lost(problem.supplies[supply].curve, of.supplied[supply], amount);
    }
    for (const auto& [resource, amount] : relieved) {
        loss -= integral_lost(problem.resources[resource].curve, of.loads[resource], amount);
    }
    return loss;
}

bool OutageCases::meets_minimum_takes(std::size_t part, const PartCase& of, const NumberSet& out,
                                      const NumberSet& more) const {
    const std::vector<bool>& obliged = obliged_[part];
    const bool concerns = std::any_of(more.begin(), more.end(), [&](OutageNumber number) {
        return std::any_of(
            of.ways_of[number].begin(), of.ways_of[number].end(),
            [&](std::uint32_t place) { return obliged[of.ways[place].delivery.index()]; });
    });
    if (!concerns) return true;
    NumberSet all = out;
    for (const OutageNumber number : more) insert(all, number);
    const flow::Problem& problem = base_.parts[part].market.problem;
    const PartCase& former = base_case(part);
    IdVector<flow::DeliveryTag, double> then(problem.deliveries.size()), now = then;
    for (const CaseWay& way : former.ways) {
        if (!meet(way.cut_by, all)) then[way.delivery] += way.delivered;
    }
    for (const CaseWay& way : of.ways) {
        if (!meet(way.cut_by, more)) now[way.delivery] += way.delivered;
    }
    for (const flow::Obligation& obligation : problem.obligations) {
        if (obligation.lower <= 0) continue;
        double asked = 0, met = 0;
        for (const flow::DeliveryId id : obligation.deliveries) {
            asked += then[id];
            met += now[id];
        }
        asked = std::min(asked, obligation.lower);
        if (met < asked - kMet * std::max(1.0, obligation.lower)) return false;
    }
    return true;
}

bool OutageCases::meets_any_minimum_takes(std::size_t part, const PartCase& of) const {
    const std::vector<bool>& obliged = obliged_[part];
    // It does where each obliged way of the base that is still open carries as much as it did.
    using Route = std::pair<std::pair<SupplyId, flow::DeliveryId>, std::vector<flow::ArcId>>;
    std::map<Route, double> carried;
    for (const PathFlow& path : of.paths) {
        if (obliged[path.delivery.index()]) {
            carried[{{path.supply, path.delivery}, path.arcs}] += path.delivered;
        }
    }
    const PartCase& former = base_case(part);
    for (std::size_t i = 0; i < former.paths.size(); ++i) {
        const PathFlow& path = former.paths[i];
        if (!obliged[path.delivery.index()]) continue;
        const auto place = carried.find({{path.supply, path.delivery}, path.arcs});
        const double now = place == carried.end() ? 0 : place->second;
        if (now < path.delivered * (1 - kMet)) return false;
    }
    return true;
}

std::vector<double> OutageCases::way_chords(std::size_t part, const PartCase& of,
                                            std::size_t r) const {
    const flow::Problem& problem = base_.parts[part].market.problem;
    MostCut lost(problem.demands.size(), r), spared(problem.supplies.size(), r),
        relieved(problem.resources.size(), r);
    for (const auto& ways : of.ways_of) {
        for (const std::uint32_t place : ways) {
            const CaseWay& way = of.ways[place];
            lost.add(way.demand.index(), way.delivered);
            spared.add(way.supply.index(), way.entering);
            for (const auto& [resource, load] : way.loads) relieved.add(resource.index(), load);
        }
        lost.next();
        spared.next();
        relieved.next();
    }
    std::vector<double> result(of.ways.size());
    for (std::size_t i = 0; i < of.ways.size(); ++i) {
        const CaseWay& way = of.ways[i];
        if (way.cut_by.empty()) continue;
        const double benefit = chord(problem.demands[way.demand].curve, of.consumed[way.demand],
                                     lost.sum(way.demand.index()));
        double cost = way.transport + way.entering * chord(problem.supplies[way.supply].curve,
                                                           of.supplied[way.supply],
                                                           spared.sum(way.supply.index()));
        for (const auto& [resource, load] : way.loads) {
            cost += load * chord(problem.resources[resource].curve, of.loads[resource],
                                 relieved.sum(resource.index()));
        }
        result[i] = std::max(0.0, way.delivered * benefit - cost);
    }
    return result;
}

std::vector<double> OutageCases::chord_values(std::size_t part, const PartCase& of,
                                              std::size_t r) const {
    const std::vector<double> chords = way_chords(part, of, r);
    std::vector<double> result(candidates_.size());
    for (std::size_t i = 0; i < result.size(); ++i) {
        for (const std::uint32_t place : of.ways_of[i]) result[i] += chords[place];
    }
    return result;
}

} // namespace isthmus::dependence
