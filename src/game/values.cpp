// SPDX-License-Identifier: Apache-2.0
#include "game/values.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/random.hpp"
#include "game/journal.hpp"
#include "game/network_values.hpp"
#include "game/oracle.hpp"
#include "game/path_network.hpp"
#include "game/path_values.hpp"
#include "game/program_values.hpp"
#include "game/run_key.hpp"

namespace isthmus::game {

namespace {

/// Measured on one thread (bench/): what a table costs beyond the memory.
constexpr double kSecondsPerValue = 2e-7;

} // namespace

Diagnostics too_many_players(std::size_t players, std::size_t most) {
    const double values = std::ldexp(1.0, static_cast<int>(players));
    return one(
        {"E701", "", 0, "", fmt::format("{} players", players),
         fmt::format("at most {} for exact values", most),
         fmt::format("all 2^{} values would take {:.3g} GB and about {:.2g} hours for "
                     "one commodity; add --samples 20000 to estimate, or name fewer "
                     "players (everyone else counts as one)",
                     players, values * sizeof(double) / 1e9, values * kSecondsPerValue / 3600)});
}

namespace {

/// Solves a random sample again, the grand coalition first.
template <typename Part>
Diagnostics certify(const Part& part, PartValues& values, const ValueOptions& options) {
    Diagnostics diagnostics;
    ValueStatistics& statistics = values.statistics;
    const ValueTable& table = values.table;
    if (options.certified_sample == 0 || statistics.backend == Backend::kLinearProgram) {
        return diagnostics;
    }
    const auto oracle = make_oracle(part);
    const double nobody = oracle->welfare(Coalition{0});
    const double scale = 1 + std::abs(table[table.grand()]);
    SplitMix64 random(options.sample_seed);
    for (std::size_t i = 0; i < options.certified_sample; ++i) {
        const Coalition packed = i == 0 ? table.grand() : random.next() & table.grand();
        const double again = oracle->welfare(expand(packed, values.relevant)) - nobody;
        const double error = std::abs(again - table[packed]);
        ++statistics.certified;
        statistics.certified_error = std::max(statistics.certified_error, error / scale);
        if (error <= kValueTolerance * scale + statistics.rounding_error) continue;
        diagnostics.add({"E705", "", 0, "", fmt::format("{:.9g}", table[packed]),
                         fmt::format("{:.9g} by the linear program", again),
                         fmt::format("coalition {:#x} of {} players", packed, table.players())});
        break;
    }
    return diagnostics;
}

template <typename Part>
Result<PartValues> certified(const Part& part, Result<PartValues> values,
                             const ValueOptions& options) {
    if (!values.ok()) return values;
    PartValues result = std::move(values).value();
    if (auto diagnostics = certify(part, result, options); diagnostics.has_errors()) {
        return diagnostics;
    }
    return result;
}

/// By the network kernels where one is large enough, else by the linear program.
Result<PartValues> values_of_network(const CoalitionNetwork& network, const ValueOptions& options) {
    auto by_kernel = network_values(network, options);
    if (!by_kernel.ok()) return by_kernel.diagnostics();
    if (by_kernel.value()) return std::move(*std::move(by_kernel).value());
    return program_values(network, options);
}

/// The part's whole table is one chunk: its coalitions lean on each other's solutions.
Result<PartValues> journaled_paths(const CoalitionProblem& part, const ValueOptions& options) {
    if (options.journal.empty()) return path_values(part, options);
    auto opened = Journal::open(options.journal, run_key(part));
    if (!opened.ok()) return opened.diagnostics();
    const Coalition relevant = part.relevant_players();
    PartValues kept{relevant, ValueTable(coalition_size(relevant)), {}};
    const auto& finished = opened.value()->finished();
    const auto found = finished.find(0);
    if (found != finished.end() && found->second.size() == kept.table.size()) {
        std::copy(found->second.begin(), found->second.end(), kept.table.values().begin());
        kept.statistics.backend = Backend::kPaths;
        kept.statistics.kernel = "paths, from the journal";
        return kept;
    }
    Result<PartValues> values = path_values(part, options);
    if (values.ok() && !opened.value()->append(0, values.value().table.values())) {
        return one({"E402", options.journal.string(), 0, "", "", "a file that can be written", ""});
    }
    return values;
}

class OracleFunction final : public ValueFunction {
  public:
    explicit OracleFunction(CoalitionProblem part)
        : part_(std::move(part)),
          oracle_(make_oracle(part_)),
          nobody_(oracle_->welfare(Coalition{0})) {}
    double value(Coalition coalition) override { return oracle_->welfare(coalition) - nobody_; }

  private:
    CoalitionProblem part_;
    std::unique_ptr<WelfareOracle> oracle_;
    double nobody_;
};

} // namespace

Result<PartValues> coalition_values(const CoalitionNetwork& network, const ValueOptions& options) {
    const std::size_t players = coalition_size(network.relevant_players());
    if (players > kMaxTablePlayers) return too_many_players(players, kMaxTablePlayers);
    if (options.backend == Backend::kLinearProgram) return program_values(network, options);
    return certified(network, values_of_network(network, options), options);
}

Result<PartValues> coalition_values(const CoalitionProblem& part, const ValueOptions& options) {
    const std::size_t players = coalition_size(part.relevant_players());
    if (players > kMaxTablePlayers) return too_many_players(players, kMaxTablePlayers);
    const auto with_error = [&](Result<PartValues> values) -> Result<PartValues> {
        if (!values.ok()) return values;
        PartValues result = std::move(values).value();
        result.statistics.step_error = step_error(part);
        return result;
    };
    if (options.backend == Backend::kAutomatic || options.backend == Backend::kNetwork) {
        if (const auto network = as_network(part)) {
            return with_error(certified(part, values_of_network(*network, options), options));
        }
    }
    const bool paths = options.backend == Backend::kPaths ||
                       (options.backend == Backend::kAutomatic && is_path_part(part));
    if (paths) return with_error(certified(part, journaled_paths(part, options), options));
    return with_error(program_values(part, options));
}

Result<StreamedValues> streamed_values(const CoalitionNetwork& network,
                                       const ValueOptions& options) {
    const std::size_t players = coalition_size(network.relevant_players());
    if (players > kMaxStreamedPlayers) return too_many_players(players, kMaxStreamedPlayers);
    auto streamed = network_stream(network, options);
    if (!streamed.ok()) return streamed.diagnostics();
    if (streamed.value()) return std::move(*std::move(streamed).value());
    return too_many_players(players, kMaxTablePlayers);
}

Result<std::unique_ptr<ValueFunction>> value_function(const CoalitionProblem& part,
                                                      const ValueOptions& options) {
    const auto network = as_network(part);
    if (network && options.backend != Backend::kLinearProgram) {
        auto function = network_value_function(*network, options);
        if (!function.ok() || function.value() != nullptr) return function;
    }
    if (options.backend != Backend::kLinearProgram && is_path_part(part)) {
        return path_value_function(part);
    }
    return std::unique_ptr<ValueFunction>(std::make_unique<OracleFunction>(part));
}

} // namespace isthmus::game
