// SPDX-License-Identifier: Apache-2.0
// Which claim, if wrong, changes the answer: the numbers that a result rests on most, found by
// differentiating the solved problem (gradient.hpp) and checked by solving again, the claims behind
// them, and what the result would be if a claim that contradicts one of these were right.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "provenance/gradient.hpp"
#include "world/evidence.hpp"

namespace isthmus::provenance {

/// Numbers that are changed are moved by this much where nothing else is asked, in per cent.
inline constexpr double kStepPercent = 10;
/// How many of the numbers that matter most are checked by solving again.
inline constexpr std::size_t kTop = 10;
/// An effect below this share of the result (and of one canonical unit of it) is the rounding of
/// solutions.
inline constexpr double kNoInfluence = 1e-6;

struct ExplainOptions {
    ResultOptions result;
    std::size_t top = kTop;
    double step_percent = kStepPercent;
    /// Re-solves that are done, of all that are needed; called from one thread at a time.
    std::function<void(std::size_t done, std::size_t all)> progress;
};

/// A result after one cell was changed and the world built and solved again.
struct Resolved {
    std::optional<double> value; ///< canonical, as the result
    Diagnostics refused;         ///< where the world with that number is none, or has no solution
};

/// One number of the world and what the result owes to it.
struct Influence {
    Derivative derivative;
    /// By how much the cell is raised, in its unit: the step's share of the number; for a 0 one
    /// unit, of a share one hundredth.
    double change = 0;
    double predicted = 0; ///< change of the result, by the derivative
    Resolved up, down;    ///< down: lowered by as much; not tried where the number is 0
    std::optional<world::Evidence> evidence;
    std::vector<world::ClaimId> claims; ///< that the row cites, those that say the number first
    std::size_t saying = 0;             ///< how many of them say the number
};

/// A claim, and what the result owes to all the numbers that say what it says.
struct ClaimInfluence {
    world::ClaimId claim;
    std::vector<NewNumber> raised; ///< those of its numbers that have an influence, with the step
    double predicted = 0;          ///< change of the result, by the derivatives
    Resolved up;                   ///< with all of them raised at once
};

/// A claim that contradicts the one that a cell follows, put in its place.
struct Alternative {
    Parameter parameter;
    double cell = 0;         ///< as it is, in its unit
    world::ClaimId followed; ///< says the cell's number; invalid where no claim does
    world::ClaimId claim;    ///< says another one
    double number = 0;       ///< what the other says, in the cell's unit
    double predicted = 0;    ///< the result then, by the derivative
    Resolved result;         ///< and by solving again
};

struct Explanation {
    const world::World* world = nullptr;
    int year = 0;
    ResultName name;
    double value = 0, low = 0, high = 0; ///< canonical
    double step_percent = kStepPercent;
    std::size_t parameters = 0;         ///< numbers that were looked at
    std::size_t mattering = 0;          ///< of these, those with any influence beyond rounding
    std::vector<Influence> influences;  ///< the most influential, by the prediction
    std::vector<ClaimInfluence> claims; ///< the most influential, likewise
    /// Contradicted cells by how far they move the result, furthest first; at most `top`. All of
    /// them were solved again.
    std::vector<Alternative> alternatives;
    std::size_t contradicted = 0; ///< alternatives that there are in all
};

/// Errors as solve_result() and gradient(). The world must outlive the explanation.
Result<Explanation> explain(const world::World& world, int year, const ResultName& name,
                            const ExplainOptions& options = {});

} // namespace isthmus::provenance
