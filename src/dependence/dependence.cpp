// SPDX-License-Identifier: Apache-2.0
#include "dependence/dependence.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <mutex>

#include "dependence/experiment.hpp"
#include "game/game_players.hpp"
#include "game/task_pool.hpp"

namespace isthmus::dependence {

namespace {

Result<std::vector<game::Player>> chosen_players(const world::World& world, int year,
                                                 const DependenceOptions& options) {
    game::WorldGameOptions game_options;
    game_options.commodities = options.commodities;
    game_options.restrictions = game::RestrictionRule::kStanding;
    const auto market = game::game_market(world, year, game_options);
    if (!market) return market.diagnostics();
    std::vector<std::string> ids = options.players;
    const std::vector<std::string>& stated = world.manifest().players;
    if (ids.empty() && options.player_count == 0) ids = stated;
    if (ids.empty()) {
        const std::size_t count =
            options.player_count == 0 ? game::kDefaultPlayers : options.player_count;
        auto ranked = game::ranked_players(market.value(), count);
        if (!ranked) return ranked.diagnostics();
        ids = std::move(ranked).value();
    }
    const auto seated = game::seats(market.value(), ids, options.players.empty());
    if (!seated) return seated.diagnostics();
    const std::vector<game::Player>& players = seated.value().players;
    if (players.size() < 2) {
        return one({"E801", "", 0, "", fmt::format("{} players", players.size()),
                    "two players or more", "name them with --players"});
    }
    return players;
}

/// One withdrawal on one part.
struct Task {
    std::size_t pair = 0, part = 0;
};

class Study {
  public:
    Study(const Baseline& baseline, const DependenceOptions& options,
          std::vector<game::Player> players)
        : baseline_(baseline),
          options_(options),
          partners_(*baseline.world, baseline.day(), players, baseline.servants) {
        result_.world = baseline.world;
        result_.year = baseline.year;
        result_.players = std::move(players);
    }

    Result<Dependence> run() {
        for (const Part& part : baseline_.parts) {
            parts_.emplace_back(part, partners_);
            note(part.certificate, parts_.back().adding_up_error());
            result_.welfare += part.welfare;
        }
        list_commodities();
        describe_year();
        start_pairs();
        if (auto failed = run_experiments(); !failed.empty()) return failed;
        for (std::size_t t = 0; t < tasks_.size(); ++t) add(tasks_[t], experiments_[t]);
        if (result_.adding_up_error > kAddingUpTolerance) return not_adding_up();
        for (PairDependence& pair : result_.pairs) {
            if (pair.cuts) look_for_reversal(pair);
        }
        return std::move(result_);
    }

  private:
    std::size_t count() const { return result_.players.size(); }
    bool is_asked_to_stop() const {
        return options_.interrupt != nullptr && options_.interrupt->load();
    }

    void list_commodities() {
        for (const Part& part : baseline_.parts) {
            result_.commodities.insert(result_.commodities.end(), part.commodities.begin(),
                                       part.commodities.end());
        }
        std::sort(result_.commodities.begin(), result_.commodities.end());
        for (const Part& part : baseline_.parts) {
            std::vector<std::size_t> places;
            for (const auto commodity : part.commodities) {
                const auto place = std::lower_bound(result_.commodities.begin(),
                                                    result_.commodities.end(), commodity);
                places.push_back(static_cast<std::size_t>(place - result_.commodities.begin()));
            }
            places_.push_back(std::move(places));
        }
    }

    void describe_year() {
        const auto concentration = concentrations(parts_, partners_, result_.commodities);
        std::vector<IndependentVectors> vectors(count());
        if (options_.vectors) {
            // Vectors may share nobody who has a say, be it as an owner or by a legal regime.
            const world::World& world = *baseline_.world;
            const Day day = baseline_.day();
            const Partners asked(world, day, result_.players, flow::consents_on(world, day));
            vectors = independent_vectors(parts_, asked, result_.commodities, options_.threads);
        }
        for (std::size_t i = 0; i < count(); ++i) {
            PlayerBase base;
            base.payoff.resize(result_.commodities.size());
            for (std::size_t p = 0; p < parts_.size(); ++p) {
                for (std::size_t c = 0; c < places_[p].size(); ++c) {
                    base.payoff[places_[p][c]] = parts_[p].accounts()[c][i].total();
                }
            }
            for (const double payoff : base.payoff) base.total_payoff += payoff;
            base.concentration = concentration[i];
            base.vectors = vectors[i];
            result_.base.push_back(std::move(base));
        }
        for (const PartBase& part : parts_) {
            result_.payoff_of_others += payoff(part.accounts(), count());
        }
    }

