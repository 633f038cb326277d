// SPDX-License-Identifier: Apache-2.0
// The map's legend and scale bars.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/map_drawing.hpp"
#include "report/map_labels.hpp"
#include "report/table.hpp"

namespace isthmus::report {

namespace {

constexpr double kSize = 11;
constexpr double kLine = 19;

std::string words(double x, double y, std::string_view text, std::string_view css = "legend") {
    return fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>", css, svg_number(x),
                       svg_number(y), escape_html(text));
}

std::string rule(double x, double y, std::string_view css, double width, double length = 26) {
    return fmt::format("<path class=\"{}\" stroke-width=\"{}\" d=\"M{}h{}\"/>", css,
                       svg_number(width), svg_point({x, y - 4}), svg_number(length));
}

/// Items one after another in a box, in new lines where they do not fit.
class Flow {
  public:
    explicit Flow(Box box) : box_(box), x_(box.left), y_(box.top + kLine - 5) {}

    void title(std::string_view text) {
        if (begun_) break_line();
        out_ += words(box_.left, y_, text, "legend strong");
        x_ = box_.left + kIndent;
        begun_ = true;
    }
    /// A sign of the given width, drawn at (x, y) by `draw`, and its words.
    template <typename Draw> void item(double width, std::string_view text, Draw draw) {
        const double whole = width + (width > 0 ? 6 : 0) + text_width(text, kSize);
        if (x_ > box_.left + kIndent && x_ + whole > box_.right) break_line();
        out_ += draw(x_, y_);
        out_ += words(x_ + width + (width > 0 ? 6 : 0), y_, text);
        x_ += whole + 16;
    }
    void swatch(std::string_view css, double width, std::string_view text) {
        item(26, text, [&](double x, double y) { return rule(x, y, css, width); });
    }
    void note(std::string_view text) {
        item(0, text, [](double, double) { return std::string(); });
    }
    /// A paragraph over the whole width.
    void paragraph(std::string_view text) {
        std::string line;
        y_ += kLine - 3;
        for (const std::string& word : split(text, ' ')) {
            if (!line.empty() && text_width(line + " " + word, kSize) > box_.width()) {
                out_ += words(box_.left, y_, line, "legend small");
                y_ += kLine - 4;
                line.clear();
            }
            line += (line.empty() ? "" : " ") + word;
        }
        out_ += words(box_.left, y_, line, "legend small");
    }
    /// Begins a group that a style may hide.
    void open(std::string_view css) { out_ += fmt::format("<g class=\"{}\">", css); }
    void close() { out_ += "</g>\n"; }
    double line() const { return y_; }
    void go_to(double line) { y_ = line; }
    std::string take() const { return out_; }

  private:
    static constexpr double kIndent = 104;
    void break_line() {
        x_ = box_.left + kIndent;
        y_ += kLine;
    }
    Box box_;
    double x_, y_;
    bool begun_ = false;
    std::string out_;
};

std::string looked(std::string_view css, double x, double y) {
    std::string inside = rule(x, y, "", 1.2);
    if (css == "closed") {
        inside += fmt::format("<path class=\"cross\" d=\"M{}l6.4 6.4m0-6.4l-6.4 6.4\"/>",
                              svg_point({x + 9.8, y - 7.2}));
    }
    return fmt::format("<g class=\"link {}\">{}</g>", css, inside);
}

void statuses(Flow& flow) {
    flow.title("Status of links");
    constexpr std::pair<const char*, const char*> kLooks[] = {{"open", "open, unused"},
                                                              {"restricted", "restricted"},
                                                              {"closed", "closed"},
                                                              {"planned", "gap or planned"}};
    for (const auto& [css, text] : kLooks) {
        flow.item(26, text, [css = css](double x, double y) { return looked(css, x, y); });
    }
}

void places(Flow& flow) {
    flow.title("Places");
    const auto sign = [&](std::string_view text, auto shape) {
        flow.item(6, text, [&](double x, double y) {
            const auto at = [&](double dx, double dy) {
                return svg_point({x + 3 + dx, y - 4 + dy});
            };
            return "<g class=\"place\">" + shape(at) + "</g>";
        });
    };
    sign("field", [](auto at) {
        return fmt::format("<path d=\"M{}L{}L{}z\"/>", at(0, -3), at(3, 3), at(-3, 3));
    });
    sign("port, terminal",
         [](auto at) { return fmt::format("<path d=\"M{}h5v5h-5z\"/>", at(-2.5, -2.5)); });
    sign("border, strait", [](auto at) {
        return fmt::format("<path d=\"M{}L{}L{}L{}z\"/>", at(0, -3), at(3, 0), at(0, 3), at(-3, 0));
    });
    sign("hub, market", [](auto at) {
        return fmt::format("<path d=\"M{}a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0z\"/>",
                           at(-2.6, 0));
    });
}

std::string round_number(double value) {
    return show_number(value, value >= 10 ? 0 : value >= 1 ? 1 : 2);
}

} // namespace

std::string draw_scale(const Panel& panel) {
    const double per_km = panel.units_per_km();
    if (per_km <= 0 || panel.id == "overview") return {};
    const double wanted = 110 / per_km;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    const double km = wanted >= 5 * power ? 5 * power : wanted >= 2 * power ? 2 * power : power;
    const double x = panel.box.left + 12, y = panel.box.bottom - 12, length = km * per_km;
    return fmt::format("<path class=\"scale\" d=\"M{}v-4v4h{}v-4\"/>{}\n", svg_point({x, y}),
                       svg_number(length),
                       words(x + 4, y - 5, fmt::format("{} km", show_number(km, 0)), "scale-text"));
}

std::string draw_legend(const MapContent& content, const DrawingOptions& options) {
    const world::World& world = content.world();
    Flow flow(content.layout.legend);
    flow.title("Width");
    for (const double share : {0.05, 0.25, 1.0}) {
        std::string text = fmt::format("{} %", show_number(100 * share, 0));
        if (options.commodity) {
            const world::Commodity& commodity = world.commodities[*options.commodity];
            text = fmt::format(
                "{} {}",
                round_number(commodity.shown_quantity(share * content.largest[*options.commodity])),
                commodity.unit.name);
        }
        flow.swatch("shaft plain", arrow_width(share), text);
    }
    if (options.commodity)
        flow.note("and more");
    else
        flow.note("of the commodity's largest flow");

    const double before = flow.line();
    double after = before;
    if (!options.commodity) {
        flow.open("legend-commodity");
        flow.title("Commodity");
        for (const auto id : world.commodities.ids()) {
            if (content.largest[id] <= 0) continue;
            const world::Commodity& commodity = world.commodities[id];
            flow.swatch(fmt::format("shaft paint c{}", id.index() % kPalette), 5,
                        fmt::format("{}, largest {} {}", commodity.name,
                                    round_number(commodity.shown_quantity(content.largest[id])),
                                    commodity.unit.name));
        }
        flow.close();
        after = flow.line();
        flow.go_to(before);
    }
    flow.open("legend-use");
    flow.title("Use of capacity");
    for (std::size_t i = 0; i < std::size(kUseClasses); ++i) {
        flow.swatch(fmt::format("shaft heat u{}", i), 5, kUseClasses[i]);
    }
    flow.close();
    flow.go_to(std::max(after, flow.line()));
    statuses(flow);
    places(flow);
    flow.paragraph("Lines join places and are not routes on the ground. Outlines and boundaries: "
                   "Natural Earth, drawn as published there; they imply no position on any status "
                   "or frontier.");
    return "<g class=\"legend-box\">\n" + flow.take() + "</g>\n";
}

} // namespace isthmus::report
