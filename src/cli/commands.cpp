// SPDX-License-Identifier: Apache-2.0
// The entry point: reads the command line, runs what was chosen, and turns whatever happens into an
// exit code.
#include "cli/command.hpp"

#include <exception>
#include <new>

#include <fmt/format.h>

#include "cli/command_line.hpp"
#include "cli/interrupt.hpp"
#include "cli/version.hpp"

namespace isthmus::cli {
namespace {

/// "help solve" means "solve --help".
std::vector<std::string> without_help_word(std::vector<std::string> arguments) {
    if (arguments.empty() || arguments.front() != "help") return arguments;
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
    return arguments;
}

/// Answers of the command about itself; false where none was asked for.
bool answer_about_itself(const CommandLine& line, Context& context) {
    if (line.version)
        context.print(fmt::format("isthmus {}\n", kVersion));
    else if (line.man)
        context.print(man_page(line));
    else if (line.markdown_help)
        context.print(markdown_reference(line));
    else if (!line.completion.empty())
        context.print(bash_completion(line));
    else
        return false;
    return true;
}

ExitCode read_and_run(const std::vector<std::string>& arguments, Context& context) {
    CommandLine line;
    const Reading reading = line.read(without_help_word(arguments));
    context.quiet = line.quiet;
    if (line.no_color) context.forbid_colour();
    if (reading.outcome == Reading::Outcome::kRefused) {
        return context.fail(explain_refusal(line, reading.refusal));
    }
    if (reading.outcome == Reading::Outcome::kHelp || arguments.empty()) {
        context.print(help_text(line, reading));
        return ExitCode::kOk;
    }
    if (!line.completion.empty() && line.completion != "bash") {
        return context.fail({"E603", "", 0, "", "--completion " + line.completion, "bash", ""});
    }
    if (answer_about_itself(line, context)) return ExitCode::kOk;
    if (reading.part != nullptr) return reading.part->command->run(context);
    return context.fail({"E601", "", 0, "", "", "a command", "`isthmus --help` lists them"});
}

ExitCode internal_error(Context& context, std::string_view what) {
    context.error(fmt::format(
        "a defect in Isthmus {}: {}\n"
        "Please report it with this message, the command line and, if it may be passed on, the "
        "world: CONTRIBUTING.md says where.",
        kVersion, what));
    return ExitCode::kInternal;
}

} // namespace

std::vector<std::unique_ptr<Command>> all_commands() {
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(make_new_command());
    commands.push_back(make_check_command());
    commands.push_back(make_solve_command());
    commands.push_back(make_report_command());
    commands.push_back(make_compare_command());
    commands.push_back(make_what_if_command());
    commands.push_back(make_depend_command());
    commands.push_back(make_disrupt_command());
    commands.push_back(make_leverage_command());
    commands.push_back(make_value_of_command());
    commands.push_back(make_calibrate_command());
    commands.push_back(make_hindcast_command());
    commands.push_back(make_explain_command());
    commands.push_back(make_cite_command());
    commands.push_back(make_evidence_add_command());
    commands.push_back(make_evidence_anchor_command());
    commands.push_back(make_evidence_check_command());
    commands.push_back(make_evidence_find_command());
    commands.push_back(make_evidence_read_command());
    commands.push_back(make_evidence_conflicts_command());
    commands.push_back(make_chronicle_command());
    commands.push_back(make_scenarios_command());
    commands.push_back(make_schema_command());
    commands.push_back(make_datapackage_command());
    return commands;
}

ExitCode run(const std::vector<std::string>& arguments) {
    handle_signals();
    Context context;
    try {
        return read_and_run(arguments, context);
    } catch (const ReaderGone&) {
        return ExitCode::kOk;
    } catch (const Error& error) {
        const DiagnosticKind* kind = find_diagnostic_kind(error.id());
        context.error(fmt::format("{} [{}]", error.what(), error.id()));
        return kind == nullptr ? ExitCode::kEnvironment : kind->exit_code;
    } catch (const std::bad_alloc&) {
        context.error("the machine has not enough memory for this");
        return ExitCode::kEnvironment;
    } catch (const std::exception& error) {
        return internal_error(context, error.what());
    }
}

} // namespace isthmus::cli
