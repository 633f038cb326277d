// SPDX-License-Identifier: Apache-2.0
#include "flow/consents.hpp"

#include <algorithm>

namespace isthmus::flow {

using world::ConsentCapacity;

namespace {

template <typename Counts>
LinkConsents consents(const world::World& world, Day day, const Counts& counts) {
    LinkConsents result(world.links.size());
    for (const world::Consent& row : world.consents) {
        if (row.period.contains(day) && counts(row)) {
            result[row.link].push_back(world.state_of(row.actor));
        }
    }
    for (std::vector<world::ActorId>& actors : result) {
        std::sort(actors.begin(), actors.end());
        actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
    }
    return result;
}

} // namespace

LinkConsents consents_on(const world::World& world, Day day) {
    return consents(world, day, [&](const world::Consent& row) {
        return row.capacity != ConsentCapacity::kLegalRegime ||
               world.actors[row.actor].kind != world::ActorKind::kAggregate;
    });
}

LinkConsents servants_on(const world::World& world, Day day) {
    return consents(world, day, [](const world::Consent& row) {
        return row.capacity == ConsentCapacity::kTerritory ||
               row.capacity == ConsentCapacity::kOperator;
    });
}

} // namespace isthmus::flow