    void start_pairs() {
        auto exposure = exposures(parts_, partners_, result_.commodities, options_.threads);
        for (std::size_t i = 0; i < count(); ++i) {
            for (std::size_t j = 0; j < count(); ++j) {
                PairDependence pair;
                pair.i = i;
                pair.j = j;
                pair.exposure = std::move(exposure[i * count() + j]);
                for (WithdrawalEffect* effect : {&pair.sensitivity, &pair.vulnerability}) {
                    effect->loss.by_commodity.resize(result_.commodities.size());
                    effect->change.resize(count());
                }
                for (std::size_t p = 0; i != j && p < parts_.size(); ++p) {
                    if (!parts_[p].cuts(j, i)) continue;
                    tasks_.push_back({result_.pairs.size(), p});
                    pair.cuts = true;
                }
                result_.pairs.push_back(std::move(pair));
            }
        }
        result_.experiments = tasks_.size();
    }

    Diagnostics run_experiments() {
        experiments_.assign(tasks_.size(), Result<Experiment>(Experiment()));
        std::atomic<std::size_t> next{0};
        std::size_t done = 0;
        std::mutex mutex;
        const std::size_t threads =
            std::max<std::size_t>(1, std::min<std::size_t>(options_.threads, tasks_.size()));
        game::share_out(threads, [&](std::size_t) {
            for (std::size_t t = next++; t < tasks_.size() && !is_asked_to_stop(); t = next++) {
                const PairDependence& pair = result_.pairs[tasks_[t].pair];
                const Pair sides{&result_.players[pair.j], &result_.players[pair.i], pair.i};
                experiments_[t] = experiment(parts_[tasks_[t].part], partners_, baseline_.servants,
                                             sides, options_.solver);
                const std::lock_guard lock(mutex);
                ++done;
                if (options_.progress) options_.progress({done, tasks_.size()});
            }
        });
        if (is_asked_to_stop()) {
            return one({"E803", "", 0, "",
                        fmt::format("{} of {} experiments done", done, tasks_.size()), "", ""});
        }
        for (std::size_t t = 0; t < tasks_.size(); ++t) {
            if (!experiments_[t]) return failure(tasks_[t], experiments_[t].diagnostics());
        }
        return {};
    }

    /// The diagnostics of an experiment, with what was tried.
    Diagnostics failure(const Task& task, const Diagnostics& diagnostics) const {
        const PairDependence& pair = result_.pairs[task.pair];
        Diagnostics result;
        for (Diagnostic item : diagnostics.items()) {
            item.found += fmt::format("; when '{}' withdraws towards '{}'",
                                      result_.players[pair.j].id, result_.players[pair.i].id);
            result.add(std::move(item));
        }
        return result;
    }

    Diagnostics not_adding_up() const {
        return one({"E802", "", 0, "", fmt::format("an error of {:.2e}", result_.adding_up_error),
                    fmt::format("at most {:.0e}", kAddingUpTolerance), ""});
    }

    void note(const flow::Certificate& certificate, double adding_up_error) {
        result_.primal_residual = std::max(result_.primal_residual, certificate.primal_residual);
        result_.dual_residual = std::max(result_.dual_residual, certificate.dual_residual);
        result_.gap = std::max(result_.gap, certificate.gap);
        result_.adding_up_error = std::max(result_.adding_up_error, adding_up_error);
    }

    void add(const Task& task, const Result<Experiment>& done) {
        PairDependence& pair = result_.pairs[task.pair];
        const Experiment& experiment = done.value();
        add(task.part, experiment.before, pair.sensitivity);
        add(task.part, experiment.after, pair.vulnerability);
        pair.excused = pair.excused || experiment.excused;
        if (experiment.move && (!pair.reversal || experiment.move->cost > pair.reversal->cost)) {
            const PriceMove& move = *experiment.move;
            pair.reversal = Reversal{0,           move.commodity, move.node, move.selling,
                                     move.before, move.after,     move.cost, move.by};
        }
    }

