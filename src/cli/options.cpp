// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"

#include <CLI/CLI.hpp>

#include "base/text.hpp"

namespace isthmus::cli {

std::string OptionInfo::heading() const {
    const std::string text = join(names, ", ");
    return value.empty() ? text : text + " " + value;
}

void Options::describe(const std::string& name, const std::string& value,
                       const std::string& meaning, Need need) {
    constexpr std::size_t kLongestValue = 20;
    OptionInfo info{{name}, value, meaning, need == Need::kRequired, {}};
    if (value.find('|') != std::string::npos) info.choices = split(value, '|');
    if (value.size() > kLongestValue) { // too long to stand beside the name
        info.value = info.choices.empty() ? value : "WORD";
        if (!info.choices.empty()) info.meaning += ": " + join(info.choices, ", ");
    }
    options_.push_back(std::move(info));
}

void Options::argument(const std::string& value, std::string& target, const std::string& meaning,
                       Need need) {
    arguments_.push_back({{value}, "", meaning, need == Need::kRequired, {}});
    app_.add_option(value, target, meaning)->required(need == Need::kRequired);
}

void Options::flag(const std::string& names, bool& target, const std::string& meaning) {
    options_.push_back({split(names, ','), "", meaning, false, {}});
    app_.add_flag(names, target, meaning);
}

void Options::option(const std::string& name, const std::string& value, std::string& target,
                     const std::string& meaning, Need need) {
    describe(name, value, meaning, need);
    app_.add_option(name, target, meaning)->required(need == Need::kRequired);
}

void Options::option(const std::string& name, const std::string& value,
                     std::vector<std::string>& target, const std::string& meaning, Need need) {
    describe(name, value, meaning, need);
    // One value each time, so that what follows may be an argument.
    app_.add_option(name, target, meaning)
        ->required(need == Need::kRequired)
        ->allow_extra_args(false);
}

void Options::hidden_option(const std::string& name, std::string& target) {
    app_.add_option(name, target);
}

void Options::hidden_flag(const std::string& name, bool& target) {
    app_.add_flag(name, target);
}

std::vector<std::string> Options::option_names() const {
    std::vector<std::string> names;
    for (const OptionInfo& option : options_) {
        names.insert(names.end(), option.names.begin(), option.names.end());
    }
    return names;
}

std::string Options::usage(const std::string& name) const {
    std::string text = name + " [OPTION]...";
    for (const OptionInfo& argument : arguments_) {
        const std::string& word = argument.names.front();
        text += argument.required ? " " + word : " [" + word + "]";
    }
    return text;
}

} // namespace isthmus::cli
