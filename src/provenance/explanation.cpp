// SPDX-License-Identifier: Apache-2.0
#include "provenance/explanation.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "base/text.hpp"
#include "evidence/contradictions.hpp"
#include "evidence/weak_cells.hpp"
#include "game/task_pool.hpp"

namespace isthmus::provenance {
namespace {

/// What a 0 is raised by: a whole unit, but a hundredth of what only goes up to 1.
constexpr double kUnitOfShare = 0.01;

double change_of(const world::World& world, const Derivative& derivative, double step_percent) {
    if (derivative.number != 0) return std::abs(derivative.number) * step_percent / 100;
    return cell_unit(world, derivative.parameter) == "share" ? kUnitOfShare : 1;
}

/// Contradicting numbers that are tried; beyond, those that the derivative gives most to.
constexpr std::size_t kMostAlternatives = 200;

/// Without the warnings that the world had before.
Diagnostics errors(const Diagnostics& all) {
    Diagnostics result;
    for (const Diagnostic& each : all.items()) {
        if (each.level() == Level::kError) result.add(each);
    }
    return result;
}

/// Cells with other numbers, to be solved.
struct Task {
    std::vector<NewNumber> numbers;
    Resolved* to = nullptr;
};

class Resolver {
  public:
    Resolver(const world::World& world, int year, const ResultName& name, const SolvedResult& base,
             const ExplainOptions& options)
        : world_(world), year_(year), name_(name), base_(base), options_(options) {
        if (name.kind == ResultKind::kDependence) find_parts();
    }

    void run(const std::vector<Task>& tasks) {
        const std::size_t threads =
            std::max<std::size_t>(1, std::min<std::size_t>(options_.result.threads, tasks.size()));
        std::atomic<std::size_t> next{0};
        std::size_t done = 0;
        std::mutex mutex;
        game::share_out(threads, [&](std::size_t) {
            for (std::size_t i = next++; i < tasks.size(); i = next++) {
                solve(tasks[i]);
                const std::lock_guard lock(mutex);
                ++done;
                if (options_.progress) options_.progress(done, tasks.size());
            }
        });
    }

  private:
    void solve(const Task& task) const {
        const auto changed = with_numbers(world_, task.numbers);
        if (!changed) {
            task.to->refused = errors(changed.diagnostics());
            return;
        }
        ResultOptions how = options_.result;
        how.threads = 1;
        const Part* part = part_of(task);
        if (part != nullptr) how.commodities = part->commodities;
        const SolvedResult& start = part != nullptr ? part->base : base_;
        const auto result = solve_result(changed.value(), year_, name_, how, &start);
        if (!result)
            task.to->refused = result.diagnostics();
        else
            task.to->value = base_.value + (result.value().value - start.value);
    }

    /// A part of the market that shares nothing with the others: a cell that is about one of its
    /// commodities changes nothing elsewhere.
    struct Part {
        std::vector<world::CommodityId> commodities;
        SolvedResult base;
    };

    /// Two cases each: the part as it is, and after the withdrawal.
    void find_parts() {
        for (std::size_t i = 0; i + 1 < base_.cases.size(); i += 2) {
            Part part;
            part.base.cases = {base_.cases[i], base_.cases[i + 1]};
            part.base.value = base_.cases[i].payoff - base_.cases[i + 1].payoff;
            std::set<world::CommodityId> commodities;
            for (const flow::Layer& layer : base_.cases[i].market.layers) {
                commodities.insert(layer.commodity);
            }
            part.commodities.assign(commodities.begin(), commodities.end());
            parts_.push_back(std::move(part));
        }
    }

    /// The one part that all the task's cells are about; nothing where there is none.
    const Part* part_of(const Task& task) const {
        const Part* common = nullptr;
        for (const NewNumber& each : task.numbers) {
            const world::Table& table = world_.tables.at(each.parameter.table);
            if (!table.schema->find_column("commodity")) return nullptr;
            const auto commodity = world_.find<world::CommodityTag>(
                "commodities", table.cell(table.rows[each.parameter.row], "commodity"));
            const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const Part& of) {
                return std::find(of.commodities.begin(), of.commodities.end(), commodity) !=
                       of.commodities.end();
            });
            if (part == parts_.end() || (common != nullptr && common != &*part)) return nullptr;
            common = &*part;
        }
        return common;
    }

