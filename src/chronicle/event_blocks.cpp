// SPDX-License-Identifier: Apache-2.0
#include "chronicle/event_blocks.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/diagnostics.hpp"
#include "chronicle/row_scanner.hpp"

namespace isthmus::chronicle {

namespace {

/// Longer lines are taken apart, so that a file without line ends does not fill the memory.
constexpr std::size_t kLongestLine = std::size_t{1} << 24;
/// Keeps places in a block within 32 bits.
constexpr std::size_t kLargestBlock = std::size_t{1} << 30;

} // namespace

BlockReader::BlockReader(const std::vector<std::filesystem::path>& files, std::size_t block_bytes)
    : files_(files), block_bytes_(std::clamp<std::size_t>(block_bytes, 1, kLargestBlock)) {}

BlockReader::~BlockReader() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void BlockReader::fail(int reason) const {
    throw Error("E401", fmt::format("{}: cannot be read: {}", files_[file_].string(),
                                    std::generic_category().message(reason)));
}

void BlockReader::open() {
    descriptor_ = ::open(files_[file_].c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail(errno);
    first_ = true;
}

/// Adds bytes of the file until the block has `least`; false where the file ends before.
bool BlockReader::fill(EventBlock& block, std::size_t least) {
    const std::size_t wanted = least + 1 + RowScanner::kPadding;
    if (block.buffer.size() < wanted) block.buffer.resize(wanted);
    while (block.size < least) {
        const ssize_t got =
            ::read(descriptor_, block.buffer.data() + block.size, least - block.size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(errno);
        if (got == 0) return false;
        block.size += static_cast<std::size_t>(got);
        bytes_ += static_cast<std::uint64_t>(got);
    }
    return true;
}

bool BlockReader::next(EventBlock& block) {
    if (file_ == files_.size()) return false;
    if (descriptor_ < 0) open();
    block.number = number_++;
    block.file = file_;
    block.first = std::exchange(first_, false);
    block.size = 0;
    if (block.buffer.size() < carried_.size()) block.buffer.resize(carried_.size());
    std::copy(carried_.begin(), carried_.end(), block.buffer.begin());
    block.size = carried_.size();
    carried_.clear();

    bool more = true;
    std::size_t end = 0;
    while (more && end == 0) {
        const std::size_t before = block.size;
        more = fill(block, before + block_bytes_);
        const std::size_t found = block.text().substr(before).rfind('\n');
        if (found != std::string_view::npos) end = before + found + 1;
        if (block.size > kLongestLine && end == 0) break;
    }
    if (more && end != 0) {
        carried_.assign(block.buffer, end, block.size - end);
        block.size = end;
    } else if (block.size != 0 && block.buffer[block.size - 1] != '\n') {
        block.buffer[block.size++] = '\n';
    }
    std::memset(block.buffer.data() + block.size, 0, RowScanner::kPadding);
    block.last = !more;
    block.bytes = bytes_;
    if (!more) {
        ::close(std::exchange(descriptor_, -1));
        ++file_;
    }
    return true;
}

std::string read_beginning(const std::filesystem::path& file, std::size_t bytes) {
    const std::vector<std::filesystem::path> files{file};
    BlockReader reader(files, bytes);
    EventBlock block;
    reader.next(block);
    return std::string(block.text());
}

} // namespace isthmus::chronicle
