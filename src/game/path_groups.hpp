// SPDX-License-Identifier: Apache-2.0
// The welfare of a coalition in a freight part, group of crowded demands by group.
//
// A group's optimum for a coalition holds for every coalition between the players whom its solution
// needs and that coalition, and is kept for them (path_values.hpp says why this is exact and how it
// stays independent of threads).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "game/path_network.hpp"
#include "game/path_simplex.hpp"

namespace isthmus::game {

/// Optima of groups that were solved, and paths that were found, shared by all threads.
class GroupOptima {
  public:
    explicit GroupOptima(const PathNetwork& network);

    /// Paths by demand, routes first; they change in publish() only.
    const std::vector<std::vector<Path>>& pool() const { return pool_; }
    /// The optimum of a group (demands in rising order) for a coalition of the players relevant to
    /// it: kept, or solved by `simplex`. Uncertified where the simplex failed. Any thread may call
    /// it; the reference stays valid.
    const PathOptimum& optimum(const std::vector<std::uint32_t>& group, Coalition coalition,
                               PathSimplex& simplex);
    /// Lets later coalitions have what was solved and found since the last call. No other call may
    /// be under way.
    void publish();

    std::size_t solved() const { return solved_; }
    std::size_t pivots() const { return pivots_; }

  private:
    struct Kept {
        Coalition coalition = 0;
        const PathOptimum* optimum = nullptr;
    };
    struct Group {
        std::vector<Kept> kept;                                   ///< published
        std::map<Coalition, std::unique_ptr<PathOptimum>> solved; ///< since then, or before
        std::vector<Coalition> fresh;                             ///< solved since then
    };

    void add_to_pool(std::vector<Path>& found);

    std::vector<std::vector<Path>> pool_;
    std::mutex mutex_;
    std::map<std::vector<std::uint32_t>, Group> groups_;
    std::size_t solved_ = 0, pivots_ = 0;
};

struct CoalitionOptimum {
    bool certified = false;
    double welfare = 0;
    Coalition support = 0; ///< players that the solution needs
};

/// Solves coalitions one at a time; for one thread.
class GroupSolver {
  public:
    GroupSolver(const PathNetwork& network, GroupOptima& optima);
    CoalitionOptimum solve(Coalition coalition);

  private:
    /// Demands that are served together: one by its route, or several by an optimum.
    struct Group {
        std::vector<std::uint32_t> ods;
        const Route* route = nullptr;
        const PathOptimum* optimum = nullptr;
    };
    void take_routes(Coalition coalition);
    bool merge_overfull();
    template <typename Visit> void visit_loads(const Group& group, Visit&& visit) const;

    const PathNetwork& network_;
    GroupOptima& optima_;
    PathSimplex simplex_;
    std::vector<Group> groups_;
    std::vector<double> load_; ///< by resource
    std::vector<std::uint32_t> used_;
    std::vector<std::uint32_t> joined_to_; ///< by group: itself, or one before it
};

} // namespace isthmus::game
