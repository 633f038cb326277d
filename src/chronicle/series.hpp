// SPDX-License-Identifier: Apache-2.0
// Events added up to pairs of actors and months or years.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "chronicle/country_codes.hpp"
#include "chronicle/event_record.hpp"

namespace isthmus::chronicle {

enum class PeriodLength { kMonth, kYear };

struct SeriesOptions {
    PeriodLength length = PeriodLength::kMonth;
    bool directed = true; ///< from source to target; else both directions together
    /// Ids of actors, or countries as the file has them where the world lacks them. None: all
    /// pairs. One: pairs it is part of. Several: pairs of which both are among them.
    std::vector<std::string> actors;
    Period period; ///< days that count
};

/// A pair's events in one period. Missing is not zero: events without a Goldstein value count as
/// events, not in the sums and the mean.
struct PeriodCounts {
    Date start; ///< year and month, or year
    std::uint64_t events = 0;
    std::uint64_t reports = 0;  ///< GDELT's mentions; in other files one an event
    std::uint64_t outlets = 0;  ///< GDELT's sources, added up over events
    std::uint64_t scored = 0;   ///< events with a Goldstein value
    Millionths sum = 0;         ///< of Goldstein values
    Millionths cooperation = 0; ///< sum of those above zero
    Millionths conflict = 0;    ///< sum of those below zero
    std::uint64_t cooperative = 0, conflictual = 0; ///< events above, below zero
    std::array<std::uint64_t, 5> by_quad{};         ///< events by QuadClass; [0]: unknown

    /// Mean of the Goldstein values; nothing where no event has one.
    std::optional<double> mean() const;
    std::uint64_t quad(QuadClass of) const { return by_quad[static_cast<std::size_t>(of)]; }
    PeriodCounts& operator+=(const PeriodCounts& other);
    bool operator==(const PeriodCounts&) const = default;
};

struct PairSeries {
    std::string source, target; ///< undirected: in ascending order
    bool directed = true;
    std::vector<PeriodCounts> periods; ///< ascending; only those with events

    PeriodCounts total() const; ///< its start is that of the first period
};

/// What was added and what of it counts in pairs.
struct SeriesSummary {
    std::uint64_t events = 0;          ///< all that were added
    std::uint64_t outside_period = 0;  ///< of another time than asked for
    std::uint64_t without_country = 0; ///< source or target is missing
    std::uint64_t same_country = 0;    ///< nothing but events inside one actor
    std::uint64_t other_actors = 0;    ///< left out by SeriesOptions::actors
    std::uint64_t counted = 0;         ///< the rest
    /// Countries of files that no actor of the world is, with the events that name them; they are
    /// pairs under their own text.
    std::map<std::string, std::uint64_t> unmapped;
};

/// An event between two actors of the world, to be added beside those of files.
struct PairEvent {
    std::string source, target; ///< ids of actors
    Day day = 0;
    std::string code; ///< CAMEO: gives the quad class
    std::optional<double> goldstein;
    std::uint32_t reports = 1;
};

/// Takes events one by one in any order and gives the same series for the same set of them.
class SeriesBuilder {
  public:
    explicit SeriesBuilder(SeriesOptions options, CountryCodes codes = {});
    ~SeriesBuilder();
    SeriesBuilder(SeriesBuilder&&) noexcept;
    SeriesBuilder& operator=(SeriesBuilder&&) noexcept;

    void add(const PairEvent& event);
    /// What read_events hands to its sink; `texts` must be the same object in all calls.
    void add(EventFormat format, std::span<const EventRecord> records, const EventTexts& texts);

    /// Pairs ascending by source and target.
    std::vector<PairSeries> series() const;
    SeriesSummary summary() const;

  private:
    struct Cells;
    std::unique_ptr<Cells> cells_;
};

/// The series with an empty PeriodCounts for each period between the first and last of `period` (or
/// of its own periods where that is open) in which it has none.
PairSeries filled(const PairSeries& series, PeriodLength length, const Period& period);

} // namespace isthmus::chronicle
