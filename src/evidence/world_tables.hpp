// SPDX-License-Identifier: Apache-2.0
// Rows written into the tables of a world's folder: the one place where the evidence commands
// change a world.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"

namespace isthmus::evidence {

/// Cells by column name; columns that are left out are empty.
using NewRow = std::map<std::string, std::string>;

struct NewRows {
    std::string table; ///< of the schema, e.g. "claims"
    std::vector<NewRow> rows;
    /// Columns by which a row that is there gives way to a new one of the same cells (the first of
    /// them takes its place, the others are left out); empty: nothing gives way, and a repeated key
    /// is refused as in every world.
    std::vector<std::string> replacing = {};
};

/// Adds the rows to the files of the world, which are made where they are missing. The world is
/// built with the new rows first: any fault of the world or of the rows comes back, with the line
/// that the row would have had, and nothing is written. Warnings are not returned. Bytes of the
/// rows that stay are kept; an optional column that the file lacks is added at its end where a new
/// row needs it. Files are written whole; where one of several cannot be written (Error E402),
/// those before it are put back.
Diagnostics append_rows(const std::filesystem::path& world_folder,
                        const std::vector<NewRows>& changes);

} // namespace isthmus::evidence
