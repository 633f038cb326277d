// SPDX-License-Identifier: Apache-2.0
// The input is a scenario, applied to a small world: it ends with tables that build or not, or with
// diagnostics.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <unistd.h>

#include "base/file.hpp"
#include "world/scenario.hpp"
#include "world/world.hpp"

namespace {

namespace fs = std::filesystem;
using namespace isthmus;

/// A world that never reads a file: two nodes and one link with a status in two periods.
const world::Tables& tables() {
    static const world::Tables result = [] {
        world::Tables made;
        made.manifest.id = "fuzz";
        made.manifest.first_year = made.manifest.base_year = 2000;
        made.manifest.last_year = 2030;
        for (const world::TableSchema& table : world::schema()) {
            made.tables[table.name].schema = &table;
        }
        const auto add = [&](const std::string& table, std::vector<std::string> cells) {
            world::Table& target = made.tables.at(table);
            cells.resize(target.schema->columns.size());
            target.rows.push_back({std::move(cells), {table + ".csv", target.rows.size() + 2}});
        };
        add("actors", {"a", "A", "state"});
        add("territories", {"t", "T"});
        add("nodes", {"n", "N", "hub", "t", "1", "1", "c"});
        add("nodes", {"m", "M", "hub", "t", "2", "2", "c"});
        add("links", {"l", "L", "road", "n", "m", "both", "200", "c"});
        add("link_status", {"l", "open", "", "2010", "", "c"});
        add("link_status", {"l", "closed", "2011-01", "2020-06-30", "a", "c"});
        add("claims", {"c", "x", "x", "x", "1", "", "", "", "", "s", "", "stated"});
        add("sources", {"s", "S", "", "", "", "", "press"});
        return made;
    }();
    return result;
}

const fs::path& file() {
    static const fs::path path = [] {
        std::string pattern = (fs::temp_directory_path() / "isthmus-fuzz-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        return fs::path(pattern) / "input.toml";
    }();
    return path;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    write_file(file(), {reinterpret_cast<const char*>(data), size});
    Result<world::Tables> changed = world::apply_scenario(tables(), file());
    if (!changed) {
        if (!changed.diagnostics().has_errors()) std::abort();
        return 0;
    }
    const Result<world::World> built = world::build(std::move(changed).value());
    if (!built && !built.diagnostics().has_errors()) std::abort();
    return 0;
}
