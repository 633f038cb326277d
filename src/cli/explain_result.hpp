// SPDX-License-Identifier: Apache-2.0
// Internal to isthmus explain: a result of a year, and which claim, if wrong, changes it.
#pragma once

#include <string>

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/solving.hpp"

namespace isthmus::cli {

struct ResultArguments {
    std::string top, step; ///< empty where nothing was typed
};
void declare_result(Options& options, ResultArguments& arguments);
/// E601 where an option about results was given for something else.
Diagnostics only_for_results(const ResultArguments& arguments);

/// Whether the words name a result, and nothing in the world bears them as its id.
bool names_result(const world::World& world, const std::string& words);

struct ResultQuestion {
    std::string path, year;
    ResultArguments arguments;
    SolvingArguments solving;
    OutputArguments output;
};
ExitCode explain_result(Context& context, const world::World& world,
                        const ResultQuestion& question);

} // namespace isthmus::cli
