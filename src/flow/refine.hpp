// SPDX-License-Identifier: Apache-2.0
// Which steps of a curve are too coarse for the quantity found, and what is left of error when none
// is.
#pragma once

#include <optional>

#include "flow/curve.hpp"

namespace isthmus::flow {

/// The next window of a curve, narrower or moved, or nothing when its steps are fine enough around
/// the quantity.
std::optional<Window> refined(const Curve& curve, const Window& window, double quantity,
                              double curve_tolerance);

/// Bounds on what the steps around a quantity can change.
struct StepError {
    double price = 0, welfare = 0;
};
StepError step_error(const Curve& curve, const Window& window, double quantity);

} // namespace isthmus::flow
