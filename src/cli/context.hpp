// SPDX-License-Identifier: Apache-2.0
// How the command speaks: data on standard output, talk on standard error, colour and progress only
// on a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostics.hpp"

namespace isthmus::cli {

/// Thrown where the reader of standard output has gone away (`isthmus schema | head`): nothing is
/// wrong.
struct ReaderGone {};

class Context {
  public:
    /// Looks at the terminal, NO_COLOR and TERM; nobody is spoken to before.
    Context();

    bool quiet = false;
    void forbid_colour() { colour_out_ = colour_talk_ = false; }

    bool colour_out() const { return colour_out_; }
    /// Columns of the terminal on standard output; 0 where that is none.
    std::size_t width() const { return width_; }

    /// Data. Throws Error (E402) where it cannot be written, ReaderGone where nobody reads it.
    void print(std::string_view data);
    /// What happened, for people; --quiet leaves it out.
    void note(std::string_view text);
    /// Passing: one line that the next one replaces; only on a terminal.
    void progress(std::string_view text);
    /// Warnings of something that goes on, each in full.
    void warn(const Diagnostics& diagnostics);
    /// The same as a number, for commands that are not about them.
    void count_warnings(const Diagnostics& diagnostics);
    /// All of them, with their number; the exit code is that of the first error.
    ExitCode fail(const Diagnostics& diagnostics);
    ExitCode fail(Diagnostic diagnostic);
    /// An error that is no diagnostic of a file.
    void error(std::string_view text);

  private:
    void talk(std::string_view text);
    void list(const Diagnostics& diagnostics);
    std::string painted(std::string_view text, std::string_view style) const;

    bool colour_out_ = false, colour_talk_ = false, progress_wanted_ = false;
    bool progress_shown_ = false;
    std::size_t width_ = 0;
};

/// Text of a number of things: "1 error", "3 errors".
std::string counted(std::size_t count, std::string_view thing);

} // namespace isthmus::cli
