// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/embedded.hpp"

namespace isthmus {

namespace {

/// A fault in an embedded table is a defect of the build. The text must not come from
/// Diagnostic::to_string, which needs the table that is being read.
[[noreturn]] void fail_embedded(std::string_view file, std::size_t line, std::string_view problem) {
    throw std::logic_error(fmt::format("embedded {}:{}: {}", file, line, problem));
}

std::optional<ExitCode> parse_exit_code(std::string_view name) {
    if (name == "ok") return ExitCode::kOk;
    if (name == "result_says_no") return ExitCode::kResultSaysNo;
    if (name == "usage") return ExitCode::kUsage;
    if (name == "bad_input") return ExitCode::kBadInput;
    if (name == "environment") return ExitCode::kEnvironment;
    if (name == "numerical") return ExitCode::kNumerical;
    if (name == "interrupted") return ExitCode::kInterrupted;
    if (name == "internal") return ExitCode::kInternal;
    return std::nullopt;
}

std::vector<DiagnosticKind> read_kinds() {
    const std::string file = "errors/diagnostics.csv";
    const Result<CsvFile> csv = parse_csv(embedded::diagnostics_csv, file);
    if (!csv) {
        const Diagnostic& first = csv.diagnostics().items().front();
        fail_embedded(file, first.row, first.id);
    }
    const std::vector<std::string> columns{"id", "level", "exit_code", "title", "help"};
    if (csv.value().header.fields != columns) fail_embedded(file, 1, "wrong columns");
    std::vector<DiagnosticKind> kinds;
    for (const auto& [line, fields] : csv.value().records) {
        const std::optional<ExitCode> exit_code = parse_exit_code(fields[2]);
        if (!exit_code) fail_embedded(file, line, "unknown exit code");
        if (fields[1] != "error" && fields[1] != "warning") {
            fail_embedded(file, line, "unknown level");
        }
        const Level level = fields[1] == "error" ? Level::kError : Level::kWarning;
        kinds.push_back({fields[0], level, *exit_code, fields[3], fields[4]});
    }
    return kinds;
}

const DiagnosticKind& kind_of(const Diagnostic& diagnostic) {
    const DiagnosticKind* kind = find_diagnostic_kind(diagnostic.id);
    if (kind == nullptr) {
        throw std::logic_error(
            fmt::format("diagnostic {} is not listed in errors/diagnostics.csv", diagnostic.id));
    }
    return *kind;
}

} // namespace

const std::vector<DiagnosticKind>& diagnostic_kinds() {
    static const std::vector<DiagnosticKind> kinds = read_kinds();
    return kinds;
}

const DiagnosticKind* find_diagnostic_kind(std::string_view id) {
    const std::vector<DiagnosticKind>& kinds = diagnostic_kinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const DiagnosticKind& kind) { return kind.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

Level Diagnostic::level() const {
    return kind_of(*this).level;
}

std::string Diagnostic::to_string() const {
    std::string text;
    if (!file.empty())
        text += row > 0 ? fmt::format("{}:{}: ", file, row) : fmt::format("{}: ", file);
    if (file.empty() && row > 0) text += fmt::format("line {}: ", row);
    if (!column.empty()) text += fmt::format("column '{}': ", column);
    text += kind_of(*this).title;
    if (!found.empty()) text += fmt::format(": found '{}'", found);
    if (!expected.empty())
        text += fmt::format("{} expected {}", found.empty() ? ":" : ",", expected);
    if (!hint.empty()) text += fmt::format(" ({})", hint);
    text += fmt::format(" [{}]", id);
    // One line whatever a cell holds, so that a list of diagnostics can be read line by line.
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

void Diagnostics::append(const Diagnostics& other) {
    // A copy first: `other` may be this very list.
    std::vector<Diagnostic> added = other.items_;
    items_.insert(items_.end(), std::make_move_iterator(added.begin()),
                  std::make_move_iterator(added.end()));
}

std::size_t Diagnostics::error_count() const {
    return static_cast<std::size_t>(
        std::count_if(items_.begin(), items_.end(),
                      [](const Diagnostic& item) { return item.level() == Level::kError; }));
}

bool Diagnostics::has_errors() const {
    return std::any_of(items_.begin(), items_.end(),
                       [](const Diagnostic& item) { return item.level() == Level::kError; });
}

void Diagnostics::sort() {
    std::stable_sort(items_.begin(), items_.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.file, a.row, a.column, a.id) < std::tie(b.file, b.row, b.column, b.id);
    });
}

Diagnostics one(Diagnostic diagnostic) {
    Diagnostics diagnostics;
    diagnostics.add(std::move(diagnostic));
    return diagnostics;
}

} // namespace isthmus
