// SPDX-License-Identifier: Apache-2.0
// Shuts parts of a market that is built already. Ids stay as they are: an arc or delivery that is
// shut has the upper bound 0, a supply the limit 0.
#pragma once

#include <vector>

#include "flow/market.hpp"
#include "flow/path_flows.hpp"

namespace isthmus::flow {

/// No goods over the link, either way.
void shut_link(Market& market, world::LinkId link);
/// No goods over any link to or from the node, none supplied or consumed there.
void shut_node(Market& market, world::NodeId node);

/// Where something is shut, what a contract's minimum takes ask for can become impossible. Each
/// minimum is lowered to what the ways that are left still deliver, so that it is excused by as
/// much of the former flow as was cut and not by more. `left` are ways of the market as it was, of
/// which nothing is shut (open_paths); flows over them alone are then feasible.
void excuse_minimum_takes(Market& market, const std::vector<PathFlow>& left);

} // namespace isthmus::flow
