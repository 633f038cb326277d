// SPDX-License-Identifier: Apache-2.0
#include "game/nucleolus.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "game/concept_failure.hpp"

namespace isthmus::game {
namespace {

/// A direct solution further than this times the scale from that of the programs solves other
/// equations: seven digits are what programs of tolerance 1e-9 keep over their stages.
constexpr double kRefinementTolerance = 1e-6;
/// Pivots below this are zeros of a singular 0/1 system: its determinant is a whole number.
constexpr double kPivotTolerance = 1e-9;

/// Row by row, the right-hand side last.
using Equations = std::vector<std::vector<double>>;

Equations tight_equations(const ValueTable& table, const std::vector<NucleolusLevel>& levels) {
    const std::size_t players = table.players();
    const std::size_t unknowns = players + levels.size();
    Equations equations;
    const auto add = [&](Coalition coalition) -> std::vector<double>& {
        std::vector<double>& row = equations.emplace_back(unknowns + 1);
        for_each_player(coalition, [&](std::size_t player) { row[player] = 1; });
        row[unknowns] = table[coalition];
        return row;
    };
    add(table.grand());
    for (std::size_t level = 0; level < levels.size(); ++level) {
        for (const Coalition coalition : levels[level].coalitions) {
            add(coalition)[players + level] = 1;
        }
        for (const std::size_t player : levels[level].players) add(player_bit(player));
    }
    return equations;
}

/// Gauss-Jordan elimination with partial pivoting; nothing where the rank is not full. Equations
/// beyond the rank are left out.
std::optional<std::vector<double>> solve_equations(Equations equations) {
    const std::size_t unknowns = equations.front().size() - 1;
    if (equations.size() < unknowns) return std::nullopt;
    for (std::size_t column = 0; column < unknowns; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row < equations.size(); ++row) {
            const bool larger =
                std::abs(equations[row][column]) > std::abs(equations[pivot][column]);
            if (larger) pivot = row;
        }
        std::swap(equations[column], equations[pivot]);
        const std::vector<double>& from = equations[column];
        if (std::abs(from[column]) < kPivotTolerance) return std::nullopt;
        for (std::size_t row = 0; row < equations.size(); ++row) {
            const double factor = equations[row][column] / from[column];
            if (row == column || factor == 0) continue;
            for (std::size_t entry = column; entry <= unknowns; ++entry) {
                equations[row][entry] -= factor * from[entry];
            }
        }
    }
    std::vector<double> solution;
    for (std::size_t row = 0; row < unknowns; ++row) {
        solution.push_back(equations[row][unknowns] / equations[row][row]);
    }
    return solution;
}

void refine(const ValueTable& table, double scale, Nucleolus& result) {
    const auto solution = solve_equations(tight_equations(table, result.levels));
    if (!solution) return;
    for (std::size_t player = 0; player < table.players(); ++player) {
        const double change = (*solution)[player] - result.payoff[player];
        if (!(std::abs(change) <= kRefinementTolerance * scale)) return;
    }
    const auto levels = solution->begin() + static_cast<std::ptrdiff_t>(table.players());
    result.payoff.assign(solution->begin(), levels);
    for (std::size_t level = 0; level < result.levels.size(); ++level) {
        result.levels[level].excess = levels[static_cast<std::ptrdiff_t>(level)];
    }
    result.refined = true;
}

Result<Nucleolus> lexicographic_optimum(const ValueTable& table,
                                        const ExcessProgramOptions& options) {
    Nucleolus result;
    ExcessProgram program(table, options);
    while (program.settled().rank() < table.players()) {
        Result<ExcessOptimum> solved = program.solve();
        if (!solved) return solved.diagnostics();
        ExcessOptimum optimum = std::move(solved).value();
        const std::size_t rank = program.settled().rank();
        program.settle(optimum);
        if (program.settled().rank() == rank) {
            return concept_failure("a stage that settles nothing", "a tight coalition");
        }
        result.payoff = std::move(optimum.payoff);
        result.levels.push_back(
            {optimum.epsilon, std::move(optimum.tight), std::move(optimum.tight_players)});
    }
    result.programs = program.programs();
    refine(table, program.scale(), result);
    return result;
}

/// Nobody, or one player who gets everything.
Nucleolus trivial_nucleolus(const ValueTable& table) {
    Nucleolus result;
    result.payoff.assign(table.players(), table[table.grand()]);
    result.refined = true;
    return result;
}

} // namespace

Result<Nucleolus> prenucleolus(const ValueTable& table, std::string_view solver) {
    if (table.players() < 2) return trivial_nucleolus(table);
    return lexicographic_optimum(table, {PayoffSet::kPreimputations, solver});
}

Result<Nucleolus> nucleolus(const ValueTable& table, std::string_view solver) {
    if (table.players() < 2) return trivial_nucleolus(table);
    if (!has_imputations(table)) return Nucleolus{};
    return lexicographic_optimum(table, {PayoffSet::kImputations, solver});
}

} // namespace isthmus::game
