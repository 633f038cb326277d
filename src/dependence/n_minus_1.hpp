// SPDX-License-Identifier: Apache-2.0
// The infrastructure standard of Regulation (EU) 2017/1938, Article 5 and Annex II: whether a gas
// system meets a day of exceptionally high demand when its single largest infrastructure fails.
//     N-1 [%] = (EP + P + S + LNG - I) / D_max * 100                   (Annex II, 2)
//     N-1 [%] = (EP + P + S + LNG - I) / (D_max - D_eff) * 100         (Annex II, 4: demand side)
// The standard is met at 100 % or more. All terms are capacities a day in one unit:
//     EP    border entry points other than production, LNG and storage
//     P     production            S    storage withdrawal         LNG  send-out of LNG facilities
//     I     the single largest gas infrastructure with the highest capacity to supply; where
//           entries hang on one line up or downstream and cannot be operated apart, the regulation
//           counts them as one, which a world does not say: I may then be too small
//     D_max demand on a day of exceptionally high demand, statistically once in 20 years
//     D_eff the part of D_max that market-based demand-side measures can cover
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dependence/baseline.hpp"

namespace isthmus::dependence {

/// In one unit a day, whichever it is.
struct DailyCapacities {
    double entry = 0;           ///< EP
    double production = 0;      ///< P
    double storage = 0;         ///< S
    double lng = 0;             ///< LNG
    double largest = 0;         ///< I
    double peak_demand = 0;     ///< D_max
    double demand_measures = 0; ///< D_eff; 0: the supply-side formula
};
/// In percent. E812 where a term is below zero or not finite, or D_max - D_eff is not above zero.
Result<double> n_minus_1_percent(const DailyCapacities& capacities);

struct NMinusOneOptions {
    world::CommodityId commodity;
    std::vector<world::ActorId> states; ///< a state, or those of a region
    /// D_max = consumption of the base / days of the year * this. The world has no days, so the
    /// default is an assumption and not data; state the ratio, or the peak itself, where it is
    /// known.
    double peak_factor = 2;
    std::optional<double> peak_demand; ///< D_max, canonical a day
    /// Days in which a full store can be emptied, so that S = volume / days. Not given: the world
    /// has no rates of withdrawal, S is missing and the result is a lower bound.
    std::optional<double> withdrawal_days;
    double demand_measures = 0; ///< D_eff, canonical a day
};

/// One capacity that enters the formula. LNG counts by terminal: what lands there, at most what it
/// sends out. Entries that a capacity group bounds together are lowered in proportion.
struct NMinusOneTerm {
    enum class Kind { kEntry, kProduction, kStorage, kLng };
    Kind kind = Kind::kEntry;
    world::LinkId link;  ///< of entries
    world::NodeId node;  ///< where the entry ends, the terminal, the field or the store
    std::string group;   ///< id of the group that lowers it, or empty
    double capacity = 0; ///< canonical a day
};

struct NMinusOneOfWorld {
    DailyCapacities capacities; ///< canonical a day
    double percent = 0;
    std::vector<NMinusOneTerm> terms; ///< in the order of kinds, then of the world
    /// The term that is I: the largest entry, terminal or field. Stores are left out, since a world
    /// has those of a whole state as one.
    std::size_t largest = 0;
    /// What the world does not have, in words, each of which makes the percentage a lower bound:
    /// storage withdrawal where withdrawal_days is not given.
    std::vector<std::string> missing;
};

/// From the year's capacities of links into the states' territories (those of mode lng as LNG), the
/// supply capacities and the stores there. Errors: E812 (no consumption in the base), E813 (no
/// state or commodity named, or the commodity is no fuel).
Result<NMinusOneOfWorld> n_minus_1_of_world(const Baseline& base, const NMinusOneOptions& options);

} // namespace isthmus::dependence
