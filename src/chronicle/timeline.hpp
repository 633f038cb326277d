// SPDX-License-Identifier: Apache-2.0
// What happened, by date: events, agreements signed, in force and ended, memberships, restrictions
// and changes of links, of all actors, of one, or of two with each other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chronicle/involvement.hpp"

namespace isthmus::chronicle {

/// In the order in which entries of one day stand.
enum class EntryKind {
    kEvent,
    kSigned,
    kInForce,
    kAgreementEnd, ///< its date is the last day in force
    kMembershipBegin,
    kMembershipEnd, ///< its date is the last day of it
    kRestrictionBegin,
    kRestrictionEnd, ///< its date is the last day of it
    kLinkStatus,
    kServiceEnd, ///< no row says what a link is after this date
};
std::string_view to_string(EntryKind kind);

struct Entry {
    Date date;
    EntryKind kind = EntryKind::kEvent;
    world::RowName row; ///< links and blocs for their status and memberships
    std::string text;
    std::vector<world::Party> by, towards;
    std::string code; ///< CAMEO, of events
    std::optional<double> goldstein;
    std::vector<world::RowName> opens, closes;
    std::vector<world::Party> through; ///< companies and blocs that stand for an actor asked for
    std::optional<world::Evidence> evidence;
    std::string note;
    std::vector<world::ClaimId> claims;
};

/// Entries of which a day lies in the period, by first day, those known less exactly first, then by
/// kind and id. For two sides: acts of one towards the other, agreements and restrictions with
/// both, memberships of either, links that concern both; on a day of the entry, so that a bloc
/// counts for those who are members then. A restriction without a target is about those whom its
/// links concern.
std::vector<Entry> timeline(const world::World& world, const Sides& sides, const Period& period);

/// Whether a restriction is about the sides on one of the days.
Involvement restricting(const world::World& world, const world::Restriction& restriction,
                        const Sides& sides, const Period& when);
/// Whether a membership is of one of the sides: of the actor, of a company of its, or in the bloc.
Involvement belonging(const world::World& world, const world::Membership& membership,
                      const Sides& sides);

} // namespace isthmus::chronicle
