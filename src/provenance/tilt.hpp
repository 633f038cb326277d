// SPDX-License-Identifier: Apache-2.0
// Internal to the module: a solved case of a result, and the solutions of its tilted markets
// (gradient.hpp has the method).
#pragma once

#include <array>
#include <vector>

#include "provenance/result.hpp"

namespace isthmus::provenance {

/// A number for each side of the tilt: below and above.
using Sides = std::array<double, 2>;

/// A solution, and how much it counts in the differences on either side.
struct WeightedSolution {
    Sides weight{};
    flow::Solution solution;
    /// Where on their own curves supplies and demands are, with what the tilt put in taken off.
    IdVector<flow::SupplyTag, double> supply;
    IdVector<flow::DemandTag, double> demand;
};

struct TiltedCase {
    const SolvedCase* base = nullptr;
    std::vector<WeightedSolution> solutions;
    /// What the tilt of a payoff adds to rents and multipliers at its own base, per unit of tilt.
    IdVector<flow::ResourceTag, Sides> rent;
    IdVector<flow::ObligationTag, double> multiplier;
    /// Share of an arc's tariffs and rents that counts in the result: a payoff's, or all of it for
    /// welfare.
    IdVector<flow::ArcTag, double> margin;
    std::vector<bool> counted; ///< by actor; empty where no payoff is asked for
    bool welfare = false;

    bool counts(world::ActorId actor) const {
        return welfare || (!counted.empty() && actor.valid() && counted[actor.index()]);
    }
};

/// E520, E521 where a tilted market has no certified solution on either side.
Result<TiltedCase> tilt(const SolvedCase& base, const ResultName& name,
                        const ResultOptions& options);

} // namespace isthmus::provenance
