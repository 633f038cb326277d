// SPDX-License-Identifier: Apache-2.0
// Draws one panel of a map: ground, links by status, flows, places and labels.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/map_drawing.hpp"
#include "report/map_labels.hpp"
#include "report/map_land.hpp"
#include "report/table.hpp"

namespace isthmus::report {

namespace {

constexpr double kDot = 2.3;
constexpr double kPlaceSize = 10.5, kMainPlaceSize = 12, kValueSize = 10;
constexpr double kShortest = 9; ///< a flow shorter than this gets no head
constexpr double kHeavy = 0.3;  ///< weight from which places and flows are set large
constexpr double kBold = 1.1;   ///< bold type is wider
constexpr double kWorthValue =
    0.12; ///< weight from which a flow's volume is written where all commodities are shown
constexpr double kWorthExit = 0.03;
constexpr std::size_t kMostValues = 60, kMostValuesOfAll = 22;

const char* look_class(LinkLook look) {
    switch (look) {
    case LinkLook::kRestricted:
        return "restricted";
    case LinkLook::kClosed:
        return "closed";
    case LinkLook::kPlanned:
        return "planned";
    case LinkLook::kOpen:
        break;
    }
    return "open";
}

/// A place's name without what stands in brackets: the tooltip has it whole.
std::string short_name(const std::string& name) {
    const std::size_t bracket = name.find(" (");
    return bracket == std::string::npos || bracket == 0 ? name : name.substr(0, bracket);
}

/// Three significant digits, so that labels stay short.
std::string short_number(double value) {
    return show_number(value, value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2);
}

class PanelWriter {
  public:
    PanelWriter(const MapContent& content, const DrawingOptions& options, const Panel& panel)
        : content_(content),
          options_(options),
          panel_(panel),
          world_(content.world()),
          placer_(panel.box.grown(-2)),
          drawn_(drawn_flows(content, panel, options.commodity)) {}

    std::string write() {
        const Box& box = panel_.box;
        const std::string id = options_.id + "-" + panel_.id;
        const std::string frame =
            fmt::format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", svg_number(box.left),
                        svg_number(box.top), svg_number(box.width()), svg_number(box.height()));
        std::string out =
            fmt::format("<clipPath id=\"{}-clip\"><rect {}/></clipPath>\n", id, frame);
        out += fmt::format("<g class=\"panel\" clip-path=\"url(#{}-clip)\">\n", id);
        out += fmt::format("<rect class=\"water\" {}/>\n", frame);
        out += ground(id);
        out += other_frames();
        reserve_corners();
        place_dots();
        out += base_links();
        out += flows();
        out += dots();
        out += labels();
        out += "</g>\n";
        out += fmt::format("<rect class=\"frame\" {}/>\n", frame);
        out += draw_scale(panel_);
        if (panel_.id != "main") {
            out += fmt::format("<text class=\"panel-title\" x=\"{}\" y=\"{}\">{}</text>\n",
                               svg_number(box.left + 9), svg_number(box.top + 17), panel_.title);
        }
        return out;
    }

  private:
    bool concerns(world::LinkId link) const {
        if (!options_.commodity) return true;
        const auto& list = content_.carries[link];
        return std::find(list.begin(), list.end(), *options_.commodity) != list.end();
    }

    std::string ground(const std::string& id) const {
        if (!options_.land.empty()) {
            return fmt::format("<use href=\"#{}-{}-land\"/>\n", options_.land, panel_.id);
        }
        return fmt::format(
            "<g id=\"{}-land\"><path class=\"m-graticule\" d=\"{}\"/><path class=\"m-land\" "
            "d=\"{}\"/><path class=\"m-border\" d=\"{}\"/></g>\n",
            id, graticule_path(panel_), land_path(panel_), border_path(panel_));
    }

    /// On the overview, where the region lies; on the region, where the enlarged part lies.
    std::string other_frames() const {
        const std::string inner = panel_.id == "overview" ? "main"
                                  : panel_.id == "main"   ? "detail"
                                                          : "";
        const Panel* of = content_.layout.find(inner);
        if (of == nullptr) return {};
        return fmt::format("<path class=\"extent\" d=\"{}\"/>\n",
                           svg_path(trace_frame(*of, panel_), true));
    }

