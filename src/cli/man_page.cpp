// SPDX-License-Identifier: Apache-2.0
// The man page, made from the command line as declared.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "cli/exit_codes.hpp"
#include "cli/version.hpp"

namespace isthmus::cli {
namespace {

/// Text that roff takes literally: hyphens stay hyphens, and no line begins a request.
std::string roff(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\')
            result += "\\e";
        else if (c == '-')
            result += "\\-";
        else
            result += c;
    }
    if (result.starts_with('.') || result.starts_with('\'')) result.insert(0, "\\&");
    return result;
}

std::string item(std::string_view head, std::string_view body) {
    return fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(head), roff(body));
}

std::string options(const std::vector<OptionInfo>& list) {
    std::string text;
    for (const OptionInfo& option : list) {
        text += item(option.heading(), option.meaning + (option.required ? " (needed)" : ""));
    }
    return text;
}

std::string examples(const CommandInfo& info) {
    std::string text;
    for (const Example& example : info.examples) text += item(example.command, example.meaning);
    return text;
}

std::string section(const Part& part) {
    const CommandInfo& info = part.info();
    return fmt::format(".SS {}\n.B {}\n.PP\n{}.\n.PP\n{}\n", roff(info.name),
                       roff(part.options.usage("isthmus " + info.name)),
                       roff(capitalised(info.summary)), roff(info.description)) +
           options(part.options.arguments()) + options(part.options.options()) +
           ".PP\nExamples:\n" + examples(info);
}

} // namespace

std::string man_page(const CommandLine& line) {
    const CommandInfo& info = line.info();
    std::string text =
        fmt::format(".TH ISTHMUS 1 \"\" \"Isthmus {}\" \"User Commands\"\n", kVersion);
    text += fmt::format(".SH NAME\nisthmus \\- {}\n", roff(info.summary));
    text += ".SH SYNOPSIS\n.B isthmus\n.I COMMAND\n[OPTION]...\n";
    text += fmt::format(".SH DESCRIPTION\n{}\n", roff(info.description));
    text += ".SH EXAMPLES\n" + examples(info);
    text += ".SH OPTIONS\nOf every command:\n" + options(line.options().options());
    text += ".SH COMMANDS\n";
    for (const Part& part : line.parts()) text += section(part);
    text += ".SH ENVIRONMENT\n";
    text += item("NO_COLOR", "If set to anything, no colour is used.");
    text += item("TERM", "If dumb, neither colour nor progress is shown.");
    text += ".SH EXIT STATUS\n";
    for (const ExitCodeInfo& code : exit_codes())
        text += item(std::to_string(code.code), code.meaning);
    return text;
}

} // namespace isthmus::cli
