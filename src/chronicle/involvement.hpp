// SPDX-License-Identifier: Apache-2.0
// Whether a row of a world is about an actor: because it names the actor, a company of its, or a
// bloc that it belongs to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "world/evidence.hpp"
#include "world/world.hpp"

namespace isthmus::chronicle {

/// Whose chronicle: nobody's (all rows), one actor's or bloc's, or that of two with each other.
using Sides = std::vector<world::Party>;

bool same(const world::Party& a, const world::Party& b);
std::string party_id(const world::World& world, const world::Party& party);
/// The state for which a party counts: a company's home; else the party itself.
world::Party state_of(const world::World& world, const world::Party& party);

/// Those of a row's parties that stand for a side: the side itself, its companies, and blocs of
/// which it is a member (role member) on one of the days. A bloc as a side is meant itself, not its
/// members.
std::vector<world::Party> standing_for(const world::World& world,
                                       const std::vector<world::Party>& parties,
                                       const world::Party& side, const Period& when);

/// How a row is about the sides.
struct Involvement {
    bool involved = false;
    /// Parties that the row names where the side itself is not named: companies, blocs.
    std::vector<world::Party> through;
};

/// Of rows of one party's acts towards another (events, restrictions): for one side, it is on
/// either end; for two, one is on each.
Involvement between(const world::World& world, const std::vector<world::Party>& from,
                    const std::vector<world::Party>& towards, const Sides& sides,
                    const Period& when);
/// Of rows that several have in common (agreements): every side is among the parties, two sides
/// through different ones.
Involvement among(const world::World& world, const std::vector<world::Party>& parties,
                  const Sides& sides, const Period& when);

/// States that a link concerns on one of the days: in de facto control of an end, asked for
/// consent, or the one who restricted or closed it. Ascending, each once.
std::vector<world::ActorId> link_states(const world::World& world, world::LinkId link,
                                        const Period& when);
/// Whether every side is among them. A bloc as a side is not.
bool concerns(const world::World& world, world::LinkId link, const Sides& sides,
              const Period& when);

/// The links that a thing consists of: itself, a corridor's, a project's, a restriction's; none for
/// other things.
std::vector<world::LinkId> links_of(const world::World& world, const world::RowName& thing);
/// Links that become usable and unusable by what opens and what closes. A restriction that begins
/// (opens) shuts its links. Each link once, in the order of mention.
struct LinkEffects {
    std::vector<world::LinkId> opens, shuts;
};
LinkEffects effects_of(const world::World& world, const std::vector<world::RowName>& opens,
                       const std::vector<world::RowName>& closes);
/// Its name, or its id where its table has no names.
std::string name_of(const world::World& world, const world::RowName& thing);

/// A date as the world's table has it; nothing where the cell is empty.
std::optional<Date> table_date(const world::World& world, std::string_view table, std::size_t row,
                               std::string_view column);
/// What a row as a whole rests on: the weakest of its claims.
std::optional<world::Evidence> row_evidence(const world::World& world,
                                            const world::Provenance& provenance);
/// Ids of the sources of claims, each once, in the order of the claims.
std::vector<std::string> source_ids(const world::World& world,
                                    const std::vector<world::ClaimId>& claims);

} // namespace isthmus::chronicle
