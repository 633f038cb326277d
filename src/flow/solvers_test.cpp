// SPDX-License-Identifier: Apache-2.0
// The same small programs for every solver of this build, and the solvers against each other.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flow/linear_program.hpp"
#include "flow/path_program.hpp"
#include "flow/test_problems.hpp"

namespace isthmus::flow {
namespace {

// Numbers in these programs are of the order of 10, so this is a hundred times kLpTolerance.
constexpr double kNear = 1e-6;
// Prices of two solvers may differ by what the steps leave open (kCurveTolerance) and rounding.
constexpr double kSame = 1e-5;

std::size_t add_column(LinearProgram& program, double cost, double lower, double upper,
                       const std::vector<LpEntry>& entries) {
    const std::size_t column = program.add_column(cost, lower, upper);
    for (const LpEntry& entry : entries) {
        program.add_entry(static_cast<std::size_t>(entry.row), entry.value);
    }
    return column;
}

double sum_of_column(const LinearProgram& program, std::size_t column,
                     const std::vector<double>& by_row) {
    double sum = 0;
    for (auto entry = static_cast<std::size_t>(program.column_start[column]);
         entry < static_cast<std::size_t>(program.column_start[column + 1]); ++entry) {
        sum +=
            program.entry_value[entry] * by_row[static_cast<std::size_t>(program.entry_row[entry])];
    }
    return sum;
}

std::vector<double> activities(const LinearProgram& program, const std::vector<double>& value) {
    std::vector<double> result(program.rows());
    for (std::size_t column = 0; column < program.columns(); ++column) {
        for (auto entry = static_cast<std::size_t>(program.column_start[column]);
             entry < static_cast<std::size_t>(program.column_start[column + 1]); ++entry) {
            result[static_cast<std::size_t>(program.entry_row[entry])] +=
                program.entry_value[entry] * value[column];
        }
    }
    return result;
}

/// A dual above zero needs the lower bound to bind, one below zero the upper bound.
void expect_supported(double dual, double value, double lower, double upper) {
    EXPECT_GE(value, lower - kNear);
    EXPECT_LE(value, upper + kNear);
    if (std::abs(dual) > kNear) {
        EXPECT_NEAR(value, dual > 0 ? lower : upper, kNear);
    }
}

/// All that makes a solution optimal, with the signs that linear_program.hpp promises.
void expect_optimal(const LinearProgram& program, const LpSolution& solution) {
    ASSERT_EQ(solution.status, LpStatus::kOptimal);
    ASSERT_EQ(solution.value.size(), program.columns());
    ASSERT_EQ(solution.reduced_cost.size(), program.columns());
    ASSERT_EQ(solution.row_dual.size(), program.rows());
    const std::vector<double> activity = activities(program, solution.value);
    for (std::size_t row = 0; row < program.rows(); ++row) {
        SCOPED_TRACE(testing::Message() << "row " << row);
        expect_supported(solution.row_dual[row], activity[row], program.row_lower[row],
                         program.row_upper[row]);
    }
    double objective = 0;
    for (std::size_t column = 0; column < program.columns(); ++column) {
        SCOPED_TRACE(testing::Message() << "column " << column);
        objective += program.cost[column] * solution.value[column];
        EXPECT_NEAR(solution.reduced_cost[column],
                    program.cost[column] - sum_of_column(program, column, solution.row_dual),
                    kNear);
        expect_supported(solution.reduced_cost[column], solution.value[column],
                         program.lower[column], program.upper[column]);
    }
    EXPECT_NEAR(solution.objective, objective, kNear * (1 + std::abs(objective)));
}

class Solvers : public testing::TestWithParam<std::string> {
  protected:
    static std::unique_ptr<LpSolver> solver(const LinearProgram& program) {
        return make_lp_solver(GetParam(), program);
    }
    static LpSolution solved(const LinearProgram& program) { return solver(program)->solve(); }
};

std::vector<std::string> names() {
    const auto known = lp_solver_names();
    return {known.begin(), known.end()};
}

INSTANTIATE_TEST_SUITE_P(All, Solvers, testing::ValuesIn(names()),
                         [](const auto& parameter) { return parameter.param; });

TEST(SolverNames, KnownOnesAreMadeAndOthersRefused) {
    for (const std::string& name : names()) EXPECT_NE(make_lp_solver(name, {}), nullptr) << name;
    EXPECT_EQ(make_lp_solver("abacus", {}), nullptr);
}

// Dantzig's window maker: most of 3 x + 5 y with x <= 4, 2 y <= 12, 3 x + 2 y <= 18 is 36 at (2,
// 6). An hour more in the second shop is worth 3/2, in the third 1, in the first nothing.
LinearProgram window_maker() {
    LinearProgram program;
    for (const double hours : {4.0, 12.0, 18.0}) program.add_row(-kInfinity, hours);
    add_column(program, -3, 0, kInfinity, {{0, 1}, {2, 3}});
    add_column(program, -5, 0, kInfinity, {{1, 2}, {2, 2}});
    return program;
}

TEST_P(Solvers, Optimal) {
    const LinearProgram program = window_maker();
    const LpSolution solution = solved(program);
    expect_optimal(program, solution);
    EXPECT_NEAR(solution.objective, -36, kNear);
    EXPECT_NEAR(solution.value[0], 2, kNear);
    EXPECT_NEAR(solution.value[1], 6, kNear);
    EXPECT_NEAR(solution.row_dual[0], 0, kNear);
    EXPECT_NEAR(solution.row_dual[1], -1.5, kNear);
    EXPECT_NEAR(solution.row_dual[2], -1, kNear);
}

// One row each: at its lower bound a unit more costs, at its upper bound a unit more saves; in an
// equation and in a range it depends on the side that binds.
TEST_P(Solvers, SignsOfRowDuals) {
    struct Case {
        double cost, low, high, dual;
    };
    for (const Case& c :
         {Case{2, 3, kInfinity, 2}, Case{-2, -kInfinity, 3, -2}, Case{2, 3, 3, 2},
          Case{-2, 3, 3, -2}, Case{2, 3, 5, 2}, Case{-2, 3, 5, -2}, Case{2, -3, 5, 0}}) {
        LinearProgram program;
        program.add_row(c.low, c.high);
        add_column(program, c.cost, 0, 10, {{0, 1}});
        const LpSolution solution = solved(program);
        expect_optimal(program, solution);
        EXPECT_NEAR(solution.row_dual[0], c.dual, kNear) << c.cost << ' ' << c.low << ' ' << c.high;
    }
}

// Two columns fill a row that asks for 6: the cheap one to its bound 4, whose reduced cost is what
// a unit more of the bound would save.
TEST_P(Solvers, SignsOfReducedCosts) {
    LinearProgram program;
    program.add_row(6, 6);
    add_column(program, 1, 0, 4, {{0, 1}});
    add_column(program, 3, 0, kInfinity, {{0, 1}});
    add_column(program, 7, 0, kInfinity, {{0, 1}});
    const LpSolution solution = solved(program);
    expect_optimal(program, solution);
    EXPECT_NEAR(solution.row_dual[0], 3, kNear);
    EXPECT_NEAR(solution.reduced_cost[0], -2, kNear);
    EXPECT_NEAR(solution.reduced_cost[1], 0, kNear);
    EXPECT_NEAR(solution.reduced_cost[2], 4, kNear);
}

TEST_P(Solvers, Infeasible) {
    LinearProgram rows;
    rows.add_row(5, kInfinity);
    rows.add_row(-kInfinity, 4);
    add_column(rows, 1, 0, kInfinity, {{0, 1}, {1, 1}});
    EXPECT_EQ(solved(rows).status, LpStatus::kInfeasible);

    LinearProgram bounds;
    bounds.add_row(5, kInfinity);
    add_column(bounds, 1, 0, 2, {{0, 1}});
    add_column(bounds, -1, 0, 2, {{0, 1}});
    EXPECT_EQ(solved(bounds).status, LpStatus::kInfeasible);
}

TEST_P(Solvers, Unbounded) {
    LinearProgram program;
    program.add_row(-1, 1);
    add_column(program, -1, 0, kInfinity, {{0, 1}});
    add_column(program, -1, 0, kInfinity, {{0, -1}});
    EXPECT_EQ(solved(program).status, LpStatus::kUnbounded);

    LinearProgram free_column;
    free_column.add_row(-kInfinity, 3);
    add_column(free_column, 1, -kInfinity, kInfinity, {{0, 1}});
    EXPECT_EQ(solved(free_column).status, LpStatus::kUnbounded);
}

// Neither the program nor its dual has a solution; no solver may take it for solved.
TEST_P(Solvers, NeitherFeasibleNorBounded) {
    LinearProgram program;
    program.add_row(1, 1);
    program.add_row(1, 1);
    add_column(program, -1, 0, kInfinity, {{0, 1}, {1, -1}});
    add_column(program, -1, 0, kInfinity, {{0, -1}, {1, 1}});
    const LpStatus status = solved(program).status;
    EXPECT_TRUE(status == LpStatus::kInfeasible || status == LpStatus::kUnbounded);
}

TEST_P(Solvers, WithoutRowsOrColumns) {
    LinearProgram columns;
    add_column(columns, 2, -3, 4, {});
    add_column(columns, -2, -3, 4, {});
    const LpSolution solution = solved(columns);
    expect_optimal(columns, solution);
    EXPECT_NEAR(solution.objective, -14, kNear);

    LinearProgram rows;
    rows.add_row(-1, 1);
    expect_optimal(rows, solved(rows));
    rows.add_row(1, kInfinity);
    EXPECT_EQ(solved(rows).status, LpStatus::kInfeasible);
}

// Beale's example, on which the simplex method without a rule against it goes round for ever
// (Dantzig 1963, section 10-2); least cost -1/20.
TEST_P(Solvers, BealesCycle) {
    LinearProgram program;
    program.add_row(-kInfinity, 0);
    program.add_row(-kInfinity, 0);
    program.add_row(-kInfinity, 1);
    add_column(program, -0.75, 0, kInfinity, {{0, 0.25}, {1, 0.5}});
    add_column(program, 150, 0, kInfinity, {{0, -60}, {1, -90}});
    add_column(program, -0.02, 0, kInfinity, {{0, -0.04}, {1, -0.02}, {2, 1}});
    add_column(program, 6, 0, kInfinity, {{0, 9}, {1, 3}});
    const LpSolution solution = solved(program);
    expect_optimal(program, solution);
    EXPECT_NEAR(solution.objective, -0.05, kNear);
}

/// Assignment of n to n: every vertex is degenerate. Costs 0 to 6.
LinearProgram assignment(std::size_t n) {
    LinearProgram program;
    for (std::size_t i = 0; i < 2 * n; ++i) program.add_row(1, 1);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const std::size_t column = program.add_column(
                static_cast<double>((3 * i * i + 5 * j * j + i * j) % 7), 0, kInfinity);
            EXPECT_EQ(column, i * n + j);
            program.add_entry(i, 1);
            program.add_entry(n + j, 1);
        }
    }
    return program;
}

