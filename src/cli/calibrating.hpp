// SPDX-License-Identifier: Apache-2.0
// Options of calibration, as calibrate and hindcast share them.
#pragma once

#include <string>

#include "cli/context.hpp"
#include "cli/options.hpp"
#include "cli/solving.hpp"
#include "flow/calibration.hpp"

namespace isthmus::cli {

struct CalibratingArguments {
    std::string elasticity; ///< empty: the default
};

void declare_calibrating(Options& options, CalibratingArguments& arguments);

/// The options for a world, with progress shown; E603 where the elasticity is no number above zero.
/// The context must outlive them.
Result<flow::CalibrationOptions> read_calibrating(Context& context, const world::World& world,
                                                  const CalibratingArguments& arguments,
                                                  const SolvingArguments& solving);

} // namespace isthmus::cli
