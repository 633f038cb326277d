// SPDX-License-Identifier: Apache-2.0
// The input is a scenario, applied to a small world: it ends with tables that build or not, or with
// diagnostics.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "base/file.hpp"
#include "world/scenario.hpp"
#include "world/world.hpp"

namespace {

namespace fs = std::filesystem;
using namespace isthmus;

using Cells = std::vector<std::string>;

/// Rows with names that the scenarios in worlds/ use, so that seeds made of those reach into every
/// operation.
const std::vector<std::pair<std::string, Cells>>& rows() {
    static const std::vector<std::pair<std::string, Cells>> kRows{
        {"actors", {"russia", "Russia", "state"}},
        {"actors", {"azerbaijan", "Azerbaijan", "state"}},
        {"actors", {"iran", "Iran", "state"}},
        {"actors", {"lukoil", "Lukoil", "company", "russia"}},
        {"blocs", {"eu", "Union", "political"}},
        {"memberships", {"azerbaijan", "eu", "member", "2010", "", "c"}},
        {"territories", {"t", "T"}},
        {"nodes", {"terminal", "N", "strait", "t", "1", "1", "c"}},
        {"nodes", {"west", "M", "market", "t", "2", "2", "c"}},
        {"commodities", {"crude", "Crude", "fuel", "Mt/a", "USD/bbl", "7.3"}},
        {"commodities", {"gas", "Gas", "fuel", "bcm/a", "USD/1000m3", "", "40"}},
        {"commodities", {"containers", "Boxes", "freight", "kTEU/a", "USD/TEU"}},
        {"grades", {"cold", "Cold", "gas", "", "42", "", "c"}},
        {"links", {"cpc", "L", "pipeline", "terminal", "west", "both", "200", "c"}},
        {"links", {"western", "K", "rail", "terminal", "west", "forward", "200", "c"}},
        {"link_status", {"cpc", "open", "", "2010", "", "c"}},
        {"link_status", {"cpc", "closed", "2011-01", "2020-06-30", "russia", "c"}},
        {"link_status", {"western", "open", "", "", "", "c"}},
        {"consents", {"cpc", "russia", "legal_regime", "2005", "2025", "c"}},
        {"consents", {"western", "iran", "territory", "", "", "c"}},
        {"capacities", {"cpc", "crude", "forward", "", "2015", "10", "Mt/a", "", "c"}},
        {"capacities", {"cpc", "gas", "both", "2016", "", "8", "bcm/a", "cold", "c"}},
        {"capacities", {"western", "containers", "", "", "", "8", "kTEU/a", "", "c"}},
        {"capacity_groups", {"hormuz-lng", "G"}},
        {"group_members", {"hormuz-lng", "cpc", "gas", "2"}},
        {"group_capacities", {"hormuz-lng", "", "2020", "5", "bcm/a", "c"}},
        {"costs", {"cpc", "crude", "", "", "", "3", "", "USD/t", "", "", "c"}},
        {"costs", {"cpc", "gas", "", "2005", "2025", "3", "4", "USD/1000m3", "", "", "c"}},
        {"mode_costs", {"rail", "containers", "", "", "3", "1", "USD/TEU", "", "", "c"}},
        {"supply",
         {"terminal", "gas", "russia", "2000", "5", "6", "bcm/a", "cold", "9", "", "USD/1000m3",
          "1", "c"}},
        {"supply",
         {"terminal", "gas", "russia", "2030", "5", "6", "mcm/a", "", "9", "", "USD/1000m3", "1",
          "c"}},
        {"demand", {"west", "gas", "iran", "2005", "5", "bcm/a", "9", "", "USD/1000m3", "-1", "c"}},
        {"demand",
         {"west", "gas", "iran", "2024", "6", "bcm/a", "9", "50", "USD/1000m3", "-1", "c"}},
        {"freight_demand",
         {"terminal", "west", "containers", "iran", "iran", "2020", "5", "kTEU/a", "9", "",
          "USD/TEU", "-1", "c"}},
        {"contracts",
         {"ru-ukraine-2009", "Deal", "russia", "iran", "gas", "", "2005", "2025", "1", "2", "bcm/a",
          "c"}},
        {"restrictions",
         {"boycott", "B", "embargo", "eu;iran", "russia;azerbaijan", "gas", "", "2010", "2025", "",
          "", "c"}},
        {"restrictions",
         {"shut", "S", "closure", "iran", "", "", "cpc;western", "2010", "", "", "", "c"}},
        {"projects", {"bypass", "P", "planned", "2025", "", "", "western", "c"}},
        {"projects", {"rasht-astara", "P", "planned", "", "", "", "", "c"}},
        {"project_capacities", {"rasht-astara", "cpc", "gas", "3", "mcm/a", "c"}},
        {"project_capacities", {"bypass", "western", "containers", "3", "kTEU/a", "c"}},
        {"corridors", {"turkish-straits", "C", "cpc;western", "c"}},
        {"claims", {"c", "x", "x", "x", "1", "", "", "", "", "s", "", "stated"}},
        {"sources", {"s", "S", "", "", "", "", "press"}}};
    return kRows;
}

/// A world that never reads a file.
const world::Tables& tables() {
    static const world::Tables result = [] {
        world::Tables made;
        made.manifest.id = "fuzz";
        made.manifest.first_year = made.manifest.base_year = 2000;
        made.manifest.last_year = 2030;
        for (const world::TableSchema& table : world::schema()) {
            made.tables[table.name].schema = &table;
        }
        for (const auto& [name, given] : rows()) {
            world::Table& target = made.tables.at(name);
            Cells cells = given;
            cells.resize(target.schema->columns.size());
            target.rows.push_back({std::move(cells), {name + ".csv", target.rows.size() + 2}});
        }
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
    // What operations make is never of a wrong shape.
    for (const auto& [name, table] : changed.value().tables) {
        for (const world::Row& row : table.rows) {
            if (row.cells.size() != table.schema->columns.size()) std::abort();
        }
    }
    const Result<world::World> built = world::build(std::move(changed).value());
    if (!built && !built.diagnostics().has_errors()) std::abort();
    return 0;
}
