// SPDX-License-Identifier: Apache-2.0
// The series part of `isthmus chronicle`: from the world's events and from event files to tables
// and panels of a chart.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "chronicle/breaks.hpp"
#include "chronicle/cameo.hpp"
#include "cli/context.hpp"
#include "report/charts_chronicle.hpp"
#include "report/views_chronicle.hpp"

namespace isthmus::cli {

struct SeriesRequest {
    std::optional<Date> from, to;
    chronicle::PeriodLength length = chronicle::PeriodLength::kYear;
    bool directed = false;
    chronicle::GoldsteinList goldstein = chronicle::GoldsteinList::kFile;
    std::vector<std::filesystem::path> files;
    unsigned threads = 1;
    bool look_for_breaks = true;
    report::Measure measure = report::Measure::kSum;
    chronicle::BreakOptions breaks;
};

struct SeriesAnswer {
    std::vector<report::ResultTable> tables;
    std::vector<report::ChroniclePanel> panels; ///< where there are sides
    Diagnostics warnings;                       ///< malformed rows of files
};

/// Series of the sides, directions and other actors together for the breaks and the chart; without
/// sides, pairs. Where a number of periods was not asked for, a series too short for breaks has
/// none; else E953.
Result<SeriesAnswer> make_series(Context& context, const world::World& world,
                                 const chronicle::Sides& sides, const SeriesRequest& request);

} // namespace isthmus::cli
