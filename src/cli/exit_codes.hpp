// SPDX-License-Identifier: Apache-2.0
// The exit codes as errors/exit_codes.csv lists them.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"

namespace isthmus::cli {

struct ExitCodeInfo {
    int code = 0;
    std::string name, meaning;
};
std::vector<ExitCodeInfo> exit_codes();
std::string exit_code_meaning(ExitCode code);

} // namespace isthmus::cli
