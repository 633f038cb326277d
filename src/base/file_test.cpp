// SPDX-License-Identifier: Apache-2.0
#include "base/file.hpp"

#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/diagnostics.hpp"

namespace isthmus {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "isthmus-file-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::size_t count_files() const {
        const fs::recursive_directory_iterator files(folder_);
        return static_cast<std::size_t>(std::distance(fs::begin(files), fs::end(files)));
    }

    fs::path folder_;
};

template <typename Action> std::string error_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.id() + " " + error.what();
    }
    return "";
}

TEST_F(FileTest, WhatIsWrittenReadsBack) {
    const std::string content("line\r\n\0\xFF end", 13);
    write_file(folder_ / "a.bin", content);
    EXPECT_EQ(read_file(folder_ / "a.bin"), content);
    write_file(folder_ / "a.bin", "");
    EXPECT_EQ(read_file(folder_ / "a.bin"), "");
    const std::string large(3000000, 'x');
    write_file(folder_ / "a.bin", large);
    EXPECT_EQ(read_file(folder_ / "a.bin"), large);
    EXPECT_EQ(count_files(), 1U);
}

TEST_F(FileTest, MakesFolders) {
    write_file(folder_ / "new" / "deep" / "a.txt", "x");
    EXPECT_EQ(read_file(folder_ / "new" / "deep" / "a.txt"), "x");
}

TEST_F(FileTest, NamesWithoutAFolder) {
    const fs::path before = fs::current_path();
    fs::current_path(folder_);
    write_file("plain.txt", "x");
    fs::current_path(before);
    EXPECT_EQ(read_file(folder_ / "plain.txt"), "x");
}

TEST_F(FileTest, UnreadableFilesAreNamed) {
    EXPECT_EQ(error_of([&] { read_file(folder_ / "none.csv"); }),
              "E401 " + (folder_ / "none.csv").string() +
                  ": cannot be read: No such file or directory");
    EXPECT_EQ(error_of([&] { read_file(folder_); }).substr(0, 4), "E401");
}

TEST_F(FileTest, UnwritablePlacesAreNamed) {
    write_file(folder_ / "file", "x");
    EXPECT_EQ(error_of([&] { write_file(folder_ / "file" / "a", "y"); }).substr(0, 4), "E402");
    EXPECT_EQ(error_of([&] { write_file(folder_, "y"); }).substr(0, 4), "E402");
    EXPECT_EQ(error_of([&] { write_file("", "y"); }).substr(0, 4), "E402");
    EXPECT_EQ(read_file(folder_ / "file"), "x");
    EXPECT_EQ(count_files(), 1U);
}

// A limit on file size stands for a full disk: writing fails half-way, even for root.
TEST_F(FileTest, FailureLeavesTheOldFileAndNoTemporary) {
    const fs::path path = folder_ / "a.txt";
    write_file(path, "old");
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const std::string error = error_of([&] { write_file(path, std::string(5000, 'n')); });
        ::_exit(error.substr(0, 4) == "E402" ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(read_file(path), "old");
    EXPECT_EQ(count_files(), 1U);
}

TEST_F(FileTest, ReaderOfTheOldFileKeepsIt) {
    const fs::path path = folder_ / "a.txt";
    write_file(path, "old text");
    std::ifstream reader(path);
    write_file(path, "new");
    std::string line;
    std::getline(reader, line);
    EXPECT_EQ(line, "old text");
}

TEST_F(FileTest, KeepsPermissionsAndLinks) {
    const fs::path path = folder_ / "a.txt";
    write_file(path, "old");
    ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
    fs::create_symlink("a.txt", folder_ / "link.txt");
    write_file(folder_ / "link.txt", "new");
    EXPECT_TRUE(fs::is_symlink(folder_ / "link.txt"));
    EXPECT_EQ(read_file(path), "new");
    EXPECT_EQ(fs::status(path).permissions(), static_cast<fs::perms>(0640));
}

TEST_F(FileTest, PipesAreWrittenToAndNotReplaced) {
    const fs::path pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        write_file(pipe, "through");
        ::_exit(0);
    }
    EXPECT_EQ(read_file(pipe), "through");
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_TRUE(fs::is_fifo(pipe));
}

} // namespace
} // namespace isthmus
