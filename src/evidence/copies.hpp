// SPDX-License-Identifier: Apache-2.0
// Where this user's copies of documents are. The list stands in the world's folder as the hidden
// file .copies.csv (source,path), which is the user's own and no part of the world; the world's
// table documents says what a copy must be.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "evidence/document_text.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

struct Copy {
    std::string source; ///< id in the world's table sources
    std::filesystem::path path;
};

/// The list; empty where there is none. Diagnostics of CSV where it cannot be read.
Result<std::vector<Copy>> read_copies(const std::filesystem::path& world_folder);
/// Writes the list whole or not at all.
void write_copies(const std::filesystem::path& world_folder, const std::vector<Copy>& copies);

/// Copies in a folder of documents that the world knows, found by digest or by a file name that is
/// the source's id (with or without its ending).
Result<std::vector<Copy>> find_copies(const world::World& world,
                                      const std::filesystem::path& folder);

struct OpenDocument {
    world::SourceId source;
    std::filesystem::path path;
    DocumentText content;
};
/// Reads the copies; a copy that cannot be read, or of a source that the world has not, is a
/// diagnostic, all at once.
Result<std::vector<OpenDocument>> open_documents(const world::World& world,
                                                 const std::vector<Copy>& copies);

} // namespace isthmus::evidence
