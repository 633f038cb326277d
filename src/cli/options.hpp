// SPDX-License-Identifier: Apache-2.0
// Declares what one part of the command line takes. CLI11 reads it; --help, the man page, the
// completion and the reference page are made from what is kept here. Few files include CLI11, which
// is slow to compile.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace isthmus::cli {

struct OptionInfo {
    std::vector<std::string> names; ///< "-h", "--help"; of an argument "WORLD"
    std::string value;              ///< "YEAR", "text|csv|json"; empty for a flag
    std::string meaning;
    bool required = false;
    std::vector<std::string> choices; ///< where the value is one of a few words, these

    /// "--year YEAR", "-h, --help"
    std::string heading() const;
};

enum class Need { kOptional, kRequired };

class Options {
  public:
    explicit Options(CLI::App& app) : app_(app) {}

    /// By place: `value` is its name in capitals.
    void argument(const std::string& value, std::string& target, const std::string& meaning,
                  Need need = Need::kOptional);
    /// `names` are separated by commas: "-q,--quiet".
    void flag(const std::string& names, bool& target, const std::string& meaning);
    /// `value` is a name in capitals, or the words that are possible: "text|csv|json".
    void option(const std::string& name, const std::string& value, std::string& target,
                const std::string& meaning, Need need = Need::kOptional);
    /// An option that may be given several times.
    void option(const std::string& name, const std::string& value, std::vector<std::string>& target,
                const std::string& meaning, Need need = Need::kOptional);
    /// Understood but not shown.
    void hidden_option(const std::string& name, std::string& target);
    void hidden_flag(const std::string& name, bool& target);

    const std::vector<OptionInfo>& arguments() const { return arguments_; }
    const std::vector<OptionInfo>& options() const { return options_; }
    std::vector<std::string> option_names() const;
    /// "isthmus check [OPTION]... [WORLD]" for "isthmus check".
    std::string usage(const std::string& name) const;

  private:
    void describe(const std::string& name, const std::string& value, const std::string& meaning,
                  Need need);

    CLI::App& app_;
    std::vector<OptionInfo> arguments_, options_;
};

} // namespace isthmus::cli
