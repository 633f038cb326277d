// SPDX-License-Identifier: Apache-2.0
// Finished chunks of a long run in a file, so that a run that was stopped or killed goes on where
// it was: it loses at most the chunks that were under way.
//
// Format (in the machine's byte order): "ISTHRUN2", then chunks: a key of 8 bytes that says of
// which run, number and count (4 bytes each), `count` doubles, a checksum of 8 bytes over all that.
// The parts of a game are runs of their own in one file. A chunk is written by one append; a torn
// tail is cut off when the file is opened again.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/diagnostics.hpp"

namespace isthmus::game {

/// FNV-1a over anything, for keys and checksums.
class Digest {
  public:
    void add(const void* data, std::size_t bytes);
    template <typename Number> void add(const Number& number) { add(&number, sizeof number); }
    template <typename Number> void add(const std::vector<Number>& numbers) {
        add(numbers.size());
        add(numbers.data(), numbers.size() * sizeof(Number));
    }
    std::uint64_t value() const { return hash_; }

  private:
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

/// Safe to append to from several threads.
class Journal {
  public:
    /// Opens or creates the file for the run of that key. E710 where it is no journal, E402 where
    /// it cannot be written.
    static Result<std::unique_ptr<Journal>> open(const std::filesystem::path& path,
                                                 std::uint64_t key);

    /// Chunks of the run that were there already, by number.
    const std::map<std::uint32_t, std::vector<double>>& finished() const { return finished_; }
    /// False where the file could not be written.
    bool append(std::uint32_t number, std::span<const double> values);

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    Journal() = default;

    std::unique_ptr<std::FILE, Close> file_;
    std::uint64_t key_ = 0;
    std::mutex mutex_;
    std::map<std::uint32_t, std::vector<double>> finished_;
};

} // namespace isthmus::game
