// SPDX-License-Identifier: Apache-2.0
// Internal to the module: cells that the tables of the chronicle share.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "chronicle/involvement.hpp"
#include "report/naming.hpp"
#include "report/table.hpp"

namespace isthmus::report {

inline Cell text_or_missing(const std::string& text) {
    return text.empty() ? Cell() : Cell(text);
}
inline Cell number_or_missing(const std::optional<double>& number) {
    return number ? Cell(*number) : Cell();
}
inline Cell date_or_missing(const std::optional<Date>& date) {
    return date ? Cell(date->to_string()) : Cell();
}
inline Cell evidence_cell(const std::optional<world::Evidence>& evidence) {
    return evidence ? Cell(std::string(world::to_string(*evidence))) : Cell();
}
inline Cell parties_cell(const world::World& world, const std::vector<world::Party>& parties) {
    return text_or_missing(party_names(world, parties));
}
inline Cell things_cell(const world::World& world, const std::vector<world::RowName>& things) {
    std::vector<std::string> names;
    for (const world::RowName& thing : things) {
        names.push_back(chronicle::name_of(world, thing));
    }
    return text_or_missing(join(names, "; "));
}
inline Cell links_cell(const world::World& world, const std::vector<world::LinkId>& links) {
    std::vector<std::string> names;
    for (const world::LinkId link : links) names.push_back(world.links[link].name);
    return text_or_missing(join(names, "; "));
}
inline Cell sources_cell(const world::World& world, const std::vector<world::ClaimId>& claims) {
    return text_or_missing(join(chronicle::source_ids(world, claims), "; "));
}

/// "Caspian", "Caspian, scenario x".
inline std::string world_title(const world::World& world) {
    const std::string& title = world.manifest().title;
    return world.scenario.empty() ? title : title + ", scenario " + world.scenario;
}

} // namespace isthmus::report
