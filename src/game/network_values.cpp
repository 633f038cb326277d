// SPDX-License-Identifier: Apache-2.0
#include "game/network_values.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <thread>

#include "game/journal.hpp"
#include "game/network_engine.hpp"
#include "game/run_key.hpp"
#include "game/task_pool.hpp"

namespace isthmus::game {

namespace {

/// Orders on which the cost of adding a player is measured: past some tens it no longer changes the
/// order by much, and a small game should not spend its time here.
constexpr std::size_t kMeasuredOrders = 48;
/// Branches of a walk: enough for even shares and for small chunks in the journal.
std::size_t wanted_tasks(std::int32_t players) {
    if (players <= 12) return 16;
    return players <= 18 ? 128 : players <= 22 ? 512 : 2048;
}

/// Players in the order of the walk: dearest additions first.
template <typename Number>
std::vector<std::int32_t> walk_order(const PreparedNetwork<Number>& network, bool portable) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(network.players));
    std::iota(order.begin(), order.end(), 0);
    const auto cost = make_engine(network, portable)->pivots_of_additions(kMeasuredOrders);
    std::stable_sort(order.begin(), order.end(), [&](std::int32_t one, std::int32_t other) {
        return cost[static_cast<std::size_t>(one)] > cost[static_cast<std::size_t>(other)];
    });
    return order;
}

/// The same network with its players renumbered: the new player i is the old order[i].
template <typename Number>
PreparedNetwork<Number> in_order(const PreparedNetwork<Number>& network,
                                 const std::vector<std::int32_t>& order) {
    std::vector<std::uint32_t> bit_of(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        bit_of[static_cast<std::size_t>(order[i])] = 1U << i;
    }
    const auto renumbered = [&](std::uint32_t coalition) {
        std::uint32_t result = 0;
        for_each_player(coalition, [&](std::size_t player) { result |= bit_of[player]; });
        return result;
    };
    PreparedNetwork<Number> result = network;
    for (auto& node : result.nodes) node.consent = renumbered(node.consent);
    for (auto& arc : result.arcs) arc.consent = renumbered(arc.consent);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto old = static_cast<std::size_t>(order[i]);
        result.nodes_of[i] = network.nodes_of[old];
        result.arcs_of[i] = network.arcs_of[old];
        result.neighbours[i] = renumbered(network.neighbours[old]);
    }
    return result;
}

/// v of coalitions that are not connected: of the component of the lowest player and of the rest.
class Filling {
  public:
    Filling(const std::vector<std::uint32_t>& neighbours, const std::vector<std::uint64_t>& solved,
            std::span<double> values, unsigned threads)
        : neighbours_(neighbours), solved_(solved), values_(values), threads_(threads) {}

    void run() {
        // What joins a component has a higher lowest player, so that those are filled first.
        for (std::size_t lowest = neighbours_.size(); lowest-- > 0;) {
            const std::size_t components = values_.size() >> (lowest + 1);
            const std::size_t parts = components > kLeastShare ? threads_ : 1;
            share_out(parts, [&](std::size_t part) {
                fill(lowest, components * part / parts, components * (part + 1) / parts);
            });
        }
    }

  private:
    /// Below this many sets a thread costs more than it brings.
    static constexpr std::size_t kLeastShare = 1 << 14;

    void fill(std::size_t lowest, std::size_t begin, std::size_t end) {
        const auto bit = static_cast<std::uint32_t>(player_bit(lowest));
        const auto all = static_cast<std::uint32_t>(values_.size() - 1);
        double* const values = values_.data();
        for (std::size_t higher = begin; higher < end; ++higher) {
            const auto component = static_cast<std::uint32_t>(higher << (lowest + 1)) | bit;
            if ((solved_[component >> 6] >> (component & 63) & 1) == 0) continue;
            const std::uint32_t apart =
                all & ~component & ~(bit - 1) & ~extension(neighbours_, component, all);
            const double value = values[component];
            for (std::uint32_t rest = apart; rest != 0; rest = (rest - 1) & apart) {
                values[component | rest] = value + values[rest];
            }
        }
    }

    const std::vector<std::uint32_t>& neighbours_;
    const std::vector<std::uint64_t>& solved_;
    std::span<double> values_;
    unsigned threads_;
};

