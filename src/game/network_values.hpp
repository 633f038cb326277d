// SPDX-License-Identifier: Apache-2.0
// All values of a network's coalitions by the kernels (values.hpp chooses this backend).
//
// Only connected coalitions are solved, by branches of one walk (connected_walk.hpp) shared out to
// threads; the others are sums over their components. Players join the walk in the order of what
// adding them costs, dearest first, as measured on some random orders: work, not values, depends on
// it. Numbers that whole units would round, and networks with losses, go to the kernel in doubles.
#pragma once

#include <optional>

#include "game/network.hpp"
#include "game/values.hpp"

namespace isthmus::game {

/// Most players with a say in one network: kernels pack them into 31 bits.
inline constexpr std::size_t kMaxStreamedPlayers = 31;

/// Nothing where no kernel is large enough. Values are not certified here.
Result<std::optional<PartValues>> network_values(const CoalitionNetwork& network,
                                                 const ValueOptions& options);
/// Nothing likewise.
Result<std::optional<StreamedValues>> network_stream(const CoalitionNetwork& network,
                                                     const ValueOptions& options);
/// nullptr likewise. The network need not outlive the function.
Result<std::unique_ptr<ValueFunction>> network_value_function(const CoalitionNetwork& network,
                                                              const ValueOptions& options);

} // namespace isthmus::game
