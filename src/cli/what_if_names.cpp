// SPDX-License-Identifier: Apache-2.0
#include "cli/what_if_names.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"

namespace isthmus::cli {
namespace {

using world::World;
using Words = std::set<std::string>;

/// Candidates that a message lists.
constexpr std::size_t kMostListed = 8;

/// Words that say only what kind of thing a name stands for.
const Words& words_of_kind() {
    static const Words kWords{"canal", "corridor", "ferry", "lane",    "line",    "link",
                              "pipe",  "pipeline", "port",  "project", "rail",    "railway",
                              "road",  "route",    "sea",   "strait",  "straits", "terminal"};
    return kWords;
}

/// Lower-case words of letters and digits; letters of other scripts are kept as they are.
Words words(const std::string& text) {
    Words result;
    std::string word;
    for (const char c : text + " ") {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool other = static_cast<unsigned char>(c) >= 0x80;
        if (upper || plain || other) {
            word += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!word.empty()) {
            result.insert(word);
            word.clear();
        }
    }
    return result;
}

/// Without words of kind; all of them where nothing else would be left.
Words telling_words(const std::string& text) {
    const Words all = words(text);
    Words result;
    std::set_difference(all.begin(), all.end(), words_of_kind().begin(), words_of_kind().end(),
                        std::inserter(result, result.end()));
    return result.empty() ? all : result;
}

bool within(const Words& some, const Words& all) {
    return !some.empty() && std::includes(all.begin(), all.end(), some.begin(), some.end());
}

template <typename Table>
void add(const Table& table, const char* kind, std::vector<NamedThing>& things) {
    for (const auto& row : table) things.push_back({kind, row.id, row.name});
}

std::vector<NamedThing> matching(const std::vector<NamedThing>& things, auto&& holds) {
    std::vector<NamedThing> result;
    std::copy_if(things.begin(), things.end(), std::back_inserter(result), holds);
    return result;
}

/// Only those of the kind that comes first.
std::vector<NamedThing> first_kind(std::vector<NamedThing> things) {
    if (!things.empty()) {
        const std::string kind = things.front().kind;
        std::erase_if(things, [&](const NamedThing& thing) { return thing.kind != kind; });
    }
    return things;
}

/// The matches of the first rule that has any.
std::vector<NamedThing> candidates(const std::vector<NamedThing>& things,
                                   const std::string& typed) {
    auto found = matching(things, [&](const NamedThing& each) { return each.id == typed; });
    if (!found.empty()) return {found.front()};
    const Words telling = telling_words(typed), all = words(typed);
    found = first_kind(matching(
        things, [&](const NamedThing& each) { return telling_words(each.id) == telling; }));
    if (!found.empty()) return found;
    found = matching(things, [&](const NamedThing& each) { return within(all, words(each.id)); });
    if (!found.empty()) return found;
    return matching(things, [&](const NamedThing& each) { return within(all, words(each.name)); });
}

Diagnostic ambiguous(const std::string& option, const std::string& typed,
                     const std::vector<NamedThing>& found) {
    std::vector<std::string> names;
    for (const NamedThing& each : found) {
        if (names.size() == kMostListed) break;
        names.push_back(fmt::format("{} {}", each.kind, each.id));
    }
    std::string listed = join(names, ", ");
    if (found.size() > names.size())
        listed += fmt::format(" and {} more", found.size() - names.size());
    return {"E831",
            "",
            0,
            "",
            option + " " + typed,
            "one of " + listed,
            "give the id; links/ID, nodes/ID, corridors/ID or projects/ID where two share one"};
}

Result<NamedThing> find_among(const std::vector<NamedThing>& things, const std::string& option,
                              const std::string& typed, const std::string& expected) {
    const std::vector<NamedThing> found = candidates(things, typed);
    if (found.size() == 1) return found.front();
    if (!found.empty()) return one(ambiguous(option, typed, found));
    std::vector<std::string> ids;
    for (const NamedThing& each : things) ids.push_back(each.id);
    return one({"E602", "", 0, "", option + " " + typed, expected,
                did_you_mean(typed, ids, "`isthmus schema` shows the tables")});
}

} // namespace

Result<NamedThing> find_thing(const World& world, const std::string& option,
                              const std::string& typed) {
    const std::string tables[] = {"links", "nodes", "corridors", "projects"};
    const std::size_t slash = typed.find('/');
    const std::string table = slash == std::string::npos ? "" : typed.substr(0, slash);
    const bool named = std::find(std::begin(tables), std::end(tables), table) != std::end(tables);
    std::vector<NamedThing> things;
    if (!named || table == "links") add(world.links, "link", things);
    if (!named || table == "nodes") add(world.nodes, "node", things);
    if (!named || table == "corridors") add(world.corridors, "corridor", things);
    if (!named || table == "projects") add(world.projects, "project", things);
    return find_among(things, option, named ? typed.substr(slash + 1) : typed,
                      "a link, place, corridor or project of the world");
}

Result<NamedThing> find_project(const World& world, const std::string& option,
                                const std::string& typed) {
    std::vector<NamedThing> things;
    add(world.projects, "project", things);
    return find_among(things, option, typed, "a project of the world");
}

Result<NamedThing> find_party(const World& world, const std::string& option,
                              const std::string& typed) {
    std::vector<NamedThing> things;
    add(world.actors, "actor", things);
    add(world.blocs, "bloc", things);
    return find_among(things, option, typed, "an actor or bloc of the world");
}

} // namespace isthmus::cli
