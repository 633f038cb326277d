// SPDX-License-Identifier: Apache-2.0
// One subcommand: what --help, the man page and the reference say of it, its options, and what it
// does.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace isthmus::cli {

class Options;

struct Example {
    std::string command; ///< as typed
    std::string meaning;
};

struct CommandInfo {
    std::string name;
    std::string summary;     ///< one line, no full stop
    std::string description; ///< some sentences
    std::vector<Example> examples;
};

class Command {
  public:
    virtual ~Command() = default;
    virtual const CommandInfo& info() const = 0;
    /// Adds its options to its part of the command line; they are read into the object.
    virtual void declare(Options& options) = 0;
    virtual ExitCode run(Context& context) = 0;
};

std::unique_ptr<Command> make_calibrate_command();
std::unique_ptr<Command> make_check_command();
std::unique_ptr<Command> make_chronicle_command();
std::unique_ptr<Command> make_cite_command();
std::unique_ptr<Command> make_compare_command();
std::unique_ptr<Command> make_datapackage_command();
std::unique_ptr<Command> make_depend_command();
std::unique_ptr<Command> make_disrupt_command();
std::unique_ptr<Command> make_evidence_add_command();
std::unique_ptr<Command> make_evidence_anchor_command();
std::unique_ptr<Command> make_evidence_check_command();
std::unique_ptr<Command> make_evidence_conflicts_command();
std::unique_ptr<Command> make_evidence_find_command();
std::unique_ptr<Command> make_evidence_read_command();
std::unique_ptr<Command> make_explain_command();
std::unique_ptr<Command> make_hindcast_command();
std::unique_ptr<Command> make_leverage_command();
std::unique_ptr<Command> make_new_command();
std::unique_ptr<Command> make_report_command();
std::unique_ptr<Command> make_scenarios_command();
std::unique_ptr<Command> make_schema_command();
std::unique_ptr<Command> make_solve_command();
std::unique_ptr<Command> make_value_of_command();
std::unique_ptr<Command> make_what_if_command();

/// All of them, in the order in which a study meets them.
std::vector<std::unique_ptr<Command>> all_commands();

/// Reads the command line (without the program's name), does what it says and returns the exit
/// code. Catches everything.
ExitCode run(const std::vector<std::string>& arguments);

} // namespace isthmus::cli
