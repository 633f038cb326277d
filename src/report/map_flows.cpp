// SPDX-License-Identifier: Apache-2.0
#include "report/map_flows.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "report/table.hpp"

namespace isthmus::report {

namespace {

constexpr double kThinnest = 1.1, kThickest = 10;
constexpr double kLightest = 2e-4; ///< share of the largest flow below which nothing is drawn
constexpr double kLaneGap = 1.2;
constexpr double kCurl = 0.055; ///< how far a flow alone swings out, by its length
constexpr double kFull = 0.995;

int use_class_of(double flow, double capacity) {
    if (!std::isfinite(capacity) || capacity <= 0) return 5;
    const double use = flow / capacity;
    return use < 0.25 ? 0 : use < 0.5 ? 1 : use < 0.8 ? 2 : use < kFull ? 3 : 4;
}

bool planned(const world::World& world, world::LinkId link) {
    return std::any_of(world.projects.begin(), world.projects.end(), [&](const auto& project) {
        return project.status != world::ProjectStatus::kBuilt &&
               std::find(project.links.begin(), project.links.end(), link) != project.links.end();
    });
}

LinkLook look_of(const world::World& world, world::LinkId link, const Standing& standing) {
    if (standing.status == world::Status::kOpen) return LinkLook::kOpen;
    if (standing.status == world::Status::kRestricted) return LinkLook::kRestricted;
    return standing.ahead || planned(world, link) ? LinkLook::kPlanned : LinkLook::kClosed;
}

void find_largest(MapContent& content, const std::vector<flow::LinkFlow>& rows) {
    const world::World& world = content.world();
    const Panel& main = content.layout.main();
    // The region's flows set the scale; only where it has none do those elsewhere.
    for (const bool region : {true, false}) {
        for (const auto& row : rows) {
            const world::Link& link = world.links[row.link];
            const bool here =
                main.shows(position(world, link.from)) || main.shows(position(world, link.to));
            double& most = content.largest[row.commodity];
            if (here == region && (region || most <= 0)) most = std::max(most, row.flow);
        }
    }
}

} // namespace

double arrow_width(double weight) {
    return kThinnest + (kThickest - kThinnest) * std::sqrt(std::min(1.0, weight));
}

MapContent map_content(const flow::Equilibrium& equilibrium, double width) {
    MapContent content;
    content.equilibrium = &equilibrium;
    const world::World& world = content.world();
    std::vector<GeoPoint> places;
    for (const auto node : world.nodes.ids()) places.push_back(position(world, node));
    content.layout = make_layout(places, width);
    content.largest = IdVector<world::CommodityTag, double>(world.commodities.size());
    content.standing = standings(equilibrium.market);
    content.looks = IdVector<world::LinkTag, LinkLook>(world.links.size());
    content.carries = IdVector<world::LinkTag, std::vector<world::CommodityId>>(world.links.size());
    for (const auto link : world.links.ids()) {
        content.looks[link] = look_of(world, link, content.standing[link]);
    }
    const auto add_carried = [&](world::LinkId link, world::CommodityId commodity) {
        auto& list = content.carries[link];
        if (std::find(list.begin(), list.end(), commodity) == list.end()) list.push_back(commodity);
    };
    for (const auto& row : world.capacities) add_carried(row.link, row.commodity);
    for (const auto& row : world.project_capacities) add_carried(row.link, row.commodity);

    const auto rows = flow::link_flows(equilibrium);
    find_largest(content, rows);
    for (const auto& row : rows) {
        const double largest = content.largest[row.commodity];
        if (largest <= 0 || row.flow < kLightest * largest) continue;
        content.flows.push_back({row.link, row.commodity, row.backward, row.flow, row.capacity,
                                 std::min(1.0, row.flow / largest),
                                 use_class_of(row.flow, row.capacity)});
    }
    std::stable_sort(content.flows.begin(), content.flows.end(),
                     [](const MapFlow& a, const MapFlow& b) { return a.weight > b.weight; });
    return content;
}

std::optional<Span> span_of(const MapContent& content, const Panel& panel, world::LinkId link) {
    const world::World& world = content.world();
    const GeoPoint from = position(world, world.links[link].from);
    const GeoPoint to = position(world, world.links[link].to);
    Span span{panel.at(from), panel.at(to), panel.shows(from), panel.shows(to)};
    if (!span.start_inside && !span.end_inside) return std::nullopt;
    if (span.start_inside && span.end_inside) return span;
    // The way over the map from the inner end; the last point of it inside the panel.
    const GeoPoint inner = span.start_inside ? from : to, outer = span.start_inside ? to : from;
    const double turn = wrap_longitude(outer.longitude - inner.longitude);
    Point last = panel.at(inner);
    constexpr int kSteps = 400;
    for (int i = 1; i <= kSteps; ++i) {
        const double t = static_cast<double>(i) / kSteps;
        const GeoPoint place{inner.longitude + t * turn,
                             inner.latitude + t * (outer.latitude - inner.latitude)};
        const Point p = panel.at(place);
        if (!panel.box.contains(p)) break;
        last = p;
    }
    (span.start_inside ? span.end : span.start) = last;
    return span;
}

std::vector<DrawnFlow> drawn_flows(const MapContent& content, const Panel& panel,
                                   std::optional<world::CommodityId> commodity) {
    const world::World& world = content.world();
    // Flows between the same two places in the same direction lie side by side.
    std::map<std::pair<world::NodeId, world::NodeId>, double> used;
    const auto way = [&](const MapFlow& flow) {
        const Ends ends = ends_of(world, flow.link, flow.backward);
        return std::pair(ends.from, ends.to);
    };
    std::map<std::pair<world::NodeId, world::NodeId>, bool> two_ways;
    for (const MapFlow& flow : content.flows) {
        if (!commodity || flow.commodity == *commodity) two_ways[way(flow)] = true;
    }
    std::vector<DrawnFlow> result;
    for (const MapFlow& flow : content.flows) {
        if (commodity && flow.commodity != *commodity) continue;
        const auto span = span_of(content, panel, flow.link);
        if (!span) continue;
        DrawnFlow drawn;
        drawn.flow = &flow;
        drawn.width = arrow_width(flow.weight);
        Point start = span->start, end = span->end;
        drawn.leaves = !span->start_inside || !span->end_inside;
        drawn.far = span->start_inside ? world.links[flow.link].to : world.links[flow.link].from;
        if (flow.backward) std::swap(start, end);
        const double length = distance(start, end);
        if (length < 3) continue;
        const auto key = way(flow);
        const bool opposed = two_ways.contains({key.second, key.first});
        auto [lane, first] = used.try_emplace(key, opposed ? 0.5 * kLaneGap : 0.0);
        const double before = lane->second;
        lane->second += drawn.width + kLaneGap;
        const double swing =
            kCurl * std::min(length, 220.0) + before + (opposed ? drawn.width / 2 : 0);
        const Point right{-(end.y - start.y) / length, (end.x - start.x) / length};
        const double bulge = 2 * swing;
        drawn.bend = {
            start,
            {(start.x + end.x) / 2 + right.x * bulge, (start.y + end.y) / 2 + right.y * bulge},
            end};
        result.push_back(drawn);
    }
    return result;
}

std::string link_words(const MapContent& content, world::LinkId link) {
    const world::World& world = content.world();
    const Standing& standing = content.standing[link];
    const bool planned = content.looks[link] == LinkLook::kPlanned;
    std::string words =
        fmt::format("{}: {}", world.links[link].name,
                    planned ? "not in service, planned" : to_string(standing.status));
    if (!standing.since.empty() && !planned) words += " since " + standing.since;
    if (!standing.by.empty()) words += ", by " + standing.by;
    if (!standing.note.empty()) words += ". " + standing.note;
    return words;
}

std::string flow_words(const MapContent& content, const MapFlow& flow) {
    const world::World& world = content.world();
    const world::Commodity& commodity = world.commodities[flow.commodity];
    const Ends ends = ends_of(world, flow.link, flow.backward);
    std::string words = fmt::format(
        "{} to {}, {}: {} {}", node_name(world, ends.from), node_name(world, ends.to),
        commodity.name, show_number(commodity.shown_quantity(flow.flow), 2), commodity.unit.name);
    if (std::isfinite(flow.capacity)) {
        words +=
            fmt::format(" of {} ({} %)", show_number(commodity.shown_quantity(flow.capacity), 2),
                        show_number(100 * flow.flow / flow.capacity, 0));
    }
    return words + ". " + link_words(content, flow.link);
}

} // namespace isthmus::report
