// SPDX-License-Identifier: Apache-2.0
// What happened and what holds.
#include "report/views_chronicle.hpp"

#include <chrono>

#include <fmt/format.h>

#include "report/chronicle_cells.hpp"
#include "report/columns.hpp"

namespace isthmus::report {

namespace {

using chronicle::Entry;
using chronicle::Held;
using chronicle::LinkStanding;
using chronicle::Reason;
using chronicle::Sides;
using chronicle::StandingAt;
using world::World;

constexpr const char* kThrough =
    "A company or bloc that the row names and that stands for an actor asked for";
constexpr const char* kEvidence = "What the row rests on: the weakest of its claims";
constexpr const char* kSources = "Ids of the documents";

std::vector<ResultColumn> entry_columns() {
    return {text("date", "Date", "As exactly as it is known; of an end the last day"),
            text("kind", "Kind",
                 "event, signed, in force, agreement ends, joins, membership ends, restriction "
                 "begins, restriction ends, link, service ends"),
            text("what", "What", "Summary or name"),
            text("by", "By", "Who acted, agreed, joined, imposed or shut"),
            text("towards", "Towards"),
            text("code", "Code", "CAMEO code of an event"),
            number("goldstein", "Goldstein", "", 1, "Value of the event, from -10 to 10"),
            text("opens", "Opens", "What begins, opens or enters into force"),
            text("closes", "Shuts", "What ends, shuts or is limited"),
            text("through", "Through", kThrough),
            text("evidence", "Evidence", kEvidence),
            text("sources", "Sources", kSources),
            text("note", "Note"),
            text("table", "Table", "Of the world's row"),
            text("id", "Id", "Of the world's row; of a membership's bloc, of a link")};
}

ResultRow entry_row(const World& world, const Entry& entry) {
    return {{entry.date.to_string(), std::string(to_string(entry.kind)), entry.text,
             parties_cell(world, entry.by), parties_cell(world, entry.towards),
             text_or_missing(entry.code), number_or_missing(entry.goldstein),
             things_cell(world, entry.opens), things_cell(world, entry.closes),
             parties_cell(world, entry.through), evidence_cell(entry.evidence),
             sources_cell(world, entry.claims), text_or_missing(entry.note), entry.row.table,
             entry.row.id},
            claim_ids(world, entry.claims)};
}

std::string kind_of_date(const Date& at) {
    return at.day != 0 ? "on " + at.to_string() : "in " + at.to_string();
}

/// "until 2024-06-12", where something does not hold on all the days.
std::string part_of(const Period& days, const Period& asked, const std::optional<Date>& since,
                    const std::optional<Date>& until) {
    std::vector<std::string> parts;
    if (days.first > asked.first && since) parts.push_back("from " + since->to_string());
    if (days.last < asked.last && until) parts.push_back("until " + until->to_string());
    return join(parts, " ");
}

ResultRow held_row(const World& world, const Held& held, const Period& asked) {
    return {{std::string(to_string(held.kind)), held.name, held.what, parties_cell(world, held.by),
             parties_cell(world, held.towards), date_or_missing(held.since),
             date_or_missing(held.until),
             text_or_missing(part_of(held.days, asked, held.since, held.until)),
             links_cell(world, held.opens), links_cell(world, held.shuts),
             parties_cell(world, held.through), evidence_cell(held.evidence),
             sources_cell(world, held.claims), text_or_missing(held.note), held.row.table,
             held.row.id},
            claim_ids(world, held.claims)};
}

/// "shuts: Border closed (Turkey)"; events with their day.
std::string reason_text(const World& world, const Reason& reason) {
    std::string text = fmt::format("{}: {}", to_string(reason.effect), reason.name);
    const std::string by = party_names(world, reason.by);
    const bool event = reason.row.table == "events";
    if (event && reason.since) return text + fmt::format(" ({})", reason.since->to_string());
    return by.empty() ? text : text + fmt::format(" ({})", by);
}

std::string days_text(const Period& days, const Period& asked) {
    if (days == asked) return {};
    const auto shown = [](Day day) {
        const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
        return Date{static_cast<int>(date.year()),
                    static_cast<int>(static_cast<unsigned>(date.month())),
                    static_cast<int>(static_cast<unsigned>(date.day()))}
            .to_string();
    };
    return days.first == days.last ? shown(days.first)
                                   : fmt::format("{} to {}", shown(days.first), shown(days.last));
}

std::string status_word(const LinkStanding& standing) {
    return standing.on_record || !standing.by.empty() ? std::string(to_string(standing.status))
                                                      : "not in service";
}

ResultRow link_row(const World& world, const LinkStanding& standing, const Period& asked) {
    std::vector<std::string> reasons;
    std::vector<world::ClaimId> claims = standing.claims;
    for (const Reason& reason : standing.reasons) {
        reasons.push_back(reason_text(world, reason));
        add_claims(claims, reason.claims);
    }
    const world::Link& link = world.links[standing.link];
    return {{link.id, link.name, status_word(standing),
             text_or_missing(days_text(standing.days, asked)), parties_cell(world, standing.by),
             date_or_missing(standing.since), date_or_missing(standing.until),
             text_or_missing(join(reasons, "; ")), evidence_cell(standing.evidence),
             text_or_missing(standing.note), sources_cell(world, claims)},
            claim_ids(world, claims)};
}

} // namespace

std::string side_names(const World& world, const Sides& sides) {
    if (sides.empty()) return "all actors";
    std::string names = party_names(world, {sides.front()});
    if (sides.size() > 1) names += " and " + party_names(world, {sides[1]});
    return names;
}

ResultTable timeline_table(const World& world, const Sides& sides,
                           const std::vector<Entry>& entries) {
    ResultTable table{
        "timeline",
        fmt::format("Timeline of {}: {}", side_names(world, sides), world_title(world)),
        "Rows that name a bloc or company of an actor count for it and say so under "
        "Through.",
        entry_columns(),
        {}};
    for (const Entry& entry : entries) table.rows.push_back(entry_row(world, entry));
    return table;
}

ResultTable change_table(const World& world, const Sides& sides, const StandingAt& standing) {
    ResultTable table = timeline_table(world, sides, standing.changes);
    table.id = "changes";
    table.title = fmt::format("What begins, ends and happens {}: {}", kind_of_date(standing.at),
                              side_names(world, sides));
    return table;
}

ResultTable standing_table(const World& world, const Sides& sides, const StandingAt& standing) {
    const Period asked{standing.at.first_day(), standing.at.last_day()};
    ResultTable table{
        "standing",
        fmt::format("What holds {}, {}: {}", kind_of_date(standing.at), side_names(world, sides),
                    world_title(world)),
        standing.at.day != 0 ? "Restrictions, agreements and memberships in force on the day. Of "
                               "agreements that are signed only, no entry into force is on record."
                             : "Restrictions, agreements and memberships in force on some day of "
                               "it; where not on all, Only says when. Of agreements that are "
                               "signed only, no entry into force is on record.",
        {text("kind", "Kind",
              "restriction, agreement, signed only (no entry into force is on record by then), or "
              "membership"),
         text("name", "Name"),
         text("what", "What", "Kind of restriction or agreement, role of a member"),
         text("by", "By", "Who imposed, agreed or belongs"), text("towards", "Towards"),
         text("since", "Since", "First day; of what is only signed the day of signature"),
         text("until", "Until", "Last day; empty while it lasts"),
         text("only", "Only", "Where it does not hold on all the days, when it does"),
         text("opens", "Opens", "Links; corridors and projects as their links"),
         text("shuts", "Shuts or limits", "Likewise; of a restriction the links it applies to"),
         text("through", "Through", kThrough), text("evidence", "Evidence", kEvidence),
         text("sources", "Sources", kSources), text("note", "Note"),
         text("table", "Table", "Of the world's row"), text("id", "Id", "Of the world's row")},
        {}};
    for (const Held& held : standing.held) table.rows.push_back(held_row(world, held, asked));
    return table;
}

ResultTable standing_link_table(const World& world, const Sides& sides,
                                const StandingAt& standing) {
    const Period asked{standing.at.first_day(), standing.at.last_day()};
    ResultTable table{
        "standing_links",
        fmt::format("Links {}, {}: {}", kind_of_date(standing.at), side_names(world, sides),
                    world_title(world)),
        sides.empty() ? "Links that are restricted or shut, and those that what holds opens."
                      : "Links that concern the actors, and those that what holds opens or shuts.",
        {text("link", "Link", "Id"), text("name", "Name"),
         text("status", "Status", "open, restricted, closed, or not in service"),
         text("days", "Days", "Where the status changes inside the time asked for"),
         text("by", "By", "Who restricted or shut it"), text("since", "Since"),
         text("until", "Until"),
         text("why", "What opens or shuts it",
              "Restrictions and agreements in force on the days, and the last event"),
         text("evidence", "Evidence", "What the status rests on"), text("note", "Note"),
         text("sources", "Sources", kSources)},
        {}};
    for (const LinkStanding& link : standing.links) {
        table.rows.push_back(link_row(world, link, asked));
    }
    return table;
}

ResultTable link_reason_table(const World& world, const StandingAt& standing) {
    ResultTable table{
        "link_reasons",
        fmt::format("What opens and shuts links {}", kind_of_date(standing.at)),
        "",
        {text("link", "Link", "Id"),
         text("effect", "Effect", "opens, restricts, shuts or on record"), text("name", "Name"),
         text("by", "By"), text("since", "Since"), text("until", "Until"), text("note", "Note"),
         text("table", "Table", "Of the world's row"), text("id", "Id", "Of the world's row")},
        {}};
    for (const LinkStanding& link : standing.links) {
        for (const Reason& reason : link.reasons) {
            table.rows.push_back({{world.links[link.link].id, std::string(to_string(reason.effect)),
                                   reason.name, parties_cell(world, reason.by),
                                   date_or_missing(reason.since), date_or_missing(reason.until),
                                   text_or_missing(reason.note), reason.row.table, reason.row.id},
                                  claim_ids(world, reason.claims)});
        }
    }
    return table;
}

} // namespace isthmus::report
