// SPDX-License-Identifier: Apache-2.0
// Options of the commands that look into a user's copies of documents.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "evidence/copies.hpp"

namespace isthmus::cli {

struct CopyArguments {
    std::string folder, source;
};

/// --copies and --source.
void declare_copies(Options& options, CopyArguments& arguments);

/// The documents that were asked for, opened. E602 for an unknown source.
Result<std::vector<evidence::OpenDocument>> open_copies(const world::World& world,
                                                        const std::filesystem::path& world_folder,
                                                        const CopyArguments& arguments);

} // namespace isthmus::cli
