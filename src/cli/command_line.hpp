// SPDX-License-Identifier: Apache-2.0
// The whole command line: declared once, read once, and described for people.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/options.hpp"

namespace isthmus::cli {

/// A command with the options that it declared.
struct Part {
    std::unique_ptr<Command> command;
    Options options;

    const CommandInfo& info() const { return command->info(); }
};

/// Why a command line was not understood.
struct Refusal {
    const Part* part = nullptr;       ///< the command that was meant, if one was
    std::vector<std::string> unknown; ///< words that nothing takes
    std::vector<std::string> missing; ///< what the command needs and did not get
    std::string reason;               ///< in the parser's words
};

struct Reading {
    enum class Outcome { kUnderstood, kHelp, kRefused };
    Outcome outcome = Outcome::kUnderstood;
    const Part* part = nullptr; ///< the command that was named, if one was
    std::string group;          ///< "evidence" where only the first of two words was named
    Refusal refusal;
};

class CommandLine {
  public:
    CommandLine();
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    Reading read(std::vector<std::string> arguments);

    const CommandInfo& info() const { return info_; }
    const Options& options() const { return *options_; }
    const std::vector<Part>& parts() const { return parts_; }
    /// First words of the commands that have two, such as "evidence add", in order.
    std::vector<std::string> groups() const;
    /// The commands that begin with the word.
    std::vector<const Part*> parts_of(const std::string& group) const;

    bool quiet = false, no_color = false, version = false, man = false, markdown_help = false;
    std::string completion; ///< shell for which one is wanted

  private:
    void declare_root();
    const Part* named_part() const;
    /// Makes one word of "evidence" and "add", as the parser knows it; false where the second is
    /// missing or unknown, which then stands in `reading`.
    bool join_words(std::vector<std::string>& arguments, Reading& reading) const;
    Refusal refusal(std::string reason) const;

    CommandInfo info_;
    std::unique_ptr<CLI::App> app_;
    std::unique_ptr<Options> options_;
    std::vector<Part> parts_;
    bool help_ = false; ///< declared for the pages; CLI11 answers it itself
};

/// Lines of at most `width` columns, each after `indent` spaces, ended by line feeds.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

/// A text as a sentence's beginning.
std::string capitalised(std::string text);

/// --help of a command, of a group of them, or of all where there is neither.
std::string help_text(const CommandLine& line, const Reading& reading);
std::string man_page(const CommandLine& line);
std::string markdown_reference(const CommandLine& line);
std::string bash_completion(const CommandLine& line);

/// What is wrong, with the nearest right word.
Diagnostic explain_refusal(const CommandLine& line, const Refusal& refusal);

} // namespace isthmus::cli
