// SPDX-License-Identifier: Apache-2.0
// All coalition values of a freight part: demands by origin and destination that share capacities.
//
// Method. Most demands are served by their cheapest open route, whatever the others do. So:
//   1. a coalition takes over the value of a larger one whose solution does not need the player
//   that
//      it lacks (the value can only fall when players leave, and that solution is still there);
//   2. otherwise every demand takes its cheapest route (path_network.hpp) as if alone;
//   3. the demands that meet in an overfull capacity are solved together (path_simplex.hpp), and
//      with those whom they then crowd, until every capacity holds. Rents fall only on full
//      capacities, and whoever uses one is among those solved with it, so that the parts are
//      optimal together;
//   4. the optimum of a group of demands is kept with the players whom its solution needs, and
//      serves every coalition between those and the one that it was found for.
//
// Coalitions are done by size, the largest first. What is kept, and the paths found, are shared
// from one size to the next in a fixed order, and within a size every group is solved from the same
// state: values are the same to the last bit for any number of threads.
//
// Complexity: an optimum for every nine coalitions of a real world, of some twenty demands each.
#pragma once

#include "game/path_network.hpp"
#include "game/values.hpp"

namespace isthmus::game {

/// Values by the packed players of relevant_players(), at most kMaxTablePlayers; the part must be
/// one for is_path_part. Of the options: threads, progress, interrupt. In the statistics, `solved`
/// counts the coalitions that took nothing over (1.), `pivots` those of all optima. What the
/// simplex does not certify is left to the oracle. Errors: E704 interrupted, E705 where the oracle
/// fails as well.
Result<PartValues> path_values(const CoalitionProblem& part, const ValueOptions& options = {});

/// Values one at a time, each from what was solved for those before.
std::unique_ptr<ValueFunction> path_value_function(const CoalitionProblem& part);

} // namespace isthmus::game
