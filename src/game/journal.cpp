// SPDX-License-Identifier: Apache-2.0
#include "game/journal.hpp"

#include <cerrno>
#include <cstring>
#include <string_view>

namespace isthmus::game {

namespace {

constexpr std::string_view kMagic = "ISTHRUN2";

std::uint64_t checksum(std::uint64_t key, std::uint32_t number, std::span<const double> values) {
    Digest digest;
    digest.add(key);
    digest.add(number);
    digest.add(values.size());
    digest.add(values.data(), values.size_bytes());
    return digest.value();
}

template <typename T> bool read(std::FILE* file, T* to, std::size_t count = 1) {
    return std::fread(to, sizeof(T), count, file) == count;
}

Diagnostics wrong(const char* id, const std::filesystem::path& path, std::string found,
                  std::string expected, std::string hint) {
    return one({id, path.string(), 0, "", std::move(found), std::move(expected), std::move(hint)});
}

/// Reads chunks up to the end or the first torn one and keeps those of the key; the length of what
/// is whole.
std::uintmax_t read_chunks(std::FILE* file, std::uintmax_t size, std::uint64_t key,
                           std::map<std::uint32_t, std::vector<double>>& finished) {
    std::uintmax_t whole = kMagic.size();
    for (;;) {
        std::uint64_t of = 0, sum = 0;
        std::uint32_t number = 0, count = 0;
        if (!read(file, &of) || !read(file, &number) || !read(file, &count)) return whole;
        const std::uintmax_t bytes = sizeof of + sizeof number + sizeof count + sizeof sum +
                                     std::uintmax_t{count} * sizeof(double);
        if (bytes > size - whole) return whole;
        std::vector<double> values(count);
        if (!read(file, values.data(), count) || !read(file, &sum)) return whole;
        if (sum != checksum(of, number, values)) return whole;
        if (of == key) finished[number] = std::move(values);
        whole += bytes;
    }
}

/// Whether the file is empty or begins as a journal does, even where writing stopped there.
bool begins_as_journal(const std::filesystem::path& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                               std::fclose);
    if (!file) return false;
    char magic[8] = {};
    const std::size_t length = std::fread(magic, 1, sizeof magic, file.get());
    return kMagic.starts_with(std::string_view(magic, length));
}

} // namespace

void Digest::add(const void* data, std::size_t bytes) {
    const auto* at = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < bytes; ++i) hash_ = (hash_ ^ at[i]) * 0x100000001B3ULL;
}

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& path,
                                               std::uint64_t key) {
    std::unique_ptr<Journal> journal(new Journal());
    journal->key_ = key;
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(path, error);
    if (std::filesystem::exists(path, error) && (!regular || !begins_as_journal(path))) {
        return wrong("E710", path, regular ? "a file of something else" : "no regular file",
                     "a journal, or no file", "name another one");
    }
    const std::uintmax_t size = regular ? std::filesystem::file_size(path, error) : 0;
    if (size >= kMagic.size()) {
        const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
        if (file) {
            std::fseek(file.get(), static_cast<long>(kMagic.size()), SEEK_SET);
            const std::uintmax_t whole = read_chunks(file.get(), size, key, journal->finished_);
            std::filesystem::resize_file(path, whole, error);
        }
        if (!error) journal->file_.reset(std::fopen(path.c_str(), "ab"));
    } else {
        journal->file_.reset(std::fopen(path.c_str(), "wb"));
        if (journal->file_) {
            std::fwrite(kMagic.data(), 1, kMagic.size(), journal->file_.get());
            std::fflush(journal->file_.get());
        }
    }
    if (!journal->file_) {
        return wrong("E402", path, "", "a file that can be written", std::strerror(errno));
    }
    return journal;
}

bool Journal::append(std::uint32_t number, std::span<const double> values) {
    const auto count = static_cast<std::uint32_t>(values.size());
    const std::uint64_t sum = checksum(key_, number, values);
    std::vector<char> bytes(sizeof key_ + sizeof number + sizeof count + values.size_bytes() +
                            sizeof sum);
    char* at = bytes.data();
    const auto put = [&at](const void* data, std::size_t size) {
        if (size > 0) std::memcpy(at, data, size);
        at += size;
    };
    put(&key_, sizeof key_);
    put(&number, sizeof number);
    put(&count, sizeof count);
    put(values.data(), values.size_bytes());
    put(&sum, sizeof sum);
    const std::lock_guard lock(mutex_);
    return std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() &&
           std::fflush(file_.get()) == 0;
}

} // namespace isthmus::game
