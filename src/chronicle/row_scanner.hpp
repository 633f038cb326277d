// SPDX-License-Identifier: Apache-2.0
// Cuts lines into cells at tabs, eight bytes at a time. No cell is quoted: event files divide cells
// by tabs alone.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace isthmus::chronicle {

/// One line without its end (LF or CR LF).
struct Row {
    std::string_view line;
    const char* text = nullptr; ///< what the ends count from
    std::uint32_t start = 0;
    const std::uint32_t* ends = nullptr; ///< of the cells
    std::size_t cells = 0;
    bool ascii = true; ///< false: some byte of the line or beside it is above 127

    std::string_view cell(std::size_t i) const {
        const std::uint32_t from = i == 0 ? start : ends[i - 1] + 1;
        return {text + from, ends[i] - from};
    }
};

class RowScanner {
  public:
    /// Bytes beyond the text that must be readable, and zero.
    static constexpr std::size_t kPadding = 8;

    /// `text` is shorter than 4 GiB, ends with a line feed and is followed by the padding.
    explicit RowScanner(std::string_view text) : text_(text) {}

    /// Lines read so far, empty ones too.
    std::size_t lines() const { return lines_; }

    /// The next line that is not empty; false at the end.
    bool next(Row& row) {
        while (start_ < text_.size()) {
            read_line(row);
            if (!row.line.empty()) return true;
        }
        return false;
    }

  private:
    /// The bytes of the word that equal `byte`, 0x80 in the place of each.
    static std::uint64_t equal_bytes(std::uint64_t word, unsigned char byte) {
        constexpr std::uint64_t kOnes = 0x0101010101010101U, kLow = 0x7f7f7f7f7f7f7f7fU;
        const std::uint64_t differing = word ^ (kOnes * byte);
        return ~(((differing & kLow) + kLow) | differing | kLow);
    }

    void load() {
        std::uint64_t word = 0;
        std::memcpy(&word, text_.data() + next_word_, sizeof word);
        if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
        high_bits_ |= word;
        separators_ = equal_bytes(word, '\t') | equal_bytes(word, '\n');
        word_ = next_word_;
        next_word_ += sizeof word;
    }

    void read_line(Row& row) {
        std::size_t cells = 0;
        high_bits_ = 0;
        while (true) {
            while (separators_ == 0) load();
            const std::size_t place =
                word_ + static_cast<std::size_t>(std::countr_zero(separators_)) / 8;
            separators_ &= separators_ - 1;
            if (cells == ends_.size()) ends_.resize(2 * cells);
            ends_[cells++] = static_cast<std::uint32_t>(place);
            if (text_[place] == '\n') break;
        }
        ++lines_;
        std::uint32_t& end = ends_[cells - 1];
        const std::size_t next = end + std::size_t{1};
        if (end > start_ && text_[end - 1] == '\r') --end;
        row = {text_.substr(start_, end - start_),
               text_.data(),
               static_cast<std::uint32_t>(start_),
               ends_.data(),
               cells,
               ((high_bits_ | first_bits_) & kHighBits) == 0};
        // The last word of this line may hold the beginning of the next.
        first_bits_ = high_bits_;
        start_ = next;
    }

    static constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    static constexpr std::size_t kUsualCells = 128;

    std::string_view text_;
    std::size_t start_ = 0, word_ = 0, next_word_ = 0, lines_ = 0;
    std::uint64_t separators_ = 0, high_bits_ = 0, first_bits_ = 0;
    std::vector<std::uint32_t> ends_ = std::vector<std::uint32_t>(kUsualCells);
};

} // namespace isthmus::chronicle
