// SPDX-License-Identifier: Apache-2.0
#include "chronicle/standing.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace isthmus::chronicle {

using world::LinkId;
using world::Party;
using world::World;

namespace {

Period overlap(const Period& a, const Period& b) {
    return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

std::optional<Period> in_force(const world::Agreement& agreement) {
    if (!agreement.from) return std::nullopt;
    return Period::between(agreement.from, agreement.to);
}

Held held_of(const World& world, HeldKind kind, world::RowName row, const Period& life,
             const world::Provenance& provenance) {
    Held held;
    held.kind = kind;
    held.row = std::move(row);
    held.days = life;
    held.evidence = row_evidence(world, provenance);
    held.note = provenance.note;
    held.claims = provenance.claims;
    return held;
}

Held held_restriction(const World& world, const world::Restriction& row) {
    Held held = held_of(world, HeldKind::kRestriction, {"restrictions", row.id}, row.period,
                        row.provenance);
    held.name = row.name;
    held.what = to_string(row.kind);
    held.by = row.imposed_by;
    held.towards = row.target;
    held.since = table_date(world, "restrictions", row.provenance.row, "from");
    held.until = table_date(world, "restrictions", row.provenance.row, "to");
    held.shuts = row.links;
    return held;
}

Held held_agreement(const World& world, const world::Agreement& row) {
    const auto life = in_force(row);
    Held held =
        held_of(world, life ? HeldKind::kAgreement : HeldKind::kSignedOnly, {"agreements", row.id},
                life.value_or(Period::between(row.signed_on, row.to)), row.provenance);
    held.name = row.name;
    held.what = to_string(row.kind);
    held.by = row.parties;
    held.since = life ? row.from : row.signed_on;
    held.until = row.to;
    const LinkEffects effects = effects_of(world, row.opens, row.closes);
    held.opens = effects.opens;
    held.shuts = effects.shuts;
    return held;
}

Held held_membership(const World& world, const world::Membership& row) {
    Held held = held_of(world, HeldKind::kMembership, {"blocs", world.blocs[row.bloc].id},
                        row.period, row.provenance);
    held.name = world.blocs[row.bloc].name;
    held.what = to_string(row.role);
    held.by = {{row.actor, {}}};
    held.since = table_date(world, "memberships", row.provenance.row, "from");
    held.until = table_date(world, "memberships", row.provenance.row, "to");
    return held;
}

/// Signed by then and neither in force nor ended on any of the days.
bool only_signed(const world::Agreement& row, const Period& days) {
    const auto life = in_force(row);
    return row.signed_on && row.signed_on->first_day() <= days.last &&
           !(life && life->overlaps(days)) && !(row.from && row.from->first_day() < days.first) &&
           !(row.to && row.to->last_day() < days.first);
}

std::vector<Held> held_on(const World& world, const Sides& sides, const Period& days) {
    std::vector<Held> result;
    const auto add = [&](Held held, const Involvement& found) {
        held.through = found.through;
        result.push_back(std::move(held));
    };
    for (const world::Restriction& row : world.restrictions) {
        if (!row.period.overlaps(days)) continue;
        const Involvement found = restricting(world, row, sides, overlap(row.period, days));
        if (found.involved) add(held_restriction(world, row), found);
    }
    for (const world::Agreement& row : world.agreements) {
        const auto life = in_force(row);
        const bool holds = life && life->overlaps(days);
        if (!holds && !only_signed(row, days)) continue;
        const Involvement found = among(world, row.parties, sides, days);
        if (!found.involved) continue;
        Held held = held_agreement(world, row);
        if (!holds) {
            held.kind = HeldKind::kSignedOnly;
            held.since = row.signed_on;
            held.opens = held.shuts = {};
        }
        add(std::move(held), found);
    }
    for (const world::Membership& row : world.memberships) {
        if (!row.period.overlaps(days)) continue;
        const Involvement found = belonging(world, row, sides);
        if (found.involved) add(held_membership(world, row), found);
    }
    std::stable_sort(result.begin(), result.end(), [](const Held& a, const Held& b) {
        return std::tie(a.kind, a.days.first, a.row.id) < std::tie(b.kind, b.days.first, b.row.id);
    });
    return result;
}

bool lists(const std::vector<LinkId>& links, LinkId link) {
    return std::find(links.begin(), links.end(), link) != links.end();
}

Effect effect_of(world::RestrictionKind kind) {
    switch (kind) {
    case world::RestrictionKind::kClosure:
        return Effect::kShuts;
    case world::RestrictionKind::kRecord:
        return Effect::kRecords;
    default:
        return Effect::kRestricts;
    }
}

Reason reason_of(Effect effect, const Held& held) {
    return {effect, held.row, held.name, held.by, held.since, held.until, held.note, held.claims};
}

/// The last event that opened or shut the link until that day.
std::optional<Reason> last_event(const World& world, LinkId link, Day until) {
    const world::Event* last = nullptr;
    Effect effect = Effect::kOpens;
    for (const world::Event& event : world.events) {
        if (event.date.first_day() > until) continue;
        if (last && event.date.first_day() < last->date.first_day()) continue;
        const LinkEffects effects = effects_of(world, event.opens, event.closes);
        const bool opens = lists(effects.opens, link);
        if (!opens && !lists(effects.shuts, link)) continue;
        last = &event;
        effect = opens ? Effect::kOpens : Effect::kShuts;
    }
    if (!last) return std::nullopt;
    return Reason{effect,     {"events", last->id}, last->summary,         last->source,
                  last->date, std::nullopt,         last->provenance.note, last->provenance.claims};
}

/// All that bears on a link on one of the days, whoever did it.
std::vector<Reason> reasons_for(const World& world, LinkId link, const Period& days) {
    std::vector<Reason> reasons;
    for (const world::Restriction& row : world.restrictions) {
        if (row.period.overlaps(days) && lists(row.links, link)) {
            reasons.push_back(reason_of(effect_of(row.kind), held_restriction(world, row)));
        }
    }
    for (const world::Agreement& row : world.agreements) {
        const auto life = in_force(row);
        if (!life || !life->overlaps(days)) continue;
        const Held held = held_agreement(world, row);
        if (lists(held.opens, link)) reasons.push_back(reason_of(Effect::kOpens, held));
        if (lists(held.shuts, link)) reasons.push_back(reason_of(Effect::kShuts, held));
    }
    if (auto event = last_event(world, link, days.last)) reasons.push_back(std::move(*event));
    return reasons;
}

/// What decides about a link on one day.
struct Decision {
    const world::LinkStatus* row = nullptr;
    const world::Restriction* closure = nullptr;
    bool operator==(const Decision&) const = default;
};

Decision decide(const World& world, LinkId link, Day day) {
    Decision decision;
    for (const world::LinkStatus& row : world.link_status) {
        if (row.link == link && row.period.contains(day)) decision.row = &row;
    }
    for (const world::Restriction& row : world.restrictions) {
        if (row.kind == world::RestrictionKind::kClosure && row.period.contains(day) &&
            lists(row.links, link)) {
            decision.closure = &row;
        }
    }
    return decision;
}

LinkStanding stand(const World& world, LinkId link, const Decision& decision) {
    LinkStanding result;
    result.link = link;
    result.on_record = decision.row != nullptr;
    if (decision.row) {
        const world::LinkStatus& row = *decision.row;
        result.status = row.status;
        if (row.by.valid()) result.by = {{row.by, {}}};
        result.since = table_date(world, "link_status", row.provenance.row, "from");
        result.until = table_date(world, "link_status", row.provenance.row, "to");
        result.note = row.provenance.note;
        result.evidence = row_evidence(world, row.provenance);
        result.claims = row.provenance.claims;
    }
    if (decision.closure) {
        const Held held = held_restriction(world, *decision.closure);
        result.status = world::Status::kClosed;
        result.by = held.by;
        result.since = held.since;
        result.until = held.until;
        result.note = held.name;
        result.evidence = held.evidence;
        result.claims = held.claims;
    }
    return result;
}

/// Days on which the standing of a link may change, ascending, from the first day on.
std::vector<Day> turning_days(const World& world, LinkId link, const Period& days) {
    std::set<Day> turns = {days.first};
    const auto add = [&](const Period& period) {
        if (!period.overlaps(days)) return;
        if (period.first > days.first) turns.insert(period.first);
        if (period.last < days.last) turns.insert(period.last + 1);
    };
    for (const world::LinkStatus& row : world.link_status) {
        if (row.link == link) add(row.period);
    }
    for (const world::Restriction& row : world.restrictions) {
        const bool shuts = row.kind == world::RestrictionKind::kClosure && lists(row.links, link);
        if (shuts) add(row.period);
    }
    return {turns.begin(), turns.end()};
}

std::vector<LinkStanding> link_on(const World& world, LinkId link, const Period& days) {
    std::vector<LinkStanding> stretches;
    const std::vector<Day> turns = turning_days(world, link, days);
    std::optional<Decision> last;
    for (std::size_t i = 0; i < turns.size(); ++i) {
        const Day end = i + 1 < turns.size() ? turns[i + 1] - 1 : days.last;
        const Decision decision = decide(world, link, turns[i]);
        if (last && *last == decision) {
            stretches.back().days.last = end;
            continue;
        }
        stretches.push_back(stand(world, link, decision));
        stretches.back().days = {turns[i], end};
        last = decision;
    }
    for (LinkStanding& stretch : stretches) {
        stretch.reasons = reasons_for(world, link, stretch.days);
    }
    return stretches;
}

/// Nothing to say of a link that no row speaks of; where all are asked about, nothing of those that
/// are simply open.
bool worth_saying(const LinkStanding& standing, const Sides& sides) {
    const bool limited =
        std::any_of(standing.reasons.begin(), standing.reasons.end(), [](const Reason& reason) {
            return reason.effect != Effect::kOpens && reason.row.table != "events";
        });
    if (limited) return true;
    if (!standing.on_record) return false;
    return !sides.empty() || standing.status != world::Status::kOpen;
}

std::vector<LinkStanding> links_on(const World& world, const Sides& sides, const Period& days,
                                   const std::vector<Held>& held) {
    std::set<LinkId> touched;
    for (const Held& row : held) {
        touched.insert(row.opens.begin(), row.opens.end());
        touched.insert(row.shuts.begin(), row.shuts.end());
    }
    std::vector<LinkStanding> result;
    for (const LinkId link : world.links.ids()) {
        const bool named = touched.contains(link);
        if (!named && !concerns(world, link, sides, days)) continue;
        std::vector<LinkStanding> stretches = link_on(world, link, days);
        const bool said = named || std::any_of(stretches.begin(), stretches.end(),
                                               [&](const LinkStanding& stretch) {
                                                   return worth_saying(stretch, sides);
                                               });
        if (!said) continue;
        std::move(stretches.begin(), stretches.end(), std::back_inserter(result));
    }
    std::stable_sort(result.begin(), result.end(),
                     [&](const LinkStanding& a, const LinkStanding& b) {
                         return world.links[a.link].id < world.links[b.link].id;
                     });
    return result;
}

} // namespace

std::string_view to_string(HeldKind kind) {
    switch (kind) {
    case HeldKind::kRestriction:
        return "restriction";
    case HeldKind::kAgreement:
        return "agreement";
    case HeldKind::kSignedOnly:
        return "signed only";
    case HeldKind::kMembership:
        return "membership";
    }
    return "";
}

std::string_view to_string(Effect effect) {
    switch (effect) {
    case Effect::kOpens:
        return "opens";
    case Effect::kRestricts:
        return "restricts";
    case Effect::kShuts:
        return "shuts";
    case Effect::kRecords:
        return "on record";
    }
    return "";
}

StandingAt standing(const World& world, const Sides& sides, const Date& at) {
    const Period days{at.first_day(), at.last_day()};
    StandingAt result{at, held_on(world, sides, days), {}, {}};
    result.links = links_on(world, sides, days, result.held);
    if (at.day == 0) result.changes = timeline(world, sides, days);
    return result;
}

} // namespace isthmus::chronicle