/// A walk over one network by all threads, with journal, progress and interruption.
template <typename Number> class Walk {
  public:
    /// Of `source`, which `network` was prepared from.
    Walk(const CoalitionNetwork& source, PreparedNetwork<Number> network,
         const ValueOptions& options)
        : source_(source),
          options_(options),
          packed_(std::move(network)),
          order_(walk_order(packed_, options.portable)),
          network_(in_order(packed_, order_)),
          tasks_(walk_tasks(network_.neighbours, wanted_tasks(network_.players))) {}

    Result<PartValues> table() {
        PartValues result{packed_.relevant, ValueTable(order_.size()), {}};
        std::vector<std::uint32_t> place(order_.size());
        for (std::size_t i = 0; i < order_.size(); ++i) place[i] = 1U << order_[i];
        solved_.assign((result.table.size() + 63) / 64, 0);
        double* const values = result.table.values().data();
        const auto run = [&](NetworkEngine& engine, const WalkTask& task,
                             std::vector<double>* record) {
            TableSink sink{place.data(), values, solved_.data(), record};
            return engine.run(task, sink);
        };
        const auto restore = [&](const WalkTask& task, const std::vector<double>& record) {
            return replay(task, record, place, values);
        };
        if (auto diagnostics = work(run, restore, 't'); diagnostics.has_errors())
            return diagnostics;
        Filling(packed_.neighbours, solved_, result.table.values(), options_.threads).run();
        for (double& value : result.table.values()) value *= packed_.value_unit;
        for (const std::uint64_t word : solved_) {
            result.statistics.connected += static_cast<std::size_t>(std::popcount(word));
        }
        finish(result.statistics);
        return result;
    }

    Result<StreamedValues> stream(std::size_t players) {
        std::vector<StreamSink> sinks(tasks_.size());
        const auto run = [&](NetworkEngine& engine, const WalkTask& task,
                             std::vector<double>* record) {
            StreamSink& sink = sinks[static_cast<std::size_t>(&task - tasks_.data())];
            sink.shapley.assign(order_.size(), 0);
            sink.banzhaf.assign(order_.size(), 0);
            if (!engine.run(task, sink)) return false;
            if (record != nullptr) {
                *record = sink.shapley;
                record->insert(record->end(), sink.banzhaf.begin(), sink.banzhaf.end());
                record->push_back(static_cast<double>(sink.coalitions));
            }
            return true;
        };
        const auto restore = [&](const WalkTask& task, const std::vector<double>& record) {
            if (record.size() != 2 * order_.size() + 1) return false;
            StreamSink& sink = sinks[static_cast<std::size_t>(&task - tasks_.data())];
            const auto middle = record.begin() + static_cast<std::ptrdiff_t>(order_.size());
            sink.shapley.assign(record.begin(), middle);
            sink.banzhaf.assign(middle, record.end() - 1);
            sink.coalitions = static_cast<std::size_t>(record.back());
            return true;
        };
        if (auto diagnostics = work(run, restore, 's'); diagnostics.has_errors())
            return diagnostics;
        StreamedValues result{std::vector<double>(players, 0), std::vector<double>(players, 0), {}};
        for (const StreamSink& sink : sinks) {
            result.statistics.connected += sink.coalitions;
            for (std::size_t i = 0; i < order_.size(); ++i) {
                const std::size_t player = first_player(
                    expand(player_bit(static_cast<std::size_t>(order_[i])), packed_.relevant));
                result.shapley[player] += sink.shapley[i] * packed_.value_unit;
                result.banzhaf[player] += sink.banzhaf[i] * packed_.value_unit;
            }
        }
        finish(result.statistics);
        return result;
    }

  private:
    /// Runs every task that the journal does not hold. `run(engine, task, record)` and
    /// `restore(task, record)` return false where they fail.
    template <typename Run, typename Restore>
    Diagnostics work(const Run& run, const Restore& restore, char kind) {
        Diagnostics diagnostics;
        std::unique_ptr<Journal> journal;
        std::vector<bool> done(tasks_.size(), false);
        if (!options_.journal.empty()) {
            auto opened = Journal::open(options_.journal, run_of(kind));
            if (!opened.ok()) return opened.diagnostics();
            journal = std::move(opened).value();
            for (const auto& [number, record] : journal->finished()) {
                if (number < tasks_.size() && restore(tasks_[number], record)) done[number] = true;
            }
        }
        TaskPool pool(tasks_.size(), done, options_);
        pool.run([&] {
            const std::shared_ptr<NetworkEngine> engine = make_engine(network_, options_.portable);
            return [&, engine, record = std::vector<double>(),
                    before = engine->pivots()](std::size_t number) mutable {
                record.clear();
                if (!run(*engine, tasks_[number], journal ? &record : nullptr)) {
                    return TaskOutcome::kFailed;
                }
                pivots_.fetch_add(engine->pivots() - before);
                before = engine->pivots();
                const bool kept =
                    !journal || journal->append(static_cast<std::uint32_t>(number), record);
                return kept ? TaskOutcome::kDone : TaskOutcome::kNotWritten;
            };
        });
        return pool.diagnostics(options_.journal);
    }

    std::uint64_t run_of(char kind) const {
        Digest digest;
        digest.add(run_key(source_));
        digest.add(kind);
        return digest.value();
    }

    /// Puts the recorded values of a branch where the walk would have put them.
    bool replay(const WalkTask& task, const std::vector<double>& record,
                const std::vector<std::uint32_t>& place, double* values) {
        std::size_t next = 0;
        const auto emit = [&](std::uint32_t coalition) {
            if (next >= record.size()) return false;
            std::uint32_t at = 0;
            for_each_player(coalition, [&](std::size_t player) { at |= place[player]; });
            values[at] = record[next++];
            solved_[at >> 6] |= std::uint64_t{1} << (at & 63);
            return true;
        };
        return visit_branch(network_.neighbours, task, emit) && next == record.size();
    }

    void finish(ValueStatistics& statistics) const {
        statistics.backend = Backend::kNetwork;
        statistics.kernel =
            fmt::format("{}, {}", std::is_integral_v<Number> ? "integer" : "generalised",
                        engine_variant(options_.portable));
        statistics.solved = statistics.connected;
        statistics.pivots = pivots_.load();
        statistics.rounding_error = packed_.rounding_error;
    }

    const CoalitionNetwork& source_;
    const ValueOptions& options_;
    PreparedNetwork<Number> packed_;
    std::vector<std::int32_t> order_;
    PreparedNetwork<Number> network_; ///< with players in the order of the walk
    std::vector<WalkTask> tasks_;
    std::vector<std::uint64_t> solved_;
    std::atomic<std::size_t> pivots_ = 0;
};

