// SPDX-License-Identifier: Apache-2.0
// What a link is by itself: its ends, length, directions, owners and capacity groups.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include <fmt/format.h>

#include "base/text.hpp"
#include "world/checks.hpp"

namespace isthmus::world {

namespace {

/// The equator in WGS 84; no way needs to be longer.
constexpr double kLongestLinkKm = 40075;
constexpr double kEarthRadiusKm = 6371.0088;
/// Positions are those of towns and fields, not of flanges, and sources round lengths.
constexpr double kPositionErrorKm = 10;
constexpr double kLengthErrorShare = 0.05;
/// Shares are published in per cent with one or two decimals; a handful of them add up to one only
/// as nearly as this.
constexpr double kShareTolerance = 0.001;

double great_circle_km(const Node& a, const Node& b) {
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const double half_latitude = std::sin(radians(b.latitude - a.latitude) / 2);
    const double half_longitude = std::sin(radians(b.longitude - a.longitude) / 2);
    const double h = half_latitude * half_latitude + std::cos(radians(a.latitude)) *
                                                         std::cos(radians(b.latitude)) *
                                                         half_longitude * half_longitude;
    return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

void check_length(const CheckContext& context, LinkId id) {
    const Link& link = context.world.links[id];
    if (link.length_km > kLongestLinkKm) {
        const bool in_metres = link.length_km / 1000 <= kLongestLinkKm;
        context.report("links", id.index(),
                       {.id = "E303",
                        .column = "length",
                        .found = format_number(link.length_km),
                        .expected = fmt::format("at most {} km", format_number(kLongestLinkKm)),
                        .hint = in_metres ? fmt::format("{} km if it is in metres",
                                                        format_number(link.length_km / 1000))
                                          : std::string()});
    }
    const bool has_length = context.table("links")["mode"].known_choices[id.index()] &&
                            link.mode != Mode::kSwap && link.mode != Mode::kTransfer;
    if (!has_length || !link.from.valid() || !link.to.valid()) return;
    const double straight =
        great_circle_km(context.world.nodes[link.from], context.world.nodes[link.to]);
    const double least = straight * (1 - kLengthErrorShare) - kPositionErrorKm;
    // Written so that a length or position that could not be read passes.
    if (!(link.length_km < least)) return;
    context.report("links", id.index(),
                   {.id = "W302",
                    .column = "length",
                    .found = format_number(link.length_km),
                    .expected = fmt::format("at least {:.0f} km, the straight line from {} to {}",
                                            straight, context.world.nodes[link.from].id,
                                            context.world.nodes[link.to].id)});
}

void check_ends(const CheckContext& context, LinkId id) {
    const Link& link = context.world.links[id];
    if (!link.from.valid() || link.from != link.to) return;
    context.report("links", id.index(),
                   {.id = "E304",
                    .column = "to_node",
                    .found = context.world.nodes[link.to].id,
                    .expected = "another node than from_node"});
}

bool is_one_way(const World& world, LinkId link) {
    return link.valid() && world.links[link].direction == LinkDirection::kForward;
}

template <typename Row>
void check_directions(const CheckContext& context, const std::vector<Row>& rows,
                      std::string_view table) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].direction != FlowDirection::kBackward) continue;
        if (!is_one_way(context.world, rows[i].link)) continue;
        context.report(table, i,
                       {.id = "E315",
                        .column = "direction",
                        .found = "backward",
                        .expected = fmt::format("forward, as the link '{}' has it",
                                                context.world.links[rows[i].link].id)});
    }
}

/// Rows of one-way links, where `both` and `forward` are the same direction.
template <typename Row>
void check_same_direction(const CheckContext& context, const std::vector<Row>& rows,
                          std::string_view table) {
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!is_one_way(context.world, rows[i].link) || !rows[i].commodity.valid()) continue;
        if (rows[i].direction == FlowDirection::kBackward) continue;
        groups[link_commodity(rows[i].link, rows[i].commodity)].push_back(i);
    }
    for (const auto& [key, group] : groups) {
        for (std::size_t i = 0; i < group.size(); ++i) {
            const Row& row = rows[group[i]];
            const auto same =
                std::find_if(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(i),
                             [&](std::size_t other) {
                                 return rows[other].direction != row.direction &&
                                        rows[other].period.overlaps(row.period);
                             });
            if (same == group.begin() + static_cast<std::ptrdiff_t>(i)) continue;
            context.report(table, group[i],
                           {.id = "E316",
                            .column = "direction",
                            .found = std::string(to_string(row.direction)),
                            .expected = "one row for the only direction of the link",
                            .hint = fmt::format("line {} speaks of the same days",
                                                context.table(table).origin(*same).line)});
        }
    }
}

