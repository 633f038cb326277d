// SPDX-License-Identifier: Apache-2.0
#include "base/file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/diagnostics.hpp"

namespace isthmus {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_reading(const fs::path& path, int reason) {
    throw Error("E401", fmt::format("{}: cannot be read: {}", path.string(),
                                    std::generic_category().message(reason)));
}

[[noreturn]] void fail_writing(const fs::path& path, int reason) {
    throw Error("E402", fmt::format("{}: cannot be written: {}", path.string(),
                                    std::generic_category().message(reason)));
}

/// An open file, closed at the end of its life.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool open() const { return number_ >= 0; }
    int number() const { return number_; }
    /// Errors of delayed writing come only when the file is closed.
    bool close() {
        const int number = number_;
        number_ = -1;
        return ::close(number) == 0;
    }

  private:
    int number_;
};

/// Removes a file unless it has been renamed.
class Removal {
  public:
    explicit Removal(fs::path path) : path_(std::move(path)) {}
    ~Removal() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove(path_, ignored);
    }
    Removal(const Removal&) = delete;
    Removal& operator=(const Removal&) = delete;
    void cancel() { path_.clear(); }

  private:
    fs::path path_;
};

void write_all(const Descriptor& file, std::string_view content, const fs::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail_writing(path, errno);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// A new file beside `path` under a name that nothing has, so that renaming stays in one file
/// system.
int create_beside(const fs::path& path, fs::path& temporary) {
    constexpr int kAttempts = 1000;
    for (int i = 0; i < kAttempts; ++i) {
        temporary = path.parent_path() / fmt::format(".isthmus-{}-{}.tmp", ::getpid(), i);
        const int number = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (number >= 0 || errno != EEXIST) return number;
    }
    return -1;
}

void replace_file(const fs::path& path, std::string_view content) {
    fs::path temporary;
    Descriptor file(create_beside(path, temporary));
    if (!file.open()) fail_writing(path, errno);
    Removal removal(temporary);
    write_all(file, content, path);
    struct stat present {};
    if (::stat(path.c_str(), &present) == 0 &&
        ::fchmod(file.number(), present.st_mode & 0777U) != 0) {
        fail_writing(path, errno);
    }
    if (!file.close()) fail_writing(path, errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail_writing(path, errno);
    removal.cancel();
}

void write_through(const fs::path& path, std::string_view content) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.open()) fail_writing(path, errno);
    write_all(file, content, path);
    if (!file.close()) fail_writing(path, errno);
}

} // namespace

std::string read_file(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) fail_reading(path, errno);
    std::string content;
    struct stat status {};
    if (::fstat(file.number(), &status) == 0 && status.st_size > 0) {
        content.reserve(static_cast<std::size_t>(status.st_size));
    }
    char buffer[1 << 16];
    while (true) {
        const ssize_t size = ::read(file.number(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) fail_reading(path, errno);
        if (size == 0) return content;
        content.append(buffer, static_cast<std::size_t>(size));
    }
}

void write_file(const fs::path& path, std::string_view content) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) fail_writing(path, EISDIR);
    // A terminal or a pipe such as /dev/stdout is written to; renaming would put a file in its
    // place.
    if (fs::exists(status) && !fs::is_regular_file(status)) return write_through(path, content);
    fs::path target = path;
    // The file that a symbolic link names is replaced, not the link.
    if (fs::exists(status) && fs::is_symlink(path, error)) target = fs::canonical(path, error);
    if (!fs::exists(status) && path.has_parent_path()) {
        fs::create_directories(path.parent_path(), error);
        if (error) fail_writing(path, error.value());
    }
    replace_file(target, content);
}

} // namespace isthmus
