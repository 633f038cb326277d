// SPDX-License-Identifier: Apache-2.0
#include "flow/consents.hpp"

#include <algorithm>

namespace isthmus::flow {

LinkConsents consents_on(const world::World& world, Day day) {
    LinkConsents result(world.links.size());
    for (const world::Consent& row : world.consents) {
        const bool open_to_all = row.capacity == world::ConsentCapacity::kLegalRegime &&
                                 world.actors[row.actor].kind == world::ActorKind::kAggregate;
        if (!open_to_all && row.period.contains(day)) {
            result[row.link].push_back(world.state_of(row.actor));
        }
    }
    for (std::vector<world::ActorId>& actors : result) {
        std::sort(actors.begin(), actors.end());
        actors.erase(std::unique(actors.begin(), actors.end()), actors.end());
    }
    return result;
}

} // namespace isthmus::flow
