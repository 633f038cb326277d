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

/// The list; empty where there is none. A relative path is meant from the world's folder.
/// Diagnostics of CSV where it cannot be read.
Result<std::vector<Copy>> read_copies(const std::filesystem::path& world_folder);
/// Writes the list whole or not at all.
void write_copies(const std::filesystem::path& world_folder, const std::vector<Copy>& copies);

/// Puts a copy in the list, in the place of the one of the same source if there is one.
void add_copy(std::vector<Copy>& copies, Copy copy);

/// Copies in a folder (and the folders in it) of documents that the world knows, found by digest or
/// by a file name that is the source's id (with or without its ending). One for each source, in the
/// world's order; a file of the right digest goes before one of the right name. E401 where there is
/// no such folder.
Result<std::vector<Copy>> find_copies(const world::World& world,
                                      const std::filesystem::path& folder);

/// The list of the world's folder and, where `folder` is not empty, what is found there, which goes
/// before. Only those of `source` where it is not empty. In the order of the source's ids.
Result<std::vector<Copy>> known_copies(const world::World& world,
                                       const std::filesystem::path& world_folder,
                                       const std::filesystem::path& folder,
                                       const std::string& source = {});

struct OpenDocument {
    world::SourceId source;
    std::filesystem::path path;
    DocumentText content;
};
/// Reads the copies; a copy that cannot be read (E401, E910 to E917), or of a source that the world
/// has not (E915), is a diagnostic, all at once.
Result<std::vector<OpenDocument>> open_documents(const world::World& world,
                                                 const std::vector<Copy>& copies);

} // namespace isthmus::evidence
