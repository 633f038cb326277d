// SPDX-License-Identifier: Apache-2.0
#include "chronicle/country_codes.hpp"

#include <set>
#include <stdexcept>

#include "base/csv.hpp"
#include "chronicle/embedded.hpp"

namespace isthmus::chronicle {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

using ActorsOf = std::unordered_map<std::string, std::set<std::string>>;

/// Those that mean one actor only.
std::unordered_map<std::string, std::string> unambiguous(const ActorsOf& meanings) {
    std::unordered_map<std::string, std::string> result;
    for (const auto& [text, actors] : meanings) {
        if (actors.size() == 1) result.emplace(text, *actors.begin());
    }
    return result;
}

std::unordered_map<std::string, std::string> by_codes(const world::World& world) {
    ActorsOf meanings;
    for (const world::Actor& actor : world.actors) {
        if (!actor.iso3166.empty()) meanings[actor.iso3166].insert(actor.id);
    }
    return unambiguous(meanings);
}

std::unordered_map<std::string, std::string> by_names(const world::World& world) {
    ActorsOf meanings;
    for (const world::Actor& actor : world.actors) {
        meanings[lower(actor.id)].insert(actor.id);
        meanings[lower(actor.name)].insert(actor.id);
    }
    for (const world::Alias& alias : world.aliases) {
        if (alias.kind != world::AliasKind::kName) continue;
        for (const std::string& thing : alias.things) {
            const world::ActorId actor = world.find<world::ActorTag>("actors", thing);
            if (actor.valid()) meanings[lower(alias.name)].insert(thing);
        }
    }
    return unambiguous(meanings);
}

/// Countries of GDELT and ICEWS with their ISO codes (rules/event_countries.csv).
struct FileCountries {
    std::unordered_map<std::string, std::string> gdelt, icews;
};

FileCountries read_file_countries() {
    const Result<CsvFile> file = parse_csv(embedded::event_countries_csv, "event_countries.csv");
    if (!file) throw std::logic_error(file.diagnostics().items()[0].to_string());
    FileCountries countries;
    for (const CsvRecord& record : file.value().records) {
        const std::vector<std::string>& cells = record.fields;
        (cells[0] == "gdelt" ? countries.gdelt : countries.icews).emplace(cells[1], cells[2]);
    }
    return countries;
}

const FileCountries& file_countries() {
    static const FileCountries countries = read_file_countries();
    return countries;
}

std::string_view look_up(const std::unordered_map<std::string, std::string>& map,
                         const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::string_view() : found->second;
}

} // namespace

CountryCodes::CountryCodes(const world::World& world)
    : by_code_(by_codes(world)), by_name_(by_names(world)) {}

std::string_view CountryCodes::actor(EventFormat format, std::string_view country) const {
    const std::string text(country);
    if (format == EventFormat::kPolecat) return look_up(by_code_, text);
    const FileCountries& files = file_countries();
    const bool names = format == EventFormat::kIcews;
    const std::string code(look_up(names ? files.icews : files.gdelt, text));
    if (!names) return look_up(by_code_, code.empty() ? text : code);
    const std::string_view by_code = look_up(by_code_, code);
    return by_code.empty() ? look_up(by_name_, lower(text)) : by_code;
}

} // namespace isthmus::chronicle
