// SPDX-License-Identifier: Apache-2.0
// The input is a journal: as it is, and as what follows a right head and a right chunk. Whatever
// the bytes, opening ends with whole chunks or with diagnostics; what was opened once stays the
// same, and takes a further chunk that is read again.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "base/file.hpp"
#include "game/journal.hpp"

namespace {

namespace fs = std::filesystem;
using namespace isthmus;

using Chunks = std::map<std::uint32_t, std::vector<double>>;

constexpr std::size_t kKeyAt = 8; ///< bytes before the first chunk, which begins with its key
constexpr std::uint64_t kKey = 42;

const fs::path& file() {
    static const fs::path path = [] {
        std::string pattern = (fs::temp_directory_path() / "isthmus-fuzz-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        return fs::path(pattern) / "journal";
    }();
    return path;
}

void require(bool condition) {
    if (!condition) std::abort();
}

/// Bit by bit: a value may be no number.
bool same(const Chunks& one, const Chunks& other) {
    if (one.size() != other.size()) return false;
    for (auto a = one.begin(), b = other.begin(); a != one.end(); ++a, ++b) {
        if (a->first != b->first || a->second.size() != b->second.size()) return false;
        if (!a->second.empty() && std::memcmp(a->second.data(), b->second.data(),
                                              a->second.size() * sizeof(double)) != 0) {
            return false;
        }
    }
    return true;
}

Chunks chunks_of(std::uint64_t key) {
    const auto journal = game::Journal::open(file(), key);
    require(journal.ok());
    return journal.value()->finished();
}

/// Opens what is in the file, twice, and adds a chunk.
void go_on(std::uint64_t key) {
    const std::string given = read_file(file());
    Chunks expected;
    {
        const auto journal = game::Journal::open(file(), key);
        if (!journal.ok()) {
            require(journal.diagnostics().has_errors());
            require(read_file(file()) == given);
            return;
        }
        expected = journal.value()->finished();
    }
    const std::string kept = read_file(file());
    require(same(chunks_of(key), expected) && read_file(file()) == kept);
    const std::uint32_t number = expected.empty() ? 0 : expected.begin()->first;
    const std::vector<double> values = {1, 0.5};
    require(game::Journal::open(file(), key).value()->append(number, values));
    expected[number] = values;
    require(same(chunks_of(key), expected));
    require(std::string_view(read_file(file())).substr(0, kept.size()) == kept);
}

/// A journal that holds one chunk of these values; what follows is up to the input.
std::string begun(const std::vector<double>& values) {
    fs::remove(file());
    require(game::Journal::open(file(), kKey).value()->append(7, values));
    return read_file(file());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    std::uint64_t key = kKey;
    if (size >= kKeyAt + sizeof key) std::memcpy(&key, data + kKeyAt, sizeof key);
    write_file(file(), input);
    go_on(key);

    std::vector<double> values(size / sizeof(double));
    if (!values.empty()) std::memcpy(values.data(), data, values.size() * sizeof(double));
    const std::string head = begun(values);
    write_file(file(), head + std::string(input));
    go_on(kKey);
    require(chunks_of(kKey).count(7) == 1);
    return 0;
}
