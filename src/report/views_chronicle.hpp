// SPDX-License-Identifier: Apache-2.0
// The chronicle as tables: what happened, how much of it, what holds, and when levels changed.
#pragma once

#include <string>
#include <vector>

#include "chronicle/breaks.hpp"
#include "chronicle/event_file.hpp"
#include "chronicle/series.hpp"
#include "chronicle/standing.hpp"
#include "chronicle/timeline.hpp"
#include "chronicle/world_events.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// "Azerbaijan and Russia", "Azerbaijan", or "all actors".
std::string side_names(const world::World& world, const chronicle::Sides& sides);

/// Tables `timeline` and, for what changes inside a month or year, `changes`: one row an entry.
ResultTable timeline_table(const world::World& world, const chronicle::Sides& sides,
                           const std::vector<chronicle::Entry>& entries);
ResultTable change_table(const world::World& world, const chronicle::Sides& sides,
                         const chronicle::StandingAt& standing);

/// Restrictions, agreements and memberships that hold.
ResultTable standing_table(const world::World& world, const chronicle::Sides& sides,
                           const chronicle::StandingAt& standing);
/// Links with their status, who shut or restricted them, and what opens and shuts them.
ResultTable standing_link_table(const world::World& world, const chronicle::Sides& sides,
                                const chronicle::StandingAt& standing);
/// One row for each thing that bears on one of the links.
ResultTable link_reason_table(const world::World& world, const chronicle::StandingAt& standing);

/// A series and where it comes from.
struct ShownSeries {
    std::string id;     ///< of the table: series, file_series
    std::string whence; ///< the world's title, "file.csv"
    std::vector<chronicle::PairSeries> pairs;
    chronicle::PeriodLength length = chronicle::PeriodLength::kYear;
    std::string note; ///< what was left out
};

/// What breaks are looked for in.
enum class Measure { kSum, kCooperation, kConflict, kEvents };
const std::vector<std::string>& measure_words();
double measured(const chronicle::PeriodCounts& counts, Measure measure);
const char* measure_title(Measure measure);

/// One row for each pair and period: counts of events and reports apart, sum, mean and parts.
ResultTable series_table(const world::World& world, const chronicle::Sides& sides,
                         const ShownSeries& shown);
/// Two series period by period, of the same pair; directions together.
ResultTable beside_table(const world::World& world, const chronicle::Sides& sides,
                         const ShownSeries& left, const ShownSeries& right);
/// One row for each pair with its totals, most events first. Its id is that of the series with
/// _pairs (or pairs).
ResultTable pair_table(const world::World& world, const chronicle::Sides& sides,
                       const ShownSeries& shown);

/// Breaks of a series whose periods begin on these dates.
struct ShownBreaks {
    std::string id; ///< of the table: breaks, file_breaks
    std::string whence;
    std::vector<Date> periods;
    Measure measure = Measure::kSum;
    chronicle::Breaks breaks;
};
/// One row for each break: means before and after, and its interval of 95 %.
ResultTable break_table(const world::World& world, const chronicle::Sides& sides,
                        const ShownBreaks& shown);
/// One row for each number of breaks: squares, criteria, F; id with _choice.
ResultTable break_choice_table(const ShownBreaks& shown);

/// The same table for people to read in a terminal: fewer columns, with what belongs together in
/// one text, no ids, no columns that are empty in every row, no periods without events.
ResultTable for_people(const ResultTable& table);

/// What each event file held: rows, duplicates, malformed rows by reason.
ResultTable reading_table(const chronicle::EventFilesSummary& summary);
/// What of the events counts, and countries that no actor of the world is.
ResultTable counted_table(const chronicle::SeriesSummary& summary);
ResultTable unmapped_table(const chronicle::SeriesSummary& summary);

} // namespace isthmus::report
