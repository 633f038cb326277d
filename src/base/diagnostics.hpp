// SPDX-License-Identifier: Apache-2.0
// What is wrong with an input, and a value that may be missing because of it.
// Every diagnostic has an id that is listed in errors/diagnostics.csv with its level, exit code and
// help.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace isthmus {

enum class Level { kWarning, kError };

/// Process exit codes; they are stable and listed in errors/exit_codes.csv.
enum class ExitCode : int {
    kOk = 0,
    kResultSaysNo = 1,
    kUsage = 2,
    kBadInput = 3,
    kEnvironment = 4,
    kNumerical = 5,
    kInterrupted = 6,
    kInternal = 70,
};

/// One kind of diagnostic, as errors/diagnostics.csv describes it.
struct DiagnosticKind {
    std::string id;
    Level level = Level::kError;
    ExitCode exit_code = ExitCode::kBadInput;
    std::string title;
    std::string help;
};

/// All kinds, in the order of the table.
const std::vector<DiagnosticKind>& diagnostic_kinds();
/// The kind with this id, or nullptr.
const DiagnosticKind* find_diagnostic_kind(std::string_view id);

/// One finding. Empty strings and zero rows mean "does not apply".
struct Diagnostic {
    std::string id;       ///< e.g. "E101"
    std::string file;     ///< path as the user knows it
    std::size_t row = 0;  ///< line in the file, the header being line 1
    std::string column;   ///< name of the column
    std::string found;    ///< what stands there
    std::string expected; ///< what should stand there
    std::string hint;     ///< nearest match, or what to do

    /// Throws std::logic_error where the id is not listed, as does to_string().
    Level level() const;
    /// One line: "file:row: column 'c': title: found 'x', expected y (hint) [E012]".
    std::string to_string() const;
};

class Diagnostics {
  public:
    void add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }
    void append(const Diagnostics& other);
    const std::vector<Diagnostic>& items() const { return items_; }
    bool empty() const { return items_.empty(); }
    bool has_errors() const;
    std::size_t error_count() const;
    /// In a stable order: by file, row, column, id.
    void sort();

  private:
    std::vector<Diagnostic> items_;
};

/// A single finding.
Diagnostics one(Diagnostic diagnostic);

/// A value, or the diagnostics that say why there is none.
template <typename T> class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::move(value)) {}
    Result(Diagnostics diagnostics) : content_(std::move(diagnostics)) {}

    bool ok() const { return std::holds_alternative<T>(content_); }
    explicit operator bool() const { return ok(); }
    const T& value() const& { return std::get<T>(content_); }
    T&& value() && { return std::get<T>(std::move(content_)); }
    const Diagnostics& diagnostics() const { return std::get<Diagnostics>(content_); }

  private:
    std::variant<T, Diagnostics> content_;
};

/// The environment failed (a file that cannot be read or written): caught once at each entry point.
class Error : public std::runtime_error {
  public:
    Error(std::string id, const std::string& message)
        : std::runtime_error(message), id_(std::move(id)) {}
    const std::string& id() const { return id_; }

  private:
    std::string id_;
};

} // namespace isthmus
