// SPDX-License-Identifier: Apache-2.0
// A spatial price problem of which every part needs the consent of some players: the common source
// of every backend of coalition values.
//
//     v(S) = W(S) - W(nobody),   W(S) = the optimum of `problem` (flow/problem.hpp) over the arcs,
//                                supplies and demands whose consent is within S; the others are
//                                shut.
//
// Curves count as steps of equal width (value_steps), the same in every backend, so that all of
// them answer the same linear program and can be held against each other.
#pragma once

#include <cstddef>
#include <vector>

#include "flow/problem.hpp"
#include "game/coalition.hpp"

namespace isthmus::game {

/// One part of a game: one block of a market (flow::blocks), shared with no other part.
struct CoalitionProblem {
    std::size_t players = 0; ///< of the whole game; consents are in its numbering
    flow::Problem problem;
    IdVector<flow::ArcTag, Coalition> arc_consent;
    IdVector<flow::SupplyTag, Coalition> supply_consent;
    IdVector<flow::DemandTag, Coalition> demand_consent;

    /// Players whose consent anything needs: v depends on nobody else.
    Coalition relevant_players() const;
};

/// Steps of equal width of a curve: its own price range is cut into this many. A step can misstate
/// the surplus of its curve by at most |m'| h^2 / 8 (flow/curve.hpp), 1/65536 of the area of a
/// linear curve's triangle.
inline constexpr std::size_t kValueSteps = 128;
/// Price-ordered steps from 0 to the curve's limit, without steps of zero width.
std::vector<flow::Step> value_steps(const flow::Curve& curve);
/// Bound on what steps instead of curves change in any v(S), in MUSD a year.
double step_error(const CoalitionProblem& part);

} // namespace isthmus::game
