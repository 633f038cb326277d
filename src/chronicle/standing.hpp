// SPDX-License-Identifier: Apache-2.0
// What holds on a day, or on some day of a month or year: restrictions, agreements and memberships
// of actors, and which links are open, restricted or shut, by whom and by what.
#pragma once

#include <string>
#include <vector>

#include "chronicle/involvement.hpp"
#include "chronicle/timeline.hpp"

namespace isthmus::chronicle {

/// kSignedOnly: an agreement without an entry into force on record by then.
enum class HeldKind { kRestriction, kAgreement, kSignedOnly, kMembership };
std::string_view to_string(HeldKind kind);

/// A row that holds on one of the days at least.
struct Held {
    HeldKind kind = HeldKind::kRestriction;
    world::RowName row;
    std::string name, what; ///< what: kind of restriction or agreement, role of a membership
    std::vector<world::Party> by, towards, through;
    std::optional<Date> since, until;
    Period days;                             ///< the same as days
    std::vector<world::LinkId> opens, shuts; ///< corridors and projects as their links
    std::optional<world::Evidence> evidence;
    std::string note;
    std::vector<world::ClaimId> claims;
};

/// Why a link stands as it does, or what else bears on it.
enum class Effect { kOpens, kRestricts, kShuts, kRecords };
std::string_view to_string(Effect effect);
struct Reason {
    Effect effect = Effect::kOpens;
    world::RowName row;
    std::string name;
    std::vector<world::Party> by;
    std::optional<Date> since, until;
    std::string note;
    std::vector<world::ClaimId> claims;
};

/// A link on some of the days; one for each stretch of them with one status.
struct LinkStanding {
    world::LinkId link;
    Period days; ///< within the days asked for
    /// Closed too where no row of link_status covers the days: `on_record` is false then.
    world::Status status = world::Status::kClosed;
    bool on_record = true;
    std::vector<world::Party> by;     ///< who restricted or shut it; empty where nobody is named
    std::optional<Date> since, until; ///< of the row that decides
    std::string note;
    std::optional<world::Evidence> evidence;
    std::vector<world::ClaimId> claims;
    std::vector<Reason> reasons;
};

struct StandingAt {
    Date at;
    std::vector<Held> held;          ///< by kind, then by first day and id
    std::vector<LinkStanding> links; ///< by id of the link, then by day
    std::vector<Entry> changes;      ///< what begins, ends or happens inside `at`; none for a day
};

/// Of links: those that concern the sides (involvement.hpp), and those that what holds opens or
/// shuts. A closure in force outweighs the row of link_status, as in a market; agreements and
/// events alone change no status, since link_status says what was in service: they are reasons. A
/// restriction limits the goods of its target only, so that a transit ban, a surcharge or an
/// embargo on a link leaves it open to others.
StandingAt standing(const world::World& world, const Sides& sides, const Date& at);

} // namespace isthmus::chronicle