    void reserve_corners() {
        const Box& box = panel_.box;
        placer_.block({box.left, box.bottom - 30, box.left + 150, box.bottom});
        if (panel_.id != "main") placer_.block({box.left, box.top, box.left + 120, box.top + 24});
    }

    /// On the overview only flows that leave the region count; the region has its own panel.
    bool shown(const DrawnFlow& drawn) const {
        return panel_.id != "overview" || !inside_region(drawn.flow->link);
    }
    bool in_region(world::NodeId node) const {
        return content_.layout.main().shows(position(world_, node));
    }
    bool inside_region(world::LinkId link) const {
        return in_region(world_.links[link].from) && in_region(world_.links[link].to);
    }

    void place_dots() {
        importance_ = IdVector<world::NodeTag, double>(world_.nodes.size(), -1.0);
        const auto raise = [&](world::NodeId node, double to) {
            importance_[node] = std::max(importance_[node], to);
        };
        for (const auto link : world_.links.ids()) {
            if (!concerns(link) || (panel_.id == "overview" && inside_region(link))) continue;
            raise(world_.links[link].from, 0);
            raise(world_.links[link].to, 0);
        }
        for (const DrawnFlow& drawn : drawn_) {
            if (!shown(drawn)) continue;
            raise(world_.links[drawn.flow->link].from, drawn.flow->weight);
            raise(world_.links[drawn.flow->link].to, drawn.flow->weight);
            const double length = distance(drawn.bend.start, drawn.bend.end);
            const int steps = static_cast<int>(length / 6) + 1;
            for (int i = 0; i <= steps; ++i) {
                placer_.avoid(drawn.bend.at(static_cast<double>(i) / steps));
            }
        }
        for (const auto node : world_.nodes.ids()) {
            if (importance_[node] < 0 || !panel_.shows(position(world_, node))) continue;
            nodes_.push_back(node);
            const Point at = panel_.at(position(world_, node));
            placer_.block({at.x - kDot, at.y - kDot, at.x + kDot, at.y + kDot});
        }
        std::stable_sort(nodes_.begin(), nodes_.end(), [&](world::NodeId a, world::NodeId b) {
            return importance_[a] > importance_[b];
        });
    }

    std::string base_links() const {
        IdVector<world::LinkTag, char> busy(world_.links.size(), 0);
        for (const DrawnFlow& drawn : drawn_) busy[drawn.flow->link] = 1;
        std::string out = "<g class=\"links\">\n";
        for (const auto link : world_.links.ids()) {
            const LinkLook look = content_.looks[link];
            if (!concerns(link) || (busy[link] != 0 && look == LinkLook::kOpen)) continue;
            if (panel_.id == "overview" && inside_region(link)) continue;
            const auto span = span_of(content_, panel_, link);
            if (!span || distance(span->start, span->end) < 2) continue;
            out += fmt::format("<g class=\"link {}\" data-link=\"{}\"><title>{}</title><path "
                               "d=\"M{}L{}\"/>",
                               look_class(look), escape_html(world_.links[link].id),
                               escape_html(link_words(content_, link)), svg_point(span->start),
                               svg_point(span->end));
            if (look == LinkLook::kClosed) {
                const Point m{(span->start.x + span->end.x) / 2, (span->start.y + span->end.y) / 2};
                constexpr double r = 3.2;
                out += fmt::format("<path class=\"cross\" d=\"M{}L{}M{}L{}\"/>",
                                   svg_point({m.x - r, m.y - r}), svg_point({m.x + r, m.y + r}),
                                   svg_point({m.x - r, m.y + r}), svg_point({m.x + r, m.y - r}));
            }
            out += "</g>\n";
        }
        return out + "</g>\n";
    }