    const world::World& world_;
    int year_;
    const ResultName& name_;
    const SolvedResult& base_;
    const ExplainOptions& options_;
    std::vector<Part> parts_;
};

class Explainer {
  public:
    Explainer(const world::World& world, const std::vector<Derivative>& derivatives,
              const ExplainOptions& options, Explanation& out)
        : world_(world),
          derivatives_(derivatives),
          options_(options),
          out_(out),
          contradictions_(world) {}

    void choose_influences() {
        const double least = kNoInfluence * std::max(1.0, std::abs(out_.value));
        std::vector<Influence> all;
        for (const Derivative& each : derivatives_) {
            Influence influence;
            influence.derivative = each;
            influence.change = change_of(world_, each, options_.step_percent);
            influence.predicted = each.slope * influence.change;
            if (std::abs(influence.predicted) > least) all.push_back(std::move(influence));
        }
        out_.parameters = derivatives_.size();
        out_.mattering = all.size();
        choose_claims(all);
        std::stable_sort(all.begin(), all.end(), [](const Influence& a, const Influence& b) {
            return std::abs(a.predicted) > std::abs(b.predicted);
        });
        if (all.size() > options_.top) all.resize(options_.top);
        for (Influence& each : all) add_evidence(each);
        out_.influences = std::move(all);
    }

