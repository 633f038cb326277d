// SPDX-License-Identifier: Apache-2.0
// The events of a world's own table, added up to the same series as those of event files.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "chronicle/cameo.hpp"
#include "chronicle/involvement.hpp"
#include "chronicle/series.hpp"

namespace isthmus::chronicle {

struct WorldEventOptions {
    PeriodLength length = PeriodLength::kYear;
    bool directed = false;
    Period period;
    /// kFile: the world's column goldstein; else the list's value for the code.
    GoldsteinList goldstein = GoldsteinList::kFile;
};

struct WorldEvents {
    /// Of the sides: of the two, or of the one with each party at the other end. Ascending by
    /// source and target; ids of actors, and of blocs that rows name. As `pairs` where there are no
    /// sides.
    std::vector<PairSeries> series;
    /// All pairs of parties that rows name, companies as their home states and blocs as themselves;
    /// for one side those that it or a bloc of its is part of. Empty for two sides.
    std::vector<PairSeries> pairs;
    std::size_t rows = 0;     ///< events of the sides in the period
    std::size_t through = 0;  ///< of these, that name a side's bloc or company instead of the side
    std::size_t unplaced = 0; ///< left out of months, since they are known to the year only
    std::size_t unscored = 0; ///< without a Goldstein value: events, but in no sum
};

/// A row with several actors is the same act of each towards each: for a pair of sides it counts
/// once, in the direction in which it has them (in both directions where each is on both ends and
/// the series is directed), also where it names a bloc or company of theirs. For one side it counts
/// once for each party at the other end, among `pairs` once for each pair.
WorldEvents world_events(const world::World& world, const Sides& sides,
                         const WorldEventOptions& options);

} // namespace isthmus::chronicle
