// SPDX-License-Identifier: Apache-2.0
#include "cli/solving.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "flow/linear_program.hpp"

namespace isthmus::cli {
namespace {

constexpr int kMostThreads = 1024;

std::vector<std::string> solver_names() {
    std::vector<std::string> names;
    for (const std::string_view name : flow::lp_solver_names()) names.emplace_back(name);
    return names;
}

} // namespace

void declare_solving(Options& options, SolvingArguments& arguments) {
    options.option("--commodity", "NAME", arguments.commodities,
                   "Only this commodity; may be given several times");
    options.flag("--separate-suppliers", arguments.separate_suppliers,
                 "Tell every supplier's goods apart, not only those that are treated differently");
    options.option("--solver", join(solver_names(), "|"), arguments.solver,
                   "Solver of the linear programs");
    options.option("--threads", "N", arguments.threads,
                   "Most threads to use; the answer does not depend on it");
}

Result<flow::EquilibriumOptions> read_solving(const world::World& world,
                                              const SolvingArguments& arguments) {
    flow::EquilibriumOptions options;
    Diagnostics wrong = check_word("--solver", arguments.solver, solver_names());
    const auto threads = parse_integer(arguments.threads);
    if (!threads || *threads < 1 || *threads > kMostThreads) {
        wrong.add({"E603", "", 0, "", fmt::format("--threads {}", arguments.threads),
                   fmt::format("a number from 1 to {}", kMostThreads), ""});
    }
    const auto commodities = read_commodities(world, arguments.commodities);
    if (!commodities) wrong.append(commodities.diagnostics());
    if (!wrong.empty()) return wrong;
    options.market.commodities = commodities.value();
    options.market.separate_suppliers = arguments.separate_suppliers;
    options.solve.solver = arguments.solver;
    options.solve.threads = static_cast<unsigned>(*threads);
    return options;
}

Result<flow::Equilibrium> solve_year(Context& context, const world::World& world, int year,
                                     const SolvingArguments& arguments) {
    const Result<flow::EquilibriumOptions> options = read_solving(world, arguments);
    if (!options) return options.diagnostics();
    context.progress(fmt::format("Solving {}", result_name(world, year)));
    return flow::equilibrium(world, year, options.value());
}

std::string result_name(const world::World& world, int year) {
    std::string name = fmt::format("{}-{}", world.manifest().id, year);
    if (!world.scenario.empty()) name += "-" + world.scenario;
    return name;
}

} // namespace isthmus::cli
