// SPDX-License-Identifier: Apache-2.0
#include "cli/save_lp.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/interrupt.hpp"
#include "flow/part_names.hpp"

namespace isthmus::cli {
namespace {

std::string numbered(const std::string& file, std::size_t number, std::size_t count) {
    if (count == 1) return file;
    const std::filesystem::path path(file);
    std::filesystem::path name = path.stem();
    name += fmt::format("-{}", number + 1);
    name += path.extension();
    return (path.parent_path() / name).generic_string();
}

/// The minimum of the program as it is written, in words.
std::string outcome(const flow::LinearProgram& program, const std::string& solver) {
    const std::string_view name = solver.empty() ? flow::lp_solver_names().front() : solver;
    const flow::LpSolution solution = flow::make_lp_solver(name, program)->solve();
    if (solution.status == flow::LpStatus::kInfeasible) return "infeasible";
    if (solution.status != flow::LpStatus::kOptimal) return "not solved";
    return "minimum " + format_number(solution.objective);
}

} // namespace

Diagnostics save_linear_programs(Context& context, const world::World& world, int year,
                                 const SolvingArguments& arguments, const std::string& file) {
    const Result<flow::EquilibriumOptions> options = read_solving(world, arguments);
    if (!options) return options.diagnostics();
    const Result<flow::Market> market = flow::build_market(world, year, options.value().market);
    if (!market) return market.diagnostics();
    const flow::Problem& problem = market.value().problem;
    const std::vector<flow::Block> blocks = flow::blocks(problem);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string name = numbered(file, i, blocks.size());
        const flow::BlockProgram program(problem, blocks[i]);
        {
            const Uninterrupted guard;
            write_file(name, flow::market_as_mps(market.value(), i));
        }
        context.note(fmt::format("Wrote {}: {}, {}, {}", name,
                                 counted(program.program().rows(), "row"),
                                 counted(program.program().columns(), "column"),
                                 outcome(program.program(), arguments.solver)));
    }
    return {};
}

} // namespace isthmus::cli
