// SPDX-License-Identifier: Apache-2.0
#include "game/journal.hpp"

#include <filesystem>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"

namespace isthmus::game {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKey = 0x0123456789ABCDEFULL;
constexpr std::size_t kHead = 8;         ///< bytes before the first chunk
constexpr std::size_t kAroundChunk = 24; ///< bytes of a chunk beside its values

class JournalFile : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "isthmus-journal-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        path_ = folder_ / "run";
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::unique_ptr<Journal> open(std::uint64_t key = kKey) {
        auto journal = Journal::open(path_, key);
        if (!journal.ok()) {
            ADD_FAILURE() << journal.diagnostics().items().front().id;
            return nullptr;
        }
        return std::move(journal).value();
    }
    void expect_refused(const char* id) {
        const auto journal = Journal::open(path_, kKey);
        ASSERT_FALSE(journal.ok());
        const auto& diagnostic = journal.diagnostics().items().front();
        EXPECT_EQ(diagnostic.id, id);
        EXPECT_NE(diagnostic.file.find("run"), std::string::npos);
    }
    /// Chunks 5, 2 and 9, in this order, of 3, 0 and 2 values.
    void begin() {
        const auto journal = open();
        ASSERT_TRUE(journal->append(5, first_));
        ASSERT_TRUE(journal->append(2, {}));
        ASSERT_TRUE(journal->append(9, last_));
    }
    /// Length of the journal with so many of those chunks.
    std::size_t length(std::size_t chunks) const {
        const std::size_t values = chunks == 0 ? 0 : chunks < 3 ? 3 : 5;
        return kHead + chunks * kAroundChunk + values * sizeof(double);
    }
    std::size_t chunks() { return open()->finished().size(); }

    const std::vector<double> first_ = {1.5, -0.0, std::numeric_limits<double>::denorm_min()};
    const std::vector<double> last_ = {1e300, 1.0 / 3};
    fs::path folder_, path_;
};

TEST_F(JournalFile, HoldsWhatWasAppended) {
    begin();
    const auto journal = open();
    ASSERT_EQ(journal->finished().size(), 3U);
    EXPECT_EQ(journal->finished().at(5), first_);
    EXPECT_TRUE(journal->finished().at(2).empty());
    EXPECT_EQ(journal->finished().at(9), last_);
    EXPECT_EQ(fs::file_size(path_), length(3));
}

TEST_F(JournalFile, OpeningAWholeOneChangesNothing) {
    begin();
    const std::string before = read_file(path_);
    open();
    EXPECT_EQ(read_file(path_), before);
}

TEST_F(JournalFile, TornAnywhereKeepsTheWholeChunks) {
    begin();
    const std::string whole = read_file(path_);
    ASSERT_EQ(whole.size(), length(3));
    for (std::size_t cut = kHead; cut < whole.size(); ++cut) {
        write_file(path_, whole.substr(0, cut));
        const std::size_t kept = cut >= length(2) ? 2 : cut >= length(1) ? 1 : 0;
        const auto journal = open();
        ASSERT_EQ(journal->finished().size(), kept) << cut;
        EXPECT_EQ(fs::file_size(path_), length(kept)) << cut;
        ASSERT_TRUE(journal->append(9, last_));
        EXPECT_EQ(chunks(), kept + 1) << cut;
    }
}

TEST_F(JournalFile, TornInItsHeadBeginsAnew) {
    begin();
    const std::string whole = read_file(path_);
    for (std::size_t cut = 0; cut < kHead; ++cut) {
        write_file(path_, whole.substr(0, cut));
        EXPECT_EQ(chunks(), 0U);
        EXPECT_EQ(read_file(path_), whole.substr(0, kHead)) << cut;
    }
}

