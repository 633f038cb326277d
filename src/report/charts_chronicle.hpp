// SPDX-License-Identifier: Apache-2.0
// The chronicle as a picture: an SVG file of its own, made from result tables. Reads in grey:
// cooperation is solid and above the line, conflict hatched and below.
#pragma once

#include <string>
#include <vector>

#include "report/table.hpp"

namespace isthmus::report {

/// One series: a series_table with one row for each period, in order, and its break_table (which
/// may have no rows or columns).
struct ChroniclePanel {
    std::string title;
    ResultTable series, breaks;
};

/// Bars of cooperation and conflict for each period, the net line, and breaks with the means before
/// and after them; panels one below the other over the same span of time. Complete SVG with title,
/// description and style. Panels without periods say so.
std::string chronicle_chart(const std::string& title, const std::vector<ChroniclePanel>& panels);

} // namespace isthmus::report
