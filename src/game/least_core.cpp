// SPDX-License-Identifier: Apache-2.0
#include "game/least_core.hpp"

#include <utility>

#include "game/excess_program.hpp"

namespace isthmus::game {

Result<LeastCore> least_core(const ValueTable& table, std::string_view solver) {
    LeastCore result;
    if (table.players() < 2) {
        result.payoff.assign(table.players(), table[table.grand()]);
        return result;
    }
    ExcessProgram program(table, {PayoffSet::kPreimputations, solver});
    Result<ExcessOptimum> solved = program.solve();
    if (!solved) return solved.diagnostics();
    ExcessOptimum optimum = std::move(solved).value();
    result.epsilon = optimum.epsilon;
    result.payoff = std::move(optimum.payoff);
    result.tight = std::move(optimum.tight);
    result.weights = std::move(optimum.weights);
    return result;
}

} // namespace isthmus::game
