// SPDX-License-Identifier: Apache-2.0
// Values of all coalitions of a part of a game: one interface, the backend chosen by the data.
//
//   network in whole units   integer dual network simplex (integer_kernel.hpp)
//   network, else            the same over one-trees with gains, in doubles
//   (generalised_kernel.hpp) freight                  path_values.hpp: paths by origin and
//   destination with shared capacities anything else            the linear program, warm from
//   coalition to coalition (oracle.hpp)
//
// Every backend answers the same program (coalition_problem.hpp), and its values do not depend on
// the number of threads, the order of work, or the instructions of the machine.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "game/coalition_problem.hpp"
#include "game/network.hpp"
#include "game/value_table.hpp"

namespace isthmus::game {

enum class Backend { kAutomatic, kNetwork, kPaths, kLinearProgram };

/// How far a run is; `total` is known from the start or grows as tasks are split.
struct Progress {
    std::size_t done = 0, total = 0; ///< tasks
    std::size_t solved = 0;          ///< coalitions solved
};

struct ValueOptions {
    Backend backend = Backend::kAutomatic;
    unsigned threads = 2;
    /// Finished chunks are appended here (journal.hpp) and taken from here when it exists and
    /// belongs to the same part and options. Empty: none. The caller removes it when the result is
    /// safe.
    std::filesystem::path journal;
    std::function<void(const Progress&)> progress; ///< called from one thread at a time
    const std::atomic<bool>* interrupt = nullptr;  ///< when it turns true, the run stops with E704
    std::size_t certified_sample = 16;             ///< coalitions re-solved by the oracle
    std::uint64_t sample_seed = 1;
    bool portable = false; ///< without vector instructions beyond the baseline; same results
};

/// What a run did, beside its values.
struct ValueStatistics {
    Backend backend = Backend::kAutomatic;
    std::string kernel;         ///< e.g. "integer, avx512", "paths", "clp"
    std::size_t solved = 0;     ///< coalitions solved; the others followed
    std::size_t connected = 0;  ///< connected coalitions, for networks
    std::size_t pivots = 0;     ///< of the network kernels
    std::size_t certified = 0;  ///< coalitions that the oracle solved again
    double certified_error = 0; ///< largest relative difference found
    double rounding_error = 0;  ///< bound, in the unit of value
    double step_error = 0;      ///< bound, in the unit of value
};

/// Relative difference between backend and oracle that is a failure (E705): kernels in integers
/// are exact, those in doubles and the LP solver leave about 1e-9.
inline constexpr double kValueTolerance = 1e-7;

/// Values by the players of `relevant`, packed (compress).
struct PartValues {
    Coalition relevant = 0;
    ValueTable table;
    ValueStatistics statistics;
};
/// Errors: E701 too many relevant players for a table (with time, memory and the sampling call),
/// E703 scale, E704 interrupted, E705 certificate.
Result<PartValues> coalition_values(const CoalitionProblem& part, const ValueOptions& options = {});
Result<PartValues> coalition_values(const CoalitionNetwork& network,
                                    const ValueOptions& options = {});

/// Shapley and Banzhaf values without a table of 2^n values: by player of the whole game.
struct StreamedValues {
    std::vector<double> shapley, banzhaf;
    ValueStatistics statistics;
};
/// For networks (as_network); with losses or without. E701 beyond 40 relevant players.
Result<StreamedValues> streamed_values(const CoalitionNetwork& network,
                                       const ValueOptions& options = {});

/// E701 with the time and memory that exact work would take, and the sampling call.
Diagnostics too_many_players(std::size_t players, std::size_t most);

/// Values one at a time, in any order, for sampling: not safe to share between threads; make one
/// for each.
class ValueFunction {
  public:
    virtual ~ValueFunction() = default;
    virtual double value(Coalition coalition) = 0;
};
/// The backend that suits the part: the network kernel, or the oracle.
Result<std::unique_ptr<ValueFunction>> value_function(const CoalitionProblem& part,
                                                      const ValueOptions& options = {});

} // namespace isthmus::game