double cheapest_assignment(const LinearProgram& program, std::size_t n) {
    std::vector<std::size_t> order(n);
    for (std::size_t i = 0; i < n; ++i) order[i] = i;
    double least = kInfinity;
    do {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += program.cost[i * n + order[i]];
        least = std::min(least, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    return least;
}

TEST_P(Solvers, DegenerateAssignment) {
    const LinearProgram program = assignment(7);
    const LpSolution solution = solved(program);
    expect_optimal(program, solution);
    EXPECT_NEAR(solution.objective, cheapest_assignment(program, 7), kNear);
}

TEST_P(Solvers, SolvesAgainAfterChanges) {
    LinearProgram program = window_maker();
    const auto again = solver(program);
    again->solve();
    const auto expect = [&](double objective) {
        const LpSolution solution = again->solve();
        expect_optimal(program, solution);
        EXPECT_NEAR(solution.objective, objective, kNear);
    };
    const auto set_column = [&](std::size_t column, double cost, double upper) {
        program.cost[column] = cost;
        program.upper[column] = upper;
        again->set_column(column, cost, 0, upper);
    };
    expect(-36); // nothing changed
    set_column(1, -5, 4);
    expect(-30); // bound: (10/3, 4)
    set_column(0, -9, kInfinity);
    expect(-51); // cost: (4, 3)
    program.row_upper[0] = 5;
    again->set_row(0, -kInfinity, 5);
    expect(-52.5); // row: (5, 3/2)
    program.row_lower[2] = 22;
    again->set_row(2, 22, 18);
    EXPECT_EQ(again->solve().status, LpStatus::kInfeasible);
    program.row_upper[2] = 22;
    again->set_row(2, 22, 22);
    expect(-62.5); // (5, 7/2)
    for (std::size_t row = 0; row < 3; ++row) {
        program.row_lower[row] = -kInfinity;
        program.row_upper[row] = kInfinity;
        again->set_row(row, -kInfinity, kInfinity);
    }
    EXPECT_EQ(again->solve().status, LpStatus::kUnbounded);
    set_column(0, 9, kInfinity);
    expect(-20); // (0, 4)
}

TEST_P(Solvers, ColumnsAdded) {
    LinearProgram program = window_maker();
    const auto grown = solver(program);
    grown->solve();
    const auto add = [&](double cost, double upper, const std::vector<LpEntry>& entries) {
        add_column(program, cost, 0, upper, entries);
        grown->add_column(cost, 0, upper, entries);
    };
    const auto expect = [&](double objective) {
        const LpSolution solution = grown->solve();
        expect_optimal(program, solution);
        EXPECT_NEAR(solution.objective, objective, kNear);
    };
    add(-2, kInfinity, {{2, 4}}); // worth 2, takes 4 hours worth 1 each: not made
    expect(-36);
    add(-4, 1, {{2, 2}});
    add(-1, 3, {});
    expect(-36 - 2 - 3);
    // A column that is changed before it is solved for the first time, and an older one with it.
    add(-1, 5, {{0, 1}});
    program.cost[5] = -2;
    grown->set_column(5, -2, 0, 5);
    program.upper[4] = 4;
    grown->set_column(4, -1, 0, 4);
    const LpSolution fresh = solved(program);
    expect(fresh.objective);
}

/// Feasible at a point in the box, so only the box bounds it; about half of all entries are there.
LinearProgram random_program(std::mt19937& random) {
    const auto number = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967295.0;
    };
    LinearProgram program;
    const std::size_t rows = 3 + random() % 8;
    const std::size_t columns = rows + random() % 12;
    for (std::size_t row = 0; row < rows; ++row) program.add_row(0, 0);
    std::vector<double> activity(rows);
    for (std::size_t column = 0; column < columns; ++column) {
        const double low = number(-5, 0);
        const double inside = number(low, 5);
        program.add_column(number(-9, 9), low, number(inside, 6));
        for (std::size_t row = 0; row < rows; ++row) {
            if (random() % 2 == 0) continue;
            const double value = number(-3, 3);
            program.add_entry(row, value);
            activity[row] += value * inside;
        }
    }
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t kind = random() % 4;
        program.row_lower[row] =
            kind == 0 ? -kInfinity : activity[row] - (kind == 1 ? 0 : number(0, 4));
        program.row_upper[row] =
            kind == 2 ? kInfinity : activity[row] + (kind == 1 ? 0 : number(0, 4));
    }
    return program;
}

