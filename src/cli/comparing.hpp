// SPDX-License-Identifier: Apache-2.0
// Setting solved years side by side, as compare and what-if share it.
#pragma once

#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/solving.hpp"
#include "flow/equilibrium.hpp"
#include "report/table.hpp"

namespace isthmus::cli {

struct ComparingArguments {
    std::vector<std::string> with, players;
    bool mixed_calibration = false;
};

void declare_comparing(Options& options, ComparingArguments& arguments);
/// E603 for a measure that is none, E601 for players without a measure that has any.
Diagnostics check_comparing(const ComparingArguments& arguments);

/// The tables of report::compare, then those of the measures asked for: compare_dependence and
/// compare_leverage, of the reference's players. The equilibria know their worlds and years; the
/// first is the reference.
Result<std::vector<report::ResultTable>>
compare_sides(Context& context, const std::vector<const flow::Equilibrium*>& sides,
              const ComparingArguments& arguments, const SolvingArguments& solving);

} // namespace isthmus::cli
