// SPDX-License-Identifier: Apache-2.0
// pdftotext as a child process: POSIX spawn, two pipes, limits of size and time.
#include "evidence/pdf_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/text.hpp"
#include "evidence/refusal.hpp"

extern char** environ;

namespace isthmus::evidence {

namespace {

using Clock = std::chrono::steady_clock;

/// A book of a thousand pages takes a few seconds; what takes a minute is a file made to.
constexpr std::chrono::seconds kLongest{60};
constexpr std::size_t kMostErrors = 2000;

[[noreturn]] void fail(int reason) {
    throw Error("E913", fmt::format("no process can be started: {}",
                                    std::generic_category().message(reason)));
}

/// One direction of talk with a child; both ends close themselves.
class Pipe {
  public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) fail(errno);
    }
    ~Pipe() {
        close(0);
        close(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reading() const { return ends_[0]; }
    int writing() const { return ends_[1]; }
    void close(std::size_t end) {
        if (ends_[end] >= 0) ::close(ends_[end]);
        ends_[end] = -1;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
};

class FileActions {
  public:
    FileActions() {
        if (const int error = ::posix_spawn_file_actions_init(&actions_)) fail(error);
    }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void connect(const Pipe& output, const Pipe& errors) {
        check(::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0));
        check(::posix_spawn_file_actions_adddup2(&actions_, output.writing(), 1));
        check(::posix_spawn_file_actions_adddup2(&actions_, errors.writing(), 2));
    }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    static void check(int error) {
        if (error != 0) fail(error);
    }
    posix_spawn_file_actions_t actions_{};
};

/// A child that is ended and waited for at the latest when this goes.
class Child {
  public:
    explicit Child(pid_t id) : id_(id) {}
    ~Child() {
        if (id_ <= 0) return;
        kill();
        wait();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void kill() const { ::kill(id_, SIGKILL); }
    int wait() {
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        id_ = 0;
        return status;
    }

  private:
    pid_t id_;
};

/// Reads once from a pipe that has something; false at its end.
bool read_some(int pipe, std::string& text, std::size_t most) {
    std::array<char, 1 << 16> buffer;
    const ssize_t size = ::read(pipe, buffer.data(), buffer.size());
    if (size < 0) return errno == EINTR || errno == EAGAIN;
    const std::size_t room = most > text.size() ? most - text.size() : 0;
    text.append(buffer.data(), std::min(static_cast<std::size_t>(size), room));
    return size > 0;
}

/// Listens until both pipes end or a limit is passed; says which.
ProgramEnd::Kind listen(const Pipe& output, const Pipe& errors, const ProgramLimits& limits,
                        ProgramEnd& end) {
    const Clock::time_point last = Clock::now() + limits.time;
    std::array<pollfd, 2> pipes{pollfd{output.reading(), POLLIN, 0},
                                pollfd{errors.reading(), POLLIN, 0}};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(last - Clock::now()).count();
        if (left <= 0) return ProgramEnd::Kind::kTooLong;
        if (::poll(pipes.data(), pipes.size(), static_cast<int>(left)) < 0 && errno != EINTR)
            fail(errno);
        if (pipes[0].revents != 0 && !read_some(pipes[0].fd, end.output, limits.output + 1))
            pipes[0].fd = -1;
        if (pipes[1].revents != 0 && !read_some(pipes[1].fd, end.errors, kMostErrors))
            pipes[1].fd = -1;
        if (end.output.size() > limits.output) return ProgramEnd::Kind::kTooMuch;
        for (pollfd& pipe : pipes) pipe.revents = 0;
    }
    return ProgramEnd::Kind::kExited;
}

std::string first_line(const std::string& text) {
    return std::string(trim(std::string_view(text).substr(0, text.find('\n'))));
}

} // namespace

ProgramEnd run_program(const std::vector<std::string>& arguments, const ProgramLimits& limits) {
    std::vector<std::string> words = arguments;
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    Pipe output, errors;
    FileActions actions;
    actions.connect(output, errors);
    ProgramEnd end;
    pid_t id = 0;
    const int error = ::posix_spawnp(&id, argv[0], actions.get(), nullptr, argv.data(), environ);
    if (error == ENOENT || error == EACCES) {
        end.kind = ProgramEnd::Kind::kNotFound;
        return end;
    }
    if (error != 0) fail(error);
    Child child(id);
    output.close(1);
    errors.close(1);
    end.kind = listen(output, errors, limits, end);
    if (end.kind != ProgramEnd::Kind::kExited) child.kill();
    const int status = child.wait();
    if (WIFEXITED(status)) end.code = WEXITSTATUS(status);
    if (end.kind == ProgramEnd::Kind::kExited && !WIFEXITED(status))
        end.kind = ProgramEnd::Kind::kKilled;
    return end;
}

Result<std::string> pdf_text(const std::filesystem::path& file, std::size_t most_bytes,
                             const std::string& program) {
    // An absolute path never begins with a dash, whatever the file is called.
    const std::string path = std::filesystem::absolute(file).string();
    ProgramEnd end = run_program({program, "-enc", "UTF-8", path, "-"}, {most_bytes, kLongest});
    switch (end.kind) {
    case ProgramEnd::Kind::kNotFound:
        return refusal("E913", file, "no program " + program, "the program pdftotext of poppler",
                       "install poppler-utils");
    case ProgramEnd::Kind::kTooLong:
        return refusal("E913", file, fmt::format("no end after {} s", kLongest.count()),
                       "text within that time");
    case ProgramEnd::Kind::kTooMuch:
        return refusal("E911", file, fmt::format("more than {} bytes of text", most_bytes),
                       fmt::format("at most {}", most_bytes));
    case ProgramEnd::Kind::kKilled:
        return refusal("E913", file, "pdftotext was ended by a signal", "text");
    case ProgramEnd::Kind::kExited:
        break;
    }
    if (end.code != 0) {
        return refusal("E914", file, first_line(end.errors), "a PDF that can be read",
                       "open it in a viewer and save it anew without a password");
    }
    return std::move(end.output);
}

} // namespace isthmus::evidence
