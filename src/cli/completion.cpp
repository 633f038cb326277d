// SPDX-License-Identifier: Apache-2.0
// Completion for bash, made from the command line as declared.
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "world/schema.hpp"

namespace isthmus::cli {
namespace {

/// What may follow an option: a word of a few, a scenario, a file, or anything.
std::string value_case(const std::string& pattern, const OptionInfo& option) {
    const auto offer = [&](const std::string& words) {
        return fmt::format("    {}) _isthmus_offer {}; return ;;\n", pattern, words);
    };
    if (!option.choices.empty()) return offer(fmt::format("-W '{}'", join(option.choices, " ")));
    if (option.names.back() == "--scenario") return offer("-W \"$(_isthmus_scenarios)\"");
    if (option.value.starts_with("FILE") || option.value == "PATH" || option.value == "TEMPLATE") {
        return offer("-f");
    }
    return fmt::format("    {}) return ;;\n", pattern);
}

std::string value_cases(const Part& part) {
    std::string text;
    for (const OptionInfo& option : part.options.options()) {
        if (option.value.empty()) continue;
        text += value_case(fmt::format("'{}':{}", part.info().name, option.names.back()), option);
    }
    return text;
}

constexpr std::string_view kHead =
    R"(# Completion of isthmus for bash; printed by `isthmus --completion bash`.
# The scenarios of the world on the command line, or of the current folder.
_isthmus_scenarios() {
    local each world=.
    for each in "${COMP_WORDS[@]:2}"; do
        if [[ -e $each/world.toml ]]; then world=$each; fi
    done
    for each in "$world"/scenarios/*.toml; do
        [[ -e $each ]] && basename "$each" .toml
    done
}

_isthmus_offer() {
    mapfile -t COMPREPLY < <(compgen "$@" -- "${COMP_WORDS[COMP_CWORD]}")
}

_isthmus() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command='' each
    COMPREPLY=()
)";

constexpr std::string_view kCommand = R"(    for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $each == -* ]]; then continue; fi
        command=${command:+$command }$each
        if [[ -z ${parts[$command]} ]]; then break; fi
    done
)";

constexpr std::string_view kTail = R"(    if [[ $word == -* ]]; then
        _isthmus_offer -W "$options"
    elif [[ -z $command ]]; then
        _isthmus_offer -W "$commands"
    elif [[ -n ${parts[$command]} ]]; then
        _isthmus_offer -W "${parts[$command]}"
    elif [[ $command == schema ]]; then
        _isthmus_offer -W "$tables"
    else
        _isthmus_offer -d
    fi
}
complete -o filenames -F _isthmus isthmus
)";

/// "[evidence]='add check' ": what may follow the first of two words.
std::string group_part(const CommandLine& line, const std::string& group) {
    std::vector<std::string> words;
    for (const Part* part : line.parts_of(group)) {
        words.push_back(part->info().name.substr(group.size() + 1));
    }
    return fmt::format("[{}]='{}' ", group, join(words, " "));
}

} // namespace

std::string bash_completion(const CommandLine& line) {
    std::vector<std::string> names = line.groups();
    std::string values, options, parts;
    for (const std::string& group : names) parts += group_part(line, group);
    for (const Part& part : line.parts()) {
        const std::string& name = part.info().name;
        if (name.find(' ') == std::string::npos) names.push_back(name);
        values += value_cases(part);
        options += fmt::format("    '{}') options+=' {}' ;;\n", name,
                               join(part.options.option_names(), " "));
    }
    std::vector<std::string> tables{"units"};
    for (const world::TableSchema& table : world::schema()) tables.push_back(table.name);
    std::string text(kHead);
    text += fmt::format("    local commands='{} help' tables='{}' options='{}'\n", join(names, " "),
                        join(tables, " "), join(line.options().option_names(), " "));
    text += fmt::format("    local -A parts=({})\n", parts);
    text += kCommand;
    text += "    case $command:$before in\n" + values + "    esac\n";
    text += "    case $command in\n" + options + "    esac\n";
    return text.append(kTail);
}

} // namespace isthmus::cli
