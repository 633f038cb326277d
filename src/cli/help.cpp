// SPDX-License-Identifier: Apache-2.0
// --help: examples first, then what can be said.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "report/table.hpp"

namespace isthmus::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMargin = 2;

struct Line {
    std::string left, right;
};

/// Two columns; a left part that is too long stands on a line of its own.
std::string columns(const std::vector<Line>& lines) {
    constexpr std::size_t kWidestLeft = 26;
    std::size_t left = 0;
    for (const Line& line : lines) {
        if (line.left.size() <= kWidestLeft) left = std::max(left, line.left.size());
    }
    const std::size_t begin = kMargin + left + kMargin;
    std::string text;
    for (const Line& line : lines) {
        std::string body = wrapped(line.right, kWidth, begin);
        const std::string head = std::string(kMargin, ' ') + line.left;
        if (head.size() + kMargin <= begin)
            body.replace(0, head.size(), head);
        else
            text += head + "\n";
        text += body;
    }
    return text;
}

std::string examples(const CommandInfo& info) {
    std::string text = "Examples:\n";
    std::size_t widest = 0;
    for (const Example& example : info.examples) widest = std::max(widest, example.command.size());
    for (const Example& example : info.examples) {
        const std::size_t begin = kMargin + widest + kMargin;
        if (begin + report::display_width(example.meaning) <= kWidth) {
            text += fmt::format("  {:<{}}  {}\n", example.command, widest, example.meaning);
        } else {
            text += fmt::format("  {}\n      {}\n", example.command, example.meaning);
        }
    }
    return text;
}

std::string option_list(std::string_view title, const std::vector<OptionInfo>& options) {
    if (options.empty()) return {};
    std::vector<Line> lines;
    for (const OptionInfo& option : options) {
        lines.push_back({option.heading(), option.meaning + (option.required ? " (needed)" : "")});
    }
    return fmt::format("\n{}:\n{}", title, columns(lines));
}

std::string root_help(const CommandLine& line) {
    const CommandInfo& info = line.info();
    std::vector<Line> commands;
    for (const Part& part : line.parts())
        commands.push_back({part.info().name, part.info().summary});
    return fmt::format("isthmus: {}\n\n", info.summary) + examples(info) +
           "\nUsage: isthmus COMMAND [OPTION]...\n\n" + wrapped(info.description, kWidth, 0) +
           "\nCommands:\n" + columns(commands) + option_list("Options", line.options().options()) +
           "\nisthmus COMMAND --help shows the examples and options of one command.\n";
}

std::string group_help(const CommandLine& line, const std::string& group) {
    std::vector<Line> commands;
    for (const Part* part : line.parts_of(group)) {
        commands.push_back({part->info().name, part->info().summary});
    }
    return fmt::format("Usage: isthmus {} COMMAND [OPTION]...\n\nCommands:\n{}\nisthmus {} COMMAND "
                       "--help shows the examples and options of one command.\n",
                       group, columns(commands), group);
}

} // namespace

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    std::string result;
    std::size_t used = 0;
    for (const std::string& word : split(text, ' ')) {
        if (word.empty()) continue;
        const std::size_t size = report::display_width(word);
        if (used > 0 && used + 1 + size <= width) {
            result += " ";
            used += 1 + size;
        } else {
            if (used > 0) result += "\n";
            result += std::string(indent, ' ');
            used = indent + size;
        }
        result += word;
    }
    return result + "\n";
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

std::string help_text(const CommandLine& line, const Reading& reading) {
    if (!reading.group.empty()) return group_help(line, reading.group);
    if (reading.part == nullptr) return root_help(line);
    const Part* part = reading.part;
    const CommandInfo& info = part->info();
    const std::string name = "isthmus " + info.name;
    return fmt::format("{}: {}\n\n", name, info.summary) + examples(info) +
           fmt::format("\nUsage: {}\n\n", part->options.usage(name)) +
           wrapped(info.description, kWidth, 0) +
           option_list("Arguments", part->options.arguments()) +
           option_list("Options", part->options.options()) +
           option_list("Options of every command", line.options().options());
}

} // namespace isthmus::cli
