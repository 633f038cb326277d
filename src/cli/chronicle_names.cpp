// SPDX-License-Identifier: Apache-2.0
#include "cli/chronicle_names.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "evidence/normalise.hpp"

namespace isthmus::cli {
namespace {

using world::Party;
using world::World;

std::u32string letters(const std::string& text) {
    return evidence::letters_of(evidence::normalise(text)).text;
}

/// A name and whose it is, from the surest way to mean somebody to the least.
enum class Way { kName, kAlias, kMetonym, kStem };
struct PartyName {
    Way way = Way::kName;
    std::string text;
    Party party;
};

std::vector<Party> parties_called(const World& world, const std::string& id) {
    std::vector<Party> parties;
    const auto actor = world.find<world::ActorTag>("actors", id);
    if (actor.valid()) parties.push_back({actor, {}});
    const auto bloc = world.find<world::BlocTag>("blocs", id);
    if (bloc.valid()) parties.push_back({{}, bloc});
    return parties;
}

Way way_of(world::AliasKind kind) {
    switch (kind) {
    case world::AliasKind::kStem:
        return Way::kStem;
    case world::AliasKind::kMetonym:
        return Way::kMetonym;
    case world::AliasKind::kName:
        break;
    }
    return Way::kAlias;
}

std::vector<PartyName> all_names(const World& world) {
    std::vector<PartyName> names;
    const auto add = [&](const auto& rows, auto party_of) {
        for (const auto id : rows.ids()) {
            names.push_back({Way::kName, rows[id].id, party_of(id)});
            names.push_back({Way::kName, rows[id].name, party_of(id)});
        }
    };
    add(world.actors, [](world::ActorId id) { return Party{id, {}}; });
    add(world.blocs, [](world::BlocId id) { return Party{{}, id}; });
    for (const world::Alias& alias : world.aliases) {
        for (const std::string& thing : alias.things) {
            for (const Party& party : parties_called(world, thing)) {
                names.push_back({way_of(alias.kind), alias.name, party});
            }
        }
    }
    return names;
}

void add_once(std::vector<Party>& parties, const Party& party) {
    const bool known = std::any_of(parties.begin(), parties.end(), [&](const Party& other) {
        return other.actor == party.actor && other.bloc == party.bloc;
    });
    if (!known) parties.push_back(party);
}

/// Those whom the name means in one way; of stems the longest that begins it.
std::vector<Party> meant(const std::vector<PartyName>& names, Way way,
                         const std::u32string& typed) {
    std::vector<Party> parties;
    std::size_t longest = 0;
    for (const PartyName& name : names) {
        if (name.way != way) continue;
        const std::u32string known = letters(name.text);
        if (known.empty()) continue;
        if (way != Way::kStem) {
            if (known == typed) add_once(parties, name.party);
            continue;
        }
        if (!typed.starts_with(known) || known.size() < longest) continue;
        if (known.size() > longest) parties.clear();
        longest = known.size();
        add_once(parties, name.party);
    }
    return parties;
}

const std::string& id_of(const World& world, const Party& party) {
    return party.actor.valid() ? world.actors[party.actor].id : world.blocs[party.bloc].id;
}

Diagnostic ambiguous(const World& world, const std::string& typed,
                     const std::vector<Party>& parties) {
    std::vector<std::string> ids;
    for (const Party& party : parties) ids.push_back(id_of(world, party));
    return {"E951", "", 0, "", typed, "one of " + join(ids, ", "), ""};
}

Diagnostic unknown(const std::vector<PartyName>& names, const std::string& typed) {
    std::vector<std::string> texts;
    for (const PartyName& name : names) {
        if (name.way != Way::kStem) texts.push_back(name.text);
    }
    // Names are compared without their case: a capital is no misspelling.
    std::vector<std::string> folded;
    for (const std::string& text : texts) folded.push_back(evidence::normalised_utf8(text));
    const auto near = nearest_match(evidence::normalised_utf8(typed), folded);
    std::string hint = "actors.csv, blocs.csv and aliases.csv of the world list them";
    if (near) {
        const auto at = std::find(folded.begin(), folded.end(), *near) - folded.begin();
        hint = fmt::format("did you mean '{}'?", texts[static_cast<std::size_t>(at)]);
    }
    return {"E602", "", 0, "", typed, "an actor or bloc of the world", hint};
}

} // namespace

Result<Party> find_party(const World& world, const std::string& typed) {
    const std::vector<Party> by_id = parties_called(world, typed);
    if (by_id.size() == 1) return by_id.front();
    const std::vector<PartyName> names = all_names(world);
    const std::u32string wanted = letters(typed);
    std::vector<Party> parties = by_id;
    for (const Way way : {Way::kName, Way::kAlias, Way::kMetonym, Way::kStem}) {
        if (parties.empty()) parties = meant(names, way, wanted);
    }
    if (parties.size() == 1) return parties.front();
    return one(parties.empty() ? unknown(names, typed) : ambiguous(world, typed, parties));
}

} // namespace isthmus::cli