    static std::string head(const DrawnFlow& drawn) {
        if (distance(drawn.bend.start, drawn.bend.end) < kShortest) return {};
        const double size = 4.6 + drawn.width;
        const double length = distance(drawn.bend.start, drawn.bend.end);
        const double t = std::min(0.85, 0.56 + size / (2 * length));
        const Point tip = drawn.bend.at(t), d = drawn.bend.direction(t);
        const Point back{tip.x - d.x * size, tip.y - d.y * size};
        const double half = 0.62 * size;
        return fmt::format("<path class=\"head\" d=\"M{}L{}L{}z\"/>", svg_point(tip),
                           svg_point({back.x - d.y * half, back.y + d.x * half}),
                           svg_point({back.x + d.y * half, back.y - d.x * half}));
    }

    std::string flows() const {
        std::string out = "<g class=\"flows\">\n";
        for (const DrawnFlow& drawn : drawn_) {
            if (!shown(drawn)) continue;
            const MapFlow& flow = *drawn.flow;
            out += fmt::format(
                "<g class=\"flow c{} u{}\" data-c=\"{}\" data-link=\"{}\"><title>{}</title>"
                "<path class=\"shaft\" stroke-width=\"{}\" d=\"{}\"/>{}</g>\n",
                flow.commodity.index() % kPalette, flow.use_class, flow.commodity.index(),
                escape_html(world_.links[flow.link].id), escape_html(flow_words(content_, flow)),
                svg_number(drawn.width), svg_path(drawn.bend), head(drawn));
        }
        return out + "</g>\n";
    }

