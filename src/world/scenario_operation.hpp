// SPDX-License-Identifier: Apache-2.0
// Internal to the module: one operation of a scenario, a table such as [[close]], read key by key.
// Whatever is wrong with a key is reported; the functions then return nothing, and the operation is
// left out, so that all mistakes of a file are told at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/date.hpp"
#include "base/diagnostics.hpp"
#include "world/report.hpp"
#include "world/table.hpp"
#include "world/toml_file.hpp"

namespace isthmus::world {

/// A period as the operation writes it; empty texts are open ends.
struct Dates {
    std::string from, to;
    Period period;
};

/// The years of a series that an operation changes, both included.
struct Years {
    int first = 0;
    int last = 0;
};

/// How an operation changes a number.
struct NumberChange {
    enum class Kind { kSet, kScale, kAdd };
    Kind kind = Kind::kSet;
    double value = 0;
    std::string unit; ///< of a value set or added; empty for a scale
};

class Operation {
  public:
    Operation(std::string kind, const toml::table& content, const std::string& file,
              const Manifest& manifest, Diagnostics& diagnostics)
        : kind_(std::move(kind)),
          content_(content),
          file_(file),
          manifest_(manifest),
          diagnostics_(diagnostics),
          reader_(content, file, diagnostics) {}

    const std::string& kind() const { return kind_; }
    const TomlReader& reader() const { return reader_; }
    RowOrigin origin() const { return {file_, reader_.line()}; }

    /// Reports keys other than these, `claims` and `note`.
    void check_keys(std::vector<std::string> known) const;
    bool has(std::string_view key) const { return content_.contains(key); }
    std::string text(std::string_view key, bool required) const {
        return reader_.text(key, required);
    }
    /// One text, or a list of them without repetitions.
    std::vector<std::string> names(std::string_view key, bool required) const;
    std::optional<double> number(std::string_view key, bool required) const;
    /// A number that is not below zero.
    std::optional<double> amount(std::string_view key, bool required) const;
    /// The only one of the keys that is there; none or several are reported (E238).
    std::optional<std::string> only_of(const std::vector<std::string>& keys) const;
    /// The only one of set, scale and add, with the unit that set and add need.
    std::optional<NumberChange> change(const std::vector<std::string>& kinds) const;
    /// The days from one key to the other, within the world's years.
    std::optional<Dates> dates(std::string_view from = "from", std::string_view to = "to") const;
    /// The years from `from` to `to`, by default those of the world.
    std::optional<Years> years() const;

    void report(std::string_view id, std::string_view key, std::string expected,
                std::string hint = {}) const {
        reader_.report(id, key, std::move(expected), std::move(hint));
    }
    /// The same about something that does not stand in the file as such.
    void report(Finding finding) const { report_at(reader_.line_of(finding.column), finding); }
    void report_at(std::size_t line, Finding finding) const {
        isthmus::world::report(diagnostics_, {file_, line}, std::move(finding));
    }
    /// A reader of a table inside the operation's.
    TomlReader reader_of(const toml::table& inner) const { return {inner, file_, diagnostics_}; }

  private:
    std::optional<std::optional<Date>> date(std::string_view key) const;
    std::optional<int> year(std::string_view key, int otherwise) const;

    std::string kind_;
    const toml::table& content_;
    const std::string& file_;
    const Manifest& manifest_;
    Diagnostics& diagnostics_;
    TomlReader reader_;
};

} // namespace isthmus::world