using Rows = std::vector<std::size_t>;

/// The days on which the sum of shares may change: first days of rows and the days after their
/// last.
std::vector<std::int64_t> change_days(const std::vector<Ownership>& ownership, const Rows& rows) {
    std::vector<std::int64_t> days;
    for (const std::size_t row : rows) {
        days.push_back(ownership[row].period.first);
        days.push_back(static_cast<std::int64_t>(ownership[row].period.last) + 1);
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

void check_owners(const CheckContext& context, const Rows& rows) {
    const std::vector<Ownership>& ownership = context.world.ownership;
    const std::vector<std::int64_t> days = change_days(ownership, rows);
    for (std::size_t i = 0; i + 1 < days.size(); ++i) {
        const Period period{static_cast<Day>(days[i]), static_cast<Day>(days[i + 1] - 1)};
        double sum = 0;
        std::size_t named = rows.front();
        for (const std::size_t row : rows) {
            if (!ownership[row].period.contains(period.first)) continue;
            if (sum == 0) named = row;
            sum += ownership[row].share;
        }
        if (!(std::abs(sum - 1) > kShareTolerance)) continue;
        context.report(
            "ownership", named,
            {.id = "E302",
             .column = "share",
             .found = format_number(std::round(sum * 1e6) / 1e6),
             .expected = fmt::format("shares of '{}' that add up to 1 on {}",
                                     context.world.links[ownership[named].link].id, show(period)),
             .hint = sum < 1 ? fmt::format("{} is missing",
                                           format_number(std::round((1 - sum) * 1e6) / 1e6))
                             : std::string()});
    }
}

void check_ownership(const CheckContext& context) {
    IdVector<LinkTag, Rows> rows(context.world.links.size());
    for (std::size_t i = 0; i < context.world.ownership.size(); ++i) {
        const Ownership& row = context.world.ownership[i];
        if (row.link.valid() && row.period.first <= row.period.last) rows[row.link].push_back(i);
    }
    for (const Rows& link : rows) {
        if (!link.empty()) check_owners(context, link);
    }
}

void check_groups(const CheckContext& context) {
    const World& world = context.world;
    std::vector<bool> has_capacity(world.capacity_groups.size());
    std::vector<bool> has_members(world.capacity_groups.size());
    for (const GroupCapacity& row : world.group_capacities) {
        if (row.group.valid()) has_capacity[row.group.index()] = true;
    }
    for (const GroupMember& row : world.group_members) {
        if (row.group.valid()) has_members[row.group.index()] = true;
    }
    for (std::size_t i = 0; i < world.capacity_groups.size(); ++i) {
        const std::string& id = context.table("capacity_groups").text(i, "id");
        if (!has_capacity[i] && context.readable("group_capacities")) {
            context.report("capacity_groups", i,
                           {.id = "E321",
                            .column = "id",
                            .found = id,
                            .expected = "a row in group_capacities"});
        }
        if (!has_members[i] && context.readable("group_members")) {
            context.report(
                "capacity_groups", i,
                {.id = "W311", .column = "id", .found = id, .expected = "a row in group_members"});
        }
    }
}

} // namespace

void check_links(const CheckContext& context) {
    const World& world = context.world;
    for (const LinkId link : world.links.ids()) {
        check_ends(context, link);
        check_length(context, link);
    }
    check_directions(context, world.capacities, "capacities");
    check_directions(context, world.costs, "costs");
    check_directions(context, world.observations, "observations");
    check_same_direction(context, world.capacities, "capacities");
    check_same_direction(context, world.costs, "costs");
    check_ownership(context);
    check_groups(context);
}

} // namespace isthmus::world
