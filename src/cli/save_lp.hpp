// SPDX-License-Identifier: Apache-2.0
// The linear programs of a year as files, so that anyone can solve them again.
#pragma once

#include <string>

#include "cli/context.hpp"
#include "cli/solving.hpp"

namespace isthmus::cli {

/// Writes the first program (even steps) of every block: FILE where there is one, FILE-1.mps,
/// FILE-2.mps, ... where there are several. Says for each what its minimum is, which another solver
/// must find, too.
Diagnostics save_linear_programs(Context& context, const world::World& world, int year,
                                 const SolvingArguments& arguments, const std::string& file);

} // namespace isthmus::cli
