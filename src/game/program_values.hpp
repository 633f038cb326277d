// SPDX-License-Identifier: Apache-2.0
// All values of a part by the linear program, warm from one coalition to the next: for parts that
// no other backend takes. Values are those of a basis that depends on the coalitions before it in
// the same chunk only, so that threads and resumption change nothing.
#pragma once

#include "game/values.hpp"

namespace isthmus::game {

/// Chunks of 2^8 coalitions in binary order.
inline constexpr std::size_t kProgramChunk = 256;

Result<PartValues> program_values(const CoalitionProblem& part, const ValueOptions& options);
Result<PartValues> program_values(const CoalitionNetwork& network, const ValueOptions& options);

} // namespace isthmus::game