    void choose_alternatives() {
        std::vector<Alternative> all;
        for (const evidence::Contradiction& each : contradictions_.all()) {
            if (each.comparison != evidence::Comparison::kNumbers &&
                each.comparison != evidence::Comparison::kChange) {
                continue;
            }
            add_alternatives(each.preferred, each.other, all);
            add_alternatives(each.other, each.preferred, all);
        }
        for (const evidence::WeakCell& cell :
             evidence::weak_cells(world_, contradictions_.topics(), contradictions_.uses())) {
            for (const world::ClaimId claim : cell.better) {
                add_alternative({cell.table, cell.row, cell.column}, {}, claim, all);
            }
        }
        out_.contradicted = all.size();
        std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
            return std::abs(a.predicted - out_.value) > std::abs(b.predicted - out_.value);
        });
        if (all.size() > kMostAlternatives) all.resize(kMostAlternatives);
        out_.alternatives = std::move(all);
    }

    /// By what solving again gave: a number that a derivative cannot see the worth of, such as a
    /// capacity that is not full, may matter most. Refused ones last.
    void rank_alternatives() {
        const auto moved = [&](const Alternative& of) {
            return of.result.value ? std::abs(*of.result.value - out_.value) : -1;
        };
        auto& all = out_.alternatives;
        std::stable_sort(all.begin(), all.end(), [&](const Alternative& a, const Alternative& b) {
            return moved(a) > moved(b);
        });
        if (all.size() > options_.top) all.resize(options_.top);
    }

    std::vector<Task> tasks() {
        std::vector<Task> result;
        for (Influence& each : out_.influences) {
            const double number = each.derivative.number;
            const Parameter& of = each.derivative.parameter;
            result.push_back({{{of, number + each.change}}, &each.up});
            if (number != 0) result.push_back({{{of, number - each.change}}, &each.down});
        }
        for (ClaimInfluence& each : out_.claims) result.push_back({each.raised, &each.up});
        for (Alternative& each : out_.alternatives) {
            result.push_back({{{each.parameter, each.number}}, &each.result});
        }
        return result;
    }

  private:
    bool says(world::ClaimId claim, const Parameter& of) const {
        const auto& uses = contradictions_.uses()[claim];
        return std::any_of(uses.begin(), uses.end(), [&](const evidence::ClaimUse& use) {
            return use.table == of.table && use.row == of.row && use.column == of.column;
        });
    }

    void add_evidence(Influence& influence) const {
        const Parameter& of = influence.derivative.parameter;
        const world::Table& table = world_.tables.at(of.table);
        const world::Row& row = table.rows[of.row];
        influence.evidence = world::evidence_of(world_, table, row, of.column);
        influence.claims = world::cited_claims(world_, table, row);
        const auto first_other =
            std::stable_partition(influence.claims.begin(), influence.claims.end(),
                                  [&](world::ClaimId claim) { return says(claim, of); });
        influence.saying = static_cast<std::size_t>(first_other - influence.claims.begin());
    }

    const Derivative* derivative_of(const Parameter& parameter) const {
        const auto place = std::lower_bound(
            derivatives_.begin(), derivatives_.end(), parameter,
            [](const Derivative& each, const Parameter& of) { return each.parameter < of; });
        const bool found = place != derivatives_.end() && place->parameter == parameter;
        return found ? &*place : nullptr;
    }

    /// Claims by what all the numbers that say the same would do together.
    void choose_claims(const std::vector<Influence>& influences) {
        std::map<world::ClaimId, ClaimInfluence> by_claim;
        for (const Influence& each : influences) {
            const Parameter& of = each.derivative.parameter;
            const world::Table& table = world_.tables.at(of.table);
            for (const world::ClaimId id : world::cited_claims(world_, table, table.rows[of.row])) {
                if (!says(id, of)) continue;
                ClaimInfluence& claim = by_claim[id];
                claim.claim = id;
                claim.raised.push_back({of, each.derivative.number + each.change});
                claim.predicted += each.predicted;
            }
        }
        std::vector<ClaimInfluence> all;
        for (auto& [id, claim] : by_claim) all.push_back(std::move(claim));
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return std::abs(a.predicted) > std::abs(b.predicted);
        });
        if (all.size() > options_.top) all.resize(options_.top);
        out_.claims = std::move(all);
    }

    /// The cells that say what `followed` says, with what `claim` says.
    void add_alternatives(world::ClaimId followed, world::ClaimId claim,
                          std::vector<Alternative>& all) const {
        for (const evidence::ClaimUse& use : contradictions_.uses()[followed]) {
            if (use.column)
                add_alternative({use.table, use.row, *use.column}, followed, claim, all);
        }
    }

    void add_alternative(const Parameter& of, world::ClaimId followed, world::ClaimId claim,
                         std::vector<Alternative>& all) const {
        const Derivative* derivative = derivative_of(of);
        const auto value = parse_number(world_.claims[claim].value);
        const auto factor = in_cell_unit(world_, of, world_.claims[claim].unit);
        if (derivative == nullptr || !value || !factor) return;
        const double number = *value * *factor;
        const bool known = std::any_of(all.begin(), all.end(), [&](const Alternative& other) {
            return other.parameter == of && other.claim == claim;
        });
        if (known || number == derivative->number) return;
        const double predicted = derivative->slope * (number - derivative->number);
        all.push_back(
            {of, derivative->number, followed, claim, number, out_.value + predicted, {}});
    }

    const world::World& world_;
    const std::vector<Derivative>& derivatives_;
    const ExplainOptions& options_;
    Explanation& out_;
    evidence::Contradictions contradictions_;
};

} // namespace

Result<Explanation> explain(const world::World& world, int year, const ResultName& name,
                            const ExplainOptions& options) {
    const auto solved = solve_result(world, year, name, options.result);
    if (!solved) return solved.diagnostics();
    const SolvedResult& base = solved.value();
    const auto derivatives = gradient(world, year, name, base, options.result);
    if (!derivatives) return derivatives.diagnostics();
    Explanation result;
    result.world = &world;
    result.year = year;
    result.name = name;
    result.value = base.value;
    result.low = base.low;
    result.high = base.high;
    result.step_percent = options.step_percent;
    Explainer explainer(world, derivatives.value(), options, result);
    explainer.choose_influences();
    explainer.choose_alternatives();
    Resolver(world, year, name, base, options).run(explainer.tasks());
    explainer.rank_alternatives();
    return result;
}

} // namespace isthmus::provenance
