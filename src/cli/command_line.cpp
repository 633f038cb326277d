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
        CLI::App* app = app_->add_subcommand(command->info().name);
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
        if (!named.empty() && named.front()->get_name() == part.info().name) return &part;
    }
    return nullptr;
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
    std::reverse(arguments.begin(), arguments.end()); // as CLI11 takes them
    Reading reading;
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
