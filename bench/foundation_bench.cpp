// SPDX-License-Identifier: Apache-2.0
// The figures of the foundation on a real world, each beside its rivals in the same run: reading,
// checking and building; markets; years with certificate and payoffs; single commodities; freight
// over paths against over arcs; all of it against one cold linear program; the refusal of a market
// that cannot be; the report.
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "base/text.hpp"
#include "flow/block_program.hpp"
#include "flow/equilibrium.hpp"
#include "report/html_report.hpp"

namespace isthmus {
namespace {

constexpr int kYears[] = {1998, 2009, 2024, 2035};
constexpr int kBaseYear = 2024;
// Multiplies every minimum take, so that no pipe can carry what is owed.
constexpr double kTooMuch = 100;

void time_reading(benchmark::State& state, const std::filesystem::path& folder) {
    for (auto _ : state) {
        auto world = world::load(folder);
        benchmark::DoNotOptimize(world);
    }
}

void time_market(benchmark::State& state, const world::World& world, int year) {
    for (auto _ : state) {
        auto market = flow::build_market(world, year);
        benchmark::DoNotOptimize(market);
    }
}

/// The whole way of a year: market, solution, certificate, payoffs. A year that is not solved and
/// certified is no figure.
void time_year(benchmark::State& state, const world::World& world, int year,
               const flow::EquilibriumOptions& options) {
    for (auto _ : state) {
        auto equilibrium = flow::equilibrium(world, year, options);
        benchmark::DoNotOptimize(equilibrium);
        if (!equilibrium) {
            state.SkipWithError(equilibrium.diagnostics().items().front().to_string().c_str());
            break;
        }
    }
}

/// What a plain model would do with the same market: each block over arcs with even steps, solved
/// once from scratch. No refinement, no unique prices, no certificate, no payoffs.
void time_cold_program(benchmark::State& state, const world::World& world, int year) {
    for (auto _ : state) {
        const auto market = flow::build_market(world, year);
        if (!market) {
            state.SkipWithError("the market cannot be built");
            break;
        }
        const flow::Problem& problem = market.value().problem;
        for (const flow::Block& block : flow::blocks(problem)) {
            const flow::BlockProgram program(problem, block);
            const auto solver =
                flow::make_lp_solver(flow::lp_solver_names().front(), program.program());
            const flow::LpSolution solution = solver->solve();
            benchmark::DoNotOptimize(solution.objective);
            if (solution.status != flow::LpStatus::kOptimal) {
                state.SkipWithError("the program has no optimum");
                break;
            }
        }
    }
}

/// The world with minimum takes that nobody can meet.
Result<world::World> impossible_world(const std::filesystem::path& folder) {
    Result<world::Tables> read = world::read_tables(folder);
    if (!read) return read.diagnostics();
    world::Tables tables = std::move(read).value();
    world::Table& contracts = tables.tables.at("contracts");
    const auto minimum = contracts.schema->find_column("minimum");
    const auto maximum = contracts.schema->find_column("maximum");
    for (world::Row& row : contracts.rows) {
        const auto number = parse_number(row.cells[*minimum]);
        if (!number) continue;
        row.cells[*minimum] = format_number(*number * kTooMuch);
        row.cells[*maximum].clear();
    }
    return world::build(std::move(tables));
}

void time_refusal(benchmark::State& state, const world::World& impossible, int year) {
    for (auto _ : state) {
        auto equilibrium = flow::equilibrium(impossible, year);
        benchmark::DoNotOptimize(equilibrium);
        if (equilibrium || equilibrium.diagnostics().items().front().id != "E510") {
            state.SkipWithError("the market was not refused as infeasible");
            break;
        }
    }
}

void time_report(benchmark::State& state, const world::World& world, int year) {
    const auto equilibrium = flow::equilibrium(world, year);
    if (!equilibrium) {
        state.SkipWithError("the year has no equilibrium");
        return;
    }
    for (auto _ : state) {
        std::string page = report::html_report(equilibrium.value());
        benchmark::DoNotOptimize(page);
    }
}

template <typename Function, typename... Arguments>
void add(const std::string& name, Function function, const Arguments&... arguments) {
    benchmark::RegisterBenchmark(
        name.c_str(),
        [function, arguments...](benchmark::State& state) { function(state, arguments...); })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()
        ->UseRealTime();
}

void add_year(const world::World& world, int year) {
    const std::string suffix = fmt::format("/{}", year);
    const auto whole = std::cref(world);
    add("market" + suffix, time_market, whole, year);
    flow::EquilibriumOptions options;
    add("solve" + suffix, time_year, whole, year, options);
    options.solve.threads = 1;
    add("solve_one_thread" + suffix, time_year, whole, year, options);
    options.solve.threads = flow::SolveOptions().threads;
    options.solve.formulation = flow::Formulation::kArcs;
    add("solve_over_arcs" + suffix, time_year, whole, year, options);
    add("cold_program" + suffix, time_cold_program, whole, year);
}

void add_commodities(const world::World& world, int year) {
    for (const world::CommodityId id : world.commodities.ids()) {
        const world::Commodity& commodity = world.commodities[id];
        const std::string suffix = fmt::format("/{}/{}", year, commodity.id);
        flow::EquilibriumOptions options;
        options.market.commodities = {id};
        add("solve" + suffix, time_year, std::cref(world), year, options);
        if (commodity.kind != world::CommodityKind::kFreight) continue;
        options.solve.formulation = flow::Formulation::kArcs;
        add("solve_over_arcs" + suffix, time_year, std::cref(world), year, options);
    }
}

/// The value of --world=FOLDER, which Google Benchmark does not know and leaves.
std::filesystem::path world_folder(int argc, char** argv) {
    constexpr std::string_view kOption = "--world=";
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.substr(0, kOption.size()) == kOption) return argument.substr(kOption.size());
    }
    return std::filesystem::path(ISTHMUS_SOURCE_DIR) / "worlds" / "caspian";
}

bool failed(const Result<world::World>& world) {
    if (world) return false;
    for (const Diagnostic& item : world.diagnostics().items()) {
        std::fprintf(stderr, "%s\n", item.to_string().c_str());
    }
    return true;
}

int run(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    const std::filesystem::path folder = world_folder(argc, argv);
    const Result<world::World> loaded = world::load(folder);
    const Result<world::World> impossible = impossible_world(folder);
    if (failed(loaded) || failed(impossible)) return 3;
    const world::World& world = loaded.value();
    add("read_check_build", time_reading, folder);
    for (const int year : kYears) {
        if (year >= world.manifest().first_year && year <= world.manifest().last_year) {
            add_year(world, year);
        }
    }
    add_commodities(world, kBaseYear);
    add(fmt::format("refuse/{}", kBaseYear), time_refusal, std::cref(impossible.value()),
        kBaseYear);
    add(fmt::format("report_page/{}", kBaseYear), time_report, std::cref(world), kBaseYear);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

} // namespace
} // namespace isthmus

int main(int argc, char** argv) {
    return isthmus::run(argc, argv);
}
