// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace isthmus::cli {
namespace {

CommandInfo root_info() {
    return {
        "isthmus",
        "flows, dependence and leverage in a region's energy and transport system",
        "Isthmus reads a world, which is a folder of sourced tables, and computes what flows "
        "over each link in a year, at which prices, and who gains how much. Results go to "
        "standard output or to files, everything else to standard error.",
        {{"isthmus new my-world", "a small world to begin with"},
         {"isthmus check my-world", "is it complete, and what does it rest on"},
         {"isthmus solve my-world --year 2024", "flows, prices and payoffs of a year"},
         {"isthmus report my-world --year 2024", "the same as a page with a map"},
         {"isthmus explain western my-world", "where the numbers of a link come from"},
         {"isthmus compare my-world --year 2024 --scenario bypass", "what a scenario changes"}}};
}

constexpr const char* kHelpFlag = "-h,--help";
constexpr const char* kHelpMeaning = "Show this and exit";

/// The first of two words; empty where there is one.
std::string group_of(const std::string& name) {
    const std::size_t space = name.find(' ');
    return space == std::string::npos ? std::string() : name.substr(0, space);
}

/// A command's name as CLI11 takes it, which allows no spaces.
std::string parser_name(std::string name) {
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

} // namespace

CommandLine::CommandLine()
    : info_(root_info()),
      app_(std::make_unique<CLI::App>("", "isthmus")),
      options_(std::make_unique<Options>(*app_)) {
    app_->set_help_flag(); // ours is a plain flag, so that the help is made here
    app_->fallthrough();
    app_->require_subcommand(0, 1);
    declare_root();
    for (std::unique_ptr<Command>& command : all_commands()) {
        CLI::App* app = app_->add_subcommand(parser_name(command->info().name));
        app->set_help_flag();
        Options options(*app);
        command->declare(options);
        parts_.push_back({std::move(command), std::move(options)});
    }
}

CommandLine::~CommandLine() = default;

void CommandLine::declare_root() {
    options_->flag(kHelpFlag, help_, kHelpMeaning);
    options_->flag("--version", version, "Show the version and exit");
    options_->flag("-q,--quiet", quiet, "Say nothing but errors on standard error");
    options_->flag("--no-color", no_color,
                   "No colour; the variables NO_COLOR and TERM=dumb say the same");
    options_->hidden_option("--completion", completion);
    options_->hidden_flag("--man", man);
    options_->hidden_flag("--markdown-help", markdown_help);
}

const Part* CommandLine::named_part() const {
    const std::vector<CLI::App*> named = app_->get_subcommands();
    for (const Part& part : parts_) {
        if (!named.empty() && named.front()->get_name() == parser_name(part.info().name)) {
            return &part;
        }
    }
    return nullptr;
}

std::vector<std::string> CommandLine::groups() const {
    std::vector<std::string> groups;
    for (const Part& part : parts_) {
        const std::string group = group_of(part.info().name);
        if (!group.empty() && (groups.empty() || groups.back() != group)) groups.push_back(group);
    }
    return groups;
}

std::vector<const Part*> CommandLine::parts_of(const std::string& group) const {
    std::vector<const Part*> parts;
    for (const Part& part : parts_) {
        if (group_of(part.info().name) == group) parts.push_back(&part);
    }
    return parts;
}

bool CommandLine::join_words(std::vector<std::string>& arguments, Reading& reading) const {
    const auto first = std::find_if(arguments.begin(), arguments.end(),
                                    [](const std::string& word) { return !word.starts_with('-'); });
    const std::vector<std::string> known = groups();
    if (first == arguments.end() || std::find(known.begin(), known.end(), *first) == known.end()) {
        return true;
    }
    const auto second = first + 1;
    if (second == arguments.end() || second->starts_with('-')) {
        reading.outcome = Reading::Outcome::kHelp;
        reading.group = *first;
        return false;
    }
    const std::string name = *first + " " + *second;
    const bool is_command = std::any_of(parts_.begin(), parts_.end(),
                                        [&](const Part& part) { return part.info().name == name; });
    if (!is_command) {
        reading.outcome = Reading::Outcome::kRefused;
        reading.group = *first;
        reading.refusal.unknown = {name};
        return false;
    }
    *first = parser_name(name);
    arguments.erase(second);
    return true;
}

Refusal CommandLine::refusal(std::string reason) const {
    Refusal result{named_part(), {}, {}, std::move(reason)};
    for (const std::string& word : app_->remaining(true)) {
        if (word != "--") result.unknown.push_back(word);
    }
    if (result.part == nullptr) return result;
    for (const CLI::Option* option : app_->get_subcommands().front()->get_options()) {
        if (!option->get_required() || option->count() > 0) continue;
        result.missing.push_back(option->get_name());
    }
    return result;
}

Reading CommandLine::read(std::vector<std::string> arguments) {
    // Help is given whatever else is wrong with the line.
    const auto end = std::find(arguments.begin(), arguments.end(), "--");
    const bool help = std::find_if(arguments.begin(), end, [](const std::string& word) {
                          return word == "-h" || word == "--help";
                      }) != end;
    Reading reading;
    if (!join_words(arguments, reading)) {
        if (help) reading.outcome = Reading::Outcome::kHelp;
        return reading;
    }
    std::reverse(arguments.begin(), arguments.end()); // as CLI11 takes them
    try {
        app_->parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        reading.outcome = Reading::Outcome::kRefused;
        reading.refusal = refusal(error.what());
    }
    reading.part = named_part();
    if (help) reading.outcome = Reading::Outcome::kHelp;
    return reading;
}

} // namespace isthmus::cli
