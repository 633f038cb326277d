// SPDX-License-Identifier: Apache-2.0
#include "cli/solving.hpp"

#include <fmt/format.h>

#include "cli/arguments.hpp"

namespace isthmus::cli {
void declare_solving(Options& options, SolvingArguments& arguments) {
    options.option("--commodity", "NAME", arguments.commodities,
                   "Only this commodity; may be given several times");
    options.flag("--separate-suppliers", arguments.separate_suppliers,
                 "Tell every supplier's goods apart, not only those that are treated differently");
    declare_solver(options, arguments.solver);
    declare_threads(options, arguments.threads);
}

Result<flow::EquilibriumOptions> read_solving(const world::World& world,
                                              const SolvingArguments& arguments) {
    flow::EquilibriumOptions options;
    Diagnostics wrong = check_solver(arguments.solver);
    const auto threads = read_threads(arguments.threads);
    if (!threads) wrong.append(threads.diagnostics());
    const auto commodities = read_commodities(world, arguments.commodities);
    if (!commodities) wrong.append(commodities.diagnostics());
    if (!wrong.empty()) return wrong;
    options.market.commodities = commodities.value();
    options.market.separate_suppliers = arguments.separate_suppliers;
    options.solve.solver = arguments.solver;
    options.solve.threads = threads.value();
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
