// SPDX-License-Identifier: Apache-2.0
// What the commands that experiment on a year (depend, disrupt) share: commodities, threads, and
// names of states, blocs, links and places.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "dependence/baseline.hpp"
#include "dependence/min_cut.hpp"
#include "dependence/outage.hpp"

namespace isthmus::cli {

struct ExperimentArguments {
    std::vector<std::string> commodities;
    std::string solver;
    std::string threads = "2";
};

void declare_experiment(Options& options, ExperimentArguments& arguments);
/// Unknown commodities and solvers and numbers out of range are diagnostics, all at once.
Result<dependence::BaselineOptions> read_experiment(const world::World& world,
                                                    const ExperimentArguments& arguments);

/// Ids of states, authorities and blocs of the world.
std::vector<std::string> actor_names(const world::World& world);
/// E602 with the nearest name where it is neither a state nor a bloc.
Diagnostics check_actor(const world::World& world, const std::string& option,
                        const std::string& typed);
/// A state, or the members of a bloc on the day of reference; E602.
Result<std::vector<world::ActorId>> read_states(const world::World& world, int year,
                                                const std::string& option,
                                                const std::string& typed);
/// A link or a place by its id, or as "links/ID" or "nodes/ID"; E602 with the nearest one.
Result<dependence::Outage> read_outage(const world::World& world, const std::string& option,
                                       const std::string& typed);
/// States, blocs and places separated by commas; E602.
Result<dependence::CutSide> read_side(const world::World& world, int year,
                                      const std::string& option, const std::string& typed);

/// A number within bounds, else E603.
Result<double> read_amount(const std::string& option, const std::string& typed, double least,
                           double most);

/// Shows how far a run is: experiments done, rate and time left.
std::function<void(std::size_t done, std::size_t all)> show_count(Context& context,
                                                                  std::string what);

} // namespace isthmus::cli
