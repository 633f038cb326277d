// SPDX-License-Identifier: Apache-2.0
// Views of calibrations and hindcasts (flow/calibration.hpp, flow/hindcast.hpp).
#pragma once

#include <vector>

#include "flow/hindcast.hpp"
#include "report/table.hpp"

namespace isthmus::report {

/// calibration: a row for each observed flow, the largest correction relative to the link's cost
/// first.
ResultTable calibration_table(const world::World& world, const flow::Calibration& calibration);

/// hindcast_scores, then hindcast_flows; where there are several hindcasts, the scores of all of
/// them together come last among the scores.
std::vector<ResultTable> hindcast_tables(const world::World& world,
                                         const std::vector<flow::Hindcast>& hindcasts);

} // namespace isthmus::report
