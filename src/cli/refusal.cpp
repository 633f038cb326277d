// SPDX-License-Identifier: Apache-2.0
// What is wrong with a command line, and the nearest right word.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/command_line.hpp"

namespace isthmus::cli {
namespace {

std::string hint_for(const std::string& word, const std::vector<std::string>& names,
                     const std::string& otherwise) {
    const auto match = nearest_match(word, names);
    return match ? fmt::format("did you mean '{}'?", *match) : otherwise;
}

std::string place_of(const Part* part) {
    return part == nullptr ? "isthmus" : "isthmus " + part->info().name;
}

Diagnostic unknown_option(const CommandLine& line, const Part* part, std::string word) {
    word = word.substr(0, word.find('='));
    std::vector<std::string> names = line.options().option_names();
    if (part != nullptr) {
        const std::vector<std::string> own = part->options.option_names();
        names.insert(names.begin(), own.begin(), own.end());
    }
    const std::string place = place_of(part);
    return {"E601",
            "",
            0,
            "",
            word,
            "an option of " + place,
            hint_for(word, names, fmt::format("`{} --help` lists them", place))};
}

Diagnostic unknown_word(const CommandLine& line, const Part* part, const std::string& word) {
    if (part != nullptr) {
        return {"E601",
                "",
                0,
                "",
                word,
                "no further argument",
                fmt::format("`{} --help` shows what it takes", place_of(part))};
    }
    std::vector<std::string> names = line.groups();
    for (const Part& known : line.parts()) names.push_back(known.info().name);
    return {"E601",
            "",
            0,
            "",
            word,
            "a command",
            hint_for(word, names, "`isthmus --help` lists the commands")};
}

/// "--year YEAR" for the parser's "--year", or the name of an argument as it is.
std::string spoken(const Part& part, const std::string& name) {
    for (const OptionInfo& option : part.options.options()) {
        if (option.names.back() == name) return option.heading();
    }
    return name;
}

Diagnostic something_missing(const Refusal& refusal) {
    std::vector<std::string> missing;
    for (const std::string& name : refusal.missing) missing.push_back(spoken(*refusal.part, name));
    return {"E601",
            "",
            0,
            "",
            "",
            join(missing, " and "),
            fmt::format("for example: {}", refusal.part->info().examples.front().command)};
}

} // namespace

Diagnostic explain_refusal(const CommandLine& line, const Refusal& refusal) {
    // An unknown word comes first: a misspelt --year is why --year is missing.
    if (!refusal.unknown.empty()) {
        const auto option = std::find_if(
            refusal.unknown.begin(), refusal.unknown.end(),
            [](const std::string& word) { return word.size() > 1 && word.front() == '-'; });
        if (option != refusal.unknown.end()) return unknown_option(line, refusal.part, *option);
        return unknown_word(line, refusal.part, refusal.unknown.front());
    }
    if (!refusal.missing.empty()) return something_missing(refusal);
    return {"E601",
            "",
            0,
            "",
            "",
            refusal.reason,
            fmt::format("see `{} --help`", place_of(refusal.part))};
}

} // namespace isthmus::cli
