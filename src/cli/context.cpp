// SPDX-License-Identifier: Apache-2.0
#include "cli/context.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/direction.hpp"
#include "base/text.hpp"

namespace isthmus::cli {
namespace {

constexpr std::string_view kRed = "\033[1;31m";
constexpr std::string_view kYellow = "\033[1;33m";
constexpr std::string_view kPlain = "\033[0m";
constexpr std::string_view kClearLine = "\r\033[K";

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

/// Writes all of it; the error number where that fails.
int write_all(int file, std::string_view data) {
    while (!data.empty()) {
        const ssize_t written = ::write(file, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        data.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

std::size_t terminal_width() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    constexpr std::size_t kUsual = 80;
    return kUsual;
}

} // namespace

std::string counted(std::size_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

Context::Context() {
    const bool plain = !variable("NO_COLOR").empty() || variable("TERM") == "dumb";
    const bool out = ::isatty(STDOUT_FILENO) == 1;
    const bool talk = ::isatty(STDERR_FILENO) == 1;
    colour_out_ = out && !plain;
    colour_talk_ = talk && !plain;
    progress_wanted_ = talk && variable("TERM") != "dumb";
    if (out) width_ = terminal_width();
}

void Context::print(std::string_view data) {
    progress({});
    const int problem = write_all(STDOUT_FILENO, data);
    if (problem == EPIPE) throw ReaderGone{};
    if (problem != 0) {
        throw Error("E402", fmt::format("standard output: cannot be written: {}",
                                        std::generic_category().message(problem)));
    }
}

void Context::talk(std::string_view text) {
    progress({});
    // Where even this cannot be written there is nobody left to tell.
    static_cast<void>(write_all(STDERR_FILENO, text));
}

void Context::progress(std::string_view text) {
    if (!progress_wanted_ || quiet || (text.empty() && !progress_shown_)) return;
    static_cast<void>(write_all(STDERR_FILENO, fmt::format("{}{}", kClearLine, text)));
    progress_shown_ = !text.empty();
}

void Context::note(std::string_view text) {
    if (!quiet) talk(fmt::format("{}\n", text));
}

std::string Context::painted(std::string_view text, std::string_view style) const {
    if (!colour_talk_) return std::string(text);
    return fmt::format("{}{}{}", style, text, kPlain);
}

void Context::error(std::string_view text) {
    talk(fmt::format("{} {}\n", painted("error:", kRed), text));
}

void Context::list(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& item : diagnostics.items()) {
        const bool is_error = item.level() == Level::kError;
        if (!is_error && quiet) continue;
        text += fmt::format("{} {}\n",
                            is_error ? painted("error:", kRed) : painted("warning:", kYellow),
                            terminal_line(item.to_string()));
    }
    talk(text);
}

void Context::warn(const Diagnostics& diagnostics) {
    list(diagnostics);
}

void Context::count_warnings(const Diagnostics& diagnostics) {
    if (diagnostics.empty()) return;
    note(fmt::format("The world has {}; `isthmus check` shows them",
                     counted(diagnostics.items().size(), "warning")));
}

ExitCode Context::fail(const Diagnostics& diagnostics) {
    list(diagnostics);
    ExitCode code = ExitCode::kOk;
    std::string first;
    for (const Diagnostic& item : diagnostics.items()) {
        if (item.level() != Level::kError || !first.empty()) continue;
        first = item.id;
        code = find_diagnostic_kind(item.id)->exit_code;
    }
    // A slip of the command line needs no summary.
    if (code == ExitCode::kUsage || first.empty()) return code;
    const std::size_t errors = diagnostics.error_count();
    const std::size_t warnings = diagnostics.items().size() - errors;
    std::string text = counted(errors, "error");
    if (warnings > 0) text += ", " + counted(warnings, "warning");
    note(fmt::format("{}; `isthmus explain {}` says more about the first", text, first));
    return code;
}

ExitCode Context::fail(Diagnostic diagnostic) {
    Diagnostics diagnostics;
    diagnostics.add(std::move(diagnostic));
    return fail(diagnostics);
}

} // namespace isthmus::cli
