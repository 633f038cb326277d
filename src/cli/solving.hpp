// SPDX-License-Identifier: Apache-2.0
// Solving as the commands solve, report, compare and explain share it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "flow/equilibrium.hpp"

namespace isthmus::cli {

struct SolvingArguments {
    std::vector<std::string> commodities;
    bool separate_suppliers = false;
    std::string solver;
    std::string threads = "2";
};

void declare_solving(Options& options, SolvingArguments& arguments);

/// The options for a world; unknown commodities and solvers are diagnostics.
Result<flow::EquilibriumOptions> read_solving(const world::World& world,
                                              const SolvingArguments& arguments);

/// Solves with the options as given. The world must outlive the equilibrium.
Result<flow::Equilibrium> solve_year(Context& context, const world::World& world, int year,
                                     const SolvingArguments& arguments);

/// "caspian-2024", "caspian-2024-no-straits": the name of a result's file.
std::string result_name(const world::World& world, int year);

} // namespace isthmus::cli
