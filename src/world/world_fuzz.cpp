// SPDX-License-Identifier: Apache-2.0
// A whole world in one input: sections headed by a line "=== file name", each the content of that
// file. Whatever the bytes, loading ends with a world or with diagnostics, and a world can be asked
// and exported.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <unistd.h>

#include "base/file.hpp"
#include "world/datapackage.hpp"
#include "world/evidence.hpp"
#include "world/world.hpp"

namespace {

namespace fs = std::filesystem;
using namespace isthmus;

/// One folder for the process, emptied before each input.
const fs::path& folder() {
    static const fs::path path = [] {
        std::string pattern = (fs::temp_directory_path() / "isthmus-fuzz-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        return fs::path(pattern);
    }();
    return path;
}

bool is_plain_name(std::string_view name) {
    constexpr std::size_t kLongest = 40;
    return !name.empty() && name.size() <= kLongest && name.front() != '.' &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

void write_sections(std::string_view input) {
    constexpr std::string_view kHead = "=== ";
    while (input.starts_with(kHead)) {
        input.remove_prefix(kHead.size());
        const std::size_t line = std::min(input.find('\n'), input.size());
        const std::string_view name = input.substr(0, line);
        input.remove_prefix(std::min(line + 1, input.size()));
        std::size_t end = input.starts_with(kHead) ? 0 : input.find("\n=== ");
        if (end != 0 && end != std::string_view::npos) ++end;
        const std::string_view content = input.substr(0, end);
        input.remove_prefix(content.size());
        if (is_plain_name(name)) write_file(folder() / name, content);
    }
}

void ask(const world::World& loaded) {
    (void)world::summarise_evidence(loaded);
    (void)world::datapackage_json(loaded.tables);
    const Day day = reference_day(loaded.manifest().base_year);
    for (const world::TerritoryId territory : loaded.territories.ids()) {
        (void)loaded.controller(territory, day);
    }
    for (const world::Restriction& restriction : loaded.restrictions) {
        for (const world::ActorId actor : loaded.actors.ids()) {
            (void)loaded.covers(restriction.target, actor, day);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder())) {
        fs::remove_all(entry.path());
    }
    write_sections({reinterpret_cast<const char*>(data), size});
    const Result<world::World> loaded = world::load(folder());
    if (loaded) {
        ask(loaded.value());
        return 0;
    }
    if (!loaded.diagnostics().has_errors()) std::abort();
    for (const Diagnostic& diagnostic : loaded.diagnostics().items()) {
        if (diagnostic.to_string().empty()) std::abort();
    }
    return 0;
}
