// SPDX-License-Identifier: Apache-2.0
// Questions to a world: who is covered and who controls.
#include <algorithm>

#include "world/world.hpp"

namespace isthmus::world {

namespace {

bool is_member(const World& world, ActorId actor, BlocId bloc, Day day) {
    return std::any_of(
        world.memberships.begin(), world.memberships.end(), [&](const Membership& membership) {
            return membership.bloc == bloc && membership.actor == actor &&
                   membership.role == MembershipRole::kMember && membership.period.contains(day);
        });
}

} // namespace

bool World::covers(const std::vector<Party>& parties, ActorId actor, Day day) const {
    const ActorId state = state_of(actor);
    return std::any_of(parties.begin(), parties.end(), [&](const Party& party) {
        if (party.actor.valid()) return party.actor == actor || party.actor == state;
        return is_member(*this, actor, party.bloc, day) || is_member(*this, state, party.bloc, day);
    });
}

ActorId World::state_of(ActorId actor) const {
    const ActorId home = actors[actor].home;
    return home.valid() ? home : actor;
}

ActorId World::controller(TerritoryId territory, Day day) const {
    for (const Control& row : control) {
        if (row.territory == territory && row.capacity == ControlCapacity::kDeFacto &&
            row.period.contains(day)) {
            return row.actor;
        }
    }
    return {};
}

bool Agreement::in_force(Day day) const {
    return from && from->first_day() <= day && (!to || day <= to->last_day());
}

} // namespace isthmus::world