TEST_P(Solvers, RandomProgramsFromTheLastBasisAndFromScratch) {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        LinearProgram program = random_program(random);
        const auto warm = solver(program);
        expect_optimal(program, warm->solve());
        for (int change = 0; change < 8; ++change) {
            const LinearProgram other = random_program(random); // only a source of numbers here
            const std::size_t column = random() % program.columns();
            program.cost[column] = other.cost.front();
            program.lower[column] = other.lower.front();
            program.upper[column] = other.upper.front();
            warm->set_column(column, program.cost[column], program.lower[column],
                             program.upper[column]);
            const std::size_t row = random() % program.rows();
            program.row_lower[row] -= 1;
            program.row_upper[row] -= 0.5;
            warm->set_row(row, program.row_lower[row], program.row_upper[row]);
            const std::vector<LpEntry> entries{{static_cast<std::int32_t>(row), 1}};
            add_column(program, other.cost.back(), 0, 3, entries);
            warm->add_column(other.cost.back(), 0, 3, entries);
            const LpSolution fresh = solved(program);
            const LpSolution again = warm->solve();
            ASSERT_EQ(again.status, fresh.status);
            if (fresh.status == LpStatus::kInfeasible) continue;
            expect_optimal(program, again);
            EXPECT_NEAR(again.objective, fresh.objective, kNear * (1 + std::abs(fresh.objective)));
        }
    }
}

