// SPDX-License-Identifier: Apache-2.0
// Calibration: what a market's link costs lack for the flows that were observed to come out, by
// positive mathematical programming (Howitt 1995, American Journal of Agricultural Economics 77).
//
// 1. Targets. The observations of the year, by link, commodity, direction and supplier. Of several
//    of one flow those with the strongest evidence count (world/evidence.hpp), with their mean.
//    Upper bounds are no targets (observation_use.hpp).
// 2. Reconciliation. Targets T may contradict capacities, supply, demand, contracts and each other.
//    The flows f nearest to them, least squares of sum T (f/T - 1)^2, take their place: the market
//    is solved with a cost of deviation that outweighs every price. Each difference is reported.
// 3. Corrections. With the constraint f = T in the market, its dual lambda is what one more unit
//    must cost beyond the rows (Howitt's first step). Duals are found by the method of multipliers
//    (Hestenes 1969; Powell 1969): solve with the cost lambda + w (f/T - 1), add w (f/T - 1) to
//    lambda, until f meets T. Where they are not unique (targets in series, degenerate markets;
//    Paris & Howitt 1998) the method, which starts from zero and takes proximal steps on the dual
//    (Rockafellar 1976), ends near the smallest of them: a correction is spread over the links
//    that share it and there is none without need.
// 4. Slope. The correction becomes lambda + s (f/T - 1) (market_corrections.hpp), with
//        s = max(|lambda|, unit cost, kLeastSlope * largest price of the commodity) / elasticity.
//    At lambda above the unit cost and elasticity 1 this is Howitt's quadratic cost, lambda f/T.
//    The constraint is not needed any more: f = T is the optimum, and a unique one. `elasticity`
//    is the most by which the flow answers a change of its own cost where alternatives are at hand;
//    what it comes to in the market is found by raising the cost of each link in turn.
//
// A correction never pushes the cost of an arc on a cycle below zero (market_corrections.hpp).
// Observations that would need it are named: goods are missing in the world there, not cost.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "flow/equilibrium.hpp"
#include "flow/market_corrections.hpp"

namespace isthmus::flow {

/// Observed flows count as met within this share.
inline constexpr double kCalibrationTolerance = 0.02;
/// A correction's slope is at least this share of the largest price, so that links without a cost
/// are not all or nothing.
inline constexpr double kLeastSlope = 0.01;

/// Of a flow to its own cost. Chosen on hindcasts of years up to 2021
/// (docs/explanation/hindcast.md).
inline constexpr double kDefaultElasticity = 0.5;

struct CalibrationOptions {
    EquilibriumOptions equilibrium;
    double elasticity = kDefaultElasticity; ///< above zero; see the slope above
    bool find_elasticities = true;
    /// Told how many of how many markets are solved; may be empty.
    std::function<void(std::size_t done, std::size_t all)> progress;
};

/// An observed flow of a year.
struct FlowTarget {
    NamedFlow of;
    double observed = 0;                   ///< canonical
    std::vector<std::size_t> observations; ///< indices in world.observations, those that count
    std::size_t left_out = 0;              ///< observations of weaker evidence
};
/// Of the whole year, in the order of links, commodities, directions and suppliers.
std::vector<FlowTarget> flow_targets(const world::World& world, int year);

/// Whether an observed flow comes out, and if not, why.
enum class CalibrationState {
    kMet,
    kNoWay,        ///< no arc carries it: link out of service, or no supply, buyer or permission
    kOverCapacity, ///< more was observed than the link can carry in the world
    kFreeOfCost,   ///< goods do not come even where the link costs nothing
    kContradicted, ///< supply, demand, contracts, other capacities or observations stand against it
};

struct CalibratedFlow {
    FlowTarget target;
    double reconciled = 0; ///< what calibration aims at
    double before = 0;     ///< modelled without corrections
    double after = 0;      ///< modelled with all of them
    double capacity = kInfinity;
    double unit_cost = 0; ///< paid without the correction, MUSD per canonical quantity
    world::Correction correction;
    /// Relative change of the flow for a relative change of the unit cost; nothing where the flow
    /// or the cost is zero.
    std::optional<double> elasticity;
    CalibrationState state = CalibrationState::kMet;

    /// MUSD a year at the flow aimed at.
    double money() const { return correction.correction * reconciled; }
    double deviation() const {
        return target.observed > 0 ? after / target.observed - 1 : after > 0 ? kInfinity : 0;
    }
};

struct Calibration {
    int year = 0;
    double elasticity = kDefaultElasticity;
    std::vector<CalibratedFlow> flows; ///< in the order of flow_targets()
    /// Places in `flows`, the largest correction relative to the link's cost first.
    std::vector<std::size_t> ranking;
    std::size_t rounds = 0; ///< of the method of multipliers

    /// Those of the flows that some way carries; they hold from the first day of the year on.
    std::vector<world::Correction> corrections() const;
};

/// Calibrates to the observations of a year. Corrections that the world holds are left out before.
/// E820 where the year has no observations; diagnostics of equilibrium() where a market has no
/// solution.
Result<Calibration> calibrate(const world::World& world, int year,
                              const CalibrationOptions& options = {});

/// A scenario file that adds the corrections to a world, with a source and a claim of confidence
/// "calibrated" for each.
std::string calibration_scenario(const world::World& world, const Calibration& calibration);

} // namespace isthmus::flow