template <typename Number> class NetworkFunction final : public ValueFunction {
  public:
    NetworkFunction(PreparedNetwork<Number> network, bool portable)
        : network_(std::move(network)), engine_(make_engine(network_, portable)) {}

    double value(Coalition coalition) override {
        return engine_->value(static_cast<std::uint32_t>(compress(coalition, network_.relevant))) *
               network_.value_unit;
    }

  private:
    PreparedNetwork<Number> network_;
    std::unique_ptr<NetworkEngine> engine_;
};

template <typename Number> bool fits(const PreparedNetwork<Number>& network) {
    return network.nodes.size() <= 64 * kLargestKernel &&
           network.arcs.size() <= 256 * kLargestKernel;
}

/// Calls `use` with the network prepared for its kernel, or returns an empty `Output` where no
/// kernel is large enough.
template <typename Output, typename Use>
Result<Output> with_prepared(const CoalitionNetwork& network, const Use& use) {
    if (coalition_size(network.relevant_players()) > kMaxStreamedPlayers) return Output();
    if (!network.lossy()) {
        auto prepared = prepare_lossless(network);
        if (!prepared.ok()) return prepared.diagnostics();
        if (!fits(prepared.value())) return Output();
        // What whole units would round is better left as it is.
        if (prepared.value().rounding_error == 0) return use(std::move(prepared).value());
    }
    auto prepared = prepare_lossy(network);
    if (!fits(prepared)) return Output();
    return use(std::move(prepared));
}

template <typename Output, typename Value> Result<Output> wrapped(Result<Value> result) {
    if (!result.ok()) return result.diagnostics();
    return Output(std::move(result).value());
}

} // namespace

Result<std::optional<PartValues>> network_values(const CoalitionNetwork& network,
                                                 const ValueOptions& options) {
    using Output = std::optional<PartValues>;
    return with_prepared<Output>(network, [&](auto prepared) {
        return wrapped<Output>(Walk(network, std::move(prepared), options).table());
    });
}

Result<std::optional<StreamedValues>> network_stream(const CoalitionNetwork& network,
                                                     const ValueOptions& options) {
    using Output = std::optional<StreamedValues>;
    return with_prepared<Output>(network, [&](auto prepared) {
        return wrapped<Output>(Walk(network, std::move(prepared), options).stream(network.players));
    });
}

Result<std::unique_ptr<ValueFunction>> network_value_function(const CoalitionNetwork& network,
                                                              const ValueOptions& options) {
    using Output = std::unique_ptr<ValueFunction>;
    return with_prepared<Output>(network, [&](auto prepared) -> Result<Output> {
        using Number = std::remove_cvref_t<decltype(prepared.purchases.front())>;
        return Output(
            std::make_unique<NetworkFunction<Number>>(std::move(prepared), options.portable));
    });
}

} // namespace isthmus::game
