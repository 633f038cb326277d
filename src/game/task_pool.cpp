// SPDX-License-Identifier: Apache-2.0
#include "game/task_pool.hpp"

#include <fmt/format.h>

namespace isthmus::game {

Diagnostics TaskPool::diagnostics(const std::filesystem::path& journal) const {
    Diagnostics diagnostics;
    if (worst_ == TaskOutcome::kFailed) {
        diagnostics.add({"E705", "", 0, "", "a coalition that the solver did not solve",
                         "an optimum for every coalition", ""});
    } else if (worst_ == TaskOutcome::kNotWritten) {
        diagnostics.add({"E402", journal.string(), 0, "", "", "a file that can be written", ""});
    } else if (interrupted_) {
        diagnostics.add({"E704", "", 0, "", fmt::format("{} of {} tasks done", finished_, count_),
                         "", journal.empty() ? "" : "the same call goes on from here"});
    }
    return diagnostics;
}

} // namespace isthmus::game