    void add(std::size_t part, const PartEffect& effect, WithdrawalEffect& to) {
        note(effect.certificate, effect.adding_up_error);
        const PartBase& base = parts_[part];
        for (std::size_t c = 0; c < effect.loss.size(); ++c) {
            to.loss.by_commodity[places_[part][c]] = effect.loss[c];
            to.loss.total += effect.loss[c];
        }
        to.welfare_loss += base.part().welfare - effect.welfare;
        for (std::size_t k = 0; k < count(); ++k) {
            to.change[k] += payoff(effect.accounts, k) - payoff(base.accounts(), k);
        }
        to.change_of_others += payoff(effect.accounts, count()) - payoff(base.accounts(), count());
    }

    /// Keeps the price move of a pair that is a reversal, and no other.
    void look_for_reversal(PairDependence& pair) const {
        const double before = pair.sensitivity.loss.total.total();
        const double after = pair.vulnerability.loss.total.total();
        const double least = result_.negligible_loss(pair.i);
        if (after - before <= least) {
            pair.reversal.reset();
            return;
        }
        if (!pair.reversal || pair.reversal->cost <= least) pair.reversal = Reversal();
        pair.reversal->difference = after - before;
    }

    const Baseline& baseline_;
    const DependenceOptions& options_;
    Partners partners_;
    Dependence result_;
    std::vector<PartBase> parts_;
    std::vector<std::vector<std::size_t>> places_; ///< of the parts' commodities in the result's
    std::vector<Task> tasks_;
    std::vector<Result<Experiment>> experiments_; ///< by task
};

/// A loss that counts: what is negligible, and a gain, is none.
double counted(double loss, double negligible) {
    return loss > negligible ? loss : 0;
}

std::optional<double> asymmetry_of(double one, double other) {
    if (one + other <= 0) return std::nullopt;
    return (one - other) / (one + other);
}

} // namespace

double Dependence::negligible_loss(std::size_t i) const {
    return kNegligibleShare * std::abs(base[i].total_payoff);
}

std::optional<double> Dependence::relative(std::size_t i, double loss) const {
    if (base[i].total_payoff <= 0) return std::nullopt;
    return loss / base[i].total_payoff;
}

std::optional<double> Dependence::relative(std::size_t i, std::size_t commodity,
                                           double loss) const {
    if (base[i].payoff[commodity] <= 0) return std::nullopt;
    return loss / base[i].payoff[commodity];
}

Asymmetry Dependence::asymmetry(std::size_t i, std::size_t j) const {
    const double of_i = pair(i, j).vulnerability.loss.total.total();
    const double of_j = pair(j, i).vulnerability.loss.total.total();
    const double one = counted(of_i, negligible_loss(i));
    const double other = counted(of_j, negligible_loss(j));
    Asymmetry result;
    result.gain = of_i < -negligible_loss(i) || of_j < -negligible_loss(j);
    result.absolute = asymmetry_of(one, other);
    const auto relative_one = relative(i, one);
    const auto relative_other = relative(j, other);
    if (relative_one && relative_other) {
        result.relative = asymmetry_of(*relative_one, *relative_other);
    }
    return result;
}

Result<Dependence> dependence(const Baseline& baseline, const DependenceOptions& options) {
    auto players = chosen_players(*baseline.world, baseline.year, options);
    if (!players) return players.diagnostics();
    return Study(baseline, options, std::move(players).value()).run();
}

Result<Dependence> dependence(const world::World& world, int year,
                              const DependenceOptions& options) {
    // Unknown players are found before the year is solved.
    auto players = chosen_players(world, year, options);
    if (!players) return players.diagnostics();
    BaselineOptions base_options;
    base_options.commodities = options.commodities;
    base_options.solver = options.solver;
    base_options.threads = options.threads;
    const auto solved = baseline(world, year, base_options);
    if (!solved) return solved.diagnostics();
    return Study(solved.value(), options, std::move(players).value()).run();
}

} // namespace isthmus::dependence
