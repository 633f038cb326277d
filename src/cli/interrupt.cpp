// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.hpp"

#include <atomic>
#include <csignal>

#include <unistd.h>

#include "base/diagnostics.hpp"

namespace isthmus::cli {
namespace {

// A signal handler has no other way to learn what the rest of the process is doing.
std::atomic<int> writers{0};
std::atomic<bool> pending{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

[[noreturn]] void leave() {
    constexpr char kText[] = "\ninterrupted; nothing was left half-written\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kText, sizeof kText - 1);
    ::_exit(static_cast<int>(ExitCode::kInterrupted));
}

void on_signal(int /*number*/) {
    if (writers == 0) leave();
    pending = true;
}

void handle(int number) {
    struct sigaction present {};
    // Whoever started the command may have asked for the signal to be ignored (nohup, a shell's
    // background job).
    if (::sigaction(number, nullptr, &present) == 0 && present.sa_handler == SIG_IGN) return;
    struct sigaction action {};
    action.sa_handler = on_signal;
    ::sigaction(number, &action, nullptr);
}

} // namespace

void handle_signals() {
    handle(SIGINT);
    handle(SIGTERM);
    std::signal(SIGPIPE, SIG_IGN);
}

Uninterrupted::Uninterrupted() {
    ++writers;
}

Uninterrupted::~Uninterrupted() {
    if (--writers == 0 && pending) leave();
}

} // namespace isthmus::cli
