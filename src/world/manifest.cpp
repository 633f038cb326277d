// SPDX-License-Identifier: Apache-2.0
// Reads world.toml.
#include "base/file.hpp"
#include "base/text.hpp"
#include "world/read.hpp"
#include "world/toml_file.hpp"

namespace isthmus::world {

namespace {

/// Years of four digits, which is what dates in the tables have.
constexpr int kEarliestYear = 1000;
constexpr int kLatestYear = 9999;

int read_year(const TomlReader& reader, std::string_view key, bool required) {
    const std::optional<int> year = reader.integer(key, required);
    if (!year) return 0;
    if (*year >= kEarliestYear && *year <= kLatestYear) return *year;
    reader.report("E205", key, "a year of four digits");
    return 0;
}

void check_years(const TomlReader& reader, Manifest& manifest) {
    if (manifest.first_year == 0 || manifest.last_year == 0) return;
    if (manifest.last_year < manifest.first_year) {
        reader.report("E205", "last_year",
                      "a year not before first_year, " + std::to_string(manifest.first_year));
        manifest.first_year = manifest.last_year = 0;
        return;
    }
    if (manifest.base_year == 0) return;
    if (manifest.base_year >= manifest.first_year && manifest.base_year <= manifest.last_year) {
        return;
    }
    reader.report("E205", "base_year",
                  "a year from " + std::to_string(manifest.first_year) + " to " +
                      std::to_string(manifest.last_year));
}

} // namespace

Manifest read_manifest(const std::filesystem::path& file, Diagnostics& diagnostics) {
    Manifest manifest;
    const std::string shown = file.generic_string();
    const std::optional<toml::table> content = parse_toml(read_file(file), shown, diagnostics);
    if (!content) return manifest;
    const TomlReader reader(*content, shown, diagnostics);
    reader.check_keys({"id", "title", "description", "licence", "conventions", "first_year",
                       "last_year", "base_year", "players", "price_year"});
    manifest.id = reader.text("id", true);
    manifest.title = reader.text("title", true);
    manifest.description = reader.text("description", false);
    manifest.licence = reader.text("licence", true);
    manifest.conventions = reader.text("conventions", false);
    manifest.first_year = read_year(reader, "first_year", true);
    manifest.last_year = read_year(reader, "last_year", true);
    manifest.base_year = read_year(reader, "base_year", true);
    manifest.players = reader.texts("players");
    manifest.price_year = read_year(reader, "price_year", false);
    check_years(reader, manifest);
    return manifest;
}

} // namespace isthmus::world
