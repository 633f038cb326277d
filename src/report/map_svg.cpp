// SPDX-License-Identifier: Apache-2.0
#include "report/map_svg.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/embedded_text.hpp"
#include "report/map_drawing.hpp"

namespace isthmus::report {

namespace {

std::string description(const MapContent& content, const DrawingOptions& options) {
    std::string words =
        "Links are drawn by status; arrows show flows, wider for more. The tables of "
        "this report hold the same numbers. Largest flows: ";
    std::size_t count = 0;
    for (const MapFlow& flow : content.flows) {
        if (options.commodity && flow.commodity != *options.commodity) continue;
        if (++count > 5) break;
        words += flow_words(content, flow) + ". ";
    }
    return words;
}

} // namespace

std::string draw_map(const MapContent& content, const DrawingOptions& options) {
    std::string out = fmt::format(
        "<svg class=\"map {}\"{} viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}-title "
        "{}-desc\">\n<title id=\"{}-title\">{}</title>\n<desc id=\"{}-desc\">{}</desc>\n",
        options.by_use ? "by-use" : "by-commodity",
        options.standalone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "",
        svg_number(content.layout.width), svg_number(content.layout.height), options.id, options.id,
        options.id, escape_html(options.title), options.id,
        escape_html(description(content, options)));
    if (options.standalone) out += fmt::format("<style>{}</style>\n", embedded::map_css);
    for (const Panel& panel : content.layout.panels) {
        out += draw_panel(content, options, panel);
    }
    out += draw_legend(content, options);
    return out + "</svg>\n";
}

std::string map_svg(const flow::Equilibrium& equilibrium, const MapOptions& options) {
    const MapContent content = map_content(equilibrium, kMapWidth);
    DrawingOptions drawing;
    drawing.commodity = options.commodity;
    drawing.by_use = options.commodity.has_value();
    drawing.standalone = true;
    const world::World& world = content.world();
    drawing.title = fmt::format("{}, {}", world.manifest().title, equilibrium.market.year);
    if (options.commodity) drawing.title += ": " + world.commodities[*options.commodity].name;
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + draw_map(content, drawing);
}

} // namespace isthmus::report