/// Each bit of a chunk is under its checksum: the key, the number, the count, the values and the
/// sum.
TEST_F(JournalFile, AFlippedBitEndsWhatIsTaken) {
    begin();
    const std::string whole = read_file(path_);
    for (std::size_t at = kHead; at < whole.size(); ++at) {
        for (const int bit : {0, 3, 7}) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
            write_file(path_, damaged);
            const std::size_t kept = at >= length(2) ? 2 : at >= length(1) ? 1 : 0;
            ASSERT_EQ(chunks(), kept) << at << ", " << bit;
            ASSERT_EQ(fs::file_size(path_), length(kept));
        }
    }
}

TEST_F(JournalFile, AnEnormousCountIsTorn) {
    begin();
    std::string whole = read_file(path_).substr(0, length(1));
    whole += std::string(8, 'k') + std::string("\x01\x00\x00\x00\xFF\xFF\xFF\xFF", 8) +
             std::string(64, '\0');
    write_file(path_, whole);
    EXPECT_EQ(chunks(), 1U);
}

/// The parts of a game share a file: each finds its own chunks, and leaves the others'.
TEST_F(JournalFile, RunsShareAFile) {
    begin();
    const std::string before = read_file(path_);
    {
        const auto other = open(kKey + 1);
        EXPECT_TRUE(other->finished().empty());
        ASSERT_TRUE(other->append(5, last_));
    }
    EXPECT_TRUE(read_file(path_).starts_with(before));
    EXPECT_EQ(open()->finished().at(5), first_);
    EXPECT_EQ(chunks(), 3U);
    const auto other = open(kKey + 1);
    ASSERT_EQ(other->finished().size(), 1U);
    EXPECT_EQ(other->finished().at(5), last_);
}

TEST_F(JournalFile, AForeignFileIsRefusedAndUntouched) {
    for (const std::string& text :
         {std::string("x"), std::string("short\n"), std::string("ISTHRUN1"),
          std::string("a letter that is no journal\n"), std::string(4096, '\0')}) {
        write_file(path_, text);
        expect_refused("E710");
        EXPECT_EQ(read_file(path_), text);
    }
}

TEST_F(JournalFile, CannotBeWritten) {
    path_ = folder_ / "nowhere" / "run";
    expect_refused("E402");
}

TEST_F(JournalFile, AFolderIsNoJournal) {
    fs::create_directory(path_);
    expect_refused("E710");
}

TEST_F(JournalFile, TakesTheLastOfAChunkWrittenTwice) {
    begin();
    ASSERT_TRUE(open()->append(5, last_));
    EXPECT_EQ(open()->finished().at(5), last_);
    EXPECT_EQ(chunks(), 3U);
}

TEST_F(JournalFile, ThreadsAppendWholeChunks) {
    constexpr std::uint32_t kThreads = 4, kChunks = 50;
    {
        const auto journal = open();
        std::vector<std::thread> threads;
        for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (std::uint32_t i = 0; i < kChunks; ++i) {
                    const std::uint32_t number = i * kThreads + thread;
                    journal->append(number, std::vector<double>(number % 7, number));
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    const auto journal = open();
    ASSERT_EQ(journal->finished().size(), kThreads * kChunks);
    for (const auto& [number, values] : journal->finished()) {
        EXPECT_EQ(values, std::vector<double>(number % 7, number));
    }
}

TEST(Digest, TellsWhereANumberStands) {
    Digest one, other, again;
    one.add(std::vector<int>{1, 2});
    one.add(std::vector<int>{3});
    other.add(std::vector<int>{1});
    other.add(std::vector<int>{2, 3});
    again.add(std::vector<int>{1, 2});
    again.add(std::vector<int>{3});
    EXPECT_NE(one.value(), other.value());
    EXPECT_EQ(one.value(), again.value());
}

TEST(Digest, IsFnv1a) {
    Digest digest;
    digest.add("foobar", 6);
    EXPECT_EQ(digest.value(), 0x85944171F73967E8ULL); // published with the function's own tests
}

} // namespace
} // namespace isthmus::game
