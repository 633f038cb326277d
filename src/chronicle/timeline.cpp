// SPDX-License-Identifier: Apache-2.0
#include "chronicle/timeline.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include <fmt/format.h>

namespace isthmus::chronicle {

using world::Party;
using world::World;

namespace {

constexpr Day kForever = std::numeric_limits<Day>::max();

Period days_of(const Date& date) {
    return {date.first_day(), date.last_day()};
}

/// Collects the entries of a period.
class Collector {
  public:
    Collector(const World& world, const Sides& sides, const Period& period)
        : world_(world), sides_(sides), period_(period) {}

    void add_events();
    void add_agreements();
    void add_memberships();
    void add_restrictions();
    void add_links();
    std::vector<Entry> sorted() &&;

  private:
    /// Keeps the entry with its date where there is one that counts.
    void add(Entry entry, const std::optional<Date>& date, EntryKind kind);
    Entry entry_of(world::RowName row, std::string text, const world::Provenance& provenance) const;

    const World& world_;
    const Sides& sides_;
    Period period_;
    std::vector<Entry> entries_;
};

void Collector::add(Entry entry, const std::optional<Date>& date, EntryKind kind) {
    if (!date || !days_of(*date).overlaps(period_)) return;
    entry.date = *date;
    entry.kind = kind;
    entries_.push_back(std::move(entry));
}

Entry Collector::entry_of(world::RowName row, std::string text,
                          const world::Provenance& provenance) const {
    Entry entry;
    entry.row = std::move(row);
    entry.text = std::move(text);
    entry.evidence = row_evidence(world_, provenance);
    entry.note = provenance.note;
    entry.claims = provenance.claims;
    return entry;
}

void Collector::add_events() {
    for (const world::Event& event : world_.events) {
        const Involvement found =
            between(world_, event.source, event.target, sides_, days_of(event.date));
        if (!found.involved) continue;
        Entry entry = entry_of({"events", event.id}, event.summary, event.provenance);
        entry.by = event.source;
        entry.towards = event.target;
        entry.code = event.code;
        entry.goldstein = event.goldstein;
        entry.opens = event.opens;
        entry.closes = event.closes;
        entry.through = found.through;
        add(std::move(entry), event.date, EntryKind::kEvent);
    }
}

void Collector::add_agreements() {
    for (const world::Agreement& agreement : world_.agreements) {
        const auto add_where_involved = [&](const std::optional<Date>& date, EntryKind kind,
                                            bool opening) {
            if (!date) return;
            const Involvement found = among(world_, agreement.parties, sides_, days_of(*date));
            if (!found.involved) return;
            Entry entry =
                entry_of({"agreements", agreement.id}, agreement.name, agreement.provenance);
            entry.by = agreement.parties;
            entry.through = found.through;
            if (opening) {
                entry.opens = agreement.opens;
                entry.closes = agreement.closes;
            }
            add(std::move(entry), date, kind);
        };
        // What it opens is told once: when it enters into force, else when it is signed.
        const bool at_once = agreement.from == agreement.signed_on;
        add_where_involved(agreement.signed_on, EntryKind::kSigned, at_once || !agreement.from);
        if (!at_once) add_where_involved(agreement.from, EntryKind::kInForce, true);
        add_where_involved(agreement.to, EntryKind::kAgreementEnd, false);
    }
}

void Collector::add_memberships() {
    for (const world::Membership& row : world_.memberships) {
        const Involvement found = belonging(world_, row, sides_);
        if (!found.involved) continue;
        const world::Bloc& bloc = world_.blocs[row.bloc];
        const bool member = row.role == world::MembershipRole::kMember;
        Entry entry =
            entry_of({"blocs", bloc.id},
                     member ? bloc.name : fmt::format("{} ({})", bloc.name, to_string(row.role)),
                     row.provenance);
        entry.by = {{row.actor, {}}};
        entry.through = found.through;
        const auto date = [&](const char* column) {
            return table_date(world_, "memberships", row.provenance.row, column);
        };
        add(entry, date("from"), EntryKind::kMembershipBegin);
        add(entry, date("to"), EntryKind::kMembershipEnd);
    }
}

void Collector::add_restrictions() {
    for (const world::Restriction& row : world_.restrictions) {
        const auto add_where_involved = [&](const char* column, EntryKind kind) {
            const auto date = table_date(world_, "restrictions", row.provenance.row, column);
            if (!date) return;
            const Involvement found = restricting(world_, row, sides_, days_of(*date));
            if (!found.involved) return;
            Entry entry = entry_of({"restrictions", row.id}, row.name, row.provenance);
            entry.by = row.imposed_by;
            entry.towards = row.target;
            entry.through = found.through;
            auto& touched = kind == EntryKind::kRestrictionBegin ? entry.closes : entry.opens;
            for (const world::LinkId link : row.links) {
                touched.push_back({"links", world_.links[link].id});
            }
            add(std::move(entry), date, kind);
        };
        add_where_involved("from", EntryKind::kRestrictionBegin);
        add_where_involved("to", EntryKind::kRestrictionEnd);
    }
}

void Collector::add_links() {
    const auto follows = [&](const world::LinkStatus& row) {
        return std::any_of(world_.link_status.begin(), world_.link_status.end(),
                           [&](const world::LinkStatus& other) {
                               return other.link == row.link &&
                                      other.period.first == row.period.last + 1;
                           });
    };
    for (const world::LinkStatus& row : world_.link_status) {
        const world::Link& link = world_.links[row.link];
        Entry entry =
            entry_of({"links", link.id}, fmt::format("{}: {}", link.name, to_string(row.status)),
                     row.provenance);
        if (row.by.valid()) entry.by = {{row.by, {}}};
        const auto date = [&](const char* column) {
            return table_date(world_, "link_status", row.provenance.row, column);
        };
        const auto add_where_concerned = [&](const std::optional<Date>& when, EntryKind kind) {
            if (when && concerns(world_, row.link, sides_, days_of(*when))) add(entry, when, kind);
        };
        add_where_concerned(date("from"), EntryKind::kLinkStatus);
        if (row.period.last == kForever || row.status == world::Status::kClosed || follows(row)) {
            continue;
        }
        entry.text = fmt::format("{}: service ends", link.name);
        add_where_concerned(date("to"), EntryKind::kServiceEnd);
    }
}

std::vector<Entry> Collector::sorted() && {
    const auto key = [](const Entry& entry) {
        return std::tuple(entry.date.first_day(), -entry.date.last_day(), entry.kind);
    };
    std::stable_sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
        return key(a) != key(b) ? key(a) < key(b) : a.row.id < b.row.id;
    });
    return std::move(entries_);
}

} // namespace

