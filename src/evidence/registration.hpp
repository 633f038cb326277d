// SPDX-License-Identifier: Apache-2.0
// A document that a user holds becomes one that the world knows: its source, its digests, and where
// the user's copy is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"
#include "evidence/document_text.hpp"
#include "world/world.hpp"

namespace isthmus::evidence {

/// What the user says of a document; empty where nothing is said.
struct DocumentDetails {
    std::string id, title, publisher, published, kind, language, url;
};

enum class Registering {
    kNewSource,   ///< source, document and copy were added
    kNewDocument, ///< the source was there; document and copy were added
    kReplaced,    ///< the digests of the document were replaced
    kSameText,    ///< the document was there with other bytes and the same letters; copy added
    kCopyOnly,    ///< the document was there; copy added
};
/// In words for people and programs.
std::string_view to_string(Registering what);

struct Registration {
    Registering what = Registering::kCopyOnly;
    std::string source;
};

/// Writes the rows of sources and documents, then the list of copies. Details fill empty cells of a
/// source that is there. Nothing is written where something is wrong: E604 where the source says
/// something else or the same file is another source's document, E916 where the source has a
/// document with other letters (unless `replace`), E918 where a new source lacks its id, title or
/// kind, E2xx where the world or a row is at fault.
Result<Registration> register_document(const std::filesystem::path& world_folder,
                                       const world::World& world, const DocumentText& content,
                                       const std::filesystem::path& file,
                                       const DocumentDetails& details, bool replace);

} // namespace isthmus::evidence
