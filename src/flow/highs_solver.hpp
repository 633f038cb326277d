// SPDX-License-Identifier: Apache-2.0
// HiGHS as an LpSolver, in builds that found it (docs/decisions/0001-linear-programs-clp.md).
#pragma once

#include <memory>

#include "flow/linear_program.hpp"

namespace isthmus::flow {

std::unique_ptr<LpSolver> make_highs_solver(const LinearProgram& program);

} // namespace isthmus::flow
