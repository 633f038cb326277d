// SPDX-License-Identifier: Apache-2.0
// Ctrl-C ends the command with its own exit code and leaves no half-written file behind.
#pragma once

namespace isthmus::cli {

/// SIGINT and SIGTERM end the process with exit code 6; a closed pipe is an error of writing and no
/// signal.
void handle_signals();

/// While one of these lives, an interruption waits for its end: files are being written.
class Uninterrupted {
  public:
    Uninterrupted();
    ~Uninterrupted();
    Uninterrupted(const Uninterrupted&) = delete;
    Uninterrupted& operator=(const Uninterrupted&) = delete;
};

} // namespace isthmus::cli
