// SPDX-License-Identifier: Apache-2.0
#include "game/program_values.hpp"

#include <cmath>
#include <fmt/format.h>

#include "flow/linear_program.hpp"
#include "game/journal.hpp"
#include "game/oracle.hpp"
#include "game/run_key.hpp"
#include "game/task_pool.hpp"

namespace isthmus::game {

namespace {

template <typename Part>
Result<PartValues> values(const Part& part, Coalition relevant, const ValueOptions& options) {
    PartValues result{relevant, ValueTable(coalition_size(relevant)), {}};
    const std::size_t size = result.table.size();
    const std::size_t chunks = (size + kProgramChunk - 1) / kProgramChunk;
    const double nobody = make_oracle(part)->welfare(Coalition{0});

    std::unique_ptr<Journal> journal;
    std::vector<bool> done(chunks, false);
    const auto chunk_size = [size](std::size_t chunk) {
        return std::min(kProgramChunk, size - chunk * kProgramChunk);
    };
    double* const table = result.table.values().data();
    if (!options.journal.empty()) {
        auto opened = Journal::open(options.journal, run_key(part));
        if (!opened.ok()) return opened.diagnostics();
        journal = std::move(opened).value();
        for (const auto& [chunk, record] : journal->finished()) {
            if (chunk >= chunks || record.size() != chunk_size(chunk)) continue;
            std::copy(record.begin(), record.end(), table + chunk * kProgramChunk);
            done[chunk] = true;
        }
    }
    TaskPool pool(chunks, done, options);
    pool.run([&] {
        return [&](std::size_t chunk) {
            const auto oracle = make_oracle(part);
            const std::size_t begin = chunk * kProgramChunk;
            for (std::size_t i = begin; i < begin + chunk_size(chunk); ++i) {
                table[i] = oracle->welfare(expand(i, relevant)) - nobody;
                if (std::isnan(table[i])) return TaskOutcome::kFailed;
            }
            const std::span record(table + begin, chunk_size(chunk));
            const bool kept =
                !journal || journal->append(static_cast<std::uint32_t>(chunk), record);
            return kept ? TaskOutcome::kDone : TaskOutcome::kNotWritten;
        };
    });
    if (auto diagnostics = pool.diagnostics(options.journal); diagnostics.has_errors()) {
        return diagnostics;
    }
    table[0] = 0;
    result.statistics.backend = Backend::kLinearProgram;
    result.statistics.kernel = fmt::format("linear program, {}", flow::lp_solver_names().front());
    result.statistics.solved = size;
    return result;
}

} // namespace

Result<PartValues> program_values(const CoalitionProblem& part, const ValueOptions& options) {
    return values(part, part.relevant_players(), options);
}

Result<PartValues> program_values(const CoalitionNetwork& network, const ValueOptions& options) {
    return values(network, network.relevant_players(), options);
}

} // namespace isthmus::game
