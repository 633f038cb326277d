// SPDX-License-Identifier: Apache-2.0
// A freight part laid out for path methods: demands by origin and destination, the arcs that any of
// them could ever use, and the shared capacities of those.
//
// An arc is kept where some demand's cheapest way through it, with everything open and no capacity
// in the way, costs less than the demand's highest value: tolls only make ways dearer, so that no
// other arc can carry anything in any coalition.
//
// Routes are the ways that are cheapest for some coalition while no capacity binds: those of which
// no other way costs as little with fewer consents (multi-label search, Martins 1984).
//
// Invariants: players are packed to those of relevant_players(); routes of a demand rise in cost,
// and no route's consent contains that of a cheaper one.
#pragma once

#include <cstdint>
#include <vector>

#include "game/coalition_problem.hpp"

namespace isthmus::game {

/// What a way takes of a capacity for each unit that it carries.
struct PathUse {
    std::uint32_t resource = 0;
    double use = 0;
};

struct Path {
    std::uint32_t od = 0;
    double cost = 0;
    Coalition consent = 0;           ///< of its arcs, its origin and its buyer
    std::vector<PathUse> uses;       ///< by resource, each once
    std::vector<std::uint32_t> arcs; ///< from the origin; what tells paths apart
};

/// A path as if no capacity were in the way: what its demand takes at its cost.
struct Route {
    Path path;
    double quantity = 0, surplus = 0;
};

/// Demand for carriage from an origin to a destination.
struct OriginDestination {
    std::uint32_t origin = 0, destination = 0; ///< vertices
    Coalition consent = 0;                     ///< of origin and buyer
    Coalition relevant = 0;                    ///< whose consent any useful way could need
    std::vector<flow::Step> steps;             ///< values falling
    std::vector<double> ends; ///< quantity at the start of each step, and at the end of all
    std::vector<Route> routes;

    /// Surplus over `price` of everything worth more.
    double surplus(double price) const;
};

class PathNetwork {
  public:
    /// `part` must be a path part (is_path_part).
    explicit PathNetwork(const CoalitionProblem& part);

    Coalition relevant() const { return relevant_; }
    std::size_t resources() const { return limit_.size(); }
    double limit(std::size_t resource) const { return limit_[resource]; }
    /// Demands that some coalition can serve, in the order of their origins.
    const std::vector<OriginDestination>& ods() const { return ods_; }

    /// Memory that searches reuse.
    struct Scratch {
        std::vector<double> distance;
        std::vector<std::uint32_t> by; ///< last arc of the way
        std::vector<std::pair<double, std::uint32_t>> heap;
        std::vector<std::uint32_t> touched;
    };
    /// Cheapest ways from an origin over arcs within `open`, at tolls by resource, as far as
    /// `farthest` (Dijkstra 1959; Hart, Nilsson & Raphael 1968 for what is left out). Distances of
    /// vertices that are on no way to a destination within `farthest` are infinite.
    void search(std::uint32_t origin, Coalition open, const std::vector<double>& toll,
                double farthest, Scratch& scratch) const;
    /// The way that the last search found to the demand's destination.
    Path found(std::uint32_t od, const Scratch& scratch) const;

  private:
    struct Arc {
        std::uint32_t from = 0, to = 0;
        double cost = 0;
        Coalition consent = 0;
        std::vector<PathUse> uses;
    };
    void add_ods(const CoalitionProblem& part);
    void add_arcs(const CoalitionProblem& part);
    void find_useful(const CoalitionProblem& part);
    void index_arcs();
    void find_routes();
    void add_routes(std::size_t first_od, std::size_t last_od);
    Path path_of(std::uint32_t od, std::vector<std::uint32_t> arcs) const;

    Coalition relevant_ = 0;
    std::vector<double> limit_;
    std::vector<Arc> arcs_;                ///< by tail
    std::vector<std::uint32_t> first_out_; ///< by vertex, into arcs_
    std::vector<double> remaining_; ///< by vertex: least cost to any destination of its layer
    std::vector<OriginDestination> ods_;
};

/// Whether the part is one of origin-destination flow: an origin for each layer from which
/// goods are free, no losses, costs at or above zero, no bounds of single arcs, no obligations.
bool is_path_part(const CoalitionProblem& part);

} // namespace isthmus::game
