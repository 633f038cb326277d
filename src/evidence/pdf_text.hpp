// SPDX-License-Identifier: Apache-2.0
// The text of a PDF, by the program pdftotext of poppler.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"

namespace isthmus::evidence {

struct ProgramLimits {
    std::size_t output = 0; ///< bytes; the program is ended where it writes more
    std::chrono::milliseconds time{0};
};

struct ProgramEnd {
    enum class Kind { kExited, kNotFound, kKilled, kTooLong, kTooMuch } kind = Kind::kExited;
    int code = 0;       ///< where it exited
    std::string output; ///< what it wrote to standard output
    std::string errors; ///< the first of what it wrote to standard error
};

/// Runs a program found in PATH with these arguments (the first is its name), without a shell and
/// with nothing to read. It is waited for in every case.
ProgramEnd run_program(const std::vector<std::string>& arguments, const ProgramLimits& limits);

/// Text in UTF-8 with form feeds between pages. E911, E913, E914.
Result<std::string> pdf_text(const std::filesystem::path& file, std::size_t most_bytes,
                             const std::string& program = "pdftotext");

} // namespace isthmus::evidence
