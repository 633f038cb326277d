// SPDX-License-Identifier: Apache-2.0
// COIN-OR CLP as an LpSolver (docs/decisions/0001-linear-programs-clp.md).
#pragma once

#include <memory>

#include "flow/linear_program.hpp"

namespace isthmus::flow {

std::unique_ptr<LpSolver> make_clp_solver(const LinearProgram& program);

} // namespace isthmus::flow
