// SPDX-License-Identifier: Apache-2.0
// Whole files in and out. Writing goes to a temporary file that is renamed, so nothing is left
// half-written.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace isthmus {

/// Throws Error (E401) where the file cannot be read.
std::string read_file(const std::filesystem::path& path);
/// Creates missing folders, and keeps the permissions of a file that is there. A pipe or terminal
/// is written to as it is. Throws Error (E402) where the file cannot be written; what stood there
/// before then still does.
void write_file(const std::filesystem::path& path, std::string_view content);

} // namespace isthmus
