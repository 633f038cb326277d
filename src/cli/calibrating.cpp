// SPDX-License-Identifier: Apache-2.0
#include "cli/calibrating.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace isthmus::cli {

void declare_calibrating(Options& options, CalibratingArguments& arguments) {
    options.option("--elasticity", "NUMBER", arguments.elasticity,
                   fmt::format("How strongly a flow answers its own cost after calibration; {} if "
                               "none is given",
                               format_number(flow::kDefaultElasticity)));
}

Result<flow::CalibrationOptions> read_calibrating(Context& context, const world::World& world,
                                                  const CalibratingArguments& arguments,
                                                  const SolvingArguments& solving) {
    flow::CalibrationOptions options;
    Diagnostics wrong;
    if (!arguments.elasticity.empty()) {
        const auto number = parse_number(arguments.elasticity);
        if (!number || *number <= 0) {
            wrong.add({"E603", "", 0, "", "--elasticity " + arguments.elasticity,
                       "a number above 0", ""});
        } else {
            options.elasticity = *number;
        }
    }
    const auto equilibrium = read_solving(world, solving);
    if (!equilibrium) wrong.append(equilibrium.diagnostics());
    if (!wrong.empty()) return wrong;
    options.equilibrium = equilibrium.value();
    options.progress = [&context](std::size_t done, std::size_t all) {
        context.progress(fmt::format("Calibrating: {} of about {} markets", done, all));
    };
    return options;
}

} // namespace isthmus::cli
