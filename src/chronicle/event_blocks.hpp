// SPDX-License-Identifier: Apache-2.0
// Files one after the other, in blocks of whole lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace isthmus::chronicle {

struct EventBlock {
    std::size_t number = 0;           ///< from 0, through all files
    std::size_t file = 0;             ///< index of the file
    bool first = false, last = false; ///< of its file
    std::size_t size = 0;             ///< of the text; the buffer is longer
    std::uint64_t bytes = 0;          ///< read so far of all files
    std::string buffer;

    std::string_view text() const { return std::string_view(buffer).substr(0, size); }
};

/// Not to be used by several threads at once.
class BlockReader {
  public:
    BlockReader(const std::vector<std::filesystem::path>& files, std::size_t block_bytes);
    ~BlockReader();
    BlockReader(const BlockReader&) = delete;
    BlockReader& operator=(const BlockReader&) = delete;

    /// The next block, its text ending with a line feed (added where the file has none) and
    /// followed by RowScanner::kPadding zeros; false after the last. Every file has at least one
    /// block, which may be empty. Throws Error (E401).
    bool next(EventBlock& block);

  private:
    void open();
    bool fill(EventBlock& block, std::size_t least);
    [[noreturn]] void fail(int reason) const;

    const std::vector<std::filesystem::path>& files_;
    std::size_t block_bytes_;
    std::size_t file_ = 0, number_ = 0;
    int descriptor_ = -1;
    bool first_ = true;
    std::uint64_t bytes_ = 0;
    std::string carried_; ///< the beginning of a line that the next block has whole
};

/// The first bytes of a file. Throws Error (E401).
std::string read_beginning(const std::filesystem::path& file, std::size_t bytes);

} // namespace isthmus::chronicle