Solution certified(const Problem& problem, const std::string& name) {
    SolveOptions options;
    options.solver = name;
    const Solved result = solve(problem, options);
    EXPECT_EQ(result.status, LpStatus::kOptimal);
    const Certificate certificate = certify(problem, result.solution);
    EXPECT_TRUE(certificate.holds()) << certificate.primal_residual << ' '
                                     << certificate.dual_residual << ' ' << certificate.gap;
    return result.solution;
}

/// Freight: an origin for each layer with free supply, shared capacities; solved over paths.
Problem random_path_problem(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto number = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random()) / 4294967295.0;
    };
    Problem problem;
    const std::size_t places = 4 + random() % 4;
    std::vector<Resource> shared(2 * places);
    for (Resource& resource : shared) resource.limit = number(3, 15);
    for (std::size_t layer = 0; layer < 3; ++layer) {
        std::vector<VertexId> vertex;
        for (std::size_t i = 0; i < places; ++i) vertex.push_back(problem.vertices.push_back({}));
        problem.supplies.push_back({vertex[0], linear(0, 0, 1e4)});
        for (std::size_t i = 1; i < places; ++i) {
            const double top = number(25, 80), fall = number(0.5, 3);
            const DemandId demand = problem.demands.push_back({linear(top, -fall, top / fall)});
            problem.deliveries.push_back({vertex[i], demand, kInfinity});
        }
        for (std::size_t i = 0; i < shared.size(); ++i) {
            const std::size_t from = i % places;
            const std::size_t to = i < places ? (i + 1) % places : (3 * i + 1) % places;
            if (from == to) continue;
            const ArcId arc = add_arc(problem, vertex[from], vertex[to], number(0.1, 8));
            shared[i].uses.push_back({arc, 1});
        }
    }
    for (const Resource& resource : shared) {
        if (!resource.uses.empty()) problem.resources.push_back(resource);
    }
    return problem;
}

