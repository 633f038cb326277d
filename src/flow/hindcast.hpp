// SPDX-License-Identifier: Apache-2.0
// A hindcast: calibrated on one year, the model predicts the flows of another from what the world's
// rows say of that year (supply, demand, capacities, prices, restrictions), and is scored against
// persistence, the forecast that nothing changes.
//
// Flows observed in both years count. For a set of them with values before b, after a and predicted
// p, all in one commodity's unit:
//     weighted absolute percentage error   sum |p - a| / sum a, for persistence sum |b - a| / sum a
//     rank correlation (Spearman)          of p and a, and of the changes p - b and a - b
// Over several commodities the error is the mean of theirs weighted by their number of flows, and
// changes are relative ones, (p - b) / b and (a - b) / b; levels are not compared across units.
//
// Leakage. Where an input of either year was set with the observation in view, a hit is no success
// of the model. Such flows (observation_use.hpp) are scored apart from those that are free.
#pragma once

#include <optional>
#include <vector>

#include "flow/calibration.hpp"

namespace isthmus::flow {

struct HindcastFlow {
    NamedFlow of;
    double before = 0, after = 0; ///< observed
    double predicted = 0;
    double uncorrected = 0; ///< predicted by the rows alone, without calibration
    bool tied = false;      ///< an input was set with one of the observations in view
    bool recalled = false;  ///< one of the observations rests on no document
    CalibrationState state = CalibrationState::kMet; ///< of the calibration on the year before
    std::vector<std::size_t> observations;           ///< of both years

    double error() const;             ///< |predicted - after|
    double persistence_error() const; ///< |before - after|
    /// Errors that differ by less than this share of the observed flow are a draw.
    static constexpr double kDraw = 0.005;
    bool model_wins() const { return error() < persistence_error() - kDraw * after; }
    bool persistence_wins() const { return persistence_error() < error() - kDraw * after; }
};

/// Which flows a score counts.
enum class HindcastScope {
    kAll,
    kFree, ///< not tied to an input, and documented
    kTied,
};

struct HindcastScore {
    world::CommodityId commodity; ///< invalid: all
    HindcastScope scope = HindcastScope::kAll;
    std::size_t flows = 0, model_wins = 0, persistence_wins = 0;
    double error = 0, persistence_error = 0, uncorrected_error = 0; ///< weighted absolute shares
    /// Nothing where undefined, or levels are of several units.
    std::optional<double> level_correlation, persistence_level_correlation, change_correlation;
};

struct Hindcast {
    int from = 0, to = 0;
    Calibration calibration;           ///< on `from`
    std::vector<HindcastFlow> flows;   ///< in the order of flow_targets()
    std::vector<HindcastScore> scores; ///< by scope; all commodities, then each
};

/// The corrections of a calibration as they hold in another year, whose market without corrections
/// is given. Two rules:
/// - What a correction stands for beyond cost is mostly scarcity and the terms of contracts, so
/// that
///   its money moves with the price of the goods (mean reference price of demand).
/// - The flow at which it holds changes as the rows alone make the model change: observed before
///   times modelled after over modelled before, within a factor of five (the pivot point of
///   transport models; Daly, Fox, Patruni & Milthorpe 2012). Where one of the modelled flows is
///   zero it stays.
std::vector<world::Correction> carried_corrections(const world::World& world,
                                                   const Calibration& calibration,
                                                   const Equilibrium& rows_alone);

/// Calibrates on `from`, predicts `to`. E821 where no flow is observed in both years; diagnostics
/// of calibrate() and equilibrium().
Result<Hindcast> hindcast(const world::World& world, int from, int to,
                          const CalibrationOptions& options = {});

/// The scores of any flows, for those who put several hindcasts together.
std::vector<HindcastScore> hindcast_scores(const std::vector<HindcastFlow>& flows);

} // namespace isthmus::flow
