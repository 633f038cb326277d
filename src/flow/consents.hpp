// SPDX-License-Identifier: Apache-2.0
// Whose agreement the links of a world need on a day.
#pragma once

#include <vector>

#include "base/date.hpp"
#include "world/world.hpp"

namespace isthmus::flow {

/// By link: states, each once, in the order of the world.
using LinkConsents = IdVector<world::LinkTag, std::vector<world::ActorId>>;

/// Whom the consents of the day name, a company as its home state. What a legal regime leaves to an
/// aggregate of states is nobody's to shut.
LinkConsents consents_on(const world::World& world, Day day);

/// Of these, whose territory or operation the link rests on: who can cease to serve somebody. An
/// owner, a sanctioner or a party to a legal regime may have a say in the link, but serves nobody
/// over it.
LinkConsents servants_on(const world::World& world, Day day);

} // namespace isthmus::flow