TEST_P(Solvers, EquilibriaOfRandomProblemsAreCertified) {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        certified(random_problem(seed), GetParam());
    }
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        SCOPED_TRACE(testing::Message() << "path seed " << seed);
        const Problem problem = random_path_problem(seed);
        for (const Block& block : blocks(problem)) EXPECT_TRUE(is_path_block(problem, block));
        certified(problem, GetParam());
    }
}

void expect_same(const Problem& problem, const Solution& a, const Solution& b) {
    for (const DemandId id : problem.demands.ids()) {
        const double price = a.demand_price[id];
        EXPECT_NEAR(a.demand[id], b.demand[id], kSame * (1 + a.demand[id]));
        EXPECT_NEAR(price, b.demand_price[id], kSame * (1 + std::abs(price)));
    }
    for (const VertexId id : problem.vertices.ids()) {
        EXPECT_NEAR(a.price[id], b.price[id], kSame * (1 + std::abs(a.price[id])));
    }
}

// Meaningful only where there are two: each starts at another basis and goes another way.
TEST(SolversTogether, SamePricesAndDemands) {
    const auto known = names();
    if (known.size() < 2) GTEST_SKIP() << "this build has only " << known.front();
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        for (const Problem& problem : {random_problem(seed), random_path_problem(seed)}) {
            const Solution first = certified(problem, known.front());
            for (std::size_t i = 1; i < known.size(); ++i) {
                SCOPED_TRACE(testing::Message() << known[i] << ", seed " << seed);
                expect_same(problem, first, certified(problem, known[i]));
            }
        }
    }
}

} // namespace
} // namespace isthmus::flow
