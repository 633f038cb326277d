// SPDX-License-Identifier: Apache-2.0
// The best carriage of a few demands that meet in shared capacities:
//
//     max sum_d B_d(y_d) - sum_p c_p x_p,   y_d = sum of x_p over the paths of d,
//     sum_p use_pr x_p <= limit_r each capacity r,   x >= 0,
//
// B_d being the area under a falling staircase.
//
// Method. Primal simplex with the rows of the demands kept implicit: each demand has a key path, so
// that the working basis has only the capacities that are tight (generalised upper bounding,
// Dantzig & Van Slyke 1967), a handful, and is inverted afresh in every iteration. A quantity y_d
// moves over the steps of its staircase as long as that pays (piecewise-linear simplex, Fourer
// 1985). Paths come from a pool, then from shortest-path searches at the rents of the capacities
// (Tomlin 1966).
//
// The answer is certified by duality: at the rents found, the surplus of every demand over its
// tolled distance plus the worth of the capacities bounds the value from above.
//
// Invariant: the answer depends on the arguments alone, to the last bit.
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "game/path_network.hpp"

namespace isthmus::game {

/// What a capacity carries.
struct PathLoad {
    std::uint32_t resource = 0;
    double load = 0;
};

struct PathOptimum {
    bool certified = false;
    double value = 0;
    Coalition support = 0;       ///< players that the ways in use need
    std::vector<PathLoad> loads; ///< above zero, by resource
    std::vector<Path> found;     ///< ways that were not in the pool
    std::size_t pivots = 0;
};

/// Memory is kept from one solution to the next; not to be shared between threads.
class PathSimplex {
  public:
    explicit PathSimplex(const PathNetwork& network);

    /// The optimum for the demands `ods` with the consent of `open`, each of which has a route.
    /// `pool`: known paths by demand, the first open one being its cheapest route.
    PathOptimum solve(std::span<const std::uint32_t> ods, Coalition open,
                      const std::vector<std::vector<Path>>& pool);

  private:
    /// A known open path.
    struct Column {
        const Path* path = nullptr;
        std::uint32_t member = 0;
        bool basic = false; ///< a key path or an extra
        double flow = 0;
        std::uint32_t first_use = 0, last_use = 0; ///< in `uses_`
    };
    /// A demand of the problem being solved.
    struct Member {
        const OriginDestination* od = nullptr;
        std::uint32_t id = 0;
        std::uint32_t key = 0;         ///< column
        std::uint32_t extra_paths = 0; ///< of its paths in `extras_`
        std::size_t step = 0;          ///< that its quantity lies on, or would step onto next
        bool basic = false;            ///< its quantity is in `extras_`
        double quantity = 0;
        double price = 0;           ///< tolled cost of the key path
        double most = 0;            ///< quantity that it never exceeds
        std::size_t most_steps = 0; ///< steps of that
    };
    enum class Kind { kNone, kPath, kQuantity, kSlack };
    /// A path (by column), a quantity (by member) or the slack of a capacity (by resource).
    struct Variable {
        Kind kind = Kind::kNone;
        std::uint32_t index = 0;
        double sign = 1; ///< of its movement when it enters
        double gain = 0; ///< for each unit of that
    };
    /// What ends a movement.
    struct Block {
        double length = flow::kInfinity;
        double pivot = 0; ///< rate at which the variable comes to its bound
        Variable variable;
        std::size_t step = 0; ///< for a quantity: the step that starts where it stops
    };
    /// A quantity in movement.
    struct Mover {
        std::uint32_t member = 0;
        double rate = 0;
        std::size_t step = 0; ///< that it moves on
    };

    void start(std::span<const std::uint32_t> ods, Coalition open,
               const std::vector<std::vector<Path>>& pool);
    bool reach_optimum();
    void set_most(Member& member) const;
    void find_contested();
    void fill_up();
    bool factorise();
    void solve_basis(std::vector<double>& right) const;
    void solve_transposed(std::vector<double>& right) const;
    void set_prices();
    Variable choose() const;
    bool find_paths();
    void find_direction(const Variable& entering);
    Block path_or_capacity_block(const Variable& entering) const;
    Block quantity_block(const Variable& entering, const Block& block);
    void move(const Variable& entering, double length);
    void exchange(const Variable& entering, const Block& block);
    void enter(const Variable& entering);
    void remove_extra(Kind kind, std::uint32_t index);
    std::span<const PathUse> uses(const Column& column) const;
    double toll(const Column& column) const;
    template <typename Visit> void visit_column(const Variable& variable, Visit&& visit) const;
    PathOptimum result();

    const PathNetwork& network_;
    Coalition open_ = 0;
    double tolerance_ = 0; ///< gains below it are rounding
    std::vector<Member> members_;
    std::vector<Column> columns_;
    std::deque<Path> found_;
    std::vector<Variable> extras_;         ///< basic beyond the key paths: as many as `tight_`
    std::vector<std::uint32_t> tight_;     ///< capacities without slack
    std::vector<std::int32_t> place_;      ///< by resource: in `tight_`, below zero where not there
    std::vector<std::uint32_t> contested_; ///< capacities that could fill up
    std::vector<char> is_contested_;
    std::vector<PathUse> uses_;                ///< of contested capacities, by column
    std::vector<double> load_, rent_;          ///< by resource; of contested ones
    std::vector<double> most_load_, most_use_; ///< by resource, zero between uses
    std::vector<std::uint32_t> touched_;       ///< resources of these
    std::vector<double> basis_;                ///< lower and upper factor, by rows
    std::vector<std::size_t> row_;             ///< of the working basis, by row of the factors
    mutable std::vector<double> permuted_;
    std::vector<double> gain_; ///< by extra, then by tight capacity
    double bound_ = 0;         ///< of the value, from the last search
    // Rates of change for a unit of what enters.
    std::vector<double> load_rate_;     ///< by resource
    std::vector<double> extra_rate_;    ///< by extra
    std::vector<double> quantity_rate_; ///< by member
    std::vector<double> key_rate_;      ///< by member: of the flow on its key path
    std::vector<Mover> movers_;
    bool lowest_index_ = false; ///< the rule that cannot cycle (Bland 1977)
    std::size_t pivots_ = 0;
    PathNetwork::Scratch scratch_;
};

} // namespace isthmus::game