    std::string dot(world::NodeId node) const {
        const Point p = panel_.at(position(world_, node));
        const double r = importance_[node] > 0 ? kDot : kDot - 0.6;
        switch (world_.nodes[node].kind) {
        case world::NodeKind::kField:
            return fmt::format("<path d=\"M{}L{}L{}z\"/>", svg_point({p.x, p.y - r - 0.6}),
                               svg_point({p.x + r + 0.4, p.y + r}),
                               svg_point({p.x - r - 0.4, p.y + r}));
        case world::NodeKind::kPort:
        case world::NodeKind::kTerminal:
            return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                               svg_number(p.x - r), svg_number(p.y - r), svg_number(2 * r),
                               svg_number(2 * r));
        case world::NodeKind::kBorder:
        case world::NodeKind::kStrait:
            return fmt::format("<path d=\"M{}L{}L{}L{}z\"/>", svg_point({p.x, p.y - r - 0.6}),
                               svg_point({p.x + r + 0.6, p.y}), svg_point({p.x, p.y + r + 0.6}),
                               svg_point({p.x - r - 0.6, p.y}));
        default:
            return fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>", svg_number(p.x),
                               svg_number(p.y), svg_number(r));
        }
    }

    /// The commodities of the flows that touch a place, for the filter: "0 2".
    std::string touching(world::NodeId node) const {
        std::vector<std::string> list;
        for (const DrawnFlow& drawn : drawn_) {
            const world::Link& link = world_.links[drawn.flow->link];
            if (link.from != node && link.to != node) continue;
            std::string index = std::to_string(drawn.flow->commodity.index());
            if (std::find(list.begin(), list.end(), index) == list.end()) {
                list.push_back(std::move(index));
            }
        }
        std::sort(list.begin(), list.end());
        return join(list, " ");
    }

    std::string dots() const {
        std::string out = "<g class=\"places\">\n";
        for (const auto node : nodes_) {
            out += fmt::format("<g class=\"place{}\"><title>{} ({})</title>{}</g>\n",
                               importance_[node] > 0 ? "" : " idle",
                               escape_html(world_.nodes[node].name),
                               to_string(world_.nodes[node].kind), dot(node));
        }
        return out + "</g>\n";
    }

    static std::string text(const PlacedLabel& label, const std::string& attributes,
                            const std::string& words) {
        const char* anchor = label.anchor == Anchor::kStart    ? ""
                             : label.anchor == Anchor::kMiddle ? " text-anchor=\"middle\""
                                                               : " text-anchor=\"end\"";
        return fmt::format("<text x=\"{}\" y=\"{}\"{}{}>{}</text>\n", svg_number(label.at.x),
                           svg_number(label.at.y), anchor, attributes, escape_html(words));
    }

    void label_places(std::string& out, double least, double below) {
        for (const auto node : nodes_) {
            if (importance_[node] < least || importance_[node] >= below) continue;
            if (panel_.id == "overview" && in_region(node)) continue;
            const bool heavy = importance_[node] >= kHeavy;
            const std::string words = short_name(world_.nodes[node].name);
            const auto label = placer_.beside(panel_.at(position(world_, node)), kDot, words,
                                              heavy ? kMainPlaceSize * kBold : kPlaceSize);
            if (!label) continue;
            std::string attributes =
                fmt::format(" class=\"{}\"", heavy                   ? "name heavy"
                                             : importance_[node] > 0 ? "name"
                                                                     : "name idle");
            if (!options_.commodity) attributes += fmt::format(" data-c=\"{}\"", touching(node));
            out += text(*label, attributes, words);
        }
    }

    void label_values(std::string& out) {
        const std::size_t most = options_.commodity ? kMostValues : kMostValuesOfAll;
        std::size_t count = 0;
        for (const DrawnFlow& drawn : drawn_) {
            if (!shown(drawn) || count >= most) continue;
            if (!options_.commodity && drawn.flow->weight < kWorthValue) continue;
            const double length = distance(drawn.bend.start, drawn.bend.end);
            const world::Commodity& commodity = world_.commodities[drawn.flow->commodity];
            const std::string value = short_number(commodity.shown_quantity(drawn.flow->flow));
            const std::string name = short_name(world_.links[drawn.flow->link].name) + " " + value;
            const Point d = drawn.bend.direction(0.5);
            std::optional<PlacedLabel> label;
            const bool named = options_.commodity && length > 0.9 * text_width(name, kValueSize);
            if (named) label = placer_.near(drawn.bend.at(0.5), {-d.y, d.x}, name, kValueSize);
            const bool whole = label.has_value();
            if (!whole && length > 16) {
                label = placer_.near(drawn.bend.at(0.4), {-d.y, d.x}, value, kValueSize);
            }
            if (!label) continue;
            ++count;
            out +=
                text(*label,
                     fmt::format(" class=\"value\" data-c=\"{}\"", drawn.flow->commodity.index()),
                     whole ? name : value);
        }
    }

    /// Where flows run out of the panel, where to.
    void label_exits(std::string& out) {
        std::vector<world::NodeId> told;
        for (const DrawnFlow& drawn : drawn_) {
            if (!shown(drawn) || !drawn.leaves) continue;
            if (!options_.commodity && drawn.flow->weight < kWorthExit) continue;
            if (std::find(told.begin(), told.end(), drawn.far) != told.end()) continue;
            const Ends ends = ends_of(world_, drawn.flow->link, drawn.flow->backward);
            const bool outwards = ends.to == drawn.far;
            const Point edge = outwards ? drawn.bend.end : drawn.bend.start;
            const std::string words = fmt::format("{} {}", outwards ? "to" : "from",
                                                  short_name(world_.nodes[drawn.far].name));
            const auto label = placer_.beside(edge, 1, words, kValueSize);
            if (!label) continue;
            told.push_back(drawn.far);
            out += text(*label,
                        fmt::format(" class=\"exit\" data-c=\"{}\"", drawn.flow->commodity.index()),
                        words);
        }
    }

    std::string labels() {
        std::string out = "<g class=\"labels\" aria-hidden=\"true\">\n";
        label_places(out, kHeavy, 1e9);
        label_exits(out);
        label_values(out);
        label_places(out, 1e-9, kHeavy);
        if (panel_.id != "overview") label_places(out, 0, 1e-9);
        return out + "</g>\n";
    }

    const MapContent& content_;
    const DrawingOptions& options_;
    const Panel& panel_;
    const world::World& world_;
    LabelPlacer placer_;
    std::vector<DrawnFlow> drawn_;
    std::vector<world::NodeId> nodes_; ///< on the panel, most important first
    IdVector<world::NodeTag, double>
        importance_; ///< largest weight that touches it; below zero: not shown
};

} // namespace

std::string draw_panel(const MapContent& content, const DrawingOptions& options,
                       const Panel& panel) {
    return PanelWriter(content, options, panel).write();
}

} // namespace isthmus::report
