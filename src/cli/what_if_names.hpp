// SPDX-License-Identifier: Apache-2.0
// What a person means by a name on the command line of what-if: a link, place, corridor, project,
// state or bloc of the world.
//
// In this order, and the first that holds decides: the id itself (of a link before a node, a
// corridor and a project); an id that is the same but for words that only say what kind of thing it
// is ("btc-pipeline" for btc, "btc" for project-btc), again a link first; ids of which all words of
// the typed name are a part; names of which they are. "links/btc" names the table as well.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "world/world.hpp"

namespace isthmus::cli {

/// A row of a table by its id.
struct NamedThing {
    std::string kind; ///< in a scenario: "link", "node", "corridor", "project", "actor" or "bloc"
    std::string id, name;
};

/// Of the tables links, nodes, corridors and projects. E602 with the nearest id where nothing is
/// meant, E831 with all candidates where several things are.
Result<NamedThing> find_thing(const world::World& world, const std::string& option,
                              const std::string& typed);
/// Of projects alone.
Result<NamedThing> find_project(const world::World& world, const std::string& option,
                                const std::string& typed);
/// Of actors and blocs, by id or name.
Result<NamedThing> find_party(const world::World& world, const std::string& option,
                              const std::string& typed);

} // namespace isthmus::cli