std::string_view to_string(EntryKind kind) {
    switch (kind) {
    case EntryKind::kEvent:
        return "event";
    case EntryKind::kSigned:
        return "signed";
    case EntryKind::kInForce:
        return "in force";
    case EntryKind::kAgreementEnd:
        return "agreement ends";
    case EntryKind::kMembershipBegin:
        return "joins";
    case EntryKind::kMembershipEnd:
        return "membership ends";
    case EntryKind::kRestrictionBegin:
        return "restriction begins";
    case EntryKind::kRestrictionEnd:
        return "restriction ends";
    case EntryKind::kLinkStatus:
        return "link";
    case EntryKind::kServiceEnd:
        return "service ends";
    }
    return "";
}

Involvement restricting(const World& world, const world::Restriction& restriction,
                        const Sides& sides, const Period& when) {
    Involvement found = between(world, restriction.imposed_by, restriction.target, sides, when);
    if (found.involved || sides.empty()) return found;
    if (sides.size() == 2) {
        Involvement together = among(world, restriction.imposed_by, sides, when);
        if (together.involved) return together;
    }
    if (!restriction.target.empty()) return {};
    const bool of_links =
        std::any_of(restriction.links.begin(), restriction.links.end(),
                    [&](world::LinkId link) { return concerns(world, link, sides, when); });
    if (!of_links) return {};
    if (sides.size() == 1) return {true, {}};
    for (const Party& side : sides) {
        Involvement imposed = among(world, restriction.imposed_by, {side}, when);
        if (imposed.involved) return imposed;
    }
    return {};
}

Involvement belonging(const World& world, const world::Membership& membership, const Sides& sides) {
    if (sides.empty()) return {true, {}};
    const Party member{membership.actor, {}}, bloc{{}, membership.bloc};
    for (const Party& side : sides) {
        if (same(side, member) || same(side, bloc)) return {true, {}};
        if (side.actor.valid() && world.actors[membership.actor].home == side.actor) {
            return {true, {member}};
        }
    }
    return {};
}

std::vector<Entry> timeline(const World& world, const Sides& sides, const Period& period) {
    Collector collector(world, sides, period);
    collector.add_events();
    collector.add_agreements();
    collector.add_memberships();
    collector.add_restrictions();
    collector.add_links();
    return std::move(collector).sorted();
}

} // namespace isthmus::chronicle
